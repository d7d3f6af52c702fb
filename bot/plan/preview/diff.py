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

MOST_CHARACTERS = 2000
"""Shown of a line."""

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


def side_by_side(before: str, after: str, *, most: int = MOST_ROWS) -> Sequence[Row]:
    """Give what differs, with a few lines around it; nothing for two equal texts.

    Args:
        before: a text.
        after: another.
        most: rows that are given; one more says how many are left out.
    """
    rows = list(_with_gaps(list(_rows(before.splitlines(), after.splitlines()))))
    shown = [_marked(row) for row in rows[:most]]
    left_out = sum(row.left_out or 1 for row in rows[most:])
    return [*shown, Row("cut", left_out=left_out)] if left_out else shown


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
    pieces = (Piece(_short(lines[old]), changed=False),)
    return Row("same", Side(old + 1, pieces), Side(new + 1, pieces))


def _changed(old: Sequence[str], new: Sequence[str], of_old: range, of_new: range) -> Iterator[Row]:
    for a, b in zip_longest(of_old[:MOST_ROWS], of_new[:MOST_ROWS]):
        yield Row("changed", _whole(old, a), _whole(new, b))
    left_out = max(len(of_old), len(of_new)) - MOST_ROWS
    if left_out > 0:
        yield Row("cut", left_out=left_out)


def _short(line: str) -> str:
    return line if len(line) <= MOST_CHARACTERS else f"{line[:MOST_CHARACTERS]}…"


def _whole(lines: Sequence[str], place: int | None) -> Side | None:
    return None if place is None else Side(place + 1, (Piece(_short(lines[place]), changed=True),))


def _marked(row: Row) -> Row:
    """Mark the words that differ between two lines beside each other."""
    if row.kind != "changed" or row.before is None or row.after is None:
        return row
    old, new = _words(row.before.pieces[0].text, row.after.pieces[0].text)
    return Row("changed", replace(row.before, pieces=old), replace(row.after, pieces=new))


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
