"""Which JSON is an answer of the API, and how continued answers are merged."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiki.exchange import Reply
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
