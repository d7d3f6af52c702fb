"""Shell: the plans that wait for an organiser, as the ledger remembers them for the status page."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

from bot.ledger.ledger import Ledger

WAITING = "waiting:"
"""How the names begin under which the ledger keeps what waits for an organiser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A plan that waits for an organiser."""

    title: str  # of its page on the home wiki
    message: str  # title of the message page
    people: int
    since: float  # seconds since the epoch
    listed: str = ""  # how the organisers' page names the message; empty: it need not


def waiting(memory: Ledger | None) -> tuple[Waiting, ...]:
    """Give the plans that wait, as far as the ledger knows."""
    kept = memory.kept_all(WAITING) if memory else {}
    return tuple(_read(value) for value in kept.values())


def forget_waiting(memory: Ledger, campaign: str) -> None:
    """Forget that a campaign's plan waits: it was approved, needs no approval, or came to nothing."""
    memory.drop(f"{WAITING}{campaign}")


def forget_unlisted(memory: Ledger, listed: Collection[str]) -> None:
    """Forget the plans that wait of messages which the organisers' page names no more."""
    for name, value in memory.kept_all(WAITING).items():
        title = _read(value).listed
        if title and title not in listed:
            memory.drop(name)


def keep_waiting(memory: Ledger, campaign: str, plan: Waiting) -> None:
    """Remember that a campaign's plan waits, since the first time that it did."""
    name, now = f"{WAITING}{campaign}", plan.since
    if before := memory.kept(name):
        plan = replace(plan, since=_read(before).since)
    value = json.dumps(asdict(plan), ensure_ascii=False)
    if value != before:
        memory.keep(name, value, at=now)


def _read(value: str) -> Waiting:
    return Waiting(**json.loads(value))
