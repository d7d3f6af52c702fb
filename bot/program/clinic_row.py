"""Pure: one clinic, of the texts of its row or of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.program.clinic_cells import (
    is_struck,
    plain,
    read_interpretation,
    read_materials,
    read_people,
    read_place,
    read_state,
    seen,
)
from bot.program.clinics import USUAL_LENGTH, Clinic, ClinicState, Interpretation, is_undecided
from bot.program.excerpts import excerpt
from bot.program.languages import read_languages
from bot.program.problems import Place, Problem
from bot.program.time_zones import read_time_zone, zone_of
from bot.wikitext.links import find_links
from bot.wikitext.time_phrases import TimePhrase, Zones, read_length, read_time_phrase
from bot.wikitext.time_reasons import NoTime

ZONES = Zones(read=read_time_zone, zone_of=zone_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The texts of a clinic by column, and what stands around them."""

    texts: Mapping[str, str]
    year: int | None = None  # of days that are written without one
    zone: str | None = None  # of hours that are written without one

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")


@dataclass(slots=True, kw_only=True)
class ClinicRow:
    """Reads one clinic, and keeps what is wrong with it."""

    fields: Fields
    place: Place
    page: str = ""  # the clinic's own, if it is read from one
    span: tuple[int, int] = (0, 0)
    in_past: bool = False
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Clinic | None:
        """Read it; None: it has no topic."""
        fields = self.fields
        topic = plain(fields["topic"])
        if not topic:
            self._fault("clinic-no-topic", excerpt(" ".join(filter(None, map(plain, fields.texts.values())))))
            return None
        state = self._state()
        when = self._when(topic, state)
        main, interpretation = self._languages(topic)
        return Clinic(
            topic=topic,
            when=when,
            place=self.place,
            length=self._length(topic, when),
            page=self.page or _page_of(fields["topic"]),
            sharers=read_people(fields["sharers"]),
            organisers=read_people(fields["organisers"]),
            language=main,
            interpretation=interpretation,
            registration=read_place(fields["registration"]),
            signup_list=_title_of(fields["signup_list"]),
            feedback=read_place(fields["feedback"]),
            recordings=read_materials(fields["recordings"], main),
            slides=read_materials(fields["slides"], main),
            state=state,
            span=self.span,
            in_past=self.in_past,
        )

    def _state(self) -> ClinicState:
        said = plain(self.fields["state"])
        state = read_state(said)
        if said and state is None:
            self._fault("clinic-state", excerpt(said))
        if state is None and is_struck(self.fields["topic"]):
            return ClinicState.CANCELLED
        return state or ClinicState.PLANNED

    def _when(self, topic: str, state: ClinicState) -> TimePhrase | NoTime:
        fields = self.fields
        said = ", ".join(filter(None, (fields["when"], fields["date"], fields["time"])))
        when = read_time_phrase(said, ZONES, year=fields.year, zone=fields.zone)
        readable = isinstance(when, TimePhrase) or is_undecided(when)
        if isinstance(when, NoTime) and not readable and state is not ClinicState.CANCELLED:
            wrong = plain(said[slice(*when.span)]) or plain(said)
            self._fault(f"clinic-time-{when.reason}", excerpt(topic), excerpt(wrong))
        return when

    def _length(self, topic: str, when: TimePhrase | NoTime) -> timedelta:
        said = plain(self.fields["length"])
        own = when.length if isinstance(when, TimePhrase) else None
        column = read_length(said) if said else None
        if said and column is None:
            self._fault("clinic-length", excerpt(topic), excerpt(said))
        elif own and column and own != column:
            self._fault("clinic-lengths", excerpt(topic), int(own.seconds // 60), int(column.seconds // 60))
        return own or column or USUAL_LENGTH

    def _languages(self, topic: str) -> tuple[str, tuple[Interpretation, ...]]:
        """Give the main language, and the interpretation; languages beside the main one are offered."""
        codes, unread = read_languages(plain(self.fields["language"]))
        found, left = read_interpretation(self.fields["interpretation"])
        for piece in (*unread, *left):
            self._fault("clinic-language", excerpt(topic), excerpt(piece))
        main = codes[0] if codes else ""
        named = {each.language for each in found}
        more = tuple(Interpretation(language=code) for code in codes[1:] if code not in named)
        return main, tuple(each for each in (*found, *more) if each.language != main)

    def _fault(self, reason: str, *values: str | int) -> None:
        values = (self.place.row, self.place.line, *values)
        self.problems.append(Problem(reason=reason, values=values, place=self.place))


def _page_of(text: str) -> str:
    """Give the page that a topic as a whole leads to; empty: none."""
    links = find_links(seen(text))
    if len(links) != 1 or links[0].is_address:
        return ""
    return links[0].target if plain(links[0].label or links[0].target) == plain(text) else ""


def _title_of(text: str) -> str:
    """Give the page that a cell leads to; empty: none. Sections of pages don't count."""
    return next((link.target for link in find_links(seen(text)) if not link.is_address), "").partition("#")[0]
