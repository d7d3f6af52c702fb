"""Shell: what is known of reminders: what people have had, by who they are and by what they are called.

Who they are only the wikis say. So that no wiki need be asked when nothing is due, the ledger also keeps by
their names which items are dealt with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.ledger.ledger import Delivery, Ledger
from bot.plan.edits import Campaign
from bot.program.reminders import Item

NAME = "remind"
"""Tells reminders from all other messages of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderMemory:
    """Remembers in the ledger.

    Args:
        ledger: None: there is none yet.
        dry: whether nothing may be written down.
    """

    ledger: Ledger | None
    campaign: Campaign
    home: str
    dry: bool

    def dealt_with(self, items: Mapping[str, Iterable[Item]]) -> dict[str, set[Item]]:
        """Give by user name the items of which nothing more is to be said.

        Args:
            items: that matter, by user name.
        """
        keys = {self._name_key(name, item): (name, item) for name, theirs in items.items() for item in theirs}
        found: dict[str, set[Item]] = {}
        if self.ledger and keys:
            for each in self.ledger.remembered(self.campaign.name, keys=keys):
                name, item = keys[each.key]
                found.setdefault(name, set()).add(item)
        return found

    def deal_with(self, username: str, items: Iterable[Item], reason: str) -> None:
        """Remember that nothing more is to be said of some items to somebody."""
        if self.ledger and not self.dry:
            keys = [self._name_key(username, item) for item in items]
            self.ledger.pass_over(keys, campaign=self.campaign.name, wiki=self.home, reason=reason)

    def told(self, keys: Iterable[str]) -> set[str]:
        """Give those keys whose message is delivered, as the ledger knows."""
        return self.ledger.posted_among(list(keys)) if self.ledger else set()

    def remember(self, message: Delivery, keys: Iterable[str]) -> None:
        """Remember all keys of a message that was posted."""
        if self.ledger is None or self.dry:
            return
        others = [replace(message, key=key) for key in keys if key != message.key]
        self.ledger.adopt_all(others, campaign=self.campaign.name)

    def _name_key(self, username: str, item: Item) -> str:
        return self.campaign.key(f"dealt with\n{username}\n{item.clinic}\n{item.occasion}\n{item.version}")
