"""Shell: the ledger: intents, written down before a write, and outcomes, after it.

The wiki is the truth and the ledger is memory: a lost ledger is made anew from the bot's contributions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.ledger import leases
from bot.ledger.database import Address, Database
from bot.ledger.errors import LeaseLostError, LedgerBusyError, LedgerError
from bot.ledger.leases import Lease
from bot.ledger.schema import campaigns, deliveries, held_back, read_back
from bot.program.outcomes import Outcome

__all__ = [
    "Delivery",
    "HeldBack",
    "Intent",
    "Lease",
    "LeaseLostError",
    "Ledger",
    "LedgerBusyError",
    "LedgerError",
    "glimpse",
    "opened",
]

BATCH = 500
"""Rows that one statement names or gives at most."""

SETTLED = frozenset({Outcome.POSTED, Outcome.REFUSED, Outcome.SKIPPED})
"""The outcomes that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A write that is about to be tried, or was tried and is in doubt."""

    key: str
    campaign: str
    wiki: str
    username: str
    title: str
    language: str
    heading: str
    text: str
    summary: str
    baserevid: int | None
    person: str = ""  # who, whatever the name; empty: not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the ledger remembers of one person's message."""

    key: str
    wiki: str
    username: str
    title: str
    language: str
    outcome: Outcome | None  # None: intended, and not yet known how it ended
    reason: str
    revid: int | None
    at: str  # the wiki's time, ISO 8601, UTC; empty: not delivered
    intended_at: float  # seconds since the epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A message that a person did not get because they had as many as they want."""

    key: str
    person: str
    campaign: str
    title: str  # of the message page


