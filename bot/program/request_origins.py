"""Pure: who put a request on its page themself, as the page's history shows it.

A request is whoever's account published it, whole and as it stands. One that somebody else signed, changed
or brought back is nobody's, and so is one without an account behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.program.approval import PageRevision
from bot.program.request_blocks import read_blocks
from bot.wikitext.users import find_users, is_ip, is_temporary

MOST_REVISIONS = 500
"""Looked at, back from the newest; what was published before is nobody's."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SAYS_NOTHING = re.compile(r"\s*(?:=.*=|[*#:;]?[^:：]*[:：])?\s*")


class Verdict(StrEnum):
    """What the history says of a request."""

    OWN = "own"
    FORGED = "forged"  # signed by somebody else, or changed or brought back by somebody else
    UNTRACED = "untraced"  # revisions are hidden, so that nobody can tell whose it is
    NO_ACCOUNT = "account"  # by an IP address or a temporary account
    HANDLED = "handled"  # the bot has taken it away before


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from."""

    verdict: Verdict
    userid: int = 0
    username: str = ""  # of the account that published it; else whom it names, empty: nobody
    signed_as: str = ""  # the account's older name, if that is what it is signed by
    revid: int = 0  # in which it was published as it stands
    at: str = ""  # ISO 8601, UTC


def find_origins(
    texts: Collection[str],
    revisions: Iterable[PageRevision],
    *,
    bot: str,
    renamed: Callable[[str], str | None],
) -> dict[str, Origin]:
    """Find where requests come from.

    Args:
        texts: of the requests, as `Block.text` gives them.
        revisions: of the page, the newest first; no more are taken than needed.
        bot: the bot's user name.
        renamed: gives the name that an account has got since it had the given one; None: it was not renamed.
            Asked only of those who seem to have signed what somebody else published.
    """
    open_ = [_Trace(text=text, needle=text, bot=bot, renamed=renamed) for text in dict.fromkeys(texts)]
    found: dict[str, Origin] = {}
    newer: PageRevision | None = None
    present: set[str] = set()
    editors: set[int] = set()
    hidden = False  # whether what was said between can't be seen

    def step(older: set[str]) -> None:
        if newer is None:
            return
        for trace in open_:
            if origin := trace.step(newer, present, older, alone=len(editors) == 1, hidden=hidden):
                found[trace.text] = origin
        open_[:] = [trace for trace in open_ if trace.text not in found]

    whole = True
    for number, revision in enumerate(revisions if open_ else ()):
        if number >= MOST_REVISIONS:
            whole = False
            break
        if revision.text is None or revision.model != "wikitext":
            editors.add(revision.userid)
            hidden = hidden or revision.text is None
            continue
        older = {block.text for block in read_blocks(revision.text)}
        step(older)
        if not open_:
            break
        newer, present, editors, hidden = revision, older, {revision.userid}, False
    if open_ and whole:
        step(set())
    return found | {trace.text: trace.nobody() for trace in open_}


@dataclass(slots=True, kw_only=True)
class _Trace:
    """One request, followed back."""

    text: str
    needle: str  # as it read then
    bot: str
    renamed: Callable[[str], str | None]
    seen: bool = False  # whether it stood in a revision: the newest one may be older than what was read
    gone: bool = False  # whether it is looked for in older revisions, because it was brought back
    own: Origin | None = None  # what it is if nothing older speaks against it
    takers: set[int] = field(default_factory=set)  # who took it away before it was brought back
    names: tuple[str, ...] = field(init=False)  # the signature's last

    def __post_init__(self) -> None:
        self.names = tuple(mention.username for mention in find_users(self.text))

    @property
    def signer(self) -> str:
        return self.names[-1] if self.names else ""

    def nobody(self, verdict: Verdict = Verdict.FORGED) -> Origin:
        return Origin(verdict=verdict, username=self.signer)

    def step(
        self, newer: PageRevision, present: set[str], older: set[str], *, alone: bool, hidden: bool
    ) -> Origin | None:
        """Look at one edit; give the origin as soon as it is known.

        Args:
            newer: the revision that the edit made.
            present: the blocks that it has.
            older: the blocks of the one before.
            alone: whether a single account made all between.
            hidden: whether the text of some between is.
        """
        self.seen = self.seen or self.needle in present
        if not self.seen or (self.needle in older) is not self.gone:
            return None
        if self.gone:
            return self._was_taken_away(newer)
        if not alone:
            return self.nobody(Verdict.UNTRACED if hidden else Verdict.FORGED)
        if self.own and self.own.userid != newer.userid:
            return self.nobody()
        if self.own or self._is_theirs(newer):
            return self._was_published(newer, older - present)
        self.gone = True
        return None

    def _was_taken_away(self, revision: PageRevision) -> Origin | None:
        if revision.username == self.bot:
            return Origin(verdict=Verdict.HANDLED, username=self.signer)
        self.gone = False
        self.takers.add(revision.userid)
        return self.nobody() if self._names(revision.username) else None

    def _was_published(self, revision: PageRevision, replaced: set[str]) -> Origin | None:
        """Take the request for whoever's published it, unless it goes on with what somebody else wrote."""
        if not revision.userid or is_ip(revision.username) or is_temporary(revision.username):
            return Origin(verdict=Verdict.NO_ACCOUNT)
        if revision.userid in self.takers:
            return self.nobody()
        self.own = self.own or Origin(
            verdict=Verdict.OWN,
            userid=revision.userid,
            username=revision.username,
            signed_as="" if revision.username in self.names else self.signer,
            revid=revision.revid,
            at=revision.at,
        )
        before = next((text for text in sorted(replaced) if _continues(self.needle, text)), None)
        if before is None:
            return self.own
        self.needle = before
        return None

    def _is_theirs(self, revision: PageRevision) -> bool:
        if revision.username == self.bot:
            return False
        return self._names(revision.username) if self.names else not revision.is_revert

    def _names(self, username: str) -> bool:
        """Tell whether the request names an account, or is signed by its older name."""
        if username in self.names or not self.names or is_ip(self.signer) or is_temporary(self.signer):
            return username in self.names
        return self.renamed(self.signer) == username


def _continues(text: str, before: str) -> bool:
    """Tell whether a block is an older one in other words: both have some line that says something."""
    return not _telling(text).isdisjoint(_telling(before))


def _telling(text: str) -> set[str]:
    closed, end, rest = text.rpartition("-->")
    lines = (line.strip() for line in f"{_COMMENT.sub(' ', closed + end)}{rest}".split("\n"))
    return {line for line in lines if not _SAYS_NOTHING.fullmatch(line)}
