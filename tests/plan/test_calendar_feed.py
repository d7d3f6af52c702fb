"""The feeds: two readers that know nothing of each other accept them and see the page's own instants."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject

from bot.plan.calendar.feed import feeds
from bot.plan.calendar.feed_names import EVERY_LANGUAGE, clinic_file, language_file
from bot.plan.calendar.pages import calendar_text
from bot.program.clinic_memory import Memory
from tests.plan.calendars import LANGUAGES, NOW, calendar, memory, row, view
from tests.plan.signup_people import HOSTILE

MARCH, APRIL = datetime(2027, 3, 24, 17, tzinfo=UTC), datetime(2027, 4, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def made(remembered: Memory, *, now: datetime = NOW) -> dict[str, bytes]:
    return feeds(
        view(remembered, now=now, feed_url="https://feeds.example/"),
        program="garden",
        home="en",
        offered=LANGUAGES,
        base_url="https://wiki.example/w/index.php?title=Program/Calendar",
    )


def events(feed: bytes) -> dict[str, dict[str, Any]]:
    """Read a feed with both readers, and give what they agree on, by UID."""
    of_icalendar = {
        str(event["UID"]): {
            "start": event.decoded("DTSTART").astimezone(UTC),
            "end": event.decoded("DTEND").astimezone(UTC),
            "summary": str(event["SUMMARY"]),
            "sequence": int(str(event["SEQUENCE"])),
            "status": str(event["STATUS"]),
            "alarms": [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")],
        }
        for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")
    }
    read = vobject.readOne(feed.decode())
    of_vobject = {
        event.uid.value: {
            "start": event.dtstart.value.astimezone(UTC),
            "end": event.dtend.value.astimezone(UTC),
            "summary": event.summary.value,
            "sequence": int(event.sequence.value),
            "status": event.status.value,
            "alarms": [alarm.trigger.value for alarm in getattr(event, "valarm_list", [])],
        }
        for event in getattr(read, "vevent_list", [])
    }
    assert of_icalendar == of_vobject
    return of_icalendar


def test_feeds_and_page_show_the_same_instants() -> None:
    text = calendar([row("Surveys", MARCH, "", "English", "ES, AR"), row("Metrics", APRIL, "", "French", "")])
    remembered = memory(text)
    files = made(remembered)
    assert set(files) == {
        EVERY_LANGUAGE,
        *map(language_file, LANGUAGES),
        *(clinic_file(each.id) for each in remembered.known),
    }
    seen = {event["start"] for event in events(files[EVERY_LANGUAGE]).values()}
    on_page = calendar_text(view(remembered), "en", page_language="en")
    stamps = {
        datetime.fromtimestamp(int(n), UTC) for n in re.findall(r"zonestamp\.toolforge\.org/(\d+)", on_page)
    }
    assert seen == stamps == {MARCH, APRIL}
    assert {language: len(events(files[language_file(language)])) for language in LANGUAGES} == {
        "en": 1,
        "es": 1,
        "ar": 1,
        "fr": 1,
        "pt": 0,
    }
    first = events(files[EVERY_LANGUAGE])[f"clinic-{remembered.known[0].id}@garden"]
    assert (first["end"] - first["start"], first["alarms"]) == (2 * HOUR, [-24 * HOUR, -HOUR])
    assert (first["sequence"], first["status"]) == (0, "TENTATIVE")


def test_a_moved_and_a_cancelled_clinic_update_in_place() -> None:
    before = memory(calendar([row("Surveys", MARCH), row("Metrics", APRIL, "", "", "", "", "", "confirmed")]))
    first = events(made(before)[EVERY_LANGUAGE])
    text = calendar(
        [row("Surveys", MARCH + 24 * HOUR), row("Metrics", APRIL, "", "", "", "", "", "cancelled")]
    )
    after = memory(text, now=NOW + HOUR, before=list(before.records()))
    second = events(made(after)[EVERY_LANGUAGE])
    assert set(first) == set(second)
    surveys, metrics = (f"clinic-{each.id}@garden" for each in after.known)
    assert [e[surveys]["sequence"] for e in (first, second)] == [0, 1]
    assert second[surveys]["start"] == MARCH + 24 * HOUR
    assert [e[metrics]["status"] for e in (first, second)] == ["CONFIRMED", "CANCELLED"]
    assert [e[metrics]["sequence"] for e in (first, second)] == [0, 1]
    assert second[metrics]["alarms"] == []


def test_the_files_are_the_same_whenever_they_are_made() -> None:
    text = calendar([row("Surveys", MARCH)])
    first = memory(text)
    later = memory(text, now=NOW + 5 * HOUR, before=list(first.records()))
    assert made(first) == made(later, now=NOW + 5 * HOUR)


@pytest.mark.parametrize("said", HOSTILE)
def test_topics_are_letters_in_a_feed_too(said: str) -> None:
    topic = f"A {said}\\n;,:X-EVIL"
    known = memory(calendar([row("Quiet", MARCH)])).known[0]
    clinic = type(known.clinic)(
        **{**{n: getattr(known.clinic, n) for n in known.clinic.__slots__}, "topic": topic}
    )
    remembered = Memory(known=(type(known)(clinic=clinic, record=known.record),))
    [event] = events(made(remembered)[EVERY_LANGUAGE]).values()
    assert event["summary"] == topic


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    feed = made(memory(calendar([row("عيادة " * 40, MARCH)])))[EVERY_LANGUAGE]
    lines = feed.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in feed.replace(b"\r\n", b"")
