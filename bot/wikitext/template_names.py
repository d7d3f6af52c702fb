"""Pure: what may stand first between two braces; if it can't name a page or a function, the braces are text.

The rules: https://www.mediawiki.org/wiki/Manual:Page_title and https://www.mediawiki.org/wiki/Help:Magic_words
"""

import re
from enum import Enum

from bot.wikitext.masks import GONE, OPAQUE, UNKNOWN
from bot.wikitext.titles import decode_references

_FUNCTION = re.compile(
    r"#[^:]*:|(?i:safesubst|int|ns|nse|lc|uc|lcfirst|ucfirst|urlencode|anchorencode|localurle?|fullurle?|"
    r"canonicalurle?|filepath|formatnum|grammar|gender|plural|bidi|numbering|padleft|padright|formatdate|"
    r"msg|msgnw|raw)\s*:|[A-Z]+\s*:|[A-Z][A-Z0-9]{4,}$"
)
_SUBST = re.compile(r"subst:", re.IGNORECASE)
_BRACKETS = re.compile(r"[<>\[\]{}]")
_NAMESPACE = r"(?:talk|special|(?:user|project|file|mediawiki|template|help|category)(?: talk)?)"
_NO_PAGE = re.compile(
    r"""[\x01-\x1f\x7f<>\[\]{}|\ufffd] | ^\# | ~~~ | %[0-9A-F]{2} | &[0-9A-Z\x80-\U0010ffff]+; |
    ^: | ^\.\.?$ | ^\.\.?/ | /\.\.?/ | /\.\.?$ """
    rf"| ^{_NAMESPACE}[ ]*:[ ]*$ | ^talk[ ]*:[ ]*{_NAMESPACE}[ ]*:",
    re.IGNORECASE | re.VERBOSE,
)


class Named(Enum):
    """What braces stand for."""

    TEXT = "text"  # themselves
    FUNCTION = "function"  # a parser function or a variable
    PAGE = "page"  # a template, whatever it holds


def what_is_named(name: str) -> Named:
    """Say what MediaWiki puts in the place of braces in which `name` stands first.

    Args:
        name: masked. What a template makes of it can't be known; such a name is taken for a page's.
    """
    name = name.replace(GONE, "").strip()
    if _FUNCTION.match(name):
        return Named.FUNCTION
    if _SUBST.match(name):
        return Named.TEXT
    if UNKNOWN in name or OPAQUE in name:
        return Named.TEXT if _BRACKETS.search(name) else Named.PAGE
    title = decode_references(name).replace("_", " ").strip(" ").removeprefix(":").strip(" ")
    return Named.TEXT if not title or _NO_PAGE.search(title) else Named.PAGE
