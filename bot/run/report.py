"""Shell: a campaign's report: brought up to date while messages are written, and at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.ledger.ledger import Ledger, LedgerError
from bot.ledger.outbox import Outbox, State
from bot.plan.report import Numbers, Stage, Standing
from bot.plan.tally import Tally
from bot.program.faults import Patience
from bot.program.feedback import Feedback
from bot.program.outcomes import Ending, Outcome
from bot.program.page_names import shown_name
from bot.program.problems import Problem
from bot.run.control import Control, Decision
from bot.run.keeping import SAME
from bot.run.progress import Progress
from bot.run.report_pages import ReportPages
from bot.run.side_by_side import Steps
from bot.wiki.errors import WikiError
from bot.wiki.waiting import steady

LOOK = 5.0
"""Seconds between two looks at whether the report is too old."""

FRESH, MANY = 60.0, 200
"""The report is at least so many seconds old, and so many messages behind, before it is written again."""

OLD = 600.0
"""Seconds after which it is written again for a single message."""

OPEN = (State.PLANNED, State.LEFT, State.DOUBT, State.CHANGED)
"""The states in the outbox of messages that are still to come."""

STAGES = {Decision.PAUSED: Stage.PAUSED, Decision.CANCELLED: Stage.CANCELLED}
"""What the report says of a campaign that a person stopped."""


@dataclass(slots=True, kw_only=True)
class CampaignReport:
    """Says on the wiki how far a campaign is; whatever goes wrong with that harms no delivery."""

    pages: ReportPages
    ledger: Ledger
    outbox: Outbox
    tally: Tally
    control: Control
    mass_wikis: Collection[str]  # served through MassMessage: what was sent there may be on its way
    say: Callable[[str], None]  # tells the operator a line
    patience: Patience  # with the home wiki, at the end
    clock: Callable[[], float] = steady
    progresses: Sequence[Progress] = field(default=())
    feedback: Feedback = field(default_factory=Feedback)

    def follow(self, progresses: Sequence[Progress]) -> Generator[float, None, None]:
        """Begin to keep the report up to date while messages are written.

        Args:
            progresses: how far each wiki is, which changes meanwhile.

        Returns:
            A work to be done beside the writing: see `side_by_side`.
        """
        self.progresses = progresses
        return self._follow()

    def _follow(self) -> Generator[float, None, None]:
        at, written = self.clock(), 0
        while True:
            yield LOOK
            age, posted = self.clock() - at, sum(progress.posted for progress in self.progresses)
            due = age >= FRESH and posted - written >= MANY
            if due or (age >= OLD and posted > written):
                yield from self._refresh()
                at, written = self.clock(), posted

    def _refresh(self) -> Generator[float, None, None]:
        try:
            yield from self.pages.write(self.standing(at_work=True), anew=False)
        except (WikiError, LedgerError) as error:
            self.say(f"The report is behind: {error}")
        except Exception as error:  # of a report, whatever it is, no message may have to wait
            self.say(f"The report is behind ({type(error).__name__}). The end of the run writes it again.")

    def finish(self) -> Ending:
        """Write the report as it is now that nothing more is written, with all its lists."""
        try:
            standing = self.standing()
            if not (standing.delivered or standing.to_come or standing.problems or self.pages.exists):
                return SAME
            self.pages.keeper = replace(self.pages.keeper, patience=self.patience)
            return _done(self.pages.write(standing, anew=True), self.pages.keeper.wiki.sleep)
        except WikiError as error:
            self.say(f"The report was not written: {error}")
            return Ending(outcome=Outcome.LATER, reason=str(error))

    def standing(self, *, at_work: bool = False) -> Standing:
        """Gather what the report says, without the lists.

        Args:
            at_work: whether messages are being written.
        """
        counts = self.ledger.counts(self.tally.campaign.name)
        delivered = _with(counts, Outcome.POSTED)
        to_come = self._to_come(_with(counts, None), exact=not at_work)
        return Standing(
            stage=self._stage(delivered, to_come, at_work=at_work),
            delivered=delivered,
            to_come=to_come,
            span=self.ledger.span(self.tally.campaign.name),
            skips=Counter(skip.reason for skip in self.tally.skips),
            problems=[*self.tally.problems, *self._failures(at_work=at_work)],
            feedback=self.feedback,
        )

    def _to_come(self, begun: Numbers, *, exact: bool) -> Numbers:
        """Count the messages that are still to be delivered.

        Args:
            begun: messages of which it is not known whether they came through.
            exact: whether to leave out what another run has delivered meanwhile.
        """
        held = Counter((held.wiki, held.language) for held in self.tally.held)
        on_their_way = Counter({each: n for each, n in begun.items() if each[0] in self.mass_wikis})
        numbers = self.outbox.numbers(*OPEN) + (held | on_their_way)  # a later run holds what is on its way
        for some in self.outbox.messages(*OPEN) if exact else ():
            posted = self.ledger.posted_among([key for _, _, key in some])
            numbers.subtract((wiki, language) for wiki, language, key in some if key in posted)
        return +numbers

    def _stage(self, delivered: Numbers, to_come: Numbers, *, at_work: bool) -> Stage:
        decision = self.control.decided(self.ledger, self.tally.campaign)
        if not to_come:
            return Stage.DONE
        if decision in STAGES:
            return STAGES[decision]
        if at_work:
            return Stage.UNDER_WAY
        if decision is Decision.CANARY and self.tally.left:
            return Stage.CANARY
        if any(p.left and p.left.outcome is Outcome.HALT for p in self.progresses):
            return Stage.HALTED
        return Stage.UNDER_WAY if delivered else Stage.PLANNED

    def _failures(self, *, at_work: bool) -> Iterator[Problem]:
        """Tell what a person must look at in this run's delivery; doubt only when it is not settled."""
        for progress in self.progresses:
            endings = list(progress.endings.items())
            posted = self.ledger.posted_among([key for key, _ in endings])
            for key, ending in endings:
                username = progress.names.get(key)
                if key in posted or username is None:
                    continue
                name = shown_name(username)
                if ending.outcome in {Outcome.REFUSED, Outcome.SKIPPED}:
                    values = (name, progress.wiki, ending.reason)
                    yield Problem(reason="problem-failed", values=values)
                elif ending.outcome is Outcome.DOUBT and not at_work:
                    yield Problem(reason="problem-doubt", values=(name, progress.wiki))
            for name in list(progress.astray.values()):
                yield Problem(reason="problem-astray", values=(shown_name(name), progress.wiki))
            if progress.left:
                halted = progress.left.outcome is Outcome.HALT
                reason = "problem-halt" if halted else "problem-later"
                yield Problem(reason=reason, values=(progress.wiki, progress.left.reason))


def _with(counts: Mapping[tuple[str, str, Outcome | None], int], outcome: Outcome | None) -> Numbers:
    """Give from a ledger's counts those with one outcome."""
    return Counter({(wiki, code): n for (wiki, code, ended), n in counts.items() if ended is outcome})


def _done(steps: Steps[Ending], sleep: Callable[[float], None]) -> Ending:
    """Do steps one after the other, with nothing else meanwhile."""
    while True:
        try:
            sleep(next(steps))
        except StopIteration as end:
            ending: Ending = end.value
            return ending
