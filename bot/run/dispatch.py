"""Shell: dispatch: the outbox's messages delivered on all wikis side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.edits import Campaign, Post
from bot.run.delivery import Courier
from bot.run.mail import Mail
from bot.run.progress import Progress
from bot.run.settings import Settings
from bot.run.side_by_side import Steps
from bot.run.stop_page import StopPage
from bot.run.wiki_work import work_side_by_side
from bot.run.wikis import Wikis

MARGIN = 5.0
"""Seconds by which a begun message must be older than the wiki's time limit before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """Delivers what is planned.

    Args:
        again: looks at people of one wiki anew; gives the messages still wanted, by place in the outbox.
        show: called after each step, from several threads.
        meanwhile: gives a work that goes on beside the writing; told how far each wiki is.
    """

    settings: Settings
    wikis: Wikis
    ledger: Ledger
    campaign: Campaign
    outbox: Outbox
    again: Callable[[Sequence[Entry]], dict[int, Post]]
    stop_page: StopPage
    show: Callable[[Progress], None]
    meanwhile: Callable[[Sequence[Progress]], Steps[Any]] | None = None

    def run(self) -> list[Progress]:
        """Deliver on each wiki in its order; a wiki that is slow or away holds up no other.

        Raises:
            StoppedError: the stop page has text, or a person paused or cancelled the campaign.
            LedgerError: the ledger can't be used.
        """
        totals: Counter[str] = Counter()
        for (wiki, _), number in self.outbox.numbers(State.PLANNED).items():
            totals[wiki] += number
        couriers = [
            self._courier(name, totals[name])
            for name, wiki in self.settings.wikis.items()
            if totals[name] and wiki.direct
        ]
        progresses = [courier.progress for courier in couriers]
        work_side_by_side(
            couriers,
            at_once=self.settings.limits.requests_at_once,
            meanwhile=self.meanwhile(progresses) if self.meanwhile else None,
        )
        return progresses

    def _courier(self, name: str, total: int) -> Courier:
        of_settings = self.settings.wikis[name]
        wiki = self.wikis[name]
        return Courier(
            wiki=wiki,
            ledger=self.ledger,
            campaign=self.campaign,
            mail=Mail(outbox=self.outbox, wiki=name, again=self.again),
            stop_page=self.stop_page,
            show=self.show,
            lease_name=f"wiki:{of_settings.site}",
            time_limit=of_settings.request_time_limit,
            patience=self.settings.limits.patience,
            progress=Progress(wiki=name, total=total),
        )
