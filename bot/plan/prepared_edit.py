"""Pure: links to an edit form in which a signed line stands ready, so that people only publish it."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.wikitext.quoting import quote

SIGNED = "~~<noinclude></noinclude>~~"
"""Becomes a signature where the text is preloaded, and not where it is saved."""


def form_address(title: str, preload: str, *values: str) -> str:
    """Give, for an external link, the address of a form that adds a section without a heading.

    Args:
        title: of the page that the line is for.
        preload: title of the page that holds the line, with `$1`, `$2`, … in it.
        values: for these.
    """
    query = [("action", "edit"), ("section", "new"), ("nosummary", "1"), ("preload", preload)]
    query += [("preloadparams[]", value) for value in values]
    return f"{{{{fullurl:{quote(title)}|{urlencode(query)}}}}}"
