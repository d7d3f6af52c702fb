"""Pure: page titles as MediaWiki folds them: blanks, invisible marks, character references, first letters."""

import html
import re
import unicodedata
from html.entities import html5
from urllib.parse import unquote

from bot.wikitext.masks import GONE

_INVISIBLE = re.compile(
    f"[{GONE}\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
"""Marks that come along when a name is copied; MediaWiki lets none of them into a user name."""

_BLANKS = re.compile(r"[\s_]+")
_REFERENCE = re.compile(r"&(?:(#[xX]?)(?=[0-9a-fA-F])0*+([0-9a-fA-F]{0,8})|([A-Za-z0-9]{2,32}));")
_GREEK_WITH_IOTA = ("\u1f80", "\u1fff")  # their capital is the title case, one letter

_UNCAPITALISED = re.compile(
    "[\u0282\u0345\u10d0-\u10ff\u1d8e\u2170-\u217f\u24d0-\u24e9\ua794\ua7b9\ua7bb\ua7bd\ua7bf\ua7c3"
    "\U00016e60-\U00016e7f]"
)
"""Letters that Python makes capital and Wikimedia's wikis don't ($wgOverrideUcfirstCharacters)."""


def fold_blanks(title: str) -> str:
    """Give plain text in NFC, without invisible marks, runs of blanks and underscores as one space."""
    if title.isascii():
        return _BLANKS.sub(" ", title).strip()
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", title))).strip()


def decode(wikitext: str) -> str:
    """Give the plain text of a title in a link: as in MediaWiki percent-encoding first, then references."""
    if "%" in wikitext:
        wikitext = unquote(wikitext)
    return decode_references(wikitext)


def decode_references(wikitext: str) -> str:
    """Give the text with characters for their references, closed ones only, as in MediaWiki."""
    return _REFERENCE.sub(_character, wikitext) if "&" in wikitext else wikitext


def _character(reference: re.Match[str]) -> str:
    """Read a reference; Python refuses numbers of very many digits, so their zeros go first."""
    if reference[1]:
        return html.unescape(f"&{reference[1]}{reference[2] or 0};")
    return html5.get(f"{reference[3]};", reference[0])


def capitalise(name: str) -> str:
    """Make the first letter capital as Wikimedia's wikis do: only where one letter becomes one letter."""
    first = name[:1]
    if not first or _UNCAPITALISED.match(first):
        return name
    low, high = _GREEK_WITH_IOTA
    capital = first.title() if low <= first <= high else first.upper()
    return capital + name[1:] if len(capital) == 1 else name
