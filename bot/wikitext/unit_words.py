"""Pure: what hours, days and the like are called beside a number, in the languages in which people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

from bot.wikitext.reading import Reading

Unit = Literal["minute", "hour", "day", "week"]

_NUMBERS = (1, 2, 5, 1.5)
"""For each plural form of any language one at least, such as *godzina, godziny, godzin*."""

_WORD = re.compile(r"[^\W\d_]+")


def unit_words(unit: Unit, reading: Reading) -> frozenset[str]:
    """Give the words of a unit of time, whole and short, in the languages beside those known here."""
    return frozenset(word for language in reading.languages for word in _words(unit, language))


def _words(unit: Unit, language: str) -> Iterator[str]:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return
    for number in _NUMBERS:
        for length in ("long", "short", "narrow"):
            written = format_unit(number, f"duration-{unit}", length=length, locale=locale)
            yield from (word for word in _WORD.findall(written) if len(word) > 1)
