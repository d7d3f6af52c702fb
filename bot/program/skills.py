"""Pure: what people want to learn and can share, as they write it into a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.program.language_reading import says_nothing
from bot.program.vocabulary import MARKUP, Clash, Proposal, Skill, Vocabulary, fold_skill
from bot.program.vocabulary_page import read_vocabulary
from bot.wikitext.titles import decode_references

__all__ = ["Clash", "Proposal", "Skill", "Vocabulary", "fold_skill", "read_skills", "read_vocabulary"]

BREAK = re.compile(r"</?br\b[^<>]*>|\n", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[*#:•·●▪‣◦–—]+|-(?=\s)|\d{1,2}[.)](?=\s))\s*|[•●▪‣◦]")
SEPARATORS = ",;،؛、，；|\t"
SPACED_SLASH = re.compile(r"\s+/\s*|(?<=[^\s/])/\s+")
TINY_WORD = re.compile(r"(?:^|\s)\S{0,2}/|/[^\s/]{0,2}(?=/|\s|$)")
"""A slash beside a word of no more than two letters (`and/or`, `y/o`, `A/V`): it parts nothing."""

JOINER = re.compile(r"\s+(?:and|or|&|\+|y|e|o|u|et|ou|ve|und|و|أو)\s+|\s*&\s*|\s+و(?=\w{3})", re.IGNORECASE)
LEADING_JOINER = re.compile(r"^\s*(?:and|or|y|et|ou|e|أو)\s+(?=\S)", re.IGNORECASE)
OPENING, CLOSING = "([{（", ")]}）"
PIECE_LENGTH = 200
"""Characters; a longer piece is prose, and kept whole."""


def read_skills(cell_text: str, vocabulary: Vocabulary | None = None) -> tuple[str, ...]:
    """Read a cell of skills, parted as people part them.

    Nothing is parted within brackets, nor a name that the vocabulary has whole (`Photo/video`). Words
    that mean "and" part only what the vocabulary has on both sides, since many a skill has one within
    (`research and development`).

    Args:
        cell_text: the cell's wikitext.
        vocabulary: the skills known; None: none.

    Returns:
        The skills as written, without markup, in the person's order, each once; empty: nothing said.
    """
    if not cell_text:
        return ()
    known = vocabulary or Vocabulary()
    plain = decode_references(MARKUP.sub("", cell_text))
    pieces = (
        piece
        for line in BREAK.split(plain)
        for bullet in BULLET.split(line)
        for piece in _part(bullet, known)
        if piece and not says_nothing(piece)
    )
    return tuple({known.key_of(piece): piece for piece in reversed(list(pieces))}.values())[::-1]


def _part(text: str, known: Vocabulary) -> Iterator[str]:
    """Part one line at its separators, unless it is a skill as a whole."""
    for number, piece in enumerate([text] if known.find(text) else _split(text)):
        piece = _trim(piece)  # noqa: PLW2901
        if len(piece) > PIECE_LENGTH or known.find(piece):
            yield piece
            continue
        bare = LEADING_JOINER.sub("", piece) if number else piece  # "a, b, and c"
        for part in _part_slashes(bare, known):
            yield from _part_words(part, known)


def _split(text: str) -> Iterator[str]:
    """Part at commas and the like that stand in no brackets; an unclosed bracket brackets nothing."""
    last_closing = max(text.rfind(closing) for closing in CLOSING)
    depth = start = 0
    for place, char in enumerate(text):
        depth = max(0, depth + (char in OPENING) - (char in CLOSING))
        if char in SEPARATORS and not (depth and place < last_closing):
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _part_slashes(piece: str, known: Vocabulary) -> Iterator[str]:
    """Part at slashes; one without spaces beside a tiny word (`and/or`, `A/V`) or in an address stays."""
    for spaced in SPACED_SLASH.split(piece):
        if "://" in spaced or TINY_WORD.search(spaced) or known.find(spaced):
            yield _trim(spaced)
        else:
            yield from (_trim(part) for part in spaced.split("/"))


def _part_words(piece: str, known: Vocabulary) -> Iterator[str]:
    """Part at words that mean "and", where all that they join is known."""
    if known.find(piece):
        yield piece
        return
    for joiner in JOINER.finditer(piece):
        left, right = piece[: joiner.start()], piece[joiner.end() :]
        if known.find(left):
            others = list(_part_words(right, known))
            if all(known.find(other) for other in others):
                yield left
                yield from others
                return
    yield piece


def _trim(text: str) -> str:
    return " ".join(text.split()).strip(" .:\u200e\u200f\u061c")
