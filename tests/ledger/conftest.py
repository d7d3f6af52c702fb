"""What the ledger's tests get: a ledger's address, once as a file, once on a real MariaDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ledger.address import Address
from bot.ledger.ledger import Ledger, opened
from tests.mariadb import MariaDB


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.sandbox)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    """The address of a ledger that is not there yet."""
    if request.param == "sqlite":
        yield tmp_path / "ledger.sqlite3"
        return
    server: MariaDB = request.getfixturevalue("mariadb")
    database = server.new_database()
    yield database
    server.drop(database)


@pytest.fixture
def ledger(address: Address) -> Iterator[Ledger]:
    """An empty ledger."""
    with opened(address) as ledger:
        yield ledger
