"""Pure: which clinic of a page is which of those that are known, whatever has changed in its row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.program.clinic_memory import Known, Memory, Record, Version, digest, iso, moment_of
from bot.program.clinics import Clinic, ClinicState, is_undecided
from bot.program.problems import Problem
from bot.wikitext.folding import fold_words
from bot.wikitext.time_phrases import TimePhrase

REMEMBERED = timedelta(days=500)
"""For so long a clinic is remembered that is no longer on any page."""

DISPUTED = "1970-01-01T00:00:00Z"
"""Stands for the start of a disputed clinic that has none."""

MOST_VERSIONS = 20
"""Of a clinic that are remembered; the oldest go."""


@dataclass(slots=True, kw_only=True)
class Rememberer:
    """Tells which clinic of the page is which of the records, and keeps those up to date.

    Args:
        program: its short name.
        now: aware.
        may_move: tells whether whoever wrote this clinic's row may change what people are told of it.
    """

    program: str
    now: datetime
    may_move: Callable[[Clinic], bool] = lambda _: True
    problems: list[Problem] = field(default_factory=list)

    def remember(self, clinics: Sequence[Clinic], records: Sequence[Record]) -> Memory:
        """Bring clinics and records together."""
        clinics = self._each_once(clinics)
        pairs = _pairs(clinics, records, self.now)
        known: list[Known] = []
        ids = {record.id for record in records}
        for number, clinic in enumerate(clinics):
            before = pairs.get(number)
            record = self._new(clinic, ids) if before is None else self._next(clinic, before)
            ids.add(record.id)
            known.append(Known(clinic=clinic, record=record))
        here = {each.id for each in known}
        gone = tuple(filter(None, (self._gone(record) for record in records if record.id not in here)))
        return Memory(known=tuple(known), gone=gone, problems=tuple(self.problems))

    def _each_once(self, clinics: Sequence[Clinic]) -> list[Clinic]:
        """Leave out rows that say the same topic and time as one before."""
        found: dict[tuple[str, str], Clinic] = {}
        for clinic in clinics:
            key = (
                fold_words(clinic.topic),
                iso(clinic.start) or f"line {clinic.place.page} {clinic.place.line}",
            )
            first = found.setdefault(key, clinic)
            if first is not clinic:
                values = (clinic.place.row, clinic.place.line, clinic.topic, first.place.row)
                self.problems.append(Problem(reason="clinic-twice", values=values, place=clinic.place))
        return list(found.values())

    def _new(self, clinic: Clinic, taken: set[str]) -> Record:
        letters = "\n".join((self.program, fold_words(clinic.topic), iso(clinic.start) or clinic.page))
        number = 0
        while (name := digest(f"{letters}\n{number or ''}")) in taken:
            number += 1
        record = Record(id=name, topic="", page="", local="", zone="", versions=(self._version(clinic, 1),))
        return _up_to_date(record, clinic)

    def _next(self, clinic: Clinic, before: Record) -> Record:
        record = replace(_up_to_date(before, clinic), last_seen="")
        if not _is_settled(clinic):
            return replace(before, last_seen="")  # a person must mend it first
        version = self._version(clinic, before.newest.number + 1)
        news = version.news_since(before.newest)
        if news == {"interpretation"} and not self.may_move(clinic):
            return replace(
                before, last_seen=""
            )  # whoever offers to interpret may write so; nobody is told yet
        if news and self._is_disputed(clinic, before, news):
            values = (clinic.place.row, clinic.place.line, clinic.topic, before.newest.start or "–")
            self.problems.append(Problem(reason="clinic-corrected", values=values, place=clinic.place))
            return replace(before, last_seen="", disputed=iso(clinic.start) or DISPUTED)
        record = replace(record, disputed="")
        if version.says_the_same(before.newest):
            return record
        return replace(record, versions=(*record.versions, version)[-MOST_VERSIONS:])

    def _is_disputed(self, clinic: Clinic, before: Record, news: Collection[str]) -> bool:
        """Tell whether somebody who may not changed what people are told; new zone data are nobody's."""
        same_words = isinstance(clinic.when, TimePhrase) and (
            (clinic.when.local.isoformat(), clinic.when.zone) == (before.local, before.zone)
        )
        return not (news == {"time"} and same_words) and not self.may_move(clinic)

    def _gone(self, record: Record) -> Record | None:
        """Keep the record of a clinic that is no longer there, for a while."""
        newest = record.newest
        seen = record.last_seen or iso(self.now)
        if self.now - moment_of(seen) > REMEMBERED:
            return None
        is_past = bool(newest.start) and moment_of(newest.start) < self.now
        if not is_past and newest.state is not ClinicState.CANCELLED:
            self.problems.append(Problem(reason="clinic-gone", values=(newest.start or "–",)))
        return replace(record, last_seen=seen)

    def _version(self, clinic: Clinic, number: int) -> Version:
        return Version(
            number=number,
            start=iso(clinic.start),
            place=digest(clinic.registration),
            languages=clinic.offered,
            state=clinic.state,
            at=iso(self.now),
        )


