"""Pure: how a write ended, said once for the wiki, the ledger and the report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How one write ended; the ledger stores the value."""

    POSTED = "posted"
    REFUSED = "refused"  # by the wiki, for this page: a person must look
    SKIPPED = (
        "skipped"  # by a rule that the wiki applied when the write came: protected, blocked for this page
    )
    LATER = "later"  # surely not saved (lagged, read-only, rate limit): a later run tries again
    STALE = "stale"  # surely not saved: our session or token has grown old
    CHANGED = "changed"  # surely not saved by this try: the page is no longer as it was read
    DOUBT = "doubt"  # the answer was lost: the wiki is read before anything else
    HALT = "halt"  # the bot is blocked or logged out, or the answer is new to us: nothing more on this wiki


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An outcome with what the wiki said."""

    outcome: Outcome
    reason: str = ""  # the wiki's code or a short sentence, for people
    revid: int | None = None
    at: str = ""  # the wiki's time of the new revision, ISO 8601, UTC
    elsewhere: bool = False  # posted, but the page was no longer the one that had been read
    wait: float = 0.0  # seconds the wiki asks to wait
