"""Pure: the HTML tags that MediaWiki lets through, and what their attributes say about a cell's size."""

import re
from typing import NamedTuple

from bot.wikitext.masks import GONE, OPAQUE
from bot.wikitext.titles import decode_references

TABLE_TAGS = frozenset({"table", "caption", "tr", "td", "th"})

_OTHER_TAGS = """
abbr b bdi bdo big blockquote br center cite code data dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i
ins kbd li link mark meta ol p pre q rb rp rt rtc ruby s samp small span strike strong sub sup time tt u
ul var wbr
"""

ALLOWED_TAGS = TABLE_TAGS.union(_OTHER_TAGS.split())
"""What MediaWiki's sanitizer lets through; any other tag is shown as text."""

LARGEST_COLSPAN = 1000
LARGEST_ROWSPAN = 65534
"""Where browsers cut: https://html.spec.whatwg.org/multipage/tables.html#attr-tdth-colspan"""

_TAG = re.compile(rf"<{GONE}*+(/?){GONE}*+([A-Za-z][^\t\n\x0b\x0c\r />\ufffd<]*+)([^<>]*+)>")
_SEPARATORS = re.compile(r"[|!\n{\[]|span", re.IGNORECASE)
_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTE = re.compile(
    rf"""([^\t\n\f\r />][^\t\n\f\r />=]*)
    (?:{_SPACE}*={_SPACE}*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^\t\n\f\r >]*)))?""",
    re.VERBOSE,
)
_INTEGER = re.compile(r"[\t\n\f\r ]*\+?([0-9]+)")


class Tag(NamedTuple):
    """A tag that makes or ends a table, a row, a cell or a caption."""

    start: int
    end: int
    name: str
    closing: bool
    attributes: str


def set_tags_aside(masked: str) -> tuple[str, list[Tag]]:
    """Make allowed tags that hold separators `OPAQUE`; give the text and the table's own tags in order."""
    tags: list[Tag] = []
    parts: list[str] = []
    last = 0
    for found in _TAG.finditer(masked):
        name = found[2].replace(GONE, "").lower()
        if name not in ALLOWED_TAGS:
            continue
        start, end = found.span()
        if name in TABLE_TAGS:
            tags.append(Tag(start, end, name, bool(found[1]), found[3]))
        elif not _SEPARATORS.search(found[3]):
            continue
        parts.append(masked[last:start])
        parts.append(OPAQUE * (end - start))
        last = end
    if not parts:
        return masked, tags
    parts.append(masked[last:])
    return "".join(parts), tags


def spans_of(attributes: str) -> tuple[int, int]:
    """Give rowspan and colspan as a browser reads them.

    A rowspan of 0 means: to the table's end. What isn't a number counts as 1, as does a colspan of 0.
    """
    rowspan = colspan = 1
    if "span" not in attributes.lower():
        return rowspan, colspan
    for name, double, single, plain in _ATTRIBUTE.findall(attributes.replace(GONE, "")):
        if name.lower() == "rowspan":
            rowspan = min(_integer(double or single or plain), LARGEST_ROWSPAN)
        elif name.lower() == "colspan":
            colspan = min(_integer(double or single or plain) or 1, LARGEST_COLSPAN)
    return rowspan, colspan


def _integer(value: str) -> int:
    """Read digits as HTML does: what follows them is ignored, without any it is 1."""
    found = _INTEGER.match(decode_references(value))
    return int(found[1][:9]) if found else 1
