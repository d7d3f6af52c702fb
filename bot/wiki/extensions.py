"""Shell: which extensions a wiki has."""

from __future__ import annotations

from bot.wiki.wiki import Wiki


def has_extension(wiki: Wiki, name: str) -> bool:
    """Tell whether a wiki has an extension.

    Raises:
        WikiError: the wiki can't be asked.
    """
    answer = wiki.query({"meta": "siteinfo", "siprop": "extensions"})
    return any(extension.get("name") == name for extension in answer.get("extensions", ()))
