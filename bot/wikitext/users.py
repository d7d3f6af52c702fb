"""Pure: whom a link, a template, an address or a signature on a page means.

Read are links to user pages, talk pages, their subpages, contributions and central accounts, in every
language of MediaWiki, here or on another wiki; templates such as {{u}} and {{ping}}; names without a link
(`User:Ana`); addresses of user pages on Wikimedia's wikis and on loopback. What comments and nowiki hold
isn't on the page.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.wikitext.bare_users import BareReader
from bot.wikitext.exclusion import unparsed_stretches
from bot.wikitext.interwiki import fold_wiki, wiki_of_host
from bot.wikitext.masks import GONE, OPAQUE
from bot.wikitext.namespaces import USER_NAMES, Namespaces, fold_name, user_names
from bot.wikitext.user_templates import PING_TEMPLATES, USER_TEMPLATES, TemplateReader
from bot.wikitext.user_titles import Person, TitleReader
from bot.wikitext.usernames import is_ip, is_temporary, is_vanished, normalise_username

__all__ = [
    "PING_TEMPLATES",
    "USER_NAMES",
    "USER_TEMPLATES",
    "UserMention",
    "find_users",
    "is_ip",
    "is_temporary",
    "is_vanished",
    "normalise_username",
    "people",
]

_NO_NAME = r"\s\d:/|\[\]{}<>*#;"
_TOKEN = re.compile(
    r"\[\[+|\{\{+|(?<=[pPsS]:)//|(?<=\[)//"
    rf"|(?:(?<=[^{_NO_NAME}][^{_NO_NAME}])|(?<=[^\W\d_a-z]))[ \u00a0_]?:"
)
"""Where a link, a template, an address or, at its colon, a bare name may be."""

_TITLE = re.compile(r"([^\[\]{}|<>\n]*)(\]\]|\||\{\{!\}\})")
_ADDRESS = re.compile(r"[^\s\[\]{}|<>\"]*")
_PAGE = re.compile(
    r"([a-zA-Z0-9.-]+(?::\d{1,5})?|\[::1\](?::\d{1,5})?)"
    r"/(?:wiki/|(?:w/|mediawiki/)?index\.php(?:/|\?(?:[^#\s]*?&)?title=))([^?&#\s]+)"
)
_LABEL = re.compile(r"[^\[\]\n]*\]")
_GONE_TAG = re.compile(
    r"<(?:/?(?:noinclude|onlyinclude|translate|tvar)(?=[\s>/])[^<>]*|tvar\|[^<>]*|/)>|<includeonly>[^<]*</includeonly>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserMention:
    """A place on a page that names a person."""

    username: str  # no namespace, spaces not underscores, first letter as the wiki has it
    wiki: str | None  # as interwiki prefix (`m`, `wikt:es`) or loopback address; None: this wiki
    span: tuple[int, int]  # the whole link, template, address or bare name; people of one {{ping}} share one


def find_users(
    wikitext: str,
    namespaces: Namespaces = USER_NAMES,
    *,
    templates: Collection[str] = USER_TEMPLATES,
    ping_templates: Collection[str] = PING_TEMPLATES,
    prefixes: Collection[str] = (),
) -> list[UserMention]:
    """Give everybody the text names, in page order; a signature gives one mention for each of its links.

    Args:
        wikitext: a page or a part of one, such as a cell.
        namespaces: names of User and User talk on the page's wiki (`User` itself is always known); by
            default those of all languages. Links to other wikis are read in all languages whatever is given.
        templates: names of templates whose first parameter is a user.
        ping_templates: names of templates whose every numbered parameter is a user.
        prefixes: interwiki prefixes besides those of Wikimedia's interwiki map.
    """
    if ":" not in wikitext and "{{" not in wikitext and "//" not in wikitext:
        return []
    titles = TitleReader(user_names(namespaces), prefixes)
    return list(_Scanner(_visible(wikitext), titles, _folded(templates), _folded(ping_templates)).run())


def people(
    wikitext: str,
    namespaces: Namespaces = USER_NAMES,
    *,
    templates: Collection[str] = USER_TEMPLATES,
    ping_templates: Collection[str] = PING_TEMPLATES,
    prefixes: Collection[str] = (),
) -> list[UserMention]:
    """Give the first mention of each person: one name on one wiki, under whatever spelling.

    `m` and `meta` are one wiki; whether that is the wiki of the page, only its settings know. Arguments as
    for `find_users`.
    """
    first: dict[tuple[str | None, str], UserMention] = {}
    found = find_users(
        wikitext, namespaces, templates=templates, ping_templates=ping_templates, prefixes=prefixes
    )
    for mention in found:
        first.setdefault((fold_wiki(mention.wiki), mention.username), mention)
    return list(first.values())


@lru_cache(maxsize=32)
def _fold_all(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold_name, names))


def _folded(names: Collection[str]) -> frozenset[str]:
    return _fold_all(frozenset(names))


def _visible(wikitext: str) -> str:
    """Give the text with comments and nowiki set aside, each character in its place."""
    if "<" not in wikitext:
        return wikitext
    pieces: list[str] = []
    at = 0
    for stretch in unparsed_stretches(wikitext):
        fill = GONE if stretch.tag == "comment" else OPAQUE
        pieces.append(wikitext[at : stretch.start])
        pieces.append(fill * (stretch.end - stretch.start))
        at = stretch.end
    pieces.append(wikitext[at:])
    return _GONE_TAG.sub(lambda tag: GONE * len(tag[0]), "".join(pieces))


class _Scanner:
    """One walk over a page, from left to right."""

    def __init__(
        self, text: str, titles: TitleReader, templates: frozenset[str], ping_templates: frozenset[str]
    ) -> None:
        self.text = text
        self.titles = titles
        self.templates = TemplateReader(text, titles, templates, ping_templates)
        self.bare = BareReader(text, titles)
        self.low = 0  # the end of the last mention
        self.closing = -1  # the next "]]" that is known

    def run(self) -> Iterator[UserMention]:
        """Walk to the page's end."""
        at = 0
        while found := _TOKEN.search(self.text, at):
            token = found[0]
            if token[0] == "[":
                people, start, at = self.link(found.end())
            elif token[0] == "{":
                start = found.end() - 2
                people, at = self.templates.read(start)
            elif token[0] == "/":
                people, start, at = self.address(found.start())
            else:
                person, start, at = self.bare.read(found.end() - 1, self.low)
                people = [person] if person else []
            for named in people:
                yield UserMention(username=named.username, wiki=named.wiki, span=(start, at))
                self.low = at

    def link(self, at: int) -> tuple[list[Person], int, int]:
        """Read the link whose brackets end at `at`; an unclosed one is left to be read as a bare name."""
        found = _TITLE.match(self.text, at)
        if not found:
            return [], at, at
        person = self.titles.read(found[1])
        if not person:
            return [], at, found.end()
        end = found.end() if found[2] == "]]" else self.label_end(found.end(), found.start(2))
        return [person], at - 2, end

    def label_end(self, at: int, title_end: int) -> int:
        """Give where a link with a label ends; without an end, or with a link inside, its title is all."""
        text = self.text
        if 0 <= self.closing < at:
            self.closing = -1
        if self.closing < 0:
            found = text.find("]]", at)
            self.closing = found if found >= 0 else len(text)
        if self.closing == len(text) or text.find("[[", at, self.closing) >= 0:
            return title_end
        end = self.closing + 2
        return end + 1 if text.startswith("]", end) and text.find("[", at, self.closing) >= 0 else end

    def address(self, at: int) -> tuple[list[Person], int, int]:
        """Read the address whose slashes stand at `at`; others are passed over whole."""
        text = self.text
        start = next((at - n for n in (6, 5) if text[max(0, at - n) : at].lower() in {"https:", "http:"}), at)
        bracketed = text.startswith("[", start - 1) and start > 0
        if start == at and not bracketed:
            return [], at, at + 2
        address = _ADDRESS.match(text, at + 2)
        end = address.end() if address else at + 2
        if not bracketed:
            end = at + 2 + len(text[at + 2 : end].rstrip(".,:;!?'"))
        page = _PAGE.match(text, at + 2, end)
        wiki = wiki_of_host(page[1]) if page else None
        person = self.titles.read(page[2]) if page and wiki else None
        if not person:
            return [], at, end
        if bracketed and (label := _LABEL.match(text, end)):
            start, end = start - 1, label.end()
        return [Person(username=person.username, wiki=person.wiki or wiki)], start, end
