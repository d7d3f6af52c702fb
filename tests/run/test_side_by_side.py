"""Works on many wikis go on side by side, each in its own order."""

from __future__ import annotations

import os
import signal
import time

import pytest

from bot.run.side_by_side import Steps, side_by_side


def counting(into: list[str], name: str, steps: int) -> Steps[None]:
    for _ in range(steps):
        into.append(name)
        yield 0.0


def test_each_work_is_done_to_its_end() -> None:
    done: list[str] = []
    side_by_side([counting(done, "a", 3), counting(done, "b", 5)])
    assert (done.count("a"), done.count("b")) == (3, 5)


def test_what_goes_on_meanwhile_holds_up_no_end_and_is_closed() -> None:
    done: list[str] = []

    def waiting() -> Steps[None]:
        try:
            yield 3600.0
        finally:
            done.append("closed")

    side_by_side([counting(done, "a", 3)], meanwhile=waiting())
    assert done == ["a", "a", "a", "closed"]


def test_what_goes_on_meanwhile_may_end_before_the_works() -> None:
    done: list[str] = []
    side_by_side([counting(done, "a", 40)], meanwhile=counting(done, "beside", 1))
    assert (done.count("a"), done.count("beside")) == (40, 1)


def test_what_a_work_raises_comes_out_and_ends_the_others() -> None:
    def failing() -> Steps[None]:
        yield 0.0
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        side_by_side([failing()], meanwhile=counting([], "beside", 10))


def test_an_interruption_waits_for_the_step_that_is_being_done() -> None:
    done: list[str] = []

    def steps(name: str) -> Steps[None]:
        for _ in range(100):
            if name == "a" and not done:
                os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)
            done.append(name)
            yield 0.0

    with pytest.raises(KeyboardInterrupt):
        side_by_side([steps("a"), steps("b")])
    at_once = list(done)
    time.sleep(0.3)
    assert done == at_once, "a thread went on by itself"
    assert "a" in at_once
