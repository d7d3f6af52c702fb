"""Pure: one person's row of a sign-up table changed, added or struck out, and every other byte kept.

The result is read again: where anything differs but that row, nothing is given. What people wrote is put
into cells as letters (`quote`). Doing a change twice is doing it once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.program.participant import Participant
from bot.program.problems import Place
from bot.program.roster import Roster, SignUpPage, TableNotFoundError
from bot.program.row_table import (
    OwnRow,
    RowChangeError,
    SignUpTable,
    check_markup,
    check_simple,
    find_row,
    sign_up_tables,
    tables_of,
)
from bot.program.sign_up_row import STRUCK, is_struck, plain_text
from bot.wikitext.lines import LineIndex
from bot.wikitext.quoting import quote, shown
from bot.wikitext.table import Cell, Span
from bot.wikitext.usernames import normalise_username

__all__ = ["RowChangeError", "change_row", "has_withdrawn", "row_values", "strike_row"]

_NOWHERE = Place(page="", row=0, line=0)


def change_row(
    wikitext: str,
    headings: Mapping[str, Collection[str]],
    username: str,
    values: Mapping[str, str],
    *,
    withdrawn: Collection[str] = (),
) -> str:
    """Give the page with a person's row as they want it: without one they get one, a struck one counts again.

    Args:
        wikitext: of the sign-up page.
        headings: by column, as the settings have them.
        username: whose row.
        values: what the person wrote, by column: only what is to change; empty: the cell is emptied. Columns
            that the table hasn't are left out.
        withdrawn: further headings of sections of those who don't take part.

    Raises:
        RowChangeError: it can't be done safely.
    """
    page = _Page(wikitext=wikitext, headings=headings, withdrawn=withdrawn, username=username)
    written = {column: text for column, text in values.items() if column != "user"}
    return page.checked(page.changed(written), written, struck=False)


def strike_row(
    wikitext: str,
    headings: Mapping[str, Collection[str]],
    username: str,
    *,
    withdrawn: Collection[str] = (),
) -> str:
    """Give the page with a person's name struck out and their other cells emptied, but for the row's number.

    Without a row it stays as it is.

    Raises:
        RowChangeError: it can't be done safely.
    """
    page = _Page(wikitext=wikitext, headings=headings, withdrawn=withdrawn, username=username)
    return page.checked(page.struck(), {}, struck=True)


def row_values(
    wikitext: str,
    headings: Mapping[str, Collection[str]],
    username: str,
    *,
    withdrawn: Collection[str] = (),
) -> dict[str, str]:
    """Give what the cells of a person's row show, by column, empty ones left out; empty: they have no row.

    Raises:
        RowChangeError: it can't be told which row is theirs.
    """
    own = find_row(wikitext, sign_up_tables(wikitext, headings, withdrawn), username)
    return {column: text for column, text in _shown_in(own).items() if text} if own else {}


def has_withdrawn(
    wikitext: str,
    headings: Mapping[str, Collection[str]],
    username: str,
    *,
    withdrawn: Collection[str] = (),
) -> bool:
    """Tell whether a person stands, in any table of the page, among those who take part no more."""
    gone = _roster_of(wikitext, _hashable(headings), tuple(withdrawn)).withdrawn
    return normalise_username(username) in {person.username for person in gone}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A sign-up page, and whose row of it is to change."""

    wikitext: str
    headings: Mapping[str, Collection[str]]
    withdrawn: Collection[str]
    username: str

    def changed(self, values: Mapping[str, str]) -> str:
        tables = self._tables(self.wikitext)
        own = find_row(self.wikitext, tables, self.username)
        if own is None:
            return self._with_row(tables[0], values)
        check_simple(self.wikitext, own)
        columns, cells = own.table.columns.known, own.row.cells
        edits: dict[Span, str] = {}
        missing: dict[int, str] = {}
        for column, text in values.items():
            if column not in columns:
                continue
            place = columns[column]
            if place >= len(own.row.row.cells):
                missing |= {place: quote(text)} if shown(text) else {}
            elif _differs(cells[place], text):
                edits[cells[place].span] = self._content(cells[place], quote(text))
        if own.struck:
            cell = cells[columns["user"]]
            edits[cell.span] = _without_strike(self._raw(cell))
        if missing:
            last = own.row.row.cells[-1]
            raw = edits.get(last.span, self._raw(last))
            edits[last.span] = self._extended(last, raw, missing, len(own.row.row.cells))
        return self._edited(edits)

    def struck(self) -> str:
        own = find_row(self.wikitext, self._tables(self.wikitext), self.username)
        if own is None or own.struck:
            return self.wikitext
        check_simple(self.wikitext, own)
        user = own.row.cells[own.table.columns.known["user"]]
        raw = self._raw(user)
        edits = {user.span: raw.replace(raw.strip(), f"<s>{raw.strip()}</s>", 1)}
        edits |= {cell.span: self._content(cell, "") for cell in _sayings(own) if cell.text}
        return self._edited(edits)

    def checked(self, text: str, values: Mapping[str, str], *, struck: bool) -> str:
        """Read the result again.

        Raises:
            RowChangeError: something else differs, or the row is not as meant.
        """
        if text == self.wikitext:
            return text
        tables = self._tables(text)
        own = find_row(text, tables, self.username)
        if own is None or own.struck is not struck:
            raise RowChangeError("odd")
        if struck and any(cell.text for cell in _sayings(own)):
            raise RowChangeError("odd", LineIndex(text).line_of(own.row.row.span[0]))
        kept = _shown_in(own)
        before = find_row(self.wikitext, self._tables(self.wikitext), self.username)
        was = _shown_in(before) if before else dict.fromkeys(kept, "")
        for column, shows in kept.items():
            meant = "" if struck else shown(values.get(column, was[column]))
            if shows != meant:
                raise RowChangeError("odd", LineIndex(text).line_of(own.row.row.span[0]))
        if _others(self.wikitext, before) != _others(text, own) or self._rest(self.wikitext) != self._rest(
            text
        ):
            raise RowChangeError("odd", LineIndex(text).line_of(own.row.row.span[0]))
        return text

    def _tables(self, text: str) -> list[SignUpTable]:
        return sign_up_tables(text, self.headings, self.withdrawn)

    def _rest(self, text: str) -> tuple[list[Participant], list[Participant]]:
        """Give everybody else, as the roster's reader sees them."""
        roster = _roster_of(text, _hashable(self.headings), tuple(self.withdrawn))
        name = normalise_username(self.username)
        participants, gone = (
            [replace(each, place=_NOWHERE) for each in people if each.username != name]
            for people in (roster.participants, roster.withdrawn)
        )
        return participants, gone

    def _with_row(self, table: SignUpTable, values: Mapping[str, str]) -> str:
        """Add a row after the last one of a table."""
        rows = table.table.rows
        end = rows[-1].span[1]
        line = LineIndex(self.wikitext).line_of(table.table.span[0])
        check_markup(self.wikitext, table, line)
        below = (len(rows) - number for number in range(len(rows)))
        for row, left in zip(rows, below, strict=True):
            if any(cell.rowspan == 0 or cell.rowspan > left for cell in row.cells):
                raise RowChangeError("spans", line)
        cells = [""] * table.width
        for column, place in table.columns.known.items():
            cells[place] = quote(values.get(column, ""))
        name = normalise_username(self.username)
        cells[table.columns.known["user"]] = f"[[User:{name}|{quote(name)}]]"
        end = len(self.wikitext[:end].rstrip())
        end += len(self.wikitext[end:]) - len(self.wikitext[end:].lstrip(" \t"))
        written = "|-\n|" + " ||".join(f" {cell}" if cell else "" for cell in cells)
        return f"{self.wikitext[:end]}\n{written}{self.wikitext[end:]}"

    def _content(self, cell: Cell, wanted: str) -> str:
        """Give a cell's new content, with the blanks that stood around the old one."""
        raw = self._raw(cell)
        if core := raw.strip():
            before, after = raw.split(core, 1)
            return before + wanted + after
        if "\n" in raw:
            return f" {wanted}{raw[raw.index(chr(10)) :]}"
        return f" {wanted} " if self.wikitext.startswith(("||", "!!"), cell.span[1]) else f" {wanted}"

    def _extended(self, last: Cell, raw: str, missing: Mapping[int, str], count: int) -> str:
        """Give the last cell's content with the cells behind it that the row lacks."""
        core = raw.rstrip()
        alone = "\n" in core.strip() or self._begins_line(last)
        between = "\n|" if (alone and count > 1) or "\n" in core.strip() else " ||"
        more = (f"{between} {missing.get(place, '')}".rstrip() for place in range(count, max(missing) + 1))
        return core + "".join(more) + raw[len(core) :]

    def _begins_line(self, cell: Cell) -> bool:
        line = self.wikitext[self.wikitext.rfind("\n", 0, cell.span[0]) + 1 : cell.span[0]]
        return "||" not in line and "!!" not in line

    def _raw(self, cell: Cell) -> str:
        return self.wikitext[slice(*cell.span)]

    def _edited(self, edits: Mapping[Span, str]) -> str:
        pieces = []
        at = 0
        for (start, end), content in sorted(edits.items()):
            if start < at:
                raise RowChangeError("odd")
            pieces += [self.wikitext[at:start], content]
            at = end
        return "".join([*pieces, self.wikitext[at:]])


