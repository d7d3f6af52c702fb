"""Pure: how much of other people's text is read: more is refused with the figure, before it is parsed."""

from __future__ import annotations

PAGE_BYTES = 2_097_152
"""Of a page: what MediaWiki itself saves at most where nobody has raised it ($wgMaxArticleSize)."""

ROWS = 20_000
"""Of the tables on a sign-up page; a longer list is one for MassMessage's delivery lists."""

MESSAGE_BYTES = 50_000
"""Of a message in one language, which goes to everybody's talk page."""

VOCABULARY_BYTES = 500_000
"""Of the page of skills."""

REQUESTS_BYTES = 1_000_000
"""Of the page of requests to sign up."""

REQUESTS = 200
"""Met in one run, the oldest first; the others wait for the next."""

REQUEST_LETTERS = 8_000
"""Of one request, comments included."""

ANSWER_LETTERS = 1_000
"""Of what somebody says of one thing in a request: what goes into a cell."""

TARGETS = 100_000
"""Of a delivery list, or members of a category: no program of ours has as many people."""


def too_long(text: str, most: int) -> int:
    """Give the bytes of a text that is longer than allowed; 0: it is not."""
    size = len(text) if len(text) > most else len(text.encode("utf-8", "surrogatepass"))
    return size if size > most else 0


def too_many_rows(wikitext: str) -> int:
    """Give about how many rows the tables of a page have, where they are more than are read; 0: fewer.

    Counted without reading the tables: all that may begin a row, or where these are more, a table.
    """
    rows = max(wikitext.count("\n|-") + wikitext.lower().count("<tr"), wikitext.count("{|"))
    return rows if rows > ROWS else 0
