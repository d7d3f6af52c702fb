"""Shell: the ledger's database: transactions, tried again where that helps, and faults as sentences."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.ledger import engines, faults
from bot.ledger.address import Address
from bot.ledger.errors import LedgerError
from bot.ledger.schema import SCHEMA_VERSION, migrate, version_of

WAITS = (0.05, 0.5, 2.0, 5.0)
"""Seconds to wait before a transaction that a server broke off is tried again, which does no harm."""

Result = TypeVar("Result")


class Database:
    """One database with the ledger's tables; every fault is one sentence.

    Raises:
        LedgerError: it can't be used.
    """

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        self.name: Final = str(address)
        self.read_only: Final = read_only
        is_file = isinstance(address, Path)
        self._words: Final = faults.OF_A_FILE if is_file else faults.OF_A_SERVER
        self._engine = (
            engines.open_file(address, read_only=read_only)
            if isinstance(address, Path)
            else engines.open_server(address, read_only=read_only)
        )
        try:
            self.version: Final = self._prepare()
        except LedgerError:
            self.close()
            raise

    def _prepare(self) -> int:
        prepare = version_of if self.read_only else _made_ready
        version = self._tried(prepare, "used", reading=self.read_only)
        if version > SCHEMA_VERSION:
            message = f"The ledger {self.name} was made by a newer version ({version}). Update the bot."
            raise LedgerError(message)
        return version

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def read(self, question: Callable[[Connection], Result]) -> Result:
        """Ask something.

        Raises:
            LedgerError: the ledger can't be read.
        """
        return self._tried(question, "read", reading=True)

    def write(self, change: Callable[[Connection], Result]) -> Result:
        """Change something in one transaction, durable when this returns.

        Args:
            change: may be tried more than once, and then changes no more than once.

        Raises:
            LedgerError: the ledger can't be written.
        """
        return self._tried(change, "written", reading=False)

    def _tried(self, work: Callable[[Connection], Result], doing: str, *, reading: bool) -> Result:
        engine = self._engine.execution_options(reading=reading)
        for wait in (*WAITS, None):
            try:
                with engine.begin() as connection:
                    return work(connection)
            except SQLAlchemyError as error:
                if wait is None or not faults.passes(error):
                    raise faults.ledger_error(error, self.name, doing, self._words) from None
            time.sleep(wait)
        raise AssertionError("unreachable")


def _made_ready(connection: Connection) -> int:
    """Make or migrate the tables, but touch none of a newer version; give the version."""
    if version_of(connection) <= SCHEMA_VERSION:
        migrate(connection)
    return version_of(connection)
