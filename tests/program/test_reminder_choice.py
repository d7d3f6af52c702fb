"""Which reminders a person wants: as they write it, or an error; never a number they didn't mean."""

from __future__ import annotations

import pytest

from bot.program.reminder_choice import UnreadableChoiceError, read_reminders


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("24 hours, 1 hour", {24, 1}),
        ("7 días antes y 1 hora antes", {168, 1}),
        ("24 heures et 1 heure avant", {24, 1}),
        ("24 horas e 1 hora", {24, 1}),
        ("24 ساعة و1 ساعة", {24, 1}),
        *((words, set()) for words in ("none", "ninguno", "non", "nenhum", "لا", "–")),
        *((words, None) for words in ("", "all", "todos", "toutes", "sim", "نعم", "✓")),
    ],
)
def test_a_choice_is_read(words: str, hours: set[int] | None) -> None:
    assert read_reminders(words) == hours


@pytest.mark.parametrize(
    "words", ["24", "1.5 hours", "1,5 h", "1/2 hour", "24–48 hours", "-1 h", "not 1 hour"]
)
def test_what_is_not_sure_is_not_read(words: str) -> None:
    with pytest.raises(UnreadableChoiceError):
        read_reminders(words)
