"""Pure: an announcement: what a message page and its language subpages say."""

from __future__ import annotations

import re
from dataclasses import dataclass

TRANSLATE = re.compile(r"</?translate(?:\s[^<>]*)?>|<!--T:[^>]*-->\n?|<languages\s*/>\n?|</?tvar[^<>]*>|</>")
"""Marks of the Translate extension: no part of the message."""

NOINCLUDE = re.compile(r"<noinclude>.*?(?:</noinclude>|\Z)\n?", re.DOTALL | re.IGNORECASE)
INCLUDE = re.compile(r"</?(?:includeonly|onlyinclude)>", re.IGNORECASE)
HEADING = re.compile(r"\A(={1,6})[ \t]*(\S.*?)[ \t]*\1[ \t]*(?:\n|\Z)")


class HeadingMissingError(ValueError):
    """The message page does not begin with a heading."""


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
    """
    text = INCLUDE.sub("", NOINCLUDE.sub("", TRANSLATE.sub("", wikitext))).strip()
    heading = HEADING.match(text)
    if heading is None:
        raise HeadingMissingError(page)
    return Announcement(
        language=language, heading=heading.group(2), body=text[heading.end() :].strip(), page=page
    )
