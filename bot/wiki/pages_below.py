"""Shell: the pages below another, with their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.wiki.pages import PageText, page_text
from bot.wiki.wiki import SMALL_BATCH, Wiki


def pages_below(
    wiki: Wiki, title: str, namespaces: Mapping[str, Any], *, redirects: bool = False
) -> Iterator[PageText]:
    """Read the subpages of a page; fifty cost a request.

    Args:
        wiki: connected.
        title: of the page above.
        namespaces: by number, as the wiki tells of them when we connect.
        redirects: whether those that are redirects are given too, with their own text.

    Raises:
        WikiError: the wiki can't be asked.
    """
    asked = {
        **below(title, namespaces, redirects=redirects),
        "prop": "revisions",
        "rvprop": "ids|content",
        "rvslots": "main",
    }
    for answer in wiki.answers(asked):
        for page in answer.get("pages", ()):
            if page.get("revisions"):  # texts too large for one answer: the others come with another
                yield page_text(page, page["title"])


def below(title: str, namespaces: Mapping[str, Any], *, redirects: bool = False) -> dict[str, str]:
    """Give the parameters that make a query one about the subpages of a page.

    Args:
        title: of the page above.
        namespaces: by number, as the wiki tells of them when we connect.
        redirects: whether those that are redirects are meant too.
    """
    prefix, colon, name = title.partition(":")
    numbers = [
        number
        for number, each in namespaces.items()
        if colon
        and prefix.casefold() in {each.get("name", "").casefold(), each.get("canonical", "").casefold()}
    ]
    return {
        "generator": "allpages",
        "gapnamespace": numbers[0] if numbers else "0",
        "gapprefix": f"{name if numbers else title}/",
        "gaplimit": str(SMALL_BATCH),
        "gapfilterredir": "all" if redirects else "nonredirects",
    }
