"""What each answer to a write means."""

from __future__ import annotations

from typing import Any

import pytest

from bot.program.faults import Lost
from bot.program.outcomes import Outcome
from bot.wiki.exchange import Reply
from bot.wiki.writing import meaning


def error(code: str, status: int = 200, **more: Any) -> Reply:
    return Reply(status=status, answer={"errors": [{"code": code, "text": "why", **more}]})


def saved(**more: Any) -> Reply:
    edit = {"result": "Success", "newrevid": 5, "newtimestamp": "2026-11-24T01:02:03Z", **more}
    return Reply(status=200, answer={"edit": edit})


def test_a_saved_edit_gives_its_revision_and_time() -> None:
    ending = meaning(saved())
    assert (ending.outcome, ending.revid, ending.at) == (Outcome.POSTED, 5, "2026-11-24T01:02:03Z")


@pytest.mark.parametrize(
    ("title", "oldrevid", "elsewhere"),
    [("User talk:Ana", 4, False), ("User talk:Ana", 3, True), ("User talk:Ana M", 4, True)],
)
def test_an_edit_of_another_page_or_revision_than_was_read_is_told(
    title: str, oldrevid: int, *, elsewhere: bool
) -> None:
    ending = meaning(saved(title=title, oldrevid=oldrevid), title="User talk:Ana", baserevid=4)
    assert (ending.outcome, ending.elsewhere) == (Outcome.POSTED, elsewhere)


def test_a_new_page_is_no_other_page() -> None:
    assert not meaning(saved(title="User talk:Ana", oldrevid=0), title="User talk:Ana").elsewhere


def test_a_code_that_is_new_to_us_halts_and_is_named_with_its_text() -> None:
    ending = meaning(error("brandnewextension-no"))
    assert (ending.outcome, ending.reason) == (Outcome.HALT, "brandnewextension-no: why")


def test_a_refusal_is_told_with_its_text() -> None:
    assert meaning(error("spamblacklist")).reason == "spamblacklist: why"


def test_a_known_code_that_passes_is_told_alone() -> None:
    assert meaning(error("maxlag")).reason == "maxlag"


@pytest.mark.parametrize("code", ["permissiondenied", "noedit", "noedit-anon", "cantcreate"])
def test_an_account_without_the_right_to_edit_halts(code: str) -> None:
    assert meaning(error(code)).outcome is Outcome.HALT


def test_a_block_for_one_page_skips_that_page_alone() -> None:
    ending = meaning(error("blocked", data={"blockinfo": {"blockpartial": True}}))
    assert (ending.outcome, ending.reason) == (Outcome.SKIPPED, "blocked for this page")


@pytest.mark.parametrize("status", [200, 408, 500, 502, 503, 504])
def test_an_answer_that_is_none_is_doubt(status: int) -> None:
    assert meaning(Reply(status=status, answer=None, lost=Lost.UNREADABLE)).outcome is Outcome.DOUBT


@pytest.mark.parametrize("lost", [Lost.LATE, Lost.BROKE_OFF])
def test_no_reply_at_all_is_doubt(lost: Lost) -> None:
    ending = meaning(Reply(status=0, answer=None, lost=lost))
    assert (ending.outcome, ending.reason) == (Outcome.DOUBT, lost.value)


def test_what_never_left_us_is_later_not_doubt() -> None:
    ending = meaning(Reply(status=0, answer=None, lost=Lost.NO_CONNECTION))
    assert ending.outcome is Outcome.LATER


def test_too_many_requests_says_how_long_to_wait() -> None:
    ending = meaning(Reply(status=429, answer=None, lost=Lost.UNREADABLE, retry_after=7.0))
    assert (ending.outcome, ending.wait) == (Outcome.LATER, 7.0)


@pytest.mark.parametrize("status", [301, 403, 404])
def test_another_refusal_of_the_server_halts(status: int) -> None:
    ending = meaning(Reply(status=status, answer=None, lost=Lost.UNREADABLE))
    assert (ending.outcome, f"HTTP {status}" in ending.reason) == (Outcome.HALT, True)


def test_a_request_that_something_on_the_way_sent_twice_is_doubt() -> None:
    text = "The authorization headers in your request are not valid: Nonce already used: 5"
    reply = error("mwoauth-invalid-authorization", 401)
    assert reply.answer
    reply.answer["errors"][0]["text"] = text
    assert meaning(reply).outcome is Outcome.DOUBT


def test_a_captcha_is_refused_and_not_tried_again() -> None:
    answer = {"edit": {"result": "Failure", "captcha": {"type": "simple"}}}
    ending = meaning(Reply(status=200, answer=answer))
    assert (ending.outcome, ending.reason) == (Outcome.REFUSED, "captcha")
