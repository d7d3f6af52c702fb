"""Pure: the roster: who signed up, as the tables and lists of the sign-up page say it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from bot.program.columns import KnownHeadings, split_table
from bot.program.participant import Participant, PrivateRow, Roster
from bot.program.places import Regions, wikimedia_regions
from bot.program.problems import Place, Problem
from bot.program.sign_up_row import Reading, RowReader, private_inside
from bot.program.skills import Vocabulary
from bot.wikitext import collector
from bot.wikitext.headings import Headings
from bot.wikitext.lines import LineIndex
from bot.wikitext.lists import ListEntry, read_lists
from bot.wikitext.private import find_private, mask_private
from bot.wikitext.table import Cell, Table
from bot.wikitext.tables import read_tables
from bot.wikitext.withdrawn import is_withdrawn_heading

__all__ = ["Participant", "PrivateRow", "Roster", "TableNotFoundError", "read_roster"]


class TableNotFoundError(ValueError):
    """No table on the page has the needed heading, and no list on it names anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpPage:
    """How a sign-up page is read.

    Args:
        page: its title, for messages.
        headings: for each column (`user`, `languages`, `home_wiki`, …) the headings by which it is known.
        line_of: gives the line, from 1, of a place in the text; None: the text is the page's own.
        withdrawn_words: further headings of sections of those who don't take part.
    """

    page: str
    headings: Mapping[str, Collection[str]]
    regions: Regions = field(default_factory=wikimedia_regions)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    line_of: Callable[[int], int] | None = None
    withdrawn_words: Collection[str] = ()

    @collector.at_rest()
    def read(self, wikitext: str) -> Roster:
        """Read all sign-up tables of a page, or, where it has none, its lists.

        Raises:
            TableNotFoundError: nobody can be found.
        """
        line_of = self.line_of or LineIndex(wikitext).line_of
        gathering = _Gathering()
        found = read_tables(wikitext)
        if not self._read_tables(wikitext, found, line_of, gathering) and not self._read_lists(
            wikitext, found, line_of, gathering
        ):
            wanted = ", ".join(f"“{name}”" for name in self.headings.get("user", ()))
            message = (
                f"No table on “{self.page}” has a heading for those who sign up. Name one column {wanted}."
            )
            raise TableNotFoundError(message)
        return gathering.roster()

    def _read_tables(
        self, wikitext: str, found: list[Table], line_of: Callable[[int], int], gathering: _Gathering
    ) -> bool:
        headings = KnownHeadings.of(self.headings)
        tables = [(table, *split_table(table, headings)) for table in found if table.rows]
        sign_ups = [each for each in tables if "user" in each[1].known]
        nested = {
            start for table, *_ in tables for row in table.rows for c in row.cells for start, _ in c.inner
        }
        inside = private_inside(
            [table for table, columns, _ in tables if table.span[0] in nested and "user" not in columns.known]
        )
        sections = Headings(wikitext if sign_ups else "")
        for table, columns, body in sign_ups:
            words = sections.of(table.span[0])
            withdrawn = any(is_withdrawn_heading(text, self.withdrawn_words) for text in words)
            reader = RowReader(
                columns=columns, regions=self.regions, vocabulary=self.vocabulary, private_inside=inside
            )
            above: Cell | None = None
            for row in body:
                cell = row.cell(columns.known["user"])
                if cell is not None and cell is above:
                    continue  # a rowspan: one person on several lines
                above = cell
                place = gathering.next_place(self.page, line_of(row.row.cells[0].span[0]))
                gathering.add(reader.read(row, place, withdrawn=withdrawn))
        return bool(sign_ups)

    def _read_lists(
        self, wikitext: str, tables: list[Table], line_of: Callable[[int], int], gathering: _Gathering
    ) -> bool:
        found = False
        for sign_ups in read_lists(wikitext, tables=tables):
            named = [entry for entry in sign_ups.entries if entry.users]
            if 2 * len(named) <= len(sign_ups.entries):
                continue  # a list of something else that names somebody
            found = True
            withdrawn = sign_ups.is_withdrawn(self.withdrawn_words)
            for entry in sign_ups.entries:
                place = gathering.next_place(self.page, line_of(entry.span[0]))
                gathering.add(_read_entry(entry, place, withdrawn=withdrawn))
        return found


def read_roster(wikitext: str, *, page: str, headings: Mapping[str, Collection[str]]) -> Roster:
    """Read a sign-up page with the movement's own regions and no vocabulary.

    Raises:
        TableNotFoundError: nobody can be found.
    """
    return SignUpPage(page=page, headings=headings).read(wikitext)


def _read_entry(entry: ListEntry, place: Place, *, withdrawn: bool) -> Reading:
    kinds = sorted({mention.kind.value for mention in find_private(entry.text)})
    digest = hashlib.sha256(entry.text.encode(errors="replace")).hexdigest()
    private = PrivateRow(place=place, kinds=tuple(kinds), digest=digest) if kinds else None
    if not entry.users:
        return Reading(private=private)
    mention = entry.users[0]
    participant = Participant(
        username=mention.username,
        wiki=mention.wiki,
        home_wiki="",
        languages=(),
        place=place,
        remark=mask_private(entry.remark),
    )
    return Reading(participant=participant, struck=entry.struck or withdrawn, private=private)


@dataclass(slots=True)
class _Gathering:
    """Puts readings together: each person once, by their first row."""

    rows: int = 0
    first: dict[str, Participant] = field(default_factory=dict)
    withdrawn: dict[str, Participant] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    private: list[PrivateRow] = field(default_factory=list)

    def next_place(self, page: str, line: int) -> Place:
        self.rows += 1
        return Place(page=page, row=self.rows, line=line)

    def add(self, reading: Reading) -> None:
        """Add a row.

        A person is one user name: on the wikis this program serves, accounts are unified.
        """
        self.problems.extend(reading.problems)
        if reading.private:
            self.private.append(reading.private)
        participant = reading.participant
        if participant is None:
            return
        if reading.struck:
            self.withdrawn[participant.username] = participant
            return
        earlier = self.first.setdefault(participant.username, participant)
        if earlier is not participant:
            place = participant.place
            values = (place.row, place.line, participant.username, earlier.place.row)
            self.problems.append(Problem(reason="problem-twice", values=values, place=place))

    def roster(self) -> Roster:
        problems = sorted(self.problems, key=_position)
        gone = (person for name, person in self.withdrawn.items() if name not in self.first)
        return Roster(
            participants=tuple(self.first.values()),
            withdrawn=tuple(gone),
            problems=tuple(problems),
            private=tuple(self.private),
        )


def _position(problem: Problem) -> tuple[int, str]:
    return (problem.place.line if problem.place else 0, problem.reason)
