"""What a wiki says to a login, and whether waiting mends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from pywikibot.comms import http

from bot.wiki.errors import LoginError, WikiAwayError
from bot.wiki.exchange import Reply
from bot.wiki.login import Login

TOKEN = Reply(status=200, answer={"query": {"tokens": {"logintoken": "t"}}})
SUCCESS = Reply(status=200, answer={"login": {"result": "Success"}})


def failed(code: str) -> Reply:
    answer = {"login": {"result": "Failed", "reason": {"code": code, "text": "Not now.\nSee help."}}}
    return Reply(status=200, answer=answer)


class Site:
    """What a login needs of Pywikibot's site."""

    def is_oauth_token_available(self) -> bool:
        return False

    def username(self) -> str:
        return "LetsConnectBot"


@pytest.fixture(autouse=True)
def no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Login, "_password", lambda _: ("LetsConnectBot@app", "secret"))
    monkeypatch.setattr(http.cookie_jar, "save", lambda **_: None)


def log_in(replies: Iterable[Reply], *, patient: bool = True) -> list[float]:
    """Log in to a wiki that gives these replies; give the waits."""
    waits: list[float] = []
    left = iter(replies)
    site: Any = Site()
    Login(name="es", site=site, post=lambda _: next(left), patient=patient, sleep=waits.append).run(
        seen_as=""
    )
    return waits


def test_a_login_that_goes_well_waits_for_nothing() -> None:
    assert log_in([TOKEN, SUCCESS]) == []


@pytest.mark.parametrize(
    "refusal",
    [
        [Reply(status=429, answer=None, retry_after=1.0)],
        [TOKEN, failed("login-throttled")],
        [TOKEN, failed("sessionlost")],
        [TOKEN, Reply(status=200, answer={"errors": [{"code": "ratelimited", "text": "slow down"}]})],
        [Reply(status=503, answer=None)],
    ],
)
def test_what_passes_by_itself_is_waited_for(refusal: list[Reply]) -> None:
    assert len(log_in([*refusal, *refusal, TOKEN, SUCCESS])) == 2


def test_a_wiki_that_asks_for_more_than_there_is_is_given_up_at_once() -> None:
    with pytest.raises(WikiAwayError, match="nobody can log in now") as caught:
        log_in([Reply(status=429, answer=None, retry_after=600.0)])
    assert caught.value.wait == 600.0


def test_whoever_can_wait_elsewhere_is_told_at_once() -> None:
    with pytest.raises(WikiAwayError):
        log_in([Reply(status=503, answer=None)], patient=False)


def test_a_wrong_password_is_told_with_the_wiki_s_first_line() -> None:
    with pytest.raises(LoginError, match=r"\(Not now\.\).*bot password"):
        log_in([TOKEN, failed("wrongpassword")])
