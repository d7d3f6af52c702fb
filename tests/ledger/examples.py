"""Intents and deliveries to fill a ledger with."""

from __future__ import annotations

from typing import Any

from bot.ledger.ledger import Delivery, Intent
from bot.program.outcomes import Outcome

CAMPAIGN = "announce:7"


def intent(key: str = "k1", **changes: Any) -> Intent:
    """Give an intent, with some fields changed."""
    fields: dict[str, Any] = {
        "key": key,
        "campaign": CAMPAIGN,
        "wiki": "es",
        "username": "Noor",
        "title": "Usuario discusión:Noor",
        "language": "es",
        "heading": "Hola",
        "text": "texto",
        "summary": f"Hola [letsconnect:{key}/es]",
        "baserevid": 12,
        "person": "p1",
    }
    return Intent(**{**fields, **changes})


def delivery(key: str = "k1", **changes: Any) -> Delivery:
    """Give a delivery as the wiki has it, with some fields changed."""
    fields: dict[str, Any] = {
        "key": key,
        "wiki": "es",
        "username": "Noor",
        "title": "Usuario discusión:Noor",
        "language": "es",
        "outcome": Outcome.POSTED,
        "reason": "",
        "revid": 13,
        "at": "2026-11-24T00:00:00Z",
        "intended_at": 100.0,
    }
    return Delivery(**{**fields, **changes})
