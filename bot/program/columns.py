"""Pure: the columns of a sign-up table, known by their headings in any language, order and dress."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.wikitext.private import is_private_heading
from bot.wikitext.table import Cell, Row, Table
from bot.wikitext.users import find_users

MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|'{2,}|\[\[(?:[^\[\]|]*\|)?|\]\]", re.DOTALL)
"""What is taken out of a heading before it is compared: comments, tags, emphasis, link brackets."""

HEADING_PARTS = re.compile(r"[/|•·\n]| - ")
"""Between the languages of one heading, as in `User / Usuario`."""


NUMBERED = r"(?:#|n(?:[or°]|\.o|um)?|lp|م)\.?"
"""Headings of columns that number the rows, folded; a pattern of JavaScript too.

Words that may as well stand for somebody's telephone number are none.
"""

MOST_COLUMNS = 40
"""No sign-up table has more; what spans reach beyond them isn't looked at."""

LONGEST_HEADING = 1000
"""Characters; a cell that holds more is no heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpRow:
    """A row of a sign-up table."""

    row: Row  # as it is written
    cells: Sequence[Cell]  # by column, those that reach into it from above among them

    def cell(self, index: int | None) -> Cell | None:
        """Give the cell in a column; None where there is none."""
        return self.cells[index] if index is not None and index < len(self.cells) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column stands where."""

    known: Mapping[str, int]  # index by column
    private: frozenset[int] = frozenset()  # columns that ask for what must not be public
    numbers: frozenset[int] = frozenset()  # columns that number the rows

    def with_more(self, more: Columns) -> Columns:
        """Give these columns and those of a second row of headings; what stands in both is known already."""
        taken = set(self.known.values())
        others = {
            name: index for name, index in more.known.items() if index not in taken and name not in self.known
        }
        return Columns(
            known={**self.known, **others},
            private=self.private | (more.private - taken),
            numbers=self.numbers | (more.numbers - taken),
        )


@dataclass(frozen=True, slots=True)
class KnownHeadings:
    """The headings by which columns are known, as they are compared."""

    columns: Mapping[str, str]  # by folded heading

    @classmethod
    def of(cls, headings: Mapping[str, Collection[str]]) -> KnownHeadings:
        """Fold the headings of each column, in any language."""
        return cls({fold_heading(name): column for column, names in headings.items() for name in names})

    def recognise(self, cells: Sequence[Cell]) -> Columns:
        """Tell which column stands where in a row that may be one of headings."""
        found = [self._column(cell) for cell in cells]
        known = {column: index for index, column in reversed([*enumerate(found)]) if column}
        if "user" not in known:
            return Columns(known=known)
        others = {n: _heading(cells[n]) for n, column in enumerate(found) if not column}
        private = (n for n, text in others.items() if is_private_heading(MARKUP.sub("", text)))
        numbers = (n for n, text in others.items() if re.fullmatch(NUMBERED, fold_heading(text)))
        return Columns(known=known, private=frozenset(private), numbers=frozenset(numbers))

    def _column(self, cell: Cell) -> str:
        """Give the column that a cell heads; empty: none that is known."""
        text = _heading(cell)
        names = [fold_heading(text)]
        if HEADING_PARTS.search(text) or _is_dressed(text):
            names += map(fold_heading, HEADING_PARTS.split(MARKUP.sub("", text)))
        return next((self.columns[name] for name in names if name in self.columns), "")


def fold_heading(text: str) -> str:
    """Give a heading as it is compared: no markup, one case, single spaces."""
    if _is_dressed(text):
        text = MARKUP.sub(" ", text)
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().split()).strip(" :*")
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(" " if unicodedata.category(c) in {"Cf", "Cc", "Zs"} else c for c in plain)
    return " ".join(letters.split()).strip(" :*")


def split_table(table: Table, headings: KnownHeadings) -> tuple[Columns, list[SignUpRow]]:
    """Give the columns, and the rows below the row of headings (repeats of it left out)."""
    columns: Columns | None = None
    body: list[SignUpRow] = []
    for row, cells in zip(table.rows, table.lines(MOST_COLUMNS), strict=True):
        if columns is None:
            found = headings.recognise(cells)
            columns = found if "user" in found.known else None
        elif not _is_heading(here := SignUpRow(row=row, cells=cells), columns):
            body.append(here)
        elif not body:  # a second row of headings, below wide ones
            columns = columns.with_more(headings.recognise(cells))
    return columns or Columns(known={}), body


def _is_heading(row: SignUpRow, columns: Columns) -> bool:
    """Say whether a row is one of headings; not if somebody is named where people sign up."""
    if not all(cell.is_header for cell in row.cells):
        return False
    cell = row.cell(columns.known["user"])
    return cell is None or not find_users(cell.own_text)


def _is_dressed(text: str) -> bool:
    return "<" in text or "'" in text or "[" in text


def _heading(cell: Cell) -> str:
    return cell.own_text if cell.span[1] - cell.span[0] <= LONGEST_HEADING or cell.inner else ""
