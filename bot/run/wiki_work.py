"""Shell: work on one wiki: its lease held, a pause between writes, and patience where the wiki is away."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.ledger.leases import LEASE_SECONDS
from bot.ledger.ledger import Lease, LeaseLostError, Ledger
from bot.plan.edits import Campaign
from bot.program.faults import WRITING, Patience
from bot.program.outcomes import Ending, Outcome
from bot.run.progress import Progress
from bot.run.side_by_side import Result, Steps, side_by_side
from bot.run.stop_page import StopPage
from bot.wiki.errors import WikiAwayError, WikiError
from bot.wiki.waiting import Waiting, steady
from bot.wiki.wiki import Wiki

REFUSALS_IN_A_ROW = 5
"""So many refusals for one reason one after the other, and a person must look before more is tried."""


@dataclass(slots=True, kw_only=True)
class WikiWork(ABC):
    """Work on one wiki that writes.

    It is `steps()`: a step is at most one write, or one question, and the seconds to wait after it.
    """

    wiki: Wiki  # connected
    ledger: Ledger
    campaign: Campaign
    stop_page: StopPage
    show: Callable[[Progress], None]  # called after each step
    lease_name: str  # one writer a wiki
    time_limit: float  # seconds after which a write that the wiki has begun can no longer come through
    patience: float  # seconds to wait in all for a wiki that can't be written or read now
    clock: Callable[[], float] = time.time  # for the ledger, which other runs read
    steady: Callable[[], float] = steady  # for all that is measured in this run
    progress: Progress
    lease: Lease | None = None
    beaten_at: float = 0.0
    refusals: list[str] = field(default_factory=list)  # reasons, of those in a row

    def steps(self) -> Steps[None]:
        """Do the work, once no other run is at work on this wiki.

        Raises:
            StoppedError: the stop page has text.
            LedgerError: the ledger can't be written.
        """
        try:
            yield from self._take_lease()
            if not self.progress.left:
                yield from self._work()
        except (WikiError, LeaseLostError) as error:
            passes = isinstance(error, WikiAwayError | LeaseLostError)
            outcome = Outcome.LATER if passes else Outcome.HALT
            self.progress.left = Ending(outcome=outcome, reason=str(error))
        finally:
            if self.lease:
                self.lease.release()
        self._end()
        self._show("")

    @abstractmethod
    def _work(self) -> Steps[None]:
        """Do what is to be done on this wiki."""

    def _end(self) -> None:  # noqa: B027 - most work leaves nothing
        """Note what is left when the work is over, however it ended."""

    def _take_lease(self) -> Steps[None]:
        """Wait a little for another run that is at work on this wiki."""
        waiting = self._waiting()
        while not (lease := self.ledger.lease(self.lease_name, now=self.clock())):
            self._show("another run")
            if (wait := waiting.next(self._limit)) is None:
                reason = self.ledger.busy(self.lease_name)
                self.progress.left = Ending(outcome=Outcome.LATER, reason=reason)
                return
            yield wait
        self.lease, self.beaten_at = lease, self.steady()

    @property
    def _limit(self) -> Patience:
        return replace(WRITING, in_all=self.patience)

    def _waiting(self) -> Waiting:
        return Waiting(clock=self.steady)

    def _show(self, waits_for: str) -> None:
        self.progress.waits_for = waits_for
        self.show(self.progress)

    def _leave_after(self, ending: Ending) -> None:
        """Leave the rest of the wiki where an ending says that the next would end likewise."""
        refused = ending.outcome is Outcome.REFUSED
        self.refusals = [*self.refusals, ending.reason][-REFUSALS_IN_A_ROW:] if refused else []
        if ending.outcome in {Outcome.LATER, Outcome.HALT, Outcome.STALE}:
            self.progress.left = ending
        elif self.refusals == [ending.reason] * REFUSALS_IN_A_ROW:
            self.progress.left = Ending(outcome=Outcome.HALT, reason=ending.reason)

    def _pace(self) -> Steps[None]:
        if wait := self.wiki.take_turn():
            yield from self._rest(wait, "")

    def _rest(self, seconds: float, waits_for: str) -> Steps[None]:
        """Let others go on for so long, showing a sign of life to other runs now and then."""
        self._show(waits_for)
        while seconds > 0:
            pause = min(seconds, LEASE_SECONDS / 4)
            yield pause
            seconds -= pause
            if self.lease and self.steady() - self.beaten_at > LEASE_SECONDS / 4:
                self.beaten_at = self.steady()
                self.lease.beat(now=self.clock())

    def _asked(self, question: Callable[[], Result]) -> Steps[Result]:
        """Ask a wiki, and wait and ask again where it is away."""
        waiting = self._waiting()
        while True:
            try:
                result = question()
            except WikiAwayError as error:
                if (wait := waiting.next(self._limit, at_least=error.wait)) is None:
                    raise
                yield from self._rest(wait, str(error))
            else:
                return result


def work_side_by_side(
    works: Sequence[WikiWork], *, at_once: int, meanwhile: Steps[Any] | None = None
) -> None:
    """Do the work of all wikis; one that waits holds up no other.

    Args:
        works: one for each wiki.
        at_once: requests to all wikis together at one moment.
        meanwhile: goes on beside them.

    Raises:
        StoppedError: the stop page has text.
        LedgerError: the ledger can't be used.
    """
    for work in works:
        work.wiki.patient = False  # it waits where others can go on meanwhile
    try:
        side_by_side((work.steps() for work in works), meanwhile=meanwhile, at_once=at_once)
    finally:
        for work in works:
            work.wiki.patient = True