def _hashable(headings: Mapping[str, Collection[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((column, tuple(names)) for column, names in headings.items())


@lru_cache(maxsize=4)
def _roster_of(
    text: str, headings: tuple[tuple[str, tuple[str, ...]], ...], withdrawn: tuple[str, ...]
) -> Roster:
    reader = SignUpPage(page="", headings=dict(headings), withdrawn_words=withdrawn)
    try:
        return reader.read(text)
    except TableNotFoundError:
        return Roster()


def _shown_in(own: OwnRow) -> dict[str, str]:
    """Give what the known cells of a row show, but for the person's."""
    return {
        column: plain_text(cell.own_text) if (cell := own.row.cell(place)) else ""
        for column, place in own.table.columns.known.items()
        if column != "user"
    }


def _sayings(own: OwnRow) -> list[Cell]:
    """Give the cells of a row in which a person says something: all but their name and the row's number."""
    columns = own.table.columns
    kept = {columns.known["user"], *columns.numbers}
    return [cell for place, cell in enumerate(own.row.row.cells) if place not in kept]


def _differs(cell: Cell, text: str) -> bool:
    return quote(text) != cell.text and shown(text) != plain_text(cell.own_text)


def _without_strike(raw: str) -> str:
    """Give a cell's content with nothing struck out that names somebody."""
    raw = STRUCK.sub(lambda struck: struck[2], raw)
    if is_struck(raw):
        raise RowChangeError("odd")
    return raw


def _others(wikitext: str, own: OwnRow | None) -> list[list[list[tuple[str, int, int]]]]:
    """Give the raw cells of every row of the page but one, by table; tables inside cells by themselves."""
    skip = own.row.row.span if own else None
    return [
        [
            [(cell.own_text, cell.rowspan, cell.colspan) for cell in row.cells]
            for row in table.rows
            if row.span != skip
        ]
        for table in tables_of(wikitext)
    ]
