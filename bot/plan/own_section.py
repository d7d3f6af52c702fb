"""Pure: the bot's own message on a talk page: what it posted, and whether anybody has touched it since.

A message is compared with what the wiki itself has of the revision by which the bot wrote it, so that no
memory of its text is needed. Nobody has touched or answered it where it stands on the page byte for byte,
under its own heading, with nothing but blank lines before the next section.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.wikitext.sections import Section, read_sections

TOP = 2
"""The level of a message's heading (`newsectionheaderdefaultlevel`); deeper ones are part of it."""


class Fate(StrEnum):
    """What has become of a message that is not on its page as the bot wrote it."""

    ANSWERED = "answered"  # somebody wrote below it
    EDITED = "edited"  # its own text is not what the bot wrote, or it stands there twice
    GONE = "gone"  # archived, removed, blanked


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSection:
    """An untouched message on its page."""

    start: int
    end: int  # behind its last letter
    next: int  # where the next section begins, or the page ends
    number: int  # of its section, as the wiki counts them; 0: it has more than one of its level


def mark_of(program: str, key: str) -> str:
    """Give the hidden comment that ends a message."""
    return f"<!-- {program} {key} -->"


def appended(text: str, mark: str, *, before: int) -> str | None:
    """Give the message that a revision added at the end of a page; None: it did not.

    Args:
        text: of the page after it.
        mark: see `mark_of`.
        before: bytes the page had before it.
    """
    message = text.encode()[before:].decode(errors="replace").strip("\n")
    return message if message.startswith("=") and _ends_in(message, mark) else None


def rewritten(text: str, mark: str) -> str | None:
    """Give the message in the section that holds its mark; None: there is none.

    It is the whole section where the bot itself has put it there in the place of an earlier text.
    """
    at = text.find(mark)
    holding = [s for s in read_sections(text) if s.level <= TOP and s.start <= at < s.end]
    message = text[holding[-1].start : holding[-1].end].rstrip() if holding else ""
    return message if _ends_in(message, mark) else None


def _ends_in(message: str, mark: str) -> bool:
    return message.endswith(mark) and message.count(mark) == 1


def find_own(page: str, message: str, mark: str) -> OwnSection | Fate:
    """Find an untouched message on its page, or tell what has become of it.

    Args:
        page: the page's text now.
        message: as the bot posted it.
        mark: see `mark_of`.
    """
    if mark not in page:
        return Fate.GONE
    start = page.find(message)
    sections = read_sections(page)
    own = next((number for number, s in enumerate(sections, 1) if s.start == start), 0)
    if start < 0 or page.count(mark) > 1 or not own:
        return Fate.EDITED
    end = start + len(message)
    following = next((s.start for s in sections if s.start >= end and s.level <= TOP), len(page))
    if page[end:following].strip():
        return Fate.ANSWERED
    alone = _is_one(sections[own - 1], following)
    return OwnSection(start=start, end=end, next=following, number=own if alone else 0)


def _is_one(section: Section, following: int) -> bool:
    return section.level == TOP and section.end == following
