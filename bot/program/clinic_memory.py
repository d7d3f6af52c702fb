"""Pure: what is remembered of clinics, so that each stays itself under another title, date or place.

It stands in the bot's own part of the calendar page, one comment for each clinic, and tells no more than what
the page says anyway.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.program.clinics import Clinic, ClinicState
from bot.program.problems import Problem

_LINE = re.compile(r"<!-- clinic (\{[^\n]*\}) -->")
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "~": "\\u007e", "--": "-\\u002d"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What people could know of a clinic from a moment on."""

    number: int  # from 1
    start: str  # ISO 8601, UTC; empty: not known
    place: str  # digest of where to register
    languages: tuple[str, ...]  # into which somebody interprets
    state: ClinicState
    at: str  # ISO 8601, UTC: when the bot saw it first

    def says_the_same(self, other: Version) -> bool:
        """Tell whether nothing that people need to know is different."""
        return self.news_since(other) == frozenset()

    def news_since(self, other: Version) -> frozenset[str]:
        """Give what is different: `time`, `place`, `interpretation`, `state`."""
        return frozenset(
            name
            for name, differs in (
                ("time", self.start != other.start),
                ("place", self.place != other.place),
                ("interpretation", self.languages != other.languages),
                ("state", _is_off(self) != _is_off(other)),
            )
            if differs
        )


def _is_off(version: Version) -> bool:
    return version.state is ClinicState.CANCELLED or not version.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A clinic as it was last seen."""

    id: str  # small letters and digits; it never changes
    topic: str  # digest
    page: str  # digest of its own page; empty: it has none
    local: str  # ISO 8601 without a zone; empty: not known
    zone: str
    versions: tuple[Version, ...]  # the oldest first
    disputed: str = ""  # start, ISO 8601 UTC, by which somebody who is no organiser replaced the time
    last_seen: str = ""  # ISO 8601, UTC; empty: it is on a page now

    @property
    def newest(self) -> Version:
        """What is known now."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A clinic with its record."""

    clinic: Clinic
    record: Record

    @property
    def id(self) -> str:
        """What it is known by."""
        return self.record.id

    @property
    def is_sure(self) -> bool:
        """Whether its time is known and nobody disputes it."""
        return self.clinic.start is not None and not self.record.disputed


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All clinics that are known."""

    known: tuple[Known, ...] = ()  # as they stand on the page
    gone: tuple[Record, ...] = ()  # those that no longer stand there
    problems: tuple[Problem, ...] = ()

    def records(self) -> Iterator[Record]:
        """Give the records of all, by id."""
        yield from sorted((*(each.record for each in self.known), *self.gone), key=lambda each: each.id)


def read_records(text: str) -> list[Record]:
    """Read the records in the bot's part of a calendar page; what can't be read is left out."""
    found: dict[str, Record] = {}
    for match in _LINE.finditer(text):
        try:
            record = _record(json.loads(match[1]))
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
            continue
        found.setdefault(record.id, record)
    return list(found.values())


def write_records(records: Iterable[Record]) -> str:
    """Give the comments that hold the records, one a line; they show as nothing."""
    return "\n".join(f"<!-- clinic {_json(record)} -->" for record in records)


def _json(record: Record) -> str:
    told = {
        "id": record.id,
        "topic": record.topic,
        "page": record.page,
        "local": record.local,
        "zone": record.zone,
        "disputed": record.disputed,
        "seen": record.last_seen,
        "versions": [
            [each.number, each.start, each.place, " ".join(each.languages), each.state.value, each.at]
            for each in record.versions
        ],
    }
    text = json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)
    for sign, written in _ESCAPED.items():
        text = text.replace(sign, written)
    return text


def _record(told: dict[str, object]) -> Record:
    versions = tuple(_version(each) for each in _list(told["versions"]))
    if not versions or not re.fullmatch(r"[a-z0-9]{4,20}", str(told["id"])):
        raise ValueError
    texts = {name: str(told.get(name, "")) for name in ("topic", "page", "local", "zone", "disputed")}
    for moment in (texts["disputed"], str(told.get("seen", "")), *(each.start for each in versions)):
        if moment:
            moment_of(moment)
    return Record(id=str(told["id"]), versions=versions, last_seen=str(told.get("seen", "")), **texts)


def _list(value: object) -> list[list[object]]:
    if not isinstance(value, list) or not all(isinstance(each, list) for each in value):
        raise TypeError
    return value


def _version(told: list[object]) -> Version:
    number, start, place, languages, state, at = told
    moment_of(str(at))
    return Version(
        number=int(str(number)),
        start=str(start),
        place=str(place),
        languages=tuple(str(languages).split()),
        state=ClinicState(str(state)),
        at=str(at),
    )


def moment_of(text: str) -> datetime:
    """Read a moment of a record, aware, UTC.

    Raises:
        ValueError: it is none.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def iso(moment: datetime | None) -> str:
    """Give a moment as the records hold it, ISO 8601, UTC; empty for none."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def digest(text: str) -> str:
    """Give a few letters that tell a text from others; empty for an empty one."""
    return (
        base64.b32encode(hashlib.sha256(text.encode(errors="replace")).digest()[:5]).decode().lower()
        if text
        else ""
    )
