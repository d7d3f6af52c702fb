"""Drafts: which issues came before, for which list one is meant, and what of one is people's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.program.issue_draft import Draft, DraftPage, issues_before, words_of_people
from bot.program.newsletter import ArchiveRules

RULES = ArchiveRules(root="News")
ARCHIVE = [
    "News/Archive/2026/Issue 9",
    "News/Archive/2026/Issue 10",
    "News/Archive/2026/Issue 10/es",
    "News/Archive/2026/Issue 11",
    "News/Archive/2026/Outreach",
]


def page(title: str, text: str | None = "") -> DraftPage:
    return DraftPage(title=title, pageid=1, revid=1, moment=datetime(2026, 11, 26, tzinfo=UTC), text=text)


def draft(leaf: str, targets: DraftPage | None = None) -> Draft:
    return Draft(leaf=leaf, source=page(f"News/Draft/{leaf}"), targets=targets)


@pytest.mark.parametrize(
    ("leaf", "numbers"), [("Issue 11", [9, 10]), ("Issue 12", [9, 10, 11]), ("Outreach", [9, 10, 11])]
)
def test_the_issues_before_are_those_of_lower_numbers_without_translations(
    leaf: str, numbers: list[int]
) -> None:
    before = [f"News/Archive/2026/Issue {number}" for number in numbers]
    assert issues_before(draft(leaf), ARCHIVE, RULES) == before


def test_no_list_an_empty_one_and_another_differ() -> None:
    title = "News/Draft/Outreach/Targets"
    codes = [draft("Outreach", page(title, text)).targets_code for text in ("", "{{#target:A}}")]
    assert len({"", *codes}) == 3
    assert draft("Outreach").targets_code == ""


PARTS = ("upcoming", "numbers")


def with_part(name: str, content: str) -> str:
    return f"== November 2026 ==\n<!-- bot:{name} begin -->{content}<!-- bot:{name} end -->\nEnd.\n"


def test_what_the_bot_fills_is_not_of_people() -> None:
    filled = words_of_people(with_part("upcoming", "\n* A clinic\n"), PARTS)
    for content in ("", "\n", "\n\n", " ", "-", "\n-\n", "Other words"):
        assert words_of_people(with_part("upcoming", content), PARTS) == filled


def test_what_stands_in_a_part_that_the_bot_does_not_fill_is_of_people() -> None:
    empty = words_of_people(with_part("upcomming", "\n"), PARTS)
    assert words_of_people(with_part("upcomming", "\nBuy.\n"), PARTS) != empty
