"""The calendar's pages: times right across changes of clocks, interpretation, fairness, in five languages."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from bot.plan.calendar.board import asked_for, board_rows, clashes
from bot.plan.calendar.fairness import fairness
from bot.plan.calendar.pages import calendar_text, home_text, next_text
from bot.program.clinic_memory import read_records
from bot.program.problems import Problem
from bot.words.direction import direction
from tests.plan.calendars import LANGUAGES, NOW, calendar, memory, row, view
from tests.plan.signup_people import HOSTILE, participant

EVENING = datetime(2027, 3, 24, 17, tzinfo=UTC)
AFTER_CHANGE = datetime(2027, 3, 31, 17, tzinfo=UTC)  # clocks of the European Union changed on the 28th
DAY = timedelta(days=1)


def local_times(text: str) -> dict[str, list[str]]:
    """Give the weekday and hour of each region's rows, in page order."""
    found: dict[str, list[str]] = {}
    for name, hour in re.findall(r'scope="row"[^|]*\| ([^\n]+)\n\| ([^<\n]+) <small>', text):
        found.setdefault(name, []).append(hour)
    return found


def test_local_hours_are_right_on_both_sides_of_a_change_of_clocks() -> None:
    text = calendar_text(
        view(memory(calendar([row("One", EVENING), row("Two", AFTER_CHANGE)]))), "en", page_language="en"
    )
    times = local_times(text)
    assert times["Northern and Western Europe"] == ["Wed 18:00", "Wed 19:00"]
    assert times["Sub-Saharan Africa"] == ["Wed 18:00", "Wed 18:00"]
    assert times["South Asia"] == ["Wed 22:30", "Wed 22:30"]
    assert times["East, Southeast Asia and the Pacific"] == ["Thu 00:00", "Thu 00:00"]
    assert times["United States and Canada"] == ["Wed 13:00", "Wed 13:00"]


def test_a_clinic_says_by_what_else_it_is_known() -> None:
    shown = view(memory(calendar([row("[[Program/Maps|Maps]]", EVENING), row("Maps, two", EVENING)])))
    ids = {known.clinic.topic: known.id for known in shown.upcoming()}
    marks = re.findall(
        r'data-clinic="([^"]*)" data-also="([^"]*)"', calendar_text(shown, "en", page_language="en")
    )
    named = {html.unescape(name): json.loads(html.unescape(also)) for name, also in marks}
    assert named == {"Maps": ["Program/Maps", ids["Maps"]], ids["Maps, two"]: ["Maps, two"]}


def test_nothing_on_the_pages_changes_by_the_hour() -> None:
    text = calendar([row("One", EVENING, "", "English", "ES ([[User:Ana]])")], [row("Old", NOW - 30 * DAY)])
    first = memory(text)
    later = memory(text, now=NOW + timedelta(hours=5), before=list(first.records()))
    for language in LANGUAGES:
        one, other = (view(each, now=now) for each, now in ((first, NOW), (later, NOW + timedelta(hours=5))))
        assert calendar_text(one, language, page_language="en") == calendar_text(
            other, language, page_language="en"
        )
        assert next_text(one, language, page_language="en") == next_text(other, language, page_language="en")
    assert home_text(view(first), "en", ()) == home_text(view(later, now=NOW + timedelta(hours=5)), "en", ())


def test_the_memory_stands_on_the_page_and_is_read_again() -> None:
    remembered = memory(calendar([row("One", EVENING), row("Two", "TBD")]))
    assert read_records(home_text(view(remembered), "en", ())) == list(remembered.records())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_page_and_direction(language: str) -> None:
    remembered = memory(
        calendar([row("One", EVENING, "[[User:Ana]]", "English", "ES, FR", "[https://x.example a]")])
    )
    text = calendar_text(view(remembered), language, page_language="en")
    assert ('dir="rtl"' in text) == (direction(language) == "rtl")
    assert "⧼" not in text
    assert "$1" not in text
    heading = {"en": "Upcoming", "es": "Próximas", "ar": "القادمة", "fr": "à venir", "pt": "Próximas"}[
        language
    ]
    assert heading in text
    month = {"en": "March", "es": "marzo", "ar": "مارس", "fr": "mars", "pt": "março"}[language]
    assert month in text


@pytest.mark.parametrize("said", HOSTILE)
def test_what_people_write_is_letters(said: str) -> None:
    known = memory(calendar([row("Quiet", EVENING)])).known[0]
    clinic = type(known.clinic)(
        **{
            **{name: getattr(known.clinic, name) for name in known.clinic.__slots__},
            "topic": f"A{said}",
            "registration": f"https://x.example/{said}",
            "page": said,
        }
    )
    shown = view(type(memory(""))(known=(type(known)(clinic=clinic, record=known.record),)))
    text = home_text(shown, "en", [Problem(reason="clinic-state", values=(1, 2, said))])
    assert f"A{said}" not in text
    for sign in ("{{", "<script", "~~~~", "\u202e", "__NOTOC__", "[[Category"):
        assert sign not in text


