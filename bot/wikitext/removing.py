"""Pure: stretches taken out of a page so that no empty lines are left in their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

BLANKS = " \t\r"


def remove(wikitext: str, cuts: Iterable[tuple[int, int]], *, with_lines: bool = True) -> str:
    """Give the page without some stretches; what else stands on it stays as it is.

    Where blank lines meet because something between them went, or went from one of them, one is left.

    Args:
        wikitext: of the page.
        cuts: start and end of each stretch; they may lie in each other.
        with_lines: a line of which nothing but blanks is left goes with its end.
    """
    kept, places = _without(wikitext, cuts)
    if not places:
        return wikitext
    lines: list[str] = []
    blanks: list[str] = []  # the run of blank lines since the last line with text
    is_touched = False
    start = 0
    for line in kept.split("\n"):
        at = bisect_right(places, start - 1)
        is_cut = at < len(places) and places[at] <= start + len(line)
        start += len(line) + 1
        if line.strip(BLANKS):
            lines += [*(blanks[:1] if is_touched else blanks), line]
            blanks, is_touched = [], False
            continue
        if not is_cut or not with_lines:
            blanks.append(line)
        is_touched = is_touched or is_cut
    lines += blanks[:1] if is_touched else blanks
    return "\n".join(lines)


def _without(wikitext: str, cuts: Iterable[tuple[int, int]]) -> tuple[str, list[int]]:
    """Give what is left, and the places in it where something went."""
    pieces: list[str] = []
    places: list[int] = []
    at = length = 0
    for start, end in sorted(cuts):
        if end <= at:
            continue
        if start > at:
            pieces.append(wikitext[at:start])
            length += start - at
        if not places or places[-1] != length:
            places.append(length)
        at = end
    return "".join([*pieces, wikitext[at:]]), places
