"""Pure: what is to be done with each page that is installed, and what people have made of it is theirs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from enum import Enum, StrEnum, auto

from bot.program.newest_revision import NewestRevision

MARK = "(install_onwiki)"
"""At the end of the summary of each edit that installs something; by it, and the account, we know our own."""

MOST_LINES = 200
"""Of a difference that are shown."""


class Place(Enum):
    """Where a page stands, which decides who may write it."""

    ORDINARY = auto()
    OWN_SCRIPT = auto()  # a script below the bot's own user page
    OWN_DATA = auto()  # JSON there
    MESSAGE = auto()  # in the namespace MediaWiki
    SITE_SCRIPT = auto()  # a script there


RIGHTS: dict[Place, tuple[frozenset[str], ...]] = {
    Place.ORDINARY: (frozenset({"edit"}),),
    Place.OWN_SCRIPT: (frozenset({"editmyuserjs"}), frozenset({"edituserjs"})),
    Place.OWN_DATA: (frozenset({"editmyuserjson"}), frozenset({"edituserjson"})),
    Place.MESSAGE: (frozenset({"editinterface"}),),
    Place.SITE_SCRIPT: (frozenset({"editinterface", "editsitejs"}),),
}
"""Sets of rights, of which one is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page as it should be."""

    title: str
    text: str
    place: Place = Place.ORDINARY
    is_line: bool = False  # whether it is a page of others, to which we only add a line
    is_copy: bool = False  # whether another page, which we write, has the same text
    is_theirs: bool = False  # whether it is left alone once it is there


class State(StrEnum):
    """How a page stands to what it should be."""

    SAME = "same"
    MISSING = "new"
    OWN = "changed by a new version"  # we wrote what is there, and nobody has touched it since
    LINE = "gets one line"
    THEIRS = "changed by people"


def judge(wanted: Wanted, there: NewestRevision, *, account: str) -> State:
    """Tell how a page stands.

    Args:
        wanted: the page as it should be.
        there: as it is.
        account: whose edits are ours.
    """
    if there.revid is None:
        return State.MISSING
    if wanted.is_theirs or (there.readable and _as_compared(wanted, there.text) == _as_compared(wanted)):
        return State.SAME
    if not there.readable:
        return State.THEIRS
    if wanted.is_line:
        return State.LINE
    own = bool(account) and there.username == account and there.summary.rstrip().endswith(MARK)
    return State.OWN if own else State.THEIRS


def may_write(wanted: Wanted, rights: Collection[str]) -> bool:
    """Tell whether an account with these rights may write a page there."""
    return _has_rights(rights, wanted.place)


def may_write_gadget(rights: Collection[str]) -> bool:
    """Tell whether an account with these rights may write the gadget's files below its own user page."""
    return all(_has_rights(rights, place) for place in (Place.OWN_SCRIPT, Place.OWN_DATA))


def _has_rights(rights: Collection[str], place: Place) -> bool:
    return any(needed <= frozenset(rights) for needed in RIGHTS[place])


def difference(wanted: Wanted, there: NewestRevision) -> Iterator[str]:
    """Give the lines of what would change, as `diff -u` writes them."""
    lines = list(
        unified_diff(
            there.text.splitlines(),
            wanted.text.splitlines(),
            f"{wanted.title} (by {there.username or 'somebody'}, {there.at})",
            f"{wanted.title} (to be installed)",
            lineterm="",
        )
    )
    yield from lines[:MOST_LINES]
    if more := len(lines[MOST_LINES:]):
        yield f"… and {more} more lines"


def _as_compared(wanted: Wanted, text: str | None = None) -> object:
    """Give a text as the wiki would save it; data as what it says."""
    plain = unicodedata.normalize("NFC", wanted.text if text is None else text).replace("\r\n", "\n")
    if wanted.place is Place.OWN_DATA:
        try:
            return json.loads(plain)
        except ValueError:
            return plain
    return plain.rstrip()
