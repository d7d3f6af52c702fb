"""Shell: what databases say when something is wrong: what passes by itself, and the sentence for people."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.ledger.errors import LedgerBusyError, LedgerError

IN_USE: Final = frozenset({1062, 1205, 1213})
"""MariaDB's codes of what others are in the way of: a row that they made first, a lock, a deadlock."""

AWAY: Final = frozenset({1040, 1053, 1203, 1226, 1290, 1927, 2002, 2003, 2005, 2006, 2013, 2055})
"""MariaDB's codes of a server that is away, goes down, is full of connections, or takes no writes just now.

https://mariadb.com/kb/en/mariadb-error-codes/
"""

_FULL_OR_READ_ONLY = "Make room or see who may write there, mend the file, or move it"
OF_A_FILE: Final = {
    "used": f"{_FULL_OR_READ_ONLY}.",
    "read": "Mend or move it; a new one is made.",
    "written": f"{_FULL_OR_READ_ONLY}; then run this again.",
}
"""What to do about a file, by what was not possible."""

_ACCOUNT = (
    "See that there is such a database, with room, and that the account may make and write tables there"
)
OF_A_SERVER: Final = {"used": f"{_ACCOUNT}.", "read": f"{_ACCOUNT}.", "written": f"{_ACCOUNT}."}
"""What to do about a server's database."""


def passes(error: SQLAlchemyError) -> bool:
    """Tell whether a transaction may go well if it is tried again in a moment.

    SQLite has waited already.
    """
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or _code(error) in IN_USE | AWAY


def ledger_error(error: SQLAlchemyError, name: str, doing: str, words: dict[str, str]) -> LedgerError:
    """Say it in one sentence.

    Args:
        error: what the database said.
        name: the ledger's.
        doing: what was not possible: `used`, `read`, `written`.
        words: what to do about it.
    """
    said = _say(error)
    if _is_in_use(error):
        return LedgerBusyError(f"The ledger {name} is locked by another process ({said}). Try again later.")
    if passes(error):
        return LedgerBusyError(f"The ledger {name} can't be reached ({said}). Try again later.")
    return LedgerError(f"The ledger {name} can't be {doing} ({said}). {words[doing]}")


def _is_in_use(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    of_sqlite = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the rest says more than is needed
    return of_sqlite in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} or _code(error) in IN_USE


def _code(error: DBAPIError) -> object:
    arguments = getattr(error.orig, "args", ())
    return arguments[0] if arguments else None


def _say(error: SQLAlchemyError) -> str:
    """Give what the database said, without the statement and its values, which hold names of people."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    arguments = cause.args
    said = arguments[1] if len(arguments) == 2 and isinstance(arguments[0], int) else cause
    return " ".join(str(said).split()).rstrip(".")
