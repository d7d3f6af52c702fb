"""How work on a wiki ends when the wiki can't be worked with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.ledger import LeaseLostError, opened
from bot.plan.edits import Campaign
from bot.program.outcomes import Outcome
from bot.run.progress import Progress
from bot.run.side_by_side import Steps
from bot.run.stop_page import StopPage
from bot.run.wiki_work import WikiWork
from bot.wiki.errors import LoginError, WikiAwayError, WikiRefusedError


@dataclass(slots=True, kw_only=True)
class Broken(WikiWork):
    """Work that asks the wiki one thing, which fails so often, and then goes well."""

    fault: Exception
    failures: int
    asked: int = 0

    def _ask(self) -> None:
        self.asked += 1
        if self.asked <= self.failures:
            raise self.fault

    def _work(self) -> Steps[None]:
        yield from self._asked(self._ask)


def work(tmp_path: Path, fault: Exception, *, failures: int = 1000, patience: float = 60.0) -> Broken:
    """Do it, the waits being passed by; give what came of it."""
    now = [1000.0]
    wiki: Any = None
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        broken = Broken(
            wiki=wiki,
            ledger=ledger,
            campaign=Campaign(program="letsconnect", name="announce:7", title="Clinic"),
            stop_page=StopPage(sentence=lambda: ""),
            show=lambda _: None,
            lease_name="wiki:test:es",
            time_limit=200.0,
            patience=patience,
            steady=lambda: now[0],
            progress=Progress(wiki="es", total=1),
            fault=fault,
            failures=failures,
        )
        for wait in broken.steps():
            now[0] += wait
    return broken


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (LoginError("es: cannot log in."), Outcome.HALT),
        (WikiRefusedError("es", "readapidenied", "no"), Outcome.HALT),
        (LeaseLostError("Another run has taken over."), Outcome.LATER),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_no_waiting_mends_ends_it_at_once_with_the_reason(
    tmp_path: Path, fault: Exception, outcome: Outcome
) -> None:
    broken = work(tmp_path, fault)
    assert broken.progress.left
    assert (broken.asked, broken.progress.left.outcome) == (1, outcome)
    assert broken.progress.left.reason == str(fault)


def test_a_wiki_that_is_away_is_asked_ever_more_rarely_and_given_up(tmp_path: Path) -> None:
    broken = work(tmp_path, WikiAwayError("es: no connection."))
    assert broken.progress.left
    assert broken.progress.left.outcome is Outcome.LATER
    assert 6 <= broken.asked <= 8  # after 1, 2, 4, 8, 16 seconds and the rest, more or less


def test_a_wiki_that_comes_back_is_worked_with(tmp_path: Path) -> None:
    broken = work(tmp_path, WikiAwayError("es: no connection."), failures=3)
    assert (broken.asked, broken.progress.left) == (4, None)


def test_a_wiki_that_asks_for_more_than_the_patience_is_left_at_once(tmp_path: Path) -> None:
    broken = work(tmp_path, WikiAwayError("es: lagged.", wait=61.0))
    assert broken.asked == 1
