"""Pure: which messages about a clinic are due to somebody now.

A message covers *items*: an occasion of a clinic, in one of its versions. What somebody has had is a set of
items, and all else follows from it: nothing is said twice, and a change is told to those who knew otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from bot.program.clinic_memory import Known, Record, Version, moment_of
from bot.program.clinics import ClinicState
from bot.program.waking import WAKING

REGISTERED, NEWS, CANCELLED, THANKS, BEFORE = "registered", "news", "cancelled", "thanks", "before-"

JOINS = 24
"""Reminders of so many hours before or more come together for all clinics of a day."""

QUIET_FROM = 12
"""Reminders of so many hours before or more wait while people sleep."""

HOUR = timedelta(hours=1)
THANKS_UNTIL = timedelta(days=14)
"""After a clinic; later nobody is thanked."""

MOST = 12
"""Items of one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One occasion of a clinic, as it was when it was told."""

    clinic: str  # its id
    occasion: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When people are reminded."""

    hours: tuple[int, ...]  # before a clinic
    thanks: timedelta  # so long after a clinic thanks wait for a recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What matters of a person."""

    hours: frozenset[int] | None = None  # empty: nothing at all; None: all
    zone: tzinfo | None = None  # None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be said of one clinic."""

    known: Known
    occasion: str  # the one that the words are about
    items: tuple[Item, ...]  # all that it covers
    until: datetime  # from then on it is too late to say it
    news: frozenset[str] = frozenset()  # what has changed since they were told


def possible_items(known: Known, rules: Rules) -> Iterator[Item]:
    """Give all items somebody may have had of a clinic."""
    occasions = (REGISTERED, NEWS, CANCELLED, THANKS, *(f"{BEFORE}{hours}" for hours in rules.hours))
    for version in known.record.versions:
        for occasion in occasions:
            yield Item(clinic=known.id, occasion=occasion, version=version.number)


def due_to(
    clinics: Sequence[tuple[Known, timedelta]],
    *,
    wish: Wish,
    done: Collection[Item],
    now: datetime,
    rules: Rules,
) -> list[Due]:
    """Give what is due to one person now, all of it for one message; what can wait the least comes first.

    Args:
        clinics: for which they registered, each with the time that telling everybody takes on their wiki.
        wish: what they want.
        done: items they have had.
        now: aware.
        rules: when people are reminded.
    """
    if wish.hours is not None and not wish.hours:
        return []
    of_clinic = {known.id: [item for item in done if item.clinic == known.id] for known, _ in clinics}
    people = [_Reader(known, lead, wish, of_clinic[known.id], now, rules) for known, lead in clinics]
    due = {each.known.id: found for each in people if (found := each.due())}
    for each in people:
        if each.known.id not in due and (joined := each.joins(due.values())):
            due[each.known.id] = joined
    ordered = sorted(due.values(), key=lambda each: (each.until, each.known.id))
    return list(_first(ordered))


def _first(ordered: Iterable[Due]) -> Iterator[Due]:
    """Give as many as one message holds."""
    left = MOST
    for each in ordered:
        left -= len(each.items)
        if left < 0:
            return
        yield each


