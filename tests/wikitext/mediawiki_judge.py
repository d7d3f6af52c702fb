"""What MediaWiki itself makes of a page's tables, for comparing a reader with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import requests

from bot.wikitext.masking import mask
from bot.wikitext.masks import GONE
from bot.wikitext.table import Span, Table
from bot.wikitext.tables import read_tables

Shape = tuple[bool, int, int]
"""What a cell is besides its letters: header, rowspan, colspan."""

_MARK = re.compile("⁅([0-9]+)⁆")
_INTEGER = re.compile(r"\s*\+?([0-9]+)")
_UNBALANCED = re.compile(
    r"\[\[(?:(?!\]\]).)*$|^(?:(?!\[\[).)*\]\]|^(?:(?!\{\{).)*\}\}\}|\[\[[^\]]*\|\|", re.DOTALL
)
_LINK_LEFT_OPEN = re.compile(r"\[\[(?:(?!\]\]).)*$", re.DOTALL)
_MARKUP = re.compile(r"\n.*[|!:{]|</?(?:t|caption)", re.IGNORECASE)
_NUMBERED = {"reference", "references", "autonumber", "mw-editsection"}
_VOID = {"br", "hr", "img", "wbr", "meta", "link", "input"}


@dataclass
class SeenCell:
    """One cell as rendered."""

    shape: Shape
    letters: str = ""
    outside: str = ""  # without those of tables inside it


@dataclass
class SeenTable:
    """One table as rendered."""

    rows: list[list[SeenCell]] = field(default_factory=list)

    def cells(self) -> list[list[SeenCell]]:
        """Give the rows that have cells."""
        return [row for row in self.rows if row]


class _Rendering(HTMLParser):
    """Reads MediaWiki's output, which is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[SeenTable] = []
        self.open: list[tuple[SeenTable, SeenCell | None]] = []
        self.numbered = 0  # how many tags deep inside something that is numbered over the whole page
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        classes = set((known.get("class") or "").split())
        if tag not in _VOID and (
            self.numbered
            or (tag in {"a", "ol", "span", "sup"} and classes & _NUMBERED)
            or tag in {"style", "script"}
        ):
            self.numbered += 1
        if tag == "table":
            self.open.append((SeenTable(), None))
            self.tables.append(self.open[-1][0])
        elif tag == "tr":
            self.open[-1][0].rows.append([])
        elif tag in {"td", "th"}:
            table = self.open[-1][0]
            cell = SeenCell((tag == "th", _number(known.get("rowspan")), _number(known.get("colspan")) or 1))
            table.rows[-1].append(cell)
            self.open[-1] = (table, cell)
        elif tag in {"br", "p", "div", "li", "dd", "dt"}:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.numbered and tag not in _VOID:
            self.numbered -= 1
        if tag == "table":
            self.open.pop()
        elif tag in {"td", "th"}:
            self.open[-1] = (self.open[-1][0], None)

    def handle_data(self, data: str) -> None:
        if self.numbered:
            return
        self.text.append(data)
        for number, (_, cell) in enumerate(self.open, 1):
            if cell:
                cell.letters += data
                cell.outside += data if number == len(self.open) else ""


def _number(value: str | None) -> int:
    found = _INTEGER.match(value or "1")
    return int(found[1]) if found else 1


def fold(text: str) -> str:
    """Give the text without its white space."""
    return "".join(text.split())


def _in_links(wikitext: str, spans: Sequence[Span]) -> set[Span]:
    """Give the cells within a link that begins in an earlier one: MediaWiki makes no lists there."""
    found = set()
    in_link = False
    for span in sorted(spans):
        text = wikitext[slice(*span)]
        in_link = bool(_LINK_LEFT_OPEN.search(text)) or (in_link and "]]" not in text)
        if in_link:
            found.add(span)
    return found


