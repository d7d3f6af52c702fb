"""Pure: what people answer on a feedback page: a line each, `* Very useful. … ~~~~`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.owned import OwnedPartError, read_owned
from bot.wikitext.users import find_users

OWNED = "feedback"
"""Name of the part of a feedback page that the bot owns."""


class Answer(StrEnum):
    """How useful somebody found it; the value is the word's key after `feedback-`."""

    VERY = "very"
    SOMEWHAT = "somewhat"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """The answers on a page, of each person the last."""

    answers: Counter[Answer] = field(default_factory=Counter)
    unsigned: int = 0  # lines with an answer that nobody signed


def read_feedback(wikitext: str, words: Mapping[Answer, Collection[str]]) -> Feedback:
    """Count the answers outside the bot's part.

    Args:
        wikitext: of the page.
        words: by which each answer is known at the beginning of a line, in all languages.
    """
    known = [
        (re.compile(rf"[\s*#:'•\-]*{re.escape(word)}(?![^\W_])", re.IGNORECASE), answer)
        for answer, spellings in words.items()
        for word in sorted(spellings, key=len, reverse=True)
    ]
    last: dict[str, Answer] = {}
    unsigned = 0
    for line in _outside(wikitext).splitlines():
        answer = next((answer for pattern, answer in known if pattern.match(line)), None)
        if answer is None:
            continue
        people = [mention.username for mention in find_users(line) if mention.wiki is None]
        if people:
            last[people[-1]] = answer  # a signature stands at the end
        else:
            unsigned += 1
    return Feedback(answers=Counter(last.values()), unsigned=unsigned)


def _outside(wikitext: str) -> str:
    try:
        part = read_owned(wikitext, OWNED)
    except OwnedPartError:
        return ""
    begin = wikitext.find(part) if part else -1
    rest = wikitext if begin < 0 else f"{wikitext[:begin]}\n{wikitext[begin + len(part or '') :]}"
    return without_unparsed(rest, keep_lines=True)
