"""Shell: the databases of six wikis, made whole and put in place at once."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.sandbox import accounts, php, seed
from bot.sandbox.errors import SandboxError
from bot.sandbox.state import WIKIS, Record, State

Tell = Callable[[str], None]
"""Takes one line for the person who waits."""

_AT_ONCE = max(2, os.cpu_count() or 1)

_LANGUAGES = "en,es,ar,fr,pt,pt-br"

_ID_STEP = 10_000
"""Ids of users and pages begin apart, so that one wiki's id never passes for another's."""


@contextlib.contextmanager
def timed(tell: Tell, step: str) -> Iterator[None]:
    """Tell how long a step took."""
    began = time.monotonic()
    yield
    tell(f"{step} ({time.monotonic() - began:.1f} s)")


def is_complete(state: State, record: Record) -> bool:
    """Whether all databases are there and were made for this MediaWiki and its extensions."""
    with contextlib.suppress(OSError):
        made_for = state.schema_file.read_text(encoding="utf-8")
        return made_for == record.schema and all(
            (state.database_folder / f"{wiki}.sqlite").is_file() for wiki in WIKIS
        )
    return False


def build(state: State, record: Record, tell: Tell) -> None:
    """Make new databases with accounts and seed pages; the old ones go when the new ones are whole."""
    fresh = state.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for folder in (fresh, state.logs, state.folder / "tmp", state.folder / "images", Path(record.cache)):
        folder.mkdir(parents=True, exist_ok=True)
    (Path(record.cache) / "opcodes").mkdir(exist_ok=True)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        with timed(tell, "MediaWiki's tables and texts made"):
            texts = pool.submit(_cache_texts, state, record)
            _make_template(state, record, fresh)
            texts.result()
        passwords = accounts.read_or_make_passwords(state)
        with timed(tell, "Accounts and pages of six wikis made"):
            list(pool.map(lambda wiki: _fill(state, record, wiki, fresh, passwords), WIKIS))
    _snapshot(fresh)
    (fresh / "template.sqlite").unlink()
    (fresh / "cache.sqlite").unlink()
    (fresh / "schema").write_text(record.schema, encoding="utf-8")
    shutil.rmtree(state.database_folder, ignore_errors=True)
    fresh.rename(state.database_folder)


def _cache_texts(state: State, record: Record) -> None:
    """Put MediaWiki's messages in the wikis' languages into files that PHP keeps as opcodes."""
    texts = Path(record.cache) / "l10n"
    marker = texts / "complete"
    if marker.exists():
        return
    texts.mkdir(parents=True, exist_ok=True)
    script = Path(record.tree) / "maintenance" / "rebuildLocalisationCache.php"
    php.run(state, record, "meta", script, f"--lang={_LANGUAGES}", "--no-database", "--skip-message-purge")
    marker.touch()


def _make_template(state: State, record: Record, fresh: Path) -> None:
    """Make one empty wiki's databases; each wiki begins as a copy, quicker than six installations."""
    made = fresh / "installed"
    made.mkdir()
    command = [
        *("php", *php.flags(state, record), "maintenance/install.php", "--dbtype=sqlite"),
        *(f"--dbpath={made}", "--dbname=template", f"--confpath={made}", "--scriptpath="),
        *("--server=http://127.0.0.1", "--lang=en", "--pass=only for a moment 1", "Template", "Installer"),
    ]
    without_config = {name: value for name, value in os.environ.items() if not name.startswith("MW_")}
    done = subprocess.run(
        command, cwd=record.tree, env=without_config, capture_output=True, text=True, check=False
    )
    if done.returncode or not (made / "template.sqlite").exists():
        raise SandboxError(f"MediaWiki's installer failed: {(done.stdout + done.stderr).strip()[-1500:]}")
    for name, source in (("meta", "template"), ("meta-cache", "wikicache"), ("meta-sessions", "wikicache")):
        _copy(made / f"{source}.sqlite", fresh / f"{name}.sqlite")
    updater = Path(record.tree) / "maintenance" / "update.php"
    php.run(state, record, "meta", updater, "--quick", "--skip-external-dependencies", databases=fresh)
    _copy(fresh / "meta.sqlite", fresh / "template.sqlite")
    _copy(made / "wikicache.sqlite", fresh / "cache.sqlite")
    _empty(fresh / "template.sqlite")
    _empty(fresh / "cache.sqlite")
    shutil.rmtree(made)
    for wiki in WIKIS:
        for database in fresh.glob(f"{wiki}[.-]*sqlite*"):
            database.unlink()


_KEPT = {"updatelog", "slot_roles", "content_models", "site_stats", "sqlite_sequence"}
"""Tables of a new wiki whose rows MediaWiki itself put there and needs."""


def _empty(database: Path) -> None:
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


def _fill(state: State, record: Record, wiki: str, fresh: Path, passwords: accounts.Passwords) -> None:
    for kind in ("cache", "sessions"):
        _copy(fresh / "cache.sqlite", fresh / f"{wiki}-{kind}.sqlite")
    own = fresh / f"{wiki}.sqlite"
    _copy(fresh / "template.sqlite", own)
    with contextlib.closing(sqlite3.connect(own)) as connection, connection:
        offset = WIKIS.index(wiki) * _ID_STEP
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT name, ? FROM sqlite_master "
            "WHERE name IN ('user', 'page') AND name NOT IN (SELECT name FROM sqlite_sequence)",
            [offset],
        )
        connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name IN ('user', 'page')", [offset])
    people = [*accounts.staff_and_bot(passwords), *seed.people_of(wiki, passwords)]
    accounts.make(state, record, wiki, people, databases=fresh)
    seed.write(state, record, wiki, databases=fresh)


def _copy(source: Path, target: Path) -> None:
    """Copy a database that nobody writes to, and let readers and a writer work side by side in the copy."""
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=WAL")


def _snapshot(fresh: Path) -> None:
    seeded = fresh / "seeded"
    seeded.mkdir()
    for wiki in WIKIS:
        for name in (wiki, f"{wiki}-cache"):
            _copy(fresh / f"{name}.sqlite", seeded / f"{name}.sqlite")


def restore(state: State) -> None:
    """Put the wikis back to how they were after seeding, under running servers; logins stay."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda wiki: _restore(state, wiki), WIKIS))


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
    for wiki in WIKIS:
        for folder in (state.database_folder, state.snapshot_folder):
            _empty(folder / f"{wiki}-cache.sqlite")
