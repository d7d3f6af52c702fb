"""Names of people who are no longer signed up leave the ledger; their keys stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ledger.ledger import Ledger, opened
from bot.program.participant import Roster
from bot.program.problems import Problem
from bot.run.forgetting import forget_who_left
from tests.ledger.examples import CAMPAIGN, delivery
from tests.plan.signup_people import participant


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        people = ["Ana", "Bo", "Cy", "Di"]
        ledger.adopt_all([delivery(name, username=name) for name in people], campaign=CAMPAIGN)
        yield ledger


def test_whoever_withdrew_or_took_their_row_away_is_forgotten(ledger: Ledger) -> None:
    listed = Roster(participants=(participant("Di", 1),))
    assert not forget_who_left(ledger, present={"Ana"}, withdrawn={"Bo"}, lists=[listed])
    assert ledger.names() == {"Ana", "Di"}
    assert ledger.posted_among(["Ana", "Bo", "Cy", "Di"]) == {"Ana", "Bo", "Cy", "Di"}


def test_while_a_list_can_t_be_read_only_those_are_forgotten_who_say_so(ledger: Ledger) -> None:
    unread = Roster(problems=(Problem(reason="problem-list-missing", values=("List",)),))
    assert not forget_who_left(ledger, present={"Ana"}, withdrawn={"Bo"}, lists=[unread])
    assert ledger.names() == {"Ana", "Cy", "Di"}


def test_pages_that_got_a_message_are_nobody_to_be_forgotten(ledger: Ledger) -> None:
    pages = [f"[[es:Project:Pump {number}]]" for number in range(20)]
    ledger.adopt_all([delivery(name, username=name) for name in pages], campaign=CAMPAIGN)
    assert not forget_who_left(ledger, present={"Ana", "Bo", "Cy"}, withdrawn=set(), lists=[])
    assert ledger.names() == {"Ana", "Bo", "Cy", *pages}


def test_a_page_that_lost_most_of_its_rows_at_once_makes_nobody_forgotten(ledger: Ledger) -> None:
    more = [f"P{number}" for number in range(20)]
    ledger.adopt_all([delivery(name, username=name) for name in more], campaign=CAMPAIGN)
    told = forget_who_left(ledger, present={"Ana"}, withdrawn={"Bo"}, lists=[])
    assert told.startswith("23 of the 24 people in the ledger")
    assert ledger.names() == {"Ana", "Cy", "Di", *more}
