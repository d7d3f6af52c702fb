"""Pure: the clinics of a calendar page's tables, as its readers see them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.program.clinic_row import ClinicRow, Fields
from bot.program.clinic_words import clinic_words
from bot.program.clinics import Clinic, Reading
from bot.program.columns import HEADING_PARTS, MARKUP, MOST_COLUMNS, fold_heading
from bot.program.problems import Place, Problem
from bot.program.time_zones import read_time_zone
from bot.wikitext.folding import fold_words
from bot.wikitext.headings import Headings
from bot.wikitext.lines import LineIndex
from bot.wikitext.owned import without_owned
from bot.wikitext.table import Cell, Row, Table
from bot.wikitext.tables import read_tables

_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_TWO_YEARS = re.compile(r"20\d\d\s*[-–—/]\s*\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicColumns:
    """Which column stands where."""

    known: Mapping[str, int]  # index by column
    zone: str = ""  # which the heading of the time says, for times that say none

    def cells(self, line: Sequence[Cell]) -> dict[str, str]:
        """Give the texts of a row by column."""
        return {name: line[index].own_text if index < len(line) else "" for name, index in self.known.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarTable:
    """A table of clinics."""

    table: Table
    columns: ClinicColumns
    rows: tuple[tuple[Row, Sequence[Cell]], ...]  # those of clinics, each with its cells by column
    is_past: bool
    year: int | None  # which a heading above it says


@dataclass(frozen=True, slots=True)
class ClinicTables:
    """Finds the tables of clinics.

    Args:
        headings: by which columns are known.
        past: further headings of sections of past clinics.
    """

    headings: Mapping[str, Sequence[str]]
    past: Sequence[str] = ()
    _columns: dict[str, str] = field(default_factory=dict)
    _past: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._columns.update(
            {fold_heading(name): column for column, names in self.headings.items() for name in names}
        )
        self._past.update(clinic_words().past | set(map(fold_words, self.past)))

    def find(self, wikitext: str) -> list[CalendarTable]:
        """Give the tables that people keep: what stands in the bot's own parts is none of theirs."""
        of_people = without_owned(wikitext)
        headings = Headings(of_people)
        found = []
        for table in read_tables(of_people):
            columns, rows = self._split(table)
            if columns is None:
                continue
            above = headings.of(table.span[0])
            caption = MARKUP.sub("", table.caption or "")
            found.append(
                CalendarTable(
                    table=table,
                    columns=columns,
                    rows=rows,
                    is_past=self._is_past([*above, caption]),
                    year=_year([caption, *reversed(above)]),
                )
            )
        return found

    def _is_past(self, headings: Sequence[str]) -> bool:
        parts = (part for heading in headings for part in (heading, *HEADING_PARTS.split(heading)))
        return any(fold_words(_YEAR.sub(" ", part)) in self._past for part in parts)

    def _split(self, table: Table) -> tuple[ClinicColumns | None, tuple[tuple[Row, Sequence[Cell]], ...]]:
        columns: ClinicColumns | None = None
        rows: list[tuple[Row, Sequence[Cell]]] = []
        for row, line in zip(table.rows, table.lines(MOST_COLUMNS), strict=True):
            here = self._recognise(line)
            if columns is None:
                columns = here if _is_calendar(here) else None
            elif not _is_divider(row) and not (all(c.is_header for c in row.cells) and _is_calendar(here)):
                rows.append((row, line))
        return columns, tuple(rows)

    def _recognise(self, line: Sequence[Cell]) -> ClinicColumns:
        known: dict[str, int] = {}
        zone = ""
        for index, cell in enumerate(line):
            if cell.span[1] - cell.span[0] > 300:
                continue
            text = MARKUP.sub("", cell.own_text)
            column = self._column(text)
            if column and column not in known:
                known[column] = index
                if column in {"when", "time"}:
                    said = next(iter(_BRACKETS.findall(text)), "") or text
                    zone = read_time_zone(said) or zone
        return ClinicColumns(known=known, zone=zone)

    def _column(self, text: str) -> str:
        bare = _BRACKETS.sub(" ", text)
        names = [text, bare, *HEADING_PARTS.split(bare)]
        found = (self._columns.get(fold_heading(name).removesuffix(" utc").strip()) for name in names)
        return next(filter(None, found), "")


def _is_divider(row: Row) -> bool:
    """Tell whether a row is one cell over all columns, such as the name of a month."""
    return len(row.cells) == 1 and row.cells[0].colspan > 1


def _is_calendar(columns: ClinicColumns) -> bool:
    return "topic" in columns.known and ("when" in columns.known or "date" in columns.known)


def _year(headings: Sequence[str]) -> int | None:
    """Give the one year that the nearest of some headings says."""
    for heading in headings:
        years = {int(year) for year in _YEAR.findall(heading)}
        if len(years) == 1 and not _TWO_YEARS.search(heading):
            return years.pop()
    return None


def read_calendar(wikitext: str, *, page: str, tables: ClinicTables) -> Reading:
    """Read all clinics of a page.

    Args:
        wikitext: of the page.
        page: its title.
        tables: finds its tables.
    """
    lines = LineIndex(wikitext)
    clinics: list[Clinic] = []
    problems: list[Problem] = []
    number = 0
    for table in tables.find(wikitext):
        for row, cells in _rows_of(table):
            number += 1
            place = Place(page=page, row=number, line=lines.line_of(row.cells[0].span[0]))
            reader = ClinicRow(
                fields=_fields(table, cells), place=place, span=row.span, in_past=table.is_past
            )
            clinic = reader.read()
            problems += reader.problems
            if clinic:
                clinics.append(clinic)
    return Reading(clinics=tuple(clinics), problems=tuple(problems))


def clinics_in(table: CalendarTable) -> list[Clinic]:
    """Give the clinics of one table, without their places on the page."""
    nowhere = Place(page="", row=0, line=0)
    found = (
        ClinicRow(fields=_fields(table, cells), place=nowhere, span=row.span, in_past=table.is_past).read()
        for row, cells in _rows_of(table)
    )
    return [clinic for clinic in found if clinic]


def _fields(table: CalendarTable, cells: Sequence[Cell]) -> Fields:
    return Fields(texts=table.columns.cells(cells), year=table.year, zone=table.columns.zone or None)


def _rows_of(table: CalendarTable) -> Iterator[tuple[Row, Sequence[Cell]]]:
    for row, cells in table.rows:
        if any(cell.own_text for cell in row.cells):
            yield row, cells
