"""Pure: rows of clinics that are over, moved to the table of past ones, byte for byte."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.program.clinic_table import CalendarTable, ClinicTables, read_calendar
from bot.program.clinics import Clinic
from bot.program.problems import Problem
from bot.wikitext.table import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledOver:
    """A calendar page with its rows where they belong."""

    wikitext: str
    moved: tuple[Clinic, ...] = ()
    problems: tuple[Problem, ...] = ()


def roll_over(wikitext: str, over: Collection[Clinic], *, page: str, tables: ClinicTables) -> RolledOver:
    """Move rows to the table of past clinics: to its top where the newest stands there, else to its end.

    Args:
        wikitext: of the page.
        over: clinics as they were read of this text.
        page: its title.
        tables: finds its tables.
    """
    moved: list[Clinic] = []
    problems: list[Problem] = []
    text = wikitext
    for clinic in sorted(over, key=lambda each: (each.start is None, each.start)):
        result = _move(text, clinic, page=page, tables=tables)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            text = result
            moved.append(clinic)
    return RolledOver(wikitext=text, moved=tuple(moved), problems=tuple(problems))


def _move(text: str, clinic: Clinic, *, page: str, tables: ClinicTables) -> str | Problem:
    found = tables.find(text)
    past = next((table for table in found if table.is_past), None)
    if past is None:
        return _problem("clinic-no-past", clinic)
    here = _row_of(text, clinic, [table for table in found if not table.is_past], page=page, tables=tables)
    if here is None:
        return _problem("clinic-not-moved", clinic)
    table, row = here
    if any(past.columns.known.get(name, index) != index for name, index in table.columns.known.items()) or (
        not table.columns.known.keys() <= past.columns.known.keys()
    ):
        return _problem("clinic-columns", clinic)
    if _spans(table):
        return _problem("clinic-spans", clinic)
    lines = _lines_of(text, table, row)
    place = _place_in(text, past, page=page, tables=tables)
    if lines is None or place is None:
        return _problem("clinic-not-moved", clinic)
    start, end = lines
    cut = text[start:end]
    moved = (
        text[:place] + cut + text[place:start] + text[end:]
        if place <= start
        else text[:start] + text[end:place] + cut + text[place:]
    )
    return moved if _is_as_meant(text, moved, row, tables) else _problem("clinic-not-moved", clinic)


def _row_of(
    text: str, clinic: Clinic, found: Sequence[CalendarTable], *, page: str, tables: ClinicTables
) -> tuple[CalendarTable, Row] | None:
    """Find the row of a clinic in a text in which rows before it may have been moved."""
    same = [
        each
        for each in read_calendar(text, page=page, tables=tables).clinics
        if not each.in_past and (each.topic, each.when) == (clinic.topic, clinic.when)
    ]
    if len(same) != 1:
        return None
    return next(((table, row) for table in found for row, _ in table.rows if row.span == same[0].span), None)


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


def _place_in(text: str, past: CalendarTable, *, page: str, tables: ClinicTables) -> int | None:
    """Give where in the table of past clinics a row goes."""
    order = [
        each.start
        for each in read_calendar(text, page=page, tables=tables).clinics
        if each.in_past and each.start and past.table.span[0] < each.span[0] < past.table.span[1]
    ]
    newest_last = len(order) > 1 and all(one <= other for one, other in pairwise(order))
    rows = [row for row, _ in past.rows]
    if rows and not newest_last:
        first = text.rfind("\n", 0, rows[0].span[0]) + 1
        return first if text.startswith("|-", rows[0].span[0]) else None
    last = past.table.rows[-1]
    end = text.find("\n", last.span[1])
    return end + 1 if 0 <= end < past.table.span[1] else None


def _is_as_meant(before: str, after: str, row: Row, tables: ClinicTables) -> bool:
    """Tell whether the rows are those from before, one of them in another table, and all else is the same."""
    if sorted(before) != sorted(after) or len(before) != len(after):
        return False
    cells = [cell.text for cell in row.cells]
    old, new = (_texts(text, tables) for text in (before, after))
    if cells not in old[False] or old[True].count(cells) + 1 != new[True].count(cells):
        return False
    old[False].remove(cells)
    new[True].remove(cells)
    return old == new


def _texts(text: str, tables: ClinicTables) -> dict[bool, list[list[str]]]:
    found: dict[bool, list[list[str]]] = {False: [], True: []}
    for table in tables.find(text):
        found[table.is_past] += [[cell.text for cell in row.cells] for row, _ in table.rows]
    return found


def _problem(reason: str, clinic: Clinic) -> Problem:
    values = (clinic.place.row, clinic.place.line, clinic.topic)
    return Problem(reason=reason, values=values, place=clinic.place)
