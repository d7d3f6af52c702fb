"""Pure: one row of a sign-up table: a participant, with what is wrong in it; a Problem; or nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from bot.program.columns import MARKUP, Columns
from bot.program.excerpts import excerpt
from bot.program.languages import read_languages
from bot.program.message_cap import UnreadableCapError, read_cap
from bot.program.participant import Participant, PrivateRow
from bot.program.places import Regions, read_country, read_time_zone, wikimedia_regions
from bot.program.problems import CountryCode, Place, Problem
from bot.program.skills import Vocabulary, read_skills
from bot.wikitext.private import find_private
from bot.wikitext.table import Row
from bot.wikitext.users import UserMention, find_users

STRUCK = re.compile(r"<(s|strike|del)\b[^<>]*>(.*?)(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)

_YES = "yes|y|si|sí|sim|oui|نعم|✓|✔|x|true|1|ok|{{yes}}|{{y}}|{{sí}}|{{sim}}|{{oui}}"
_NO = "no|n|não|nao|non|لا|✗|✘|false|0|-|{{no}}|{{n}}|{{non}}|{{não}}"
YES, NO = frozenset(_YES.split("|")), frozenset(_NO.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one row says."""

    participant: Participant | None = None
    struck: bool = False
    problems: tuple[Problem, ...] = ()
    private: PrivateRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads rows by their columns."""

    columns: Columns
    regions: Regions = field(default_factory=wikimedia_regions)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def read(self, row: Row, place: Place) -> Reading:
        """Read one row; a blank one gives an empty reading."""
        if not any(cell.text for cell in row.cells):
            return Reading()
        private = self._private(row, place)
        user_cell = self.columns.text(row, "user")
        mention = first_user(user_cell)
        if mention is None:
            shown = excerpt(user_cell or " ".join(cell.text for cell in row.cells))
            values = (place.row, place.line, shown, "[[User:Name]]")
            problem = Problem(reason="problem-no-user", values=values, place=place)
            return Reading(problems=() if private else (problem,), private=private)
        participant, problems = self._participant(row, place, mention)
        if is_struck(user_cell):
            return Reading(participant=participant, struck=True, private=private)
        return Reading(participant=participant, problems=tuple(problems), private=private)

    def _participant(self, row: Row, place: Place, mention: UserMention) -> tuple[Participant, list[Problem]]:
        problems: list[Problem] = []
        region, country = self._region_and_country(row, place, problems)
        zone_text = self._plain(row, "time_zone")
        zone = read_time_zone(zone_text)
        if zone_text and zone is None:
            problems.append(_problem("problem-time-zone", place, excerpt(zone_text)))
        affiliation = self._plain(row, "affiliation")
        if not affiliation and "affiliation" in self.columns.known:
            problems.append(_problem("problem-affiliation", place, mention.username))
        return (
            Participant(
                username=mention.username,
                wiki=mention.wiki,
                home_wiki=self.columns.text(row, "home_wiki"),
                languages=self._languages(row, "languages", place, problems),
                place=place,
                region=region,
                country=country,
                affiliation=affiliation,
                learn=read_skills(self.columns.text(row, "learn"), self.vocabulary),
                share=read_skills(self.columns.text(row, "share"), self.vocabulary),
                clinics=read_skills(self.columns.text(row, "clinics")),
                newsletter=read_yes_no(self._plain(row, "newsletter")),
                time_zone=zone or "",
                interprets=self._languages(row, "interprets", place, problems),
                messages_a_month=self._cap(row, place, problems),
            ),
            problems,
        )

    def _plain(self, row: Row, name: str) -> str:
        return " ".join(MARKUP.sub(" ", self.columns.text(row, name)).split())

    def _languages(self, row: Row, name: str, place: Place, problems: list[Problem]) -> tuple[str, ...]:
        languages, unread = read_languages(self.columns.text(row, name))
        problems.extend(_problem("problem-language", place, excerpt(piece)) for piece in unread)
        return languages

    def _cap(self, row: Row, place: Place, problems: list[Problem]) -> int | None:
        text = self._plain(row, "cap")
        try:
            return read_cap(text)
        except UnreadableCapError:
            problems.append(_problem("problem-cap", place, excerpt(text)))
            return None

    def _region_and_country(self, row: Row, place: Place, problems: list[Problem]) -> tuple[str, str]:
        """Read both; where they disagree neither is taken over the other: a person must say."""
        region_text, country_text = self._plain(row, "region"), self._plain(row, "country")
        region = self.regions.read(region_text) if region_text else None
        country = read_country(country_text) if country_text else None
        if region_text and region is None:
            problems.append(_problem("problem-region-unknown", place, excerpt(region_text)))
        if country_text and country is None:
            problems.append(_problem("problem-country", place, excerpt(country_text)))
        if region and country and self.regions.disagree(country, region):
            problems.append(_problem("problem-region", place, CountryCode(country), excerpt(region_text)))
        if country and not region_text:
            region = self.regions.region_of(country)
        return region or "", country or ""

    def _private(self, row: Row, place: Place) -> PrivateRow | None:
        kinds = {mention.kind.value for cell in row.cells for mention in find_private(cell.text)}
        asked = any(row.cells[index].text for index in self.columns.private if index < len(row.cells))
        if not kinds and not asked:
            return None
        words = "\n".join(cell.text for cell in row.cells)
        return PrivateRow(
            place=place,
            kinds=tuple(sorted(kinds | ({"column"} if asked else set()))),
            digest=hashlib.sha256(words.encode(errors="replace")).hexdigest(),
        )


def first_user(text: str) -> UserMention | None:
    """Give the first account that a cell names; None: it names none."""
    return next(iter(find_users(text)), None)


def is_struck(text: str) -> bool:
    """Tell whether all that names a user in a cell is struck out."""
    return bool(STRUCK.search(text)) and first_user(STRUCK.sub(" ", text)) is None


def read_yes_no(text: str) -> bool | None:
    """Read a yes or a no in any of the program's languages; None: neither."""
    folded = text.casefold().strip(" .!✅❌")
    if folded in YES or "✅" in text:
        return True
    return False if folded in NO or "❌" in text else None


def _problem(reason: str, place: Place, *values: str) -> Problem:
    return Problem(reason=reason, values=(place.row, place.line, *values), place=place)
