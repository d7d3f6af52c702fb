"""Shell: the ways into the ledger's tables that all its parts share."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import IntegrityError

from bot.ledger.database import Database

BATCH = 500
"""Rows that one statement names or gives at most."""


class Access:
    """A part of the ledger: some questions and changes, on a database that all parts share."""

    database: Database

    def _rows(self, asked: Executable, values: Mapping[str, object] | None = None) -> list[Any]:
        return self.database.read(lambda connection: list(connection.execute(asked, values)))


def batches(values: Collection[str]) -> Iterator[list[str]]:
    """Give the values that are not empty, each once, some at a time: what one statement may name."""
    named = sorted(set(values) - {""})
    for start in range(0, len(named), BATCH):
        yield named[start : start + BATCH]


def inserted(connection: Connection, statement: Any, rows: Any = None) -> bool:
    """Insert a row, or rows; False: one is there already. The transaction goes on in both cases."""
    try:
        connection.execute(statement, rows)
    except IntegrityError:
        return False
    return True
