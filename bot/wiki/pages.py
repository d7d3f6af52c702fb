"""Shell: pages as they are read, many in a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page as it was read."""

    title: str
    pageid: int  # 0: no such page
    revid: int | None  # None: no such page
    text: str
    readable: bool = True  # False: there is a page, its text could not be had
    redirected: bool = False  # whether the page that was asked for is a redirect to this one

    @property
    def exists(self) -> bool:
        """Tell whether the wiki has the page."""
        return self.revid is not None


def content_of(titles: Iterable[str]) -> dict[str, str]:
    """Give the parameters that ask for the newest text of pages; redirects are followed."""
    return {
        "titles": "|".join(titles),
        "prop": "revisions",
        "rvprop": "ids|content",
        "rvslots": "main",
        "redirects": "1",
        "curtimestamp": "1",
    }


def pages_in(answer: Mapping[str, Any], titles: Iterable[str]) -> dict[str, PageText]:
    """Find the pages of a query's answer by the titles they were asked by."""
    by_title = {page.get("title", ""): page for page in answer.get("pages", ())}
    renamed = {entry["from"]: entry["to"] for entry in answer.get("normalized", ())}
    redirects = {entry["from"]: entry["to"] for entry in answer.get("redirects", ())}
    pages = {}
    for title in titles:
        target = renamed.get(title, title)
        page = page_text(by_title.get(redirects.get(target, target)), title)
        pages[title] = replace(page, redirected=True) if target in redirects else page
    return pages


def page_text(page: Mapping[str, Any] | None, title: str) -> PageText:
    """Read one page of an answer; a text that is hidden or broken is not readable, never empty."""
    if page is None:
        return PageText(title=title, pageid=0, revid=None, text="", readable=False)
    if page.get("missing") or page.get("invalid"):
        return PageText(title=title, pageid=0, revid=None, text="")
    revision = (page.get("revisions") or [{}])[0]
    content = revision.get("slots", {}).get("main", {}).get("content")
    return PageText(
        title=page["title"],
        pageid=page["pageid"],
        revid=revision.get("revid", 0),
        text=content if isinstance(content, str) else "",
        readable=isinstance(content, str),
    )


def batches(names: Sequence[Named], size: int) -> Iterator[Sequence[Named]]:
    """Cut a sequence into pieces of at most `size`."""
    for start in range(0, len(names), size):
        yield names[start : start + size]
