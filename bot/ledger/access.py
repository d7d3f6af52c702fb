"""Shell: the ways into the ledger's tables that all its parts share."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.exc import IntegrityError

from bot.ledger.database import Database

BATCH = 500
"""Rows that one statement names or gives at most."""


class Access:
    """A part of the ledger: some questions and changes, on a database that all parts share."""

    database: Database

    def _rows(self, asked: Select[Any]) -> list[Any]:
        return self.database.read(lambda connection: list(connection.execute(asked)))


def batches(values: Collection[str]) -> Iterator[list[str]]:
    """Give the values that are not empty, each once, some at a time: what one statement may name."""
    named = sorted(set(values) - {""})
    for start in range(0, len(named), BATCH):
        yield named[start : start + BATCH]


def inserted(connection: Connection, statement: Any) -> bool:
    """Insert a row; False: there is one already. The transaction goes on in both cases."""
    try:
        connection.execute(statement)
    except IntegrityError:
        return False
    return True
