"""Pure: pages that are nobody's talk page, named so that no account can have the name.

Wherever a recipient has a user name, such a page has `[[es:Wikipedia:Café]]`: the key of its wiki, then its
title. An account's name holds no brackets, and the same title on two wikis is two recipients.
"""

from __future__ import annotations

LONGEST_NAME = 255
"""Characters of a recipient's name, as the ledger keeps them."""

_BEFORE, _AFTER = "[[", "]]"


def page_name(title: str, wiki: str) -> str:
    """Give the name of a page.

    Args:
        title: full title.
        wiki: key in the settings.
    """
    return f"{_BEFORE}{wiki}:{title}{_AFTER}"


def page_title(name: str) -> str:
    """Give the title of the page that a recipient is; empty: a person."""
    if not (name.startswith(_BEFORE) and name.endswith(_AFTER)):
        return ""
    return name.removeprefix(_BEFORE).removesuffix(_AFTER).partition(":")[2]


def page_wiki(name: str) -> str:
    """Give the key of the wiki of the page that a recipient is; empty: a person."""
    return name.removeprefix(_BEFORE).partition(":")[0] if page_title(name) else ""


def shown_name(name: str) -> str:
    """Give a recipient's name as people read it: a user name, or the title of a page."""
    return page_title(name) or name
