"""Sections of a page: where they begin, how deep they are, where they end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.sections import read_sections


def heads(page: str) -> list[tuple[int, str]]:
    return [(s.level, page[s.start :].partition("\n")[0]) for s in read_sections(page)]


@pytest.mark.parametrize(
    ("page", "level"),
    [
        ("== a ==", 2),
        ("== a ==  ", 2),
        ("== a == <!-- b --> <!-- c -->", 2),
        ("=== a ==", 2),
        ("== a ===", 2),
        ("======= a =======", 6),
        ("=====", 2),
        ("===", 1),
        ("== [[l|a]] {{t|b}} ==", 2),
        ("<!-- c -->\n== a ==", 2),
    ],
)
def test_a_line_is_a_heading(page: str, level: int) -> None:
    assert [section.level for section in read_sections(page)] == [level]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "==",
        " == a ==",
        "== a",
        "== a == b",
        "<!-- c -->== a ==",
        "<!--\n== a ==\n-->",
        "== a == <!--",
        "<nowiki>\n== a ==\n</nowiki>",
        "{{t|\n== a ==\n}}",
        "== a [[l ==\n]]",
        "== a {{t ==",
    ],
)
def test_a_line_is_no_heading(page: str) -> None:
    assert read_sections(page) == []


def test_a_section_ends_where_the_next_of_its_level_or_above_begins() -> None:
    page = "lead\n== a ==\n=== b ===\n= c =\n== d ==\n"
    assert [page[s.start : s.end] for s in read_sections(page)] == [
        "== a ==\n=== b ===\n",
        "=== b ===\n",
        "= c =\n== d ==\n",
        "== d ==\n",
    ]


@given(st.text(alphabet="=\na <!->[]{}|", max_size=60))
def test_sections_nest_and_begin_at_the_start_of_a_line(page: str) -> None:
    sections = read_sections(page)
    assert [s.start for s in sections] == sorted({s.start for s in sections})
    for section in sections:
        assert page[section.start] == "="
        assert not section.start or page[section.start - 1] == "\n"
        inner = [s for s in sections if section.start < s.start < section.end]
        assert all(s.level > section.level and s.end <= section.end for s in inner)
