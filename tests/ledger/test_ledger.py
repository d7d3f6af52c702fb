"""The ledger remembers what was intended before a write, and how it ended."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ledger.ledger import Delivery, Intent, Ledger, LedgerError, glimpse, opened
from bot.program.outcomes import Outcome


def intent(key: str = "k1", **changes: object) -> Intent:
    fields = {
        "key": key,
        "campaign": "announce:7",
        "wiki": "es",
        "username": "Noor",
        "title": "Usuario discusión:Noor",
        "language": "es",
        "heading": "Hola",
        "text": "texto",
        "summary": f"Hola [letsconnect:{key}/es]",
        "baserevid": 12,
    }
    return Intent(**{**fields, **changes})  # type: ignore[arg-type]


def test_an_intent_is_open_until_it_is_settled(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(intent(), now=100.0)
        assert ledger.open_intent("k1") == (intent(), 100.0)
        ledger.settle("k1", Outcome.POSTED, revid=13, at="2026-11-24T00:00:00Z")
        assert ledger.open_intent("k1") is None
        assert ledger.has_posted("k1")


def test_an_intent_outlives_the_process(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(intent(), now=100.0)
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        assert ledger.open_intent("k1") == (intent(), 100.0)


def test_a_doubtful_write_stays_open_with_its_request(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(intent(), now=100.0)
        ledger.settle("k1", Outcome.DOUBT, reason="no answer in time")
        assert ledger.open_intent("k1") == (intent(), 100.0)


@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.CHANGED, Outcome.STALE, Outcome.HALT])
def test_what_was_surely_not_saved_leaves_no_trace(tmp_path: Path, outcome: Outcome) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(intent(), now=100.0)
        ledger.settle("k1", outcome)
        assert not ledger.has("k1")


def test_a_refused_message_may_be_intended_again(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(intent(), now=100.0)
        ledger.settle("k1", Outcome.REFUSED, reason="spamblacklist")
        ledger.intend(intent(), now=200.0)
        assert ledger.open_intent("k1") == (intent(), 200.0)


def test_what_the_wiki_has_is_adopted_over_an_open_intent(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(intent(), now=100.0)
        ledger.adopt(delivery(), campaign="announce:7")
        assert ledger.open_intent("k1") is None
        (remembered,) = ledger.deliveries("announce:7")
        assert (remembered.outcome, remembered.revid, remembered.at) == (Outcome.POSTED, 13, "2026-11-24")


def delivery() -> Delivery:
    return Delivery(
        key="k1",
        wiki="es",
        username="Noor",
        title="Usuario discusión:Noor",
        language="es",
        outcome=Outcome.POSTED,
        reason="",
        revid=13,
        at="2026-11-24",
        intended_at=100.0,
    )


def test_a_file_that_is_no_ledger_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").write_text("this is no database " * 50)
    with pytest.raises(LedgerError, match="can't be used"):
        Ledger(tmp_path / "ledger.sqlite3")


def test_a_folder_that_does_not_exist_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="Set `ledger` to a file in a folder"):
        Ledger(tmp_path / "no" / "ledger.sqlite3")


def test_a_ledger_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "ledger.sqlite3")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(LedgerError, match="newer version"):
        Ledger(tmp_path / "ledger.sqlite3")


def test_a_glimpse_writes_nothing(tmp_path: Path) -> None:
    with glimpse(tmp_path / "ledger.sqlite3") as ledger:
        assert ledger is None
    assert list(tmp_path.iterdir()) == []


def test_what_was_read_back_is_known_for_that_campaign_and_wiki_only(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.has_read_back("announce:7", "es", now=100.0)
        assert ledger.read_back_at("announce:7", "es") == 100.0
        assert ledger.read_back_at("announce:7", "fr") is None
        assert ledger.read_back_at("announce:8", "es") is None


def test_a_ledger_that_is_damaged_later_is_one_sentence(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.database.write(lambda connection: connection.exec_driver_sql("DROP TABLE read_back"))
        with pytest.raises(LedgerError, match="can't be read"):
            ledger.read_back_at("announce:7", "es")


def test_what_came_through_is_given_oldest_first_whatever_the_order_of_names(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        moments = [f"2026-11-24T00:{number % 7:02}:00Z" for number in range(1203)]
        found = [
            replace(delivery(), key=f"k{number:04}", at=at, wiki=("es", "ar")[number % 2])
            for number, at in enumerate(moments)
        ]
        ledger.adopt_all(found, campaign="announce:7")
        ledger.intend(intent("k9"), now=100.0)
        given = list(ledger.delivered("announce:7"))
        assert given == sorted(given, key=lambda each: (each.at, each.wiki, each.key))
        assert len(given) == 1203
        assert list(ledger.delivered("announce:7", after=given[999])) == given[1000:]
        assert ledger.span("announce:7") == (min(moments), max(moments))
        assert ledger.span("announce:8") is None
