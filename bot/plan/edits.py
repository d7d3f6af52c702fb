"""Pure: the kinds of Edit, and the Plan: what should change, as values."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.program.problems import Problem


class SkipReason(StrEnum):
    """Why somebody gets nothing, by rule; the value is the message's key after `skip-`."""

    EXCLUSION = "exclusion"  # {{bots}}, {{nobots}}
    OPTOUT = "optout"  # the wiki's opt-out category
    NO_USER = "nouser"
    BLOCKED = "blocked"
    TEMPORARY = "temporary"
    IP = "ip"
    REDIRECT = "redirect"  # the talk page redirects to where the bot may not write
    CAP = "cap"  # had as many messages this month as they want; held back for the next one
    CONTENT = "content"  # the talk page is not wikitext
    PROTECTED = "protected"
    TWICE = "twice"  # somebody else's talk page leads to the same page
    WITHDRAWN = "withdrawn"  # the row is struck out
    UNSEEN = "unseen"  # MassMessage took the message long ago, and nobody knows what became of it
    WARNED = "warned"  # an abuse filter warned; the same again would pass for “I insist”
    DELETED = "deleted"  # the talk page was deleted while it was in doubt whether it had the message
    NO_PAGE = "nopage"  # nobody's talk page, and there is none of that name
    READERS = "readers"  # nobody's talk page, but an article, a template, a file
    DELIVERED = "delivered"  # had it already, under another name or on another wiki

    @property
    def word(self) -> str:
        """The key of the reason in the catalogue."""
        return f"skip-{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One message to many people; its id does not change while its page is moved or translated."""

    program: str  # short name from the settings
    name: str  # what tells it from all others of the program
    title: str  # for people
    counted: bool = True  # towards the messages that a person wants to have in a month
    pages: bool = False  # whether it goes to pages too that are nobody's talk page

    @property
    def prefix(self) -> str:
        """The letters with which each key of the campaign begins, up to and with the hyphen."""
        return f"{_letters(6, self.program, self.name)}-"

    def key(self, person: str) -> str:
        """Give the key of one person's message, the same on every run: `b3kq7c-m2x4…`.

        Args:
            person: who it is, not how they are called: see `TalkPage.person_id`.
        """
        return f"{self.prefix}{_letters(12, self.program, self.name, person)}"

    @property
    def shared_key(self) -> str:
        """The key in a text that is the same for many people, as MassMessage sends it."""
        return self.key("massmessage")

    def person(self, person: str) -> str:
        """Give what stands for a person in the ledger over all campaigns; it tells no name."""
        return _letters(16, self.program, "person", person)


@lru_cache(maxsize=4096)  # a batch of people is looked up by their keys several times
def _letters(length: int, *parts: str) -> str:
    """Give the first letters (base 32, five bits each) of a digest."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    needed = digest[: 5 * -(-length // 8)]  # eight letters are five bytes
    return base64.b32encode(needed).decode().lower()[:length]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A new section on somebody's talk page, or on a page that is nobody's."""

    key: str
    wiki: str  # key in the settings
    username: str  # as signed up, or as `page_names.page_name` gives it
    title: str  # the page to write to, redirects followed
    language: str
    heading: str
    text: str
    summary: str  # holds the key
    baserevid: int | None  # None: the page does not exist
    read_at: float  # seconds, by a clock that never jumps, when the wiki said so
    person: str = ""  # who, whatever the name: see `Campaign.person`; empty: it counts towards no limit
    told: str = ""  # keys, with blanks between, of messages held back from them, which this one names
    not_after: float = 0.0  # seconds since the epoch; later it isn't written; 0: it may always be


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Somebody who gets nothing, by rule."""

    wiki: str
    username: str
    reason: SkipReason
    key: str = ""  # of a message that is held back
    person: str = ""  # whose it is: see `Campaign.person`


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Somebody who waits for a later run: their language could not be read, or their wiki is away."""

    wiki: str
    username: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one job would do, and what it found."""

    campaign: Campaign
    posts: tuple[Post, ...] = ()
    skips: tuple[Skip, ...] = ()
    held: tuple[Held, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()  # worth knowing, nothing to mend at once
    done: int = 0  # people who have it already

    def numbers(self) -> Counter[tuple[str, str]]:
        """Count the posts by wiki and language."""
        return Counter((post.wiki, post.language) for post in self.posts)
