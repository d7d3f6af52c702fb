"""Shell: how the ledger's database is opened: a file with SQLite, or a MariaDB server's database."""

from __future__ import annotations

import configparser
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

from bot.ledger.address import Server
from bot.ledger.errors import LedgerBusyError, LedgerError
from bot.ledger.schema import SCHEMA_VERSION

PATIENCE = 30.0
"""Seconds to wait for a ledger that another process is writing to."""


def open_file(path: Path, *, read_only: bool) -> Engine:
    """Open a file.

    Raises:
        LedgerError: there is no such folder. All other faults show when it is used.
    """
    if not path.parent.is_dir():
        message = f"The ledger {path} can't be opened (no such folder). Set `ledger` to a file in a folder."
        raise LedgerError(message)
    if not read_only:
        with suppress(OSError):  # names of people are nobody else's; what is wrong is told when it is used
            path.touch(mode=0o600)
    place = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        # Transactions begin below, not where Python thinks they should.
        return sqlite3.connect(
            place, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    if not read_only:
        event.listen(engine, "connect", _make_durable)
    opened = _identity(path)

    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
        if _identity(path) != opened:
            connection.exec_driver_sql("ROLLBACK")
            message = f"The ledger {path} was deleted or replaced while it was open. Run this again."
            raise LedgerBusyError(message)

    event.listen(engine, "begin", begin)
    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell one file from another; it stays the same while the file is open."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_durable(connection: sqlite3.Connection, _record: object) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA_VERSION:
        return  # not ours to change
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA cache_size = -500")  # KiB; each thread has a cache of its own
    connection.execute("PRAGMA synchronous = FULL")  # an intent must outlive a power cut
    connection.execute("PRAGMA secure_delete = ON")  # a name that is taken out is gone


def open_server(server: Server, *, read_only: bool) -> Engine:
    """Open a server's database.

    Raises:
        LedgerError: the password file can't be used. All other faults show when it is used.
    """
    options: dict[str, Any] = {"connect_timeout": 10, "read_timeout": 60, "write_timeout": 60}
    if server.password_file:
        _check_password_file(server.password_file)
        options["read_default_file"] = str(server.password_file)
    if server.socket:
        options["unix_socket"] = str(server.socket)
    url = URL.create(
        "mariadb+pymysql",
        username=server.user or None,
        host=server.host or None,
        port=server.port,
        database=server.database,
        query={"charset": "utf8mb4"},
    )
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,  # servers close what is idle
        connect_args=options,
    )

    def begin_session(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            # What is too long is refused, not cut off.
            cursor.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES', innodb_lock_wait_timeout = 10")
            if read_only:
                cursor.execute("SET SESSION TRANSACTION READ ONLY")

    event.listen(engine, "connect", begin_session)
    return engine


def _check_password_file(path: Path) -> None:
    """Refuse a password file that others can read, or that the library would stumble over."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"The ledger's password file {path} can't be read ({reason}). Mend `ledger` or the file."
        raise LedgerError(message) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"Others can read the ledger's password file {path}. Run: chmod 600 {path}"
        raise LedgerError(message)
    try:
        configparser.RawConfigParser(allow_no_value=True).read_string(text)
    except configparser.Error:  # its own text shows lines of the file
        message = f"The ledger's password file {path} is not written as MariaDB's option files are."
        raise LedgerError(f"{message} Begin it with a line [client].") from None
