"""Pure: what MediaWiki and CLDR know of languages: codes, autonyms, fallback chains.

`mediawiki_languages.json` beside this file says where each part of it comes from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENGLISH = "en"

CURRENT = {
    "als": "gsw",
    "bat-smg": "sgs",
    "be-x-old": "be-tarask",
    "bh": "bho",
    "es-419": "es",
    "fiu-vro": "vro",
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "mo": "ro",
    "no": "nb",
    "roa-rup": "rup",
    "simple": "en",
    "zh-classical": "lzh",
    "zh-min-nan": "nan",
    "zh-yue": "yue",
    "zza": "diq",
}
"""Codes of wikis and former codes, by which MediaWiki has no messages of their own, and those it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageTable:
    """What is known, by MediaWiki code."""

    fallbacks: Mapping[str, tuple[str, ...]]  # English left out; languages without a chain are not in it
    autonyms: Mapping[str, tuple[str, ...]]  # CLDR's first; its keys are all the codes known


@cache
def language_table() -> LanguageTable:
    """Give the table, read once."""
    text = files("bot.program").joinpath("mediawiki_languages.json").read_text(encoding="utf-8")
    content = json.loads(text)
    return LanguageTable(
        fallbacks={code: tuple(chain) for code, chain in content["fallbacks"].items()},
        autonyms={code: tuple(names) for code, names in content["autonyms"].items()},
    )


def fallbacks(code: str) -> tuple[str, ...]:
    """Give the languages MediaWiki 1.39 shows where one is missing, in order; the last is always English.

    `pt` gives `pt-br`, `en`; a language without a chain of its own gives `en`; English gives none.

    Args:
        code: MediaWiki code, in small letters.
    """
    return () if code == ENGLISH else (*language_table().fallbacks.get(code, ()), ENGLISH)
