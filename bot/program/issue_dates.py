"""Pure: of which month, or day, an issue says it is; never guessed.

Read are a month in words with its year, `January 2024`, with a day or without, in the language of the page or
in English, and `2024-01-15`. Where an issue speaks of several months, its date is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.program.newsletter import YEARS, without_numbers
from bot.wikitext.months import fold_month, month_names

_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_ORDINAL = "(?:st|nd|rd|th|er|º|ª|°)?"
_WORD = r"(?:\s{1,3}(?:de|of|du|في|من)(?=\s))?"
_OF = r"(?:\s{1,3}(?:de|del|of|du|في|من|عام|سنة|لعام)(?=\s)|\s?,|\s?،|\s?/)"
_JOIN = r"\s{0,3}(?:[-–—/&+]|\s(?:and|to|y|e|et|a|au|à|و|إلى)\s)\s{0,3}و?"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class IssueDate:
    """The date of an issue."""

    year: int
    month: int
    day: int = 0  # 0: not said

    @property
    def first_day(self) -> date:
        """The day, or the first of the month."""
        return date(self.year, self.month, self.day or 1)

    @property
    def text(self) -> str:
        """As a date of ISO 8601: `2024-01`, `2024-01-15`."""
        return f"{self.year}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


class UnclearDateError(ValueError):
    """A text speaks of more than one month, or of a day that does not exist."""


def read_date(text: str, language: str) -> IssueDate | None:
    """Give the one date of a text; None: it has none.

    Raises:
        UnclearDateError: it has several.
    """
    found = set(_dates(text, language))
    if not found:
        return None
    if None in found:
        raise UnclearDateError
    dates = {each for each in found if each is not None}
    if len({(each.year, each.month) for each in dates}) > 1:
        raise UnclearDateError
    days = {each for each in dates if each.day}
    first = min(dates)
    return next(iter(days)) if len(days) == 1 else IssueDate(year=first.year, month=first.month)


def date_of_issue(heading: str, lead: Iterable[str], language: str) -> IssueDate | None:
    """Give the date in the first heading, or where it has none, in the lines before the second one.

    Raises:
        UnclearDateError: there are several.
    """
    return read_date(heading, language) or read_date("\n".join(lead), language)


def _dates(text: str, language: str) -> Iterator[IssueDate | None]:
    """Give all dates; None for what is more than one month, or no day at all."""
    plain = fold_month(without_numbers(text[:6000]))
    for found in _ISO.finditer(plain):
        yield _date(int(found[1]), int(found[2]), int(found[3]))
    months = month_names(language)
    for found in _pattern(language).finditer(plain):
        names = [fold_month(found[part]) for part in ("name", "other") if found[part]]
        numbers = {months[name] for name in names}
        day = int(found["day"] or found["later"] or 0)
        if found["until"] or len(numbers) > 1:
            day = 0
        yield _date(int(found["year"]), numbers.pop(), day) if len(numbers) == 1 else None


def _date(year: int, month: int, day: int) -> IssueDate | None:
    if year not in YEARS:
        return None
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return IssueDate(year=year, month=month, day=day)


@lru_cache(maxsize=32)
def _pattern(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(month_names(language), key=len, reverse=True)))
    name = rf"(?<![^\W\d_])(?:{names})(?![^\W\d_])\.?"
    day = rf"\d{{1,2}}(?!\d){_ORDINAL}"
    return re.compile(
        rf"(?:(?<!\d)(?:\d{{1,2}}{_ORDINAL}(?P<until>{_JOIN}))?(?<!\d)(?P<day>\d{{1,2}}){_ORDINAL}\.?"
        rf"{_WORD}\s{{1,3}})?"
        rf"(?P<name>{name})(?:{_JOIN}(?P<other>{name}))?"
        rf"(?:\s{{1,3}}(?P<later>\d{{1,2}})(?!\d){_ORDINAL}(?:{_JOIN}{day})?)?"
        rf"{_OF}?(?:{_OF})?\s{{0,3}}(?P<year>[2٢۲]\d{{3}})(?!\d)"
    )
