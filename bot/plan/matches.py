"""Pure: for organisers: who could learn from whom, wishes left over, and who asked for a clinic's topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.program.matching import Matches, Person
from bot.program.skills import Vocabulary
from bot.words.catalogue import Catalogue


def matches_text(
    matches: Matches,
    *,
    clinics: Mapping[str, Sequence[Person]],
    vocabulary: Vocabulary,
    words: Catalogue,
    language: str,
    page_language: str,
    prefixes: Mapping[str, str],
    home: str,
) -> str:
    """Write the page's part.

    Args:
        matches: as `matching.match` gives them.
        clinics: by topic, in any spelling and in the order shown, who asked for it (`matching.asked_for`).
        vocabulary: for the names of skills.
        words: the catalogue.
        language: of the text.
        page_language: of the page around it.
        prefixes: interwiki prefix by wiki, with its colon; empty on the home wiki.
        home: key of the wiki that holds the page; theirs whose wiki is not known.
    """
    return ""
