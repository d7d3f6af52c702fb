"""Pure: the clinics as iCalendar (RFC 5545): one feed for a language, and a file for each clinic.

Nothing in them depends on when they are made: a clinic's UID is its identity, its SEQUENCE the number of its
version, its stamps the moment at which that version was seen first.
"""

from __future__ import annotations

from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from bot.plan.calendar.feed_names import EVERY_LANGUAGE, clinic_file, language_file
from bot.plan.calendar.view import CalendarView, is_over
from bot.plan.naming import BETWEEN
from bot.program.clinic_memory import Known, moment_of
from bot.program.clinics import ClinicState
from bot.program.languages import autonym
from bot.words.codes import bcp47

ALARMS = (timedelta(days=1), timedelta(hours=1))
"""Before a clinic, at which calendars remind of it."""

KEPT = timedelta(days=366)
"""For so long after it a clinic stays in the feeds."""


def feeds(
    view: CalendarView, *, program: str, home: str, offered: tuple[str, ...], base_url: str
) -> dict[str, bytes]:
    """Give each file of the feed folder.

    Args:
        view: the calendar.
        program: its short name.
        home: the home wiki's language, of the feed with all clinics.
        offered: languages of which there is a feed of the clinics that are held in them or interpreted.
        base_url: of the home wiki's pages, up to the title.

    Returns:
        Bytes by file name; the same for the same clinics, whenever it is asked.
    """
    shown = [each for each in view.memory.known if _is_shown(each, view)]
    made = _Maker(view=view, program=program, base_url=base_url)
    files = {EVERY_LANGUAGE: made.feed(shown, home)}
    for code in offered:
        theirs = [each for each in shown if code in {each.clinic.language, *each.clinic.offered}]
        files[language_file(code)] = made.feed(theirs, code)
    for each in shown:
        if not is_over(each, view.now):
            files[clinic_file(each.id)] = made.feed([each], home)
    return files


def _is_shown(known: Known, view: CalendarView) -> bool:
    end = known.clinic.end
    if end is None or known.record.disputed or end < view.now - KEPT:
        return False
    return not (known.clinic.state is ClinicState.CANCELLED and len(known.record.versions) == 1)


class _Maker:
    """Makes calendars in a language."""

    def __init__(self, *, view: CalendarView, program: str, base_url: str) -> None:
        self.view = view
        self.program = program
        self.base_url = base_url

    def feed(self, known: list[Known], language: str) -> bytes:
        """Give a calendar of these clinics."""
        calendar = Calendar()
        calendar.add("prodid", f"-//{self.program}//clinics//{bcp47(language).upper()}")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", self.view.title.rpartition("/")[2])
        for each in sorted(known, key=lambda one: (one.clinic.start or self.view.now, one.id)):
            calendar.add_component(self._event(each, language))
        return bytes(calendar.to_ical())

    def _event(self, known: Known, language: str) -> Event:
        clinic, newest = known.clinic, known.record.newest
        say = self.view.words.say
        event = Event()
        event.add("uid", f"clinic-{known.id}@{self.program}")
        event.add("sequence", newest.number - 1)
        event.add("dtstamp", moment_of(newest.at))
        event.add("last-modified", moment_of(newest.at))
        event.add("created", moment_of(known.record.versions[0].at))
        event.add("dtstart", clinic.start)
        event.add("dtend", clinic.end)
        event.add("summary", clinic.topic)
        event.add("status", _status(clinic.state))
        event.add("url", f"{self.base_url}#clinic-{known.id}")
        described = [
            say(language, "calendar-language", autonym(clinic.language)) if clinic.language else "",
            say(language, "calendar-interpretation", BETWEEN.join(map(autonym, clinic.offered)))
            if clinic.offered
            else "",
            f"{say(language, 'calendar-register')}: {clinic.registration}" if clinic.registration else "",
        ]
        event.add("description", "\n".join(filter(None, described)))
        if clinic.registration.startswith("http"):
            event.add("location", clinic.registration)
        if clinic.state is not ClinicState.CANCELLED:
            for before in ALARMS:
                alarm = Alarm()
                alarm.add("action", "DISPLAY")
                alarm.add("description", clinic.topic)
                alarm.add("trigger", -before)
                event.add_component(alarm)
        return event


def _status(state: ClinicState) -> str:
    if state is ClinicState.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if state is ClinicState.CONFIRMED else "TENTATIVE"
