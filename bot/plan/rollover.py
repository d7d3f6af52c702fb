"""Pure: rows of clinics that are over, moved to the table of past ones, byte for byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from bot.program.clinic_table import CalendarTable, ClinicTables, clinics_in
from bot.program.clinics import Clinic
from bot.program.problems import Problem
from bot.wikitext.table import Row
from bot.wikitext.tables import read_tables

UNKNOWN = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for a time that is not known, where clinics are put in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledOver:
    """A calendar page with its rows where they belong."""

    wikitext: str
    moved: tuple[Clinic, ...] = ()
    problems: tuple[Problem, ...] = ()


def roll_over(wikitext: str, over: Collection[Clinic], *, tables: ClinicTables) -> RolledOver:
    """Move rows to the table of past clinics: to its top where the newest stand there, else to its end.

    Args:
        wikitext: of the page.
        over: clinics as they were read of this text.
        tables: finds its tables.
    """
    found = tables.find(wikitext)
    past = next((table for table in found if table.is_past), None)
    place = _place_in(wikitext, past) if past else None
    cuts: list[tuple[Clinic, Row, tuple[int, int]]] = []
    problems: list[Problem] = []
    for clinic in over:
        here = next(
            (
                (table, row)
                for table in found
                if not table.is_past
                for row, _ in table.rows
                if row.span == clinic.span
            ),
            None,
        )
        reason = _against(here, past, place)
        lines = _lines_of(wikitext, *here) if here else None
        if reason or here is None or lines is None:
            problems.append(_problem(reason or "clinic-not-moved", clinic))
        else:
            cuts.append((clinic, here[1], lines))
    if place is None or not cuts:
        return RolledOver(wikitext=wikitext, problems=tuple(problems))
    cuts.sort(key=lambda cut: cut[0].start or UNKNOWN, reverse=not place.newest_last)
    moved = _moved(wikitext, [lines for *_, lines in cuts], place.offset)
    if not _is_as_meant(wikitext, moved, [row for _, row, _ in cuts], tables):
        problems += [_problem("clinic-not-moved", clinic) for clinic, *_ in cuts]
        return RolledOver(wikitext=wikitext, problems=tuple(problems))
    return RolledOver(wikitext=moved, moved=tuple(clinic for clinic, *_ in cuts), problems=tuple(problems))


def _against(here: tuple[CalendarTable, Row] | None, past: CalendarTable | None, place: _Place | None) -> str:
    """Give what is against moving a row; empty: nothing."""
    if past is None:
        return "clinic-no-past"
    if here is None or place is None:
        return "clinic-not-moved"
    known, theirs = here[0].columns.known, past.columns.known
    if any(theirs.get(name) != index for name, index in known.items()):
        return "clinic-columns"
    return "clinic-spans" if _spans(here[0]) else ""


def _moved(text: str, lines: Sequence[tuple[int, int]], offset: int) -> str:
    """Give the text with some lines taken out and put, in this order, at a place outside of them."""
    pieces = []
    at = 0
    put = "".join(text[start:end] for start, end in lines)
    for start, end in sorted([*lines, (offset, offset)]):
        pieces.append(text[at:start])
        if start == end:
            pieces.append(put)
        at = end
    return "".join([*pieces, text[at:]])


def _spans(table: CalendarTable) -> bool:
    """Tell whether a cell of the table reaches into several rows: none can be moved alone."""
    return any(cell.rowspan != 1 for row, _ in table.rows for cell in row.cells)


def _lines_of(text: str, table: CalendarTable, row: Row) -> tuple[int, int] | None:
    """Give the lines on which a row stands, with nothing else; None: something else does."""
    start = text.rfind("\n", 0, row.span[0]) + 1
    end = text.find("\n", row.span[1])
    if end < 0 or text[start : row.span[0]].strip() or not text.startswith("|-", row.span[0]):
        return None
    others = [other for other in table.table.rows if other is not row]
    inside = any(start <= other.span[0] < end + 1 for other in others)
    if inside or text[row.span[1] : end].strip() or end + 1 > table.table.span[1]:
        return None
    return start, end + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where rows go in the table of past clinics."""

    offset: int
    newest_last: bool


def _place_in(text: str, past: CalendarTable) -> _Place | None:
    """Give where in the table of past clinics rows go; None: there is no such place."""
    starts = [clinic.start for clinic in clinics_in(past) if clinic.start]
    newest_last = len(starts) > 1 and all(one <= other for one, other in pairwise(starts))
    if past.rows and not newest_last:
        first = past.rows[0][0].span[0]
        offset = text.rfind("\n", 0, first) + 1
        is_whole = text.startswith("|-", first) and not text[offset:first].strip()
        return _Place(offset=offset, newest_last=False) if is_whole else None
    end = text.find("\n", past.table.rows[-1].span[1])
    inside = 0 <= end < past.table.span[1]
    return _Place(offset=end + 1, newest_last=newest_last) if inside else None


def _is_as_meant(before: str, after: str, rows: Sequence[Row], tables: ClinicTables) -> bool:
    """Tell whether some rows are in another table, as they were, and all other rows where they were."""
    old, new = (_texts(text, tables) for text in (before, after))
    for row in rows:
        cells = tuple(cell.text for cell in row.cells)
        old[False][cells] -= 1
        old[True][cells] += 1
    in_place = all(+old[kind] == new[kind] for kind in (False, True))
    return in_place and len(before) == len(after) and _rows(before) == _rows(after)


def _rows(text: str) -> Counter[tuple[str, ...]]:
    """Count the rows of all tables: one within another would change what holds it."""
    return Counter(
        tuple(cell.text for cell in row.cells) for table in read_tables(text) for row in table.rows
    )


def _texts(text: str, tables: ClinicTables) -> dict[bool, Counter[tuple[str, ...]]]:
    """Count the rows with the same cells, those of past clinics and the others."""
    found: dict[bool, Counter[tuple[str, ...]]] = {False: Counter(), True: Counter()}
    for table in tables.find(text):
        found[table.is_past].update(tuple(cell.text for cell in row.cells) for row, _ in table.rows)
    return found


def _problem(reason: str, clinic: Clinic) -> Problem:
    values = (clinic.place.row, clinic.place.line, clinic.topic)
    return Problem(reason=reason, values=values, place=clinic.place)
