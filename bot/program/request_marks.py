"""Pure: what in the bot's edit summaries on the sign-up page tells that a request was met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.wikitext.users import find_users


class Kind(StrEnum):
    """What was done for somebody."""

    SIGNED_UP = "signup"  # they had no row that counted
    CHANGED = "change"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A request that was met, as the summary of the edit says."""

    username: str
    revid: int  # of the request
    kind: Kind
    language: str
    at: str  # ISO 8601, UTC, of the edit


def mark_of(program: str, kind: Kind, revid: int, language: str) -> str:
    """Give the words that end a summary: `[letsconnect:signup-123/es]`."""
    return f"[{program}:{kind}-{revid}/{language}]"


def read_marks(summaries: Iterable[tuple[str, str]], program: str) -> Iterator[Met]:
    """Find the requests that were met.

    Args:
        summaries: of the bot's own edits, each behind its moment.
        program: short name of the program.
    """
    tail = re.compile(rf"\[{re.escape(program)}:({'|'.join(Kind)})-(\d{{1,18}})/([a-z0-9-]+)\]\s*\Z")
    for at, summary in summaries:
        mark = tail.search(summary)
        named = find_users(summary)
        if mark:
            yield Met(
                username=named[0].username if named else "",
                revid=int(mark[2]),
                kind=Kind(mark[1]),
                language=mark[3],
                at=at,
            )
