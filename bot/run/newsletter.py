"""Shell: the newsletter job: drafts kept, translators asked, issues published and delivered."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.plan.agreement import PRELOAD
from bot.plan.draft_page import PART, DraftState, DraftTalk
from bot.plan.issue_facts import PARTS
from bot.program.approval import OWNED
from bot.program.issue_draft import Draft, DraftPage, drafts_of, drafts_title, issues_before, with_parts
from bot.program.leaving import Left
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.program.publishing import empty_sections
from bot.run.control import Control
from bot.run.draft_reading import DraftReader, DraftReading
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.issue_delivery import IssueDelivery, TranslatorCall, is_lacking
from bot.run.issue_fact_reading import FactReader
from bot.run.keeping import Change, Part, keep_text
from bot.run.leaving import Leaving
from bot.run.newsletter_desk import NewsletterDesk
from bot.run.publication import NewPage, Publication
from bot.run.stop_rule import check_stop_page
from bot.wiki.drafts import drafts_below, titles_below
from bot.wiki.history import RedirectError
from bot.wiki.pages import PageText, content_of, pages_in
from bot.wiki.talk_titles import talk_title
from bot.wikitext.owned import OwnedPartError, owned_names, read_owned
from bot.wikitext.translate import TranslateError, check_untouched

_SHOWN_REVISION = re.compile(r"\[\[Special:PermaLink/(\d+)\|")

Written = tuple[PageText, Change, str]
"""A page, what it should be, and the summary of the edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactParts:
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


