"""Shell: how long to wait for a wiki: growing, jittered, and not for ever."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

FIRST, LONGEST = 1.0, 60.0
"""Seconds of the first wait, and of the longest: each is about twice the one before."""


@dataclass(slots=True, kw_only=True)
class Waits:
    """The waits for one thing that does not work now; a new one is begun when it worked."""

    patience: float  # seconds of waiting in all
    die: random.Random = field(default_factory=random.Random)
    waited: float = 0.0  # seconds so far
    wait: float = FIRST

    def next(self, *, at_least: float = 0.0) -> float | None:
        """Give the next wait in seconds; None: patience is at its end.

        Args:
            at_least: what the wiki asks for, in seconds; more than is left is not waited for.
        """
        if self.waited >= self.patience:
            return None
        jittered = self.wait * self.die.uniform(0.75, 1.25)
        wait = min(max(jittered, at_least), self.patience - self.waited)
        self.waited += wait
        self.wait = min(self.wait * 2, LONGEST)
        return wait
