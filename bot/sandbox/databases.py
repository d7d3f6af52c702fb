"""Shell: the files in which the wikis live: copied, checked, emptied, put back."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from bot.sandbox.state import Record, State

AT_ONCE = max(2, os.cpu_count() or 1)
"""Wikis that are worked on at the same time."""


def is_complete(state: State, record: Record) -> bool:
    """Whether all databases are there, sound, and made for this MediaWiki and its extensions."""
    if not state.schema_file.is_file() or state.schema_file.read_text(encoding="utf-8") != record.schema:
        return False
    return all(map(_is_sound, _databases(record.wikis, state.database_folder, state.snapshot_folder)))


def _databases(wikis: Sequence[str], live: Path, seeded: Path) -> list[Path]:
    names = [f"{wiki}{kind}.sqlite" for wiki in wikis for kind in ("", "-cache")]
    sessions = [live / f"{wiki}-sessions.sqlite" for wiki in wikis]
    return [folder / name for folder in (live, seeded) for name in names] + sessions


def _is_sound(database: Path) -> bool:
    # MediaWiki makes the one table of a cache when it needs it.
    is_cache = database.stem.endswith(("-cache", "-sessions"))
    try:
        with contextlib.closing(
            sqlite3.connect(f"file:{quote(str(database))}?mode=rw", uri=True)
        ) as connection:
            connection.execute("SELECT 1" if is_cache else "SELECT 1 FROM page LIMIT 1")
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error as error:
        # One that is being written to is no broken one.
        return error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


_KEPT = {"updatelog", "slot_roles", "content_models", "site_stats", "sqlite_sequence"}
"""Tables of a new wiki whose rows MediaWiki itself put there and needs."""


def empty(database: Path) -> None:
    """Take out what the installer wrote: its main page, its administrator, its cache."""
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'searchindex%'"
        tables = {name for (name,) in connection.execute(query)}
        for table in sorted(tables - _KEPT):
            connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names come from the database itself
        if "searchindex" in {n for (n,) in connection.execute("SELECT name FROM sqlite_master")}:
            connection.execute("DELETE FROM searchindex")
        if "site_stats" in tables:
            connection.execute("UPDATE site_stats SET ss_total_edits=0, ss_good_articles=0, ss_total_pages=0")
            connection.execute("UPDATE site_stats SET ss_users=0, ss_active_users=0, ss_images=0")


def copy(source: Path, target: Path) -> None:
    """Copy a database that nobody writes to, and let readers and a writer work side by side in the copy."""
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=WAL")


def take_snapshot(fresh: Path, wikis: Sequence[str]) -> None:
    """Copy the seeded wikis for `restore`."""
    seeded = fresh / "seeded"
    seeded.mkdir()
    for wiki in wikis:
        for name in (wiki, f"{wiki}-cache"):
            copy(fresh / f"{name}.sqlite", seeded / f"{name}.sqlite")


def restore(state: State) -> None:
    """Put the wikis back to how they were after seeding, under running servers; logins stay."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda wiki: _restore(state, wiki), state.wikis))


def _restore(state: State, wiki: str) -> None:
    # Something of the old wiki may be cached while the wiki itself is put back, so the cache goes last.
    for name in (wiki, f"{wiki}-cache"):
        with (
            contextlib.closing(sqlite3.connect(state.snapshot_folder / f"{name}.sqlite")) as old,
            contextlib.closing(sqlite3.connect(state.database_folder / f"{name}.sqlite", timeout=30)) as new,
        ):
            old.backup(new)


def forget_rendered(state: State) -> None:
    """Empty the wikis' caches, and those of the snapshots, as pages in them hold old ports."""
    for wiki in state.wikis:
        for folder in (state.database_folder, state.snapshot_folder):
            empty(folder / f"{wiki}-cache.sqlite")
