"""Pure: links of a page that lead to the same places when its text stands on another wiki.

Links are found as MediaWiki finds them: two brackets, a title, and two closing brackets before the next two
opening ones. A picture may have links in its caption.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bot.wikitext.exclusion import shadowed
from bot.wikitext.masks import OPAQUE
from bot.wikitext.namespaces import fold_name
from bot.wikitext.targets import NotATitleError, clean_title
from bot.wikitext.template_list import templates_used
from bot.wikitext.titles import decode_references, fold_blanks

__all__ = ["CATEGORY_NAMES", "MEDIA_NAMES", "link_to_home", "templates_used"]

CATEGORY_NAMES = frozenset({"category", "categoría", "categoria", "catégorie", "تصنيف"})
"""Folded; a link to one without a colon before it is none: the page is put there."""

MEDIA_NAMES = frozenset({"media", "file", "image"})
"""Folded; every wiki knows them."""

_TARGET = rf"[^\[\]{{}}|<>\n\ufffd{OPAQUE}]*"
_LINK = re.compile(rf"\[\[({_TARGET})(\||\]\])")
_BRACKETS = re.compile(r"\[\[|\]\]")
_ADDRESS = re.compile(
    rf"\{{\{{\s*(?:fullurl|canonicalurl|localurl)e?:\s*(?P<colon>:?)(?P<title>{_TARGET})(?=\||\}}\}})",
    re.IGNORECASE,
)
_IN_NO_TITLE = re.compile(r"[\[\]{}|<>\n\ufffd]|~~~")
_PROTOCOL = re.compile(
    r"[a-z][a-z0-9+.-]*://|//|(?:mailto|tel|sms|sips?|news|urn|geo|magnet|xmpp|bitcoin):", re.IGNORECASE
)
_CONTEXT = re.compile(r" ?\([^()]*\)\Z|, .*\Z|，.*\Z|، .*\Z", re.DOTALL)
_UP = "../"
_SPECIAL = "special:"


def link_to_home(
    wikitext: str,
    prefix: str,
    *,
    interwikis: Collection[str],
    file_names: Collection[str],
    page: str = "",
) -> str:
    """Give the text with links that work on another wiki; their words stay as readers see them.

    Args:
        wikitext: of a page on the home wiki.
        prefix: by which the other wiki knows the home wiki, with or without its colon. Empty: the text stays
            on the home wiki, and only relative links change.
        interwikis: prefixes of wikis and languages; a link that has one is left as it is.
        file_names: the names of the File namespace, and of Media; pictures are left as they are.
        page: title of the page, to which relative links are relative; empty: they are left as they are.
    """
    linker = _Linker(
        prefix=prefix.strip(": "),
        interwikis=frozenset(map(fold_name, interwikis)) | {fold_name(prefix.strip(": ").partition(":")[0])},
        files=frozenset(map(fold_name, file_names)) | MEDIA_NAMES,
        page=page.strip(),
    )
    shown = shadowed(wikitext, OPAQUE)
    pieces = []
    at = 0
    for start, end, instead in sorted([*linker.links(wikitext, shown), *linker.addresses(shown)]):
        pieces += [wikitext[at:start], instead]
        at = end
    return "".join([*pieces, wikitext[at:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linker:
    """Writes links anew."""

    prefix: str  # without its colon; empty: the home wiki itself
    interwikis: frozenset[str]
    files: frozenset[str]
    page: str

    def links(self, wikitext: str, shown: str) -> Iterator[tuple[int, int, str]]:
        """Give what changes: start, end, and what comes there instead."""
        brackets = [(found.start(), found[0] == "[[") for found in _BRACKETS.finditer(shown)]
        for number, (start, is_opening) in enumerate(brackets):
            found = _LINK.match(shown, start) if is_opening else None
            if not found:
                continue
            end, words = found.end(1), None
            if found[2] == "|":
                if number + 1 == len(brackets) or brackets[number + 1][1]:
                    continue  # it has no end, or is a picture's, in whose caption a link begins
                words = wikitext[end + 1 : brackets[number + 1][0]]
            if new := self._link(found[1], words):
                target, label = new
                if words:
                    yield start + 2, end, target
                else:
                    yield start + 2, end + (words is not None), f"{target}|{label}"

    def addresses(self, shown: str) -> Iterator[tuple[int, int, str]]:
        """Give what changes in calls that make addresses of pages."""
        for found in _ADDRESS.finditer(shown):
            title = found["title"].strip()
            if self.prefix and title and title[0] not in "#/" and not self._has(title, self.interwikis):
                yield found.start("colon"), found.end("colon"), f"{self.prefix}:"

    def _link(self, written: str, words: str | None) -> tuple[str, str] | None:
        """Give target and label of a link; None: it stays as it is.

        Args:
            written: its target.
            words: its label; None: it has none. An empty one the wiki makes up when the page is saved.
        """
        decoded = unquote(written) if "%" in written else written
        shows = decoded.strip()
        title = shows.removeprefix(":").strip()
        if _IN_NO_TITLE.search(title) or _PROTOCOL.match(title):
            return None
        if title == shows and title.startswith(("/", _UP)):
            return self._relative(title)
        if not self.prefix or not _is_title(title) or self._has(title, self.interwikis):
            return None
        if title == shows and self._has(title, self.files | CATEGORY_NAMES):
            return None
        if words is None:
            label = decoded if title == shows else decoded.partition(":")[2]  # blanks show too
        else:
            label = _CONTEXT.sub("", title.partition(":")[2] or title)
        return f":{self.prefix}:{written.strip().removeprefix(':').strip()}", label

    def _relative(self, written: str) -> tuple[str, str] | None:
        """Give where a relative link leads and what it shows; None: nobody knows."""
        path, hash_, section = written.partition("#")
        base, label = self.page, written
        if path.startswith("/"):
            rest = path[1:].rstrip("/")
            label = f"{rest}{hash_}{section}" if path.endswith("/") else label
        else:
            parts = self.page.split("/")
            rest = path
            while rest.startswith(_UP):
                rest = rest[len(_UP) :]
                parts.pop()
                if not parts:
                    return None
            base = "/".join(parts)
            label = rest.rstrip("/") if rest.endswith("/") else ""
            rest = rest.rstrip("/")
        if not base:
            return None
        title = f"{base}/{rest.strip()}" if rest.strip() or path.startswith("/") else base
        needs_colon = self.prefix or self._has(title, self.files | CATEGORY_NAMES)
        before = f"{':' if needs_colon else ''}{self.prefix}{':' if self.prefix else ''}"
        return f"{before}{title}{hash_}{section}", label or f"{title}{hash_}{section}"

    @staticmethod
    def _has(title: str, names: frozenset[str]) -> bool:
        """Tell whether a title begins with one of these names and a colon."""
        name, colon, _ = decode_references(title).partition(":")
        return bool(colon) and fold_name(name) in names


def _is_title(title: str) -> bool:
    """Tell whether a page can be called so, with a section or without."""
    plain = fold_blanks(decode_references(title.partition("#")[0]))
    if plain.casefold().startswith(_SPECIAL):
        return True
    try:
        clean_title(plain)
    except NotATitleError:
        return False
    return True
