"""A ledger in a file: what may be wrong with the file, and what happens to it while it is open."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.ledger import engines
from bot.ledger.ledger import Ledger, LedgerBusyError, LedgerError, glimpse, opened
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN, intent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def test_a_file_that_is_no_ledger_is_one_sentence(path: Path) -> None:
    path.write_text("this is no database " * 50)
    with pytest.raises(LedgerError, match=r"can't be used .* Make room"):
        Ledger(path)


def test_a_folder_that_does_not_exist_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="Set `ledger` to a file in a folder"):
        Ledger(tmp_path / "no" / "ledger.sqlite3")


def test_a_ledger_that_is_damaged_later_is_one_sentence(path: Path) -> None:
    with opened(path) as ledger:
        ledger.database.write(lambda connection: connection.exec_driver_sql("DROP TABLE read_back"))
        with pytest.raises(LedgerError, match="can't be read"):
            ledger.read_back_at(CAMPAIGN, "es")


def test_a_sentence_about_a_fault_names_no_person(path: Path) -> None:
    with opened(path) as ledger:
        ledger.database.write(lambda connection: connection.exec_driver_sql("DROP TABLE deliveries"))
        with pytest.raises(LedgerError, match="no such table") as caught:
            ledger.intend(intent(username="Somebody Private"), now=1.0)
    assert "Somebody" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("name", ["a b.sqlite3", "100%.sqlite3", "why?mode=ro", "a#b", "دفتر.sqlite3"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    with opened(tmp_path / name) as ledger:
        ledger.intend(intent(), now=1.0)
    with glimpse(tmp_path / name) as seen:
        assert seen
        assert seen.has("k1")
    assert {file.name.removesuffix("-wal").removesuffix("-shm") for file in tmp_path.iterdir()} == {name}


def test_a_ledger_is_its_owner_s_alone(path: Path) -> None:
    with opened(path) as ledger:
        ledger.intend(intent(), now=1.0)
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_a_ledger_of_a_newer_version_is_not_touched(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE of_tomorrow (x)")
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LedgerError, match=r"newer version \(99\)"):
            Ledger(path, read_only=read_only)
    assert path.read_bytes() == before


def test_a_glimpse_changes_no_byte_and_can_not(path: Path) -> None:
    with opened(path) as ledger:
        ledger.intend(intent(), now=1.0)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with glimpse(path) as seen:
        assert seen
        assert seen.open_intent("k1") == (intent(), 1.0)
        with pytest.raises(LedgerError):
            seen.intend(intent("k2"), now=2.0)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_name_that_is_forgotten_is_nowhere_in_the_file(path: Path) -> None:
    with opened(path) as ledger:
        ledger.intend(intent(username="Withdrawn Person", title="T:Withdrawn Person"), now=1.0)
        ledger.settle("k1", Outcome.POSTED, at="2026-11-24T00:00:00Z")
        ledger.forget_name("Withdrawn Person")
    assert b"Withdrawn" not in path.read_bytes()


def delete(path: Path) -> None:
    for file in path.parent.glob("ledger.sqlite3*"):
        file.unlink()


def replace_by_an_empty_one(path: Path) -> None:
    delete(path)
    path.touch()


def replace_by_a_backup(path: Path) -> None:
    shutil.copy(path, path.with_name("backup"))
    path.with_name("backup").replace(path)


@pytest.mark.parametrize("change", [delete, replace_by_an_empty_one, replace_by_a_backup])
def test_a_ledger_that_goes_while_it_is_open_is_noticed_before_the_next_intent(
    path: Path, change: Callable[[Path], None]
) -> None:
    with opened(path) as ledger:
        ledger.intend(intent(), now=1.0)
        change(path)
        for _ in range(2):
            with pytest.raises(LedgerBusyError, match=r"was deleted or replaced .* Run this again\."):
                ledger.intend(intent("k2"), now=2.0)
    with opened(path) as ledger:
        assert not ledger.has("k2")


def test_a_connection_that_is_made_later_does_not_take_the_new_file_for_the_old(path: Path) -> None:
    with opened(path) as ledger:
        delete(path)
        with opened(path) as new:
            new.intend(intent("other"), now=1.0)
        found: list[BaseException] = []

        def look() -> None:
            try:
                ledger.has("other")
            except LedgerBusyError as error:
                found.append(error)

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 4


def test_a_locked_ledger_is_one_sentence_and_nothing_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.05)
    with opened(path) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusyError, match=rf"{path} is locked by another process .* Try again later"):
            ledger.intend(intent(), now=1.0)
        with pytest.raises(LedgerBusyError, match="is locked"):
            Ledger(path)
        other.execute("ROLLBACK")
        other.close()
        assert ledger.intend(intent(), now=1.0)


def test_a_backup_made_while_others_write_is_a_whole_ledger(path: Path, tmp_path: Path) -> None:
    with opened(path) as ledger:
        done = threading.Event()

        def write() -> None:
            for number in range(150):
                ledger.intend(intent(f"k{number:03}"), now=1.0)
                ledger.settle(f"k{number:03}", Outcome.POSTED, at="2026-11-24T00:00:00Z")
            done.set()

        writer = threading.Thread(target=write)
        writer.start()
        sizes: list[int] = []
        while not done.is_set() or not sizes:
            backup = tmp_path / f"backup-{len(sizes)}"
            source, target = sqlite3.connect(path), sqlite3.connect(backup)
            source.backup(target)
            assert target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            source.close()
            target.close()
            with opened(backup) as copy:
                keys = [each.key for each in copy.deliveries(CAMPAIGN)]
                assert sorted(keys) == [f"k{number:03}" for number in range(len(keys))]
                assert len(copy.begun(CAMPAIGN)) <= 1
            sizes.append(len(keys))
        writer.join()
    assert sizes == sorted(sizes)
