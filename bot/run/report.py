"""Shell: keeping a campaign's report page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.ledger.ledger import Delivery
from bot.plan.report import OWNED, Delivered, Reporter
from bot.plan.tally import Tally
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.run.keeping import SAME, Part, PartKeeper
from bot.run.progress import Progress
from bot.wiki.pages import PageText


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKeeper:
    """Keeps the bot's part of one report page; what people write around it stays."""

    keeper: PartKeeper  # on the home wiki
    reporter: Reporter

    def keep(
        self, page: PageText, plan: Tally, deliveries: Sequence[Delivery], progresses: Sequence[Progress]
    ) -> Ending:
        """Write the report if it says anything new.

        Args:
            page: the report as it was read.
            plan: the plan of this run.
            deliveries: all the ledger knows of the campaign.
            progresses: how this run's delivery went.
        """
        delivered = list(_delivered(deliveries))
        posted = {delivery.key for delivery in deliveries if delivery.outcome is Outcome.POSTED}
        pending = max(0, plan.to_write - sum(p.posted + p.elsewhere for p in progresses)) + len(plan.held)
        problems = [*plan.problems, *_failures(progresses, posted)]
        if not delivered and not page.exists and not problems:
            return SAME
        content = self.reporter.write(plan, delivered, problems=problems, pending=pending)
        part = Part(name=OWNED, content=content)
        return self.keeper.keep(page, part, summary=self.reporter.summary(plan, delivered))


def _delivered(deliveries: Sequence[Delivery]) -> Iterator[Delivered]:
    for delivery in deliveries:
        if delivery.outcome is Outcome.POSTED:
            yield Delivered(
                wiki=delivery.wiki,
                username=delivery.username,
                title=delivery.title,
                language=delivery.language,
                revid=delivery.revid or 0,
                at=delivery.at,
            )


def _failures(progresses: Sequence[Progress], posted: set[str]) -> Iterator[Problem]:
    """Tell what a person must look at after this run's delivery."""
    for progress in progresses:
        for key, ending in progress.endings.items():
            if key in posted:
                continue
            username, wiki = progress.names[key], progress.wiki
            if ending.outcome in {Outcome.REFUSED, Outcome.SKIPPED}:
                values = (username, wiki, ending.reason)
                yield Problem(reason="problem-failed", values=values)
            elif ending.outcome is Outcome.DOUBT:
                yield Problem(reason="problem-doubt", values=(username, wiki))
        for username in progress.astray.values():
            yield Problem(reason="problem-astray", values=(username, progress.wiki))
        if progress.left:
            halted = progress.left.outcome in {Outcome.HALT, Outcome.STALE}
            reason = "problem-halt" if halted else "problem-later"
            yield Problem(reason=reason, values=(progress.wiki, progress.left.reason))
