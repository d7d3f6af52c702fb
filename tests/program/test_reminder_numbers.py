"""Which reminders people want, as they write it: every number is a number of hours that there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.reminder_choice import UnreadableChoiceError, read_reminders
from bot.program.reminders import Rules, Wish, due_to
from tests.program.test_reminders import HOUR, START, known

RULES = Rules(hours=(168, 24, 1), thanks=timedelta(days=3))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("0 hours", frozenset()),
        ("0 h, 24 h", {24}),
        ("٠ ساعة", frozenset()),
        ("2000 hours", {2000}),
        ("9" * 200 + " days", {9999}),
        ("7 días y 1 hora", {168, 1}),
        ("", None),
    ],
)
def test_numbers_are_read_whole(said: str, expected: frozenset[int] | None) -> None:
    assert read_reminders(said) == expected


@given(number=st.integers(0, 10**250), unit=st.sampled_from(["h", "days", "semanas", "ساعة"]))
def test_whatever_number_somebody_writes_it_stops_nobody_elses_reminders(number: int, unit: str) -> None:
    wanted = read_reminders(f"{number} {unit}")
    clinic = [(known(), timedelta())]
    found = due_to(clinic, wish=Wish(hours=wanted), done=set(), now=START - HOUR, rules=RULES)
    assert bool(found) == bool(number)


@pytest.mark.parametrize("said", ["soon", "24 moons"])
def test_other_words_are_no_choice(said: str) -> None:
    with pytest.raises(UnreadableChoiceError):
        read_reminders(said)
