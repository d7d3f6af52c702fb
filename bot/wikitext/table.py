"""Pure: a table, its rows and its cells, each with its place on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Span = tuple[int, int]
"""Where something begins and ends on the page, in characters: `wikitext[slice(*span)]`."""

_ALL = 1_000_000_000  # columns; no table has as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as it is written: `wikitext[slice(*cell.span)]`, without its attributes."""

    span: Span
    is_header: bool
    rowspan: int  # 0: to the table's end
    colspan: int
    wikitext: str = field(repr=False, compare=False)  # the page, shared by all its cells
    inner: tuple[Span, ...] = field(
        default=(), repr=False, compare=False
    )  # tables inside it, not those in them

    @property
    def text(self) -> str:
        """Give the raw content, stripped; made when asked for, because cells nest."""
        return self.wikitext[slice(*self.span)].strip()

    @property
    def own_text(self) -> str:
        """Give the raw content without the tables inside, stripped; all cells together have a page of it."""
        at, end = self.span
        parts = []
        for start, stop in self.inner:
            parts.append(self.wikitext[at:start])
            at = stop
        return "\n".join([*parts, self.wikitext[at:end]]).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one row, at least one."""

    cells: list[Cell]
    span: Span  # from its own markup to its last cell's end


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; a table inside a cell is a `Table` of its own."""

    rows: list[Row]  # those with cells
    span: Span  # from its opening to its closing markup, both included; without the latter, to where it ends
    caption: str | None  # raw and stripped; None: it has none

    def grid(self) -> list[list[Cell]]:
        """Give the cells as they are seen, as many in each row; one that spans places is in each of them.

        Where a row has too few cells an empty one of no width stands at its end. All rows are as wide as the
        widest: for pages that anybody may edit `lines` is there.
        """
        lines = list(self.lines(_ALL))
        width = max(map(len, lines), default=0)
        for row, line in zip(self.rows, lines, strict=True):
            line.extend([_empty(row)] * (width - len(line)))
        return lines

    def lines(self, columns: int) -> Iterator[list[Cell]]:
        """Give the cells of each row as they are seen in the first `columns` places, and no empty ends."""
        reaching: _Reaching = {}
        for row in self.rows:
            line, reaching = _lay_out(row, reaching, columns)
            yield line


_Reaching = dict[int, tuple[Cell, int]]
"""By column: a cell that comes from above, and for how many rows more (0 or less: all)."""


def _lay_out(row: Row, reaching: _Reaching, columns: int) -> tuple[list[Cell], _Reaching]:
    """Put a row's cells where those from above leave room; give the line and what reaches below it."""
    line: list[Cell] = []
    below: _Reaching = {}
    cells = iter(row.cells)
    cell = next(cells, None)
    while (cell or reaching) and (column := len(line)) < columns:
        if column in reaching:
            above, left = reaching.pop(column)
            line.append(above)
            if left != 1:
                below[column] = (above, left - 1)
        elif cell:
            for place in range(column, min(column + cell.colspan, columns)):
                line.append(cell)
                reaching.pop(place, None)
                if cell.rowspan != 1:
                    below[place] = (cell, cell.rowspan - 1)
            cell = next(cells, None)
        else:
            line.append(_empty(row))
    return line, below


def _empty(row: Row) -> Cell:
    """Give a cell that isn't on the page, at the row's end."""
    end = row.span[1]
    return Cell(span=(end, end), is_header=False, rowspan=1, colspan=1, wikitext="")
