"""Answers on a feedback page are counted: of each person the last that they signed."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.program.feedback import OWNED, Answer, Feedback, read_feedback
from bot.wikitext.owned import append_owned

WORDS = {
    Answer.VERY: {"Very useful", "Muy útil", "مفيد جدًّا"},
    Answer.SOMEWHAT: {"Somewhat useful"},
    Answer.NOT: {"Not useful", "غير مفيد"},
}
PAGE = append_owned("", OWNED, "Very useful [[User:Bot]]")


def read(*lines: str) -> Feedback:
    return read_feedback("\n".join([PAGE, *lines]), WORDS)


def by(name: str) -> str:
    return f"[[User:{name}|{name}]] 12:00, 26 November 2026 (UTC)"


def test_the_bot_s_own_part_is_no_answer() -> None:
    assert read() == Feedback()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (f"* '''Very useful.''' {by('Ana')}", Answer.VERY),
        (f"* '''مفيد جدًّا.''' شكرًا {by('Ana')}", Answer.VERY),
        (f"muy útil — gracias {by('Ana')}", Answer.VERY),
        (f"# Not useful: too long. {by('Ana')}", Answer.NOT),
    ],
)
def test_an_answer_is_known_in_each_language(line: str, answer: Answer) -> None:
    assert read(line).answers == Counter({answer: 1})


def test_the_last_answer_of_a_person_counts() -> None:
    lines = [f"* Very useful {by('Ana')}", f"* Not useful {by('Ana')}", f"* Very useful {by('Berta')}"]
    assert read(*lines).answers == Counter({Answer.NOT: 1, Answer.VERY: 1})


def test_who_is_named_in_a_remark_has_not_answered() -> None:
    assert read(
        f"* Very useful, thanks [[User:Carla]]! {by('Ana')}", f"* Not useful {by('Carla')}"
    ).answers == (Counter({Answer.VERY: 1, Answer.NOT: 1}))


def test_lines_without_a_signature_or_an_answer_don_t_count() -> None:
    found = read("* Very useful", f"* Very usefully {by('Ana')}", f"* <!-- Very useful --> x {by('Ana')}")
    assert found == Feedback(unsigned=1)
