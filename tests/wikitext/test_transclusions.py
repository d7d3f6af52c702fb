"""Rows that templates make lead back to the line of the outermost call."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.tables import read_tables
from bot.wikitext.transclusions import expand, find_transclusions, makes_tables

PAGE = "Intro\n{| class=wikitable\n! User\n{{row|Ana|{{lang|es}}}}\n|-\n| {{u|Bo}}\n|}\nEnd"
ROW = "|-\n| Ana || es"


def test_the_outermost_calls_are_found_with_all_inside_them() -> None:
    assert [call.wikitext for call in find_transclusions(PAGE)] == ["{{row|Ana|{{lang|es}}}}", "{{u|Bo}}"]


def test_only_what_makes_part_of_a_table_takes_its_place() -> None:
    expanded = expand(PAGE, {"{{row|Ana|{{lang|es}}}}": ROW, "{{u|Bo}}": "[[User:Bo|Bo]]"})
    (table,) = read_tables(expanded.wikitext)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["User"],
        ["Ana", "es"],
        ["{{u|Bo}}"],
    ]


def test_each_place_in_an_expansion_is_the_line_of_the_call() -> None:
    expanded = expand(PAGE, {"{{row|Ana|{{lang|es}}}}": "|-\n| Ana\n\n\n| es"})
    (table,) = read_tables(expanded.wikitext)
    lines = [[expanded.line_of(cell.span[0]) for cell in row.cells] for row in table.rows]
    assert lines == [[3], [4, 4], [6]]


def test_a_whole_table_from_a_template_is_read() -> None:
    expanded = expand("{{sign-ups}}", {"{{sign-ups}}": "{|\n! User\n|-\n| [[User:Ana]]\n|}"})
    (table,) = read_tables(expanded.wikitext)
    assert len(table.rows) == 2
    assert {expanded.line_of(cell.span[0]) for row in table.rows for cell in row.cells} == {1}


def test_functions_may_make_rows_too_but_parameters_and_nowiki_are_no_calls() -> None:
    page = "{{#if:1|{{!}}-}}\n{{{1}}} <nowiki>{{a}}</nowiki> {{!}} {{{{{1}}}|a}}"
    assert [call.wikitext for call in find_transclusions(page)] == ["{{#if:1|{{!}}-}}", "{{{{{1}}}|a}}"]


def test_a_table_made_in_the_middle_of_a_line_begins_one_as_in_mediawiki() -> None:
    expanded = expand("See: {{sign-ups}}", {"{{sign-ups}}": "{|\n! User\n|-\n| [[User:Ana]]\n|}"})
    (table,) = read_tables(expanded.wikitext)
    assert len(table.rows) == 2
    assert expanded.line_of(table.rows[1].cells[0].span[0]) == 1


def test_words_with_a_pipe_are_no_part_of_a_table() -> None:
    assert not makes_tables("[[User:Ana|Ana]] said: yes!")
    assert makes_tables("\n|-\n| a")
    assert makes_tables("a || b")


@given(st.text(alphabet="ab{}|\n-!<>", max_size=60))
def test_a_page_without_known_expansions_stays_and_its_places_too(page: str) -> None:
    expanded = expand(page, {})
    assert expanded.wikitext == page
    assert [expanded.place(offset) for offset in range(len(page) + 1)] == list(range(len(page) + 1))