class MediaWikiJudge:
    """One wiki's API asked what a page's tables are."""

    def __init__(self, api: str) -> None:
        self.api = api
        self.session = requests.Session()
        self.extension_tags = frozenset(
            tag.strip("<>")
            for tag in self._ask(action="query", meta="siteinfo", siprop="extensiontags")["query"][
                "extensiontags"
            ]
        )

    def differences(self, wikitext: str) -> list[str]:
        """Give a sentence for each way in which `read_tables` and the wiki differ; none: equal."""
        ours = read_tables(wikitext, extension_tags=self.extension_tags)
        theirs = [table.cells() for table in self._render(wikitext).tables]
        return self._different_shapes(ours, theirs) or self._different_letters(wikitext, ours, theirs)

    def all_differences(self, pages: Sequence[str]) -> dict[str, list[str]]:
        """Give the differences of those pages that have any; two requests for all the others."""
        suspects: list[str] = []
        rest: list[tuple[str, list[str], list[str]]] = []
        for page, rendering in zip(pages, self._render_all(pages), strict=True):
            ours = read_tables(page, extension_tags=self.extension_tags)
            theirs = [table.cells() for table in rendering.tables]
            if self._different_shapes(ours, theirs):
                suspects.append(page)
                continue
            raw = [page[slice(*cell.span)] for table in ours for row in table.rows for cell in row.cells]
            rest.append(
                (page, raw, [fold(cell.letters) for table in theirs for row in table for cell in row])
            )
        alone = self._render_all([_side_by_side(raw) for _, raw, _ in rest])
        for (page, raw, seen), rendering in zip(rest, alone, strict=True):
            if _letters_of(rendering, len(raw)) != seen:
                suspects.append(page)
        return {page: found for page in suspects if (found := self.differences(page))}

    def _different_shapes(self, ours: list[Table], theirs: list[list[list[SeenCell]]]) -> list[str]:
        """Compare tables, rows and cells but for their letters."""
        if len(ours) != len(theirs):
            return [f"{len(ours)} tables, MediaWiki has {len(theirs)}"]
        found = []
        for number, (our, their) in enumerate(zip(ours, theirs, strict=True), 1):
            our_shape = [[(c.is_header, c.rowspan, c.colspan) for c in row.cells] for row in our.rows]
            their_shape = [[cell.shape for cell in row] for row in their]
            if not our_shape and their_shape == [[(False, 1, 1)]] and not their[0][0].letters.strip():
                their.clear()  # MediaWiki fills a table without cells with one empty cell
            elif our_shape != their_shape:
                found.append(f"table {number}: {_count(our_shape)}, MediaWiki has {_count(their_shape)}")
        return found

    def _different_letters(
        self, wikitext: str, ours: list[Table], theirs: list[list[list[SeenCell]]]
    ) -> list[str]:
        cells = [cell for table in ours for row in table.rows for cell in row.cells]
        seen = [cell for table in theirs for row in table for cell in row]
        raw = [wikitext[slice(*cell.span)] for cell in cells]
        if not raw or self._letters(raw) == [fold(cell.letters) for cell in seen]:
            return []
        spans = [table.span for table in ours]
        found = []
        in_links = _in_links(wikitext, [cell.span for cell in cells])
        for cell, text, their in zip(cells, raw, seen, strict=True):
            if (
                cell.span in in_links
                or _UNBALANCED.search(text)
                or _leaves_open(text)
                or self._letters([text]) == [fold(their.letters)]
            ):
                continue
            outside = _without(wikitext, cell.span, spans)
            if outside != text and self._letters([outside]) == [fold(their.outside)]:
                continue
            if not (_MARKUP.search(text) and _moved(self._letters([text])[0], fold(their.letters))):
                found.append(f"letters of {text!r}: MediaWiki shows {fold(their.letters)!r}")
        return found

    def _letters(self, cells: list[str]) -> list[str]:
        """Give what the wiki shows of each cell when it stands for itself."""
        return _letters_of(self._render(_side_by_side(cells)), len(cells))

    def _render(self, wikitext: str) -> _Rendering:
        answer = self._ask(
            action="parse", text=wikitext, contentmodel="wikitext", prop="text", disablelimitreport="1"
        )
        return _rendering(answer["parse"]["text"])

    def _render_all(self, pages: Sequence[str]) -> list[_Rendering]:
        """Render pages side by side: what an <indicator> holds is parsed for itself."""
        text = "".join(
            f'<indicator name="{number}">\n{page}\n</indicator>' for number, page in enumerate(pages)
        )
        answer = self._ask(
            action="parse", text=text, contentmodel="wikitext", prop="indicators", disablelimitreport="1"
        )
        shown = answer["parse"]["indicators"]
        return [_rendering(shown[str(number)]) for number in range(len(pages))]

    def _ask(self, **parameters: str) -> Any:
        answer = self.session.post(
            self.api, data={**parameters, "format": "json", "formatversion": "2"}, timeout=60
        )
        answer.raise_for_status()
        found = answer.json()
        if "error" in found:
            raise RuntimeError(found["error"]["info"])
        return found


def _rendering(html: str) -> _Rendering:
    rendering = _Rendering()
    rendering.feed(html)
    rendering.close()
    return rendering


def _side_by_side(cells: Sequence[str]) -> str:
    """Give a page on which each cell stands for itself."""
    return "".join(f"\n\n⁅{number}⁆{cell.lstrip(' ')}" for number, cell in enumerate([*cells, ""]))


def _letters_of(rendering: _Rendering, count: int) -> list[str]:
    """Give what the wiki shows of each cell on such a page."""
    parts = _MARK.split("".join(rendering.text))
    shown = dict(zip(parts[1::2], parts[2::2], strict=True))
    return [fold(shown.get(str(number), "")) for number in range(count)]


def _count(shape: list[list[Shape]]) -> str:
    return f"{len(shape)} rows {shape}"


def _without(wikitext: str, cell: Span, tables: list[Span]) -> str:
    """Give a cell's content without the tables inside it."""
    parts = []
    last, end = cell
    for start, stop in tables:
        if cell[0] <= start < end and stop <= end and start >= last:
            parts.append(wikitext[last:start])
            last = stop
    return "".join([*parts, wikitext[last:end]])


def _leaves_open(cell: str) -> bool:
    """Tell whether a cell leaves a table open: standing for itself it would take in what is put behind it."""
    text = mask(cell).replace(GONE, "")
    opened = len(re.findall(r"^[ \t:]*\{\||<table\b", text, re.MULTILINE | re.IGNORECASE))
    closed = len(re.findall(r"^[ \t:]*\|\}|</table\b", text, re.MULTILINE | re.IGNORECASE))
    return opened > closed


def _moved(alone: str, seen: str) -> bool:
    """Say whether all that is seen is shown alone too: text between a table's cells is shown before it."""
    return Counter(filter(str.isalnum, seen)) <= Counter(filter(str.isalnum, alone))
