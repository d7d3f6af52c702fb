"""Shell: leases: one run at a time writes on a wiki, or does a job; a dead run's lease is taken over."""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.ledger.access import inserted
from bot.ledger.database import Database
from bot.ledger.errors import LeaseLostError
from bot.ledger.schema import leases

LEASE_SECONDS = 120.0
"""A lease whose holder showed no sign of life for so long is an orphan; far above a request's longest."""


def new_holder() -> str:
    """Name a holder: host, process, when that began, machine, and a part that is nobody else's."""
    pid = os.getpid()
    return f"{socket.gethostname()[:64]}/{pid}/{_began(pid)}/{_machine()}/{uuid.uuid4().hex[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What one holder holds until it gives it back, or is taken for dead."""

    database: Database
    name: str  # `wiki:es`, `job:signups`
    holder: str

    def beat(self, *, now: float) -> None:
        """Show a sign of life.

        Raises:
            LeaseLostError: another run has taken over.
        """
        self.database.write(lambda connection: check_held(connection, self, now=now))

    def release(self) -> None:
        """Give it back, if it is still held."""
        ours = (leases.c.name == self.name) & (leases.c.holder == self.holder)
        self.database.write(lambda connection: connection.execute(leases.delete().where(ours)))


_BEAT = update(leases).where(leases.c.name == bindparam("leased"), leases.c.holder == bindparam("by"))


def check_held(connection: Connection, lease: Lease, *, now: float) -> None:
    """Show a sign of life within another transaction.

    Raises:
        LeaseLostError: another run has taken over.
    """
    if not connection.execute(_BEAT, {"leased": lease.name, "by": lease.holder, "beat": now}).rowcount:
        message = f"Another run has taken over {lease.name}; this one leaves it alone."
        raise LeaseLostError(message)


def take(database: Database, name: str, holder: str, *, now: float) -> Lease | None:
    """Take a lease; None: another run, still alive, has it."""

    def taking(connection: Connection) -> Lease | None:
        row = connection.execute(select(leases).where(leases.c.name == name).with_for_update()).first()
        lease = Lease(database=database, name=name, holder=holder)
        if row is None:
            first = insert(leases).values(name=name, holder=holder, beat=now)
            return lease if inserted(connection, first) else None  # None: another run was quicker
        if row.holder != holder and abs(now - row.beat) < LEASE_SECONDS and _lives(row.holder):
            return None
        connection.execute(update(leases).where(leases.c.name == name).values(holder=holder, beat=now))
        return lease

    return database.write(taking)


def holder_of(database: Database, name: str) -> str:
    """Say who holds a lease, for people; empty: nobody."""
    row = database.read(lambda c: c.execute(select(leases.c.holder).where(leases.c.name == name)).first())
    host, pid, *_ = row.holder.split("/") if row else ("", "")
    return f"process {pid} on {host}" if row else ""


def _lives(holder: str) -> bool:
    """Tell whether a holder may be alive: one of another machine, or a process of this one that still is."""
    _, pid, began, machine, *_ = holder.split("/")
    if machine != _machine() or not machine:
        return True
    return _began(int(pid)) == began


@cache
def _machine() -> str:
    """Tell where process numbers mean what they mean here: the running system, and the container.

    Two containers may have one host name. Empty: this system doesn't tell.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot[:8]}-{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _began(pid: int) -> str:
    """Give the kernel's tick in which a process began; empty: there is none, or it is dead."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    state, *numbers = stat.rpartition(")")[2].split()  # after the name, which may hold anything
    return "" if state in {"Z", "X"} else numbers[18]
