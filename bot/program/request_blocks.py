"""Pure: what each person put on the page of requests: a section, or what ends with a signature.

Bounds are looked for in the text itself, so that no comment or tag that somebody left open takes in what
others write below it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.program.sign_up_row import plain_text
from bot.wikitext.owned import owned_stretches
from bot.wikitext.timestamp_shapes import timestamp_spans
from bot.wikitext.users import find_users

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

_DASHES = f"{string.whitespace}\u00a0-–—*~"

LONGEST_STAMP = 200
"""Characters at the end of a line in which the time of a signature is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of the page that belong together."""

    text: str  # without blank lines at its ends
    start: int  # of its first line
    end: int  # where the next line that isn't blank begins
    line: int  # of its first line, from 1
    headed: bool  # whether it begins with a heading


def read_blocks(wikitext: str) -> list[Block]:
    """Give what people put on the page, in its order; what the bot keeps there is left out."""
    reader = _Reader(wikitext, owned_stretches(wikitext))
    return reader.read()


def without_blocks(wikitext: str, texts: Collection[str]) -> str:
    """Give the page without some blocks, known by their very text; all else stays byte for byte."""
    pieces = []
    at = 0
    for block in read_blocks(wikitext):
        if block.text in texts:
            pieces.append(wikitext[at : block.start])
            at = block.end
    return "".join([*pieces, wikitext[at:]])


def heading_of(line: str) -> str | None:
    """Give the words of a heading of any level; none: the line is no heading."""
    if not line.startswith("="):
        return None
    bare = COMMENT.sub(" ", line).rstrip()
    words = bare.strip("= \t")
    return words if words and bare.endswith("=") else None


def without_signature(text: str, username: str, is_kept: Callable[[str], bool]) -> str:
    """Give the text without the last signature: a person's links in one line, and a time behind them.

    What else stands in that line is dress of the signature or a greeting, unless it says something of a
    column.
    """
    stamps = timestamp_spans(text, zoned=True)
    if not stamps:
        return text
    start, end = stamps[-1]
    line = text.rfind("\n", 0, start) + 1
    links = [m.span[0] for m in find_users(text[line:start]) if not username or m.username == username]
    before = _without_dashes(text[line : line + links[0] if links else start])
    behind, newline, below = text[end:].partition("\n")
    if is_kept(before):
        if not links:
            return text  # a time that somebody gives as an answer
    elif not before.startswith(("*", "#")):
        before = ""
    if not re.search(r"\w", plain_text(behind)):
        behind = ""
    return f"{text[:line]}{before}{behind}{newline}{below}"


def _begins_section(line: str) -> bool:
    return not line.startswith("===") and heading_of(line) is not None


class _Reader:
    """A walk over the lines of the page."""

    def __init__(self, wikitext: str, owned: Collection[tuple[int, int]]) -> None:
        self.wikitext = wikitext
        self.owned = sorted(owned)
        self.blocks: list[Block] = []
        self.start = -1  # of the open block; -1: none is open
        self.number = 0  # of its first line

    def read(self) -> list[Block]:
        at = 0
        for number, line in enumerate(self.wikitext.split("\n"), 1):
            end = at + len(line)
            if self._is_owned(at, end):
                self._close(at)
            elif _begins_section(line):
                self._close(at)
                self._open(at, number)
            elif line.strip():
                is_signed = _is_signed(line)
                if is_signed and line.startswith(":"):
                    self._close(at)  # a reply: what it stands below stays what it is
                self._open(at, number)
                if is_signed:
                    self._close(min(end + 1, len(self.wikitext)))
            at = end + 1
        self._close(len(self.wikitext))
        return self.blocks

    def _is_owned(self, start: int, end: int) -> bool:
        while self.owned and self.owned[0][1] < start:
            self.owned.pop(0)
        return bool(self.owned) and self.owned[0][0] <= end

    def _open(self, at: int, number: int) -> None:
        if self.start < 0:
            self.start, self.number = at, number

    def _close(self, end: int) -> None:
        if self.start < 0:
            return
        text = self.wikitext[self.start : end].rstrip()
        blank = re.compile(r"(?:[ \t\r]*\n)*").match(self.wikitext, end)
        self.blocks.append(
            Block(
                text=text,
                start=self.start,
                end=blank.end() if blank else end,
                line=self.number,
                headed=_begins_section(text.partition("\n")[0]),
            )
        )
        self.start = -1


def _is_signed(line: str) -> bool:
    """Tell whether a line ends with the time of a signature."""
    ending = line.rstrip()[-LONGEST_STAMP:]
    return any(end == len(ending) for _, end in timestamp_spans(ending, zoned=True))


def _without_dashes(text: str) -> str:
    """Give a line without what parts it from the signature behind it, or opens that one's dress."""
    while True:
        bare = text.rstrip(_DASHES)
        for ending in ("&ndash;", "&mdash;", "&nbsp;"):
            bare = bare.removesuffix(ending)
        if bare.endswith("''"):
            bare = bare.rstrip("'")
        opened = bare.rfind("<") if bare.endswith(">") else -1
        if opened >= 0 and not bare.startswith("</", opened):
            bare = bare[:opened]
        if bare == text:
            return text
        text = bare
