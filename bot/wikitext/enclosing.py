"""Pure: whether wikitext can be put into a page without reaching beyond its place."""

from __future__ import annotations

import re
from collections import Counter

from bot.wikitext.exclusion import without_unparsed

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)\b[^<>]*?(?P<alone>/?)>", re.IGNORECASE)
_VOID = frozenset(
    {"br", "hr", "wbr", "img", "references", "nowiki", "section", "languages", "templatestyles"}
)
_SAVED = re.compile(r"~~~|\{\{\s*(?:safe)?subst\s*:|\[\[[^\[\]|]*\|\s*\]\]|\[\[\s*\|", re.IGNORECASE)
"""What the wiki changes when a page is saved."""

_INCLUSION = re.compile(r"<\s*/?\s*(?:noinclude|includeonly|onlyinclude|translate|tvar)\b", re.IGNORECASE)
_PAIRS = (("{{", "}}"), ("[[", "]]"), ("{|", "|}"))


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
