"""Shell: the outbox: whom one run has to look at and write to, kept on disk, gone when the run ends.

A campaign may have a hundred thousand recipients; memory holds a batch of them at a time.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_SCHEMA = """
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    wiki TEXT NOT NULL,
    username TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    addressed TEXT NOT NULL,
    key TEXT,
    title TEXT,
    language TEXT,
    payload TEXT
) STRICT;
CREATE INDEX entries_state ON entries (wiki, state, seq);
CREATE INDEX entries_key ON entries (key);
CREATE INDEX entries_title ON entries (title);
"""

_OF_WIKIS = "SELECT DISTINCT wiki FROM entries WHERE state IN (SELECT value FROM json_each(?))"
_SOME = """
SELECT seq, wiki, username, addressed, key, title, language, payload FROM entries
WHERE wiki = ? AND state = ? AND seq > ? ORDER BY seq LIMIT ?
"""
_EVERYBODY = """
SELECT seq, wiki, username, addressed, key, title, language, payload FROM entries
WHERE addressed != '' AND (wiki, username) > (?, ?) ORDER BY wiki, username LIMIT 500
"""
_BY_KEY = "SELECT seq, key FROM entries WHERE key IN (SELECT value FROM json_each(?))"
_BY_TITLE = "SELECT seq, title FROM entries WHERE title IN (SELECT value FROM json_each(?)) AND wiki = ?"
_NUMBERS = """
SELECT wiki, language, count(*) FROM entries WHERE state IN (SELECT value FROM json_each(?)) GROUP BY 1, 2
"""
_MESSAGES = """
SELECT seq, wiki, language, key FROM entries
WHERE state IN (SELECT value FROM json_each(?)) AND seq > ? ORDER BY seq LIMIT 500
"""
_LEAVE = """
UPDATE entries SET state = 'left' WHERE seq IN (
    SELECT seq FROM entries WHERE state = 'planned' ORDER BY seq LIMIT -1 OFFSET ?)
"""
_LEAVE_OTHERS = """
UPDATE entries SET state = 'left'
WHERE state = 'planned' AND username NOT IN (SELECT value FROM json_each(?))
"""
_LEAVE_ONE_OF_EACH = """
UPDATE entries SET state = 'left' WHERE seq IN (
    SELECT seq FROM entries WHERE state = 'planned' ORDER BY seq NOT IN (
        SELECT min(seq) FROM entries WHERE state = 'planned' GROUP BY language), seq LIMIT -1 OFFSET ?)
"""


class State(StrEnum):
    """How far the run has come with somebody."""

    ADDRESSED = "addressed"  # named by the sign-ups or a list; not looked at yet
    PLANNED = "planned"  # a message is made
    LEFT = "left"  # beyond what this run may write
    DOUBT = "doubt"  # begun, and not known how it ended
    CHANGED = "changed"  # the page was no longer as it had been read
    DONE = "done"  # nothing more to do in this run


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the outbox."""

    seq: int  # order in which they were named
    wiki: str
    username: str
    addressed: str  # as the run wrote it, to make the person of again
    key: str | None
    title: str | None
    language: str | None
    payload: str | None  # the message, as the run wrote it


