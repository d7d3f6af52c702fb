"""Pure: whether wikitext can stand on a page without reaching beyond its place."""

from __future__ import annotations

import re
from collections import Counter

from bot.wikitext.exclusion import unclosed, unparsed_stretches, without_unparsed
from bot.wikitext.html_tags import ALLOWED_TAGS
from bot.wikitext.masking import mask
from bot.wikitext.masks import GONE

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)\b[^<>]*?(?P<alone>/?)>", re.IGNORECASE)
_VOID = frozenset(
    {"br", "hr", "wbr", "img", "references", "nowiki", "section", "languages", "templatestyles"}
)
_SAVED = re.compile(r"~~~|\{\{\s*(?:safe)?subst\s*:|\[\[[^\[\]|]*\|\s*\]\]|\[\[\s*\|", re.IGNORECASE)
"""What the wiki changes when a page is saved."""

_ENDED_BY_HTML = frozenset(
    {"p", "li", "dd", "dt", "tr", "td", "th", "caption", "rb", "rt", "rtc", "rp"}
    | {"br", "hr", "wbr", "meta", "link"}
)
_TABLE_LINE = re.compile(r"^[ \t:]*(\{\||\|\}(?!\}))", re.MULTILINE)
_INCLUSION = re.compile(r"<\s*/?\s*(?:noinclude|includeonly|onlyinclude|translate|tvar)\b", re.IGNORECASE)
_PAIRS = (("{{", "}}"), ("[[", "]]"), ("{|", "|}"))

_REACHES = re.compile(
    r"\{\{|<\s*templatestyles|\bclass\s*=(?!\"mw-content-(?:ltr|rtl)\")",  # these only tell the direction
    re.IGNORECASE,
)
_STYLE = re.compile(r"\bstyle\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*)", re.IGNORECASE)
_SIGNATURE_STYLE = re.compile(
    r"(?:\s*(?:color|background(?:-color)?|font(?:-\w+)?|text-shadow|text-decoration|border(?:-radius)?|"
    r"white-space)\s*:[\w\s#.,%'()-]*(?:;|\Z))*\s*",
    re.IGNORECASE,
)


def stands_alone(wikitext: str) -> bool:
    """Tell whether text closes all that it opens and is saved as it is.

    In doubt the answer is no.
    """
    if _SAVED.search(wikitext) or _INCLUSION.search(wikitext) or "<!--" in wikitext or "-->" in wikitext:
        return False
    visible = without_unparsed(wikitext, keep_lines=True)
    if any(visible.count(opening) != visible.count(closing) for opening, closing in _PAIRS):
        return False
    open_tags: Counter[str] = Counter()
    for tag in _TAG.finditer(visible):
        name = tag["name"].lower()
        if tag["alone"] or name in _VOID:
            continue
        open_tags[name] += -1 if tag["end"] else 1
        if open_tags[name] < 0:
            return False
    return not any(open_tags.values()) and "<" not in _TAG.sub("", visible)


def leaves_open(wikitext: str) -> bool:
    """Tell whether text would take what stands below it into a table, tag, template or link of its own.

    Tags that HTML itself ends (list items, paragraphs, cells) don't count.
    """
    if unclosed(wikitext) >= 0:
        return True
    masked = mask(wikitext).replace(GONE, "")
    if any(masked.count(opening) > masked.count(closing) for opening, closing in _PAIRS[:2]):
        return True
    tables = 0
    for line in _TABLE_LINE.findall(masked):
        tables = tables + 1 if line == "{|" else max(0, tables - 1)
    return bool(tables or _open_tags(masked))


def _open_tags(masked: str) -> list[re.Match[str]]:
    """Give the opening tags that nothing closes, in page order."""
    open_: dict[str, list[re.Match[str]]] = {}
    for tag in _TAG.finditer(masked):
        name = tag["name"].lower()
        if tag["alone"] or name in _ENDED_BY_HTML or name not in ALLOWED_TAGS:
            continue
        if not tag["end"]:
            open_.setdefault(name, []).append(tag)
        elif open_.get(name):
            open_[name].pop()
    return sorted((tag for tags in open_.values() for tag in tags), key=lambda tag: tag.start())


def without_open_tags(wikitext: str) -> str:
    """Give text without the tags that nothing in it closes."""
    pieces = []
    at = 0
    for tag in _open_tags(mask(wikitext)):
        pieces.append(wikitext[at : tag.start()])
        at = tag.end()
    return "".join([*pieces, wikitext[at:]])


def stays_in_place(wikitext: str) -> bool:
    """Tell whether text can't cover, move or hide what stands around it, where it closes all that it opens.

    It may have the styles that signatures have, but no template, whose styles nobody sees here.
    """
    tags = (_opening_tag(wikitext[each.start : each.end]) for each in unparsed_stretches(wikitext))
    seen = "\n".join((without_unparsed(wikitext, keep_lines=True), *tags))
    styles = (found[1].strip("\"'") for found in _STYLE.finditer(seen))
    return not _REACHES.search(seen) and all(map(_SIGNATURE_STYLE.fullmatch, styles))


def _opening_tag(stretch: str) -> str:
    """Give the tag with which `<pre style="…">` and the like begin; empty: it is a comment."""
    return "" if stretch.startswith("<!--") else f"{stretch.partition('>')[0]}>"
