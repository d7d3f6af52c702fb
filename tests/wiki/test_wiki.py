"""Which JSON is an answer of the API, how continued answers are merged, and what of them can't be had yet."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.wiki.errors import WikiAwayError, WikiRefusedError
from bot.wiki.exchange import Reply
from bot.wiki.history import revisions_of
from bot.wiki.wiki import _answers, _merge


@pytest.mark.parametrize(
    "answer",
    [{"httpCode": 429, "message": "slow down"}, {"error": "upstream"}, {"errors": "no"}, {"error": {}}],
)
def test_json_of_a_gateway_is_no_answer_and_no_error_of_the_api(answer: dict[str, Any]) -> None:
    assert not _answers(answer, "query")
    assert Reply(status=503, answer=answer).error == {}


def test_an_answer_without_results_is_an_answer() -> None:
    assert _answers({"batchcomplete": True}, "query")
    assert _answers({"parse": {}}, "parse")


def test_continued_answers_become_one() -> None:
    merged: dict[str, Any] = {}
    _merge(
        merged,
        {"pages": [{"pageid": 1, "title": "A"}, {"pageid": 2, "title": "B"}], "users": [{"name": "A"}]},
    )
    _merge(
        merged,
        {"pages": [{"pageid": 2, "revisions": [{"revid": 5}]}], "users": [{"name": "A"}, {"name": "B"}]},
    )
    assert merged["pages"][1] == {"pageid": 2, "title": "B", "revisions": [{"revid": 5}]}
    assert [user["name"] for user in merged["users"]] == ["A", "B"]


@pytest.mark.parametrize(
    ("code", "error"), [("nosuchrevid", WikiAwayError), ("readapidenied", WikiRefusedError)]
)
def test_a_history_is_read_back_from_the_revision_that_was_read(code: str, error: type[Exception]) -> None:
    def answers(asked: dict[str, str]) -> Iterator[dict[str, Any]]:
        assert asked["rvstartid"] == "7"
        yield {"pages": [{"revisions": [{"revid": 7}]}]}
        raise WikiRefusedError("meta", code, "")

    revisions = revisions_of(cast("Any", SimpleNamespace(name="meta", answers=answers)), "A", newest=7)
    assert next(revisions).revid == 7
    with pytest.raises(error):
        next(revisions)
