"""What each answer to a write means."""

from __future__ import annotations

from typing import Any

import pytest

from bot.program.outcomes import Outcome
from bot.wiki.exchange import Reply
from bot.wiki.writing import MEANINGS, meaning


def error(code: str, status: int = 200, **more: Any) -> Reply:
    return Reply(status=status, answer={"errors": [{"code": code, "text": "why", **more}]})


def test_a_saved_edit_gives_its_revision_and_time() -> None:
    answer = {"edit": {"result": "Success", "newrevid": 5, "newtimestamp": "2026-11-24T01:02:03Z"}}
    ending = meaning(Reply(status=200, answer=answer))
    assert (ending.outcome, ending.revid, ending.at) == (Outcome.POSTED, 5, "2026-11-24T01:02:03Z")


@pytest.mark.parametrize(("code", "outcome"), sorted(MEANINGS.items()))
def test_each_known_code_has_its_meaning(code: str, outcome: Outcome) -> None:
    assert meaning(error(code)).outcome is outcome


def test_a_code_that_is_new_to_us_halts_and_is_named() -> None:
    ending = meaning(error("brandnewextension-no"))
    assert ending.outcome is Outcome.HALT
    assert "brandnewextension-no" in ending.reason


def test_a_fatal_error_of_the_wiki_is_doubt() -> None:
    assert meaning(error("internal_api_error_DBQueryError", 500)).outcome is Outcome.DOUBT


def test_a_block_for_one_page_skips_that_page_alone() -> None:
    ending = meaning(error("blocked", data={"blockinfo": {"blockpartial": True}}))
    assert ending.outcome is Outcome.SKIPPED


@pytest.mark.parametrize("status", [0, 200, 408, 500, 502, 503, 504])
def test_an_answer_that_is_none_is_doubt(status: int) -> None:
    assert meaning(Reply(status=status, answer=None)).outcome is Outcome.DOUBT


def test_what_never_left_us_is_later_not_doubt() -> None:
    ending = meaning(Reply(status=0, answer=None, fault="no connection", sent=False))
    assert (ending.outcome, ending.unreachable) == (Outcome.LATER, True)


def test_too_many_requests_says_how_long_to_wait() -> None:
    ending = meaning(Reply(status=429, answer=None, retry_after=7.0))
    assert (ending.outcome, ending.wait) == (Outcome.LATER, 7.0)


@pytest.mark.parametrize("status", [301, 403, 404])
def test_another_refusal_of_the_server_halts(status: int) -> None:
    assert meaning(Reply(status=status, answer=None, fault=f"HTTP {status}")).outcome is Outcome.HALT


def test_a_captcha_is_refused_and_not_tried_again() -> None:
    answer = {"edit": {"result": "Failure", "captcha": {"type": "simple"}}}
    ending = meaning(Reply(status=200, answer=answer))
    assert (ending.outcome, ending.reason) == (Outcome.REFUSED, "captcha")