def _is_settled(clinic: Clinic) -> bool:
    """Tell whether nobody need mend the time: it is known, not decided, or no longer needed."""
    return clinic.start is not None or clinic.state is ClinicState.CANCELLED or is_undecided(clinic.when)


def _up_to_date(record: Record, clinic: Clinic) -> Record:
    when = clinic.when
    return replace(
        record,
        topic=digest(fold_words(clinic.topic)),
        page=digest(clinic.page),
        local=when.local.isoformat() if isinstance(when, TimePhrase) else record.local,
        zone=when.zone if isinstance(when, TimePhrase) else record.zone,
    )


_STEPS = (("topic", "local"), ("topic", "start"), ("page",), ("topic",), ("local",), ("start",))
"""By what a clinic is known again: all of a step must be the same, and those of no other clinic left over."""


def _pairs(clinics: Sequence[Clinic], records: Sequence[Record], now: datetime) -> dict[int, Record]:
    """Give by the number of a clinic its record: by all that stays, then by ever less; never one of two."""
    pairs: dict[int, Record] = {}
    left = {record.id: record for record in records}
    ours = {number: _marks_of_clinic(clinic) for number, clinic in enumerate(clinics)}
    for names in _STEPS:
        by_mark: dict[tuple[str, ...], list[int]] = {}
        for number, marks in ours.items():
            if number not in pairs and all(marks[name] for name in names):
                by_mark.setdefault(tuple(marks[name] for name in names), []).append(number)
        theirs: dict[tuple[str, ...], list[Record]] = {}
        for record in left.values():
            marks = _marks_of_record(record)
            theirs.setdefault(tuple(marks[name] for name in names), []).append(record)
        for mark, numbers in by_mark.items():
            match = theirs.get(mark, [])
            if len(numbers) == 1 == len(match) and not _is_next_one(
                clinics[numbers[0]], match[0], names, now
            ):
                pairs[numbers[0]] = left.pop(match[0].id)
    return pairs


def _is_next_one(clinic: Clinic, record: Record, names: Sequence[str], now: datetime) -> bool:
    """Tell whether a clinic to come has only its topic in common with one that is over."""
    if tuple(names) != ("topic",) or not record.newest.start or not clinic.start:
        return False
    return moment_of(record.newest.start) < now < clinic.start


def _marks_of_clinic(clinic: Clinic) -> dict[str, str]:
    when = clinic.when
    return {
        "topic": digest(fold_words(clinic.topic)),
        "page": digest(clinic.page),
        "local": f"{when.local.isoformat()} {when.zone}" if isinstance(when, TimePhrase) else "",
        "start": iso(clinic.start),
    }


def _marks_of_record(record: Record) -> dict[str, str]:
    return {
        "topic": record.topic,
        "page": record.page,
        "local": f"{record.local} {record.zone}" if record.local else "",
        "start": record.newest.start,
    }
