"""Pure: the vocabulary of skills as organisers keep it on a wiki page, in a list or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.program.language_names import current_code
from bot.program.language_reading import read_language
from bot.program.vocabulary import MARKUP, Skill, Vocabulary, fold_skill
from bot.wikitext.tables import Table, read_tables

LINE = re.compile(r"^[ \t]*([*#;]+:?)[ \t]*(.+)$", re.MULTILINE)
KEY = re.compile(r"\s*[:：=]\s*(?!//)")
LABEL = re.compile(r"\s*([a-z]{2,3}(?:-[a-z]{2,8})?)\s*[:：=]\s*(?!//)", re.IGNORECASE | re.ASCII)
GROUPS = re.compile(r"[;؛；\n]|</?br\s*/?>", re.IGNORECASE)
MOST_COLUMNS = 100
"""Of a table; there are no more languages in use."""
LONGEST_SHARED = 300
"""Characters of a cell that several rows have; a longer one names no skill."""
PIECES = re.compile(r"[,،、，]")


def read_vocabulary(wikitext: str) -> Vocabulary:
    """Read the skills a page lists; all else on it (headings, prose) is for people.

    A list has a line a skill: its first name, a colon, and the other names, with or without languages.
    Names of one language may stand in lines of their own below it. A table has a row a skill and a column a
    language; what stands first in the row is the skill's key.

        * fundraising: recaudación de fondos, جمع التبرعات, grant writing
        * video editing: es: edición de video; fr: montage vidéo, montage
        * outreach
        ** pt: divulgação
    """
    tables = read_tables(wikitext)
    spans = [table.span for table in tables]
    listed = _read_lines(
        (len(match[1].rstrip(":;")) or 1, match[2]) for match in LINE.finditer(_blank(wikitext, spans))
    )
    return Vocabulary((*listed, *(skill for table in tables for skill in _read_table(table))))


def _blank(wikitext: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give the page without its tables and comments."""
    kept, end = [], 0
    for start, stop in sorted(spans):
        kept.append(wikitext[end : max(start, end)])
        end = max(end, stop)
    return MARKUP.sub("", "\n".join((*kept, wikitext[end:])))


def _read_lines(lines: Iterator[tuple[int, str]]) -> Iterator[Skill]:
    top: tuple[str, list[tuple[str, str]]] | None = None
    for depth, text in lines:
        if depth > 1 and top:
            top[1].extend(_read_names(text))
            continue
        if top:
            yield _skill(*top)
        top = _read_line(text)
    if top:
        yield _skill(*top)


def _read_line(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Give the key and the names, each with its language or without; None: the line says nothing."""
    label = LABEL.match(text)
    if label and current_code(label[1]):
        names = list(_read_names(text))
        return (names[0][1], names) if names else None
    key, *rest = KEY.split(text, maxsplit=1)
    first, *others = PIECES.split(key) if not rest else (key,)
    names = [("", name) for other in others if (name := _clean(other))]
    names += _read_names(rest[0]) if rest else []
    return (_clean(first), names) if _clean(first) else None


def _read_names(text: str) -> Iterator[tuple[str, str]]:
    for group in GROUPS.split(text):
        language = ""
        for piece in PIECES.split(group):
            label = LABEL.match(piece)
            code = current_code(label[1]) if label else None
            if label and code:
                language = code
            name = _clean(piece[label.end() :] if label and code else piece)
            if name:
                yield language, name


def _read_table(table: Table) -> Iterator[Skill]:
    header, *rows = [*table.lines(MOST_COLUMNS)] or [[]]
    languages = [read_language(MARKUP.sub("", cell.text)) or "" for cell in header]
    if not any(languages) and not any(cell.is_header for cell in header):
        rows.insert(0, header)  # no row of headings
    for row in rows:
        if all(cell.is_header for cell in row):
            continue
        names = [
            (code or language, name)
            for language, cell in zip(languages, row, strict=False)
            if cell.rowspan == 1 or cell.span[1] - cell.span[0] <= LONGEST_SHARED
            for code, name in _read_names(MARKUP.sub("", cell.text))
        ]
        if names:
            yield _skill(names[0][1], names)


def _skill(key: str, named: Sequence[tuple[str, str]]) -> Skill:
    names: dict[str, str] = {}
    for language, name in named:
        if language:
            names.setdefault(language, name)
    others = {fold_skill(name): name for _, name in reversed(named) if fold_skill(name) != fold_skill(key)}
    return Skill(key=key, synonyms=tuple(reversed(others.values())), names=names)


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:،؛-–—\u200e\u200f\u061c")
