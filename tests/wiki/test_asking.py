"""A question is asked again where waiting mends it, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.program.faults import Lost
from bot.wiki.errors import WikiAwayError, WikiRefusedError
from bot.wiki.exchange import Reply
from bot.wiki.wiki import Wiki

GOOD = Reply(status=200, answer={"query": {}, "batchcomplete": True})
LAGGED = Reply(status=200, answer={"errors": [{"code": "maxlag", "text": "lagged"}]}, retry_after=2.0)
LOST_SESSION = Reply(status=200, answer={"errors": [{"code": "assertnameduserfailed", "text": "who?"}]})
GATEWAY = Reply(status=504, answer=None, lost=Lost.UNREADABLE)
DROPPED = Reply(status=0, answer=None, lost=Lost.BROKE_OFF)


class Site:
    """What a question needs of Pywikibot's site."""

    def hostname(self) -> str:
        return "es.wikipedia.org"

    def is_oauth_token_available(self) -> bool:
        return False

    def username(self) -> str:
        return "LetsConnectBot"


@dataclass(slots=True, kw_only=True)
class Scripted(Wiki):
    """A wiki that gives the replies it is told to."""

    replies: Iterator[Reply]
    waits: list[float] = field(default_factory=list)
    logins: int = 0

    def post(self, parameters: dict[str, str]) -> Reply:  # noqa: ARG002
        return next(self.replies)

    def connect(self, **also: str) -> dict[str, Any]:  # noqa: ARG002
        self.logins += 1
        return {}


def wiki(*replies: Reply, patient: bool = True) -> Scripted:
    site: Any = Site()
    waits: list[float] = []
    return Scripted(
        name="es",
        site=site,
        username="LetsConnectBot",
        language="es",
        sleep=waits.append,
        waits=waits,
        patient=patient,
        replies=iter(replies),
    )


@pytest.mark.parametrize("reply", [LAGGED, GATEWAY, DROPPED, Reply(status=200, answer={"error": "upstream"})])
def test_what_passes_by_itself_is_asked_again(reply: Reply) -> None:
    there = wiki(reply, reply, GOOD)
    assert there.ask({"action": "query"}) == GOOD.answer
    assert len(there.waits) == 2
    assert min(there.waits) >= reply.retry_after


def test_a_lost_session_is_logged_in_anew_and_asked_again() -> None:
    there = wiki(LOST_SESSION, GOOD)
    assert there.ask({"action": "query"}) == GOOD.answer
    assert (there.logins, there.waits) == (1, [])


def test_a_question_without_an_account_never_logs_in() -> None:
    there = wiki(LOST_SESSION, GOOD)
    assert there.ask({"action": "query"}, logged_in=False) == GOOD.answer
    assert there.logins == 0


def test_what_no_waiting_mends_is_asked_once() -> None:
    there = wiki(Reply(status=200, answer={"errors": [{"code": "readapidenied", "text": "no"}]}))
    with pytest.raises(WikiRefusedError, match="readapidenied"):
        there.ask({"action": "query"})


def test_whoever_can_wait_elsewhere_is_told_at_once_and_for_how_long() -> None:
    with pytest.raises(WikiAwayError, match=r"can't serve us now \(maxlag\)") as caught:
        wiki(LAGGED, patient=False).ask({"action": "query"})
    assert caught.value.wait == 2.0
