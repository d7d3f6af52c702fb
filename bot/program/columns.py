"""Pure: the columns of a sign-up table, known by their headings in any language, order and dress."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.wikitext.private import is_private_heading
from bot.wikitext.table import Cell, Row, Table

MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|'{2,}|\[\[(?:[^\[\]|]*\|)?|\]\]", re.DOTALL)
"""What is taken out of a heading before it is compared: comments, tags, emphasis, link brackets."""

HEADING_PARTS = re.compile(r"[/|•·\n]| - ")
"""Between the languages of one heading, as in `User / Usuario`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column stands where."""

    known: Mapping[str, int]  # index by column
    private: frozenset[int] = frozenset()  # columns that ask for what must not be public

    def text(self, row: Row, name: str) -> str:
        """Give a cell's text; empty where the column or the cell is missing."""
        index = self.known.get(name)
        return row.cells[index].text if index is not None and index < len(row.cells) else ""


def fold_heading(text: str) -> str:
    """Give a heading as it is compared: no markup, one case, single spaces."""
    plain = unicodedata.normalize("NFKC", MARKUP.sub(" ", text)).casefold()
    letters = "".join(" " if unicodedata.category(c) in {"Cf", "Cc", "Zs"} else c for c in plain)
    return " ".join(letters.split()).strip(" :*")


def recognise(row: Row, headings: Mapping[str, Collection[str]]) -> Columns:
    """Tell which column stands where in a row of headings.

    Args:
        row: a row that may be a row of headings.
        headings: for each column the headings by which it is known, in any language.
    """
    by_heading = {fold_heading(heading): column for column, names in headings.items() for heading in names}
    known: dict[str, int] = {}
    private: set[int] = set()
    for index, cell in enumerate(row.cells):
        plain = MARKUP.sub("", cell.text)
        names = [fold_heading(cell.text), *(fold_heading(part) for part in HEADING_PARTS.split(plain))]
        column = next((by_heading[name] for name in names if name in by_heading), None)
        if column:
            known.setdefault(column, index)
        elif is_private_heading(plain):
            private.add(index)
    return Columns(known=known, private=frozenset(private))


def split_table(table: Table, headings: Mapping[str, Collection[str]]) -> tuple[Columns, list[Row]]:
    """Give the columns, and the rows below the row of headings (repeats of it left out)."""
    columns: Columns | None = None
    body: list[Row] = []
    for cells in table.grid():
        row = Row(cells=cells, span=_extent(cells))
        here = recognise(row, headings) if columns is None or all(c.is_header for c in cells) else None
        if here and columns is None and "user" in here.known:
            columns = here
            body = []
        elif columns and not here:
            body.append(row)
    return columns or Columns(known={}), body


def _extent(cells: list[Cell]) -> tuple[int, int]:
    return (min((c.span[0] for c in cells), default=0), max((c.span[1] for c in cells), default=0))
