"""Pure: in which sections of a page something stands, by their headings."""

import re
from bisect import bisect_right

from bot.wikitext.masking import mask
from bot.wikitext.masks import GONE

_HEADING = re.compile(
    rf"^{GONE}*(={{1,6}})([^\n]+?)(={{1,6}})[ \t\r{GONE}]*$"
    r"|^[ \t]*<h([1-6])(?:\s[^<>\n]*)?>([^\n]+)</h[1-6]\s*>",
    re.MULTILINE | re.IGNORECASE,
)
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]\n]*)\]\]")
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|'{2,}", re.DOTALL)


def plain_words(wikitext: str) -> str:
    """Give the words of a heading or a label as readers see them, but for what templates make."""
    return " ".join(_MARKUP.sub("", _LINK.sub(r"\1", wikitext)).split())


class Headings:
    """The headings of one page."""

    def __init__(self, wikitext: str) -> None:
        """Find them; what stands in comments and nowiki is none."""
        self._starts: list[int] = []
        self._headings: list[tuple[str, ...]] = []  # those above each, the outermost first, itself the last
        open_: list[tuple[int, str]] = []
        for found in _HEADING.finditer(mask(wikitext)):
            part = 2 if found[1] else 5
            level = min(len(found[1]), len(found[3])) if found[1] else int(found[4])
            while open_ and open_[-1][0] >= level:
                open_.pop()
            open_.append((level, plain_words(wikitext[found.start(part) : found.end(part)])))
            self._starts.append(found.start())
            self._headings.append(tuple(text for _, text in open_))

    def outline(self) -> list[tuple[int, str]]:
        """Give every heading in the page's order: where its line begins, and its words."""
        return [(start, above[-1]) for start, above in zip(self._starts, self._headings, strict=True)]

    def of(self, place: int) -> tuple[str, ...]:
        """Give the headings of the sections a place is in, the outermost first."""
        number = bisect_right(self._starts, place) - 1
        return self._headings[number] if number >= 0 else ()
