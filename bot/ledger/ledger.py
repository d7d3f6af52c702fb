"""Shell: the ledger: intents, written down before a write, and outcomes, after it.

The wiki is the truth and the ledger is memory: a lost ledger is made anew from the bot's contributions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.ledger import leases
from bot.ledger.address import Address
from bot.ledger.database import Database
from bot.ledger.decisions import Decisions
from bot.ledger.errors import LeaseLostError, LedgerBusyError, LedgerError
from bot.ledger.keeping import Keeping
from bot.ledger.leases import Lease
from bot.ledger.memory import Memory
from bot.ledger.records import Delivery, HeldBack, Intent
from bot.ledger.runs import Run, Runs
from bot.ledger.tries import Tries

__all__ = [
    "Delivery",
    "HeldBack",
    "Intent",
    "Lease",
    "LeaseLostError",
    "Ledger",
    "LedgerBusyError",
    "LedgerError",
    "Run",
    "glimpse",
    "opened",
]


class Ledger(Tries, Memory, Decisions, Runs, Keeping):
    """The ledger; as many runs as there are may have it open, and each wiki's lease keeps them apart.

    Raises:
        LedgerError: it can't be used.
    """

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        self.address = address
        self.database = Database(address, read_only=read_only)
        self.holder = leases.new_holder()

    def close(self) -> None:
        """Close the connections and let others have it."""
        self.database.close()

    def lease(self, name: str, *, now: float) -> Lease | None:
        """Take the lease of a wiki (`wiki:es`) or job (`job:signups`); None: another run, alive, has it."""
        return leases.take(self.database, name, self.holder, now=now)

    @contextmanager
    def leased(self, name: str, *, now: float) -> Iterator[Lease]:
        """Hold a lease meanwhile.

        Raises:
            LedgerBusyError: another run has it.
        """
        lease = self.lease(name, now=now)
        if lease is None:
            raise LedgerBusyError(self.busy(name))
        try:
            yield lease
        finally:
            lease.release()

    def busy(self, name: str) -> str:
        """Say that another run has a lease, and which."""
        holder = leases.holder_of(self.database, name) or "unknown"
        return f"Another run is at work with {name} ({holder}). Wait until it ends."


@contextmanager
def opened(address: Address) -> Iterator[Ledger]:
    """Open the ledger for one run."""
    ledger = Ledger(address)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def glimpse(address: Address) -> Iterator[Ledger | None]:
    """Open the ledger for a dry run, which writes nothing; None: there is none yet."""
    if isinstance(address, Path) and not address.exists():
        yield None
        return
    ledger = Ledger(address, read_only=True)
    try:
        yield ledger if ledger.database.version else None
    finally:
        ledger.close()
