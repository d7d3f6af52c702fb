"""Shell: people who are no longer signed up: their names leave the ledger, so that only hashes stay."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ledger.ledger import Ledger
from bot.program.page_names import page_title
from bot.program.participant import Roster

AT_ONCE = 10
"""If more than so many, and more than half of all, took their rows away at once, it was hardly they."""

MISSING = "problem-list-missing"
"""The problem of a list that can't be read."""


def forget_who_left(
    ledger: Ledger, *, present: set[str], withdrawn: set[str], lists: Sequence[Roster]
) -> str:
    """Take out of the ledger the names of those who withdrew, or took their row away.

    As long as a list from which people are taken too can't be read, only those who said that they withdraw
    are forgotten: others may stand on it.

    Args:
        ledger: the ledger.
        present: the names, as written and today's, of those on the sign-up page.
        withdrawn: the names, old and today's, of those who withdrew.
        lists: those from which people are taken besides.

    Returns:
        What the operator should know; empty: nothing.
    """
    known = {name for name in ledger.names() if not page_title(name)}  # pages are no people
    left = known - present - {person.username for each in lists for person in each.participants}
    told = ""
    if any(problem.reason == MISSING for each in lists for problem in each.problems):
        left = set()
    elif len(left - withdrawn) > max(AT_ONCE, len(known) / 2):
        told = (
            f"{len(left)} of the {len(known)} people in the ledger are no longer on the sign-up page. "
            "Look at its history: if they took their rows away themselves, nothing is amiss."
        )
        left = set()
    for username in left | (known & withdrawn):
        ledger.forget_name(username)
    return told
