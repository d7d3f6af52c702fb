"""Pure: whose page a title names: `es:Usuario:Ana/Taller#top` is Ana's, of `es`."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.wikitext.interwiki import PREFIXES, wiki_of
from bot.wikitext.namespaces import SPECIAL_NAMES, USER_NAMES, USER_SPECIAL_PAGES, fold_name
from bot.wikitext.titles import decode
from bot.wikitext.usernames import LONGEST, is_username, normalise_username

_LONGEST = 2000  # characters as written: 255 bytes, each percent-encoded, and a long fragment
_LONGEST_CHAIN = 4
_PLAIN = re.compile(r"[A-Z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*")  # normalised as it is

_fold = lru_cache(maxsize=256)(fold_name)  # a page has many titles and few namespaces


class Person(NamedTuple):
    """A user name on a wiki."""

    username: str  # normalised
    wiki: str | None  # interwiki prefix; None: the wiki of the page


class TitleReader:
    """Reads titles with the names that one wiki has for its namespaces."""

    __slots__ = ("known", "names", "prefixes")

    def __init__(self, names: frozenset[str], prefixes: Collection[str] = ()) -> None:
        """Take folded names of User and User talk, and interwiki prefixes besides Wikimedia's."""
        self.names = names
        self.known: dict[str, Person | None] = {}  # a page names the same people again and again
        self.prefixes = PREFIXES.union(prefix.strip(" :").lower() for prefix in prefixes)

    def read(self, title: str) -> Person | None:
        """Give whose user page, talk page, subpage or contributions a title in wikitext names.

        Args:
            title: as written between `[[` and `|`; None comes back for any other page.
        """
        if (":" not in title and "%" not in title and "&" not in title) or len(title) > _LONGEST:
            return None
        if title not in self.known:
            self.known[title] = self._read(title)
        return self.known[title]

    def _read(self, title: str) -> Person | None:
        chain: list[str] = []
        head, colon, rest = decode(title).lstrip(": \t\r\n_\u200e\u200f").partition(":")
        while colon:
            key = _fold(head)
            if key in self.names or (chain and key in USER_NAMES):
                return self.person(rest, chain)
            if key in SPECIAL_NAMES:
                page, _, name = rest.partition("/")
                return self.person(name, chain) if fold_name(page) in USER_SPECIAL_PAGES else None
            if key not in self.prefixes or len(chain) == _LONGEST_CHAIN:
                return None
            chain.append(key)
            head, colon, rest = rest.partition(":")
        return None

    def person(self, name: str, chain: Sequence[str] = ()) -> Person | None:
        """Give the person of a name as plain text; its subpage and fragment, and a namespace too many, go."""
        if _PLAIN.fullmatch(name) and len(name) <= LONGEST:
            return Person(username=name, wiki=wiki_of(chain))
        head, colon, rest = name.partition(":")
        while colon and fold_name(head) in self.names:
            name = rest
            head, colon, rest = name.partition(":")
        username = normalise_username(name.partition("#")[0].partition("/")[0])
        if not is_username(username):
            return None
        return Person(username=username, wiki=wiki_of(chain))
