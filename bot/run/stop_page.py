"""Shell: the stop page, looked at again while messages are written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.wiki.waiting import steady

WRITES, SECONDS = 50, 60.0
"""The stop page is read again after so many writes or seconds, whichever comes first."""


class StoppedError(Exception):
    """Nothing more may be written, on any wiki; the text says why, and what to do."""


@dataclass(slots=True, kw_only=True)
class StopPage:
    """Looks at the stop page now and then, for all wikis together."""

    sentence: Callable[[], str]  # why the run must stop; empty: it need not
    clock: Callable[[], float] = steady
    writes: int = 0
    looked_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> None:
        """Look if it is time to; called before each write.

        Raises:
            StoppedError: the run must stop.
        """
        with self._lock:
            now = self.clock()
            if self.writes >= WRITES or abs(now - self.looked_at) >= SECONDS:
                if sentence := self.sentence():
                    raise StoppedError(sentence)
                self.writes, self.looked_at = 0, now  # only now: a look that failed is none
            self.writes += 1
