"""Pure: a page in the parts that translators see, and which of them changed between two of its states.

White space, comments, markers and the values of variables make no difference, nor does another order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.program.excerpts import excerpt
from bot.wikitext.headings import Headings, plain_words
from bot.wikitext.masking import mask
from bot.wikitext.masks import GONE
from bot.wikitext.sections import read_sections
from bot.wikitext.translate import TranslateError, read_units, with_variable_names, without_translate

_UNSEEN = re.compile("[\\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LIST = tuple("*#;:")
_TABLE = re.compile(r"[:\s]*\{\|")
_TABLE_MARKUP = re.compile(r"^[:\s]*(?:\{\|.*|\|-.*|\|\}|[|!]\+?|[*#;:]+)", re.MULTILINE)
_JOINED = 8
"""So many parts in a row are recognised as one that was split, or that will be."""
_MOST_PAIRS = 400
_MOST_LETTERS = 2000  # looked at to tell whether one part became another


class Difference(StrEnum):
    """What is the matter with a part."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MISSING = "missing"  # in the translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a source page, as people are told of it."""

    number: str  # of the unit; on a plain page its place, from "1"; empty: the wiki has not given one
    heading: str  # below which it stands, or that it is; empty: above all
    excerpt: str  # its first words, private data masked
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a page as it was read."""

    place: int  # from 0
    number: str
    kind: str  # "heading", "table", "list", "text" or "unit"
    heading: str
    start: int
    end: int
    text: str  # as written
    key: str  # what has to differ for a change

    def told(self, difference: Difference) -> Part:
        """Give it as people are told."""
        words = plain_words(_TABLE_MARKUP.sub(" ", without_translate(self.text[:2000])).strip().strip("="))
        return Part(number=self.number, heading=self.heading, excerpt=excerpt(words), difference=difference)


def stale_parts(source_then: str, source_now: str) -> list[Part]:
    """Tell which parts of a source changed, came or went; first those that stand there now, in page order.

    Args:
        source_then: the page when it was translated.
        source_now: the page as it is.
    """
    then, now = unit_pieces(source_then), unit_pieces(source_now)
    if not then or not now:
        then, now = (plain_pieces(without_translate(page)) for page in (source_then, source_now))
    return _Comparison(then, now).parts()


def unit_pieces(wikitext: str) -> list[Piece]:
    """Give the units of a page; none where it has none, or its marks of translation are amiss."""
    try:
        units = read_units(wikitext)
    except TranslateError:
        return []
    headings = Headings(wikitext) if units else None
    pieces = []
    for place, unit in enumerate(units):
        above = headings.of(unit.start) if headings else ()
        pieces.append(
            Piece(
                place=place,
                number=unit.number or "",
                kind="unit",
                heading=above[-1] if above else "",
                start=unit.start,
                end=unit.end,
                text=unit.text,
                key=_key(_COMMENT.sub("", with_variable_names(unit.text))),
            )
        )
    return pieces


def plain_pieces(wikitext: str) -> list[Piece]:
    """Give headings, tables, lists and paragraphs of a page that nobody has parted."""
    masked = mask(wikitext)
    headings = Headings(wikitext)
    pieces: list[Piece] = []
    for kind, start, end in _blocks(wikitext, masked):
        seen = "".join(
            letter
            for letter, shown in zip(wikitext[start:end], masked[start:end], strict=True)
            if shown != GONE
        )
        if key := _key(seen):
            above = headings.of(start)
            pieces.append(
                Piece(
                    place=len(pieces),
                    number=str(len(pieces) + 1),
                    kind=kind,
                    heading=above[-1] if above else "",
                    start=start,
                    end=end,
                    text=seen,
                    key=key,
                )
            )
    return pieces


def _key(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def _blocks(wikitext: str, masked: str) -> Iterator[tuple[str, int, int]]:
    """Give kind, start and end of each block of lines."""
    titles = {section.start for section in read_sections(wikitext)}
    kind, began, depth, at = "", 0, 0, 0
    for line in masked.split("\n"):
        end = at + len(line)
        shown = line.replace(GONE, "")
        opens = bool(_TABLE.match(shown))
        if depth:
            now = "table"
            depth += opens - shown.lstrip().startswith("|}")
        elif at in titles:
            now = "heading"
        elif opens:
            now, depth = "table", 1
        elif not shown.strip():
            # A comment alone on its line is not there for MediaWiki: it parts nothing.
            now = kind if line.strip() and kind in {"text", "list"} else ""
        else:
            now = "list" if shown.startswith(_LIST) else "text"
        if now != kind or now == "heading" or (opens and depth == 1):
            if kind:
                yield kind, began, max(began, at - 1)
            kind, began = now, at
        at = end + 1
    if kind:
        yield kind, began, len(wikitext)


class _Comparison:
    """Two states of a page, and what of them has found no counterpart yet."""

    def __init__(self, then: Sequence[Piece], now: Sequence[Piece]) -> None:
        self.then, self.now = then, now
        self.gone = {piece.place for piece in then}
        self.new = {piece.place for piece in now}
        self.changed: set[int] = set()  # places of now

    def parts(self) -> list[Part]:
        """Find counterparts, the surest first, and tell of what has none."""
        self._by_number()
        self._by_text()
        self._by_joining(self.then, self.gone, self.now, self.new)
        self._by_joining(self.now, self.new, self.then, self.gone)
        self._by_neighbours()
        told = []
        for piece in self.now:
            if piece.place in self.changed:
                told.append(piece.told(Difference.CHANGED))
            elif piece.place in self.new:
                told.append(piece.told(Difference.ADDED))
        return told + [piece.told(Difference.REMOVED) for piece in self.then if piece.place in self.gone]

    def _pair(self, was: Piece, now: Piece) -> None:
        self.gone.discard(was.place)
        self.new.discard(now.place)
        if was.key != now.key:
            self.changed.add(now.place)

    def _by_number(self) -> None:
        """Pair units: a unit stays itself wherever it stands."""
        numbered = {piece.number: piece for piece in self.then if piece.kind == "unit" and piece.number}
        for piece in self.now:
            if piece.kind == "unit" and piece.number in numbered:
                self._pair(numbered[piece.number], piece)

    def _by_text(self) -> None:
        waiting: dict[str, list[Piece]] = {}
        for piece in reversed(self.then):
            if piece.place in self.gone:
                waiting.setdefault(piece.key, []).append(piece)
        for piece in self.now:
            if piece.place in self.new and waiting.get(piece.key):
                self._pair(waiting[piece.key].pop(), piece)

    def _by_joining(
        self, wholes: Sequence[Piece], open_wholes: set[int], pieces: Sequence[Piece], open_pieces: set[int]
    ) -> None:
        """Pair a part with several in a row that it was, or is, parted into."""
        by_key = {piece.key: piece.place for piece in wholes if piece.place in open_wholes}
        for first in sorted(open_pieces):
            joined = ""
            for place in range(first, min(first + _JOINED, len(pieces))):
                if place not in open_pieces:
                    break
                joined += pieces[place].key
                if by_key.get(joined) in open_wholes:
                    open_wholes.discard(by_key[joined])
                    open_pieces.difference_update(range(first, place + 1))
                    break

    def _by_neighbours(self) -> None:
        """Pair what stands between the same neighbours: it was rewritten."""
        runs = _runs(self.then, self.gone)
        by_before = {before: run for before, _, run in reversed(runs)}
        by_after = {after: run for _, after, run in reversed(runs)}
        for before, after, run in _runs(self.now, self.new):
            for candidates in (by_before.get(before, []), by_after.get(after, [])):
                olds = [piece for piece in candidates if piece.place in self.gone]
                news = [piece for piece in run if piece.place in self.new]
                for was, now in _likely_pairs(olds, news):
                    self._pair(was, now)


def _runs(pieces: Sequence[Piece], open_: set[int]) -> list[tuple[str, str, list[Piece]]]:
    """Give what is open in a row, with what stands before and after it."""
    runs: list[tuple[str, str, list[Piece]]] = []
    run: list[Piece] = []
    before = ""
    for piece in pieces:
        if piece.place in open_:
            run.append(piece)
            continue
        if run:
            runs.append((before, piece.key, run))
            run = []
        before = piece.key
    return [*runs, (before, "", run)] if run else runs


def _likely_pairs(olds: list[Piece], news: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Pair parts of one kind: in their order, or where some came or went, those that share most words."""
    if len(olds) == len(news) or len(olds) * len(news) > _MOST_PAIRS:
        yield from ((was, now) for was, now in zip(olds, news, strict=False) if _may_pair(was, now))
        return
    rest = list(news)
    words = {
        id(piece): Counter(piece.text[:_MOST_LETTERS].split()) for pieces in (olds, news) for piece in pieces
    }
    shared = {
        (was.place, now.place): sum((words[id(was)] & words[id(now)]).values())
        for was in olds
        for now in news
    }
    for was in olds:
        fitting = [now for now in rest if _may_pair(was, now)]
        if fitting:
            best = max(fitting, key=lambda now: shared[was.place, now.place])
            rest.remove(best)
            yield was, best


def _may_pair(was: Piece, now: Piece) -> bool:
    """Tell whether one may have become the other: two numbers are two units."""
    return was.kind == now.kind and not (was.kind == "unit" and was.number and now.number)
