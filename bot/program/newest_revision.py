"""Pure: the newest revision of a page, with who made it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REDIRECT = re.compile(r"\s*#\s*\w+\s*:?\s*\[\[")


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

    @property
    def is_redirect(self) -> bool:
        """Tell whether the page leads to another one."""
        return _REDIRECT.match(self.text) is not None
