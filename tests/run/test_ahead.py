"""Questions asked ahead: few at a time, answers in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from bot.run.ahead import ahead


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_answers_come_in_the_order_of_the_questions(at_once: int) -> None:
    done = [threading.Event() for _ in range(7)]

    def answer(number: int) -> int:
        if number % at_once != at_once - 1 and number + 1 < len(done):
            assert done[number + 1].wait(5)  # the next is answered first
        done[number].set()
        return number

    assert list(ahead((partial(answer, number) for number in range(7)), at_once=at_once)) == list(range(7))


def test_no_more_is_asked_than_is_allowed() -> None:
    asked: list[int] = []

    def questions() -> Iterator[Callable[[], int]]:
        for number in range(9):
            asked.append(number)
            yield partial(int, number)

    for answer in ahead(questions(), at_once=3):
        assert len(asked) <= answer + 3
    assert list(ahead([], at_once=3)) == []


def test_what_a_question_raises_comes_when_its_turn_has_come() -> None:
    def fail() -> str:
        raise ValueError("no")

    answers = ahead([lambda: "a", fail, lambda: "c"], at_once=3)
    assert next(answers) == "a"
    with pytest.raises(ValueError, match="no"):
        next(answers)
