"""Pure: one row of a sign-up table: a participant, with what is wrong in it; a Problem; or nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.program.columns import MARKUP, Columns, SignUpRow
from bot.program.excerpts import excerpt
from bot.program.languages import read_languages
from bot.program.message_cap import UnreadableCapError, read_cap
from bot.program.newsletter_choice import NewsletterChoice, UnreadableNewsletterError, read_newsletter
from bot.program.participant import Participant, PrivateRow
from bot.program.places import Regions, read_country, read_time_zone, wikimedia_regions
from bot.program.problems import CountryCode, Place, Problem
from bot.program.reminder_choice import UnreadableChoiceError, read_reminders
from bot.program.skills import Vocabulary, read_skills
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.private import find_private
from bot.wikitext.table import Cell, Table
from bot.wikitext.titles import decode_references
from bot.wikitext.users import UserMention, find_users

STRUCK = re.compile(r"<(s|strike|del)\b[^<>]*>(.*?)(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)

LONGEST_TOLD = 10_000
"""Characters of a cell by which a row with private data is told from others."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one row says."""

    participant: Participant | None = None
    struck: bool = False
    problems: tuple[Problem, ...] = ()
    private: PrivateRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads rows by their columns; a cell that spans rows is read once, its faults are the first row's."""

    columns: Columns
    regions: Regions = field(default_factory=wikimedia_regions)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    private_inside: Mapping[int, frozenset[str]] = field(default_factory=dict)  # as `private_inside` gives it
    _known: dict[tuple[str, int], Any] = field(default_factory=dict)  # what was read of cells that span rows

    def read(self, row: SignUpRow, place: Place, *, withdrawn: bool = False) -> Reading:
        """Read one row, of a table of those who have withdrawn or of another; a blank one gives nothing."""
        if not any(cell.own_text or cell.inner for cell in row.row.cells):
            return Reading()
        private = self._private(row, place)
        user_cell = self._text(row, "user")
        mention = first_user(user_cell)
        if mention is None:
            shown = excerpt(user_cell or " ".join(cell.own_text for cell in row.row.cells))
            values = (place.row, place.line, shown, "[[User:Name]]")
            problem = Problem(reason="problem-no-user", values=values, place=place)
            return Reading(problems=() if private else (problem,), private=private)
        participant, problems = self._participant(row, place, mention)
        if withdrawn or is_struck(user_cell):
            return Reading(participant=participant, struck=True, private=private)
        return Reading(participant=participant, problems=tuple(problems), private=private)

    def _participant(
        self, row: SignUpRow, place: Place, mention: UserMention
    ) -> tuple[Participant, list[Problem]]:
        problems: list[Problem] = []
        region, country = self._region_and_country(row, place, problems)
        zone_text, zone = self._read(row, "time_zone", lambda text: _with_plain(text, read_time_zone))
        if zone_text and zone is None and self._is_own(row, "time_zone"):
            problems.append(_problem("problem-time-zone", place, excerpt(zone_text)))
        affiliation = self._read(row, "affiliation", plain_text)
        if not affiliation and "affiliation" in self.columns.known:
            problems.append(_problem("problem-affiliation", place, mention.username))
        newsletter = self._newsletter(row, place, problems)
        return (
            Participant(
                username=mention.username,
                wiki=mention.wiki,
                home_wiki=self._text(row, "home_wiki"),
                languages=self._languages(row, "languages", place, problems),
                place=place,
                region=region,
                country=country,
                affiliation=affiliation,
                learn=self._read(row, "learn", lambda text: read_skills(text, self.vocabulary)),
                share=self._read(row, "share", lambda text: read_skills(text, self.vocabulary)),
                clinics=self._read(row, "clinics", read_skills),
                newsletter=newsletter.wanted,
                newsletter_summary=newsletter.summary,
                time_zone=zone or "",
                interprets=self._languages(row, "interprets", place, problems),
                messages_a_month=self._cap(row, place, problems),
                reminders=self._reminders(row, place, problems),
            ),
            problems,
        )

    def _read(self, row: SignUpRow, name: str, read: Callable[[str], T]) -> T:
        """Read a column's cell; without one, the empty text."""
        cell = row.cell(self.columns.known.get(name))
        return read("") if cell is None else self._once(cell, name, read)

    def _once(self, cell: Cell, name: str, read: Callable[[str], T]) -> T:
        """Read a cell, or remember what was read of it: thousands of rows may share one."""
        if cell.rowspan == 1:
            return read(cell.own_text)
        key = (name, id(cell))
        if key not in self._known:
            self._known[key] = read(cell.own_text)
        known: T = self._known[key]
        return known

    def _text(self, row: SignUpRow, name: str) -> str:
        return self._read(row, name, str)

    def _is_own(self, row: SignUpRow, name: str) -> bool:
        """Say whether a column's cell is written in this row, not above."""
        cell = row.cell(self.columns.known.get(name))
        return cell is None or cell.rowspan == 1 or any(cell is own for own in row.row.cells)

    def _languages(self, row: SignUpRow, name: str, place: Place, problems: list[Problem]) -> tuple[str, ...]:
        languages, unread = self._read(row, name, read_languages)
        if self._is_own(row, name):
            problems.extend(_problem("problem-language", place, excerpt(piece)) for piece in unread)
        return languages

    def _cap(self, row: SignUpRow, place: Place, problems: list[Problem]) -> int | None:
        cap, unread = self._read(row, "cap", _cap)
        if unread and self._is_own(row, "cap"):
            problems.append(_problem("problem-cap", place, excerpt(unread)))
        return cap

    def _reminders(self, row: SignUpRow, place: Place, problems: list[Problem]) -> frozenset[int] | None:
        wanted, unread = self._read(row, "reminders", _reminders)
        if unread and self._is_own(row, "reminders"):
            problems.append(_problem("problem-reminders", place, excerpt(unread)))
        return wanted

    def _newsletter(self, row: SignUpRow, place: Place, problems: list[Problem]) -> NewsletterChoice:
        choice, unread = self._read(row, "newsletter", _newsletter)
        if unread and self._is_own(row, "newsletter"):
            problems.append(_problem("problem-newsletter", place, excerpt(unread)))
        return choice

    def _region_and_country(self, row: SignUpRow, place: Place, problems: list[Problem]) -> tuple[str, str]:
        """Read both; where they disagree neither is taken over the other: a person must say."""
        region_text, region = self._read(row, "region", lambda text: _with_plain(text, self.regions.read))
        country_text, country = self._read(row, "country", lambda text: _with_plain(text, read_country))
        if region_text and region is None and self._is_own(row, "region"):
            problems.append(_problem("problem-region-unknown", place, excerpt(region_text)))
        if country_text and country is None and self._is_own(row, "country"):
            problems.append(_problem("problem-country", place, excerpt(country_text)))
        if region and country and self.regions.disagree(country, region):
            problems.append(_problem("problem-region", place, CountryCode(country), excerpt(region_text)))
        if country and not region_text:
            region = self.regions.region_of(country)
        return region or "", country or ""

    def _private(self, row: SignUpRow, place: Place) -> PrivateRow | None:
        cells = {id(cell): cell for cell in (*row.cells, *row.row.cells)}.values()
        kinds = {kind for cell in cells for kind in self._once(cell, "private", private_kinds)}
        kinds.update(*(self.private_inside.get(start, ()) for cell in cells for start, _ in cell.inner))
        asked = (row.cell(index) for index in self.columns.private)
        if any(cell is not None and (cell.inner or self._once(cell, "text", str)) for cell in asked):
            kinds.add("column")
        if not kinds:
            return None
        words = "\n".join(self._once(cell, "words", lambda text: text[:LONGEST_TOLD]) for cell in cells)
        digest = hashlib.sha256(words.encode(errors="replace")).hexdigest()
        return PrivateRow(place=place, kinds=tuple(sorted(kinds)), digest=digest)


