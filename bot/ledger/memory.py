"""Shell: the memory: what the ledger knows of messages that were sent, or begun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    String,
    and_,
    bindparam,
    cast,
    distinct,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from bot.ledger.access import BATCH, Access, batches, inserted
from bot.ledger.records import Delivery, delivery_of, outcome_of
from bot.ledger.schema import deliveries, read_back
from bot.program.outcomes import Outcome


class Memory(Access):
    """What is known of a campaign's messages, and of people's."""

    def deliveries(self, campaign: str) -> Iterator[Delivery]:
        """Give all that is remembered of a campaign by time, wiki and key, some at a time in memory.

        What did not come through has no time and is given first.
        """
        return self._by_time(_of(campaign), None)

    def delivered(self, campaign: str, *, after: tuple[str, str, str] | None = None) -> Iterator[Delivery]:
        """Give the messages that came through, the oldest first, some at a time in memory.

        Args:
            campaign: whose.
            after: time, wiki and key of a message: only what comes after it; None: all.
        """
        return self._by_time(_of(campaign).where(deliveries.c.outcome == Outcome.POSTED.value), after)

    def _by_time(self, asked: Select[Any], after: tuple[str, str, str] | None) -> Iterator[Delivery]:
        columns = deliveries.c
        ordered = asked.order_by(columns.at, columns.wiki, columns.key).limit(BATCH)
        while True:
            some = [
                delivery_of(row) for row in self._rows(ordered.where(_later(after)) if after else ordered)
            ]
            yield from some
            if len(some) < BATCH:
                return
            after = (some[-1].at, some[-1].wiki, some[-1].key)

    def campaigns(self) -> list[str]:
        """Give the names of all campaigns that there are messages of."""
        return [str(row.campaign) for row in self._rows(select(deliveries.c.campaign).distinct())]

    def span(self, campaign: str) -> tuple[str, str] | None:
        """Give when the first and the last message came through, ISO 8601, UTC; None: none did."""
        columns = deliveries.c
        ours = and_(columns.campaign == campaign, columns.outcome == Outcome.POSTED.value)
        ((first, last),) = self._rows(select(func.min(columns.at), func.max(columns.at)).where(ours))
        return (first, last) if first else None

    def begun(self, campaign: str, wiki: str | None = None) -> list[Delivery]:
        """Give the writes that were begun and whose end is not known."""
        asked = _of(campaign).where(deliveries.c.outcome.is_(None))
        asked = asked.where(deliveries.c.wiki == wiki) if wiki else asked
        # Sorted here, lest the database goes through all keys in their order.
        return sorted((delivery_of(row) for row in self._rows(asked)), key=lambda each: each.key)

    def remembered(
        self,
        campaign: str,
        *,
        keys: Collection[str] = (),
        usernames: Collection[str] = (),
        titles: Collection[str] = (),
    ) -> list[Delivery]:
        """Give what is remembered of some keys, people and talk pages."""
        found: dict[str, Delivery] = {}
        for some in zip_longest(batches(keys), batches(usernames), batches(titles), fillvalue=()):
            values = dict(zip(("keys", "usernames", "titles"), some, strict=True))
            rows = self._rows(_REMEMBERED_OF, {"campaign": campaign, **values})
            found |= {row.key: delivery_of(row) for row in rows}
        return list(found.values())

    def counts(self, campaign: str) -> Counter[tuple[str, str, Outcome | None]]:
        """Count a campaign's messages by wiki, language and outcome."""
        columns = deliveries.c
        groups = (columns.outcome, columns.wiki, columns.language)  # as the index has them
        asked = select(*groups, func.count()).where(columns.campaign == campaign).group_by(*groups)
        return Counter(
            {(wiki, code, outcome_of(outcome)): number for outcome, wiki, code, number in self._rows(asked)}
        )

    def posted_since(self, since: str) -> Counter[tuple[str, str]]:
        """Count the messages that came through since a moment (ISO 8601, UTC), by wiki and language.

        One that stands for several keys counts once.
        """
        columns = deliveries.c
        ours = and_(columns.outcome == Outcome.POSTED.value, columns.at >= since)
        edit = func.coalesce(cast(columns.revid, String(64)), columns.key)
        number = func.count(distinct(edit)).label("number")
        grouped = select(columns.wiki, columns.language, number).where(ours)
        rows = self._rows(grouped.group_by(columns.wiki, columns.language))
        return Counter({(row.wiki, row.language): row.number for row in rows})

    def begun_anywhere(self) -> int:
        """Count the messages, of all campaigns, of which it is not known whether they came through."""
        asked = select(func.count().label("number")).where(deliveries.c.outcome.is_(None))
        return int(self._rows(asked)[0].number)

    def messages_of(self, people: Collection[str], *, since: str) -> Counter[str]:
        """Count the messages that people had since a moment, over all campaigns.

        Args:
            people: who, whatever their names (`Intent.person`).
            since: ISO 8601, UTC.
        """
        found: Counter[str] = Counter()
        for some in batches(people) if self.database.version > 1 else ():
            found.update(dict(map(tuple, self._rows(_MESSAGES_OF, {"people": some, "since": since}))))
        return found

    def has(self, key: str) -> bool:
        """Tell whether anything is remembered of a key."""
        return bool(self._rows(select(deliveries.c.key).where(deliveries.c.key == key)))

    def has_posted(self, key: str) -> bool:
        """Tell whether a key's message is delivered."""
        return key in self.posted_among([key])

    def posted_among(self, keys: Collection[str]) -> set[str]:
        """Give those keys whose message is delivered."""
        found: set[str] = set()
        for some in batches(keys):
            found.update(row.key for row in self._rows(_POSTED_AMONG, {"keys": some}))
        return found

    def read_back_at(self, campaign: str, wiki: str) -> float | None:
        """Tell when all that the wiki had of a campaign was in this ledger; None: never looked."""
        return self.read_backs(campaign, wiki).get(wiki)

    def read_backs(self, campaign: str, *wikis: str) -> dict[str, float]:
        """Tell the same of these wikis, or of all; one that is not given was never looked at."""
        asked = select(read_back.c.wiki, read_back.c.at).where(read_back.c.campaign == campaign)
        asked = asked.where(read_back.c.wiki.in_(wikis)) if wikis else asked
        return {row.wiki: float(row.at) for row in self._rows(asked)}

    def has_read_back(self, campaign: str, at: Mapping[str, float]) -> None:
        """Remember, by wiki, when all that it had of a campaign was in the ledger."""

        def remembering(connection: Connection) -> None:
            asked = select(read_back.c.wiki).where(read_back.c.campaign == campaign)
            known = set(connection.execute(asked).scalars())
            again = [{"of": campaign, "on": wiki, "at": at[wiki]} for wiki in sorted(known & set(at))]
            new = [{"campaign": campaign, "wiki": wiki, "at": at[wiki]} for wiki in sorted(set(at) - known)]
            if again:
                connection.execute(_READ_BACK_AGAIN, again)
            if new:
                inserted(connection, insert(read_back), new)

        if at:
            self.database.write(remembering)

    def names(self) -> set[str]:
        """Give the user names of all messages whose end is known."""
        ended = and_(deliveries.c.username != "", deliveries.c.outcome.is_not(None))
        return {row.username for row in self._rows(select(deliveries.c.username).where(ended).distinct())}

    def forget_name(self, username: str) -> None:
        """Take out the name of somebody who withdrew; the key stays, so that nothing is sent again."""
        theirs = and_(deliveries.c.username == username, deliveries.c.outcome.is_not(None))
        nameless = update(deliveries).where(theirs).values(username="", title="")
        self.database.write(lambda connection: connection.execute(nameless))


