"""Pure: whether wikitext can stand on a page without reaching beyond its place."""

from __future__ import annotations

import re
from collections import Counter

from bot.wikitext.exclusion import unparsed_stretches, without_unparsed

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)\b[^<>]*?(?P<alone>/?)>", re.IGNORECASE)
_VOID = frozenset(
    {"br", "hr", "wbr", "img", "references", "nowiki", "section", "languages", "templatestyles"}
)
_SAVED = re.compile(r"~~~|\{\{\s*(?:safe)?subst\s*:|\[\[[^\[\]|]*\|\s*\]\]|\[\[\s*\|", re.IGNORECASE)
"""What the wiki changes when a page is saved."""

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