class Ledger:
    """The ledger; as many runs as there are may have it open, and each wiki's lease keeps them apart.

    Raises:
        LedgerError: it can't be used.
    """

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        self.address = address
        self.database = Database(address, read_only=read_only)
        self.holder = leases.new_holder()

    def close(self) -> None:
        """Close the connections and let others have it."""
        self.database.close()

    def lease(self, name: str, *, now: float) -> Lease | None:
        """Take the lease of a wiki (`wiki:es`) or job (`job:signups`); None: another run, alive, has it."""
        return leases.take(self.database, name, self.holder, now=now)

    @contextmanager
    def leased(self, name: str, *, now: float) -> Iterator[Lease]:
        """Hold a lease meanwhile.

        Raises:
            LedgerBusyError: another run has it.
        """
        lease = self.lease(name, now=now)
        if lease is None:
            raise LedgerBusyError(self.busy(name))
        try:
            yield lease
        finally:
            lease.release()

    def busy(self, name: str) -> str:
        """Say that another run has a lease, and which."""
        holder = leases.holder_of(self.database, name) or "unknown"
        return f"Another run is at work with {name} ({holder}). Wait until it ends."

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
            return bool(connection.execute(again).rowcount) or _inserted(connection, first)

        return self.database.write(intending)

    def settle(
        self, key: str, outcome: Outcome, *, reason: str = "", revid: int | None = None, at: str = ""
    ) -> None:
        """Write down how a write ended; a doubtful one stays open, and what was not saved leaves no trace."""
        mine = and_(deliveries.c.key == key, deliveries.c.outcome.is_(None))
        if outcome is Outcome.DOUBT:
            statement: Any = update(deliveries).where(mine).values(reason=reason)
        elif outcome in SETTLED:
            settled = {"outcome": outcome.value, "reason": reason, "revid": revid, "at": at, "payload": None}
            statement = update(deliveries).where(mine).values(**settled)
        else:
            statement = delete(deliveries).where(mine)
        self.database.write(lambda connection: connection.execute(statement))

    def adopt(self, delivery: Delivery, *, campaign: str, person: str = "") -> None:
        """Take over from the wiki what the ledger had forgotten, or had in doubt."""
        self.adopt_all([delivery], campaign=campaign, person=person)

    def adopt_all(self, found: Iterable[Delivery], *, campaign: str, person: str = "") -> None:
        """Take over many at once; in one transaction."""
        posted = [(each, _posted(each)) for each in found]

        def adopting(connection: Connection) -> None:
            for each, content in posted:
                known = update(deliveries).where(deliveries.c.key == each.key)
                if connection.execute(known.values(reason="", payload=None, **content)).rowcount:
                    continue
                named = {"username": each.username, "title": each.title, "language": each.language}
                new = insert(deliveries).values(
                    key=each.key, campaign=campaign, reason="", intended_at=each.intended_at, attempts=1
                )
                _inserted(connection, new.values(person=person, **named, **content))

        if posted:
            self.database.write(adopting)

    def deliveries(self, campaign: str) -> Iterator[Delivery]:
        """Give all that is remembered of a campaign, in a stable order, some at a time."""
        columns = deliveries.c
        after: tuple[str, str, str] | None = None
        while True:
            asked = _of(campaign).order_by(columns.wiki, columns.username, columns.key).limit(BATCH)
            if after:
                asked = asked.where(_behind(after))
            rows = self._rows(asked)
            for row in rows:
                yield _delivery(row)
            if len(rows) < BATCH:
                return
            after = (rows[-1].wiki, rows[-1].username, rows[-1].key)

    def begun(self, campaign: str, wiki: str | None = None) -> list[Delivery]:
        """Give the writes that were begun and whose end is not known."""
        asked = _of(campaign).where(deliveries.c.outcome.is_(None))
        asked = asked.where(deliveries.c.wiki == wiki) if wiki else asked
        return [_delivery(row) for row in self._rows(asked.order_by(deliveries.c.key))]

    def remembered(
        self,
        campaign: str,
        *,
        keys: Collection[str] = (),
        usernames: Collection[str] = (),
        titles: Collection[str] = (),
    ) -> list[Delivery]:
        """Give what is remembered of some keys, people and talk pages."""
        columns = deliveries.c
        found: dict[str, Delivery] = {}
        for column, wanted in ((columns.key, keys), (columns.username, usernames), (columns.title, titles)):
            named = sorted(set(wanted) - {""})
            for start in range(0, len(named), BATCH):
                asked = _of(campaign).where(column.in_(named[start : start + BATCH]))
                found |= {row.key: _delivery(row) for row in self._rows(asked)}
        return list(found.values())

    def counts(self, campaign: str) -> Counter[tuple[str, str, Outcome | None]]:
        """Count a campaign's messages by wiki, language and outcome."""
        columns = deliveries.c
        groups = (columns.wiki, columns.language, columns.outcome)
        asked = select(*groups, func.count()).where(columns.campaign == campaign).group_by(*groups)
        return Counter(
            {(wiki, code, _outcome(outcome)): number for wiki, code, outcome, number in self._rows(asked)}
        )

    def messages_of(self, people: Collection[str], *, since: str) -> Counter[str]:
        """Count the messages that people had since a moment, over all campaigns.

        Args:
            people: who, whatever their names (`Intent.person`).
            since: ISO 8601, UTC.
        """
        found: Counter[str] = Counter()
        columns = deliveries.c
        named = sorted(set(people) - {""})
        for start in range(0, len(named) if self.database.version > 1 else 0, BATCH):
            asked = select(columns.person, func.count()).where(
                columns.person.in_(named[start : start + BATCH]),
                columns.at >= since,
                columns.outcome == Outcome.POSTED.value,
            )
            found.update(dict(map(tuple, self._rows(asked.group_by(columns.person)))))
        return found

    def open_intent(self, key: str) -> tuple[Intent, float] | None:
        """Give the intent of a key that is not settled, and when it was last tried; None: there is none."""
        columns = deliveries.c
        rows = self._rows(
            select(columns.payload, columns.intended_at).where(
                columns.key == key, columns.outcome.is_(None), columns.payload.is_not(None)
            )
        )
        return (Intent(**json.loads(rows[0].payload)), rows[0].intended_at) if rows else None

    def has(self, key: str) -> bool:
        """Tell whether anything is remembered of a key."""
        return bool(self._rows(select(deliveries.c.key).where(deliveries.c.key == key)))

    def has_posted(self, key: str) -> bool:
        """Tell whether a key's message is delivered."""
        return key in self.posted_among([key])

    def posted_among(self, keys: Collection[str]) -> set[str]:
        """Give those keys whose message is delivered."""
        found: set[str] = set()
        named = sorted(keys)
        for start in range(0, len(named), BATCH):
            asked = select(deliveries.c.key).where(
                deliveries.c.key.in_(named[start : start + BATCH]),
                deliveries.c.outcome == Outcome.POSTED.value,
            )
            found.update(row.key for row in self._rows(asked))
        return found

    def read_back_at(self, campaign: str, wiki: str) -> float | None:
        """Tell when all that the wiki had of a campaign was in this ledger; None: never looked."""
        ours = and_(read_back.c.campaign == campaign, read_back.c.wiki == wiki)
        rows = self._rows(select(read_back.c.at).where(ours))
        return float(rows[0].at) if rows else None

    def has_read_back(self, campaign: str, wiki: str, *, now: float) -> None:
        """Remember that all the wiki has of a campaign is in the ledger."""
        ours = and_(read_back.c.campaign == campaign, read_back.c.wiki == wiki)

        def remembering(connection: Connection) -> None:
            if not connection.execute(update(read_back).where(ours).values(at=now)).rowcount:
                _inserted(connection, insert(read_back).values(campaign=campaign, wiki=wiki, at=now))

        self.database.write(remembering)

    def state(self, campaign: str) -> str:
        """Give what a person decided about a campaign: `paused`, `cancelled`, …; empty: nothing."""
        if self.database.version < 2:
            return ""
        rows = self._rows(select(campaigns.c.state).where(campaigns.c.name == campaign))
        return str(rows[0].state) if rows else ""

    def set_state(self, campaign: str, state: str) -> None:
        """Remember what a person decided about a campaign."""

        def deciding(connection: Connection) -> None:
            known = update(campaigns).where(campaigns.c.name == campaign).values(state=state)
            if not connection.execute(known).rowcount:
                _inserted(connection, insert(campaigns).values(name=campaign, state=state))

        self.database.write(deciding)

    def hold_back(self, messages: Iterable[HeldBack]) -> None:
        """Remember messages that were not sent because people had as many as they want."""
        rows = [asdict(message) for message in messages]

        def holding(connection: Connection) -> None:
            for row in rows:
                _inserted(connection, insert(held_back).values(**row))

        if rows:
            self.database.write(holding)

    def held_back_from(self, people: Collection[str]) -> list[HeldBack]:
        """Give what was held back from people, for the next message that they get."""
        found: list[HeldBack] = []
        named = sorted(set(people) - {""})
        for start in range(0, len(named) if self.database.version > 1 else 0, BATCH):
            asked = select(held_back).where(held_back.c.person.in_(named[start : start + BATCH]))
            found += [HeldBack(**row._mapping) for row in self._rows(asked.order_by(held_back.c.key))]
        return found

    def no_longer_held_back(self, keys: Collection[str]) -> None:
        """Forget what people have been told of meanwhile."""
        self.database.write(lambda c: c.execute(delete(held_back).where(held_back.c.key.in_(list(keys)))))

    def forget_name(self, username: str) -> None:
        """Take out the name of somebody who withdrew; the key stays, so that nothing is sent again."""
        theirs = and_(deliveries.c.username == username, deliveries.c.outcome.is_not(None))
        nameless = update(deliveries).where(theirs).values(username="", title="")
        self.database.write(lambda connection: connection.execute(nameless))

    def _rows(self, asked: Select[Any]) -> list[Any]:
        return self.database.read(lambda connection: list(connection.execute(asked)))


