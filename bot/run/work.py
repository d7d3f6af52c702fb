"""Shell: what every job works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from bot.ledger.ledger import Ledger
from bot.run.console import Console
from bot.run.heartbeat import Heartbeat
from bot.run.settings import Settings
from bot.run.stop_page import StopPage
from bot.run.wikis import Wikis
from bot.words.catalogue import Catalogue


class Shared(TypedDict):
    """What one job hands on to another that does a part of it: the fields of `Work`."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    memory: Ledger | None
    dry: bool
    beat: Heartbeat
    stop_page: StopPage


@dataclass(slots=True, kw_only=True)
class Work:
    """One run of a job: its settings, wikis and words, and whom it tells.

    Args:
        memory: the ledger, which a dry run only reads; None: there is none yet.
        dry: whether nothing may be written anywhere.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    memory: Ledger | None
    dry: bool
    beat: Heartbeat
    stop_page: StopPage

    def shared(self, *, dry: bool = False) -> Shared:
        """Give what a job that does a part of this one is made of.

        Args:
            dry: whether that job may write nothing even where this one may.
        """
        return Shared(
            settings=self.settings,
            wikis=self.wikis,
            words=self.words,
            console=self.console,
            memory=self.memory,
            dry=dry or self.dry,
            beat=self.beat,
            stop_page=self.stop_page,
        )

    def before_write(self) -> None:
        """Show a sign of life, and look now and then whether the run must stop; called before each write.

        Raises:
            LeaseLostError: another run has taken the job over.
            StoppedError: the run must stop.
        """
        self.beat()
        self.stop_page.look()
