"""A run that delivers with others side by side, and dies now and then: for the tests of the ledger."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.ledger.address import Address
from bot.ledger.ledger import LeaseLostError, Ledger, LedgerBusyError, opened
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN, delivery, intent

AT = "2026-11-24T00:00:00Z"


def keys_of(wiki: str, number: int) -> list[str]:
    """Give the keys of the people of a wiki."""
    return [f"{wiki}-{place:03}" for place in range(number)]


def work(address: Address, folder: Path, wikis: Sequence[str], people: int, seed: int) -> None:
    """Deliver on each wiki of which the lease is free, until all people have their message."""
    dice = random.Random(seed)
    left = set(wikis)
    with opened(address) as ledger:
        while left:
            wiki = dice.choice(sorted(left))
            with suppress(LeaseLostError, LedgerBusyError):
                if deliver(ledger, folder / wiki, wiki, people, dice):
                    left.remove(wiki)


def deliver(ledger: Ledger, page: Path, wiki: str, people: int, dice: random.Random) -> bool:
    """Write some messages on a wiki, which is a file with a line for each; tell whether all are there."""
    lease = ledger.lease(f"wiki:{wiki}", now=time.time())
    if lease is None:
        time.sleep(dice.uniform(0.001, 0.02))
        return False
    keys = keys_of(wiki, people)
    found = page.read_text().split()
    for begun in ledger.begun(CAMPAIGN, wiki):
        if begun.key in found:
            ledger.adopt(delivery(begun.key, wiki=wiki), campaign=CAMPAIGN)
        else:
            ledger.settle(begun.key, Outcome.LATER)
    for key in keys[:: dice.choice((1, -1))]:
        if dice.random() < 0.2:  # gives the wiki back before it is done
            break
        if ledger.intend(intent(key, wiki=wiki, username=key, title=key), now=time.time(), lease=lease):
            die(dice)
            time.sleep(0.2 if dice.random() < 0.2 else 0)  # the wiki takes its time
            with page.open("a") as file:
                file.write(f"{key}\n")
            die(dice)
            ledger.settle(key, Outcome.POSTED, revid=1, at=AT)
    done = ledger.posted_among(keys) == set(keys)
    lease.release()
    return done


def intend_and_die(address: Address, key: str) -> None:
    """Write down an intent, and end as `kill -9` does before anything else happens."""
    ledger = Ledger(address)
    lease = ledger.lease("wiki:es", now=time.time())
    ledger.intend(intent(key), now=time.time(), lease=lease)
    os.kill(os.getpid(), signal.SIGKILL)


def die(dice: random.Random) -> None:
    """End this process now and then as `kill -9` does."""
    if dice.random() < 0.02:
        os.kill(os.getpid(), signal.SIGKILL)
