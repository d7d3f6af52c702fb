"""Tables as MediaWiki reads them."""

from __future__ import annotations

import tracemalloc

import pytest

from bot.wikitext.lines import LineIndex, line_of
from bot.wikitext.tables import read_tables
from tests.growth import assert_grows_linearly
from tests.wikitext import table_cases


def texts(wikitext: str) -> list[list[str]]:
    """Give the texts of a page's cells, all tables' rows in one list."""
    return [[cell.text for cell in row.cells] for table in read_tables(wikitext) for row in table.rows]


@pytest.mark.parametrize("name", table_cases.names())
def test_an_awkward_page_is_read_as_mediawiki_renders_it(name: str) -> None:
    tables = read_tables(table_cases.page(name), extension_tags=table_cases.CORE_TAGS)
    assert table_cases.outline(tables) == table_cases.expected(name)


def test_there_are_many_awkward_pages() -> None:
    assert len(table_cases.names()) >= 60


def test_a_page_without_tables_has_none() -> None:
    assert read_tables("") == []
    assert read_tables("a | b || c\n|-\n! d\n") == []


def test_a_page_that_is_nothing_but_an_opening_shows_nothing() -> None:
    assert read_tables("{|") == read_tables(" {{{!}} words") == []
    assert len(read_tables("{|\n")) == 1


def test_a_cell_has_its_place_on_the_page() -> None:
    page = "{|\n| class=x |  [[User:Ana]]  || b <!-- c -->\n|}"
    first, second = read_tables(page)[0].rows[0].cells
    assert page[slice(*first.span)] == "  [[User:Ana]]  "
    assert first.text == "[[User:Ana]]"
    assert page[slice(*second.span)] == " b <!-- c -->"


def test_a_row_begins_at_its_mark_and_ends_with_its_last_cell() -> None:
    page = "{|\n! a\n|- class=x\n| b\n| c\n\n|}"
    first, second = read_tables(page)[0].rows
    assert page[slice(*first.span)] == "! a"
    assert page[slice(*second.span)] == "|- class=x\n| b\n| c\n"


def test_a_row_begins_no_earlier_than_its_table() -> None:
    outer, inner = read_tables("{|\n|-\n<table>\n|")
    assert outer.rows == []
    assert inner.rows[0].span == (inner.span[0], 15)


def test_a_table_reaches_from_its_opening_to_its_closing_mark() -> None:
    page = "a\n:{|\n| b\n|} c\n<table><tr><td>d</table>e"
    first, second = read_tables(page)
    assert page[slice(*first.span)] == "{|\n| b\n|}"
    assert page[slice(*second.span)] == "<table><tr><td>d</table>"


def test_lines_of_comments_after_a_cell_are_not_in_it() -> None:
    page = "{|\n| a\n<!-- add new rows below -->\n|-\n| b\n|}"
    assert texts(page) == [["a"], ["b"]]


def test_a_caption_is_known_and_the_first_counts() -> None:
    tables = read_tables("{|\n|+ Sign-ups\n|+ x\n| a\n|}\n{|\n| b\n|}\n{|\n|+ class=x | c\n|}")
    assert [table.caption for table in tables] == ["Sign-ups", None, "c"]


@pytest.mark.parametrize(
    ("page", "cells"),
    [
        ("{|\n! <translate><!--T:1-->\nUser</translate> !! b\n|}", 1),
        ("<translate>\n{|\n| a || b\n|-</translate>\n<translate>| c\n</translate>|}", 3),
        ("{|\n<translate>| a</translate> || <translate nowrap>b</translate>\n|}", 2),
        ("{|\n| <translate><tvar|x>a || b</></translate> || <tvar name=y>c</tvar>\n|}", 3),
        (
            "{|\n| <ref>a || b</ref> || <math>|</math> | <source lang=x>\n|-\n| c</source>\n|}",
            2,
        ),
    ],
)
def test_wikimedias_own_tags_are_known(page: str, cells: int) -> None:
    assert sum(len(row) for row in texts(page)) == cells


def test_another_wikis_tags_can_be_given() -> None:
    page = "{|\n| <own>a || b</own>\n|}"
    assert len(read_tables(page)[0].rows[0].cells) == 2
    assert len(read_tables(page, extension_tags={"own"})[0].rows[0].cells) == 1


def test_a_template_before_a_single_pipe_is_not_lost_unless_it_is_an_attributes_value() -> None:
    assert texts("{|\n| {{u|Ana}} | maps\n| style={{grey}} | b\n| {{#if:x|class=y}} | c\n|}") == [
        ["{{u|Ana}} | maps", "b", "c"]
    ]


def test_line_ends_of_other_systems_are_read() -> None:
    page = "{|\r\n! a !! b\r\n|-\r\n<!-- c -->\r\n| d || e\r\n|}\r\n"
    assert texts(page) == [["a", "b"], ["d", "e"]]


def test_a_byte_order_mark_and_nul_do_not_hide_the_rest() -> None:
    assert texts("\ufeff\n{|\n| a\0b || c\n|}") == [["a\0b", "c"]]


