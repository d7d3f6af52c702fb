"""Shell: dispatch of changes: a campaign's messages amended or recalled on all wikis side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.ledger.ledger import Ledger
from bot.plan.amend import Left, Message, SectionEdit
from bot.program.changes import Change
from bot.program.talkpage import TalkPage
from bot.run.amending import Amender
from bot.run.census import Census
from bot.run.delivered import changes_of
from bot.run.progress import Progress
from bot.run.settings import Settings
from bot.run.stop_page import StopPage
from bot.run.wiki_work import work_side_by_side
from bot.run.wikis import Wikis

Decide = Callable[[Message, TalkPage | None], SectionEdit | Left | None]
"""Decides about a message by its owner's talk page as it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDispatch:
    """Changes what is planned.

    Args:
        show: called after each step, from several threads.
    """

    settings: Settings
    wikis: Wikis
    ledger: Ledger
    change: Change
    census: Census
    decide: Decide
    stop_page: StopPage
    show: Callable[[Progress], None]

    def run(self, messages: Sequence[Message]) -> list[Amender]:
        """Change messages, each wiki's in their order; give the work of each wiki, done.

        Raises:
            StoppedError: the stop page has text.
            LedgerError: the ledger can't be used.
        """
        names = dict.fromkeys(message.wiki for message in messages)
        amenders = [self._amender(name, [m for m in messages if m.wiki == name]) for name in names]
        work_side_by_side(amenders, at_once=self.settings.limits.requests_at_once)
        return amenders

    def _amender(self, name: str, messages: Sequence[Message]) -> Amender:
        of_settings, wiki = self.settings.wikis[name], self.wikis[name]
        return Amender(
            wiki=wiki,
            ledger=self.ledger,
            campaign=self.census.campaign,
            change=self.change,
            messages=messages,
            look=self._look,
            changes=lambda: changes_of(self.census, name),
            stop_page=self.stop_page,
            show=self.show,
            lease_name=f"wiki:{of_settings.site}",
            time_limit=of_settings.request_time_limit,
            patience=self.settings.limits.patience,
            progress=Progress(wiki=name, total=len(messages)),
        )

    def _look(self, message: Message) -> SectionEdit | Left | None:
        pages = self.census.look(message.wiki, [message.owner])
        return self.decide(message, pages.get((message.wiki, message.owner)))
