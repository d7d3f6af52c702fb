"""Shell: pages with the moments at which they were what: drafts, their sources, and the last issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from bot.program.issue_draft import DraftPage
from bot.program.translation import Revision
from bot.wiki.pages import page_text
from bot.wiki.pages_below import below
from bot.wiki.wiki import Wiki

_NUMBER = re.compile(r"[0-9]{1,15}")

AT_ONCE = 10
"""Texts asked for at once: a wiki's answer has at most 8 MB."""

MOST_REVISIONS = 200
"""Of a source page that are looked at to find the one that a translation was made from."""


def drafts_below(wiki: Wiki, title: str, namespaces: Mapping[str, Any]) -> Iterator[DraftPage]:
    """Read the subpages of a page with the moment of their last edit; redirects are left out.

    Raises:
        WikiError: the wiki can't be read.
    """
    asked = {
        **below(title, namespaces),
        "prop": "revisions",
        "rvprop": "ids|timestamp|user|content",
        "rvslots": "main",
    }
    for answer in wiki.answers(asked):
        for page in answer.get("pages", ()):
            if not page.get("revisions"):
                continue  # texts too large for one answer: it comes with another
            read = page_text(page, page["title"])
            revision = page["revisions"][0]
            moment = revision.get("timestamp")
            yield DraftPage(
                title=read.title,
                pageid=read.pageid,
                revid=read.revid or 0,
                moment=datetime.fromisoformat(moment or "2001-01-15T00:00:00Z"),
                text=read.text if read.readable and moment else None,
                username=revision.get("user", ""),
            )


def titles_below(wiki: Wiki, title: str, namespaces: Mapping[str, Any]) -> Iterator[str]:
    """Give the titles of all subpages of a page, redirects too; five hundred cost a request.

    Raises:
        WikiError: the wiki can't be read.
    """
    asked = {**below(title, namespaces, redirects=True), "gaplimit": "max"}
    for answer in wiki.answers(asked):
        for page in answer.get("pages", ()):
            yield page["title"]


def source_revisions(wiki: Wiki, title: str, *, back_to: datetime) -> tuple[list[Revision], bool]:
    """Give a page's revisions, the newest first, back to the one that was there at a moment.

    Returns:
        The revisions, and whether they reach back to the page's first one.

    Raises:
        WikiError: the wiki can't be read.
    """
    asked = {
        "titles": title,
        "prop": "revisions",
        "rvprop": "ids|timestamp|content",
        "rvslots": "main",
        "rvlimit": str(AT_ONCE),
    }
    found: list[Revision] = []
    for answer in wiki.answers(asked):
        for page in answer.get("pages", ()):
            for each in page.get("revisions", ()):
                content = each.get("slots", {}).get("main", {}).get("content")
                moment = datetime.fromisoformat(each["timestamp"])
                text = content if isinstance(content, str) else None
                found.append(Revision(revid=each["revid"], moment=moment, text=text))
        if found and (found[-1].moment < back_to or len(found) >= MOST_REVISIONS):
            return found, False
    return found, True


def moment_of(wiki: Wiki, revid: int) -> datetime:
    """Give the moment of a revision that is there.

    Raises:
        WikiError: the wiki can't be read.
    """
    asked = {"action": "query", "revids": str(revid), "prop": "revisions", "rvprop": "timestamp"}
    return datetime.fromisoformat(_first(wiki.ask(asked))["timestamp"])


class Beginning(NamedTuple):
    """A page's first revision."""

    moment: datetime  # aware
    username: str  # empty: hidden
    comment: str  # the summary; empty: hidden


def beginning_of(wiki: Wiki, title: str) -> Beginning | None:
    """Give when and by whom a page was begun; None: there is no such page.

    Raises:
        WikiError: the wiki can't be read.
    """
    asked = {"action": "query", "titles": title, "prop": "revisions", "rvprop": "timestamp|user|comment"}
    found = _first(wiki.ask({**asked, "rvdir": "newer", "rvlimit": "1"}))
    if not found:
        return None
    moment = datetime.fromisoformat(found["timestamp"])
    return Beginning(moment=moment, username=found.get("user", ""), comment=found.get("comment", ""))


def is_made_from(wiki: Wiki, first: Beginning, pageid: int) -> bool:
    """Tell whether the bot made a page of the archive from a draft, as its summary says.

    A page that was made from another draft of the same number, or that was moved there, is not.

    Args:
        wiki: the home wiki.
        first: how the page was begun.
        pageid: number of the draft's page.

    Raises:
        WikiError: the wiki can't be read.
    """
    numbers = _NUMBER.findall(first.comment) if first.username == wiki.username else ()
    return any(page_of(wiki, int(number)) == pageid for number in numbers[:3])


def page_of(wiki: Wiki, revid: int) -> int:
    """Give the number of the page that a revision is of; 0: there is no such revision, or it is deleted.

    Raises:
        WikiError: the wiki can't be read.
    """
    asked = {"action": "query", "revids": str(revid), "prop": "info"}
    pages = wiki.ask(asked).get("query", {}).get("pages") or [{}]
    return int(pages[0].get("pageid", 0))


def last_edit_of_people(wiki: Wiki, page: DraftPage) -> DraftPage:
    """Give a page with the number and moment of the last edit that was not the bot's.

    Raises:
        WikiError: the wiki can't be read.
    """
    if page.username != wiki.username:
        return page
    asked = {
        "action": "query",
        "titles": page.title,
        "prop": "revisions",
        "rvprop": "ids|timestamp|user",
        "rvlimit": "1",
        "rvexcludeuser": wiki.username,
    }
    found = _first(wiki.ask(asked))
    if not found:
        return page
    return replace(
        page,
        revid=found["revid"],
        moment=datetime.fromisoformat(found["timestamp"]),
        username=found.get("user", ""),
    )


def text_at(wiki: Wiki, title: str, moment: datetime) -> str:
    """Give a page's text as it was at a moment; empty: there was none, or it is hidden.

    Raises:
        WikiError: the wiki can't be read.
    """
    asked = {
        "action": "query",
        "titles": title,
        "prop": "revisions",
        "rvprop": "content",
        "rvslots": "main",
        "rvlimit": "1",
        "rvstart": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
    }
    content = _first(wiki.ask(asked)).get("slots", {}).get("main", {}).get("content")
    return content if isinstance(content, str) else ""


def _first(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Give the first revision of an answer's first page; empty: there is none."""
    pages = answer.get("query", {}).get("pages") or [{}]
    return dict((pages[0].get("revisions") or [{}])[0])
