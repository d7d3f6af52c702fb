"""Calendars for the tests of pages, feeds and reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.plan.calendar.view import CalendarView, Place
from bot.plan.naming import UserLinks
from bot.program.clinic_headings import CLINIC_HEADINGS
from bot.program.clinic_identity import Rememberer
from bot.program.clinic_memory import Memory, Record
from bot.program.clinic_table import ClinicTables, read_calendar
from bot.program.participant import Participant
from bot.program.places import wikimedia_regions, zone_of
from tests.plan.signup_people import PREFIXES, WORDS

PAGE = "Program/Calendar"
LANGUAGES = ("en", "es", "ar", "fr", "pt")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HEADING = "! What !! When (UTC) !! Who !! Language !! Interpretation !! Register !! Sign-up list !! Status"
TABLES = ClinicTables(headings=CLINIC_HEADINGS)
PLACES = tuple(
    Place(
        key=region.key,
        names={code: region.name_in(code) for code in LANGUAGES},
        zone=zone_of(region.zone),
        zone_name=region.zone,
    )
    for region in wikimedia_regions()
)


def row(topic: str, when: datetime | str, *cells: str) -> str:
    said = when if isinstance(when, str) else f"{when:%A}, {when.day} {when:%B %Y}, {when:%H:%M} UTC"
    return "|-\n| " + " || ".join([topic, said, *cells, *[""] * (6 - len(cells))]) + "\n"


def calendar(upcoming: Sequence[str], past: Sequence[str] = ()) -> str:
    tables = [
        f"== {name} ==\n{{|\n{HEADING} !! Recording !! Slides\n{''.join(rows)}|}}\n"
        for name, rows in (("Upcoming", upcoming), ("Past", past))
    ]
    return "\n".join(tables)


def memory(text: str, *, now: datetime = NOW, before: Sequence[Record] = ()) -> Memory:
    reading = read_calendar(text, page=PAGE, tables=TABLES)
    return Rememberer(program="garden", now=now).remember(reading.clinics, before)


def view(
    remembered: Memory,
    *,
    now: datetime = NOW,
    participants: Sequence[Participant] = (),
    registered: dict[str, Sequence[Participant]] | None = None,
    feed_url: str = "",
) -> CalendarView:
    return CalendarView(
        memory=remembered,
        now=now,
        words=WORDS,
        title=PAGE,
        places=PLACES,
        links=UserLinks(prefixes=PREFIXES, home="meta"),
        participants=participants,
        registered=registered or {},
        deadline=timedelta(days=7),
        feed_url=feed_url,
    )
