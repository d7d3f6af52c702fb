"""Pure: what of a line of wikitext must not be cut through: links, templates, tags, bold and italic words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.wikitext.exclusion import shadowed, unparsed_stretches
from bot.wikitext.headings import plain_words
from bot.wikitext.masks import OPAQUE

_TOKEN = re.compile(
    r"\[\[|\]\]|\{\{|\}\}|-\{|\}-|'{2,}"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])[^<>]*>"
    r"|\[(?:[a-z][a-z0-9+.-]*:)?//[^\[\]\n]*\]"
    r"|&(?:#?[A-Za-z0-9]{1,32});"
    r"|__\w{2,40}?__",
)
_OPENING_OF = {"]]": "[[", "}}": "{{", "}-": "-{"}
_TEMPLATE = "{{"
_BRACKETS = str.maketrans("", "", "[]{}<>")
_QUOTES = re.compile("'{2,}")


def constructs(wikitext: str) -> list[tuple[int, int]]:
    """Give start and end of each in the text's order, those in or across others joined to them.

    What has no end, or no beginning, is no construct but plain letters.
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_spans(wikitext)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def bare_words(wikitext: str) -> str:
    """Give the words of a line without any construct: links and tags leave theirs, templates nothing."""
    shown = shadowed(wikitext, OPAQUE)
    templates = [(start, end) for start, end in constructs(wikitext) if shown.startswith(_TEMPLATE, start)]
    pieces = []
    at = 0
    for start, end in templates:
        pieces.append(wikitext[at:start])
        at = end
    plain = plain_words("".join([*pieces, wikitext[at:]]))
    return " ".join(_QUOTES.sub("’", plain.translate(_BRACKETS)).split())


def _spans(wikitext: str) -> Iterator[tuple[int, int]]:
    for stretch in unparsed_stretches(wikitext):
        yield stretch.start, stretch.end
    open_: dict[str, list[int]] = {}
    is_bold = is_italic = False
    quoted = 0  # where bold or italic begins
    for found in _TOKEN.finditer(shadowed(wikitext, OPAQUE)):
        token, start, end = found[0], found.start(), found.end()
        opening = _OPENING_OF.get(token)
        if token in _OPENING_OF.values():
            open_.setdefault(token, []).append(start)
            continue
        if opening:
            if open_.get(opening):
                yield open_[opening].pop(), end
            continue
        yield start, end
        if token[0] == "'":
            was = is_bold or is_italic
            is_italic ^= len(token) in {2} or len(token) >= 5
            is_bold ^= len(token) >= 3
            if not was:
                quoted = start
            elif not (is_bold or is_italic):
                yield quoted, end
        elif found["name"]:
            name = found["name"].lower()
            if not found["end"]:
                open_.setdefault(name, []).append(start)
            elif open_.get(name):
                yield open_[name].pop(), end
