"""A stop can't be taken away by whoever it is meant for, in however many edits."""

from __future__ import annotations

import pytest

from bot.program.approval import PageRevision
from bot.run.stop_rule import still_stopped_by

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
