"""Print what a delivery costs with the ledger, on both databases: `python -m tests.bench.ledger`.

Intent, ending and sign of life, of the first thousand messages and of the last of very many; and how long
questions take of a ledger that holds them all. The MariaDB server is one of its own, started here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bot.ledger.address import Address
from bot.ledger.ledger import Delivery, Intent, Ledger, opened
from bot.program.outcomes import Outcome
from tests import mariadb
from tests.bench.table import Bar, print_bars, print_table

CAMPAIGN = "announce:7"
MEASURED = 1000
WIKIS = 800
BATCH = 500


def key(number: int) -> str:
    """Give a key; keys have no order, as real ones have none."""
    return f"letsco-{number * 2_654_435_761 % 2**32:012}"


def at(number: int) -> str:
    """Give the moment of a message."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_700_000_000 + number // 3))


def intent(number: int) -> Intent:
    """Give an intent of usual length."""
    return Intent(
        key=key(number),
        campaign=CAMPAIGN,
        wiki=f"w{number % WIKIS}",
        username=f"User {number}",
        title=f"User talk:User {number}",
        language="en",
        heading="Next clinic",
        text="x" * 1500,
        summary="Next clinic",
        baserevid=number,
        person=key(number)[:12],
    )


def delivery(number: int) -> Delivery:
    """Give the same as it is when it is delivered."""
    asked = intent(number)
    return Delivery(
        key=asked.key,
        wiki=asked.wiki,
        username=asked.username,
        title=asked.title,
        language=asked.language,
        outcome=Outcome.POSTED,
        reason="",
        revid=number,
        at=at(number),
        intended_at=1.0,
    )


def deliver(ledger: Ledger, first: int) -> float:
    """Give the median seconds of a thousand deliveries with the ledger alone."""
    lease = ledger.lease("wiki:w", now=time.time())
    costs = []
    for number in range(first, first + MEASURED):
        asked = intent(number)
        begun = time.perf_counter()
        assert ledger.intend(asked, now=time.time(), lease=lease)
        ledger.settle(asked.key, Outcome.POSTED, revid=number, at=at(number))
        costs.append(time.perf_counter() - begun)
    return median(costs)


def seconds(question: Callable[[], object]) -> float:
    """Time a question."""
    begun = time.perf_counter()
    question()
    return time.perf_counter() - begun


def measure(address: Address, people: int) -> dict[str, float]:
    """Fill a ledger and time what is done with it."""
    some = range(0, people, people // BATCH)
    with opened(address) as ledger:
        first = deliver(ledger, 0)
        numbers = range(MEASURED, people - MEASURED)
        adopting = seconds(lambda: ledger.adopt_all(map(delivery, numbers), campaign=CAMPAIGN))
        last = deliver(ledger, people - MEASURED)
        ledger.intend(intent(people), now=1.0)
        return {
            "first": first * 1000,
            "last": last * 1000,
            "ratio": last / first,
            "adopt": adopting / len(numbers) * 1000,
            "500 keys": seconds(lambda: ledger.remembered(CAMPAIGN, keys=list(map(key, some)))) * 1000,
            "500 names": seconds(lambda: ledger.remembered(CAMPAIGN, usernames=[f"User {n}" for n in some]))
            * 1000,
            "begun": seconds(lambda: ledger.begun(CAMPAIGN)) * 1000,
            "counts": seconds(lambda: ledger.counts(CAMPAIGN)) * 1000,
            "all by time": seconds(lambda: sum(1 for _ in ledger.delivered(CAMPAIGN))) * 1000,
        }


@contextmanager
def addresses() -> Iterator[dict[str, Address]]:
    """Give an empty ledger of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Address] = {"SQLite": Path(folder) / "ledger.sqlite3"}
        if mariadb.missing():
            yield found
            return
        with mariadb.running() as server:
            yield {**found, "MariaDB": server.new_database()}


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description="Print what a delivery costs with the ledger.")
    parser.add_argument("--people", type=int, default=100_000)
    people = parser.parse_args().people
    with addresses() as databases:
        figures = {name: measure(address, people) for name, address in databases.items()}
    names = list(next(iter(figures.values())))
    print_table(
        f"{people} messages, in milliseconds; first, last: intent and ending of one of a thousand (median)",
        [("", *names), *((name, *(f"{each[of]:.2f}" for of in names)) for name, each in figures.items())],
    )
    bars = [
        Bar(name=f"{name}, last thousand of first", figure=each["ratio"], limit=1.2)
        for name, each in figures.items()
    ]
    sys.exit(not print_bars(bars))


if __name__ == "__main__":
    main()
