"""Shell: the bot's own contributions: which messages a wiki has, whatever has become of the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.program.page_names import page_name
from bot.wiki.people import USER_TALK
from bot.wiki.wiki import Wiki


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """The edit by which the bot put a message on a talk page."""

    key: str
    language: str
    title: str  # the page's title today
    revid: int
    at: str  # ISO 8601, UTC
    namespace: int = USER_TALK  # number of the page's

    def recipient(self, wiki: str) -> str:
        """Give whose talk page it is today; of a page that is nobody's, its name.

        Args:
            wiki: its key in the settings.
        """
        return self.title.partition(":")[2] if self.namespace == USER_TALK else page_name(self.title, wiki)


def contributions_since(username: str, since: datetime, *, pages: bool = False) -> dict[str, str]:
    """Give the parameters that ask for the bot's messages since a moment.

    Args:
        username: the bot's.
        since: the moment.
        pages: whether to ask for those on pages too that are nobody's talk page.
    """
    return {
        "list": "usercontribs",
        "ucuser": username,
        **({} if pages else {"ucnamespace": str(USER_TALK)}),
        "ucprop": "ids|title|timestamp|comment",
        "uclimit": "max",
        "curtimestamp": "1",
        "ucend": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def delivered_in(answer: Mapping[str, Any], program: str, prefix: str) -> dict[str, Contribution]:
    """Find a campaign's messages in a query's answer, by key; the oldest of a key counts.

    A message may stand for several keys, with `+` between.

    Args:
        answer: the answer to `contributions_since`.
        program: short name of the program.
        prefix: the letters with which the campaign's keys begin.
    """
    one = rf"{re.escape(prefix)}[a-z2-7]+"
    tail = re.compile(rf"\[{re.escape(program)}:({one}(?:\+{one})*)/([a-z0-9-]+)\]\s*\Z")
    found: dict[str, Contribution] = {}
    for entry in answer.get("usercontribs", ()):
        match = tail.search(entry.get("comment", ""))
        if match:
            keys, language = match.groups()
            for key in keys.split("+"):
                found[key] = Contribution(
                    key=key,
                    language=language,
                    title=entry["title"],
                    revid=entry["revid"],
                    at=entry["timestamp"],
                    namespace=entry.get("ns", USER_TALK),
                )
    return found


def read_back(
    wiki: Wiki, program: str, prefix: str, since: datetime, *, pages: bool = False
) -> dict[str, Contribution]:
    """Ask the wiki which of a campaign's messages it has since a moment, by key."""
    return delivered_in(wiki.query(contributions_since(wiki.username, since, pages=pages)), program, prefix)
