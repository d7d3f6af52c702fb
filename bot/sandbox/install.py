"""Shell: the databases of the wikis, made whole and put in place at once."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.sandbox import accounts, databases, php, seed
from bot.sandbox.errors import SandboxError
from bot.sandbox.state import HOME, Record, State

Tell = Callable[[str], None]
"""Takes one line for the person who waits."""


_LANGUAGES = ("en", "es", "ar", "fr", "pt", "pt-br")
"""Those of the usual wikis, and one in which people read them."""

_ID_STEP = 10_000
"""Ids of users and pages begin apart, so that one wiki's id never passes for another's."""


@contextlib.contextmanager
def timed(tell: Tell, step: str) -> Iterator[None]:
    """Tell how long a step took."""
    began = time.monotonic()
    yield
    tell(f"{step} ({time.monotonic() - began:.1f} s)")


def build(state: State, record: Record, tell: Tell) -> None:
    """Make new databases with accounts and seed pages; the old ones go when the new ones are whole."""
    old = state.folder / "data.old"
    for stale in (old, *state.folder.glob("data.new*")):
        shutil.rmtree(stale, ignore_errors=True)
    # A name of its own: what a killed command left running must not write into it.
    fresh = state.folder / f"data.new-{secrets.token_hex(4)}"
    for folder in (fresh, state.logs, state.folder / "tmp", state.folder / "images", Path(record.cache)):
        folder.mkdir(parents=True, exist_ok=True)
    (Path(record.cache) / "opcodes").mkdir(exist_ok=True)
    with ThreadPoolExecutor(databases.AT_ONCE) as pool:
        with timed(tell, "MediaWiki's tables and texts made"):
            texts = pool.submit(_cache_texts, state, record, fresh)
            _make_template(state, record, fresh)
            texts.result()
        passwords = accounts.read_or_make_passwords(state)
        with timed(tell, f"Accounts and pages of {len(record.wikis)} wikis made"):
            list(pool.map(lambda wiki: _fill(state, record, wiki, fresh, passwords), record.wikis))
    databases.take_snapshot(fresh, record.wikis)
    (fresh / "template.sqlite").unlink()
    (fresh / "cache.sqlite").unlink()
    (fresh / "schema").write_text(record.schema, encoding="utf-8")
    if state.database_folder.exists():
        state.database_folder.rename(old)
    forget_deliveries(state)
    fresh.rename(state.database_folder)
    shutil.rmtree(old, ignore_errors=True)


def forget_deliveries(state: State) -> None:
    """Delete the program's ledger: it speaks of wikis that are gone."""
    for file in state.folder.glob("ledger.sqlite3*"):
        file.unlink(missing_ok=True)


def _cache_texts(state: State, record: Record, fresh: Path) -> None:
    """Put MediaWiki's messages in the wikis' languages into files that PHP keeps as opcodes."""
    texts = Path(record.cache) / "l10n"
    marker = texts / "complete"
    if marker.exists():
        return
    texts.mkdir(parents=True, exist_ok=True)
    script = Path(record.tree) / "maintenance" / "rebuildLocalisationCache.php"
    languages = dict.fromkeys((*_LANGUAGES, *(wiki for wiki in record.wikis if wiki != HOME)))
    flags = (f"--lang={','.join(languages)}", "--no-database", "--skip-message-purge")
    php.run(state, record, "meta", script, *flags, databases=fresh)
    marker.touch()


def _make_template(state: State, record: Record, fresh: Path) -> None:
    """Make one empty wiki's databases; each wiki begins as a copy, quicker than an installation of each."""
    made = fresh / "installed"
    made.mkdir()
    command = [
        *("php", *php.flags(state, record), "maintenance/install.php", "--dbtype=sqlite"),
        *(f"--dbpath={made}", "--dbname=template", f"--confpath={made}", "--scriptpath="),
        *("--server=http://127.0.0.1", "--lang=en", "--pass=only for a moment 1", "Template", "Installer"),
    ]
    surroundings = php.environment(state, record, "meta", fresh)
    # The installer stops at settings that are there already, and a tree may have some of its own.
    surroundings["MW_CONFIG_FILE"] = str(made / "none.php")
    done = subprocess.run(
        command, cwd=record.tree, env=surroundings, capture_output=True, text=True, check=False
    )
    if done.returncode or not (made / "template.sqlite").exists():
        raise SandboxError(f"MediaWiki's installer failed: {(done.stdout + done.stderr).strip()[-1500:]}")
    for name, source in (("meta", "template"), ("meta-cache", "wikicache"), ("meta-sessions", "wikicache")):
        databases.copy(made / f"{source}.sqlite", fresh / f"{name}.sqlite")
    updater = Path(record.tree) / "maintenance" / "update.php"
    php.run(state, record, "meta", updater, "--quick", "--skip-external-dependencies", databases=fresh)
    databases.copy(fresh / "meta.sqlite", fresh / "template.sqlite")
    databases.copy(made / "wikicache.sqlite", fresh / "cache.sqlite")
    databases.empty(fresh / "template.sqlite")
    databases.empty(fresh / "cache.sqlite")
    shutil.rmtree(made)
    for wiki in record.wikis:
        for database in fresh.glob(f"{wiki}[.-]*sqlite*"):
            database.unlink()


def _fill(state: State, record: Record, wiki: str, fresh: Path, passwords: accounts.Passwords) -> None:
    for kind in ("cache", "sessions"):
        databases.copy(fresh / "cache.sqlite", fresh / f"{wiki}-{kind}.sqlite")
    own = fresh / f"{wiki}.sqlite"
    databases.copy(fresh / "template.sqlite", own)
    with contextlib.closing(sqlite3.connect(own)) as connection, connection:
        offset = record.wikis.index(wiki) * _ID_STEP
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT name, ? FROM sqlite_master "
            "WHERE name IN ('user', 'page') AND name NOT IN (SELECT name FROM sqlite_sequence)",
            [offset],
        )
        connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name IN ('user', 'page')", [offset])
    people = [*accounts.staff_and_bot(passwords), *seed.people_of(wiki, passwords)]
    accounts.make(state, record, wiki, people, databases=fresh)
    seed.write(state, record, wiki, databases=fresh)
