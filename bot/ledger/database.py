"""Shell: the ledger's database: a file (SQLite), or a server's (MariaDB) by its URL."""

from __future__ import annotations

import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.ledger.errors import LedgerError
from bot.ledger.schema import SCHEMA_VERSION, migrate, version_of

PATIENCE = 30.0
"""Seconds to wait for a ledger that another process is writing to."""

TRIES = 4
"""How often a transaction is tried that a server broke off; each may be repeated without harm."""

PASSING = frozenset({1205, 1213, 2006, 2013})
"""MariaDB's codes of what goes well when tried again: lock wait, deadlock, connection gone or lost."""

Result = TypeVar("Result")

Address = Path | str
"""Where the ledger is: a file, or a URL such as `mariadb://host/database?read_default_file=~/replica.my.cnf`."""


class Database:
    """One database with the ledger's tables; every fault is one sentence.

    Raises:
        LedgerError: it can't be used.
    """

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        self.name: Final = _name(address)
        self.read_only: Final = read_only
        self._engine = _server(address) if isinstance(address, str) else _file(address, read_only=read_only)
        try:
            self.version: Final = self._prepare()
        except LedgerError:
            self.close()
            raise

    def _prepare(self) -> int:
        prepare = version_of if self.read_only else _made_ready
        sentence = f"The ledger {self.name} can't be used ({{}}). Make room, mend the file, or move it."
        version = self._tried(prepare, sentence, reading=self.read_only)
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
        sentence = f"The ledger {self.name} can't be read ({{}}). Mend or move it; a new one is made."
        return self._tried(question, sentence, reading=True)

    def write(self, change: Callable[[Connection], Result]) -> Result:
        """Change something in one transaction, durable when this returns.

        Args:
            change: may be tried more than once, and then changes no more than once.

        Raises:
            LedgerError: the ledger can't be written.
        """
        sentence = f"The ledger {self.name} can't be written ({{}}). Make room, then run this again."
        return self._tried(change, sentence, reading=False)

    def _tried(self, work: Callable[[Connection], Result], sentence: str, *, reading: bool) -> Result:
        engine = self._engine.execution_options(reading=reading)
        for left in reversed(range(TRIES)):
            try:
                with engine.begin() as connection:
                    return work(connection)
            except SQLAlchemyError as error:
                if not (left and _passes(error)):
                    raise LedgerError(sentence.format(_say(error))) from None
        raise AssertionError("unreachable")


def _made_ready(connection: Connection) -> int:
    """Make or migrate the tables, but touch none of a newer version; give the version."""
    if version_of(connection) <= SCHEMA_VERSION:
        migrate(connection)
    return version_of(connection)


def _passes(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    arguments = getattr(error.orig, "args", ())
    return error.connection_invalidated or bool(arguments and arguments[0] in PASSING)


def _say(error: SQLAlchemyError) -> str:
    """Give what the database said, without the statement and its values, which hold names of people."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(cause).split())


def _name(address: Address) -> str:
    """Name the ledger for people; no password."""
    if isinstance(address, Path):
        return str(address)
    url = make_url(address)
    return f"{url.database} on {url.host or 'this machine'}"


def _file(path: Path, *, read_only: bool) -> Engine:
    if not path.parent.is_dir():
        message = f"The ledger {path} can't be opened (no such folder). Set `ledger` to a file in a folder."
        raise LedgerError(message)
    if read_only:
        url = URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    else:
        with suppress(OSError):  # names of people are nobody else's; what is wrong is told when it is used
            path.touch(mode=0o600)
        url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": PATIENCE, "check_same_thread": False})
    event.listen(engine, "connect", _look_only if read_only else _make_durable)
    event.listen(engine, "begin", _begin)
    return engine


def _look_only(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _make_durable(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin below, not where Python thinks they should
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # an intent must outlive a power cut


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _server(address: str) -> Engine:
    url = make_url(address).set(drivername="mariadb+pymysql").update_query_dict({"charset": "utf8mb4"})
    file = url.query.get("read_default_file")
    if isinstance(file, str):
        path = Path(file).expanduser()
        _check_private(path)
        url = url.update_query_dict({"read_default_file": str(path)})
    return create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,  # servers close what is idle
        connect_args={"connect_timeout": 10, "read_timeout": PATIENCE * 2, "write_timeout": PATIENCE * 2},
    )


def _check_private(path: Path) -> None:
    """Refuse a password file that others can read."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        message = f"The ledger's password file {path} can't be read ({error.strerror}). Mend `ledger`."
        raise LedgerError(message) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"Others can read the ledger's password file {path}. Run: chmod 600 {path}"
        raise LedgerError(message)
