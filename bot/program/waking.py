"""Pure: the hours at which people of two time zones are both awake."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from bot.program.time_zones import zone_of

MINUTES = 24 * 60
WAKING = (8, 22)
"""Hours of local time between which people are taken to be awake."""


def hours_of_overlap(zone_a: str, zone_b: str, on: date, waking: tuple[int, int] = WAKING) -> float:
    """Give the hours of a day of UTC during which people of both zones are awake.

    Args:
        zone_a: a zone as `read_time_zone` gives it.
        zone_b: another.
        on: the day, for summer time.
        waking: local hours, from and to, both on one day.

    Raises:
        ValueError: a zone that does not exist.
    """
    both = waking_minutes(zone_a, on, waking) & waking_minutes(zone_b, on, waking)
    return both.bit_count() / 60


@lru_cache(maxsize=4096)
def waking_minutes(zone: str, on: date, waking: tuple[int, int] = WAKING) -> int:
    """Give the minutes of a day of UTC at which people of a zone are awake, as bits, midnight the lowest."""
    here = zone_of(zone)
    midnight = datetime.combine(on, time(), UTC)
    bits = 0
    for day in (on - timedelta(days=1), on, on + timedelta(days=1)):
        start, end = (_minute_of(day, hour, here, midnight) for hour in waking)
        start, end = max(start, 0), min(end, MINUTES)
        if start < end:
            bits |= (1 << end) - (1 << start)
    return bits


def _minute_of(day: date, hour: int, here: tzinfo, midnight: datetime) -> int:
    local = datetime.combine(day, time(), here) + timedelta(hours=hour)  # on the local clock
    return round((local.astimezone(UTC) - midnight) / timedelta(minutes=1))
