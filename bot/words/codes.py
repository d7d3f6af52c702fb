"""Pure: language codes as MediaWiki writes them, and what they are called in HTML and in CLDR."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

CODE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,4}", re.ASCII | re.IGNORECASE)
"""A code as in BCP 47, and those few of MediaWiki that are longer in one place (`simple`, `be-x-old`)."""

BCP47 = {
    "als": "gsw",
    "bat-smg": "sgs",
    "be-x-old": "be-tarask",
    "cbk-zam": "cbk",
    "de-formal": "de-x-formal",
    "eml": "egl",
    "en-rtl": "en-x-rtl",
    "es-formal": "es-x-formal",
    "fiu-vro": "vro",
    "hu-formal": "hu-x-formal",
    "map-bms": "jv-x-bms",
    "mo": "ro-Cyrl-MD",
    "nl-informal": "nl-x-informal",
    "nrm": "nrf",
    "roa-rup": "rup",
    "roa-tara": "nap-x-tara",
    "simple": "en-simple",
    "sr-ec": "sr-Cyrl",
    "sr-el": "sr-Latn",
    "zh-classical": "lzh",
    "zh-cn": "zh-Hans-CN",
    "zh-hk": "zh-Hant-HK",
    "zh-min-nan": "nan",
    "zh-mo": "zh-Hant-MO",
    "zh-my": "zh-Hans-MY",
    "zh-sg": "zh-Hans-SG",
    "zh-tw": "zh-Hant-TW",
    "zh-yue": "yue",
}
"""Codes of MediaWiki that mean something else, or nothing, in BCP 47 (its `LanguageCode::bcp47`)."""

BRITISH = Locale("en", "GB")
"""English without a region: bare CLDR English writes dates as only one country does."""


class LanguageCodeError(ValueError):
    """Something that can't be a language code."""


def check_code(language: str) -> str:
    """Give the code in small letters.

    Raises:
        LanguageCodeError: it can't be one, whatever the language.
    """
    if not CODE.fullmatch(language):
        raise LanguageCodeError(f"“{language}” is no language code: write one such as es or pt-br.")
    return language.lower()


def bcp47(language: str) -> str:
    """Give the code for HTML's `lang`: `pt-BR` for `pt-br`, `zh-Hant` for `zh-hant`.

    Raises:
        LanguageCodeError: it can't be a code.
    """
    code = check_code(language)
    first, *rest = BCP47.get(code, code).split("-")
    if "x" in rest:
        return "-".join([first, *rest])
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    if len(part) == 2 and part.isalpha():
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


@cache
def find_locale(language: str) -> Locale | None:
    """Give CLDR's locale of a language, or of the wider one it belongs to; None: CLDR has none.

    Raises:
        LanguageCodeError: it can't be a code.
    """
    parts = bcp47(language).replace("-", "_").split("_")
    while parts:
        name = "_".join(parts)
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            parts.pop()
        else:
            return BRITISH if locale.language == "en" and not locale.territory else locale
    return None
