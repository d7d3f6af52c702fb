"""Pure: the timetable: for which moments a job is due, and whether it should run now. All moments are UTC."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=2)
"""Before a job that failed is tried again; each wait is twice the one before."""

TELL_AFTER, TELL_AFTER_TIME = 4, timedelta(days=1)
"""A person is told of a job that failed so often in a row, or for so long."""

NO_RETRY = frozenset({0, 1, 2})
"""Exit statuses after which a moment is not tried again: done, needs a person, wrong settings."""

WRONG_SETTINGS, STOPPED = 2, 3
"""Exit statuses: of a job that can't work, and of one that people hold back, which may go on soon."""

CLOCK_WAS_WRONG = timedelta(days=1)
"""A run that was due so far in the future was begun by a wrong clock; it keeps no job from running."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS_BACK = 8
"""A job that is due on one weekday was due within so many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the timetable: either at times of a day, or every so many minutes."""

    name: str
    command: str
    arguments: tuple[str, ...] = ()
    at: tuple[time, ...] = ()
    weekdays: frozenset[int] = frozenset()  # 0: Monday; empty: every day
    every: timedelta | None = None
    grace: timedelta = timedelta(hours=6)  # how late it still makes sense
    limit: timedelta = timedelta(hours=12)  # how long one run may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One run for a moment of the timetable."""

    began: datetime
    ended: datetime | None  # None: it was killed
    status: int | None


def last_moment(entry: Entry, now: datetime) -> datetime | None:
    """Give the latest moment, up to now, for which a job was due; None: never in the last days."""
    if entry.every:
        return now - (now - _EPOCH) % entry.every
    moments = (
        moment
        for back in range(_DAYS_BACK)
        for moment in _moments_of(entry, now - timedelta(days=back))
        if moment <= now
    )
    return max(moments, default=None)


def next_moment(entry: Entry, now: datetime) -> datetime | None:
    """Give the next moment, after now, for which a job is due."""
    if entry.every:
        return now - (now - _EPOCH) % entry.every + entry.every
    moments = (
        moment
        for ahead in range(_DAYS_BACK)
        for moment in _moments_of(entry, now + timedelta(days=ahead))
        if moment > now
    )
    return min(moments, default=None)


def _moments_of(entry: Entry, day: datetime) -> list[datetime]:
    if entry.weekdays and day.weekday() not in entry.weekdays:
        return []
    return [datetime.combine(day.date(), at, tzinfo=UTC) for at in entry.at]


def too_late(entry: Entry, moment: datetime, now: datetime) -> bool:
    """Tell whether a job makes no sense any more for a moment."""
    return now - moment > entry.grace


def due(entry: Entry, *, now: datetime, last_due: datetime | None, runs: Sequence[Past]) -> datetime | None:
    """Give the moment for which a job should run now; None: it should not.

    What was missed is made up while it makes sense, the latest moment only. Where the clock was put back,
    moments that are done already are not done again.

    Args:
        entry: the job.
        now: aware, UTC.
        last_due: the latest moment for which it ever ran.
        runs: for the latest moment up to now, in the order in which they began.
    """
    moment = last_moment(entry, now)
    if moment is None or too_late(entry, moment, now):
        return None
    if last_due is not None and moment < last_due <= now + CLOCK_WAS_WRONG:
        return None
    if any(run.status in NO_RETRY for run in runs):
        return None
    return moment if now >= next_try(entry, runs, moment) else None


def next_try(entry: Entry, runs: Sequence[Past], moment: datetime) -> datetime:
    """Give when a job is tried for a moment: at once, and after failures each time later."""
    if not runs:
        return moment
    doubled = min(len(runs) - 1, 16)
    wait: timedelta = min(FIRST_WAIT * 2**doubled, LONGEST_WAIT) * _jitter(entry.name, len(runs))
    return (runs[-1].ended or runs[-1].began) + wait


def _jitter(name: str, number: int) -> float:
    """Give a factor from 0.8 to 1.2, so that jobs that failed together don't come back together."""
    digest = hashlib.sha256(f"{name} {number}".encode()).digest()
    return 0.8 + 0.4 * digest[0] / 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A job that does not get done."""

    since: datetime  # when its first failed run began
    times: int
    status: int | None  # of the last run; None: it was killed
    told: bool = False  # whether a person has been told

    def to_be_told(self, now: datetime) -> bool:
        """Tell whether it is time that a person hears of it."""
        often = self.times >= TELL_AFTER or now - self.since >= TELL_AFTER_TIME
        return not self.told and (often or self.status == WRONG_SETTINGS)


def after_run(failing: Failing | None, *, status: int | None, began: datetime) -> Failing | None:
    """Give how a job stands after one more run; None: it works."""
    if status in NO_RETRY - {WRONG_SETTINGS} | {STOPPED}:
        return None
    if failing is None:
        return Failing(since=began, times=1, status=status)
    return Failing(since=failing.since, times=failing.times + 1, status=status, told=failing.told)
