"""Pure: an announcement: what a message page and its language subpages say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.translate import without_translate

LANGUAGES = re.compile(r"<languages\s*/>\n?")
"""The bar of a page's languages: no part of the message."""

NOINCLUDE = re.compile(r"<noinclude>.*?(?:</noinclude>|\Z)\n?", re.DOTALL | re.IGNORECASE)
END = "\ufdd3"
"""Put behind a body to see whether it is still text there."""

INCLUDE = re.compile(r"</?(?:includeonly|onlyinclude)>", re.IGNORECASE)


class HeadingMissingError(ValueError):
    """The message page does not begin with a heading."""


class NotClosedError(ValueError):
    """A comment or a nowiki of the message page is not closed: it would swallow what follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A message in one language."""

    language: str  # MediaWiki code
    heading: str  # plain wikitext of one line, no `==`
    body: str  # wikitext, no blank lines at either end
    page: str  # the page it was read from


def read_announcement(wikitext: str, *, language: str, page: str) -> Announcement:
    """Read a message page: a heading, then the body.

    Raises:
        HeadingMissingError: the first line with text is no heading.
        NotClosedError: the body would swallow the words and the signature below it.
    """
    text = INCLUDE.sub("", NOINCLUDE.sub("", LANGUAGES.sub("", without_translate(wikitext)))).strip()
    first, _, rest = text.partition("\n")
    heading = _heading(first.strip())
    if not heading:
        raise HeadingMissingError(page)
    body = rest.strip()
    if END not in without_unparsed(f"{body}{END}"):
        raise NotClosedError(page)
    return Announcement(language=language, heading=heading, body=body, page=page)


def _heading(line: str) -> str:
    """Give the words of a heading's line; empty: it is none."""
    level = min(len(line) - len(line.lstrip("=")), len(line) - len(line.rstrip("=")), 6)
    return line[level:-level].strip() if 0 < level < len(line) / 2 else ""
