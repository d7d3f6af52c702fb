"""Pure: names of months in every language that CLDR or MediaWiki know."""

import json
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

_CLDR_CODES = {
    "be-x-old": "be",
    "be-tarask": "be",
    "no": "nb",
    "sh": "sr-Latn",
    "simple": "en",
    "sr-ec": "sr-Cyrl",
    "sr-el": "sr-Latn",
    "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant",
    "zh-yue": "yue",
}
_ELSEWHERE = {
    "ar": ("ar-DZ", "ar-IQ", "ar-LB", "ar-MA", "ar-MR", "ar-TN"),
    "pt": ("pt-PT",),
    "es": ("es-PE",),
}
"""Countries whose months have other names in the same language."""


def fold_month(name: str) -> str:
    """Give the name of a month as it is compared: NFC, small letters, no marks, no dot at its end."""
    shown = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", shown).lower().strip(" .")


@cache
def month_names(language: str) -> dict[str, int]:
    """Give the number of each month by its folded names, whole and short, in every grammatical form.

    A name of two months is left out. English names stand in where the language has no such name.

    Args:
        language: MediaWiki code; an unknown one has the English names.
    """
    months: dict[str, set[int]] = {}
    for name, number in _names_in(language.lower().replace("_", "-")):
        months.setdefault(fold_month(name), set()).add(number)
    for name, number in _cldr_names("en"):
        months.setdefault(fold_month(name), {number})
    return {
        name: min(numbers)
        for name, numbers in months.items()
        if len(numbers) == 1 and any(letter.isalpha() for letter in name)
    }


def _names_in(language: str) -> Iterator[tuple[str, int]]:
    base = language.partition("-")[0]
    for code in (language, base):
        in_cldr = _CLDR_CODES.get(code, code)
        for variety in (in_cldr, *_ELSEWHERE.get(in_cldr, ())):
            yield from _cldr_names(variety)
        for number, names in _mediawiki_names().get(code, {}).items():
            yield from ((name, int(number)) for name in names)


def _cldr_names(code: str) -> Iterator[tuple[str, int]]:
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                yield name, number


@cache
def _mediawiki_names() -> dict[str, dict[str, list[str]]]:
    """Give what `months.json` adds to CLDR: language, number of the month, names."""
    text = files("bot.wikitext").joinpath("months.json").read_text(encoding="utf-8")
    names: dict[str, dict[str, list[str]]] = json.loads(text)
    return names
