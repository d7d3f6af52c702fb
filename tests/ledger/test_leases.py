"""Leases keep runs apart: one writes on a wiki at a time, a dead one's is taken over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.ledger import leases
from bot.ledger.address import Address
from bot.ledger.leases import LEASE_SECONDS
from bot.ledger.ledger import LeaseLostError, Ledger, LedgerBusyError, opened
from tests.ledger.examples import intent

NOW = 1_764_115_200.0


@pytest.fixture
def other(ledger: Ledger) -> Iterator[Ledger]:
    """The same ledger, open in another run."""
    with opened(ledger.address) as other:
        yield other


def test_a_lease_is_one_run_s_until_it_is_given_back(ledger: Ledger, other: Ledger) -> None:
    lease = ledger.lease("wiki:es", now=NOW)
    assert lease
    assert other.lease("wiki:es", now=NOW) is None
    assert other.lease("wiki:fr", now=NOW)
    lease.release()
    assert other.lease("wiki:es", now=NOW)


def test_a_run_may_take_what_it_has(ledger: Ledger) -> None:
    assert ledger.lease("wiki:es", now=NOW)
    assert ledger.lease("wiki:es", now=NOW)


def test_a_sign_of_life_at_the_same_moment_is_one_too(ledger: Ledger) -> None:
    lease = ledger.lease("wiki:es", now=NOW)
    assert lease
    for _ in range(2):
        lease.beat(now=NOW)
        assert ledger.intend(intent(), now=NOW, lease=lease)


def test_who_has_a_lease_is_told(ledger: Ledger, other: Ledger) -> None:
    busy = pytest.raises(LedgerBusyError, match=rf"job:signups \(process {os.getpid()} on .*Wait until")
    with ledger.leased("job:signups", now=NOW), busy, other.leased("job:signups", now=NOW):
        pass
    with other.leased("job:signups", now=NOW):
        pass
    assert "unknown" in other.busy("job:signups")


@pytest.mark.parametrize("silent", [LEASE_SECONDS, -LEASE_SECONDS, 1e6])
def test_a_silent_run_is_taken_over_and_can_write_no_more(
    ledger: Ledger, other: Ledger, silent: float
) -> None:
    lease = ledger.lease("wiki:es", now=NOW)
    assert lease
    assert ledger.intend(intent(), now=NOW, lease=lease)
    assert other.lease("wiki:es", now=NOW + silent)
    with pytest.raises(LeaseLostError, match=r"taken over wiki:es"):
        lease.beat(now=NOW + silent)
    with pytest.raises(LeaseLostError):
        ledger.intend(intent("k2"), now=NOW + silent, lease=lease)
    assert not ledger.has("k2")
    lease.release()  # is not the other's to give back
    assert ledger.lease("wiki:es", now=NOW + silent) is None


def test_a_sign_of_life_or_an_intent_keeps_a_lease(ledger: Ledger, other: Ledger) -> None:
    lease = ledger.lease("wiki:es", now=NOW)
    assert lease
    lease.beat(now=NOW + 100)
    assert other.lease("wiki:es", now=NOW + 100 + LEASE_SECONDS / 2) is None
    ledger.intend(intent(), now=NOW + 200, lease=lease)
    assert other.lease("wiki:es", now=NOW + 200 + LEASE_SECONDS / 2) is None


def test_a_dead_process_s_lease_is_free_at_once(
    ledger: Ledger, other: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        holder = ledger.holder.replace(f"/{os.getpid()}/", f"/{process.pid}/")
    monkeypatch.setattr(ledger, "holder", holder)
    assert ledger.lease("wiki:es", now=NOW)
    assert other.lease("wiki:es", now=NOW + 1)


def test_a_process_that_has_a_dead_one_s_number_is_not_taken_for_it(
    ledger: Ledger, other: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, pid, _, machine, own = ledger.holder.split("/")
    monkeypatch.setattr(ledger, "holder", f"{host}/{pid}/12/{machine}/{own}")
    assert ledger.lease("wiki:es", now=NOW)
    assert other.lease("wiki:es", now=NOW + 1)


def test_of_another_machine_or_container_only_silence_tells(
    ledger: Ledger, other: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, _, began, _, own = ledger.holder.split("/")
    monkeypatch.setattr(ledger, "holder", f"{host}/4194305/{began}/of-another/{own}")
    assert ledger.lease("wiki:es", now=NOW)
    assert other.lease("wiki:es", now=NOW + LEASE_SECONDS / 2) is None
    assert other.lease("wiki:es", now=NOW + LEASE_SECONDS)


def test_where_a_system_does_not_tell_who_lives_only_silence_tells(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "_machine", lambda: "")
    with opened(address) as one, opened(address) as another:
        assert one.lease("wiki:es", now=NOW)
        assert another.lease("wiki:es", now=NOW + 1) is None
