"""Shell: the announce job: gather, plan, ask, deliver, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.ledger.ledger import HeldBack, Ledger
from bot.plan.edits import SkipReason
from bot.plan.report import Standing
from bot.plan.tally import Tally
from bot.program.outcomes import Ending, Outcome
from bot.run.ahead import ahead
from bot.run.approval import Approvals
from bot.run.census import Census
from bot.run.console import Console
from bot.run.control import Control, Decision
from bot.run.dispatch import Dispatch
from bot.run.edition import ANNOUNCEMENT, Edition
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.feedback import FeedbackKeeper
from bot.run.gathering import Gathered, gathered
from bot.run.home import HomePages, read_home, report_title
from bot.run.massmessage import MassMessenger
from bot.run.planning import Planning
from bot.run.progress import Progress, endings_of
from bot.run.record import RecordFile
from bot.run.report import CampaignReport
from bot.run.reporting import Reporting, planned
from bot.run.settings import Settings
from bot.run.stop_page import StopPage, StoppedError
from bot.run.stop_rule import why_stopped
from bot.run.waiting_plans import forget_waiting
from bot.run.wikis import Wikis
from bot.wiki.rendering import plain, render
from bot.words.catalogue import Catalogue


@dataclass(slots=True, kw_only=True)
class Announce:
    """One run for one campaign.

    Args:
        title: the message page.
        name: tells the campaign from all others; empty: by the number of the message page.
        control: what the operator decided about the campaign.
        memory: the ledger, which a dry run only reads; None: there is none yet.
        dry: whether nothing may be written anywhere.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    title: str
    dry: bool
    memory: Ledger | None
    name: str = ""
    control: Control = field(default_factory=Control)
    record: Path | None = None  # the operator's copy
    on_wiki: bool = False  # whether an organiser approves the plan on the wiki, and nobody is asked here
    routine: int = 0  # up to how many people need no approval of their own
    listed: bool = False  # whether it runs because the organisers' page names the message
    edition: Edition = ANNOUNCEMENT
    home: HomePages | None = None  # the home wiki's pages where they are read already

    def run(self) -> ExitStatus:
        """Do all of it.

        Raises:
            CommandError: it can't be begun, or was stopped.
            WikiError: the home wiki is away, or an account can't be used.
            LedgerError: the ledger can't be used.
        """
        home = self.home or read_home(self.settings, self.wikis, title=self.title, name=self.name)
        if self.memory and not self.dry and (wait := self.control.decide(self.memory, home.campaign)):
            self._reporting().mark(home, self.memory, self.control)
            if self.control.decided(self.memory, home.campaign) is Decision.CANCELLED:
                forget_waiting(self.memory, home.campaign.name)
            self.console.say(wait.sentence)
            return wait.status
        with gathered(
            self.settings,
            self.wikis,
            self.words,
            home=home,
            memory=self.memory,
            dry=self.dry,
            insists=self.control.failed_only,
            edition=self.edition,
        ) as found:
            return self._run(home, found)

    def _run(self, home: HomePages, found: Gathered) -> ExitStatus:
        planning, messenger, tally, outbox = found.planning, found.messenger, found.tally, found.outbox
        if tally.to_write > self.settings.limits.people:
            sentence = (
                f"The plan is for {tally.to_write} people; limits.people is {self.settings.limits.people}."
                " Look at the sign-ups, then raise the limit."
            )
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        waits = self.control.restrict(self.memory, home.campaign, outbox, tally)
        self._show(tally, planning.census)
        if self.dry or self.memory is None:
            self._save(planning, planned(tally))
            self.console.say("\nDry run: nothing was written.")
            return self._status(tally, ())
        now = tally.to_write - tally.left
        if now and self.on_wiki:
            self._approvals(self.memory).check(home, planning, tally)
        elif not tally.to_write:
            forget_waiting(self.memory, home.campaign.name)
        report = self._reporting().begin(home, planning, self.memory, self.control)
        self._save(planning, report.standing())
        if now and not self.on_wiki and not self.console.agrees(f"Write these {now} messages?"):
            return ExitStatus.NEEDS_PERSON
        if now and home.feedback:
            keeper = FeedbackKeeper(
                settings=self.settings, wikis=self.wikis, words=self.words, say=self.console.say
            )
            keeper.keep(home.feedback, home.campaign.title)
        planning.census.forget_what_never_came(outbox)
        self._hold_back(tally, self.memory)
        if now:
            self._deliver(planning, self.memory, messenger, report, looked_at=home.read_at)
            self._hold_back(tally, self.memory)  # those who had enough by the time it was their turn
        tally.skips += messenger.skips
        ending = report.finish()
        status = self._status(tally, report.progresses, ending)
        if waits and status in {ExitStatus.DONE, ExitStatus.LATER}:
            self.console.say(waits.sentence)
            status = waits.status
        standing = report.standing()
        self._save(planning, standing, progresses=report.progresses, status=status)
        return status

    def _hold_back(self, tally: Tally, ledger: Ledger) -> None:
        """Remember for whose next message this one waits."""
        ledger.hold_back(
            HeldBack(key=skip.key, person=skip.person, campaign=tally.campaign.name, title=self.title)
            for skip in tally.skips
            if skip.reason is SkipReason.CAP
        )

    def _show(self, tally: Tally, census: Census) -> None:
        self.console.show_plan(tally, self._samples(tally))
        for sentence in census.away.values():
            self.console.say(f"  - {sentence}")

    def _save(
        self,
        planning: Planning,
        standing: Standing,
        *,
        progresses: Sequence[Progress] = (),
        status: ExitStatus | None = None,
    ) -> None:
        """Write the operator's copy, if it is wanted."""
        if self.record:
            report = report_title(self.settings, self.title)
            file = RecordFile(path=self.record, report=report, console=self.console)
            file.save(
                planning.tally,
                standing,
                deliveries=self.memory.delivered(planning.campaign.name) if self.memory else (),
                progresses=progresses,
                status=status,
            )

    def _approvals(self, memory: Ledger) -> Approvals:
        return Approvals(
            settings=self.settings,
            wikis=self.wikis,
            words=self.words,
            memory=memory,
            say=self.console.say,
            routine=self.routine,
            listed=self.title if self.listed else "",
        )

    def _reporting(self) -> Reporting:
        return Reporting(settings=self.settings, wikis=self.wikis, words=self.words, say=self.console.say)

    def _samples(self, tally: Tally) -> dict[str, tuple[str, str]]:
        """Have one message of each language rendered by its wiki."""
        questions = (
            partial(
                render,
                self.wikis[post.wiki],
                title=post.title,
                text=f"== {post.heading} ==\n{post.text}",
            )
            for post in tally.samples.values()
        )
        rendered = ahead(questions, at_once=self.settings.limits.requests_at_once)
        return {
            language: (f"{post.title} on {post.wiki}", plain(html))
            for (language, post), html in zip(tally.samples.items(), rendered, strict=True)
        }

    def _deliver(
        self,
        planning: Planning,
        ledger: Ledger,
        messenger: MassMessenger,
        report: CampaignReport,
        *,
        looked_at: float,
    ) -> None:
        self.console.say("\nWriting:")
        stop_page = StopPage(sentence=lambda: self._stopped_by(ledger, planning), looked_at=looked_at)
        dispatch = Dispatch(
            settings=self.settings,
            wikis=self.wikis,
            ledger=ledger,
            campaign=planning.campaign,
            outbox=planning.outbox,
            again=planning.again,
            stop_page=stop_page,
            show=self.console.progress,
            meanwhile=report.follow,
        )
        try:
            with self.console.writing(planning.tally.to_write - planning.tally.left):
                messenger.deliver(planning.outbox, again=planning.again, stop=stop_page.look)
                dispatch.run()
                messenger.finish()
        except StoppedError:
            if not why_stopped(self.settings, self.wikis):
                report.finish()  # a person paused or cancelled it
            self._save(planning, report.standing(), progresses=report.progresses, status=ExitStatus.STOPPED)
            raise
        report.progresses = [*report.progresses, *messenger.progresses.values()]
        self.console.ended(report.progresses)
        if waiting := messenger.waiting:
            self.console.say(f"  MassMessage still has {waiting} to deliver; the next run looks who got it.")

    def _stopped_by(self, ledger: Ledger, planning: Planning) -> str:
        """Say why nothing more may be written; empty: it may."""
        return why_stopped(self.settings, self.wikis) or self.control.stopped(ledger, planning.campaign)

    def _status(
        self, tally: Tally, progresses: Sequence[Progress], report: Ending | None = None
    ) -> ExitStatus:
        """Say in one number how the run ended: what waits for a run goes before what waits for a person."""
        outcomes = {ending.outcome for ending in endings_of(progresses)}
        outcomes.discard(Outcome.SKIPPED)  # of a person, by a rule; of the report it is a failure
        if report:
            outcomes.add(report.outcome)
        astray = any(progress.astray for progress in progresses)
        return status_of_writes(outcomes, waits=tally.held, person=tally.problems or astray, halt_first=True)
