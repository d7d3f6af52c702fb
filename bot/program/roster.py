"""Pure: the roster: who signed up, as the rows of the sign-up tables say it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.program.languages import read_languages
from bot.program.problems import Place, Problem
from bot.wikitext.lines import LineIndex
from bot.wikitext.tables import Cell, Row, Table, read_tables
from bot.wikitext.users import UserMention, find_users

MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|'{2,}|\[\[(?:[^\[\]|]*\|)?|\]\]", re.DOTALL)
"""What is taken out of a heading before it is compared: comments, tags, emphasis, link brackets."""

HEADING_PARTS = re.compile(r"[/|•·\n]| - ")
"""Between the languages of one heading, as in `User / Usuario`."""

STRUCK = re.compile(r"<(s|strike|del)\b[^<>]*>(.*?)(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)

EXCERPT = 60
"""Characters of a row quoted in a message to people."""

PRIVATE = re.compile(r"[^\s@]+@[^\s@]+|\+?\d(?:[\s().-]{0,2}\d){6,}")
"""What looks like an e-mail address or a telephone number: never quoted."""


class TableNotFoundError(ValueError):
    """No table on the page has a heading by which the needed column is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Someone who signed up, as one row of a sign-up table says."""

    username: str  # no namespace, spaces not underscores
    wiki: str | None  # interwiki prefix of the user link; None: none was written
    home_wiki: str  # what the column says, stripped; empty: not said
    languages: tuple[str, ...]  # MediaWiki codes as the person ordered them; empty: not said
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All that the sign-up page says: nobody is in two of its lists, and no row is in none."""

    participants: tuple[Participant, ...] = ()
    withdrawn: tuple[Participant, ...] = ()  # rows struck out
    problems: tuple[Problem, ...] = ()


def fold_heading(text: str) -> str:
    """Give a heading as it is compared: no markup, one case, single spaces."""
    plain = unicodedata.normalize("NFKC", MARKUP.sub(" ", text)).casefold()
    letters = "".join(" " if unicodedata.category(c) in {"Cf", "Cc", "Zs"} else c for c in plain)
    return " ".join(letters.split()).strip(" :*")


