"""Pure: a Problem: what could not be read, matched or sent, where it stands, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on a wiki page, for messages to people."""

    page: str  # full title
    row: int  # 1-based row of the sign-up, header rows not counted; 0: not a row
    line: int  # 1-based line of the page's text


class LanguageCode(str):
    """A value of a Problem that is a language; people are told its name in their own."""

    __slots__ = ()


class CountryCode(str):
    """A value of a Problem that is a country; people are told its name in their language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that a person must mend.

    `reason` is a key of the catalogue (`bot.words`) and `values` are that message's values in order, so
    that the same problem can be told in any language. The values are raw: whoever puts them on a wiki
    page quotes them first.
    """

    reason: str
    values: tuple[str | int, ...] = ()
    place: Place | None = None
