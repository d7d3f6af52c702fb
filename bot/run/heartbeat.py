"""Shell: a long run's signs of life, so that no other takes its job over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.ledger.leases import LEASE_SECONDS, Lease


@dataclass(slots=True, kw_only=True)
class Heartbeat:
    """Call it now and then, as often as is convenient.

    Args:
        lease: the job's; None: a dry run has none.
    """

    lease: Lease | None
    clock: Callable[[], float] = time.time
    beaten_at: float = 0.0

    def __call__(self) -> None:
        """Show a sign of life if it is time to.

        Raises:
            LeaseLostError: another run has taken the job over.
        """
        now = self.clock()
        if self.lease and abs(now - self.beaten_at) > LEASE_SECONDS / 4:
            self.lease.beat(now=now)
            self.beaten_at = now
