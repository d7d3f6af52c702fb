"""Titles of issues, and what their pages say of number, date and neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.issue_dates import IssueDate, UnclearDateError, read_date
from bot.program.issue_reading import Reading, Way, read_issue
from bot.program.newsletter import ArchivePage, ArchiveRules, IssueName, number_said, read_name

RULES = ArchiveRules(root="Garden/News")
HOME = "Garden/News/Archive"


def _read(text: str, language: str = "en") -> Reading:
    return read_issue(ArchivePage(title=f"{HOME}/2024/Issue 5/{language}", text=text), language, RULES.root)


@pytest.mark.parametrize("language", ["", "es", "ar", "pt-br"])
@pytest.mark.parametrize("name", [IssueName(year=2023, number=7), IssueName(year=2024, name="Outreach")])
def test_a_title_is_read_as_it_is_written(name: IssueName, language: str) -> None:
    assert read_name(name.title(RULES, language), RULES) == (name, language)


@pytest.mark.parametrize("leaf", ["issue 7", "Número 7", "Numéro 7", "Edição 7", "العدد 7", "العدد ٧"])
def test_numbers_in_titles_are_read_in_five_languages(leaf: str) -> None:
    assert read_name(f"{HOME}/2023/{leaf}", RULES) == (IssueName(year=2023, number=7), "")


@pytest.mark.parametrize(
    "rest",
    ["2023", "23/Issue 7", "2023/Issue 7b", "2023/Issue 7/Photos", "2023/Issue 7/es/x", "2023/…", "x/y"],
)
def test_other_titles_are_no_issues(rest: str) -> None:
    assert read_name(f"{HOME}/{rest}", RULES) is None
    assert read_name(f"Elsewhere/2023/{rest}", RULES) is None


@given(st.text(max_size=60))
def test_any_title_can_be_read(title: str) -> None:
    read_name(f"{HOME}/{title}", RULES)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Issue 13", 13),
        ("Edición nº 13", 13),
        ("العدد ١٣", 13),
        ("News", None),
        ("Issue 1 and Issue 2", None),
    ],
)
def test_numbers_in_headings_are_read(heading: str, number: int | None) -> None:
    assert number_said(heading) == number


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("Issue 13 – January 2024", "en", "2024-01"),
        ("Issue 13, January 2024", "en", "2024-01"),
        ("January 15th, 2024", "en", "2024-01-15"),
        ("5–7 March 2024", "en", "2024-03"),
        ("Número 13, enero de 2024", "es", "2024-01"),
        ("15 de enero de 2024", "es", "2024-01-15"),
        ("1er janvier 2024", "fr", "2024-01-01"),
        ("5 de março de 2024", "pt", "2024-03-05"),
        ("العدد 13، يناير ٢٠٢٤", "ar", "2024-01"),
        ("كانون الثاني/يناير 2024", "ar", "2024-01"),
        ("2024-01-15", "fr", "2024-01-15"),
        ("January 2024; out on 3 January 2024", "en", "2024-01-03"),
    ],
)
def test_dates_are_read(text: str, language: str, date: str) -> None:
    found = read_date(text, language)
    assert found
    assert found.text == date


@pytest.mark.parametrize("text", ["", "May", "2024", "15/01/2024", "January", "January 1924x", "Issue 2024"])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_date(text, "en") is None


@pytest.mark.parametrize(
    "text", ["January–February 2024", "December 2023 and January 2024", "30 February 2024", "2024-13-01"]
)
def test_several_months_and_impossible_days_are_unclear(text: str) -> None:
    with pytest.raises(UnclearDateError):
        read_date(text, "en")


def test_the_first_heading_goes_before_the_text_below_it() -> None:
    read = _read("== Issue 5: May 2024 ==\nOn 3 June 2024 we meet.\n== Clinics ==\nJuly 2024")
    assert read.date == IssueDate(year=2024, month=5)
    assert (read.number, read.headings) == (5, ("Clinics",))
    assert _read("== Issue 5 ==\nJune 2024\n== Clinics ==\nJuly 2024").date == IssueDate(year=2024, month=6)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("[[@/Issue 4|Previous]] | [[@/Issue 6|Next issue]]", "en"),
        ("← [[@/Issue 4|4]] · [[@/Issue_6|6]] →", "es"),
        ("Anterior: [[../../Issue 4]] | Siguiente: [[../../Issue 6]]", "es"),
        ("[[Special:MyLanguage/@/Issue 4|Précédent]] [[:@/Issue 6|» Suivant]]", "fr"),
        ("[[@/Issue 4|السابق]] • [[@/Issue 6|التالي]]", "ar"),
        ("[[@/Issue 4|Edição anterior]]\n[[@/Issue 6#x|Seguinte]]", "pt"),
    ],
)
def test_navigation_that_people_typed_is_read(line: str, language: str) -> None:
    found = {link.way: link.title for link in _read(line.replace("@", f"{HOME}/2024"), language).navigation}
    assert found == {Way.PREVIOUS: f"{HOME}/2024/Issue 4", Way.NEXT: f"{HOME}/2024/Issue 6"}


@pytest.mark.parametrize(
    "line",
    [
        "[[Garden/News/Archive/2024/Issue 4|Issue 4]] tells of it.",
        "[[Events|next event]]",
        "<!-- [[Garden/News/Archive/2024/Issue 4|Previous]] -->",
        "<nowiki>[[Garden/News/Archive/2024/Issue 4|Previous]]</nowiki>",
        "[[Garden/News/Archive/2024/Issue 4|what we said the other day of next year and more]]",
        "[[Garden/News/Archive|previous and next]]",
    ],
)
def test_other_links_are_no_navigation(line: str) -> None:
    assert _read(line).navigation == ()


def test_arrows_alone_say_nothing_where_lines_run_to_the_left() -> None:
    assert _read("[[Garden/News/Archive/2024/Issue 4|→]]", "ar").navigation == ()


@pytest.mark.parametrize("text", ["", "<!-- x -->", "[[Category:News]]", "__NOTOC__\n<br>"])
def test_pages_without_words_are_empty(text: str) -> None:
    assert _read(text).is_empty
