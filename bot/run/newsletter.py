"""Shell: the newsletter job: drafts kept, translators asked, issues published and delivered."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.program.issue_draft import drafts_of, drafts_title
from bot.program.leaving import Left
from bot.program.outcomes import Ending
from bot.program.problems import Problem
from bot.run.control import Control
from bot.run.draft_keeping import DraftKeeper, Written
from bot.run.draft_reading import DraftReader, DraftReading
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.issue_delivery import IssueDelivery, TranslatorCall, is_lacking
from bot.run.leaving import leaving
from bot.run.newsletter_desk import NewsletterDesk
from bot.run.publication import NewPage, Publication
from bot.run.stop_rule import check_stop_page
from bot.wiki.drafts import drafts_below, titles_below
from bot.wiki.history import RedirectError
from bot.wiki.pages import content_of, pages_in


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

    def run(self) -> ExitStatus:
        """Read, show, ask, write, publish, ask translators, deliver.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
            LedgerError: the ledger can't be used.
        """
        desk = self.desk
        keeper = DraftKeeper(desk=desk, reader=self._read())
        changes = [each for each in keeper.changes(self.readings) if each[1].changes(each[0])]
        publications = [
            Publication(
                desk=desk,
                reading=each,
                parts=functools.partial(keeper.parts, each.draft),
                archive=self.archive,
            )
            for each in self.readings
        ]
        new = [each.new_pages() if self._is_due(each.reading) else [] for each in publications]
        gone = leaving(desk, dry=desk.dry)
        left = gone.read()
        self._show(changes, new)
        if not (desk.dry or desk.memory is None):
            pages = len(changes) + sum(map(len, new))
            if pages and not desk.console.agrees(f"Write these {pages} pages?"):
                desk.console.say("Nothing was written.")
                return ExitStatus.NEEDS_PERSON
            endings = [desk.keep(page, change, summary=summary) for page, change, summary in changes]
            keeper.keep_preload(self.readings)
            endings.append(gone.keep())
            for publication, some in zip(publications, new, strict=True):
                endings += publication.publish(some)
            endings += self._keep_talk_of_published(keeper)
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

    def _keep_talk_of_published(self, keeper: DraftKeeper) -> Iterator[Ending]:
        """Say on the talk pages of drafts that they are published."""
        for reading in self.readings:
            if reading.published and reading.gate is not None:
                page, part, summary = keeper.talk_part(reading)
                yield self.desk.keep(page, part, summary=summary)

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
        amiss = problems or not self.are_all_read or any(each.problems for each in self.readings)
        return max(*delivered, status_of_writes(outcomes, waits=unread, person=amiss), ExitStatus.DONE)


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
