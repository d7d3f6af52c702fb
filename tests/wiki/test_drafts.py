"""Drafts whose texts don't fit one answer, and whether a page of the archive was made from a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.wiki.drafts import Beginning, drafts_below, is_made_from
from bot.wiki.wiki import Wiki

REVISION = {
    "revid": 7,
    "timestamp": "2026-11-02T10:00:00Z",
    "user": "Organiser",
    "slots": {"main": {"content": "Words"}},
}


class Answers:
    """A wiki's answers, as it gives them one after the other."""

    username = "ExampleBot"

    def __init__(self, *answers: list[dict[str, Any]], pages: Mapping[str, int] | None = None) -> None:
        self.given, self.pages = answers, pages or {}

    def answers(self, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        assert asked
        for pages in self.given:
            yield {"pages": pages}

    def ask(self, asked: Mapping[str, str]) -> dict[str, Any]:
        number = self.pages.get(asked["revids"])
        return {"query": {"pages": [{"pageid": number}]}} if number else {"query": {"badrevids": {}}}


def test_texts_that_do_not_fit_one_answer_come_with_another() -> None:
    one, two = {"title": "N/Draft/Issue 1", "pageid": 1}, {"title": "N/Draft/Issue 2", "pageid": 2}
    has = {"revisions": [REVISION]}
    wiki = cast(Wiki, Answers([{**one, **has}, two], [one, {**two, **has}]))
    assert [(each.pageid, each.text) for each in drafts_below(wiki, "N/Draft", {})] == [
        (1, "Words"),
        (2, "Words"),
    ]


@pytest.mark.parametrize(
    ("username", "comment", "expected"),
    [
        ("ExampleBot", "Published from the [[Special:PermaLink/70|draft]]", True),
        ("ExampleBot", "Published from the [[Special:PermaLink/80|draft]]", False),  # another draft's
        ("ExampleBot", "Published from the [[Special:PermaLink/90|draft]]", False),  # deleted
        ("ExampleBot", "The directory is up to date", False),
        ("ExampleBot", "", False),
        ("Stranger", "Published from the [[Special:PermaLink/70|draft]]", False),
    ],
)
def test_a_page_of_the_archive_is_made_from_one_draft(username: str, comment: str, expected: bool) -> None:
    wiki = cast(Wiki, Answers(pages={"70": 5, "80": 6}))
    first = Beginning(moment=datetime(2026, 11, 2, tzinfo=UTC), username=username, comment=comment)
    assert is_made_from(wiki, first, 5) is expected
