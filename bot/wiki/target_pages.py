"""Shell: what a wiki says of pages that are nobody's talk page: village pumps, talk pages of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.program.talkpage import TalkPage
from bot.wiki.pages import batches, page_text
from bot.wiki.people import USER_TALK, is_protected, question
from bot.wiki.waiting import steady
from bot.wiki.wiki import Wiki

USER, PROJECT = 2, 4
"""The numbers of these namespaces on every wiki; the namespaces of talk pages have odd ones."""


def look_at_pages(
    wiki: Wiki,
    titles: Sequence[str],
    *,
    optout_categories: Sequence[str],
    rights: frozenset[str] | None = None,
    all_kinds: bool = False,
) -> dict[str, TalkPage]:
    """Look at pages before anything is written, one request for each batch.

    A page that is there and can't be read is left out: it waits.

    Args:
        wiki: connected.
        titles: full titles, in any spelling that the wiki knows.
        optout_categories: pages in one of them get no message.
        rights: of whoever will write; None: of our own account.
        all_kinds: whether pages of every namespace may get messages, and not only talk pages, those of the
            project itself, and subpages of users.

    Returns:
        The pages by title as asked for; its `person_id` is the page's number, which a move does not change.
    """
    found: dict[str, TalkPage] = {}
    may = wiki.account.rights if rights is None else rights
    for some in batches(titles, wiki.batch):
        read_at = steady()
        answer = wiki.query(question(some, optout_categories))
        for title in some:
            if page := _page(wiki.name, title, answer, may, all_kinds=all_kinds, read_at=read_at):
                found[title] = page
    return found


def _page(
    wiki: str,
    asked: str,
    answer: Mapping[str, Any],
    rights: frozenset[str],
    *,
    all_kinds: bool,
    read_at: float,
) -> TalkPage | None:
    """Read one page of an answer; None: it is there, and can't be read."""
    title, away = _follow(asked, answer)
    page: dict[str, Any] = {"missing": True}
    page = next((each for each in answer.get("pages", ()) if each.get("title") == title), page)
    number = int(page.get("ns", 0))
    is_there = bool(page.get("pageid")) and number >= 0
    text = page_text(page if is_there else {"missing": True}, title)
    content_model = page.get("contentmodel", "wikitext")
    if not text.readable and content_model == "wikitext":
        return None
    of_somebody = number in {USER, USER_TALK} and "/" not in title
    return TalkPage(
        person_id=f"page:{wiki}:{page['pageid']}" if is_there else "",
        blocked=False,
        title=title,
        redirect_leads_away=away or of_somebody,
        protected=is_protected(page, rights),
        content_model=content_model,
        opted_out=bool(page.get("categories")),
        baserevid=text.revid,
        text=text.text,
        read_at=read_at,
        of_nobody=True,
        for_readers=not (all_kinds or number % 2 or number in {USER, PROJECT}),
    )


def _follow(asked: str, answer: Mapping[str, Any]) -> tuple[str, bool]:
    """Follow redirects within the wiki; tell whether they lead to another one, or to a special page."""
    normalised = {entry["from"]: entry["to"] for entry in answer.get("normalized", ())}
    redirects = {entry["from"]: entry for entry in answer.get("redirects", ())}
    elsewhere = {entry["title"] for entry in answer.get("interwiki", ())}
    special = {page["title"] for page in answer.get("pages", ()) if page.get("ns", 0) < 0}
    title = normalised.get(asked, asked)
    seen = {title}
    while title in redirects:
        target = redirects[title]["to"]
        if redirects[title].get("tointerwiki") or target in elsewhere | special | seen:
            return title, True
        title = target
        seen.add(title)
    return title, False
