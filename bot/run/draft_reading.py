"""Shell: how each draft of the newsletter stands: its words, its translations, whether it is ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.plan.agreement import agreeing_words
from bot.plan.draft_page import READY, ReadyPage
from bot.plan.issue_facts import PARTS
from bot.program.announcement import NotClosedError
from bot.program.approval import Fingerprint, Verdict
from bot.program.gate import Gate, decide
from bot.program.issue_draft import Draft, DraftPage, words_of_people
from bot.program.newsletter import read_name
from bot.program.problems import Problem
from bot.program.publishing import publishable
from bot.program.translation import Revision, Standing, State, standing
from bot.run.newsletter_desk import NewsletterDesk, Published
from bot.run.verdicts import VerdictReader
from bot.wiki.drafts import (
    beginning_of,
    is_made_from,
    last_edit_of_people,
    moment_of,
    source_revisions,
)
from bot.wiki.pages import PageText
from bot.wikitext.home_links import templates_used
from bot.wikitext.owned import OwnedPartError
from bot.wikitext.translate import TranslateError, read_units
from bot.words.dates import format_month

PRELOAD_NAME = "Ready line"
"""The subpage from which an organiser's line is made."""


@dataclass(slots=True, kw_only=True)
class DraftReading:
    """How one draft stands."""

    draft: Draft
    archived: str = ""  # title in the archive; empty: it is not published
    published: Published | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: tuple[Problem, ...] = ()  # worth knowing; it may go out all the same
    standings: dict[str, Standing] = field(default_factory=dict)
    code: str = ""  # of what people wrote; empty: it can't be read
    verdict: Verdict = field(default_factory=Verdict)
    ready_page: PageText | None = None
    ready_at: datetime | None = None
    gate: Gate | None = None  # None: nobody has said that it is ready

    @property
    def is_marked(self) -> bool:
        """Tell whether the Translate extension keeps the translations, which nobody else may edit then."""
        return _has_units(self.draft.source.text or "")

    @property
    def may_be_published(self) -> bool:
        """Tell whether all is there that it needs."""
        return not self.archived and not self.problems and self.gate is not None and self.gate.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReader:
    """Reads drafts.

    Args:
        archive: titles of all pages in the archive.
    """

    desk: NewsletterDesk
    archive: Sequence[str]

    def read(self, draft: Draft) -> DraftReading:
        """Tell how a draft stands.

        Raises:
            CommandError: too much was written where one says that it is ready.
            WikiError: the home wiki can't be asked.
        """
        reading = DraftReading(draft=draft)
        self._find_published(reading)
        if reading.archived:
            if reading.published and self.desk.is_current(reading.published):
                reading.ready_at = reading.published.ready_at
                self._judge_translations(reading)
            return reading
        reading.problems = list(self._problems(draft))
        if draft.source.text is None or not draft.is_read or reading.problems:
            return reading
        if templates := templates_used(publishable(draft.source.text, {})):
            values = draft.source.title, ", ".join(templates)
            reading.notes = (Problem(reason="newsletter-problem-templates", values=values),)
        self._find_verdict(reading)
        self._judge_translations(reading)
        return reading

    def _find_published(self, reading: DraftReading) -> None:
        """Find out whether the issue is published: by the ledger, else by the archive."""
        draft = reading.draft
        if known := self.desk.published(draft):
            reading.archived, reading.published = known.title, known
            return
        date = draft.date(self.desk.rules)
        for title in self.archive:
            read = read_name(title, self.desk.rules)
            if not read or read[1]:
                continue
            same = read[0].number == draft.number if draft.number else read[0].leaf == draft.leaf
            if same and (draft.number or (date and date.year == read[0].year)):
                reading.archived = title
                first = beginning_of(self.desk.wikis.home, title)
                if first and is_made_from(self.desk.wikis.home, first, draft.source.pageid):
                    reading.published = Published(
                        title=title, at=first.moment, ready_at=first.moment, targets=draft.targets_code
                    )
                    self.desk.remember(draft, reading.published)
                else:
                    reading.notes = (Problem(reason="newsletter-problem-archived", values=(title,)),)
                return

    def _problems(self, draft: Draft) -> Iterator[Problem]:
        """Find what keeps a draft from being published."""
        text, title = draft.source.text, draft.source.title
        if text is None:
            return
        try:
            publishable(text, {})
        except OwnedPartError:
            yield Problem(reason="newsletter-problem-markers", values=(title,))
            return
        except NotClosedError:
            yield Problem(reason="newsletter-problem-open", values=(title,))
            return
        reading = draft.reading(self.desk.rules)
        if not text.lstrip().startswith(("=", "<")) and not reading.date:
            yield Problem(reason="newsletter-problem-heading", values=(title,))
        elif not reading.date:
            example = format_month(self.desk.now.year, self.desk.now.month, self.desk.language)
            yield Problem(reason="newsletter-problem-date", values=(title, example))

    def ready_page(self, draft: Draft) -> ReadyPage:
        """Give the page on which an organiser says that a draft is ready."""
        desk = self.desk
        parent = desk.settings.pages.plans or f"User:{desk.wikis.home.username}/Plans"
        return ReadyPage(
            words=desk.words,
            language=desk.language,
            languages=desk.settings.languages.offered,
            title=f"{parent}/{desk.draft_campaign(draft, 'ready').prefix.rstrip('-')}",
            preload=f"{parent}/{PRELOAD_NAME}",
            draft=draft.source.title,
        )

    def _find_verdict(self, reading: DraftReading) -> None:
        """Read whether an organiser has called what people wrote ready."""
        desk, draft = self.desk, reading.draft
        reading.code = Fingerprint.of(
            texts=[words_of_people(draft.source.text or "", PARTS)],
            people=[draft.targets_code],
            settings=[desk.settings.program, draft.leaf],
        ).code
        reader = VerdictReader(settings=desk.settings, wikis=desk.wikis, title=self.ready_page(draft).title)
        reading.verdict = reader.read(reading.code, agreeing_words(desk.words, READY))
        reading.ready_page = reader.stands()
        if reading.verdict.approval:
            reading.ready_at = moment_of(desk.wikis.home, reading.verdict.approval.revid)

    def _judge_translations(self, reading: DraftReading) -> None:
        """Tell how each translation stands, and what of the issue may go out."""
        draft = reading.draft
        home = self.desk.wikis.home
        pages = {
            code: last_edit_of_people(home, draft.pages[code])
            for code in self.desk.languages
            if code in draft.pages
        }
        sources, is_whole = self._sources(draft, pages)
        for code in self.desk.languages:
            reading.standings[code] = self._standing(code, pages.get(code), sources, is_whole=is_whole)
        if reading.ready_at:
            reading.gate = decide(
                reading.standings,
                self.desk.gate_rules,
                edited_at={code: page.moment for code, page in pages.items()},
                ready_at=reading.ready_at,
                now=self.desk.now,
            )

    def _sources(self, draft: Draft, pages: Mapping[str, DraftPage]) -> tuple[list[Revision], bool]:
        """Give the source's revisions back to the oldest translation's last edit."""
        if not pages or all(draft.source.moment < page.moment for page in pages.values()):
            source = draft.source
            return [Revision(revid=source.revid, moment=source.moment, text=source.text)], False
        back_to = min(page.moment for page in pages.values())
        return source_revisions(self.desk.wikis.home, draft.source.title, back_to=back_to)

    def _standing(
        self, code: str, page: DraftPage | None, sources: Sequence[Revision], *, is_whole: bool
    ) -> Standing:
        if page and page.text is not None:
            try:
                publishable(page.text, {})
            except (OwnedPartError, NotClosedError):
                return Standing(language=code, state=State.UNREAD)
        compare = _as_it_is if _has_units(sources[0].text or "") else _compared
        return standing(
            [each._replace(text=compare(each.text)) for each in sources],
            language=code,
            translated_at=page.moment if page else None,
            translated=compare(page.text) if page else None,
            translated_by=page.revid if page else None,
            is_whole=is_whole,
        )


def _as_it_is(text: str | None) -> str | None:
    return text


def _compared(text: str | None) -> str | None:
    """Give what of a page a translation must have: no facts, and no sections that are empty."""
    if text is None:
        return None
    try:
        return publishable(text, dict.fromkeys(PARTS, ""))
    except (OwnedPartError, NotClosedError):
        return None


def _has_units(text: str) -> bool:
    """Tell whether the Translate extension keeps a page: its marks tell more than a comparison."""
    try:
        return bool(read_units(text))
    except TranslateError:
        return True