def recognise(row: Row, headings: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Tell which column stands where in a row of headings.

    Args:
        row: a row that may be a row of headings.
        headings: for each column the headings by which it is known, in any language.

    Returns:
        The columns found, each with its 0-based index; empty where none is known.
    """
    known = {fold_heading(heading): column for column, names in headings.items() for heading in names}
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        whole = fold_heading(cell.text)
        parts = [fold_heading(part) for part in HEADING_PARTS.split(MARKUP.sub("", cell.text))]
        for name in (whole, *parts):
            if name in known:
                found.setdefault(known[name], index)
                break
    return found


def read_roster(wikitext: str, *, page: str, headings: Mapping[str, Collection[str]]) -> Roster:
    """Read every sign-up table of a page.

    Args:
        wikitext: the page.
        page: its title, for messages.
        headings: for each column (`user`, `languages`, `home_wiki`) the headings by which it is known.

    Raises:
        TableNotFoundError: no table has a heading of the `user` column.
    """
    lines = LineIndex(wikitext)
    participants: list[Participant] = []
    withdrawn: list[Participant] = []
    problems: list[Problem] = []
    found = False
    number = 0
    for table in read_tables(wikitext):
        columns, body = _split(table, headings)
        if "user" not in columns:
            continue
        found = True
        above: Cell | None = None
        for row in body:
            cell = row.cells[columns["user"]] if columns["user"] < len(row.cells) else None
            if cell is not None and cell is above:
                continue  # a rowspan: one person on several lines
            above = cell
            number += 1
            place = Place(page=page, row=number, line=lines.line_of(row.cells[0].span[0]))
            reading = _read_row(row, columns, place)
            if isinstance(reading, Problem):
                problems.append(reading)
            elif reading is not None:
                participant, struck, row_problems = reading
                (withdrawn if struck else participants).append(participant)
                problems.extend(() if struck else row_problems)
    if not found:
        wanted = ", ".join(f"“{name}”" for name in headings.get("user", ()))
        message = f"No table on “{page}” has a heading for the people who sign up. Name one column {wanted}."
        raise TableNotFoundError(message)
    return _without_doubles(participants, withdrawn, problems)


def _split(table: Table, headings: Mapping[str, Collection[str]]) -> tuple[dict[str, int], list[Row]]:
    """Give the columns, and the rows below the row of headings (repeats of it left out)."""
    columns: dict[str, int] = {}
    body: list[Row] = []
    for grid_cells in table.grid():
        row = Row(cells=grid_cells, span=_extent(grid_cells))
        here = recognise(row, headings)
        if "user" in here and not columns:
            columns = here
            body = []
        elif columns and not (here == columns or all(cell.is_header for cell in grid_cells)):
            body.append(row)
    return columns, body


def _extent(cells: list[Cell]) -> tuple[int, int]:
    return (min((c.span[0] for c in cells), default=0), max((c.span[1] for c in cells), default=0))


def _text(row: Row, columns: Mapping[str, int], name: str) -> str:
    index = columns.get(name)
    return row.cells[index].text if index is not None and index < len(row.cells) else ""


def _read_row(
    row: Row, columns: Mapping[str, int], place: Place
) -> tuple[Participant, bool, list[Problem]] | Problem | None:
    """Read one row: a participant (struck out or not, with problems), a Problem, or None if blank."""
    user_cell = _text(row, columns, "user")
    if not any(cell.text for cell in row.cells):
        return None
    mention = _mention(user_cell)
    if mention is None:
        shown = excerpt(user_cell or " ".join(cell.text for cell in row.cells))
        return Problem(
            reason="problem-no-user", values=(place.row, place.line, shown, "[[User:Name]]"), place=place
        )
    languages, unread = read_languages(_text(row, columns, "languages"))
    problems = [
        Problem(reason="problem-language", values=(place.row, place.line, excerpt(piece)), place=place)
        for piece in unread
    ]
    participant = Participant(
        username=mention.username,
        wiki=mention.wiki,
        home_wiki=_text(row, columns, "home_wiki"),
        languages=languages,
        place=place,
    )
    return participant, _is_struck(user_cell), problems


def _mention(user_cell: str) -> UserMention | None:
    return next(iter(find_users(user_cell)), None)


def _is_struck(user_cell: str) -> bool:
    """Tell whether all that names a user in the cell is struck out."""
    return bool(STRUCK.search(user_cell)) and _mention(STRUCK.sub(" ", user_cell)) is None


def excerpt(text: str) -> str:
    """Give the beginning of somebody's words for a message: one line, no private data."""
    flat = PRIVATE.sub("…", " ".join(text[: 4 * EXCERPT].split()))
    return flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1] + "…"


def _without_doubles(
    participants: list[Participant], withdrawn: list[Participant], problems: list[Problem]
) -> Roster:
    """Keep the first row of each person; later ones become Problems.

    A person is one user name: on the wikis this program serves, accounts are unified.
    """
    first: dict[str, Participant] = {}
    for participant in participants:
        earlier = first.setdefault(participant.username, participant)
        if earlier is not participant:
            problems.append(_twice(participant, earlier))
    problems.sort(key=_position)
    return Roster(participants=tuple(first.values()), withdrawn=tuple(withdrawn), problems=tuple(problems))


def _twice(later: Participant, earlier: Participant) -> Problem:
    return Problem(
        reason="problem-twice",
        values=(later.place.row, later.place.line, later.username, earlier.place.row),
        place=later.place,
    )


def _position(problem: Problem) -> tuple[int, str]:
    return (problem.place.line if problem.place else 0, problem.reason)


def everyone(roster: Roster) -> Iterator[Participant]:
    """Give participants and those who withdrew."""
    yield from roster.participants
    yield from roster.withdrawn
