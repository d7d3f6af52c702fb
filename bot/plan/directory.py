"""Pure: the directory: who shares and who learns what, where people are and which languages they speak."""

from __future__ import annotations

from collections.abc import Mapping

from bot.program.participant import Roster
from bot.program.places import Regions
from bot.program.skills import Vocabulary
from bot.words.catalogue import Catalogue


def directory_text(
    roster: Roster,
    *,
    regions: Regions,
    vocabulary: Vocabulary,
    words: Catalogue,
    language: str,
    page_language: str,
    prefixes: Mapping[str, str],
    home: str,
    wiki_named: Mapping[str, str | None] | None = None,
) -> str:
    """Write the directory in one language; who withdrew or has private data in their row is not in it.

    Args:
        roster: the sign-ups.
        regions: of the program, in the order in which they are shown.
        vocabulary: by which skills are one; unknown ones stand as written.
        words: the catalogue.
        language: of the directory.
        page_language: of the page around it.
        prefixes: interwiki prefix by wiki, with its colon; empty on the home wiki.
        home: key of the wiki that holds the page; theirs whose wiki is not known.
        wiki_named: key of the wiki by what rows name (column or link), as for `announce.address`.
    """
    return ""
