"""Shell: what the ledger keeps: intents, deliveries, and what was held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.program.outcomes import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A write that is about to be tried, or was tried and is in doubt."""

    key: str
    campaign: str
    wiki: str
    username: str
    title: str
    language: str
    heading: str
    text: str
    summary: str
    baserevid: int | None
    person: str = ""  # who, whatever the name; empty: it counts towards no limit
    told: str = ""  # keys, with blanks between, of messages held back from them, which this one names


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the ledger remembers of one person's message."""

    key: str
    wiki: str
    username: str
    title: str
    language: str
    outcome: Outcome | None  # None: intended, and not yet known how it ended
    reason: str
    revid: int | None
    at: str  # the wiki's time, ISO 8601, UTC; empty: not delivered
    intended_at: float  # seconds since the epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A message that a person did not get because they had as many as they want."""

    key: str
    person: str
    campaign: str
    title: str  # of the message page


def outcome_of(value: str | None) -> Outcome | None:
    """Read an outcome as the ledger stores it; None: not known yet."""
    return Outcome(value) if value else None


def delivery_of(row: Any) -> Delivery:
    """Read a row of the ledger's deliveries."""
    return Delivery(**{**row._mapping, "outcome": outcome_of(row.outcome)})
