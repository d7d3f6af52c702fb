"""Shell: keeping the drafts of issues: facts filled in, how each stands, where one says that it is ready."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.plan.agreement import PRELOAD
from bot.plan.draft_page import PART, DraftState, DraftTalk
from bot.plan.issue_facts import PARTS
from bot.program.approval import OWNED
from bot.program.issue_draft import Draft, DraftPage, issues_before, with_parts
from bot.program.publishing import empty_sections
from bot.run.draft_reading import DraftReader, DraftReading
from bot.run.issue_fact_reading import FactReader
from bot.run.keeping import Change, Part, keep_text
from bot.run.newsletter_desk import NewsletterDesk
from bot.wiki.pages import PageText
from bot.wiki.talk_titles import talk_title
from bot.wikitext.owned import OwnedPartError, owned_names, read_owned
from bot.wikitext.translate import TranslateError, check_untouched

_SHOWN_REVISION = re.compile(r"\[\[Special:PermaLink/(\d+)\|")

Written = tuple[PageText, Change, str]
"""A page, what it should be, and the summary of the edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactParts(Change):
    """New content for the parts of a draft that facts fill; nothing else of it is touched."""

    parts: Mapping[str, str]

    def put_into(self, text: str) -> str:
        """Give the draft with what is known now.

        Raises:
            OwnedPartError: the markers of a part are amiss, or units of translation would be touched.
        """
        made = with_parts(text, self.parts)
        try:
            check_untouched(text, made)
        except TranslateError as error:
            raise OwnedPartError(str(error)) from None
        return made

    def changes(self, page: PageText) -> bool:
        """Tell whether writing it would change anything."""
        try:
            return self.put_into(page.text) != page.text
        except OwnedPartError:
            return False  # told on the talk page


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKeeper:
    """Gives what is to be written on drafts and on the pages that belong to them.

    Args:
        reader: reads drafts.
    """

    desk: NewsletterDesk
    reader: DraftReader
    _facts: dict[str, FactReader] = field(default_factory=dict)  # by the last part of the draft's title

    def parts(self, draft: Draft, language: str) -> Mapping[str, str]:
        """Give the content of the parts of a draft that facts fill, in a language."""
        if draft.leaf not in self._facts:
            before = issues_before(draft, self.reader.archive, self.desk.rules)
            self._facts[draft.leaf] = FactReader(desk=self.desk, archive=before)
        return self._facts[draft.leaf].facts.parts(language)

    def changes(self, readings: Sequence[DraftReading]) -> Iterator[Written]:
        """Give what is to be written on drafts and what belongs to them."""
        desk = self.desk
        for reading in readings:
            draft = reading.draft
            if reading.published or not draft.is_read:
                continue
            if reading.archived:  # by hand, or from another draft: that it isn't sent is told
                yield self.talk_part(reading)
                continue
            if not reading.problems:
                for language, page in _texts(reading, desk.language):
                    if _has_facts(page.text or ""):
                        facts = FactParts(parts=self.parts(draft, language))
                        yield _page(page), facts, desk.say("newsletter-facts-summary")
                yield self._ready_part(reading)
            yield self.talk_part(reading)

    def _ready_part(self, reading: DraftReading) -> Written:
        """Give the bot's part of the page on which one says that the draft is ready."""
        page, verdict, draft = self.reader.ready_page(reading.draft), reading.verdict, reading.draft
        stands = reading.ready_page or PageText(title=page.title, pageid=0, revid=None, text="")
        shown = _part_of(stands.text)
        revid = draft.source.revid
        if f"<!-- plan {reading.code} " in shown and (found := _SHOWN_REVISION.search(shown)):
            revid = int(found[1])  # what people wrote is the same
        if verdict.approval:
            text = page.ready(reading.code, verdict.approval, revid)
        else:
            text = page.waiting(reading.code, revid, verdict.objected)
        summary = self.desk.say("newsletter-ready-summary", draft.source.title)
        return stands, Part(name=OWNED, content=text), summary

    def talk_part(self, reading: DraftReading) -> Written:
        """Give the bot's part of a draft's talk page."""
        desk, gate, approval = self.desk, reading.gate, reading.verdict.approval
        home = desk.wikis.home
        title = talk_title(reading.draft.source.title, home.greeting["namespaces"])
        state = DraftState(
            title=reading.draft.source.title,
            ready_page=self.reader.ready_page(reading.draft).title,
            ready_by=approval.username if approval else "",
            ready_at=reading.ready_at,
            waits_for=gate.lacking if gate and not gate.is_open else (),
            until=gate.until if gate else None,
            fallback=desk.settings.newsletter.fallback or "en",
            published=reading.archived,
            left_out=self._left_out(reading),
            is_marked=reading.is_marked,
            problems=(*reading.problems, *reading.notes),
            standings=reading.standings,
        )
        content = DraftTalk(words=desk.words, language=desk.language).write(state)
        page = home.read_pages([title])[title]
        return page, Part(name=PART, content=content), desk.say("newsletter-state-summary")

    def _left_out(self, reading: DraftReading) -> tuple[str, ...]:
        """Give the headings of sections that are still empty, the issue's own not among them."""
        text, own = reading.draft.source.text, reading.draft.reading(self.desk.rules).title
        if text is None or reading.problems or reading.archived:
            return ()
        parts = self.parts(reading.draft, self.desk.language) if _has_facts(text) else {}
        return tuple(each for each in empty_sections(text, parts) if each != own)

    def keep_preload(self, readings: Sequence[DraftReading]) -> None:
        """Keep the page from which organisers' lines are made, where a draft waits for one."""
        desk = self.desk
        waiting = [each for each in readings if each.code and not each.verdict.approval]
        if waiting:
            preload = self.reader.ready_page(waiting[0].draft).preload
            summary = desk.say("approval-summary-preload")
            keep_text(desk.wikis.home, preload, PRELOAD, summary=summary, say=desk.console.say)


def _texts(reading: DraftReading, language: str) -> Iterator[tuple[str, DraftPage]]:
    """Give the pages of a draft that may be edited, with their languages."""
    yield language, reading.draft.source
    if not reading.is_marked:
        yield from reading.draft.pages.items()


def _page(page: DraftPage) -> PageText:
    return PageText(
        title=page.title,
        pageid=page.pageid,
        revid=page.revid,
        text=page.text or "",
        readable=page.text is not None,
    )


def _has_facts(text: str) -> bool:
    """Tell whether a page has parts that facts fill; where markers are amiss, none."""
    try:
        return any(name in PARTS for name in owned_names(text))
    except OwnedPartError:
        return False


def _part_of(text: str) -> str:
    try:
        return read_owned(text, OWNED) or ""
    except OwnedPartError:
        return ""
