"""Pure: a text as a reader's eye takes it, for finding addresses and numbers in it; places lead back.

Invisible marks, short comments and nowiki tags go; digits and signs of other scripts become ASCII's.
"""

import re
import unicodedata
from bisect import bisect_right

_GONE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
    r"|<!--[^@<>\d]{0,60}-->"
    r"|</?(?:nowiki|wbr|bdi|b|i|span)(?:\s[^<>@]{0,200})?/?>|'{2,5}|&(?:zwnj|zwj|lrm|rlm|shy);",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"&(?:#0{0,3}(?:64|46|43|160|32|45)|#x0{0,3}(?:40|2e|2b|a0|20|2d)|commat|period|plus|nbsp|hyphen);", re.I
)
_SIGNS = {
    name: sign
    for sign, names in {
        "@": "commat 64 x40",
        ".": "period 46 x2e",
        "+": "plus 43 x2b",
        " ": "nbsp 160 xa0 32 x20",
        "-": "hyphen 45 x2d",
    }.items()
    for name in names.split()
}
_ALIKE = str.maketrans(
    "＠﹫．。｡․＋﹢（）［］－‐‑‒–—−／：\u00a0\u202f\u2007\u2009\u3000\t",
    "@@....++()[]-------/:      ",
)
_DIGITS = str.maketrans(
    {
        chr(code): str(unicodedata.digit(chr(code)))
        for base in (0x660, 0x6F0, 0x966, 0xFF10)
        for code in range(base, base + 10)
    }
)


class PlainText:
    """The text as seen, and where each part of it stands in the original."""

    def __init__(self, text: str) -> None:
        """Take the text to pieces; every kept piece remembers how far it was moved."""
        parts: list[str] = []
        self._seen: list[int] = [0]
        self._written: list[int] = [0]
        at = length = 0
        for start, end, sign in _replaced(text):
            parts += [text[at:start], sign]
            length += start - at + len(sign)
            self._seen.append(length)
            self._written.append(end)
            at = end
        parts.append(text[at:])
        self.text = "".join(parts).translate(_ALIKE).translate(_DIGITS)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where in the original the seen characters `start` to `end` stand."""
        return self._place(start), self._place(end - 1) + 1 if end > start else self._place(end)

    def _place(self, seen: int) -> int:
        index = bisect_right(self._seen, seen) - 1
        return self._written[index] + seen - self._seen[index]


def _replaced(text: str) -> list[tuple[int, int, str]]:
    """Give what is left out or replaced by one sign, in order."""
    found = (
        [(gone.start(), gone.end(), "") for gone in _GONE.finditer(text)]
        if not text.isascii() or ("<" in text or "''" in text or "&" in text)
        else []
    )
    if "&" in text:
        found += [(r.start(), r.end(), _sign(r[0])) for r in _REFERENCE.finditer(text)]
        found.sort()
    return found


def _sign(reference: str) -> str:
    name = reference[1:-1].lower().lstrip("#")
    prefix = "x" if name.startswith("x") else ""
    return _SIGNS[prefix + name.removeprefix("x").lstrip("0")]
