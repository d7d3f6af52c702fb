"""Pure: what a fault is: its rule, how long it is waited for, and the next wait."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.program.outcomes import Outcome


class Extent(StrEnum):
    """What a fault leaves alone."""

    PAGE = "page"  # this message; the next is tried
    WIKI = "wiki"  # this wiki; the others go on
    RUN = "run"  # everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How something that passes by itself is waited for: growing waits, then given up; all in seconds."""

    first: float
    longest: float  # each wait is about twice the one before, up to this
    in_all: float  # from the first try on; then it is given up


AT_ONCE = Patience(first=0.0, longest=0.0, in_all=0.0)
"""Waiting mends nothing."""

WRITING = Patience(first=1.0, longest=60.0, in_all=300.0)
"""For a write that is surely not saved and may go well later; `limits.patience` says how long in all."""

READING = Patience(first=0.5, longest=8.0, in_all=15.0)
"""For a question, or a login, where a wiki answers, but not what was asked for."""

READING_SLOWLY = Patience(first=0.5, longest=8.0, in_all=60.0)
"""For a question that a wiki answers too late: each try takes long."""

CONNECTING = Patience(first=0.2, longest=1.0, in_all=2.0)
"""For a question to a wiki that nobody can reach."""


class Lost(StrEnum):
    """Why there is no answer of the API; the value is said to people."""

    NO_CONNECTION = "no connection"  # surely never sent
    BROKE_OFF = "the connection broke off"
    LATE = "no answer in time"
    UNREADABLE = "no answer of the API"  # cut off, or not JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """How a fault shows itself."""

    code: str = ""  # of the API's error; empty: none
    status: int = 0  # of HTTP; 0: none
    lost: Lost | None = None  # None: the API answered
    for_this_page: bool = False  # a block, of this page alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What follows from a fault.

    `signs` are codes of the API, with `*` at the end what codes begin with, and `HTTP 429`.
    """

    name: str  # tells it from all others
    what: str  # what happens, for people
    signs: tuple[str, ...]
    outcome: Outcome | None  # None: no write's ending
    extent: Extent
    asking: Patience = AT_ONCE  # with a question or a login, which may be repeated
    then: str  # what the bot does
    cure: str = ""  # what a person can do; empty: nothing need be done


def next_wait(
    patience: Patience, *, tries: int, elapsed: float, die: float, at_least: float = 0.0
) -> float | None:
    """Give the seconds until the next try; None: it is given up.

    Args:
        patience: how it is waited for.
        tries: how often it was tried, from 1.
        elapsed: seconds since the first try, by a clock that never jumps.
        die: from 0 to 1; waits of many differ by it.
        at_least: what the wiki asks for; if that is more than is left, it is given up at once.
    """
    left = patience.in_all - elapsed
    if left <= 0 or at_least > left:
        return None
    grown = min(patience.first * 2.0 ** min(tries - 1, 60), patience.longest)
    return min(max(grown * (0.75 + die / 2), at_least), left)
