"""Shell: delivered messages as their wikis have them, and the edits by which they are changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.program.changes import Change
from bot.wiki.errors import WikiRefusedError
from bot.wiki.pages import batches
from bot.wiki.people import USER_TALK
from bot.wiki.wiki import SMALL_BATCH, Wiki


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change of a message, as the bot's contributions prove it."""

    key: str
    change: Change
    language: str
    revid: int
    at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRevision:
    """One revision of a talk page."""

    revid: int
    parentid: int  # 0: it made the page
    title: str  # of its page today
    owner: str  # whose talk page that is; empty: nobody's
    username: str  # who saved it; empty: hidden
    text: str | None  # None: hidden


def changes_in(answer: Mapping[str, Any], program: str, prefix: str) -> dict[str, Changed]:
    """Find the newest change of each of a campaign's messages in the bot's contributions, by key.

    Args:
        answer: the answer to `contributions_since`.
        program: short name of the program.
        prefix: the letters with which the campaign's keys begin.
    """
    kinds = "|".join(Change)
    tail = re.compile(rf"\[{re.escape(program)}:({re.escape(prefix)}[a-z2-7]+)/([a-z0-9-]+)/({kinds})\]\s*\Z")
    found: dict[str, Changed] = {}
    for entry in answer.get("usercontribs", ()):
        if match := tail.search(entry.get("comment", "")):
            key, language, kind = match.groups()
            changed = Changed(
                key=key, change=Change(kind), language=language, revid=entry["revid"], at=entry["timestamp"]
            )
            found[key] = max(found.get(key, changed), changed, key=lambda each: each.revid)
    return found


def read_revisions(wiki: Wiki, revids: Sequence[int]) -> dict[int, TalkRevision]:
    """Read revisions with their texts; those that are deleted are not in the answer."""
    found: dict[int, TalkRevision] = {}
    for page, revision in _revisions(wiki, revids, "ids|user|content"):
        owner = page["title"].partition(":")[2] if page["ns"] == USER_TALK else ""
        content = revision.get("slots", {}).get("main", {}).get("content")
        found[revision["revid"]] = TalkRevision(
            revid=revision["revid"],
            parentid=revision["parentid"],
            title=page["title"],
            owner="" if "/" in owner else owner,
            username=revision.get("user", ""),
            text=content if isinstance(content, str) else None,
        )
    return found


def sizes_of(wiki: Wiki, revids: Sequence[int]) -> dict[int, int]:
    """Give the bytes of the pages after some revisions."""
    return {each["revid"]: each["size"] for _, each in _revisions(wiki, revids, "ids|size")}


def _revisions(wiki: Wiki, revids: Sequence[int], properties: str) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    names = [str(revid) for revid in sorted(set(revids))]
    for some in batches(names, SMALL_BATCH):
        asked = {"revids": "|".join(some), "prop": "revisions", "rvprop": properties}
        if "content" in properties:
            asked["rvslots"] = "main"
        for page in wiki.query(asked).get("pages", ()):
            found += [(page, revision) for revision in page.get("revisions", ())]
    return found


def section_of(wiki: Wiki, title: str, section: int) -> tuple[int, str]:
    """Give a page's newest revision, and the text that the wiki takes for its section of this number."""
    asked = {"rvprop": "ids|content", "rvslots": "main", "rvsection": str(section)}
    try:
        revision = _newest(wiki, title, asked)
    except WikiRefusedError as error:
        if error.code != "nosuchsection":
            raise
        return 0, ""
    return revision.get("revid", 0), revision.get("slots", {}).get("main", {}).get("content") or ""


def is_exact(wiki: Wiki, title: str, text: str) -> bool:
    """Tell whether a page is this text to the last byte: the API gives texts normalised (NFC)."""
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    return bool(_newest(wiki, title, {"rvprop": "ids|sha1"}).get("sha1") == digest)


def _newest(wiki: Wiki, title: str, asked: Mapping[str, str]) -> dict[str, Any]:
    pages = wiki.query({"titles": title, "prop": "revisions", **asked}).get("pages") or [{}]
    return dict((pages[0].get("revisions") or [{}])[0])


def saved_form(wiki: Wiki, title: str, text: str) -> str:
    """Give a text as the wiki would save it on a page: signed, substituted, trailing blanks gone."""
    asked = {"action": "parse", "onlypst": "1", "title": title, "text": text, "contentmodel": "wikitext"}
    return str(wiki.ask(asked)["parse"]["text"])


def difference(wiki: Wiki, revid: int) -> str:
    """Give the address at which people see what has become of a page since a revision."""
    return str(wiki.site.base_url(f"{wiki.site.path()}?diff=cur&oldid={revid}"))
