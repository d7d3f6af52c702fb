"""Pure: an organiser's approval of a plan, as the history of the plan's page shows it.

Nothing that a page says counts by itself: only who made the edit that put it there, when, and what the page
showed at that moment. An approval is a line of its own, `* Approved CODE` with the signature of whoever adds
it, outside the part that the bot keeps. CODE is the plan's fingerprint: nobody knows it before it is posted.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from operator import and_

from bot.wikitext.enclosing import stays_in_place
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.owned import OwnedPartError, read_owned
from bot.wikitext.users import find_users

OWNED = "plan"
"""Name of the part of the plan's page that the bot owns."""

CODE_LETTERS = 10
"""Of a fingerprint: 50 bits, too many to guess and few enough to read."""

_OPENING = r"[\s*#:'•·\-–—]*"
_BETWEEN = r"[\s:.,;!'‘’“”\"`´\u200e\u200f\u061c]*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """All that a plan depends on, in three digests."""

    texts: str
    people: str
    settings: str

    @classmethod
    def of(
        cls, *, texts: Iterable[str] = (), people: Iterable[str] = (), settings: Iterable[str] = ()
    ) -> Fingerprint:
        """Take the fingerprint of texts, people and settings, each in an order that stays the same."""
        return cls(texts=_digest(texts), people=_digest(people), settings=_digest(settings))

    @property
    def code(self) -> str:
        """The letters by which this very plan is approved."""
        return _digest((self.texts, self.people, self.settings))

    def changes(self, before: Fingerprint) -> tuple[str, ...]:
        """Tell in what a plan differs from the one before: `texts`, `people`, `settings`."""
        names = ("texts", "people", "settings")
        return tuple(name for name in names if getattr(self, name) != getattr(before, name))


def _digest(pieces: Iterable[str]) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        encoded = piece.encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(encoded) + encoded)  # pieces can't run into each other
    return base64.b32encode(found.digest()).decode().lower()[:CODE_LETTERS]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRevision:
    """One revision of a page."""

    revid: int
    userid: int  # 0: not an account, or hidden
    username: str
    text: str | None  # None: hidden
    is_revert: bool = False  # it brings back what others wrote
    model: str = "wikitext"  # of its content
    at: str = ""  # when it was made, ISO 8601, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Organiser:
    """Somebody who may approve, as the wiki has the account now."""

    username: str
    blocked: bool


class Objection(StrEnum):
    """Why an approval does not count; the value is the message's key after `approval-refused-`."""

    STRANGER = "stranger"  # not by an organiser: somebody else, an IP address, a temporary account
    BLOCKED = "blocked"
    SIGNATURE = "signature"  # it does not have the signature of whoever wrote it
    REVERT = "revert"  # it may have been somebody else's line before: an undo, a change, a comment opened
    SHOWN = "shown"  # the page showed something else than the bot had written


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of approval."""

    visible: str  # without comments and the like
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved a plan, and by which edit."""

    username: str
    revid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """Who wrote an approval that does not count, and why."""

    username: str
    reason: Objection


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the history of a plan's page says."""

    approval: Approval | None = None
    objected: tuple[Objected, ...] = ()


def is_posted(revision: PageRevision, code: str) -> bool:
    """Tell whether a revision shows the plan of a code in the part that the bot keeps."""
    return f"<!-- plan {code} " in (_part(revision.text) or "").partition("\n== ")[0]


def judge(
    history: Sequence[PageRevision],
    code: str,
    *,
    words: Collection[str],
    organisers: Mapping[int, Organiser],
    bot: str,
) -> Verdict:
    """Look for an approval of a plan.

    Args:
        history: of the plan's page, the newest first, back to where the bot first posted this plan.
        code: of the plan as it is now.
        words: for “approved”, in all languages.
        organisers: by the number of their account.
        bot: the bot's user name.
    """
    own = [number for number, each in enumerate(history) if each.username == bot]
    posted = None
    for number in own:
        if not is_posted(history[number], code):
            break
        posted = number
    if posted is None:
        return Verdict()
    pattern = _line_pattern(code, words)
    lines = [_approvals(each.text, pattern) for each in history[: posted + 1]]
    standing = tuple(accumulate(lines, and_))  # since each revision, without a break
    objected: list[Objected] = []
    shown = _part(history[posted].text)
    known = _raw_lines(history[posted].text)  # the most of each that any revision had so far
    writers: dict[Line, int] = {}
    for number in range(posted - 1, -1, -1):
        each, before = history[number], history[number + 1]
        if number in own:
            shown = _part(each.text)
        else:
            added, lost = lines[number] - lines[number + 1], lines[number + 1] - lines[number]
            made_of_others = before.text is None or any(writers.get(line) != each.userid for line in lost)
            for line in added & standing[number]:
                again = made_of_others or lines[number][line] <= known[line.raw]
                same = _part(each.text) == shown and is_plain_around(each.text or "")
                reason = _objection(each, line.visible, organisers, again=again, same=same)
                if reason is None:
                    return Verdict(approval=Approval(username=each.username, revid=each.revid))
                objected.append(Objected(username=each.username, reason=reason))
            writers |= dict.fromkeys(added, each.userid)
        known |= _raw_lines(each.text)
    return Verdict(objected=tuple(dict.fromkeys(objected)))


def _objection(
    revision: PageRevision, line: str, organisers: Mapping[int, Organiser], *, again: bool, same: bool
) -> Objection | None:
    """Say why an approval that a revision added does not count; None: it does."""
    organiser = organisers.get(revision.userid) if revision.userid else None
    if organiser is None or organiser.username != revision.username:
        return Objection.STRANGER
    if organiser.blocked:
        return Objection.BLOCKED
    if revision.is_revert or again:
        return Objection.REVERT
    if organiser.username not in {mention.username for mention in find_users(line) if mention.wiki is None}:
        return Objection.SIGNATURE
    return None if same else Objection.SHOWN


def _line_pattern(code: str, words: Collection[str]) -> re.Pattern[str]:
    """Give what a line of approval begins with; a “not” before it, or strike-out, makes it something else."""
    approved = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"{_OPENING}(?:{approved}){_BETWEEN}{re.escape(code)}(?![^\W_])", re.IGNORECASE)


def _approvals(text: str | None, pattern: re.Pattern[str]) -> Counter[Line]:
    """Count the lines of approval outside the bot's part."""
    outside = "\n".join(_around(text or ""))
    visible = without_unparsed(outside, keep_lines=True)
    pairs = zip(visible.split("\n"), outside.split("\n"), strict=True)
    return Counter(
        Line(visible=seen.strip(), raw=raw.strip()) for seen, raw in pairs if pattern.match(seen.strip())
    )


def _raw_lines(text: str | None) -> Counter[str]:
    """Count all lines of a page, also those that nobody sees."""
    return Counter(line.strip() for line in (text or "").split("\n"))


def _around(text: str) -> tuple[str, str]:
    """Give what stands before the bot's part and after it; nothing where there is no such part."""
    part = _part(text)
    if part is None:
        return "", ""
    begin = text.find(part) if part else len(text)
    return text[:begin], text[begin + len(part) :]


def is_plain_around(text: str) -> bool:
    """Tell whether nothing around the bot's part can hide it, cover it or stand in its place.

    Above it there may be nothing; below it talk, with the styles that signatures have, but no template.
    """
    before, after = _around(text)
    return not without_unparsed(before).strip() and stays_in_place(after)


def _part(text: str | None) -> str | None:
    """Give the bot's part of a page; None: it has none, or its markers are amiss."""
    try:
        return None if text is None else read_owned(text, OWNED)
    except OwnedPartError:
        return None
