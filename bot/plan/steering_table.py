"""Pure: the organisers' page of settings: the rows of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.plan.steering import JOBS, MOST_CHARACTERS, Reader, Steering, is_title
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.lines import LineIndex
from bot.wikitext.tables import Row, Table, read_tables
from bot.words.templates import MessageFormError, read_template

MOST_ROWS = 500
"""Rows of a table of settings that are read."""

MOST_LANGUAGES = 100
"""That can be offered: each makes a page to look at."""

TEXTS = frozenset({"announce-ask", "announce-why", "announce-unsubscribe", "announce-unsubscribe-category"})
"""What the bot says to people that organisers may word otherwise."""

OF_OPERATOR = frozenset(
    {"account", "contact", "family", "home", "host", "ledger", "program", "rate", "wiki", "wikis"}
)
"""First words of settings that only the operator's own file can hold."""

LONGEST_TEXT = 500
"""Characters of a text that organisers word themselves."""

_LINK = re.compile(r"\[\[:?(?P<target>[^\[\]{}<>|]+)(?:\|[^\[\]{}<>|]*)?\]\]")
_ITEM = re.compile(r"\n[*#:]*|<br ?/?>|[;,،]", re.IGNORECASE)
_MARKUP = re.compile(r"\A\s*(?:[=*#:;]|----)|[\[\]{}<>]|~~~|''|__|://")
_TEXT_LINK = re.compile(r"\[\[:?\$\d\|([^\[\]{}<>|]*)\]\]")
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,12}){0,3}")
_QUOTES = re.compile(r"</?(?:code|tt|nowiki)\s*/?>|'{2,}", re.IGNORECASE)


def read_steering(wikitext: str, *, page: str, columns: frozenset[str]) -> Steering:
    """Read the organisers' page: the rows of its tables, whatever stands around them.

    Args:
        wikitext: of the page.
        page: its title.
        columns: of the sign-up table, to which headings may be added.

    Raises:
        SteeringError: a row can't be read.
    """
    reader = Reader(page)
    if len(wikitext) > MOST_CHARACTERS:
        reader.fault("steering-long", len(wikitext), MOST_CHARACTERS)
        reader.check()
    return _TableReader(reader, wikitext, columns).read()


class _TableReader:
    """Reads the rows of the organisers' page."""

    def __init__(self, reader: Reader, wikitext: str, columns: frozenset[str]) -> None:
        self.reader = reader
        self.wikitext = wikitext
        self.columns = columns
        self.lines = LineIndex(wikitext)
        self.announcements: list[str] = []
        self.paused: dict[str, date | None] = {}
        self.headings: dict[str, tuple[str, ...]] = {}
        self.languages: tuple[str, ...] = ()
        self.texts: dict[tuple[str, str], str] = {}

    def read(self) -> Steering:
        """Read all rows.

        Raises:
            SteeringError: what is wrong with them.
        """
        tables = read_tables(self.wikitext)
        if not any(len(row.cells) >= 2 for table in tables for row in table.rows):
            self.reader.fault("steering-table")  # broken, perhaps: nothing that was set may be lost by that
        seen: set[str] = set()
        for number, row in enumerate(self._rows(tables)):
            key = " ".join(_QUOTES.sub("", without_unparsed(row.cells[0].text)).split()).casefold()
            self.reader.line = self.lines.line_of(row.cells[0].span[0])
            if number >= MOST_ROWS:
                self.reader.fault("steering-rows", MOST_ROWS)
                break
            if key in seen:
                self.reader.fault("steering-twice", key)
            elif key:
                seen.add(key)
                self._row(key, row.cells[1].text)
        self.reader.check()
        return Steering(
            announcements=tuple(self.announcements),
            paused=self.paused,
            headings=self.headings,
            languages=self.languages,
            texts=self.texts,
        )

    def _rows(self, tables: Sequence[Table]) -> Iterator[Row]:
        for table in tables:
            for row in table.rows:
                if len(row.cells) >= 2 and not row.cells[1].is_header:
                    yield row

    def _row(self, key: str, written: str) -> None:
        name, *words = key.split()
        value = without_unparsed(written).strip()
        if name.partition("_")[0] in OF_OPERATOR:
            self.reader.fault("steering-operator", key)
        elif key == "announce":
            self._announce(value)
        elif name == "pause" and len(words) == 1 and words[0] in JOBS:
            self._pause(key, words[0], value)
        elif name == "heading" and len(words) == 1 and words[0] in self.columns:
            self._heading(key, words[0], value)
        elif key == "languages":
            self._languages(value)
        elif name == "text" and len(words) == 2 and words[0] in TEXTS and _CODE.fullmatch(words[1]):
            self._text(key, words[0], words[1], written.strip())
        else:
            self.reader.fault("steering-unknown", key)

    def _announce(self, value: str) -> None:
        links = [link["target"].strip().lstrip(":") for link in _LINK.finditer(value)]
        rest = _LINK.sub("", value)
        titles = [*links, *(item.strip() for item in _ITEM.split(rest) if item.strip(" *#\n"))]
        for title in titles:
            if not is_title(title) or len(titles) > 50:
                self.reader.fault("steering-title", "announce", title)
        self.announcements = list(dict.fromkeys(titles))

    def _pause(self, key: str, job: str, value: str) -> None:
        """Read “yes”, “no”, nothing, or a day up to which a job is held back."""
        word = value.casefold()
        if word in {"", "no", "–", "-"}:
            return
        try:
            self.paused[job] = None if word == "yes" else date.fromisoformat(word)
        except ValueError:
            self.reader.fault("steering-value", key, value, "yes, no, 2027-01-31")

    def _heading(self, key: str, column: str, value: str) -> None:
        headings = _items(value)
        wrong = [each for each in headings if _MARKUP.search(each) or len(each) > 200]
        for each in wrong or ([] if headings else [value]):
            self.reader.fault("steering-heading", key, each)
        self.headings[column] = headings

    def _languages(self, value: str) -> None:
        codes = _items(value)
        wrong = [code for code in codes if not _CODE.fullmatch(code)] or codes[MOST_LANGUAGES:]
        for code in wrong or ([] if codes else [value]):
            self.reader.fault("steering-value", "languages", code, "en, es, pt-br")
        self.languages = codes

    def _text(self, key: str, word: str, language: str, written: str) -> None:
        """Read a text: plain, on one line, with the links of the original and no other markup."""
        try:
            read_template(written)
            plain = not _MARKUP.search(_TEXT_LINK.sub(r"\1", written)) and "\n" not in written
        except MessageFormError:
            plain = False
        if not plain or not written or len(written) > LONGEST_TEXT:
            self.reader.fault("steering-text", key, written, LONGEST_TEXT)
        self.texts[word, language] = written


def _items(value: str) -> tuple[str, ...]:
    """Give the items of a list as people write it: with commas, bullets or lines."""
    return tuple(
        dict.fromkeys(item.strip(" \t*#") for item in _ITEM.split(f"\n{value}") if item.strip(" \t*#"))
    )
