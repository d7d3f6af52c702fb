"""Shell: what a command's exit status means."""

from __future__ import annotations

from enum import IntEnum


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
