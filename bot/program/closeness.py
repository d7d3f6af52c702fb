"""Pure: how easily two people can talk: languages in common, hours awake together."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.program.waking import hours_of_overlap, waking_minutes

HOURS_THAT_DO = (8.0, 6.0)
"""Hours of a day: with the first or more (six zones apart) it is easy to meet, below the last it is hard.

Awake from 8 to 22, even people at opposite ends of the Earth have four, at the edges of their days.
"""

GOOD, MIDDLING, BAD = range(3)

OF_ARABIC = frozenset({"aeb", "aeb-arab", "apc", "arq", "ary", "arz"})
"""Codes of varieties whose speakers share Arabic in writing."""


class Speaker(Protocol):
    """Somebody with languages and a time zone."""

    @property
    def languages(self) -> tuple[str, ...]:
        """MediaWiki codes; empty: not said."""

    @property
    def zone(self) -> str | None:
        """As `read_time_zone` gives it; None: not said."""


class Closeness:
    """How close people are on one day.

    People who speak the same languages and are awake at the same hours are of one kind; each two kinds
    are looked at once.
    """

    def __init__(self, on: date) -> None:
        """Take the day, for summer time."""
        self._on = on
        self._kinds: dict[tuple[frozenset[str], int | None], int] = {}
        self._spoken: list[frozenset[str]] = []
        self._awake: list[int | None] = []  # minutes of the day of UTC, as bits
        self._ranks: dict[tuple[int, int], tuple[int, int]] = {}

    def kind(self, person: Speaker) -> int:
        """Give the number of somebody's kind."""
        spoken = frozenset(map(_spoken, person.languages))
        awake = None if person.zone is None else waking_minutes(person.zone, self._on)
        number = self._kinds.setdefault((spoken, awake), len(self._kinds))
        if number == len(self._spoken):
            self._spoken.append(spoken)
            self._awake.append(awake)
        return number

    def rank(self, one: int, other: int) -> tuple[int, int]:
        """Give two numbers for people of two kinds, less is closer.

        The first counts languages, and whether the hours awake together do; the second is those hours'
        minutes, less than none. What is not known stands between what is good and what is bad.
        """
        if (rank := self._ranks.get((one, other))) is None:
            band, apart = _rank_minutes(self._awake[one], self._awake[other])
            common = _rank_languages(self._spoken[one], self._spoken[other])
            rank = self._ranks[one, other] = (common * (BAD + 1) + band, apart)
        return rank

    def hours(self, one: Speaker, other: Speaker) -> float | None:
        """Give the hours of a day both are awake; None: a zone is not known."""
        if one.zone is None or other.zone is None:
            return None
        return hours_of_overlap(one.zone, other.zone, self._on)

    def common_languages(self, one: Speaker, other: Speaker) -> tuple[str, ...]:
        """Give the languages of the one that the other has too, in the one's order."""
        theirs = {_spoken(code) for code in other.languages}
        return tuple(code for code in one.languages if _spoken(code) in theirs)


def _spoken(code: str) -> str:
    """Give the language without its country or script: who writes `pt` and who writes `pt-br` can talk."""
    return "ar" if code in OF_ARABIC else code.partition("-")[0]


def _rank_languages(one: frozenset[str], other: frozenset[str]) -> int:
    if not one or not other:
        return MIDDLING
    return BAD if one.isdisjoint(other) else GOOD


def _rank_minutes(one: int | None, other: int | None) -> tuple[int, int]:
    if one is None or other is None:
        return MIDDLING, 0
    minutes = (one & other).bit_count()
    plenty, few = HOURS_THAT_DO
    band = GOOD if minutes >= plenty * 60 else MIDDLING if minutes >= few * 60 else BAD
    return band, -minutes
