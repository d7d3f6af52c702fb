"""Pure: the newest revision of a page, with who made it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestRevision:
    """The newest revision of a page, be the page a redirect or not."""

    title: str  # as the wiki writes it
    revid: int | None = None  # None: no such page
    text: str = ""
    readable: bool = True
    username: str = ""  # empty: hidden
    summary: str = ""
    at: str = ""  # as the wiki writes a time
    is_redirect: bool = False
