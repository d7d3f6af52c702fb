"""Pure: the clinics to come: when, in each region's time, who, how to register."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.plan.calendar.feed_names import clinic_file
from bot.plan.calendar.view import CalendarView, Teller
from bot.plan.charts import CHART
from bot.program.clinic_memory import Known
from bot.program.clinics import ClinicState
from bot.program.registrations import other_names, registration_name
from bot.wikitext.quoting import quote
from bot.words.dates import city_of, format_date, format_length, format_weekday_hour
from bot.words.direction import direction


def upcoming_lines(view: CalendarView, language: str) -> Iterator[str]:
    """Give the section of the clinics to come."""
    teller = Teller(view=view, language=language)
    yield f"== {teller.say('calendar-heading-upcoming')} =="
    known = view.upcoming()
    if not known:
        yield teller.say("calendar-none")
    for number, each in enumerate(known):
        yield from _clinic(view, teller, each, is_next=number == 0)


def _clinic(view: CalendarView, teller: Teller, known: Known, *, is_next: bool) -> Iterator[str]:
    clinic = known.clinic
    yield f'=== <span id="clinic-{known.id}"></span>{teller.topic(clinic)} ==='
    if state := teller.state(known):
        yield f"'''{state}'''"
        yield ""
    if clinic.state is ClinicState.CANCELLED:
        return
    yield from facts(teller, known)
    if view.feed_url and known.is_sure:
        yield f"* {teller.link(f'{view.feed_url}{clinic_file(known.id)}', teller.say('calendar-add'))}"
    if known.is_sure:
        yield from _local_times(view, teller, known, is_folded=not is_next)


def facts(teller: Teller, known: Known) -> Iterator[str]:
    """Give what people need to know of a clinic, as a list."""
    clinic = known.clinic
    length = format_length(clinic.length, teller.language)
    when = teller.say("calendar-when", teller.when(known)) + (f" · {length}" if known.is_sure else "")
    yield f"* {when} {_mark(teller, known)}"
    if clinic.sharers:
        yield f"* {teller.say('calendar-sharers', teller.people(clinic.sharers))}"
    if clinic.organisers:
        yield f"* {teller.say('calendar-organisers', teller.people(clinic.organisers))}"
    if clinic.language:
        yield f"* {teller.say('calendar-language', teller.languages([clinic.language]))}"
    if clinic.offered:
        yield f"* {teller.say('calendar-interpretation', teller.languages(clinic.offered))}"
    if clinic.registration:
        yield f"* {teller.link(clinic.registration, teller.say('calendar-register'))}"


def _mark(teller: Teller, known: Known) -> str:
    """Give the place where the gadget puts its button to register, with what goes into the sign-up table."""
    name = registration_name(known, teller.view.memory.known)
    start = known.clinic.start
    day = f" · {format_date(start, teller.language)}" if start and known.is_sure else ""
    mark = "\u200f" if direction(teller.language) == "rtl" else "\u200e"  # the topic may run the other way
    label = quote(f"{known.clinic.topic}{mark}{day}")
    also = quote(json.dumps(other_names(known, name, teller.view.memory.known), ensure_ascii=False))
    named = f'data-clinic="{quote(name)}" data-also="{also}"'
    return f'<span class="lc-clinic" {named} data-label="{label}"></span>'


def _local_times(view: CalendarView, teller: Teller, known: Known, *, is_folded: bool) -> Iterator[str]:
    start = known.clinic.start
    if start is None:
        return
    folded = " mw-collapsible mw-collapsed" if is_folded else ""
    yield f'{{| class="wikitable{folded}" style="{CHART}"'
    yield f'|+ style="text-align:start" | {teller.say("calendar-local-times")}'
    yield f'! scope="col" | {teller.say("directory-column-region")}'
    yield f'! scope="col" | {teller.say("calendar-column-time")}'
    for place in view.places:
        city = quote(city_of(place.zone_name, teller.language))
        yield "|-"
        name = quote(place.names[teller.language])
        yield f'! scope="row" style="text-align:start;font-weight:normal" | {name}'
        hour = format_weekday_hour(start, place.zone, teller.language)
        yield f"| {hour} <small><bdi>({city})</bdi></small>"
    yield "|}"
