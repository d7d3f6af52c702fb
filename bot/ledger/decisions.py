"""Shell: what people decided: about a campaign, and how many messages they want."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.ledger.access import Access, batches, inserted
from bot.ledger.records import HeldBack
from bot.ledger.schema import campaigns, held_back


class Decisions(Access):
    """What was decided about campaigns, and what people are not to get."""

    def state(self, campaign: str) -> str:
        """Give what a person decided about a campaign: `paused`, `cancelled`, …; empty: nothing."""
        if self.database.version < 2:
            return ""
        rows = self._rows(select(campaigns.c.state).where(campaigns.c.name == campaign))
        return str(rows[0].state) if rows else ""

    def states(self) -> list[tuple[str, str]]:
        """Give what was decided about campaigns: name and state."""
        if self.database.version < 2:
            return []
        return [(row.name, row.state) for row in self._rows(select(campaigns).order_by(campaigns.c.name))]

    def set_state(self, campaign: str, state: str) -> None:
        """Remember what a person decided about a campaign."""

        def deciding(connection: Connection) -> None:
            known = update(campaigns).where(campaigns.c.name == campaign).values(state=state)
            if not connection.execute(known).rowcount:
                inserted(connection, insert(campaigns).values(name=campaign, state=state))

        self.database.write(deciding)

    def hold_back(self, messages: Iterable[HeldBack]) -> None:
        """Remember messages that were not sent because people had as many as they want."""
        rows = [asdict(message) for message in sorted(messages, key=lambda message: message.key)]

        def holding(connection: Connection) -> None:
            for row in rows:
                inserted(connection, insert(held_back).values(**row))

        if rows:
            self.database.write(holding)

    def holds_back(self) -> bool:
        """Tell whether anything is held back from anybody."""
        return self.database.version > 1 and bool(self._rows(select(held_back.c.key).limit(1)))

    def held_back_from(self, people: Collection[str]) -> list[HeldBack]:
        """Give what was held back from people, for the next message that they get."""
        found: list[HeldBack] = []
        for some in batches(people) if self.database.version > 1 else ():
            found += [HeldBack(**row._mapping) for row in self._rows(_HELD_BACK_FROM, {"people": some})]
        return found


_HELD_BACK_FROM = (
    select(held_back)
    .where(held_back.c.person.in_(bindparam("people", expanding=True)))
    .order_by(held_back.c.key)
)
"""Made once: this is asked of each batch of people."""
