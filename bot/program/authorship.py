"""Pure: in which revision of a page a row appeared, asking for the text of few revisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from bot.wikitext.lines import LineIndex
from bot.wikitext.tables import read_tables

Texts = Callable[[Collection[int]], Iterable[tuple[int, str]]]
"""Gives of some revisions, by their number (0: the newest), the texts it may; none: it may give no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowText:
    """The lines of a row or list entry, as they stand on the page."""

    text: str
    ordinal: int = 1  # which one it is of those that read the same, from 1

    def is_in(self, page: str) -> bool:
        """Tell whether a page has these lines, as often as makes this row one of them."""
        wanted = f"\n{self.text}\n"
        framed = f"\n{page}\n"
        place = -1
        for _ in range(self.ordinal):
            place = framed.find(wanted, place + 1)
            if place < 0:
                return False
        return True


def row_texts(wikitext: str, lines: Collection[int]) -> dict[int, RowText]:
    """Give by its line, from 1, each of some rows; a line on which no table's row begins stands for itself.

    Args:
        wikitext: the page.
        lines: where the first cells of the rows stand, the calls of the templates that make them, or list
            entries.
    """
    index = LineIndex(wikitext)
    ends = {
        index.line_of(row.cells[0].span[0]): index.line_of(
            max(row.cells[0].span[0], row.cells[-1].span[1] - 1)
        )
        for table in read_tables(wikitext)
        for row in table.rows
    }
    of_page = wikitext.split("\n")
    found: dict[int, RowText] = {}
    seen: Counter[str] = Counter()
    for line in sorted({*ends, *lines}):
        text = "\n".join(of_page[line - 1 : max(line, ends.get(line, line))])
        seen[text] += 1
        if line in lines:
            found[line] = RowText(text=text, ordinal=seen[text])
    return found


def find_origins(
    rows: Collection[RowText], count: int, *, whole: bool, texts: Texts
) -> dict[RowText, int | None]:
    """Find for each row, all of which the newest revision has, the revision in which it appeared.

    Of a row that was gone for a while it may be any of the revisions in which it came back. Revisions are
    asked for many rows at once, ever further back, then between: some twenty for one row and a thousand
    revisions.

    Args:
        rows: the rows.
        count: how many revisions may be asked for.
        whole: whether the oldest of them is the page's first.
        texts: gives the texts of revisions, by their number: 0 is the newest.

    Returns:
        The number of the revision; None: it is older than those that may be asked for. A row is left out
        where `texts` gave no more.
    """
    has = dict.fromkeys(rows, 0)
    lacks: dict[RowText, int] = dict.fromkeys(rows, count) if whole else {}
    while wanted := {
        row: probe for row in rows if (probe := _probe(has[row], lacks.get(row), count)) is not None
    }:
        given = False
        for number, page in texts(sorted(set(wanted.values()))):
            given = True
            for row in wanted:
                if has[row] < number < lacks.get(row, count):
                    if row.is_in(page):
                        has[row] = number
                    else:
                        lacks[row] = number
        if not given:
            break
    return {
        row: has[row] if row in lacks else None
        for row in rows
        if _probe(has[row], lacks.get(row), count) is None
    }


def _probe(has: int, lacks: int | None, count: int) -> int | None:
    """Give the next revision to ask for; None: it is known where the row appeared, or not to be known."""
    step = 2 * has + 1  # those of the last days are asked for first: most rows that are new to us are new
    if lacks is None:
        return min(step, count - 1) if has < count - 1 else None
    if lacks - has <= 1:
        return None
    return min(step, (has + lacks) // 2)
