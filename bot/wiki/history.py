"""Shell: the history of a page: who made which revision, and what it said."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from bot.program.approval import PageRevision
from bot.wiki.errors import WikiAwayError, WikiError, WikiRefusedError
from bot.wiki.pages import batches
from bot.wiki.wiki import Wiki

REVERTS = frozenset({"mw-rollback", "mw-undo", "mw-manual-revert"})
"""Tags of edits that bring back what others wrote (https://www.mediawiki.org/wiki/Help:Tags)."""

MOST_REVISIONS = 5000
"""Revisions that are listed, the newest first."""

AT_ONCE = 10
"""Texts asked for at once: a wiki's answer has at most 8 MB."""


class RedirectError(WikiError):
    """A page that must be itself is a redirect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a page."""

    revid: int
    username: str  # empty: hidden
    is_revert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The newest revisions of a page."""

    revisions: tuple[Revision, ...]  # the newest first
    whole: bool  # whether these are all


def read_history(wiki: Wiki, title: str, *, newest: int) -> History:
    """List a page's revisions without their texts, back from one.

    Raises:
        WikiError: the wiki can't be asked.
    """
    asked = {
        "titles": title,
        "prop": "revisions",
        "rvprop": "ids|user|tags",
        "rvlimit": "max",
        "rvstartid": str(newest),
    }
    found: list[Revision] = []
    for answer in wiki.answers(asked):
        found += [_revision(each) for page in answer.get("pages", ()) for each in page.get("revisions", ())]
        if len(found) >= MOST_REVISIONS:
            return History(revisions=tuple(found[:MOST_REVISIONS]), whole=False)
    return History(revisions=tuple(found), whole=True)


def revisions_of(wiki: Wiki, title: str, *, newest: int = 0) -> Iterator[PageRevision]:
    """Give the revisions of a page with their texts, the newest first; none: there is no such page.

    Args:
        wiki: where the page is.
        title: of the page.
        newest: back from this revision's moment, itself included; 0: from the page's newest.

    Raises:
        RedirectError: the page is a redirect now.
        WikiError: the wiki can't be asked, or does not know that revision yet.
    """
    try:
        yield from _revisions(wiki, title, {"rvstartid": str(newest)} if newest else {})
    except WikiRefusedError as error:
        if error.code != "nosuchrevid":
            raise
        sentence = f"{wiki.name}: a database that lags does not know revision {newest} yet. Try again later."
        raise WikiAwayError(sentence) from error


def revisions_since(wiki: Wiki, title: str, revid: int) -> Iterator[PageRevision]:
    """Give the revisions of a page with their texts, the oldest first; none: there is no such page.

    Args:
        wiki: where the page is.
        title: of the page.
        revid: from this revision's moment on, itself included; 0: from the page's first.

    Raises:
        RedirectError: the page is a redirect now.
        WikiError: the wiki can't be asked, or has no such revision.
    """
    start = {"rvstartid": str(revid)} if revid else {}
    return _revisions(wiki, title, {"rvdir": "newer", **start})


def _revisions(wiki: Wiki, title: str, further: dict[str, str]) -> Iterator[PageRevision]:
    asked = {
        "titles": title,
        "prop": "info|revisions",
        "rvprop": "ids|timestamp|user|userid|tags|content|contentmodel",
        "rvslots": "main",
        "rvlimit": str(AT_ONCE),
        **further,
    }
    for answer in wiki.answers(asked):
        for page in answer.get("pages", ()):
            if page.get("redirect"):
                message = f"“{title}” on {wiki.name} is a redirect. Undo that, then run this again."
                raise RedirectError(message)
            yield from map(_page_revision, page.get("revisions", ()))


def _page_revision(each: dict[str, Any]) -> PageRevision:
    slot = each.get("slots", {}).get("main", {})
    content = slot.get("content")
    hidden = each.get("userhidden", False)
    return PageRevision(
        revid=each["revid"],
        userid=0 if hidden else each.get("userid", 0),
        username="" if hidden else each.get("user", ""),
        text=content if isinstance(content, str) else None,
        is_revert=bool(REVERTS & set(each.get("tags", ()))),
        model=slot.get("contentmodel", ""),
        at=each.get("timestamp", ""),
    )


def read_texts(wiki: Wiki, revids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Give the texts of revisions; of a hidden one there is none.

    Raises:
        WikiError: the wiki can't be asked.
    """
    for some in batches([str(revid) for revid in revids], AT_ONCE):
        asked = {"revids": "|".join(some), "prop": "revisions", "rvprop": "ids|content", "rvslots": "main"}
        for answer in wiki.answers(asked):
            for page in answer.get("pages", ()):
                for revision in page.get("revisions", ()):
                    content = revision.get("slots", {}).get("main", {}).get("content")
                    if isinstance(content, str):
                        yield revision["revid"], content


def _revision(each: dict[str, Any]) -> Revision:
    return Revision(
        revid=each["revid"],
        username="" if each.get("userhidden") else each.get("user", ""),
        is_revert=bool(REVERTS & set(each.get("tags", ()))),
    )


def own_summaries(wiki: Wiki, title: str, since: str = "") -> Iterator[tuple[str, str]]:
    """Give the summaries of the bot's own edits of a page, each behind its moment, the newest first.

    Without an account there are none.

    Args:
        wiki: where the page is.
        title: of the page.
        since: ISO 8601, UTC; empty: from the page's first revision on.

    Raises:
        WikiError: the wiki can't be asked.
    """
    if not wiki.username:
        return
    asked = {
        "titles": title,
        "prop": "revisions",
        "rvprop": "timestamp|comment",
        "rvuser": wiki.username,
        "rvlimit": "max",
        **({"rvend": since} if since else {}),
    }
    for answer in wiki.answers(asked):
        for page in answer.get("pages", ()):
            for revision in page.get("revisions", ()):
                yield revision.get("timestamp", ""), revision.get("comment", "")
