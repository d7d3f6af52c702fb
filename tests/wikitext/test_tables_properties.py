"""Laws that hold for tables on any page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.tables import Cell, Row, Table, read_tables
from tests.wikitext.table_pages import pages

plain = st.text(alphabet="ab مλ学é,.[]()'", max_size=8).filter(lambda text: "[[" not in text)
plain_rows = st.lists(st.lists(plain, min_size=1, max_size=4), min_size=1, max_size=5)


def compose(rows: list[list[str]], joint: str) -> str:
    """Give a page with one table of these cells."""
    return "before\n{|\n" + "".join("|-\n|" + joint.join(row) + "\n" for row in rows) + "|}\nafter"


def cells_of(tables: list[Table]) -> list[Cell]:
    return [cell for table in tables for row in table.rows for cell in row.cells]


@given(page=pages())
def test_every_place_lies_in_the_place_around_it(page: str) -> None:
    tables = read_tables(page)
    for table in tables:
        for outer, inner in nested(table):
            assert 0 <= outer[0] <= inner[0] <= inner[1] <= max(outer[1], inner[0]) <= len(page)
    starts = [table.span[0] for table in tables]
    assert starts == sorted(set(starts))


def nested(table: Table) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Give each span with one that lies in it."""
    pairs = [(table.span, row.span) for row in table.rows]
    return pairs + [(row.span, cell.span) for row in table.rows for cell in row.cells]


@given(page=pages())
def test_the_text_of_a_cell_is_what_stands_at_its_place(page: str) -> None:
    for cell in cells_of(read_tables(page)):
        start, end = cell.span
        assert page[:start] + page[start:end] + page[end:] == page
        assert page[start:end].strip() == cell.text


@given(page=pages())
def test_cells_of_a_row_follow_each_other(page: str) -> None:
    for table in read_tables(page):
        for row in table.rows:
            assert row.cells
            assert in_order(row)


def in_order(row: Row) -> bool:
    return all(one.span[1] <= two.span[0] for one, two in zip(row.cells, row.cells[1:], strict=False))


@given(page=pages())
def test_a_grid_is_rectangular_and_holds_every_cell(page: str) -> None:
    for table in read_tables(page):
        grid = table.grid()
        assert len(grid) == len(table.rows)
        assert len({len(line) for line in grid}) <= 1
        shown = {id(cell) for line in grid for cell in line}
        assert all(id(cell) in shown for row in table.rows for cell in row.cells)


@given(rows=plain_rows, joint=st.sampled_from(["||", "\n|"]))
def test_a_plain_table_is_read_back(rows: list[list[str]], joint: str) -> None:
    (table,) = read_tables(compose(rows, joint))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [text.strip() for text in row] for row in rows
    ]


@given(rows=plain_rows, joint=st.sampled_from(["||", "\n|"]), number=st.integers(0), new=plain)
def test_changing_one_cell_changes_nothing_else(
    rows: list[list[str]], joint: str, number: int, new: str
) -> None:
    page = compose(rows, joint)
    before = cells_of(read_tables(page))
    number %= len(before)
    start, end = before[number].span
    after = cells_of(read_tables(page[:start] + new + page[end:]))
    assert [cell.text for cell in after] == [
        new.strip() if at == number else cell.text for at, cell in enumerate(before)
    ]
