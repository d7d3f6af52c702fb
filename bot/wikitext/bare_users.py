"""Pure: user names written without a link: `User:Ana`, `:es:Usuario:Ana`.

Nothing says where such a name ends. It ends at a line's end, at markup, at a comma, a semicolon, a bracket, a
dash or a dot between blanks, before a date or a time, before the next such name. A round bracket belongs to
the name where an organisation's letters stand in it, as in `User:Ana (WMF)`.
"""

import re
from functools import lru_cache

from bot.wikitext.namespaces import SPECIAL_NAMES
from bot.wikitext.user_titles import Person, TitleReader

_LONGEST = 300  # characters looked at
_LONGEST_NAME = 48  # of a namespace

_STOP = r'\n\r\t|\[\]{}<>#/,،、;؛"“”„«»•·=。！？（）'
_REGION = re.compile(rf"(?:[^{_STOP}&]+|&(?:#\w{{1,8}};|\w{{2,8}};)?)*")
_SPECIAL_PAGE = re.compile(r"[^\s/:|\[\]{}<>]{1,40}/")
_CUT = re.compile(
    r"''|~~~|--|\s*\((?!W[A-Z]{2,5}\))|\s[-–—|]\s|[–—]\s|\s&\s|\s{3}"
    r"|\s\d{1,2}[:h]\d\d(?!\d)|\s\d{1,2}\.?\s(?:de\s)?\w{3,12}\.?\s(?:de\s)?\d{4}(?!\d)|(?<=\w\w\w)[.!?:]\s"
)
_JOINING = re.compile(r"(?:\s(?:and|with|y|e|et|und|or|o|ou|oder|و|&|\+))+\s*$", re.IGNORECASE)
_TRAILING = " \u00a0_.,:;!?-–—~'*\u200e\u200f"
_LONGEST_PREFIX = 20
_LONGEST_CHAIN = 4
_BLANKS_BEFORE_COLON = " \u00a0_"


class BareReader:
    """Reads names after the colons of one page."""

    def __init__(self, text: str, titles: TitleReader) -> None:
        """Take the page, masked."""
        self.text = text
        self.titles = titles
        self.by_ending = _by_ending(titles.names)
        self.seen = (-1, -1)  # the colon after the last name, and where the namespace before it begins

    def read(self, colon: int, low: int) -> tuple[Person | None, int, int]:
        """Give whom the text around the colon names and where it stands; with nobody, where to go on.

        Args:
            colon: where it is.
            low: nothing before it belongs to the mention.
        """
        text = self.text
        start = self.seen[1] if self.seen[0] == colon else self._head(colon, low)
        if start < 0:
            return None, colon, colon + 1
        at = colon + 1
        if text[at : at + 1].isspace() and (colon - start < 3 or not self._begins(start, low)):
            return None, start, at
        end = self._region_end(start, at)
        if end == at:
            return None, start, at
        chained = self._chained(start, low)
        return self.titles.read(text[chained:end]), chained, end

    def _head(self, colon: int, low: int) -> int:
        """Give where the namespace before the colon begins; -1 if there is none."""
        text = self.text
        end = colon - 1 if text[colon - 1 : colon] in _BLANKS_BEFORE_COLON and colon > low else colon
        window = text[max(low, end - _LONGEST_NAME) : end]
        small = window.lower().replace("_", " ")
        if len(small) != len(window):
            return -1
        for length in (3, 2, 1):
            for name in self.by_ending.get(small[-length:], ()):
                if not small.endswith(name):
                    continue
                start = end - len(name)
                before = text[start - 1] if start > low else " "
                if before.isalnum() or before in "/_%" or (len(name) < 3 and not text[start].isupper()):
                    continue
                return start
        return -1

    def _begins(self, start: int, low: int) -> bool:
        """Say whether a line or a cell begins at `start`: there `User: Ana` is a name too."""
        before = self.text[max(low, start - 20) : start].rstrip(" \t:*#'\u200e\u200f")
        return (not before and start - low <= 20) or before[-1:] in {"\n", "|", "!", ">", ""}

    def _chained(self, start: int, low: int) -> int:
        """Give where the interwiki prefixes before the namespace begin."""
        text = self.text
        for _ in range(_LONGEST_CHAIN):
            colon = start - 1
            if colon <= low or text[colon] != ":":
                break
            begin = colon
            while (
                begin > low
                and colon - begin <= _LONGEST_PREFIX
                and (text[begin - 1].isalnum() or text[begin - 1] == "-")
            ):
                begin -= 1
            if text[begin:colon].lower() not in self.titles.prefixes:
                break
            start = begin
        return start

    def _region_end(self, start: int, at: int) -> int:
        """Give where the name ends."""
        text = self.text
        limit = self._next_head(at, min(len(text), at + _LONGEST))
        if limit == at:
            return at
        first = self._special_page(start, at) or at
        region = _REGION.match(text, first, limit)
        end = region.end() if region else first
        if cut := _CUT.search(text, first, end):
            end = cut.start()
        name = text[first:end]
        if end == limit:
            name = _JOINING.sub("", name)
        return first + len(name.rstrip(_TRAILING))

    def _next_head(self, at: int, limit: int) -> int:
        """Give where the next namespace with its prefixes begins, or the limit."""
        colon = self.text.find(":", at, limit)
        while colon >= 0:
            head = self._head(colon, at)
            if head >= 0:
                self.seen = (colon, head)
                return self._chained(head, at)
            colon = self.text.find(":", colon + 1, limit)
        return limit

    def _special_page(self, start: int, at: int) -> int:
        """Give where the name after `Special:Contributions/` begins; 0 for another namespace."""
        if self.text[start : at - 1].strip().casefold() not in SPECIAL_NAMES:
            return 0
        page = _SPECIAL_PAGE.match(self.text, at)
        return page.end() if page else 0


@lru_cache(maxsize=32)
def _by_ending(names: frozenset[str]) -> dict[str, list[str]]:
    """Sort folded names by their last letters, the longest first."""
    endings: dict[str, list[str]] = {}
    for name in sorted({name.lower() for name in names | SPECIAL_NAMES}, key=len, reverse=True):
        endings.setdefault(name[-3:], []).append(name)
    return endings
