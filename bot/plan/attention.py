"""Pure: the list under the sign-up table: what needs attention, and how to mend it."""

from __future__ import annotations

from bot.program.participant import Roster
from bot.program.skills import Vocabulary
from bot.words.catalogue import Catalogue


def attention_text(
    roster: Roster,
    *,
    vocabulary: Vocabulary | None = None,
    words: Catalogue,
    language: str,
    page_language: str,
) -> str:
    """Write the list, without a heading; one sentence where nothing needs attention.

    Args:
        roster: of rows with private data only their number is told.
        vocabulary: skills it lacks are proposed for it; None: no vocabulary is kept.
        words: the catalogue.
        language: of the list.
        page_language: of the page around it.
    """
    return words.say(language, "attention-nothing")
