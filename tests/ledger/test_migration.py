"""A ledger of an older version becomes one of today with every row; a newer one is refused."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.ledger.ledger import Ledger, LedgerError, glimpse, opened
from bot.ledger.schema import SCHEMA_VERSION, deliveries
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN, delivery, intent
from tests.mariadb import MariaDB

FIRST = """
PRAGMA journal_mode = WAL;
CREATE TABLE deliveries (
    key TEXT PRIMARY KEY, campaign TEXT NOT NULL, wiki TEXT NOT NULL, username TEXT NOT NULL,
    title TEXT NOT NULL, language TEXT NOT NULL, outcome TEXT, reason TEXT NOT NULL DEFAULT '',
    revid INTEGER, at TEXT NOT NULL DEFAULT '', intended_at REAL NOT NULL, attempts INTEGER NOT NULL,
    payload TEXT
) STRICT;
CREATE INDEX deliveries_campaign ON deliveries (campaign, wiki, outcome);
CREATE TABLE read_back (
    campaign TEXT NOT NULL, wiki TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (campaign, wiki)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""
"""The tables of version 1."""

SECOND = """
ALTER TABLE deliveries ADD COLUMN person TEXT NOT NULL DEFAULT '';
CREATE INDEX deliveries_username ON deliveries (campaign, username);
CREATE INDEX deliveries_title ON deliveries (campaign, title);
CREATE INDEX deliveries_person ON deliveries (person, at);
CREATE TABLE leases (name VARCHAR(190) PRIMARY KEY, holder VARCHAR(190) NOT NULL, beat FLOAT NOT NULL);
CREATE TABLE campaigns (name VARCHAR(190) PRIMARY KEY, state VARCHAR(16) NOT NULL);
CREATE TABLE held_back (key VARCHAR(64) PRIMARY KEY, person VARCHAR(32) NOT NULL,
    campaign VARCHAR(190) NOT NULL, title VARCHAR(300) NOT NULL);
CREATE INDEX held_back_person ON held_back (person);
CREATE TABLE ledger_version (version INTEGER PRIMARY KEY);
INSERT INTO ledger_version VALUES (2);
INSERT INTO campaigns VALUES ('announce:7', 'paused');
INSERT INTO held_back VALUES ('h', 'p1', 'announce:7', 'Clinic');
PRAGMA user_version = 2;
"""
"""What version 2 had besides, with some rows."""

THIRD = """
DROP INDEX deliveries_campaign;
DROP INDEX deliveries_username;
CREATE INDEX deliveries_ending ON deliveries (campaign, outcome, wiki, language);
CREATE INDEX deliveries_name ON deliveries (username, campaign);
CREATE INDEX deliveries_at ON deliveries (campaign, at, wiki, key);
UPDATE ledger_version SET version = 3;
PRAGMA user_version = 3;
"""
"""What version 3 had instead."""

WORDS = (
    '{"key": "open", "campaign": "announce:7", "wiki": "es", "username": "Ñandú 🌍", "title": "T", '
    '"language": "es", "heading": "H", "text": "x", "summary": "s", "baserevid": 5}'
)
ENDINGS = ("posted", "", 4, "2026-11-24T00:00:00Z", 1.5, 1, None)
ROWS: list[tuple[object, ...]] = [
    (f"k{number:03}", CAMPAIGN, "es", f"User {number}", f"T {number}", "es", *ENDINGS)
    for number in range(300)
]
ROWS.append(("open", CAMPAIGN, "es", "Ñandú 🌍", "T", "es", None, "lost", None, "", 2.5, 3, WORDS))


def of_version(path: Path, version: int) -> Path:
    """Make a ledger as an older version made it."""
    db = sqlite3.connect(path)
    db.executescript(FIRST)
    db.executemany("INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
    db.execute("INSERT INTO read_back VALUES (?, 'es', 7.5)", (CAMPAIGN,))
    db.commit()
    if version > 1:
        db.executescript(SECOND)
    if version > 2:
        db.executescript(THIRD)
    db.close()
    return path


def shape(path: Path) -> dict[str, object]:
    """Give the columns and indexes of a ledger's tables."""
    db = sqlite3.connect(path)
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    indexes = [
        row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql != ''")
    ]
    found: dict[str, object] = {
        table: sorted(row[1] for row in db.execute(f"PRAGMA table_info({table})")) for table in tables
    }
    found |= {index: [row[2] for row in db.execute(f"PRAGMA index_info({index})")] for index in indexes}
    db.close()
    return found


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_older_ledger_keeps_every_row_and_has_today_s_tables(tmp_path: Path, version: int) -> None:
    path = of_version(tmp_path / "ledger.sqlite3", version)
    with opened(path) as ledger:
        assert ledger.database.version == SCHEMA_VERSION
        found = ledger.database.read(lambda connection: list(connection.execute(deliveries.select())))
        opened_intent = ledger.open_intent("open")
        assert ledger.read_back_at(CAMPAIGN, "es") == 7.5
        assert ledger.state(CAMPAIGN) == ("paused" if version > 1 else "")
        assert len(ledger.held_back_from(["p1"])) == (version > 1)
    assert {tuple(row)[:13] for row in found} == set(ROWS)
    assert {row.person for row in found} == {""}
    assert opened_intent
    assert (opened_intent[0].username, opened_intent[0].baserevid, opened_intent[1]) == ("Ñandú 🌍", 5, 2.5)
    with opened(tmp_path / "new.sqlite3"):
        pass
    assert shape(path) == shape(tmp_path / "new.sqlite3")


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_glimpse_reads_an_older_ledger_and_leaves_it_so(tmp_path: Path, version: int) -> None:
    path = of_version(tmp_path / "ledger.sqlite3", version)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with glimpse(path) as ledger:
        assert ledger
        assert ledger.database.version == version
        assert len(list(ledger.deliveries(CAMPAIGN))) == len(ROWS)
        assert len(list(ledger.delivered(CAMPAIGN))) == 300
        assert ledger.span(CAMPAIGN) == ("2026-11-24T00:00:00Z",) * 2
        assert [each.key for each in ledger.begun(CAMPAIGN, "es")] == ["open"]
        assert ledger.counts(CAMPAIGN)["es", "es", Outcome.POSTED] == 300
        assert ledger.remembered(CAMPAIGN, keys=["k001"], usernames=["User 2"], titles=["T 3"])
        assert ledger.posted_among(["k001", "open"]) == {"k001"}
        assert ledger.open_intent("open")
        assert ledger.messages_of(["p1"], since="2026") == {}
        assert ledger.state(CAMPAIGN) == ("paused" if version > 1 else "")
        assert len(ledger.held_back_from(["p1"])) == (version > 1)
        assert ledger.read_back_at(CAMPAIGN, "es") == 7.5
        assert [ledger.last_run("signups"), ledger.last_due("signups"), ledger.kept("x")] == [None] * 3
        assert (ledger.runs_for("signups", 1.0), ledger.kept_all("")) == ([], {})
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.sandbox
def test_a_server_s_newer_ledger_is_refused_and_not_touched(mariadb: MariaDB) -> None:
    server = mariadb.new_database()
    with opened(server) as ledger:
        ledger.adopt(delivery(), campaign=CAMPAIGN)
        ledger.database.write(
            lambda connection: connection.execute(text("UPDATE ledger_version SET version = 99"))
        )
    with pytest.raises(
        LedgerError, match=rf"{server.database} on the database server .* newer version \(99\)"
    ):
        Ledger(server)
    assert mariadb.run("SELECT version FROM ledger_version", server.database) == [(99,)]


@pytest.mark.sandbox
def test_tables_that_a_killed_run_left_half_made_are_finished(mariadb: MariaDB) -> None:
    server = mariadb.new_database()
    with opened(server):
        pass
    for statement in (
        "DROP TABLE held_back",
        "DROP INDEX deliveries_at ON deliveries",
        "DELETE FROM ledger_version",
    ):
        mariadb.run(statement, server.database)
    with opened(server) as ledger:
        assert ledger.intend(intent(), now=1.0)
        assert ledger.held_back_from(["p1"]) == []
    assert mariadb.run("SHOW INDEX FROM deliveries WHERE Key_name = 'deliveries_at'", server.database)
