"""Accounts as the API's answers tell of them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiki.accounts import GlobalStanding, account_in, languages_in, standing_in


def user(**more: Any) -> dict[str, Any]:
    return {"userid": 7, "name": "Ana", "groups": ["*", "user"], **more}


@pytest.mark.parametrize(
    ("answer", "exists", "blocked"),
    [
        (user(), True, False),
        ({"name": "Ana", "missing": True}, False, False),
        ({"name": "1.2.3", "invalid": True}, False, False),
        (user(hidden=True), False, False),
        (user(blockid=3, blockedby="X", blockexpiry="infinite"), True, True),
        (user(blockid=3, blockpartial=True), True, False),
    ],
)
def test_whether_an_account_is_there_and_blocked(answer: dict[str, Any], exists: bool, blocked: bool) -> None:
    account = account_in(answer)
    assert (account.exists, account.blocked) == (exists, blocked)


def test_a_bot_and_a_global_account_are_known() -> None:
    account = account_in(
        user(
            groups=["bot", "*"],
            centralids={"CentralAuth": 42, "local": 7},
            attachedlocal={"CentralAuth": True},
        )
    )
    assert account.is_bot
    assert account.is_global
    assert not account_in(user(centralids={"local": 7})).is_global


GLOBAL = {"home": "metawiki", "id": 42, "registration": "2024-01-01T00:00:00Z", "name": "Ana"}


@pytest.mark.parametrize(
    ("info", "stands"),
    [
        (GLOBAL, GlobalStanding.GOOD),
        ({**GLOBAL, "locked": True}, GlobalStanding.LOCKED),
        ({**GLOBAL, "locked": ""}, GlobalStanding.LOCKED),
        ({"missing": True}, GlobalStanding.HIDDEN),  # what a wiki tells us of a hidden one
        ({**GLOBAL, "hidden": True, "locked": True}, GlobalStanding.HIDDEN),
    ],
)
def test_how_a_global_account_stands(info: dict[str, Any], stands: GlobalStanding) -> None:
    assert standing_in({"batchcomplete": True, "query": {"globaluserinfo": info}}) is stands


def test_a_wiki_without_global_accounts_says_nothing() -> None:
    warning = {
        "code": "unrecognizedvalues",
        "text": 'Unrecognized value for parameter "meta": globaluserinfo.',
    }
    assert standing_in({"batchcomplete": True, "warnings": [warning]}) is None


def test_the_languages_that_somebody_reads_come_with_the_best_first() -> None:
    babel = {"en": "3", "es": "N", "ar": "5", "fr": "1", "zh-Hant": "4", "de": "0"}
    assert languages_in({"query": {"babel": babel}}) == ("es", "ar", "zh-hant", "en")
    assert languages_in({"query": {"babel": []}}) == ()
    assert languages_in({"batchcomplete": True}) == ()
