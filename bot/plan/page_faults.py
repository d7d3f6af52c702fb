"""Pure: pages that a list names and that can't be written to, told to whoever can mend that."""

from __future__ import annotations

from bot.plan.edits import SkipReason
from bot.program.excerpts import excerpt
from bot.program.participant import Participant
from bot.program.problems import Problem

_REASONS = {SkipReason.NO_PAGE: "problem-list-nopage", SkipReason.READERS: "problem-list-readers"}


def page_fault(participant: Participant, wiki: str, reason: SkipReason) -> Problem | None:
    """Tell where a page is named that is not there, or is no page for messages; None: it is neither.

    Args:
        participant: the page.
        wiki: its key in the settings.
        reason: why nothing is written to it.
    """
    if reason not in _REASONS:
        return None
    place, title = participant.place, excerpt(participant.page_title)
    if not place.page:
        return Problem(reason="problem-settings-page", values=(title, wiki), place=place)
    return Problem(reason=_REASONS[reason], values=(place.page, place.row, title, wiki), place=place)