class Outbox:
    """A scratch file that no other run sees."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        for line in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000", "temp_store = FILE"):
            self._db.execute(f"PRAGMA {line}")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def address(self, people: Iterable[tuple[str, str, str]]) -> None:
        """Add people as (wiki, user name, words to make them of again); who is there already stays."""
        self._many(
            "INSERT OR IGNORE INTO entries (wiki, username, state, addressed) VALUES (?, ?, 'addressed', ?)",
            people,
        )

    def bar(self, people: Iterable[tuple[str, str]]) -> None:
        """Add people, as (wiki, user name), who get nothing whatever else names them."""
        self._many(
            "INSERT OR IGNORE INTO entries (wiki, username, state, addressed) VALUES (?, ?, 'done', '')",
            people,
        )

    def count(self) -> int:
        """Count the people who are addressed."""
        return int(self._rows("SELECT count(*) FROM entries WHERE addressed != ''")[0][0])

    def everybody(self) -> Iterator[Entry]:
        """Give all who are addressed, however far the run has come with them, by wiki and name."""
        wiki, username = "", ""
        while rows := self._rows(_EVERYBODY, (wiki, username)):
            found = [Entry(*row) for row in rows]
            yield from found
            wiki, username = found[-1].wiki, found[-1].username

    def wikis(self, *states: State) -> list[str]:
        """Give the wikis that have somebody in one of the states."""
        return [row[0] for row in self._rows(_OF_WIKIS, (json.dumps(states),))]

    def some(self, wiki: str, state: State, limit: int, *, after: int = 0) -> list[Entry]:
        """Give the first people of a wiki in a state, behind a place."""
        return [Entry(*row) for row in self._rows(_SOME, (wiki, state.value, after, limit))]

    def plan(self, messages: Iterable[tuple[int, str, str, str, str]]) -> None:
        """Put messages in, as (seq, key, title, language, payload)."""
        self._many(
            """UPDATE entries SET state = 'planned', key = ?2, title = ?3, language = ?4, payload = ?5
               WHERE seq = ?1""",
            messages,
        )

    def set_state(self, state: State, seqs: Collection[int]) -> None:
        """Say how far the run has come with some people."""
        self._many("UPDATE entries SET state = ? WHERE seq = ?", ((state.value, seq) for seq in seqs))

    def doubt(self, wiki: str, keys: Iterable[str]) -> None:
        """Say of planned messages that an earlier run began them and did not see how they ended."""
        self._many(
            "UPDATE entries SET state = 'doubt' WHERE wiki = ? AND key = ? AND state = 'planned'",
            ((wiki, key) for key in keys),
        )

    def planned_among(
        self, keys: Collection[str], titles: Collection[str], *, wiki: str, but: Collection[int] = ()
    ) -> tuple[set[str], set[str]]:
        """Give which keys, on any wiki, and which talk pages of one, have a message from this run already.

        Args:
            keys: of people.
            titles: of talk pages.
            wiki: whose talk pages.
            but: places that don't count.
        """
        left_out = set(but)
        of_keys = self._rows(_BY_KEY, (json.dumps(list(keys)),))
        of_titles = self._rows(_BY_TITLE, (json.dumps(list(titles)), wiki))
        return (
            {key for seq, key in of_keys if seq not in left_out},
            {title for seq, title in of_titles if seq not in left_out},
        )

    def leave_all_but(self, allowed: int, *, each_language_first: bool = False) -> int:
        """Leave the messages beyond a number for another run; give how many are left.

        Args:
            allowed: how many may be written.
            each_language_first: whether one of each language goes before the rest.
        """
        with self._lock:
            statement = _LEAVE_ONE_OF_EACH if each_language_first else _LEAVE
            return self._db.execute(statement, (allowed,)).rowcount

    def leave_others(self, usernames: Collection[str]) -> int:
        """Leave the messages of all but some people for another run; give how many are left."""
        with self._lock:
            return self._db.execute(_LEAVE_OTHERS, (json.dumps(list(usernames)),)).rowcount

    def numbers(self, *states: State) -> Counter[tuple[str, str]]:
        """Count the messages in some states, by wiki and language."""
        rows = self._rows(_NUMBERS, (json.dumps(states),))
        return Counter({(wiki, code): number for wiki, code, number in rows})

    def messages(self, *states: State) -> Iterator[list[tuple[str, str, str]]]:
        """Give the messages in some states, as (wiki, language, key), some at a time."""
        seq = 0
        while rows := self._rows(_MESSAGES, (json.dumps(states), seq)):
            yield [(wiki, language, key) for _, wiki, language, key in rows]
            seq = rows[-1][0]

    def _rows(self, statement: str, values: Collection[object] = ()) -> list[Any]:
        with self._lock:
            return self._db.execute(statement, tuple(values)).fetchall()

    def _many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._lock:
            self._db.execute("BEGIN")
            self._db.executemany(statement, rows)
            self._db.execute("COMMIT")
