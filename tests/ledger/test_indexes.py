"""Every question about messages is answered by an index, however large the ledger is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.ledger.ledger import Ledger
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN, delivery, intent

PEOPLE = 2000


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with some campaigns, so that a database has a choice between its ways."""
    for number in range(3):
        found = [
            delivery(
                f"k{number}-{place:05}",
                wiki=f"w{place % 7}",
                username=f"User {place}",
                title=f"T {place}",
                at=f"2026-11-{number + 10}T{place // 3600:02}:{place // 60 % 60:02}:{place % 60:02}Z",
            )
            for place in range(PEOPLE // 3)
        ]
        ledger.adopt_all(found, campaign=f"announce:{number}", person=f"p{number}")
    ledger.adopt(delivery(), campaign=CAMPAIGN, person="p9")
    ledger.intend(intent("open"), now=1.0)
    if ledger.database.read(lambda connection: connection.dialect.name) == "mariadb":
        ledger.database.write(lambda c: c.exec_driver_sql("ANALYZE TABLE deliveries").fetchall())
    else:
        ledger.database.write(lambda connection: connection.exec_driver_sql("ANALYZE"))
    return ledger


ASKED: dict[str, Callable[[Ledger], Any]] = {
    "deliveries": lambda ledger: list(ledger.deliveries(CAMPAIGN)),
    "delivered after": lambda ledger: list(ledger.delivered(CAMPAIGN, after=("2026-11-24", "es", "k"))),
    "begun": lambda ledger: ledger.begun(CAMPAIGN),
    "begun on a wiki": lambda ledger: ledger.begun(CAMPAIGN, "es"),
    "remembered keys": lambda ledger: ledger.remembered(CAMPAIGN, keys=["k1", "k2"]),
    "remembered names": lambda ledger: ledger.remembered(CAMPAIGN, usernames=["Noor", "User 7"]),
    "remembered titles": lambda ledger: ledger.remembered(CAMPAIGN, titles=["T 1", "T 2"]),
    "counts": lambda ledger: ledger.counts(CAMPAIGN),
    "messages of": lambda ledger: ledger.messages_of(["p9", "p10"], since="2026-11-01"),
    "open intent": lambda ledger: ledger.open_intent("open"),
    "posted among": lambda ledger: ledger.posted_among(["k1", "k2"]),
    "forget name": lambda ledger: ledger.forget_name("Noor"),
    "held back": lambda ledger: ledger.held_back_from(["p1"]),
    "intend": lambda ledger: ledger.intend(intent("k5"), now=2.0),
    "settle": lambda ledger: ledger.settle("open", Outcome.POSTED, at="2026-11-24T00:00:00Z"),
}


def test_every_question_is_answered_by_an_index(filled: Ledger) -> None:
    engine = filled.database._engine
    said: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        said.append((statement, values))

    for name, question in ASKED.items():
        said.clear()
        event.listen(engine, "before_cursor_execute", listen)
        question(filled)
        event.remove(engine, "before_cursor_execute", listen)
        asked = [(text, values) for text, values in said if text.startswith(("SELECT", "UPDATE", "DELETE"))]
        assert asked, name
        assert [scan for each in asked for scan in scans(filled, *each)] == [], name


def scans(ledger: Ledger, statement: str, values: Any) -> list[str]:
    """Give what of a statement reads a whole table, as the database itself says."""
    words = {"sqlite": "EXPLAIN QUERY PLAN", "mariadb": "EXPLAIN"}

    def explain(connection: Connection) -> list[dict[str, Any]]:
        said = connection.exec_driver_sql(f"{words[connection.dialect.name]} {statement}", values)
        return [dict(row) for row in said.mappings()]

    small = {"held_back", "leases", "campaigns"}  # a server reads a table of a few rows whole
    return [
        str(step)
        for step in ledger.database.read(explain)
        if str(step.get("detail", "")).startswith("SCAN deliveries")
        or (step.get("type") in {"ALL", "index"} and step["table"] not in small)
    ]
