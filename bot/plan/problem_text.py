"""Pure: a Problem as wikitext, in somebody's language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.program.languages import name_in
from bot.program.problems import CountryCode, LanguageCode, Problem
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.codes import find_locale

_LINKED = re.compile(r"\[\[:<bdi>([^<>]*)</bdi>\]\]")
"""A value to which the message links: no tag may stand in a link's target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemTeller:
    """Says problems in one language."""

    words: Catalogue
    language: str

    def tell(self, problem: Problem) -> str:
        """Say what is wrong and how to mend it, on one line; what people wrote is quoted."""
        said = self.words.say(self.language, problem.reason, *map(self._value, problem.values))
        return _LINKED.sub(r"<bdi>[[:\1]]</bdi>", said)

    def _value(self, value: str | int) -> str | int:
        if isinstance(value, int):
            return value
        if isinstance(value, LanguageCode):
            return name_in(value, self.language)
        if isinstance(value, CountryCode):
            return country_name(value, self.language)
        return f"<bdi>{quote(value)}</bdi>"


def country_name(code: str, language: str) -> str:
    """Give a country's name in a language, in English where CLDR has none, or its code."""
    for speaking in (language, "en"):
        locale = find_locale(speaking)
        if locale and (name := locale.territories.get(code.upper())):
            return str(name)
    return quote(code)
