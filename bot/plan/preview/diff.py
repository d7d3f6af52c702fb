"""Pure: two texts side by side, with what differs marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

CONTEXT = 2
"""Unchanged lines shown around changed ones."""

MOST_COMPARED = 2000
"""Lines between the first and the last change that are matched with each other; more stand as they come."""

MOST_ROWS = 400
"""Rows shown of one page."""

MOST_WORDS = 300
"""In a line whose words are compared; of a longer one the whole line is marked."""

ALIKE = 0.3
"""From so much in common on, the words of two lines are compared; 1: all."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a line."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A line on one side."""

    number: int  # from 1
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Two lines beside each other, or lines that are left out."""

    kind: Literal["same", "changed", "gap", "cut"]
    before: Side | None = None
    after: Side | None = None
    left_out: int = 0  # rows, of a gap or cut


def side_by_side(before: str, after: str) -> Sequence[Row]:
    """Give what differs, with a few lines around it; nothing for two equal texts."""
    rows = list(_with_gaps(list(_rows(before.splitlines(), after.splitlines()))))
    if len(rows) <= MOST_ROWS:
        return rows
    return [*rows[:MOST_ROWS], Row("cut", left_out=len(rows) - MOST_ROWS)]


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    yield from (_same(old, n, n) for n in range(start))
    for kind, a, b, c, d in _opcodes(middle_old, middle_new):
        if kind == "equal":
            yield from (_same(old, start + a + n, start + c + n) for n in range(b - a))
        else:
            yield from _changed(old, new, range(start + a, start + b), range(start + c, start + d))
    yield from (_same(old, len(old) - end + n, len(new) - end + n) for n in range(end))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Count the equal lines at the beginning."""
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > MOST_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new).get_opcodes()


def _same(lines: Sequence[str], old: int, new: int) -> Row:
    pieces = (Piece(lines[old], changed=False),)
    return Row("same", Side(old + 1, pieces), Side(new + 1, pieces))


def _changed(old: Sequence[str], new: Sequence[str], of_old: range, of_new: range) -> Iterator[Row]:
    for a, b in zip_longest(of_old, of_new):
        if a is None or b is None:
            left = Side(a + 1, (Piece(old[a], changed=True),)) if a is not None else None
            right = Side(b + 1, (Piece(new[b], changed=True),)) if b is not None else None
            yield Row("changed", left, right)
        else:
            left_pieces, right_pieces = _words(old[a], new[b])
            yield Row("changed", Side(a + 1, left_pieces), Side(b + 1, right_pieces))


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark what differs between two lines."""
    whole = (Piece(old, changed=True),), (Piece(new, changed=True),)
    olds, news = _WORD.findall(old), _WORD.findall(new)
    if max(len(olds), len(news)) > MOST_WORDS:
        return whole
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    if matcher.ratio() < ALIKE:
        return whole
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        changed = kind != "equal"
        left += [Piece("".join(olds[a:b]), changed)] if b > a else []
        right += [Piece("".join(news[c:d]), changed)] if d > c else []
    return tuple(left), tuple(right)


def _with_gaps(rows: Sequence[Row]) -> Iterator[Row]:
    """Leave out what is far from every change."""
    near = set[int]()
    for place, row in enumerate(rows):
        if row.kind != "same":
            near.update(range(place - CONTEXT, place + CONTEXT + 1))
    gap = Row("gap")
    for place, row in enumerate(rows):
        if place not in near:
            gap = replace(gap, left_out=gap.left_out + 1)
            continue
        if gap.left_out:
            yield gap
        gap = Row("gap")
        yield row
    if gap.left_out and near:
        yield gap
