"""Shell: what the operator decides about a campaign: a few first, pause, cancel, only the failed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Outbox
from bot.plan.edits import Campaign
from bot.plan.tally import Tally
from bot.program.outcomes import Outcome
from bot.run.exit_status import ExitStatus


class Decision(StrEnum):
    """What was decided about a campaign; the ledger stores the value."""

    CANARY = "canary"  # so many people get it, and somebody looks at these before the rest goes out
    GO = "go"
    PAUSED = "paused"
    CANCELLED = "cancelled"


DECISIONS = {
    "go": Decision.GO,
    "resume": Decision.GO,
    "pause": Decision.PAUSED,
    "cancel": Decision.CANCELLED,
}
"""What the operator decides, by option."""

STOPS = {
    Decision.PAUSED: "“{}” is paused. Run it again with -resume to go on.",
    Decision.CANCELLED: "“{}” is cancelled. Run it again with -resume to take it up after all.",
}
"""What is said where nothing may be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Why a run ends before everybody has the message."""

    status: ExitStatus
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The options of one run.

    Args:
        decision: what the operator decides now; None: nothing new.
        canary: how many people get it before somebody looks; 0: no such wait.
        budget: how many messages this run may write; 0: no limit.
        failed_only: whether only those whom a wiki refused to write to are tried.
    """

    decision: Decision | None = None
    canary: int = 0
    budget: int = 0
    failed_only: bool = False

    def decide(self, ledger: Ledger, campaign: Campaign) -> Wait | None:
        """Remember what is decided; give what to say where the run has nothing else to do."""
        if self.decision:
            ledger.set_state(campaign.name, self.decision.value)
        if said := self.stopped(ledger, campaign):
            return Wait(status=ExitStatus.DONE if self.decision else ExitStatus.STOPPED, sentence=said)
        if self.canary and not ledger.state(campaign.name):
            ledger.set_state(campaign.name, f"{Decision.CANARY} {self.canary}")
        return None

    def stopped(self, ledger: Ledger, campaign: Campaign) -> str:
        """Say why nothing more may be written; empty: it may."""
        decision, _ = _decided(ledger, campaign)
        sentence = STOPS.get(decision) if decision else None
        return sentence.format(campaign.title) if sentence else ""

    def decided(self, ledger: Ledger, campaign: Campaign) -> Decision | None:
        """Give what was decided about a campaign last; None: nothing."""
        return _decided(ledger, campaign)[0]

    def restrict(
        self, memory: Ledger | None, campaign: Campaign, outbox: Outbox, tally: Tally
    ) -> Wait | None:
        """Leave in the outbox what this run may write; give what to say at its end if it is not all."""
        if self.failed_only:
            tally.left = outbox.leave_others(_refused(memory, campaign))
        decision, canary = _decided(memory, campaign)
        canary = self.canary or canary
        if canary and decision in {None, Decision.CANARY}:
            allowed = max(0, canary - tally.done)
            tally.left += outbox.leave_all_but(allowed, each_language_first=True)
            sentence = (
                f"The first {canary} have it; {tally.left} wait. Look at some of their talk pages, then"
                " run it again with -go."
            )
            return Wait(status=ExitStatus.NEEDS_PERSON, sentence=sentence) if tally.left else None
        if self.budget:
            tally.left += outbox.leave_all_but(self.budget)
            sentence = (
                f"This run's budget of {self.budget} edits is used; {tally.left} wait for the next run."
            )
            return Wait(status=ExitStatus.LATER, sentence=sentence) if tally.left else None
        return None


def _decided(memory: Ledger | None, campaign: Campaign) -> tuple[Decision | None, int]:
    """Give what was decided about a campaign, and how many get it before somebody looks."""
    state, _, number = (memory.state(campaign.name) if memory else "").partition(" ")
    return (Decision(state) if state else None), int(number or 0)


def _refused(memory: Ledger | None, campaign: Campaign) -> set[str]:
    """Give the user names of those to whom a wiki refused to write."""
    deliveries = memory.deliveries(campaign.name) if memory else ()
    return {each.username for each in deliveries if each.outcome is Outcome.REFUSED}
