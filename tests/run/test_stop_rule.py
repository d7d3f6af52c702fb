"""A stop can't be taken away by whoever it is meant for, in however many edits."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.program.approval import Organiser, PageRevision
from bot.run import stop_rule
from bot.run.exit_status import CommandError
from bot.run.settings import read_settings
from bot.run.stop_rule import check_talk, still_stopped_by
from tests.run.good_settings import changed

ACCOUNTS = {"Reader": 1, "Vandal": 2, "Noor Organiser": 3, "192.0.2.7": 0, "": 0}


def stopped(*edits: tuple[str, str | None], whole: bool = True) -> str | None:
    """Judge edits given the oldest first, each by whom and what the page said then; None: hidden."""
    history = [
        PageRevision(revid=number, userid=ACCOUNTS[name], username=name, text=text)
        for number, (name, text) in enumerate(edits)
    ]
    return still_stopped_by(history[::-1], lambda _, name: name == "Noor Organiser", whole=whole)


@pytest.mark.parametrize(
    "edits",
    [
        [("Vandal", "")],
        [("Vandal", "x"), ("Vandal", "")],
        [("Vandal", ""), ("Vandal", "x"), ("Vandal", "")],
        [("192.0.2.7", "")],
        [("Vandal", None), ("Vandal", "")],
    ],
)
def test_nobody_takes_another_s_stop_away(edits: list[tuple[str, str | None]]) -> None:
    assert stopped(("Reader", "Stop!"), *edits) == edits[-1][0]


def test_who_stopped_it_lets_it_go_on_and_so_does_an_organiser() -> None:
    assert stopped(("Reader", "Stop!"), ("Reader", "")) is None
    assert stopped(("Reader", "Stop!"), ("Noor Organiser", "")) is None
    assert stopped(("Reader", "Stop!"), ("Vandal", ""), ("Noor Organiser", "")) is None
    assert stopped(("Reader", "Stop!"), ("Noor Organiser", ""), ("Vandal", "x"), ("Vandal", "")) is None


def test_of_a_text_that_another_added_to_an_organiser_decides() -> None:
    assert stopped(("Reader", "Stop!"), ("Vandal", "Stop! Why?"), ("Reader", "")) == "Reader"


def test_a_redirect_that_a_move_left_is_nobody_s_own_text() -> None:
    assert stopped(("Vandal", "#REDIRECT [[Elsewhere]]"), ("Vandal", "")) == "Vandal"


def test_who_has_no_account_is_not_known_again() -> None:
    assert stopped(("192.0.2.7", "Stop!"), ("192.0.2.7", "")) == "192.0.2.7"


def test_what_is_too_long_ago_to_be_seen_is_taken_for_a_stop() -> None:
    assert stopped(("Vandal", "x"), ("Vandal", ""), whole=False) == "Vandal"
    assert stopped(("Vandal", "x"), ("Noor Organiser", ""), whole=False) is None


@pytest.mark.parametrize(("blocked", "goes_on"), [(False, True), (True, False), (None, False)])
def test_only_the_answer_of_an_organiser_whose_account_is_good_lets_the_bot_go_on(
    blocked: bool | None, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read_settings(
        {**changed("limits/talk_pauses", value=True), "organisers": {"usernames": ["Noor"]}}, Path()
    )
    answers = {
        "meta": {"userinfo": {"messages": True}},
        "titles": {"pages": [{"revisions": [{"user": "Noor", "userid": 3}]}]},
    }
    home = SimpleNamespace(
        username="ExampleBot", query=lambda asked: answers["meta" if "meta" in asked else "titles"]
    )
    found = None if blocked is None else Organiser(username="Noor", blocked=blocked)
    monkeypatch.setattr(stop_rule, "organisers_by_number", lambda _wiki, _names: {3: found}.get)
    wikis = cast("Any", SimpleNamespace(home=home))
    if goes_on:
        check_talk(settings, wikis)
    else:
        with pytest.raises(CommandError, match="Noor wrote on"):
            check_talk(settings, wikis)
