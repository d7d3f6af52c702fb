"""The Pywikibot family of eight hundred wikis that do not exist; `.invalid` is no host (RFC 6761)."""

from __future__ import annotations

from pywikibot import family

WIKIS = 800


class Family(family.Family):  # type: ignore[misc] # Pywikibot has no types
    """Wikis named w000 to w799."""

    name = "manywikis"
    langs = {f"w{n:03}": f"w{n:03}.manywikis.invalid" for n in range(WIKIS)}  # noqa: RUF012 # its own shape
