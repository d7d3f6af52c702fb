"""Pure: headings and summaries that fit, cut so that nothing in them breaks.

A text is cut between two words, never in a link, template, tag, or in bold or italic words; where one word
alone is too long, between two letters. Marks of direction that are open where it is cut are closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.wikitext.constructs import bare_words, constructs
from bot.words.graphemes import boundaries

HEADING_BYTES = 240
"""The longest heading that every part of the wiki can hold: MassMessage takes no longer subject, and a
section's anchor is stored in 255."""

SUMMARY_LENGTH = 500
"""Characters MediaWiki keeps of an edit summary (CommentStore::COMMENT_CHARACTER_LIMIT)."""

MORE = "…"

_AT_END = f" \t\r\n{MORE}"
_BLANKS = re.compile(r"[ \t\r\n]+")
_CLOSING = {
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
}

Measure = Callable[[str], int]


def fit_heading(text: str, most_bytes: int = HEADING_BYTES) -> str:
    """Give a heading of at most so many bytes (UTF-8): as it is where it fits, else its beginning and “…”."""
    return _fit(text, most_bytes, lambda part: len(part.encode("utf-8", "surrogatepass")))


def fit_summary(text: str, most_characters: int = SUMMARY_LENGTH) -> str:
    """Give a summary of at most so many characters: as it is where it fits, else its beginning and “…”."""
    return _fit(text, most_characters, len)


def _fit(text: str, most: int, measure: Measure) -> str:
    if len(text) <= most and measure(text) <= most:
        return text
    for candidate in (text, bare_words(text)):
        if candidate and (cut := _cut(candidate, most, measure)):
            return cut
    return MORE if measure(MORE) <= most else ""


def _cut(text: str, most: int, measure: Measure) -> str:
    """Give the longest beginning that fits; empty: there is none."""
    if len(text) <= most and measure(text) <= most:
        return text
    whole = constructs(text)
    words = (found.start() for found in _BLANKS.finditer(text, 0, most + 1))
    letters = boundaries(text[: most + 2])
    for places, more in ((words, f" {MORE}"), (letters, MORE)):
        cut = ""
        for place, closing in _closings(text, _outside(places, whole)):
            beginning = text[:place].rstrip(_AT_END)
            fitting = f"{beginning}{closing}{more}"
            if beginning and measure(fitting) <= most:
                cut = fitting
        if cut:
            return cut
    return ""


def _outside(places: Iterable[int], whole: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Give the places that are inside nothing that must stay whole."""
    number = 0
    for place in places:
        while number < len(whole) and whole[number][1] <= place:
            number += 1
        if number == len(whole) or place <= whole[number][0]:
            yield place


def _closings(text: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Give each place with the marks that close those of direction that are open there."""
    open_: list[str] = []
    at = 0
    for place in places:
        for letter in text[at:place]:
            if letter in _CLOSING:
                open_.append(_CLOSING[letter])
            elif open_ and letter == open_[-1]:
                open_.pop()
        at = place
        yield place, "".join(reversed(open_))