@dataclass(slots=True, kw_only=True)
class Newsletter:
    """One run of the job.

    Args:
        control: what the operator decided about the messages.
    """

    desk: NewsletterDesk
    control: Control
    archive: frozenset[str] = frozenset()  # titles of its pages
    readings: list[DraftReading] = field(default_factory=list)
    are_all_read: bool = True
    _facts: dict[str, FactReader] = field(default_factory=dict)  # by the last part of the draft's title

    def run(self) -> ExitStatus:
        """Read, show, ask, write, publish, ask translators, deliver.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
            LedgerError: the ledger can't be used.
        """
        desk = self.desk
        reader = self._read()
        changes = [each for each in self._changes(reader) if each[1].changes(each[0])]
        publications = [
            Publication(
                desk=desk,
                reading=each,
                parts=functools.partial(self._parts, each.draft),
                archive=self.archive,
            )
            for each in self.readings
        ]
        new = [each.new_pages() if self._is_due(each.reading) else [] for each in publications]
        leaving = self._leaving()
        left = leaving.read() if leaving else Left()
        self._show(changes, new)
        if not (desk.dry or desk.memory is None):
            pages = len(changes) + sum(map(len, new))
            if pages and not desk.console.agrees(f"Write these {pages} pages?"):
                desk.console.say("Nothing was written.")
                return ExitStatus.NEEDS_PERSON
            endings = [desk.keep(page, change, summary=summary) for page, change, summary in changes]
            self._keep_preload(reader)
            if leaving:
                leaving.keep()
            for publication, some in zip(publications, new, strict=True):
                endings += publication.publish(some)
            endings += self._keep_talk_of_published()
        else:
            desk.console.say("\nDry run: nothing was written.")
            endings = []
        problems = [problem for each in publications for problem in each.problems]
        return self._status(endings, problems, list(self._deliver(left)))

    def _read(self) -> DraftReader:
        """Read the drafts and how they stand."""
        desk = self.desk
        home, stop = desk.wikis.home, desk.settings.pages.stop
        answer = home.connect(**content_of([stop]))
        check_stop_page(desk.settings, desk.wikis, pages_in(answer, [stop])[stop])
        namespaces = home.greeting["namespaces"]
        drafts = drafts_of(drafts_below(home, drafts_title(desk.rules), namespaces), desk.rules)
        self.archive = (
            frozenset(titles_below(home, desk.rules.archive, namespaces)) if drafts else frozenset()
        )
        reader = DraftReader(desk=desk, archive=sorted(self.archive))
        for draft in drafts:
            try:
                self.readings.append(reader.read(draft))
            except (CommandError, RedirectError) as error:  # it holds up no other draft
                desk.console.say(f"“{draft.source.title}” is left out. {error}")
                self.are_all_read = False
        for title in desk.without_draft([draft.source.pageid for draft in drafts]):
            desk.console.say(
                f"The draft of “{title}” is gone: who has not had the issue does not get it. Bring it back"
                f" below “{drafts_title(desk.rules)}”."
            )
            self.are_all_read = False
        return reader

    def _is_due(self, reading: DraftReading) -> bool:
        """Tell whether pages of an issue may be made: it may go out, or it is out."""
        return reading.may_be_published or (reading.published is not None and reading.gate is not None)

    def _parts(self, draft: Draft, language: str) -> Mapping[str, str]:
        """Give the content of the parts of a draft that facts fill, in a language."""
        if draft.leaf not in self._facts:
            before = issues_before(draft, self.archive, self.desk.rules)
            self._facts[draft.leaf] = FactReader(desk=self.desk, archive=before)
        return self._facts[draft.leaf].facts.parts(language)

    def _changes(self, reader: DraftReader) -> Iterator[Written]:
        """Give what is to be written on drafts and what belongs to them."""
        desk = self.desk
        for reading in self.readings:
            draft = reading.draft
            if reading.published or not draft.is_read:
                continue
            if reading.archived:  # by hand, or from another draft: that it isn't sent is told
                yield self._talk_part(reader, reading)
                continue
            if not reading.problems:
                for language, page in _texts(reading, desk.language):
                    if _has_facts(page.text or ""):
                        facts = FactParts(parts=self._parts(draft, language))
                        yield _page(page), facts, desk.say("newsletter-facts-summary")
                yield self._ready_part(reader, reading)
            yield self._talk_part(reader, reading)

    def _ready_part(self, reader: DraftReader, reading: DraftReading) -> Written:
        """Give the bot's part of the page on which one says that the draft is ready."""
        page, verdict, draft = reader.ready_page(reading.draft), reading.verdict, reading.draft
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

    def _talk_part(self, reader: DraftReader, reading: DraftReading) -> Written:
        """Give the bot's part of a draft's talk page."""
        desk, gate, approval = self.desk, reading.gate, reading.verdict.approval
        home = desk.wikis.home
        title = talk_title(reading.draft.source.title, home.greeting["namespaces"])
        state = DraftState(
            title=reading.draft.source.title,
            ready_page=reader.ready_page(reading.draft).title,
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
        parts = self._parts(reading.draft, self.desk.language) if _has_facts(text) else {}
        return tuple(each for each in empty_sections(text, parts) if each != own)

    def _keep_talk_of_published(self) -> Iterator[Ending]:
        """Say on the talk pages of drafts that they are published."""
        reader = DraftReader(desk=self.desk, archive=())
        for reading in self.readings:
            if reading.published and reading.gate is not None:
                page, part, summary = self._talk_part(reader, reading)
                yield self.desk.keep(page, part, summary=summary)

    def _keep_preload(self, reader: DraftReader) -> None:
        """Keep the page from which organisers' lines are made, where a draft waits for one."""
        desk = self.desk
        waiting = [each for each in self.readings if each.code and not each.verdict.approval]
        if waiting:
            preload = reader.ready_page(waiting[0].draft).preload
            summary = desk.say("approval-summary-preload")
            keep_text(desk.wikis.home, preload, PRELOAD, summary=summary, say=desk.console.say)

    def _leaving(self) -> Leaving | None:
        desk = self.desk
        if desk.settings.pages.leave is None:
            return None
        return Leaving(
            settings=desk.settings,
            wikis=desk.wikis,
            words=desk.words,
            memory=desk.memory,
            dry=desk.dry,
            say=desk.console.say,
        )

    def _show(self, changes: list[Written], new: list[list[NewPage]]) -> None:
        say = self.desk.console.say
        say(f"Drafts below “{drafts_title(self.desk.rules)}”: {len(self.readings)}")
        for reading in self.readings:
            say(f"  {reading.draft.source.title}: {_stage(reading)}")
            for problem in (*reading.problems, *reading.notes):
                say(f"    - {self.desk.console.tell(problem)}")
            if reading.standings and not (reading.archived and reading.gate is None):
                states = ", ".join(f"{code} {each.state.value}" for code, each in reading.standings.items())
                say(f"    translations: {states}")
        say(f"\nPages to write: {len(changes) + sum(map(len, new))}")
        for page, _, _ in changes:
            say(f"  {page.title}")
        for some in new:
            for each in some:
                say(f"  {each.title} (new)")

    def _deliver(self, left: Left) -> Iterator[ExitStatus]:
        """Ask translators and send issues, one after the other; one that can't go out holds up no other."""
        for reading in self.readings:
            jobs: list[IssueDelivery | TranslatorCall] = []
            if reading.published and reading.gate is not None:
                jobs.append(IssueDelivery(desk=self.desk, reading=reading, left=left, control=self.control))
            elif reading.ready_at and not reading.archived and self._calls_translators(reading):
                jobs.append(TranslatorCall(desk=self.desk, reading=reading, control=self.control))
            for job in jobs:
                self.desk.console.say("")
                try:
                    yield job.run()
                except CommandError as error:
                    if error.status is ExitStatus.STOPPED:
                        raise
                    self.desk.console.say(str(error))
                    yield error.status

    def _calls_translators(self, reading: DraftReading) -> bool:
        lacking = [each for each in reading.standings.values() if is_lacking(each)]
        return self.desk.settings.pages.translators is not None and bool(lacking)

    def _status(
        self, endings: list[Ending], problems: list[Problem], delivered: list[ExitStatus]
    ) -> ExitStatus:
        for problem in problems:
            self.desk.console.say(f"  - {self.desk.console.tell(problem)}")
        outcomes = {ending.outcome for ending in endings}
        unread = any(not each.draft.is_read for each in self.readings)
        if unread or outcomes & {Outcome.LATER, Outcome.DOUBT, Outcome.CHANGED}:
            delivered.append(ExitStatus.LATER)
        amiss = problems or not self.are_all_read or any(each.problems for each in self.readings)
        if amiss or Outcome.REFUSED in outcomes:
            delivered.append(ExitStatus.NEEDS_PERSON)
        return max(delivered, default=ExitStatus.DONE)


def _stage(reading: DraftReading) -> str:
    if reading.archived:
        return f"published as “{reading.archived}”"
    if not reading.draft.is_read:
        return "can't be read now; the next run tries again"
    if reading.gate is None:
        return "a draft; no organiser has called it ready"
    if reading.gate.is_open:
        return "ready, and goes out"
    until = f" until {reading.gate.until:%Y-%m-%d %H:%M} UTC" if reading.gate.until else ""
    return f"ready; it waits for {', '.join(reading.gate.lacking)}{until}"


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
