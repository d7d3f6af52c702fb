"""Pure: how many clinics fell into each region's waking hours, and which hours would balance that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.plan.calendar.view import CalendarView, Place, Teller
from bot.plan.charts import Bar, chart
from bot.program.clinics import USUAL_LENGTH, ClinicState
from bot.program.waking import WAKING
from bot.wikitext.quoting import quote
from bot.words.dates import format_list

YEAR = timedelta(days=365)
SUGGESTED = 3
"""Hours that are suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Clinics of twelve months."""

    total: int
    by_place: dict[str, int]  # clinics within waking hours, by region
    hours: tuple[int, ...]  # hours of UTC at which the next clinic would best begin, the best first


def is_awake(place: Place, start: datetime, end: datetime) -> bool:
    """Tell whether a clinic lies within the waking hours of a region, on one of its days."""
    local, until = start.astimezone(place.zone), end.astimezone(place.zone)
    first, last = WAKING
    if until.date() != local.date():
        return False
    ends = until.time()
    return local.time() >= time(first) and ends <= time(last)


def fairness(view: CalendarView) -> Fairness:
    """Count, and look for the hours that help the regions that had least."""
    held = [
        (start, end)
        for each in view.memory.known
        if (start := each.clinic.start)
        and (end := each.clinic.end)
        and each.clinic.state is not ClinicState.CANCELLED
        and view.now - YEAR <= start
        and end <= view.now
    ]
    counts = {place.key: sum(is_awake(place, start, end) for start, end in held) for place in view.places}
    return Fairness(total=len(held), by_place=counts, hours=tuple(_hours(view, counts, len(held))))


def _hours(view: CalendarView, counts: dict[str, int], total: int) -> Sequence[int]:
    day = next((each.clinic.start for each in view.upcoming() if each.clinic.start), view.now)
    midnight = datetime.combine(day.astimezone(UTC), time(), UTC)
    scores: dict[int, int] = {}
    for hour in range(24):
        start = midnight + timedelta(hours=hour)
        awake = [place for place in view.places if is_awake(place, start, start + USUAL_LENGTH)]
        scores[hour] = sum(total - counts[place.key] + 1 for place in awake)
    return sorted(scores, key=lambda hour: (-scores[hour], hour))[:SUGGESTED]


def fairness_lines(view: CalendarView, language: str) -> Iterator[str]:
    """Give the section with a bar for each region; nothing where no clinic took place."""
    found = fairness(view)
    if not found.total:
        return
    teller = Teller(view=view, language=language)
    yield f"\n== {teller.say('calendar-heading-fairness')} =="
    bars = [
        Bar(label=quote(place.names[language]), number=found.by_place[place.key]) for place in view.places
    ]
    columns = (teller.say("directory-column-region"), teller.say("calendar-column-clinics"))
    yield from chart(teller.say("calendar-fair-caption", found.total), columns, bars, language)
    hours = format_list([f"{hour:02}:00" for hour in found.hours], language)
    yield ""
    yield teller.say("calendar-suggest", hours)