def test_characters_used_inside_the_reader_are_only_letters_on_a_page() -> None:
    assert texts("{|\n| \ufdd0 || \ufdd1 | a\n|\ufdd0}\n|}") == [["\ufdd0", "a", "\ufdd0}"]]


def test_accents_written_as_two_characters_keep_their_places() -> None:
    page = "{|\n| e\u0301 || n\u0303 || x\n|}"
    assert texts(page) == [["e\u0301", "n\u0303", "x"]]


def test_a_grid_is_rectangular_with_spans_filled_in() -> None:
    page = """{|
! a !! colspan=2 | b
|-
| rowspan=2 | c || d
|-
| rowspan=0 | e || f || g
|-
| h
|}"""
    grid = [[cell.text for cell in line] for line in read_tables(page)[0].grid()]
    assert grid == [["a", "b", "b", ""], ["c", "d", "", ""], ["c", "e", "f", "g"], ["h", "e", "", ""]]


def test_a_grid_keeps_the_same_cell_in_all_its_places() -> None:
    grid = read_tables("{|\n| rowspan=2 colspan=2 | a\n|-\n| b\n|}")[0].grid()
    assert grid[0][0] is grid[0][1] is grid[1][0] is grid[1][1]
    assert [cell.text for cell in grid[1]] == ["a", "a", "b"]


def test_cells_from_above_may_cross_wide_ones() -> None:
    grid = read_tables("{|\n| a || rowspan=3 | b\n|-\n| colspan=3 | c\n|-\n| d\n|}")[0].grid()
    assert {len(line) for line in grid} == {3}


def test_a_table_without_rows_has_an_empty_grid() -> None:
    assert read_tables("{|\n|}\n")[0].grid() == []


def test_lines_are_counted_from_one() -> None:
    page = "a\n\nb\n"
    assert [line_of(page, offset) for offset in range(6)] == [1, 1, 2, 3, 3, 4]
    assert [LineIndex(page).line_of(offset) for offset in range(6)] == [1, 1, 2, 3, 3, 4]


def big_page(rows: int) -> str:
    """Give a sign-up page of about a hundred bytes a row."""
    lines = ['{| class="wikitable"\n! User !! Learns !! Shares\n']
    lines += [
        f"|-\n| [[User:P {n}|P{n}]] || walks, {{{{lang|en}}}} <!-- {n} -->\n| style=x | <small>x</small> y\n"
        for n in range(rows)
    ]
    return "".join(lines) + "|}\n"


def test_five_thousand_rows_need_little_memory() -> None:
    page = big_page(5000)
    tracemalloc.start()
    try:
        rows = read_tables(page)[0].rows
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(rows) == 5001
    assert peak < 60_000_000


HOSTILE = [
    "{|", "{{", "[[", "<small>", "''", "{|\n", "{|\n|", "\n|-\n|a", "{{a|", "{{{a|", "{{!}}", "[[a|",
    "-{", "\n=", "\n==a==", "<!--", "<!-- -->", "\n<!-- -->", "<nowiki>", "<ref ", "<td>", "<table>",
    "<table><td>", "</table>", "\n|}", "|", "||", "\n!", "[[File:a|", "[[Category:a|x||", "|rowspan=\"",
    "{{a\n=", "<noinclude>", "<includeonly>", " ", "\n ", "&", "<br ", "}}", "{{}}",
]  # fmt: skip


@pytest.mark.parametrize("tail", ["", "}}\n]] }}} --> </nowiki>"], ids=["open", "closed"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_page_and_no_faster(unit: str, tail: str) -> None:
    assert_grows_linearly(lambda size: read_tables(unit * (size // len(unit)) + tail), size=80_000)


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        ("{|\n|<", "a", ""),
        ("{|\n|<<!--", "a", "-->x"),
        ("{|\n|", "{{a}}", "=|b"),
        ("{|\n|", "<nowiki/>", "=|b"),
        ("{|\n| title=", " ", "|b"),
        ("{|\n|<td ", "a=", ">"),
        ("{{", "a:", "}}"),
        ("{{&#", "0", "64;}}"),
    ],
)
def test_one_long_piece_takes_linear_time(before: str, unit: str, after: str) -> None:
    assert_grows_linearly(lambda size: read_tables(before + unit * (size // len(unit)) + after), size=40_000)


def test_a_number_of_very_many_digits_is_no_character() -> None:
    digits = "1" * 5000
    ((row,),) = (
        table.rows for table in read_tables(f"{{|\n| rowspan=&#{digits}; | {{{{&#{digits};}}}}\n|}}")
    )
    assert row.cells[0].rowspan == 1
    assert read_tables("{|\n| rowspan=&#" + "0" * 5000 + "50; | a")[0].rows[0].cells[0].rowspan == 2


@pytest.mark.parametrize(
    ("opening", "closing"), [("{{", "}}"), ("{{{a|", "}}}"), ("{{a ", "}}"), ("[[", "]]"), ("{{[[", "]]}}")]
)
def test_deep_nesting_is_read_without_recursion(opening: str, closing: str) -> None:
    assert read_tables(opening * 20_000 + closing * 20_000 + "\n{|\n| a\n|}")
