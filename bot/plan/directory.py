"""Pure: the directory: who shares and who learns what, where people are and which languages they speak."""

from __future__ import annotations

from collections.abc import Mapping

from bot.plan.directory_pages import Detail, DirectoryWriter
from bot.plan.naming import UserLinks
from bot.program.participant import Participant, Roster
from bot.program.places import Regions
from bot.program.skills import Vocabulary
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap

MOST_BYTES = 1_500_000
"""Of the directory as UTF-8; a wiki takes pages of 2 MiB."""


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

    Where it would grow too long for a page, lists are left out, those last that tell most.

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
    writer = DirectoryWriter(
        people=listed_people(roster),
        regions=regions,
        vocabulary=vocabulary,
        words=words,
        language=language,
        links=UserLinks(prefixes=prefixes, home=home),
        wiki_named=wiki_named or {},
    )
    text = ""
    for detail in Detail:
        text = wrap(writer.write(detail), language, within=page_language)
        if len(text.encode()) <= MOST_BYTES:
            break
    return text


def listed_people(roster: Roster) -> tuple[Participant, ...]:
    """Give those who may be shown, by name."""
    hidden = {row.place for row in roster.private}
    gone = {person.username for person in roster.withdrawn}
    listed = (
        person for person in roster.participants if person.place not in hidden and person.username not in gone
    )
    return tuple(sorted(listed, key=lambda person: (person.username.casefold(), person.username)))
