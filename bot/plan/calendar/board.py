"""Pure: the interpretation board: asked for, offered, confirmed, and who could interpret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.plan.calendar.view import CalendarView, Teller
from bot.plan.charts import CHART, number_text
from bot.program.clinic_memory import Known
from bot.program.clinics import MOST_INTERPRETERS, Clinic, ClinicState, Interpretation, Offer
from bot.program.participant import Participant
from bot.wikitext.quoting import quote
from bot.words.dates import format_date

MOST_COULD = 5
"""People who could interpret that are named for one language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One language of one clinic."""

    language: str
    asked: int  # people registered who need it
    interpretation: Interpretation | None  # None: nobody has thought of it
    could: tuple[Participant, ...]  # of the roster, who are not on it


def asked_for(clinic: Clinic, registered: Sequence[Participant]) -> Counter[str]:
    """Count the languages that those need who registered and don't speak the clinic's own; one for each."""
    found: Counter[str] = Counter()
    for person in registered:
        if person.languages and not _speaks(person, clinic.language):
            found[person.languages[0]] += 1
    return found


def _speaks(person: Participant, language: str) -> bool:
    return not language or any(_root(code) == _root(language) for code in person.languages)


def _root(code: str) -> str:
    return code.partition("-")[0]


def board_rows(
    clinic: Clinic, registered: Sequence[Participant], participants: Sequence[Participant]
) -> list[BoardRow]:
    """Give the languages of a clinic: those most asked for first."""
    asked = asked_for(clinic, registered)
    planned = {each.language: each for each in clinic.interpretation}
    codes = sorted({*asked, *planned}, key=lambda code: (-asked[code], code))
    busy = {*clinic.sharers, *(name for each in clinic.interpretation for name in each.usernames)}
    return [
        BoardRow(
            language=code,
            asked=asked[code],
            interpretation=planned.get(code),
            could=tuple(
                person
                for person in participants
                if code in person.interprets
                and person.username not in busy
                and (not clinic.language or not person.languages or _speaks(person, clinic.language))
            ),
        )
        for code in codes
    ]


def clashes(known: Sequence[Known]) -> Mapping[str, tuple[Known, Known]]:
    """Give the people who share or interpret at two clinics at once, each with two of them."""
    found: dict[str, tuple[Known, Known]] = {}
    by_person: dict[str, list[Known]] = {}
    for each in known:
        if each.clinic.start and each.clinic.state is not ClinicState.CANCELLED:
            names = {*each.clinic.sharers, *(n for i in each.clinic.interpretation for n in i.usernames)}
            for name in names:
                by_person.setdefault(name, []).append(each)
    for name, theirs in by_person.items():
        ordered = sorted(theirs, key=lambda each: (each.clinic.start or each.clinic.end, each.id))
        for one, other in pairwise(ordered):
            if one.clinic.end and other.clinic.start and other.clinic.start < one.clinic.end:
                found.setdefault(name, (one, other))
    return found


def board_lines(view: CalendarView, language: str) -> Iterator[str]:
    """Give the section of the board; nothing where no clinic to come needs interpretation."""
    teller = Teller(view=view, language=language)
    clinics = [
        (known, rows)
        for known in view.upcoming()
        if known.clinic.state is not ClinicState.CANCELLED
        and (rows := board_rows(known.clinic, view.registered.get(known.id, ()), view.participants))
    ]
    if not clinics:
        return
    yield f"\n== {teller.say('calendar-heading-interpretation')} =="
    for name, (one, other) in sorted(clashes(view.upcoming()).items()):
        topics = teller.topic(one.clinic), teller.topic(other.clinic)
        yield f"* {teller.say('calendar-clash', teller.people([name]), *topics)}"
    yield f'{{| class="wikitable" style="{CHART}"'
    yield f'! scope="col" | {teller.say("report-column-language")}'
    yield f'! scope="col" | {teller.say("calendar-column-asked")}'
    yield f'! scope="col" | {teller.say("calendar-column-interpreter")}'
    for known, rows in clinics:
        yield "|-"
        topic = f"[[#clinic-{known.id}|{_label(known)}]]"
        many = sum(each.interpretation is not None for each in rows) > MOST_INTERPRETERS
        said = f"<br>{teller.say('calendar-too-many', MOST_INTERPRETERS)}" if many else ""
        yield f'! colspan="3" scope="colgroup" style="text-align:start" | {topic}{said}'
        for row in rows:
            yield from _row(view, teller, known, row)
    yield "|}"


def _label(known: Known) -> str:
    return f"<bdi>{quote(known.clinic.topic)}</bdi>"


def _row(view: CalendarView, teller: Teller, known: Known, row: BoardRow) -> Iterator[str]:
    yield "|-"
    yield f'! scope="row" style="text-align:start;font-weight:normal" | {teller.languages([row.language])}'
    yield f'| style="text-align:end" | {number_text(row.asked, teller.language)}'
    yield f'| style="overflow-wrap:anywhere" | {"<br>".join(_said(view, teller, known, row))}'


def _said(view: CalendarView, teller: Teller, known: Known, row: BoardRow) -> Iterator[str]:
    planned = row.interpretation
    offer = planned.offer if planned else Offer.WANTED
    said = teller.say(f"calendar-offer-{offer.value}")
    yield f"{said}: {teller.people(planned.usernames)}" if planned and planned.usernames else said
    if offer is not Offer.CONFIRMED:
        start = known.clinic.start
        if planned and start and (deadline := start - view.deadline) < view.now:
            yield teller.say("calendar-deadline", format_date(deadline, teller.language))
        if row.could:
            names = [person.username for person in row.could[:MOST_COULD]]
            yield teller.say("calendar-could", teller.people(names))
