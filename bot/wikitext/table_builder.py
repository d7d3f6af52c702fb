"""Pure: tables put together from their tags' beginnings and ends, by the rules of HTML.

MediaWiki turns table markup into tags, and what these make is decided as in a browser: a cell ends where the
next begins, a table where another begins outside its cells, an end without its beginning means nothing.
Source: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-intable
"""

from __future__ import annotations

from bot.wikitext.html_tags import spans_of
from bot.wikitext.table import Cell, Row, Span, Table

_TABLE, _CAPTION, _ROW, _CELL = range(4)
"""Where in its table the text stands."""


class _OpenTable:
    """A table whose end has not come yet."""

    __slots__ = (
        "attributes",
        "caption",
        "cell_start",
        "cells",
        "filler",
        "inner",
        "inside",
        "is_header",
        "row_start",
        "rows",
        "start",
    )

    def __init__(self, start: int) -> None:
        self.row_start = self.cell_start = start
        self.is_header = False
        self.attributes = ""
        self.filler = False  # the open cell is one that MediaWiki puts into a table without cells
        self.begin(start)

    def begin(self, start: int) -> None:
        """Be a new table; one object serves all that follow each other, for a page may hold very many."""
        self.start = start
        self.inside = _TABLE
        self.rows: list[Row] = []
        self.cells: list[Cell] | None = None  # of the open row
        self.inner: list[Span] | None = None  # of the open cell
        self.caption: str | None = None


class TableBuilder:
    """The open tables, innermost last, and the finished ones."""

    def __init__(self, wikitext: str) -> None:
        self.wikitext = wikitext
        self.open: list[_OpenTable] = []
        self.finished: list[Table] = []

    def start_table(self, at: int) -> None:
        """Begin a table; outside a cell or caption it ends the one it stands in."""
        if self.open and self.open[-1].inside in (_TABLE, _ROW):
            table = self.open[-1]
            self._finish(table, at, at, self.open[-2] if len(self.open) > 1 else None)
            table.begin(at)
        else:
            self.open.append(_OpenTable(at))

    def start_row(self, at: int, content: int) -> None:
        """Begin a row at `content`; what was open ends at `at`."""
        if self.open:
            table = self.open[-1]
            self._back_to_table(table, at)
            table.inside = _ROW
            table.row_start = content

    def start_cell(self, at: int, marker: int, content: int, *, is_header: bool, attributes: str) -> None:
        """Begin a cell whose markup starts at `marker`; what was open ends at `at`."""
        if not self.open:
            return
        table = self.open[-1]
        if table.inside == _CELL:
            self._end_cell(table, at)
        elif table.inside != _ROW:
            self._back_to_table(table, at)
            table.row_start = marker
        table.inside = _CELL
        table.cell_start = content
        table.is_header = is_header
        table.attributes = attributes
        table.filler = False
        table.inner = None

    def start_filler(self, at: int) -> None:
        """Begin the cell that MediaWiki puts into a table without cells; alone it is left out."""
        if self.open and not self.open[-1].inside and not self.open[-1].rows:
            return
        self.start_row(at, at)
        self.start_cell(at, at, at, is_header=False, attributes="")
        if self.open:
            self.open[-1].filler = True

    def start_caption(self, at: int, content: int) -> None:
        """Begin a caption; it ends the row it stands in."""
        if self.open:
            table = self.open[-1]
            self._back_to_table(table, at)
            table.inside = _CAPTION
            table.cell_start = content

    def end_cell(self, at: int, *, is_header: bool) -> None:
        """End a cell, if one of this kind is open."""
        if self.open and self.open[-1].inside == _CELL and self.open[-1].is_header is is_header:
            self._end_cell(self.open[-1], at)

    def end_caption(self, at: int) -> None:
        """End a caption, if one is open."""
        if self.open and self.open[-1].inside == _CAPTION:
            self._back_to_table(self.open[-1], at)

    def end_row(self, at: int) -> None:
        """End a row, if one is open, and its cell."""
        if self.open and self.open[-1].inside in (_ROW, _CELL):
            self._back_to_table(self.open[-1], at)

    def end_table(self, at: int, end: int) -> None:
        """End the innermost table at `end`; its last cell ends at `at`."""
        if self.open:
            table = self.open.pop()
            self._finish(table, at, end, self.open[-1] if self.open else None)

    def finish(self, at: int) -> list[Table]:
        """End what is still open and give all tables in page order."""
        while self.open:
            self.end_table(at, at)
        return sorted(self.finished, key=_start)

    def _finish(self, table: _OpenTable, at: int, end: int, around: _OpenTable | None) -> None:
        """Keep a table that ends at `end` and may stand in a cell of another."""
        if table.inside:
            self._back_to_table(table, at)
        if around and around.inside == _CELL:
            if around.inner is None:
                around.inner = []
            around.inner.append((table.start, end))
        self.finished.append(Table(rows=table.rows, span=(table.start, end), caption=table.caption))

    def _back_to_table(self, table: _OpenTable, at: int) -> None:
        """End the table's open cell, row or caption."""
        if table.inside == _CAPTION:
            content = self.wikitext[table.cell_start : max(at, table.cell_start)]
            table.caption = content.strip() if table.caption is None else table.caption
        if table.inside == _CELL:
            self._end_cell(table, at)
        if table.cells:
            start, end = max(table.row_start, table.start), table.cells[-1].span[1]
            table.rows.append(Row(cells=table.cells, span=(start, end)))
            table.cells = None
        table.inside = _TABLE

    def _end_cell(self, table: _OpenTable, at: int) -> None:
        table.inside = _ROW
        if table.filler and not table.rows:
            return
        start = table.cell_start
        end = max(at, start)
        rowspan, colspan = spans_of(table.attributes) if table.attributes else (1, 1)
        cell = Cell(
            span=(start, end),
            is_header=table.is_header,
            rowspan=rowspan,
            colspan=colspan,
            wikitext=self.wikitext,
            inner=tuple(table.inner or ()),
        )
        if table.cells is None:
            table.cells = []
        table.cells.append(cell)


def _start(table: Table) -> int:
    return table.span[0]
