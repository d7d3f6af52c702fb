"""A long run keeps its job; one that lost it stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ledger.leases import LEASE_SECONDS
from bot.ledger.ledger import LeaseLostError, opened
from bot.run.heartbeat import Heartbeat


def test_signs_of_life_keep_the_job_and_a_run_that_lost_it_stops(tmp_path: Path) -> None:
    now = 1000.0
    with opened(tmp_path / "l") as first, opened(tmp_path / "l") as second:
        beat = Heartbeat(lease=first.lease("job:signups", now=now), clock=lambda: now)
        for _ in range(10):
            now += LEASE_SECONDS / 3
            beat()
            assert second.lease("job:signups", now=now) is None
        now += 2 * LEASE_SECONDS
        assert second.lease("job:signups", now=now)
        with pytest.raises(LeaseLostError):
            beat()


def test_a_dry_run_has_no_job_to_keep() -> None:
    Heartbeat(lease=None)()
