"""Pure: sign-up lists as people write them: `#`, `*`, `:#`, or signed lines, one entry a line.

Lines are those that MediaWiki sees, after comments, nowiki and templates are out of the way; what stands in
tables is no list. Source: https://www.mediawiki.org/wiki/Help:Lists
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.wikitext import collector
from bot.wikitext.list_lines import Kind, Line, ListPage
from bot.wikitext.masking import WIKIMEDIA_TAGS
from bot.wikitext.table import Table
from bot.wikitext.users import UserMention
from bot.wikitext.withdrawn import WITHDRAWN_HEADINGS, is_withdrawn_heading

__all__ = ["WITHDRAWN_HEADINGS", "ListEntry", "SignupList", "is_withdrawn_heading", "read_lists"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """What one person wrote on a line, with the lines that belong to it."""

    span: tuple[int, int]  # without the list marks; may reach over lines
    text: str  # of the span, stripped
    marks: str  # "#", ":#", ..., or "1.", "•" typed by hand; empty: a signed line
    line: int  # from 1
    users: tuple[UserMention, ...]  # spans on the page; struck ones only if the entry is struck
    struck: bool  # all that names a user, or without one all words, is struck out
    remark: str  # as written, on one line; empty: none


@dataclass(frozen=True, slots=True, kw_only=True)
class SignupList:
    """Entries that stand together: no heading, table or other text between them."""

    headings: tuple[str, ...]  # plain text of the sections they stand in, the outermost first
    level: int  # of the innermost heading, 1 to 6; 0: above all headings
    label: str  # plain text of the `;term`, bold line or `Words:` above the list; empty: none
    entries: tuple[ListEntry, ...]  # at least one
    span: tuple[int, int]  # from the first entry's marks to the last entry's end

    @property
    def heading(self) -> str:
        """Give the text of the section the list stands in; empty if in none."""
        return self.headings[-1] if self.headings else ""

    def is_withdrawn(self, words: Collection[str] = ()) -> bool:
        """Say whether its label or any of its headings tells that these people don't take part."""
        return any(is_withdrawn_heading(text, words) for text in (*self.headings, self.label))


@collector.at_rest()
def read_lists(
    wikitext: str,
    *,
    users: Sequence[UserMention] | None = None,
    tables: Sequence[Table] | None = None,
    extension_tags: Collection[str] = WIKIMEDIA_TAGS,
) -> list[SignupList]:
    """Give the lists of a page in page order.

    A line below an entry whose marks go on with `:` belongs to it, as does a deeper one that names nobody; an
    answer that someone else signed there is nobody's entry. A line above deeper entries that names nobody is
    their label.

    Args:
        wikitext: the page.
        users: what `find_users` gave for the page, if it was asked with other names than the usual.
        tables: what `read_tables` gave for the page, if it was asked already.
        extension_tags: what the wiki has of them; their content is set aside.
    """
    return _Reader(ListPage(wikitext, users, tables, extension_tags)).read()


class _Reader:
    """A walk over the lines of one page."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.headings: list[tuple[int, str]] = []
        self.label = ""
        self.found: list[SignupList] = []
        self.entries: list[list[Line]] = []  # of the open list, each with its further lines
        self.closed = True  # nothing may be added to the last entry
        self.after_blank = True

    def read(self) -> list[SignupList]:
        """Read every line."""
        for line in self.page.lines():
            blank = line.kind is Kind.BLANK
            if not blank:
                self.line(line)
            self.after_blank = blank
        self.end_list()
        return self.found

    def line(self, line: Line) -> None:
        """Put one line where it belongs."""
        if line.kind is Kind.LISTED:
            self.listed(line)
        elif line.kind is Kind.HEADING:
            self.end_list()
            self.label = ""
            while self.headings and self.headings[-1][0] >= line.level:
                self.headings.pop()
            self.headings.append((line.level, self.page.plain(line)))
        elif line.kind is Kind.TABLE:
            self.end_list()
            self.label = ""
        elif line.kind is Kind.EMPTY:
            self.closed = True
        else:
            self.bare(line)

    def listed(self, line: Line) -> None:
        """Read a line with list marks."""
        above = None if self.closed else self.entries[-1]
        if above is not None and _is_below(line.marks, above[0].marks):
            if not above[0].users and line.users:
                self.relabel(above)
                self.add(line)
            elif not line.users or self.page.same_people(line, above[0]):
                above.append(line)
            elif not line.marks.endswith(":") or not self.page.has_words(line):
                self.add(line)
            return
        if line.marks.strip(":;"):
            self.add(line)
        elif line.users and not line.marks.startswith(";"):
            if above is None or above[0].marks.strip(":") == "" or self.after_blank:
                self.add(line)
        elif above is not None and not self.after_blank and not self.page.is_label(line):
            above.append(line)
        else:
            self.end_list()
            self.label = self.page.plain(line)

    def bare(self, line: Line) -> None:
        """Read a line without list marks."""
        above = None if self.closed else self.entries[-1]
        if line.kind is Kind.SIGNED:
            if above is not None and not self.after_blank and above[0].marks and not above[0].users:
                above.append(line)
            else:
                self.add(line)
            return
        self.end_list()
        self.label = self.page.plain(line) if line.kind is Kind.LABEL else ""

    def relabel(self, above: list[Line]) -> None:
        """Make the last entry, which names nobody, the label of what comes below it."""
        self.entries.pop()
        self.end_list()
        self.label = self.page.plain(above[0])

    def add(self, line: Line) -> None:
        """Begin an entry."""
        self.entries.append([line])
        self.closed = False

    def end_list(self) -> None:
        """Give the open list, if there is one."""
        if self.entries:
            entries = tuple(self.entry(lines) for lines in self.entries)
            self.found.append(
                SignupList(
                    headings=tuple(text for _, text in self.headings),
                    level=self.headings[-1][0] if self.headings else 0,
                    label=self.label,
                    entries=entries,
                    span=(self.entries[0][0].start, entries[-1].span[1]),
                )
            )
        self.entries = []
        self.closed = True

    def entry(self, lines: list[Line]) -> ListEntry:
        """Make an entry of its lines."""
        page = self.page
        start, end = lines[0].content, lines[-1].end
        mentions = tuple(mention for line in lines for mention in line.users) if page.users else ()
        struck, remark = page.struck_and_remark(lines, mentions)
        if page.strikes and not struck:
            mentions = tuple(m for m in mentions if not page.in_strike(m.span[0]))
        return ListEntry(
            span=(start, end),
            text=page.wikitext[start:end].strip(),
            marks=lines[0].marks,
            line=page.numbers.line_of(lines[0].start),
            users=mentions,
            struck=struck,
            remark=remark,
        )


def _is_below(marks: str, above: str) -> bool:
    """Say whether a line's marks are those of the entry above and more."""
    return bool(above) and len(marks) > len(above) and marks.startswith(above)
