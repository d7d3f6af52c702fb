"""Pure: the lines of a page as MediaWiki sees them, each with its list marks, people and strike-outs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from bot.wikitext.headings import plain_words
from bot.wikitext.lines import LineIndex
from bot.wikitext.masking import mask
from bot.wikitext.masks import GONE
from bot.wikitext.remarks import FORMATTING, pieces, remark_of
from bot.wikitext.table import Table
from bot.wikitext.tables import read_tables
from bot.wikitext.timestamp_shapes import timestamp_spans
from bot.wikitext.users import UserMention, find_users

_MARKS = re.compile(rf"[*#:;{GONE}]*")
_TYPED_MARKS = re.compile(r"(\d{1,3}[.)](?!\d)|[•‣◦]|(?P<dash>[-–—]))[ \t\u00a0]*")
_GONE_RUN = re.compile(f"{GONE}+")
_HEADING = re.compile(r"(={1,6})(.+?)(={1,6})[ \t\r]*")
_HTML_HEADING = re.compile(r"[ \t]*<h([1-6])(?:\s[^<>]*)?>(.+)</h[1-6]\s*>[ \t\r]*", re.IGNORECASE)
_BOLD_LINE = re.compile(r"[ \t]*(?:'{3}[^'].*'{3}|<b>.*</b>|<strong>.*</strong>)[ \t:.]*", re.IGNORECASE)
_STRIKE = re.compile(r"<(/?)(s|strike|del)(?:\s[^<>]*)?>", re.IGNORECASE)
_TABLE_END = re.compile(r"(?:\|\}|</table\s*>)$", re.IGNORECASE)
_HEADING_LINE = re.compile(r"\n=[^\n]*=[ \t]*(?=\n|$)")
_LABEL_LENGTH = 150  # characters; a longer line that ends in ":" is prose


class Kind(Enum):
    """What a line is."""

    BLANK = "blank"
    EMPTY = "empty"  # list marks and nothing behind them
    HEADING = "heading"
    TABLE = "table"
    LISTED = "listed"
    SIGNED = "signed"  # no list marks; a signature, or names alone
    LABEL = "label"  # bold all over, or short words and a colon
    PROSE = "prose"


class Line(NamedTuple):
    """One line; places are those on the page."""

    kind: Kind
    start: int
    end: int  # before the line feed
    content: int  # behind the list marks or the heading's "="
    marks: str = ""
    level: int = 0  # of a heading
    users: tuple[UserMention, ...] = ()


_BLANK = Line(kind=Kind.BLANK, start=0, end=0, content=0)
_EMPTY = Line(kind=Kind.EMPTY, start=0, end=0, content=0)
_PROSE = Line(kind=Kind.PROSE, start=0, end=0, content=0)
"""Lines of which only the kind matters, wherever they stand."""


class ListPage:
    """A page, and all about its lines that is found out once."""

    def __init__(
        self,
        wikitext: str,
        users: Sequence[UserMention] | None,
        tables: Sequence[Table] | None,
        extension_tags: Collection[str],
    ) -> None:
        """Mask the page, find its tables, people, timestamps and strike-outs."""
        self.wikitext = wikitext
        self.masked = mask(wikitext, extension_tags)
        self.numbers = LineIndex(wikitext)
        self.users = sorted(find_users(wikitext) if users is None else users, key=lambda user: user.span)
        self.user_starts = [user.span[0] for user in self.users]
        self.times = timestamp_spans(wikitext)
        self.time_starts = [start for start, _ in self.times]
        self.strikes = self._strikes()
        self.strike_starts = [start for start, _ in self.strikes]
        self.tables = self._tables(self._read_tables(extension_tags) if tables is None else tables)
        self.named_above: tuple[Line, set[tuple[str | None, str]]] = (_BLANK, set())

    def lines(self) -> Iterator[Line]:
        """Give the lines in page order; a table is one line."""
        masked = self.masked
        start = table = 0
        while start <= len(masked):
            end = masked.find("\n", start)
            end = end if end >= 0 else len(masked)
            if start == end:
                yield _BLANK
            elif table < len(self.tables) and self.tables[table][0] < end:
                end = max(end, self.tables[table][1])
                while table < len(self.tables) and self.tables[table][0] < end:
                    end = max(end, self.tables[table][1])
                    table += 1
                newline = masked.find("\n", end)
                end = newline if newline >= 0 else len(masked)
                yield Line(kind=Kind.TABLE, start=start, end=end, content=start)
            else:
                yield self._line(start, end)
            start = end + 1

    def plain(self, line: Line) -> str:
        """Give the words of a heading or a label as readers see them, but for what templates make."""
        text = self.wikitext[line.content : line.end]
        if line.kind is Kind.HEADING and line.level and text.rstrip().endswith("="):
            text = text.rstrip()
            text = text[: len(text) - line.level]
        text = plain_words(text)
        return text if line.kind is Kind.HEADING else text.rstrip(" :.")

    def is_label(self, line: Line) -> bool:
        """Say whether a line with list marks announces what comes below it: `;Words`, `:Words:`."""
        return line.marks.startswith(";") or self.masked[line.content : line.end].rstrip().endswith(
            (":", "：")
        )

    def has_words(self, line: Line) -> bool:
        """Say whether a line has words besides names and times."""
        return bool(self.remark([line], with_struck=True))

    def same_people(self, line: Line, above: Line) -> bool:
        """Say whether a line names only people whom the line above names."""
        if self.named_above[0] is not above:  # many lines may stand below one that names many
            self.named_above = (above, {(user.wiki, user.username) for user in above.users})
        return all((user.wiki, user.username) in self.named_above[1] for user in line.users)

    def in_strike(self, at: int) -> bool:
        """Say whether the character at `at` is struck out."""
        index = bisect_right(self.strike_starts, at) - 1
        return index >= 0 and at < self.strikes[index][1]

    def struck_and_remark(self, lines: Sequence[Line], users: Sequence[UserMention]) -> tuple[bool, str]:
        """Say whether all names are struck out, or all words where nobody is named, and give the remark.

        What is struck out is in the remark only if all is.
        """
        if self.strikes and users:
            struck = all(self.in_strike(user.span[0]) for user in users)
            return struck, self.remark(lines, with_struck=struck)
        left = self.remark(lines, with_struck=False)
        if left or not self.strikes:
            return False, left
        words = self.remark(lines, with_struck=True)
        return bool(words), words

    def remark(self, lines: Sequence[Line], *, with_struck: bool) -> str:
        """Give what the lines say besides names, times and formatting."""
        parts: list[str] = []
        for line in lines:
            cuts = self._cuts(line, with_struck=with_struck)
            parts.append("")
            if cuts:
                parts += [self.wikitext[a:b] for a, b in pieces(line.content, line.end, cuts)]
            else:
                parts.append(self.wikitext[line.content : line.end])
            parts.append("")
        return remark_of(parts)

    def _cuts(self, line: Line, *, with_struck: bool) -> list[tuple[int, int]]:
        """Give where a line's names, times and formatting stand, and what is struck out if wanted so."""
        start, end = line.content, line.end
        cuts = self._user_spans(start, end) if self.users else []
        if self.times:
            cuts += _between(self.times, self.time_starts, start, end)
        text = self.masked[start:end]
        if "<" in text or "''" in text or "__" in text:
            cuts += [found.span() for found in FORMATTING.finditer(self.masked, start, end)]
        if GONE in text:
            cuts += [run.span() for run in _GONE_RUN.finditer(self.masked, start, end)]
        if not with_struck and self.strikes:
            cuts += _between(self.strikes, self.strike_starts, start, end)
        return cuts

    def _user_spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Give where people are named between two places; the first may be named across a line's end."""
        first = bisect_left(self.user_starts, start)
        if first and self.users[first - 1].span[1] > start:
            first -= 1
        return [user.span for user in self.users[first : bisect_left(self.user_starts, end)]]

    def _line(self, start: int, end: int) -> Line:
        """Say what one line is."""
        masked = self.masked
        raw = text = masked[start:end]
        if GONE in raw:
            text = raw.replace(GONE, "")
            raw = raw.lstrip(GONE)
            start = end - len(raw)
        if not text or text.isspace():
            return _BLANK
        if heading := self._heading(text, raw, start, end):
            return heading
        found = _MARKS.match(masked, start, end)
        content = found.end() if found else start
        marks = masked[start:content].replace(GONE, "")
        if not marks:
            marks, content = self._typed_marks(start, end)
        users: tuple[UserMention, ...] = ()
        if self.users:
            first, last = bisect_left(self.user_starts, content), bisect_left(self.user_starts, end)
            users = tuple(self.users[first:last])
        kind = Kind.LISTED
        if marks:
            rest = text[text.index(marks) + len(marks) :]
            if not rest.strip(" \t'") or ("<" in rest and not FORMATTING.sub("", rest).strip()):
                return _EMPTY
        elif not users:
            if not _is_label(text):
                return _PROSE
            kind = Kind.LABEL
        line = Line(kind=kind, start=start, end=end, content=content, marks=marks, users=users)
        return line if marks or not users else self._named(line)

    def _typed_marks(self, start: int, end: int) -> tuple[str, int]:
        """Give a number or a bullet typed by hand at the line's start, and where the line goes on."""
        found = _TYPED_MARKS.match(self.masked, start, end)
        if not found:
            return "", start
        at = bisect_left(self.user_starts, found.end())
        if found["dash"] and not (at < len(self.users) and self.user_starts[at] == found.end()):
            return "", start
        return found[1], found.end(1)

    def _heading(self, text: str, raw: str, start: int, end: int) -> Line | None:
        """Read a heading, if the line is one."""
        if text[0] == "=":
            found = _HEADING.fullmatch(text)
            if not found or len(text.strip()) < 3:
                return None
            opening = len(text) - len(text.lstrip("="))
            bare = text.rstrip()
            level = min(opening, len(bare) - len(bare.rstrip("=")), 6, (len(bare) - 1) // 2)
            at = raw.index("=") + level
            return Line(kind=Kind.HEADING, start=start, end=end, content=start + at, level=level)
        if "<h" in text or "<H" in text:
            html = _HTML_HEADING.fullmatch(text)
            if html:
                return Line(kind=Kind.HEADING, start=start, end=end, content=start, level=int(html[1]))
        return None

    def _named(self, line: Line) -> Line:
        """Say whether a line without list marks that names somebody is signed."""
        signed = _between(self.times, self.time_starts, line.users[0].span[0], line.end)
        return line._replace(kind=Kind.SIGNED) if signed or not self.has_words(line) else _PROSE

    def _strikes(self) -> list[tuple[int, int]]:
        """Give what is struck out; a tag that isn't closed before the next one strikes its line."""
        tags = list(_STRIKE.finditer(self.masked))
        strikes: list[tuple[int, int]] = []
        for index, tag in enumerate(tags):
            if tag[1]:
                continue
            after = tags[index + 1] if index + 1 < len(tags) else None
            if after and after[1] and after[2].lower() == tag[2].lower():
                strikes.append((tag.start(), after.end()))
            else:
                end = after.start() if after else len(self.masked)
                newline = self.masked.find("\n", tag.end(), end)  # no further: tags may be very many
                strikes.append((tag.start(), newline if newline >= 0 else end))
        return strikes

    def _read_tables(self, extension_tags: Collection[str]) -> list[Table]:
        if (
            "{|" not in self.wikitext
            and "{{{!}}" not in self.wikitext
            and "<table" not in self.masked.lower()
        ):
            return []
        return read_tables(self.wikitext, extension_tags=extension_tags)

    def _tables(self, tables: Iterable[Table]) -> list[tuple[int, int]]:
        """Give where tables stand; one without an end ends before the next heading."""
        spans = sorted(table.span for table in tables)
        outer: list[tuple[int, int]] = []
        for start, end in spans:
            if outer and start < outer[-1][1]:
                continue
            if not _TABLE_END.search(self.wikitext, max(start, end - 12), end):
                heading = _HEADING_LINE.search(self.masked, start, end)
                end = heading.start() if heading else end  # noqa: PLW2901 - the end as people mean it
            outer.append((start, end))
        return outer


def _is_label(text: str) -> bool:
    """Say whether a line without list marks announces what comes below it."""
    short = len(text) < _LABEL_LENGTH and text.rstrip().endswith((":", "："))
    return short or bool(_BOLD_LINE.fullmatch(text))


def _between(
    spans: Sequence[tuple[int, int]], starts: Sequence[int], start: int, end: int
) -> list[tuple[int, int]]:
    """Give the spans that touch `start` to `end`; they are in order and don't overlap."""
    first = bisect_right(starts, start)
    if first and spans[first - 1][1] > start:
        first -= 1
    return list(spans[first : bisect_left(starts, end)])
