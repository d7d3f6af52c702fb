"""Twenty runs on one ledger, which die and begin anew: everybody gets one message, and nobody two."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.ledger.address import Address
from bot.ledger.ledger import opened
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN
from tests.ledger.worker import keys_of, work

RUNS = 20
WIKIS = ("ar", "es", "fr")
PEOPLE = 12


def test_twenty_runs_that_die_now_and_then_let_no_message_through_twice(
    address: Address, tmp_path: Path
) -> None:
    for wiki in WIKIS:
        (tmp_path / wiki).touch()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ledger.worker"])

    def begin(seed: int) -> ForkServerProcess:
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