def test_languages_are_asked_for_by_those_who_do_not_speak_the_clinic_s() -> None:
    known = memory(
        calendar([row("One", EVENING, "[[User:Ana]]", "English", "ES ([[User:Bea]], confirmed), AR")])
    ).known[0]
    people = [
        participant("Cem", 1, languages=("es", "fr")),
        participant("Dua", 2, languages=("ar", "en")),
        participant("Eva", 3, languages=("fr",)),
        participant("Fay", 4),
    ]
    assert asked_for(known.clinic, people) == {"es": 1, "fr": 1}
    roster = [
        participant("Bea", 5, interprets=("es", "ar")),
        participant("Gil", 6, interprets=("ar",), languages=("en", "ar")),
        participant("Hal", 7, interprets=("ar",), languages=("ar", "fr")),
    ]
    rows = {each.language: each for each in board_rows(known.clinic, people, roster)}
    assert [rows[code].asked for code in ("es", "fr", "ar")] == [1, 1, 0]
    assert [person.username for person in rows["ar"].could] == ["Gil"]
    assert rows["fr"].interpretation is None
    shown = calendar_text(
        view(
            memory(
                calendar([row("One", EVENING, "[[User:Ana]]", "English", "ES ([[User:Bea]], confirmed), AR")])
            ),
            registered={known.id: people},
            participants=roster,
        ),
        "en",
        page_language="en",
    )
    assert "'''Wanted'''" in shown
    assert "Could interpret: " in shown


def test_somebody_on_two_clinics_at_once_and_too_many_languages_are_told() -> None:
    remembered = memory(
        calendar(
            [
                row("One", EVENING, "[[User:Ana]]", "English", "ES, AR, FR, PT, SW"),
                row("Two", EVENING + timedelta(hours=1), "", "", "ES ([[User:Ana]])"),
                row("Three", EVENING + timedelta(hours=4), "[[User:Ana]]"),
            ]
        )
    )
    assert set(clashes(remembered.known)) == {"Ana"}
    text = calendar_text(view(remembered), "en", page_language="en")
    assert "is on two clinics at once" in text
    assert "More languages than the 4" in text


def test_a_deadline_that_passed_is_told() -> None:
    remembered = memory(calendar([row("One", EVENING, "", "English", "ES ([[User:Bea]]), AR (confirmed)")]))
    early = calendar_text(view(remembered), "en", page_language="en")
    late = calendar_text(view(remembered, now=EVENING - 3 * DAY), "en", page_language="en")
    assert "Not confirmed" not in early
    assert late.count("Not confirmed, though it was due by 17 March 2027") == 1


def test_fairness_counts_whole_clinics_in_waking_hours_of_twelve_months() -> None:
    held = [
        row("In the morning", datetime(2027, 2, 3, 6, tzinfo=UTC)),  # 15:00 in Jakarta, 01:00 in Bogota
        row("In the evening", datetime(2027, 2, 10, 17, tzinfo=UTC)),
        row("Too late for Cairo", datetime(2027, 2, 11, 19, tzinfo=UTC)),  # 21:00 to 23:00 there
        row("Long ago", datetime(2025, 2, 10, 17, tzinfo=UTC)),
        row("Never held", datetime(2027, 2, 12, 17, tzinfo=UTC), "", "", "", "", "", "cancelled"),
    ]
    found = fairness(view(memory(calendar([], held))))
    assert found.total == 3
    assert (found.by_place["mena"], found.by_place["eseap"]) == (2, 1)
    assert len(found.hours) == 3


PROGRAM = """
import sys
from datetime import datetime, UTC
from bot.program.clinic_memory import read_records, write_records
from tests.plan.calendars import calendar, memory, row
before = read_records(sys.stdin.read())
text = calendar([row("One", "24 March 2027, 17:00 Africa/Cairo")])
from bot.program.clinic_identity import Rememberer
from bot.program.clinic_table import read_calendar
from tests.plan.calendars import TABLES
reading = read_calendar(text, page="P", tables=TABLES)
keeper = Rememberer(program="garden", now=datetime(2027, 3, 1, tzinfo=UTC), may_move=lambda _: False)
found = keeper.remember(reading.clinics, before)
[known] = found.known
assert not found.problems and not known.record.disputed
print(known.clinic.when.local.isoformat(), known.clinic.when.zone, known.record.newest.start, file=sys.stderr)
print(write_records(found.records()))
"""


def test_when_the_zone_s_rules_change_the_local_time_stays_what_was_meant(tmp_path: Path) -> None:
    """Africa/Cairo in a later version of the tz database, here that of Lagos, an hour west."""
    own = Path(str(files("tzdata").joinpath("zoneinfo")))
    (tmp_path / "Africa").mkdir()
    shutil.copy(own / "Africa" / "Lagos", tmp_path / "Africa" / "Cairo")

    def run(path: Path, memory: str) -> tuple[str, str]:
        environment = {**os.environ, "PYTHONTZPATH": str(path), "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=environment,
            input=memory,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout, done.stderr.strip()

    remembered, before = run(own, "")
    again, after = run(tmp_path, remembered)
    assert before == "2027-03-24T17:00:00 Africa/Cairo 2027-03-24T15:00:00Z"
    assert after == "2027-03-24T17:00:00 Africa/Cairo 2027-03-24T16:00:00Z"
    [record] = read_records(again)
    assert [version.start for version in record.versions] == ["2027-03-24T15:00:00Z", "2027-03-24T16:00:00Z"]
    assert run(tmp_path, again)[0] == again
