"""Shell: the newest revision of each of many pages, with who made it and what they said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.program.newest_revision import NewestRevision
from bot.wiki.pages import batches
from bot.wiki.wiki import Wiki


def newest_of(wiki: Wiki, titles: Sequence[str]) -> dict[str, NewestRevision]:
    """Read the newest revisions, by the titles as they were asked; redirects are not followed.

    Raises:
        WikiError: the wiki can't be asked.
    """
    found: dict[str, NewestRevision] = {}
    for some in batches(list(dict.fromkeys(titles)), wiki.batch):
        asked = {
            "titles": "|".join(some),
            "prop": "revisions|info",
            "rvprop": "ids|content|user|comment|timestamp",
            "rvslots": "main",
        }
        answer = wiki.query(asked)
        normal = {entry["from"]: entry["to"] for entry in answer.get("normalized", ())}
        pages = {page.get("title", ""): page for page in answer.get("pages", ())}
        found |= {title: _newest(pages.get(normal.get(title, title)), title) for title in some}
    return found


def _newest(page: Mapping[str, Any] | None, title: str) -> NewestRevision:
    if page is None:
        return NewestRevision(title=title, revid=0, readable=False)
    if page.get("missing") or page.get("invalid"):
        return NewestRevision(title=page.get("title", title))
    revision = (page.get("revisions") or [{}])[0]
    content = revision.get("slots", {}).get("main", {}).get("content")
    return NewestRevision(
        title=page["title"],
        revid=revision.get("revid", 0),
        text=content if isinstance(content, str) else "",
        readable=isinstance(content, str),
        username=revision.get("user", ""),
        summary=revision.get("comment", ""),
        at=revision.get("timestamp", ""),
        is_redirect=bool(page.get("redirect")),
    )
