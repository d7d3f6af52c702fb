"""Shell: the tries: an intent, written down before a write, and how it ended, after it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from bot.ledger import leases
from bot.ledger.access import Access, inserted
from bot.ledger.leases import Lease
from bot.ledger.records import Delivery, Intent
from bot.ledger.schema import deliveries, held_back
from bot.program.outcomes import Outcome

SETTLED = frozenset({Outcome.POSTED, Outcome.REFUSED, Outcome.SKIPPED})
"""The outcomes that are remembered."""

REASON_LENGTH = 2000
"""Characters that are kept of what a wiki said."""


class Tries(Access):
    """What is tried, and what came of it."""

    def intend(self, intent: Intent, *, now: float, lease: Lease | None = None) -> bool:
        """Write down, durably, that a write is about to be tried.

        Args:
            intent: the write.
            now: seconds since the epoch.
            lease: the wiki's, which this renews.

        Returns:
            False: it must not be tried, for the message is delivered, or begun on another wiki.

        Raises:
            LeaseLostError: another run has taken the wiki over.
        """
        content = {
            "campaign": intent.campaign,
            "wiki": intent.wiki,
            "username": intent.username,
            "title": intent.title,
            "language": intent.language,
            "person": intent.person,
            "intended_at": now,
            "payload": json.dumps(asdict(intent), ensure_ascii=False),
        }
        columns = deliveries.c
        may = or_(
            and_(columns.outcome.is_(None), columns.wiki == intent.wiki),
            columns.outcome.in_([Outcome.REFUSED.value, Outcome.SKIPPED.value]),
        )
        again = (
            update(deliveries)
            .where(columns.key == intent.key, may)
            .values(outcome=None, attempts=columns.attempts + 1, **content)
        )
        first = insert(deliveries).values(key=intent.key, attempts=1, reason="", at="", **content)

        def intending(connection: Connection) -> bool:
            if lease:
                leases.check_held(connection, lease, now=now)
            return bool(connection.execute(again).rowcount) or inserted(connection, first)

        return self.database.write(intending)

    def open_intent(self, key: str) -> tuple[Intent, float] | None:
        """Give the intent of a key that is not settled, and when it was last tried; None: there is none."""
        columns = deliveries.c
        rows = self._rows(
            select(columns.payload, columns.intended_at).where(
                columns.key == key, columns.outcome.is_(None), columns.payload.is_not(None)
            )
        )
        return (Intent(**json.loads(rows[0].payload)), rows[0].intended_at) if rows else None

    def settle(
        self, key: str, outcome: Outcome, *, reason: str = "", revid: int | None = None, at: str = ""
    ) -> None:
        """Write down how a write ended; a doubtful one stays open, and what was not saved leaves no trace."""
        reason = reason[:REASON_LENGTH]
        mine = and_(deliveries.c.key == key, deliveries.c.outcome.is_(None))
        if outcome is Outcome.DOUBT:
            statement: Any = update(deliveries).where(mine).values(reason=reason)
        elif outcome in SETTLED:
            settled = {"outcome": outcome.value, "reason": reason, "revid": revid, "at": at, "payload": None}
            statement = update(deliveries).where(mine).values(**settled)
        else:
            statement = delete(deliveries).where(mine)

        def settling(connection: Connection) -> None:
            if outcome is Outcome.POSTED:
                _no_longer_held_back(connection, key)
            connection.execute(statement)

        self.database.write(settling)

    def adopt(self, delivery: Delivery, *, campaign: str, person: str = "") -> None:
        """Take over from the wiki what the ledger had forgotten, or had in doubt."""
        self.adopt_all([delivery], campaign=campaign, person=person)

    def adopt_all(self, found: Iterable[Delivery], *, campaign: str, person: str = "") -> None:
        """Take over many at once; in one transaction."""
        # In the order of their keys, so that two runs don't wait for each other.
        posted = [(each, _posted(each)) for each in sorted(found, key=lambda each: each.key)]

        def adopting(connection: Connection) -> None:
            for each, content in posted:
                _no_longer_held_back(connection, each.key)
                known = update(deliveries).where(deliveries.c.key == each.key)
                if connection.execute(known.values(reason="", payload=None, **content)).rowcount:
                    continue
                named = {"username": each.username, "title": each.title, "language": each.language}
                new = insert(deliveries).values(
                    key=each.key, campaign=campaign, reason="", intended_at=each.intended_at, attempts=1
                )
                inserted(connection, new.values(person=person, **named, **content))

        if posted:
            self.database.write(adopting)

    def pass_over(self, keys: Iterable[str], *, campaign: str, wiki: str, reason: str) -> None:
        """Remember of keys of which nothing is known yet that nothing is to be done about them."""
        content = {"campaign": campaign, "wiki": wiki, "outcome": Outcome.SKIPPED.value, "reason": reason}
        nameless = {"username": "", "title": "", "language": "", "at": "", "intended_at": 0.0, "attempts": 0}
        statements = [insert(deliveries).values(key=key, **nameless, **content) for key in keys]

        def passing(connection: Connection) -> None:
            for statement in statements:
                inserted(connection, statement)

        if statements:
            self.database.write(passing)


def _no_longer_held_back(connection: Connection, key: str) -> None:
    """Forget that this message was held back, and those that it names, for its reader has been told."""
    asked = select(deliveries.c.payload).where(deliveries.c.key == key, deliveries.c.payload.is_not(None))
    payload = connection.execute(asked).scalar()
    told = json.loads(payload).get("told", "").split() if payload else ()
    connection.execute(delete(held_back).where(held_back.c.key.in_([key, *told])))


def _posted(delivery: Delivery) -> dict[str, Any]:
    return {
        "outcome": Outcome.POSTED.value,
        "wiki": delivery.wiki,
        "revid": delivery.revid,
        "at": delivery.at,
    }