_REMEMBERED = [deliveries.c[name] for name in Delivery.__dataclass_fields__]


def _of(campaign: str) -> Select[Any]:
    return select(*_REMEMBERED).where(deliveries.c.campaign == campaign)


def _behind(after: tuple[str, str, str]) -> Any:
    """Give the condition for what comes after a row, in the order of wiki, username and key."""
    wiki, username, key = after
    columns = deliveries.c
    behind = and_(columns.username == username, columns.key > key)
    return or_(columns.wiki > wiki, and_(columns.wiki == wiki, or_(columns.username > username, behind)))


def _outcome(value: str | None) -> Outcome | None:
    return Outcome(value) if value else None


def _delivery(row: Any) -> Delivery:
    return Delivery(**{**row._mapping, "outcome": _outcome(row.outcome)})


def _posted(delivery: Delivery) -> dict[str, Any]:
    return {
        "outcome": Outcome.POSTED.value,
        "wiki": delivery.wiki,
        "revid": delivery.revid,
        "at": delivery.at,
    }


def _inserted(connection: Connection, statement: Any) -> bool:
    """Insert a row; False: there is one already."""
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except IntegrityError:
        return False
    return True


@contextmanager
def opened(address: Address) -> Iterator[Ledger]:
    """Open the ledger for one run."""
    ledger = Ledger(address)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def glimpse(address: Address) -> Iterator[Ledger | None]:
    """Open the ledger for a dry run, which writes nothing; None: there is none yet."""
    if isinstance(address, Path) and not address.exists():
        yield None
        return
    ledger = Ledger(address, read_only=True)
    try:
        yield ledger if ledger.database.version else None
    finally:
        ledger.close()