def private_kinds(text: str) -> frozenset[str]:
    """Give the kinds of private data in a text."""
    return frozenset(mention.kind.value for mention in find_private(text))


def private_inside(tables: Sequence[Table]) -> dict[int, frozenset[str]]:
    """Give the kinds of private data in tables that stand in cells, by where each begins.

    Args:
        tables: those that stand in cells and are no sign-ups themselves, in page order.
    """
    found: dict[int, frozenset[str]] = {}
    for table in reversed(tables):  # what stands inside comes after
        kinds: set[str] = set()
        for cell in (cell for row in table.rows for cell in row.cells):
            kinds |= private_kinds(cell.own_text)
            kinds.update(*(found.get(start, ()) for start, _ in cell.inner))
        found[table.span[0]] = frozenset(kinds)
    return found


def plain_text(text: str) -> str:
    """Give what a cell shows, without markup."""
    return " ".join(decode_references(MARKUP.sub(" ", text)).split())


def _cap(text: str) -> tuple[int | None, str]:
    """Give how many messages a month a text allows, and the text if it can't be read."""
    plain = plain_text(text)
    try:
        return read_cap(plain), ""
    except UnreadableCapError:
        return None, plain


def _reminders(text: str) -> tuple[frozenset[int] | None, str]:
    """Give which reminders a text asks for, and the text if it can't be read."""
    try:
        return read_reminders(text), ""
    except UnreadableChoiceError:
        return None, plain_text(text)


def _newsletter(text: str) -> tuple[NewsletterChoice, str]:
    """Give what a text says of the newsletter, and the text if it can't be read: its no is one even then."""
    try:
        return read_newsletter(text), ""
    except UnreadableNewsletterError as error:
        return NewsletterChoice(wanted=False if error.refuses else None), str(error)


def _with_plain(text: str, read: Callable[[str], T]) -> tuple[str, T | None]:
    """Give a text without markup, and what it says; None: nothing, or nothing that is known."""
    plain = plain_text(text)
    return plain, read(plain) if plain else None


def first_user(text: str) -> UserMention | None:
    """Give the first account that a cell names; None: it names none."""
    return next(iter(find_users(text)), None)


def is_struck(text: str) -> bool:
    """Tell whether all that names a user in a cell is struck out."""
    seen = without_unparsed(text)
    return bool(STRUCK.search(seen)) and first_user(STRUCK.sub(" ", seen)) is None


def _problem(reason: str, place: Place, *values: str) -> Problem:
    return Problem(reason=reason, values=(place.row, place.line, *values), place=place)
