"""Shell: the ledger: intents, written down before a write, and outcomes, after it. SQLite.

The wiki is the truth and the ledger is memory: a lost ledger is made anew from the bot's contributions.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from bot.program.outcomes import Outcome

SCHEMA_VERSION = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS deliveries (
    key TEXT PRIMARY KEY,
    campaign TEXT NOT NULL,
    wiki TEXT NOT NULL,
    username TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    outcome TEXT,              -- NULL: intended, and not yet known how it ended
    reason TEXT NOT NULL DEFAULT '',
    revid INTEGER,
    at TEXT NOT NULL DEFAULT '',
    intended_at REAL NOT NULL, -- seconds since the epoch, of the last try
    attempts INTEGER NOT NULL,
    payload TEXT               -- JSON of the request while it is open
) STRICT;
CREATE INDEX IF NOT EXISTS deliveries_campaign ON deliveries (campaign, wiki, outcome);
CREATE TABLE IF NOT EXISTS read_back (
    campaign TEXT NOT NULL,
    wiki TEXT NOT NULL,
    at REAL NOT NULL,          -- seconds since the epoch: what the wiki had then is in the ledger
    PRIMARY KEY (campaign, wiki)
) STRICT, WITHOUT ROWID;
"""


_DELIVERIES = """
SELECT key, wiki, username, title, language, outcome, reason, revid, at, intended_at
FROM deliveries WHERE campaign = ? ORDER BY wiki, username, key
"""


class LedgerError(Exception):
    """The ledger can't be used; the text is one sentence for people."""


class LedgerBusyError(LedgerError):
    """Another run is at work with this ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A write that is about to be tried, or was tried and is in doubt."""

    key: str
    campaign: str
    wiki: str
    username: str
    title: str
    language: str
    heading: str
    text: str
    summary: str
    baserevid: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the ledger remembers of one person's message."""

    key: str
    wiki: str
    username: str
    title: str
    language: str
    outcome: Outcome | None  # None: intended, and not yet known how it ended
    reason: str
    revid: int | None
    at: str  # the wiki's time, ISO 8601, UTC; empty: not delivered
    intended_at: float  # seconds since the epoch


