"""Shell: the ledger's tables, and how an older ledger becomes one of today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    text,
)
from sqlalchemy.dialects.mysql import LONGTEXT

from bot.ledger.errors import LedgerBusyError

SCHEMA_VERSION = 4

_MARIADB: dict[str, Any] = {
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_nopad_bin",
    "mariadb_engine": "InnoDB",
}
"""Names are compared letter by letter, blanks at their ends too, as SQLite does."""

_LONG = Text().with_variant(LONGTEXT(), "mysql", "mariadb")

metadata = MetaData()

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("campaign", String(190), nullable=False),
    Column("wiki", String(40), nullable=False),
    Column("username", String(255), nullable=False),
    Column("title", String(300), nullable=False),
    Column("language", String(40), nullable=False),
    Column("outcome", String(16)),  # NULL: intended, and not yet known how it ended
    Column("reason", Text, nullable=False),
    Column("revid", BigInteger().with_variant(Integer, "sqlite")),
    Column("at", String(32), nullable=False),
    Column("intended_at", Float(53), nullable=False),  # seconds since the epoch, of the last try
    Column("attempts", Integer, nullable=False),
    Column("payload", _LONG),  # JSON of the request while it is open
    Column("person", String(32), nullable=False, server_default=""),  # who, whatever the name; never a name
    Index("deliveries_ending", "campaign", "outcome", "wiki", "language"),
    Index("deliveries_name", "username", "campaign"),
    Index("deliveries_title", "campaign", "title"),
    Index("deliveries_person", "person", "at"),
    Index("deliveries_at", "campaign", "at", "wiki", "key"),
    **_MARIADB,
)

read_back = Table(
    "read_back",
    metadata,
    Column("campaign", String(190), primary_key=True),
    Column("wiki", String(40), primary_key=True),
    Column("at", Float(53), nullable=False),  # seconds since the epoch: what the wiki had then is known
    **_MARIADB,
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(190), primary_key=True),  # what is leased: `wiki:es`, `job:signups`
    Column("holder", String(190), nullable=False),
    Column("beat", Float(53), nullable=False),  # seconds since the epoch, of the holder's last sign of life
    **_MARIADB,
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("name", String(190), primary_key=True),
    Column("state", String(16), nullable=False),
    **_MARIADB,
)

held_back = Table(
    "held_back",
    metadata,
    Column("key", String(64), primary_key=True),  # of the message that was not sent
    Column("person", String(32), nullable=False),
    Column("campaign", String(190), nullable=False),
    Column("title", String(300), nullable=False),  # of the message page
    Index("held_back_person", "person"),
    **_MARIADB,
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(40), primary_key=True),  # sorts by when it began
    Column("job", String(60), nullable=False),  # its name in the timetable, or the command's
    Column("due", Float(53)),  # seconds since the epoch: for which moment of the timetable; NULL: by hand
    Column("began", Float(53), nullable=False),  # seconds since the epoch
    Column("ended", Float(53)),  # NULL: it goes on, or was killed
    Column("status", Integer),  # its exit status
    Column("edits", Integer, nullable=False),
    Index("runs_job", "job", "began"),
    **_MARIADB,
)

kept = Table(
    "kept",
    metadata,
    Column("name", String(190), primary_key=True),
    Column("value", _LONG, nullable=False),
    Column("at", Float(53), nullable=False),  # seconds since the epoch
    **_MARIADB,
)
"""What is remembered under a name; losing it may cost a request or a note, never a message."""

_version = Table("ledger_version", metadata, Column("version", Integer, primary_key=True), **_MARIADB)
"""The schema's version, one row; an SQLite file says it in its header too (`PRAGMA user_version`)."""


def version_of(connection: Connection) -> int:
    """Give the version of the ledger's tables; 0: there are none yet."""
    if connection.dialect.name == "sqlite":
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())
    if not inspect(connection).has_table(_version.name):
        return 0
    return int(connection.execute(_version.select()).scalar() or 0)


def migrate(connection: Connection) -> None:
    """Make the tables, or make those of an older version today's; one process at a time."""
    if version_of(connection) == SCHEMA_VERSION:
        return
    if connection.dialect.name == "sqlite":  # the transaction keeps others out
        _migrate(connection)
        return
    # MariaDB ends a transaction with each change of a table.
    lock = {"name": f"letsconnect ledger {connection.engine.url.database}"[:64]}
    if connection.execute(text("SELECT GET_LOCK(:name, 60)"), lock).scalar() != 1:
        raise LedgerBusyError("Another run is making the ledger's tables. Try again later.")
    try:
        _migrate(connection)
    finally:
        connection.execute(text("DO RELEASE_LOCK(:name)"), lock)


def _migrate(connection: Connection) -> None:
    before = version_of(connection)
    if before == SCHEMA_VERSION:
        return
    for version in range(max(before, 1), SCHEMA_VERSION):
        if before:
            _STEPS[version](connection)
    metadata.create_all(connection)
    for index in deliveries.indexes:
        index.create(connection, checkfirst=True)
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
    connection.execute(_version.delete())
    connection.execute(_version.insert().values(version=SCHEMA_VERSION))


def _from_1(connection: Connection) -> None:
    """Learn who a message was for, whatever their name."""
    connection.execute(text("ALTER TABLE deliveries ADD COLUMN person TEXT NOT NULL DEFAULT ''"))


def _from_2(connection: Connection) -> None:
    """Drop the indexes that others take the place of; ledgers of these versions are files."""
    for name in ("deliveries_campaign", "deliveries_username"):
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))


def _from_3(_: Connection) -> None:
    """Have the tables of runs and of what is kept, which are made with all others."""


_STEPS: dict[int, Callable[[Connection], None]] = {1: _from_1, 2: _from_2, 3: _from_3}
"""What makes a ledger of one version one of the next."""
