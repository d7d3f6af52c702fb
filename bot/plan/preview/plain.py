"""Pure: what people wrote, within a sentence of plain text."""

from __future__ import annotations

import re

from bot.plan.problem_text import country_name
from bot.program.languages import name_in
from bot.program.problems import CountryCode, LanguageCode, Problem
from bot.words.catalogue import Catalogue

_STEERING = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Letters that turn the text around them about."""


def isolated(text: str) -> str:
    """Give somebody's text so that its direction turns nothing around it about."""
    return f"\u2068{_STEERING.sub('', text)}\u2069"


def told(problem: Problem, words: Catalogue, language: str) -> str:
    """Say what is wrong and how to mend it, as plain text."""

    def plain(value: str | int) -> str | int:
        if isinstance(value, int):
            return value
        if isinstance(value, LanguageCode):
            return name_in(value, language)
        return country_name(value, language) if isinstance(value, CountryCode) else isolated(value)

    return words.say(language, problem.reason, *map(plain, problem.values))