_REMEMBERED = [deliveries.c[name] for name in Delivery.__dataclass_fields__]


_CAMPAIGN = deliveries.c.campaign
_REMEMBERED_OF = union_all(
    select(*_REMEMBERED).where(
        deliveries.c.key.in_(bindparam("keys", expanding=True)),
        # Not the bare column: for many keys SQLite would rather look through all of the campaign.
        func.coalesce(_CAMPAIGN, "") == bindparam("campaign"),
    ),
    *(
        select(*_REMEMBERED).where(
            bindparam("campaign") == _CAMPAIGN, column.in_(bindparam(names, expanding=True))
        )
        for column, names in ((deliveries.c.username, "usernames"), (deliveries.c.title, "titles"))
    ),
)
"""Made once, as those below: they are asked of each batch of people, and their making costs most."""

_POSTED = deliveries.c.outcome == Outcome.POSTED.value
_MESSAGES_OF = (
    select(deliveries.c.person, func.count())
    .where(
        deliveries.c.person.in_(bindparam("people", expanding=True)),
        deliveries.c.at >= bindparam("since"),
        _POSTED,
    )
    .group_by(deliveries.c.person)
)
_POSTED_AMONG = select(deliveries.c.key).where(
    deliveries.c.key.in_(bindparam("keys", expanding=True)), _POSTED
)
_READ_BACK_AGAIN = update(read_back).where(
    read_back.c.campaign == bindparam("of"), read_back.c.wiki == bindparam("on")
)


def _of(campaign: str) -> Select[Any]:
    return select(*_REMEMBERED).where(deliveries.c.campaign == campaign)


def _later(than: tuple[str, str, str]) -> Any:
    """Give the condition for what comes after a message, in the order of time, wiki and key."""
    at, wiki, key = than
    columns = deliveries.c
    later = or_(columns.wiki > wiki, and_(columns.wiki == wiki, columns.key > key))
    return and_(columns.at >= at, or_(columns.at > at, later))
