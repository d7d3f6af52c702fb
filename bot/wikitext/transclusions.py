"""Pure: templates and parser functions whose expansion makes tables, rows or cells, put in the call's place.

What they make is not in the text. Where it makes parts of a table the wiki's own expansion is read
instead, and every place in it leads back to the line of the outermost call on the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.wikitext.lines import LineIndex
from bot.wikitext.masking import mask
from bot.wikitext.masks import OPAQUE, UNKNOWN

_TABLE_PART = re.compile(
    r"^[ \t:]*(?:\{\||\|\}|\|-|\||!)|\|\||!!|<(?:table|tr|td|th)\b", re.MULTILINE | re.IGNORECASE
)
"""What makes an expansion part of a table."""

_CALLS = re.compile(f"{UNKNOWN}+|{OPAQUE}+")
_PARAMETER = re.compile(r"\{\{\{(?!\{)")
_BEGINS_LINE = re.compile(r"\{\||[:;#*]")
"""MediaWiki puts a line feed before an expansion that begins so, unless its call stands at a line's start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transclusion:
    """A call on the page, with all that stands inside it."""

    span: tuple[int, int]
    wikitext: str


def find_transclusions(wikitext: str) -> list[Transclusion]:
    """Find the outermost calls of templates and functions, in page order; those that touch are one."""
    masked = mask(wikitext)
    return [
        Transclusion(span=match.span(), wikitext=wikitext[slice(*match.span())])
        for match in _CALLS.finditer(masked)
        if wikitext.startswith("{{", match.start()) and not _PARAMETER.match(wikitext, match.start())
    ]


def makes_tables(expansion: str) -> bool:
    """Tell whether what a call expands to is a table or a part of one."""
    return _TABLE_PART.search(expansion) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """A page with some calls replaced by what they make."""

    wikitext: str
    starts: Sequence[int]  # in `wikitext`, where each stretch begins
    origins: Sequence[tuple[int, bool]]  # for each stretch: its place on the page, and whether it is a call's
    lines: LineIndex = field(repr=False)  # of the page

    def place(self, offset: int) -> int:
        """Give the place on the page of an offset here; inside a call's expansion: where the call begins."""
        number = bisect_right(self.starts, offset) - 1
        origin, of_call = self.origins[number]
        return origin if of_call else origin + offset - self.starts[number]

    def line_of(self, offset: int) -> int:
        """Give the line of the page, from 1, for an offset here."""
        return self.lines.line_of(self.place(offset))


def expand(wikitext: str, expansions: Mapping[str, str]) -> Expanded:
    """Put what calls make in their places, where it is part of a table.

    Args:
        wikitext: the page.
        expansions: what the wiki makes of each call, by its wikitext; a call that is not in it stays.
    """
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, bool]] = []
    length = last = 0
    for call in find_transclusions(wikitext):
        expansion = expansions.get(call.wikitext)
        if expansion is None or not makes_tables(expansion):
            continue
        if _BEGINS_LINE.match(expansion) and not wikitext.endswith("\n", 0, call.span[0]):
            expansion = "\n" + expansion
        for text, origin, of_call in (
            (wikitext[last : call.span[0]], last, False),
            (expansion, call.span[0], True),
        ):
            starts.append(length)
            origins.append((origin, of_call))
            pieces.append(text)
            length += len(text)
        last = call.span[1]
    starts.append(length)
    origins.append((last, False))
    pieces.append(wikitext[last:])
    return Expanded(wikitext="".join(pieces), starts=starts, origins=origins, lines=LineIndex(wikitext))
