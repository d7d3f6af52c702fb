"""Pure: the sign-up tables of a page, for changing one person's row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.program.columns import MOST_COLUMNS, Columns, KnownHeadings, SignUpRow, split_table
from bot.program.sign_up_row import first_user, is_struck
from bot.wikitext.headings import Headings
from bot.wikitext.lines import LineIndex
from bot.wikitext.table import Table
from bot.wikitext.tables import read_tables
from bot.wikitext.transclusions import find_transclusions
from bot.wikitext.usernames import normalise_username
from bot.wikitext.withdrawn import is_withdrawn_heading

_ARGUMENTS = re.compile(r"[|={}\[\]:\n]")


class RowChangeError(ValueError):
    """A person's row can't be changed.

    Args:
        reason: `twice` (two rows are theirs), `none` (who leaves has no row), `template` (a template makes
            it), `spans` (a cell that spans rows or columns touches it), `no-table`, `no-user-column`, `html`
            (the table is an HTML one), or `odd`: something not understood.
        line: of the page, from 1; 0: of no row.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpTable:
    """A table in which people sign up who take part."""

    table: Table
    columns: Columns
    width: int  # places of its row of headings
    body: Sequence[SignUpRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """A person's row."""

    table: SignUpTable
    row: SignUpRow
    struck: bool


@lru_cache(maxsize=4)
def tables_of(wikitext: str) -> tuple[Table, ...]:
    """Give the tables of a page, remembered: a change reads the page before and after it several times."""
    return tuple(read_tables(wikitext))


def sign_up_tables(
    wikitext: str, headings: Mapping[str, Collection[str]], withdrawn: Collection[str]
) -> list[SignUpTable]:
    """Give the tables in which people sign up, but for those of people who have withdrawn.

    Raises:
        RowChangeError: there is none.
    """
    tables = [table for table in tables_of(wikitext) if table.rows]
    if not tables:
        raise RowChangeError("no-table")
    known = KnownHeadings.of(headings)
    sections = Headings(wikitext)
    split = [(table, *split_table(table, known)) for table in tables]
    found = [
        SignUpTable(table=table, columns=columns, width=_width(table, known), body=body)
        for table, columns, body in split
        if "user" in columns.known
        and not any(is_withdrawn_heading(words, withdrawn) for words in sections.of(table.span[0]))
    ]
    if not found:
        raise RowChangeError("no-user-column", LineIndex(wikitext).line_of(tables[0].span[0]))
    return found


def find_row(wikitext: str, tables: Sequence[SignUpTable], username: str) -> OwnRow | None:
    """Find a person's row: the one that counts, else the one that is struck out; None: they have none.

    Raises:
        RowChangeError: several could be meant, or it may be that a template makes it.
    """
    name = normalise_username(username)
    found = [row for named, row in _named_rows(tables) if named == name]
    rows = [row for row in found if not row.struck] or found
    if len(rows) > 1:
        raise RowChangeError("twice", _line(wikitext, rows[1]))
    if rows:
        return rows[0]
    for start, call in _calls(wikitext, tables):
        if name in map(normalise_username, _ARGUMENTS.split(call)):
            raise RowChangeError("template", LineIndex(wikitext).line_of(start))
    return None


def own_row(
    wikitext: str,
    headings: Mapping[str, Collection[str]],
    username: str,
    *,
    withdrawn: Collection[str] = (),
) -> OwnRow | None:
    """Find a person's row on a page, as `find_row` does.

    Raises:
        RowChangeError: it can't be told which row is theirs.
    """
    return find_row(wikitext, sign_up_tables(wikitext, headings, withdrawn), username)


def names_in_rows(
    wikitext: str, headings: Mapping[str, Collection[str]], *, withdrawn: Collection[str] = ()
) -> tuple[str, ...]:
    """Give whom the rows name, in their order, each once; nobody where there is no table."""
    try:
        tables = sign_up_tables(wikitext, headings, withdrawn)
    except RowChangeError:
        return ()
    return tuple(dict.fromkeys(name for name, _ in _named_rows(tables)))


def columns_for(
    wikitext: str,
    headings: Mapping[str, Collection[str]],
    username: str,
    *,
    withdrawn: Collection[str] = (),
) -> frozenset[str]:
    """Give the columns of the table in which a person's row stands, or would.

    Raises:
        RowChangeError: it can't be told.
    """
    tables = sign_up_tables(wikitext, headings, withdrawn)
    own = find_row(wikitext, tables, username)
    return frozenset((own.table if own else tables[0]).columns.known)


def calls_in_row(wikitext: str, own: OwnRow) -> list[str]:
    """Give the templates called in a row, any of which may make cells."""
    start, end = own.row.row.span
    return [call.wikitext for call in find_transclusions(wikitext) if start <= call.span[0] < end]


def check_simple(wikitext: str, own: OwnRow) -> None:
    """Look whether a row is of the plain kind.

    Raises:
        RowChangeError: a cell spans, the table is an HTML one, or there are tables within.
    """
    line = _line(wikitext, own)
    check_markup(wikitext, own.table, line)
    if any(cell.rowspan != 1 or cell.colspan != 1 for cell in own.row.cells):
        raise RowChangeError("spans", line)
    if any(wikitext[cell.span[0] - 1] == ">" for cell in own.row.cells):
        raise RowChangeError("html", line)
    if any(cell.inner for cell in own.row.cells):
        raise RowChangeError("odd", line)


def check_markup(wikitext: str, table: SignUpTable, line: int) -> None:
    """Look whether a table is written as wikitext.

    Raises:
        RowChangeError: it is an HTML table.
    """
    if wikitext.startswith("<", table.table.span[0]):
        raise RowChangeError("html", line)


def _named_rows(tables: Sequence[SignUpTable]) -> Iterator[tuple[str, OwnRow]]:
    """Give the rows that are somebody's, each behind their name."""
    for table in tables:
        above = None
        for row in table.body:
            cell = row.cell(table.columns.known["user"])
            if cell is None or cell is above:
                continue  # a rowspan: one person on several lines
            above = cell
            if mention := first_user(cell.own_text):
                yield mention.username, OwnRow(table=table, row=row, struck=is_struck(cell.own_text))


def _calls(wikitext: str, tables: Sequence[SignUpTable]) -> Iterator[tuple[int, str]]:
    """Give the templates called in tables: any may make a row, or name whose one is."""
    spans = [table.table.span for table in tables]
    for call in find_transclusions(wikitext):
        if any(start <= call.span[0] < end for start, end in spans):
            yield call.span[0], call.wikitext


def _line(wikitext: str, own: OwnRow) -> int:
    return LineIndex(wikitext).line_of(own.row.row.cells[0].span[0])


def _width(table: Table, known: KnownHeadings) -> int:
    for cells in table.lines(MOST_COLUMNS):
        if "user" in known.recognise(cells).known:
            return len(cells)
    return 0
