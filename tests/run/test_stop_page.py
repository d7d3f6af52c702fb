"""The stop page is looked at now and then, and stops everything."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.run.home import read_home
from bot.run.stop_page import SECONDS, WRITES, StopPage, StoppedError
from tests.run.rehearsal import HOSTS, settings_of


def test_it_is_read_again_after_so_many_writes() -> None:
    looks: list[float] = []

    def sentence() -> str:
        looks.append(0.0)
        return ""

    page = StopPage(sentence=sentence, clock=lambda: 1000.0, looked_at=1000.0)
    for _ in range(2 * WRITES + 1):
        page.look()
    assert len(looks) == 2


@pytest.mark.parametrize("jump", [SECONDS, -3600.0])
def test_it_is_read_again_after_a_while_and_when_the_clock_jumps_back(jump: float) -> None:
    now = [10_000.0]
    looks: list[float] = []

    def sentence() -> str:
        looks.append(now[0])
        return ""

    page = StopPage(sentence=sentence, clock=lambda: now[0], looked_at=now[0])
    page.look()
    now[0] += jump
    page.look()
    page.look()
    assert looks == [now[0]]


def test_text_on_it_stops_and_the_sentence_says_why() -> None:
    page = StopPage(sentence=lambda: "Stopped: see there.", clock=lambda: 1000.0)
    with pytest.raises(StoppedError, match="see there"):
        page.look()


def test_a_look_that_failed_is_none() -> None:
    answers: list[OSError | str] = [OSError("away"), ""]

    def sentence() -> str:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    page = StopPage(sentence=sentence, clock=lambda: 1000.0)
    with pytest.raises(OSError, match="away"):
        page.look()
    page.look()
    assert answers == []


def test_it_counts_as_read_when_the_home_wiki_was_asked_not_when_somebody_agreed_to_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    text = {"slots": {"main": {"content": "== Clinic ==", "contentmodel": "wikitext"}}, "revid": 1}

    def connect(**asked: str) -> dict[str, Any]:
        now[0] += 5
        there = {"pageid": 7, "revisions": [text]}
        return {
            "pages": [
                {"title": title, **(there if title in {"Sign-up", "Message"} else {"missing": True})}
                for title in asked["titles"].split("|")
            ]
        }

    monkeypatch.setattr("bot.run.home.steady", lambda: now[0])
    wikis: Any = SimpleNamespace(home=SimpleNamespace(connect=connect))
    home = read_home(settings_of(tmp_path, HOSTS), wikis, title="Message", name="")
    assert home.read_at == 1000.0
