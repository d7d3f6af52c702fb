"""Shell: waiting for what passes by itself, by a clock that never jumps."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.program.faults import Patience, next_wait


def steady() -> float:
    """Give seconds by a clock that nobody can put forward or back; it goes on while the machine sleeps."""
    # Linux's monotonic clock stands still in a machine's sleep, in which pages grow old all the same.
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


STOPPING = threading.Event()
"""Set when the process has been asked to end."""


def pause(seconds: float) -> None:
    """Wait, but not when the process has been asked to end.

    Raises:
        KeyboardInterrupt: it has been asked to end.
    """
    if STOPPING.wait(seconds):
        raise KeyboardInterrupt


@dataclass(slots=True, kw_only=True)
class Waiting:
    """The waits for one thing that does not work now; a new one is begun when it worked."""

    clock: Callable[[], float] = steady
    die: Callable[[], float] = random.random
    tries: int = 0
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def next(self, patience: Patience, *, at_least: float = 0.0) -> float | None:
        """Give the seconds until the next try; None: it is given up.

        Args:
            patience: with what went wrong last.
            at_least: what the wiki asks for.
        """
        self.tries += 1
        elapsed = self.clock() - self.began
        return next_wait(patience, tries=self.tries, elapsed=elapsed, die=self.die(), at_least=at_least)
