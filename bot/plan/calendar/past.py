"""Pure: past clinics with what is left of them, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.plan.calendar.view import CalendarView, Teller
from bot.plan.naming import APART
from bot.program.clinics import Clinic, Material
from bot.words.dates import format_date

MOST_OPEN = 12
"""Past clinics that are shown unfolded."""

MOST_MISSING = 20
"""Clinics of which it is told what is missing."""


def past_lines(view: CalendarView, language: str) -> Iterator[str]:
    """Give the section of past clinics."""
    known = view.past()
    if not known:
        return
    teller = Teller(view=view, language=language)
    yield f"\n== {teller.say('calendar-heading-past')} =="
    for each in known[:MOST_OPEN]:
        yield f"* {past_line(teller, each.clinic)}"
    if known[MOST_OPEN:]:
        yield '<div class="mw-collapsible mw-collapsed">'
        for each in known[MOST_OPEN:]:
            yield f"* {past_line(teller, each.clinic)}"
        yield "</div>"


def missing_lines(view: CalendarView, language: str) -> Iterator[str]:
    """Give the section of what past clinics lack."""
    teller = Teller(view=view, language=language)
    known = view.past()
    missing = [(each.clinic, said) for each in known if (said := _missing(teller, each.clinic))]
    if missing:
        yield f"\n== {teller.say('calendar-heading-missing')} =="
        for clinic, said in missing[:MOST_MISSING]:
            yield f"* {teller.topic(clinic)}: {said}"
        if more := len(missing[MOST_MISSING:]):
            yield f"* {teller.say('calendar-more', more)}"


def past_line(teller: Teller, clinic: Clinic) -> str:
    """Give a clinic that is over, with its recordings and slides, on one line."""
    parts = [
        format_date(clinic.start, teller.language) if clinic.start else "",
        f"'''{teller.topic(clinic)}'''",
        teller.materials("calendar-recording", clinic.recordings),
        teller.materials("calendar-slides", clinic.slides),
    ]
    return APART.join(filter(None, parts))


def missing_languages(clinic: Clinic, materials: Sequence[Material]) -> list[str]:
    """Give the languages of a clinic in which there is none of these."""
    spoken = [code for code in (clinic.language, *clinic.offered) if code]
    there = {each.language for each in materials}
    return [code for code in dict.fromkeys(spoken) if code not in there]


def _missing(teller: Teller, clinic: Clinic) -> str:
    said = []
    if lacks := missing_languages(clinic, clinic.recordings):
        said.append(teller.say("calendar-missing-recording", teller.languages(lacks)))
    if not clinic.slides:
        said.append(teller.say("calendar-missing-slides"))
    return APART.join(said)
