"""Pure: the tables of a page as MediaWiki's own parser sees them, every cell with its place in the text.

MediaWiki reads tables line by line, after comments, templates and extension tags are out of the way and
before links are looked at; what its lines make is then put in order by the rules of HTML. Both are done here.
Source: https://www.mediawiki.org/wiki/Help:Tables, and what `action=parse` answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.wikitext import collector
from bot.wikitext.html_tags import Tag, set_tags_aside
from bot.wikitext.masking import WIKIMEDIA_TAGS, mask
from bot.wikitext.masks import GONE, OPAQUE, UNKNOWN
from bot.wikitext.swallowing import swallowing_links
from bot.wikitext.table import Cell, Row, Table
from bot.wikitext.table_builder import TableBuilder

__all__ = ["WIKIMEDIA_TAGS", "Cell", "Row", "Table", "read_tables"]

_BLANK = " \t\r\x0b"
_LINE = re.compile(rf"\n[{_BLANK}{GONE}]*[|!:{{]")
_TABLE_START = re.compile(r"(:*)[ \t\r\x0b\x0c]*\{\|")
_OPAQUE_RUN = re.compile(rf"{OPAQUE}+")
_NOWIKI = re.compile(r"</?nowiki[ /]*>", re.IGNORECASE)
_SEEN_IN_ATTRIBUTES = re.compile(r"<(?:nowiki|t[dh])\b", re.IGNORECASE)
_ONLY_AN_OPENING = re.compile(rf"[{_BLANK}{GONE}]*\{{{GONE}*\|[^\n=]*")
_NO_ATTRIBUTES = re.compile(r"\[\[|-\{")
"""Before a single pipe these make all of it content; so does a template, unless it stands as a value."""


@collector.at_rest()
def read_tables(wikitext: str, *, extension_tags: Collection[str] = WIKIMEDIA_TAGS) -> list[Table]:
    """Give the tables of a page in page order, each once, also those inside cells.

    Args:
        wikitext: the page. What its templates make is not in it and not given.
        extension_tags: what the wiki has of them, as in "ref"; their content is set aside.
    """
    masked, tags = set_tags_aside(mask(wikitext, extension_tags))
    if _ONLY_AN_OPENING.fullmatch(masked):
        return []  # MediaWiki shows nothing of a page that is only this
    return _Reader(wikitext, masked, tags).read()


class _MarkupTable:
    """What MediaWiki remembers about a "{|" until its "|}"."""

    __slots__ = ("cell", "has_row", "row", "row_start")

    def __init__(self) -> None:
        self.cell = ""  # the tag of the open cell or caption
        self.row = False  # a row is open
        self.row_start = -1  # where the "|-" of the next row stands
        self.has_row = False  # any row was seen


_UNTOUCHED = _MarkupTable()
"""What is remembered of every "{|" until something stands in it: a page may hold very many."""


class _Reader:
    """A walk over the lines of one page."""

    def __init__(self, wikitext: str, masked: str, tags: list[Tag]) -> None:
        self.wikitext = wikitext
        self.masked = masked
        self.tags = tags
        self.next_tag = 0
        self.tables = self.builder = TableBuilder(wikitext)
        self.nowhere = TableBuilder("")  # takes what a link swallows
        self.links = swallowing_links(masked)[::-1]
        self.markup: list[_MarkupTable] = []
        self.places: list[int] | None = None  # where the line's characters stand, if some are gone
        self.shift = 0  # where its first character stands, or the first place of `places`

    def read(self) -> list[Table]:
        """Read every line that may hold table markup."""
        masked = "\n" + self.masked
        for found in _LINE.finditer(masked):
            if not self.markup and masked[found.end() - 1] in "|!":
                continue
            start = found.start()
            end = masked.find("\n", start + 1) - 1
            self.line(start, found.end() - 2, end if end >= 0 else len(self.masked))
        end = len(self.masked)
        self.use_tags(end)
        self.choose_builder(end)
        while self.markup and self.builder.open:
            self.end_markup(end, end)
        return self.tables.finish(end)

    def line(self, start: int, first: int, end: int) -> None:
        """Read one line; `first` is where its blanks end."""
        text = self.masked[first:end]
        self.places = None
        self.shift = first
        if GONE in text:
            self.places = [first + at for at, character in enumerate(text) if character != GONE]
            self.shift = 0
            text = text.replace(GONE, "")
        text = text.rstrip(_BLANK)
        opening = _TABLE_START.match(text) if text[0] in ":{" else None
        if not opening and (not self.markup or text[0] in ":{"):
            return
        if self.tags:
            self.use_tags(start)
        if self.links:
            self.choose_builder(start)
        if opening:
            self.builder.start_table(self.place(opening.end() - 2))
            self.markup.append(_UNTOUCHED)
            if self.tags:
                self.skip_tags(end)
            return
        before = max(start - 1, 0)
        if text.startswith("|}"):
            self.end_markup(before, self.place(1) + 1)
        elif text.startswith("|-"):
            self.row(before, self.place(0))
            self.skip_tags(end)
        else:
            self.cells(text, before, end)

    def place(self, at: int) -> int:
        """Give the place on the page of the line's character `at`."""
        return self.places[self.shift + at] if self.places else self.shift + at

    def row(self, before: int, marker: int) -> None:
        """End the open cell and row; the new row opens with its first cell."""
        markup = self.innermost()
        self.end_markup_cell(markup, before)
        if markup.row:
            self.builder.end_row(before)
        markup.row = False
        markup.row_start = marker
        markup.has_row = True

    def cells(self, text: str, before: int, line_end: int) -> None:
        """Read the cells, or the captions, of one line."""
        kind = "td" if text[0] == "|" else "th"
        at = 1
        if text.startswith("|+"):
            kind = "caption"
            at = 2
        if kind == "th":
            text = "!" + text[1:].replace("!!", "||")
        marker = self.place(0)
        for part in text[at:].split("||"):
            attributes, bar, _ = part.partition("|")
            if bar and _may_be_attributes(attributes):
                content = self.after(self.place(at + len(attributes)))
                attributes = self.with_tags(attributes, at)
                self.skip_tags(content)
            else:
                attributes = ""
                content = self.after(self.place(at - 1))
            self.cell(kind, before, marker, content, attributes)
            at += len(part) + 2
            if at - 2 < len(text):
                before = marker = self.place(at - 2)
                if self.tags:
                    self.use_tags(before)
                if self.links:
                    self.choose_builder(before)
        self.use_tags(line_end)

    def with_tags(self, attributes: str, at: int) -> str:
        """Put cells' tags and <nowiki> text back into attributes: MediaWiki looks there, too."""

        def original(run: re.Match[str]) -> str:
            start, end = self.place(at + run.start()), self.place(at + run.end() - 1) + 1
            written = self.wikitext[start:end]
            return _NOWIKI.sub("", written) if _SEEN_IN_ATTRIBUTES.match(written) else run[0]

        return _OPAQUE_RUN.sub(original, attributes)

    def after(self, place: int) -> int:
        """Give the place after a separator, which may be written "{{!}}"."""
        return place + 1 if self.wikitext[place] != "{" else self.wikitext.index("}}", place) + 2

    def cell(self, kind: str, before: int, marker: int, content: int, attributes: str) -> None:
        """Begin one cell or caption."""
        markup = self.innermost()
        self.end_markup_cell(markup, before)
        markup.cell = kind
        if kind == "caption":
            self.builder.start_caption(before, content)
            return
        if not markup.row:
            self.builder.start_row(before, marker if markup.row_start < 0 else markup.row_start)
            markup.row_start = -1
        markup.row = markup.has_row = True
        self.builder.start_cell(before, marker, content, is_header=kind == "th", attributes=attributes)

    def innermost(self) -> _MarkupTable:
        """Give the innermost "{|", to be changed."""
        if self.markup[-1] is _UNTOUCHED:
            self.markup[-1] = _MarkupTable()
        return self.markup[-1]

    def end_markup_cell(self, markup: _MarkupTable, at: int) -> None:
        """End the cell or caption that lines have opened."""
        if markup.cell == "caption":
            self.builder.end_caption(at)
        elif markup.cell:
            self.builder.end_cell(at, is_header=markup.cell == "th")
        markup.cell = ""

    def end_markup(self, at: int, end: int) -> None:
        """End the table that lines have opened, and with it what is open in it."""
        if not self.markup.pop().has_row:
            self.builder.start_filler(at)
        self.builder.end_table(at, end)

    def skip_tags(self, end: int) -> None:
        """Leave out the HTML tags before `end`, which stood among attributes."""
        while self.next_tag < len(self.tags) and self.tags[self.next_tag].start < end:
            self.next_tag += 1

    def use_tags(self, end: int) -> None:
        """Follow the HTML tags before `end`."""
        while self.next_tag < len(self.tags) and self.tags[self.next_tag].start < end:
            if self.links:
                self.choose_builder(self.tags[self.next_tag].start)
            self.tag(self.tags[self.next_tag])
            self.next_tag += 1

    def choose_builder(self, place: int) -> None:
        """Build nothing from what stands in a link that swallows it."""
        while len(self.links) > 1 and self.links[-1][1] <= place:
            self.links.pop()
        inside = self.links and self.links[-1][0] <= place < self.links[-1][1]
        self.builder = self.nowhere if inside else self.tables

    def tag(self, tag: Tag) -> None:
        """Follow one HTML tag."""
        builder, at = self.builder, tag.start
        header = tag.name == "th"
        if tag.name == "table":
            builder.end_table(at, tag.end) if tag.closing else builder.start_table(at)
        elif tag.name == "tr":
            builder.end_row(at) if tag.closing else builder.start_row(at, at)
        elif tag.name == "caption":
            builder.end_caption(at) if tag.closing else builder.start_caption(at, tag.end)
        elif tag.closing:
            builder.end_cell(at, is_header=header)
        else:
            builder.start_cell(at, at, tag.end, is_header=header, attributes=tag.attributes)


def _may_be_attributes(text: str) -> bool:
    """Say whether what stands before a single pipe is a cell's attributes."""
    return (UNKNOWN not in text or "=" in text) and not _NO_ATTRIBUTES.search(text)
