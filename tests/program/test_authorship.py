"""The revision in which a row appeared is found with few readings."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from hypothesis import given
from hypothesis import strategies as st

from bot.program.authorship import RowText, find_origins, row_texts

ROWS = "|-\n| [[User:Ana]]\n| es\n|-\n| [[User:Bo]] || fr\n|-\n| [[User:Bo]] || fr\n"
TABLE = f"{{|\n! User !! Languages\n{ROWS}|}}\n"


class History:
    """Pages, the newest first; counts how many of them are read."""

    def __init__(self, pages: list[str], *, most: int = 1_000_000) -> None:
        self.pages = pages
        self.most = most
        self.read: list[int] = []

    def texts(self, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
        for number in numbers:
            if len(self.read) < self.most:
                self.read.append(number)
                yield number, self.pages[number]


def find(
    pages: list[str], *rows: RowText, whole: bool = True, most: int = 1_000_000
) -> list[int | str | None]:
    history = History(pages, most=most)
    found = find_origins(rows, len(pages), whole=whole, texts=history.texts)
    return [found.get(row, "not found") for row in rows]


@given(
    born=st.lists(st.integers(0, 40), min_size=1, max_size=12),
    order=st.randoms(use_true_random=False),
)
def test_each_row_appeared_where_the_page_first_had_it(born: list[int], order: object) -> None:
    rows = [RowText(text=f"row {number}") for number in range(len(born))]
    pages = []
    for revision in range(41):  # the oldest first
        lines = [row.text for row, since in zip(rows, born, strict=True) if since <= revision]
        order.shuffle(lines)  # type: ignore[attr-defined]
        pages.append("\n".join(["intro", *lines, "end"]))
    pages.reverse()
    assert find(pages, *rows) == [40 - since for since in born]


@given(count=st.integers(1, 5000), age=st.integers(0, 4999))
def test_one_row_costs_few_readings(count: int, age: int) -> None:
    age = min(age, count - 1)
    history = History(["row"] * (age + 1) + [""] * (count - age - 1))
    row = RowText(text="row")
    assert find_origins([row], count, whole=True, texts=history.texts) == {row: age}
    assert len(history.read) <= 2 * math.log2(count + 1) + 1
    assert len(set(history.read)) == len(history.read)


def test_a_row_older_than_the_revisions_listed_has_no_known_author() -> None:
    assert find(["row", "row", "row"], RowText(text="row"), whole=False) == [None]
    assert find(["row", "row", ""], RowText(text="row"), whole=False) == [1]


def test_a_row_for_which_no_more_may_be_read_is_left_out() -> None:
    assert find(["row"] * 50 + [""], RowText(text="row"), most=3) == ["not found"]


def test_a_line_that_holds_a_row_s_words_within_longer_ones_is_another() -> None:
    assert find(["| Ana || es", "| Ana || es, fr"], RowText(text="| Ana || es")) == [0]


def test_the_second_of_two_like_rows_appeared_when_there_were_two() -> None:
    pages = ["Bo\nBo", "Bo", ""]
    assert find(pages, RowText(text="Bo"), RowText(text="Bo", ordinal=2)) == [1, 0]


def test_a_row_s_text_is_its_lines_and_a_line_without_a_row_stands_for_itself() -> None:
    found = row_texts(TABLE + "* [[User:Cy]]\n", {4, 7, 9, 11})
    assert found[4] == RowText(text="| [[User:Ana]]\n| es")
    assert found[7] == RowText(text="| [[User:Bo]] || fr")
    assert found[9] == RowText(text="| [[User:Bo]] || fr", ordinal=2)
    assert found[11] == RowText(text="* [[User:Cy]]")
    assert all(row.is_in(TABLE + "* [[User:Cy]]\n") for row in found.values())
