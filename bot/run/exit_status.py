"""Shell: what a command's exit status means."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

from bot.program.outcomes import Outcome

PASSING = frozenset({Outcome.LATER, Outcome.STALE, Outcome.CHANGED, Outcome.DOUBT})
"""Endings of writes that another run settles: it reads the page, or logs in, anew."""


class ExitStatus(IntEnum):
    """The exit status of every command."""

    DONE = 0  # people who opted out or are skipped by rule are no failures
    NEEDS_PERSON = 1
    WRONG_SETTINGS = 2  # or arguments
    STOPPED = 3  # by the stop page, or paused or cancelled
    CRASHED = 70  # a fault of the bot itself (sysexits' EX_SOFTWARE)
    LATER = 75  # the wiki is read-only, lagged or away: try again (sysexits' EX_TEMPFAIL)


class CommandError(Exception):
    """A command ends; the text is one sentence for people."""

    def __init__(self, status: ExitStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def status_of_writes(
    outcomes: Collection[Outcome], *, waits: object, person: object, halt_first: bool = False
) -> ExitStatus:
    """Say how a run ended: what waits for another run goes before what waits for a person.

    Args:
        outcomes: of its writes.
        waits: whether anything else waits for another run.
        person: whether anything else waits for a person.
        halt_first: whether a wiki that takes no more writes goes before what another run does.
    """
    if halt_first and Outcome.HALT in outcomes:
        return ExitStatus.NEEDS_PERSON
    if waits or PASSING & set(outcomes):
        return ExitStatus.LATER
    return ExitStatus.NEEDS_PERSON if person or set(outcomes) - {Outcome.POSTED} else ExitStatus.DONE
