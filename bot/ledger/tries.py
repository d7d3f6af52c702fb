"""Shell: the tries: an intent, written down before a write, and how it ended, after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from bot.ledger import leases
from bot.ledger.access import BATCH, Access, inserted
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
        payload = {name: getattr(intent, name) for name in Intent.__dataclass_fields__}
        content = {name: getattr(intent, name) for name in _OF_INTENTS}
        content |= {"intended_at": now, "payload": json.dumps(payload, ensure_ascii=False)}
        first = {"key": intent.key, "attempts": 1, "reason": "", "at": "", **content}

        def intending(connection: Connection) -> bool:
            if lease:
                leases.check_held(connection, lease, now=now)
            again = connection.execute(_AGAIN, {"known": intent.key, "here": intent.wiki, **content})
            return bool(again.rowcount) or inserted(connection, insert(deliveries), first)

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
        settled = {"outcome": outcome.value, "reason": reason, "revid": revid, "at": at, "payload": None}

        def settling(connection: Connection) -> None:
            if outcome is Outcome.POSTED:
                payload = connection.execute(_PAYLOAD, {"known": key}).scalar()
                _no_longer_held_back(connection, {key: payload})
            if outcome is Outcome.DOUBT:
                connection.execute(_SETTLE, {"known": key, "reason": reason})
            elif outcome in SETTLED:
                connection.execute(_SETTLE, {"known": key, **settled})
            else:
                connection.execute(_UNDO, {"known": key})

        self.database.write(settling)

    def adopt(self, delivery: Delivery, *, campaign: str, person: str = "") -> None:
        """Take over from the wiki what the ledger had forgotten, or had in doubt."""
        self.adopt_all([delivery], campaign=campaign, person=person)

    def adopt_all(self, found: Iterable[Delivery], *, campaign: str, person: str = "") -> None:
        """Take over many at once; in one transaction."""
        # In the order of their keys, so that two runs don't wait for each other.
        rows = [_row(each, campaign, person) for each in sorted(found, key=lambda each: each.key)]

        def adopting(connection: Connection) -> None:
            for start in range(0, len(rows), BATCH):
                _adopt(connection, rows[start : start + BATCH])

        if rows:
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


def _no_longer_held_back(connection: Connection, payloads: Mapping[str, str | None]) -> None:
    """Forget that these messages were held back, and those that they name, for their readers were told."""
    told = (json.loads(payload).get("told", "").split() for payload in payloads.values() if payload)
    keys = {*payloads, *chain.from_iterable(told)}
    connection.execute(_LET_GO, {"keys": sorted(keys)})


# The statements are made once: making them is most of their cost.
_OF_INTENTS = ("campaign", "wiki", "username", "title", "language", "person")
_KNOWN = deliveries.c.key == bindparam("known")
_OPEN = deliveries.c.outcome.is_(None)
_AGAIN = (
    update(deliveries)
    .where(
        _KNOWN,
        or_(
            and_(_OPEN, deliveries.c.wiki == bindparam("here")),
            deliveries.c.outcome.in_([Outcome.REFUSED.value, Outcome.SKIPPED.value]),
        ),
    )
    .values(outcome=None, attempts=deliveries.c.attempts + 1)
)
_SETTLE = update(deliveries).where(_KNOWN, _OPEN)
_UNDO = delete(deliveries).where(_KNOWN, _OPEN)
_LET_GO = delete(held_back).where(held_back.c.key.in_(bindparam("keys", expanding=True)))
_PAYLOAD = select(deliveries.c.payload).where(_KNOWN)
_POST_KNOWN = (
    update(deliveries)
    .where(_KNOWN)
    .values(
        reason="",
        payload=None,
        **{name: bindparam(f"new_{name}") for name in ("outcome", "wiki", "revid", "at")},
    )
)


def _row(delivery: Delivery, campaign: str, person: str) -> dict[str, Any]:
    """Give a row of somebody whose message the ledger did not know."""
    remembered = {name: getattr(delivery, name) for name in Delivery.__dataclass_fields__}
    row = {**remembered, "campaign": campaign, "person": person, "attempts": 1}
    return {**row, "outcome": Outcome.POSTED.value, "reason": "", "payload": None}


def _posted(row: dict[str, Any]) -> dict[str, Any]:
    """Give what the wiki says of a message that the ledger knew."""
    return {"known": row["key"]} | {f"new_{name}": row[name] for name in ("outcome", "wiki", "revid", "at")}


def _adopt(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Take over some rows."""
    columns = deliveries.c
    asked = select(columns.key, columns.payload).where(columns.key.in_([row["key"] for row in rows]))
    known = {row.key: row.payload for row in connection.execute(asked)}
    _no_longer_held_back(connection, {row["key"]: known.get(row["key"]) for row in rows})
    if known:
        connection.execute(_POST_KNOWN, [_posted(row) for row in rows if row["key"] in known])
    new = [row for row in rows if row["key"] not in known]
    if new and not inserted(connection, insert(deliveries), new):
        for row in new:  # another run is taking over the same
            inserted(connection, insert(deliveries), row)
