"""Shell: work on many wikis side by side, a step at a time, with few requests at once in all.

Each wiki's work is a generator: it does one step, then gives the seconds until its next. Whichever is ready
first goes on; a wiki that waits holds up no other.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

AT_ONCE = 3
"""Requests at once in all (https://www.mediawiki.org/wiki/API:Etiquette asks for restraint)."""

Result = TypeVar("Result")
Steps = Generator[float, None, Result]
"""Work on one wiki: each step at most a few requests; gives the seconds until the next, then a result."""


@dataclass(slots=True)
class _Turns:
    """Whose turn it is."""

    clock: Callable[[], float]
    ready: list[tuple[float, int, Steps[Any]]] = field(default_factory=list)  # a heap
    order: Iterator[int] = field(default_factory=itertools.count)
    left: int = 0  # works that are not done
    workers: int = 0  # threads at work
    meanwhile: Steps[Any] | None = None  # goes on beside them, and is not one of them
    fault: BaseException | None = None
    change: threading.Condition = field(default_factory=threading.Condition)

    def add(self, steps: Steps[Any], wait: float = 0.0) -> None:
        heapq.heappush(self.ready, (self.clock() + wait, next(self.order), steps))

    def take(self) -> Steps[Any] | None:
        """Wait for the next turn; None: all is done, or something went wrong."""
        with self.change:
            while not self.fault and self.left:
                wait = self.ready[0][0] - self.clock() if self.ready else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self.ready)[2]
                self.change.wait(wait)
            return None

    def give_back(self, steps: Steps[Any], wait: float | None) -> None:
        with self.change:
            if wait is not None:
                self.add(steps, wait)
            elif steps is not self.meanwhile:
                self.left -= 1
            self.change.notify_all()

    def fail(self, fault: BaseException) -> None:
        with self.change:
            self.fault = self.fault or fault
            self.change.notify_all()

    def leave(self) -> None:
        with self.change:
            self.workers -= 1
            self.change.notify_all()

    def wait(self) -> None:
        """Wait until no thread is at work.

        `Thread.join` is no use: one that a signal interrupts takes its thread for ended from then on.
        """
        with self.change:
            self.change.wait_for(lambda: not self.workers)


def side_by_side(
    works: Iterable[Steps[Any]],
    *,
    meanwhile: Steps[Any] | None = None,
    at_once: int = AT_ONCE,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Do all works; of each, one step at a time, in its own order.

    Args:
        works: one for each wiki.
        meanwhile: goes on beside them, as one more, and is closed when they are done.
        at_once: how many steps are done at once.
        clock: seconds, never going back.

    Raises:
        BaseException: what the first work raised; the others are closed at their next step.
    """
    turns = _Turns(clock, meanwhile=meanwhile)
    for steps in works:
        turns.add(steps)
    turns.left = len(turns.ready)
    if meanwhile:
        turns.add(meanwhile)
    workers = [threading.Thread(target=_work, args=(turns,), daemon=True) for _ in range(at_once)]
    try:
        for worker in workers:
            turns.workers += 1
            worker.start()
        turns.wait()
    except BaseException as interruption:
        turns.fail(interruption)
        turns.wait()
        raise
    finally:
        for _, _, steps in turns.ready:
            steps.close()
    if turns.fault:
        raise turns.fault


def _work(turns: _Turns) -> None:
    try:
        while (steps := turns.take()) is not None:
            try:
                wait: float | None = next(steps)
            except StopIteration:
                wait = None
            except BaseException as fault:
                turns.fail(fault)
                continue
            turns.give_back(steps, wait)
    finally:
        turns.leave()
