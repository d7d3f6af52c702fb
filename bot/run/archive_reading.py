"""Shell: the pages of a newsletter's archive as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.program.newsletter import ArchivePage
from bot.wiki.pages import PageText

_REDIRECT = re.compile(r"\s*#\s*\w+\s*:?\s*\[\[\s*:?([^\[\]{}|#<>]+)", re.IGNORECASE)


def archive_pages(pages: Iterable[PageText]) -> Iterator[ArchivePage]:
    """Give pages as the archive is made of them, each with the title to which it redirects."""
    for page in pages:
        match = _REDIRECT.match(page.text)
        target = " ".join(match[1].replace("_", " ").split()) if match else None
        yield ArchivePage(title=page.title, text=page.text, target=target)
