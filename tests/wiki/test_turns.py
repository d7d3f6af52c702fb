"""How fast a wiki is written to, whoever writes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiki.exchange import Reply
from bot.wiki.moving import move_page
from bot.wiki.wiki import OwnAccount, Wiki
from bot.wiki.writing import rewrite

BUSY = {"errors": [{"code": "readonly", "text": ""}]}


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class DeafWiki(Wiki):
    """A wiki that takes no edit."""

    def post(self, parameters: dict[str, str]) -> Reply:
        del parameters
        return Reply(status=200, answer=BUSY)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def wiki(clock: Clock, *, throttle: float, limits: dict[str, Any] | None = None) -> Wiki:
    anything: Any = None
    made = DeafWiki(
        name="meta",
        site=anything,
        username="ExampleBot",
        language="en",
        sleep=clock.sleep,
        steady=lambda: clock.now,
        throttle=throttle,
    )
    made.greeting = {"userinfo": {"ratelimits": {"edit": limits or {}}}}
    return made


def write(on: Wiki) -> None:
    rewrite(on, title="Page", text="text", summary="summary", baserevid=1)


def test_pages_and_moves_wait_for_one_another_and_the_first_waits_for_nobody(clock: Clock) -> None:
    on = wiki(clock, throttle=10.0)
    write(on)
    clock.now += 4
    move_page(on, title="Page", to="Other", summary="summary")
    write(on)
    assert clock.slept == [6.0, 10.0]


def test_who_comes_late_waits_no_more(clock: Clock) -> None:
    on = wiki(clock, throttle=10.0)
    write(on)
    clock.now += 25
    write(on)
    assert clock.slept == []


def test_turns_taken_beside_one_another_follow_one_another(clock: Clock) -> None:
    on = wiki(clock, throttle=5.0)
    assert [on.take_turn() for _ in range(4)] == [0.0, 5.0, 10.0, 15.0]


def test_the_wiki_s_own_limit_counts_where_it_is_stricter(clock: Clock) -> None:
    on = wiki(clock, throttle=5.0, limits={"user": {"hits": 3, "seconds": 60}})
    assert [on.take_turn(), on.take_turn()] == [0.0, 20.0]
    on.account = OwnAccount(
        name="ExampleBot", rights=frozenset({"noratelimit"}), groups=frozenset(), blocked=False
    )
    assert [on.take_turn(), on.take_turn()] == [40.0, 45.0]


def test_a_wiki_that_is_only_read_has_no_turns(clock: Clock) -> None:
    on = wiki(clock, throttle=10.0)
    on.username = ""
    move_page(on, title="Page", to="Other", summary="summary")
    move_page(on, title="Page", to="Other", summary="summary")
    assert clock.slept == []