class Ledger:
    """The ledger in one SQLite file; one run at a time has it.

    Raises:
        LedgerBusyError: another run has it.
        LedgerError: the file can't be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = _lock(path)
        with suppress(OSError):  # names of people are nobody else's; what is wrong is told below
            path.touch(mode=0o600)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")  # an intent must outlive a power cut
            self._migrate()
        except LedgerError:
            self.close()
            raise
        except sqlite3.Error as error:
            self.close()
            message = f"The ledger {path} can't be used ({error}). Make room, mend the file, or move it."
            raise LedgerError(message) from None

    def close(self) -> None:
        """Close the file and let others have it."""
        self._db.close()
        self._lock.close()

    def _migrate(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            message = f"The ledger {self.path} was made by a newer version ({version}). Update the bot."
            raise LedgerError(message)
        self._db.executescript(SCHEMA)
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def intend(self, intent: Intent, *, now: float) -> None:
        """Write down, durably, that a write is about to be tried."""
        payload = json.dumps(asdict(intent), ensure_ascii=False)
        self._execute(
            """INSERT INTO deliveries
                   (key, campaign, wiki, username, title, language, intended_at, attempts, payload)
               VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)
               ON CONFLICT (key) DO UPDATE SET outcome = NULL, intended_at = excluded.intended_at,
                   attempts = attempts + 1, wiki = excluded.wiki, username = excluded.username,
                   title = excluded.title, language = excluded.language, payload = excluded.payload""",
            (
                intent.key,
                intent.campaign,
                intent.wiki,
                intent.username,
                intent.title,
                intent.language,
                now,
                payload,
            ),
        )

    def settle(
        self, key: str, outcome: Outcome, *, reason: str = "", revid: int | None = None, at: str = ""
    ) -> None:
        """Write down how a write ended; a doubtful one stays open."""
        if outcome is Outcome.DOUBT:
            self._execute("UPDATE deliveries SET reason = ? WHERE key = ?", (reason, key))
        elif outcome in {Outcome.POSTED, Outcome.REFUSED, Outcome.SKIPPED}:
            self._execute(
                """UPDATE deliveries SET outcome = ?, reason = ?, revid = ?, at = ?, payload = NULL
                   WHERE key = ?""",
                (outcome.value, reason, revid, at, key),
            )
        else:  # surely not saved: as if it had never been intended
            self._execute("DELETE FROM deliveries WHERE key = ?", (key,))

    def adopt(self, delivery: Delivery, *, campaign: str) -> None:
        """Take over from the wiki what the ledger had forgotten, or had in doubt."""
        self._execute(
            """INSERT INTO deliveries
                   (key, campaign, wiki, username, title, language, outcome, revid, at, intended_at, attempts)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
               ON CONFLICT (key) DO UPDATE SET outcome = excluded.outcome, wiki = excluded.wiki,
                   revid = excluded.revid, at = excluded.at, reason = '', payload = NULL""",
            (
                delivery.key,
                campaign,
                delivery.wiki,
                delivery.username,
                delivery.title,
                delivery.language,
                Outcome.POSTED.value,
                delivery.revid,
                delivery.at,
                delivery.intended_at,
            ),
        )

    def deliveries(self, campaign: str) -> list[Delivery]:
        """Give all that is remembered of a campaign, in a stable order."""
        return [_delivery(row) for row in self._rows(_DELIVERIES, (campaign,))]

    def open_intent(self, key: str) -> tuple[Intent, float] | None:
        """Give the intent of a key that is not settled, and when it was last tried; None: there is none."""
        statement = "SELECT payload, intended_at FROM deliveries WHERE key = ? AND outcome IS NULL"
        rows = self._rows(statement, (key,))
        return (Intent(**json.loads(rows[0][0])), rows[0][1]) if rows and rows[0][0] else None

    def has(self, key: str) -> bool:
        """Tell whether anything is remembered of a key."""
        return bool(self._rows("SELECT 1 FROM deliveries WHERE key = ?", (key,)))

    def has_posted(self, key: str) -> bool:
        """Tell whether a key's message is delivered."""
        statement = "SELECT 1 FROM deliveries WHERE key = ? AND outcome = ?"
        return bool(self._rows(statement, (key, Outcome.POSTED.value)))

    def read_back_at(self, campaign: str, wiki: str) -> float | None:
        """Tell when all that the wiki had of a campaign was in this ledger; None: never looked."""
        rows = self._rows("SELECT at FROM read_back WHERE campaign = ? AND wiki = ?", (campaign, wiki))
        return float(rows[0][0]) if rows else None

    def has_read_back(self, campaign: str, wiki: str, *, now: float) -> None:
        """Remember that all the wiki has of a campaign is in the ledger."""
        self._execute("INSERT OR REPLACE INTO read_back VALUES (?, ?, ?)", (campaign, wiki, now))

    def forget_name(self, username: str) -> None:
        """Take out the name of somebody who withdrew; the key stays, so that nothing is sent again."""
        self._execute(
            "UPDATE deliveries SET username = '', title = '' WHERE username = ? AND outcome IS NOT NULL",
            (username,),
        )

    def _rows(self, statement: str, values: Collection[object]) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(statement, tuple(values)).fetchall()
        except sqlite3.Error as error:
            message = (
                f"The ledger {self.path} can't be read ({error}). Mend or move the file; a new one is made."
            )
            raise LedgerError(message) from None

    def _execute(self, statement: str, values: Collection[object]) -> None:
        try:
            self._db.execute(statement, tuple(values))
        except sqlite3.Error as error:
            message = f"The ledger {self.path} can't be written ({error}). Make room, then run this again."
            raise LedgerError(message) from None


def _delivery(row: tuple[str, str, str, str, str, str | None, str, int | None, str, float]) -> Delivery:
    return Delivery(
        key=row[0],
        wiki=row[1],
        username=row[2],
        title=row[3],
        language=row[4],
        outcome=Outcome(row[5]) if row[5] else None,
        reason=row[6],
        revid=row[7],
        at=row[8],
        intended_at=row[9],
    )


def _lock(path: Path) -> IO[str]:
    """Take the ledger for this process; the kernel gives it back when the process ends, however it ends."""
    try:
        lock = path.with_name(f"{path.name}.lock").open("a+", encoding="ascii")
    except OSError as error:
        message = f"The ledger {path} can't be opened ({error.strerror}). Set `ledger` to a file in a folder."
        raise LedgerError(message) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        pid = lock.read().strip()
        lock.close()
        message = (
            f"Another run is at work with the ledger {path} (process {pid or 'unknown'}). Wait until it ends."
        )
        raise LedgerBusyError(message) from None
    with suppress(OSError):  # only a hint for whoever comes second
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
    return lock


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """Open the ledger for one run."""
    ledger = Ledger(path)
    try:
        yield ledger
    finally:
        ledger.close()


def glimpse(path: Path, campaign: str) -> list[Delivery]:
    """Read a campaign without a lock and without writing anything: for a dry run; empty: no ledger yet."""
    if not path.exists():
        return []
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            rows = db.execute(_DELIVERIES, (campaign,)).fetchall()
        finally:
            db.close()
    except sqlite3.Error as error:
        message = f"The ledger {path} can't be read ({error}). Mend or move the file."
        raise LedgerError(message) from None
    return [_delivery(row) for row in rows]