@dataclass(frozen=True, slots=True)
class _Reader:
    """One person and one clinic."""

    known: Known
    lead: timedelta
    wish: Wish
    done: Sequence[Item]
    now: datetime
    rules: Rules

    @property
    def record(self) -> Record:
        return self.known.record

    def due(self) -> Due | None:
        """Give what is due."""
        told = self._told()
        if self.record.disputed:
            return None
        if _is_off(self.record.newest):
            return self._cancelled(told)
        start, end = self.known.clinic.start, self.known.clinic.end
        if start is None or end is None:
            return None
        if self.now < start:
            return self._before(start, told)
        return self._thanks(end, told) if self.now >= end else None

    def joins(self, due: Iterable[Due]) -> Due | None:
        """Give what goes along with what is due: the same reminder of another clinic on the same day."""
        start = self.known.clinic.start
        if start is None or self.now >= start or self.record.disputed or _is_off(self.record.newest):
            return None
        for other in due:
            if not other.occasion.startswith(BEFORE) or other.known.clinic.start is None:
                continue
            hours = int(other.occasion.removeprefix(BEFORE))
            if hours < JOINS or hours not in self._hours() or hours >= self._smallest_done(start):
                continue
            if self._day(other.known.clinic.start) == self._day(start):
                return self._made(other.occasion, [other.occasion], until=start)
        return None

    def _day(self, moment: datetime) -> object:
        return moment.astimezone(self.wish.zone).date() if self.wish.zone else moment.date()

    def _told(self) -> Version | None:
        """Give what they were told last."""
        newest = max((item.version for item in self.done), default=0)
        if not newest:
            return None
        versions = {version.number: version for version in self.record.versions}
        return versions.get(newest, self.record.versions[0])

    def _made(
        self, occasion: str, covered: Iterable[str], *, until: datetime, news: frozenset[str] = frozenset()
    ) -> Due:
        number = self.record.newest.number
        items = tuple(
            Item(clinic=self.known.id, occasion=each, version=number) for each in dict.fromkeys(covered)
        )
        return Due(known=self.known, occasion=occasion, items=items, until=until, news=news)

    def _cancelled(self, told: Version | None) -> Due | None:
        if told is None or _is_off(told):
            return None
        start = moment_of(told.start)
        return self._made(CANCELLED, [CANCELLED], until=start) if self.now < start else None

    def _thanks(self, end: datetime, told: Version | None) -> Due | None:
        if told is None or self.now >= end + THANKS_UNTIL or self._had(THANKS):
            return None
        if not self.known.clinic.recordings and self.now < end + self.rules.thanks:
            return None
        return self._made(THANKS, [THANKS], until=end + THANKS_UNTIL)

    def _before(self, start: datetime, told: Version | None) -> Due | None:
        news = self.record.newest.news_since(told) if told else frozenset()
        covered = [NEWS] if news else []
        waves = self._waves(start)
        if told is None:  # all that somebody had came after that
            covered.append(REGISTERED)
        awake = [hours for hours in waves if not self._is_quiet(hours, start)]
        if not covered and not awake:
            return None
        if waves:
            covered.insert(0, f"{BEFORE}{min(waves if covered else awake)}")
        occasion = NEWS if news else REGISTERED if told is None else covered[0]
        return self._made(occasion, covered, until=start, news=news)

    def _had(self, occasion: str) -> bool:
        return any(item.occasion == occasion for item in self.done)

    def _hours(self) -> list[int]:
        """Give the reminders that somebody wants, the earliest first; each wish counts as the nearest."""
        if self.wish.hours is None:
            return sorted(self.rules.hours, reverse=True)
        nearest = {
            min(self.rules.hours, key=lambda each: (abs(math.log(each / wanted)), each))
            for wanted in self.wish.hours
            if self.rules.hours
        }
        return sorted(nearest, reverse=True)

    def _smallest_done(self, start: datetime) -> float:
        """Give the latest reminder of this start that they had, in hours before it."""
        same = {
            version.number
            for version in self.record.versions
            if version.start and moment_of(version.start) == start
        }
        return min(
            (
                int(item.occasion.removeprefix(BEFORE))
                for item in self.done
                if item.occasion.startswith(BEFORE) and item.version in same
            ),
            default=math.inf,
        )

    def _waves(self, start: datetime) -> list[int]:
        """Give the reminders whose time has come, but those that are so late that the next says it better."""
        hours = self._hours()
        done = self._smallest_done(start)
        found = []
        for place, each in enumerate(hours):
            nominal = start - each * HOUR
            if each >= done or self.now < nominal - min(self.lead, each * HOUR):
                continue
            if place + 1 < len(hours) and self.now - nominal > (each - hours[place + 1]) * HOUR / 2:
                continue
            found.append(each)
        return found

    def _is_quiet(self, hours: int, start: datetime) -> bool:
        """Tell whether a reminder waits for the morning; not if that would be too late."""
        if hours < QUIET_FROM or self.wish.zone is None:
            return False
        local = self.now.astimezone(self.wish.zone)
        wakes, sleeps = WAKING
        if time(wakes) <= local.time() < time(sleeps):
            return False
        day = local.date() + timedelta(days=local.time() >= time(sleeps))
        morning = datetime.combine(day, time(wakes), self.wish.zone)
        return morning <= start - HOUR


def _is_off(version: Version) -> bool:
    return version.state is ClinicState.CANCELLED or not version.start
