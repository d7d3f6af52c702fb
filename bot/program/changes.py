"""Pure: what may be done later to a message that was delivered."""

from __future__ import annotations

from enum import StrEnum


class Change(StrEnum):
    """A change of a delivered message; its value stands in the summary, behind key and language."""

    AMEND = "amend"  # its text replaced
    RECALL = "recall"  # taken off the page
