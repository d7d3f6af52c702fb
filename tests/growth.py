"""How the time of some work grows with its size: a ratio of one run, never a figure of one machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LARGER = 4
"""By so much the second size is larger."""

MOST = 3.2 * LARGER
"""Linear work takes `LARGER` times as long, quadratic work its square; between the two is room for noise."""

TOO_SHORT = 0.03
"""Seconds of processor time below which nothing can be told, and nothing is wrong."""

TRIES = 5


def seconds(work: Callable[[], object]) -> float:
    """Give the processor time of some work."""
    collecting = gc.isenabled()
    gc.disable()  # its cost grows with all that the test run has made, not with this work
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        if collecting:
            gc.enable()


def assert_grows_linearly(work: Callable[[int], object], *, size: int) -> None:
    """Check that work on four times the size takes about four times as long, in the best of some tries.

    Args:
        work: takes a size.
        size: the larger one.
    """
    ratios = []
    for _ in range(TRIES):
        large = seconds(lambda: work(size))
        small = seconds(lambda: work(size // LARGER))
        if large < TOO_SHORT or large < MOST * small:
            return
        ratios.append(large / max(small, 1e-9))
    raise AssertionError(f"{LARGER} times the size took {min(ratios):.1f} times as long, at best")
