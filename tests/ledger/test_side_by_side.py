"""Twenty runs on one ledger, which die and begin anew: everybody gets one message, and nobody two."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from multiprocessing.context import ForkProcess
from pathlib import Path

from bot.ledger.address import Address
from bot.ledger.ledger import opened
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN
from tests.ledger.worker import intend_and_die, keys_of, work

RUNS = 20
WIKIS = ("ar", "es", "fr")
PEOPLE = 12


def test_an_intent_outlives_a_run_that_is_killed_right_after_it_and_so_does_no_lease(
    address: Address,
) -> None:
    context = multiprocessing.get_context("fork")
    for number in range(3):
        process = context.Process(target=intend_and_die, args=(address, f"k{number}"))
        process.start()
        process.join(60)
        assert process.exitcode == -9
        process.close()
    with opened(address) as ledger:
        assert [each.key for each in ledger.begun(CAMPAIGN, "es")] == ["k0", "k1", "k2"]
        assert ledger.lease("wiki:es", now=time.time())


def test_twenty_runs_that_die_now_and_then_let_no_message_through_twice(
    address: Address, tmp_path: Path
) -> None:
    for wiki in WIKIS:
        (tmp_path / wiki).touch()
    context = multiprocessing.get_context("fork")

    def begin(seed: int) -> ForkProcess:
        process = context.Process(target=work, args=(address, tmp_path, WIKIS, PEOPLE, seed), daemon=True)
        process.start()
        return process

    running = [begin(seed) for seed in range(RUNS)]
    ends: Counter[int | None] = Counter()
    while running:
        process = running.pop(0)
        process.join(120)
        ends[process.exitcode] += 1
        if process.exitcode == -9:
            running.append(begin(RUNS + ends.total()))
        process.close()
    assert set(ends) <= {0, -9}
    assert ends[0] == RUNS
    for wiki in WIKIS:
        assert Counter((tmp_path / wiki).read_text().split()) == Counter(keys_of(wiki, PEOPLE))
    with opened(address) as ledger:
        assert ledger.counts(CAMPAIGN) == {(wiki, "es", Outcome.POSTED): PEOPLE for wiki in WIKIS}
