"""Which jobs of the timetable wait for an organiser, and which just write."""

from __future__ import annotations

import pytest

from bot.run.children import unasked


@pytest.mark.parametrize(
    ("command", "arguments", "option"),
    [
        ("announce", ("-page:Message",), "-approval"),
        ("newsletter", ("-archive",), "-approval"),
        ("newsletter", (), "-always"),  # an issue waits for “ready” on the wiki
        ("signups", (), "-always"),
        ("remind", ("-archive",), "-always"),
    ],
)
def test_nobody_is_asked_at_a_terminal(command: str, arguments: tuple[str, ...], option: str) -> None:
    assert unasked(command, arguments) == option
