"""Pure: the page that a newsletter's draft becomes in the archive.

What is for writers and translators goes: comments, marks of translation, what is not to be included, markers
of the bot's parts, and sections in which nothing was written. Every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.program.announcement import NotClosedError
from bot.program.newsletter import number_said
from bot.wikitext.exclusion import shadowed, unclosed, unparsed_stretches
from bot.wikitext.headings import plain_words
from bot.wikitext.masks import OPAQUE
from bot.wikitext.owned import owned_names, replace_owned
from bot.wikitext.removing import BLANKS, remove
from bot.wikitext.sections import Section, heading_of, read_sections
from bot.wikitext.tables import read_tables
from bot.wikitext.translate_marks import translate_cuts

MOST_ROUNDS = 12
"""In which the page is looked through: what is taken out could make a comment of what stood around it."""

_BAR = re.compile(r"<languages\s*/>", re.IGNORECASE)
_NOINCLUDE = re.compile(r"<noinclude\s*>", re.IGNORECASE)
_NOINCLUDE_END = re.compile(r"</noinclude\s*>", re.IGNORECASE)
_SEEN = re.compile(f"{_BAR.pattern}|(?P<opening>{_NOINCLUDE.pattern})", re.IGNORECASE)
_ACTS = re.compile(r"~{3,}|\{\{(?=\s*(?:subst|safesubst|sust|fijar|نسخ|إحلال)\s*:)", re.IGNORECASE)
"""Signatures, and templates that are replaced when a page is saved, by their names in five languages."""

_EXCERPT = 40


def publishable(wikitext: str, parts: Mapping[str, str]) -> str:
    """Give the text that is archived; archived again it is the same.

    Args:
        wikitext: of the draft.
        parts: content of the bot's parts by name, where it is another than what stands there.

    Raises:
        OwnedPartError: the markers of a part are amiss.
        NotClosedError: a comment, nowiki or the like has no end.
    """
    return _published(wikitext, parts)[0]


def empty_sections(wikitext: str, parts: Mapping[str, str]) -> tuple[str, ...]:
    """Give the words of the headings that `publishable` leaves out, in the page's order.

    Raises:
        OwnedPartError: as for `publishable`.
        NotClosedError: as for `publishable`.
    """
    return _published(wikitext, parts)[1]


def without_instructions(wikitext: str) -> str:
    """Give a page without comments, marks of translation, and what is not to be included.

    No blank lines stand at its start; it ends with one line end.

    Raises:
        NotClosedError: a comment, nowiki or the like has no end.
    """
    for _ in range(MOST_ROUNDS):
        before = wikitext
        if (at := unclosed(wikitext)) >= 0:
            raise NotClosedError(_excerpt(wikitext, at))
        wikitext = remove(wikitext, translate_cuts(wikitext), with_lines=False)
        wikitext = _trimmed(remove(wikitext, _instructions(wikitext)))
        if wikitext == before:
            return wikitext
    raise NotClosedError(_excerpt(wikitext, max(0, wikitext.find("<!"))))


def sections_outside_tables(wikitext: str) -> list[Section]:
    """Give the sections of a page whose headings are in no table's cell."""
    tables = [table.span for table in read_tables(wikitext)] if "{|" in wikitext else []
    sections = []
    end = number = 0
    for section in read_sections(wikitext):
        while number < len(tables) and tables[number][0] <= section.start:
            end = max(end, tables[number][1])
            number += 1
        if section.start >= end:
            sections.append(section)
    return sections


def _published(wikitext: str, parts: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Give the text, and the words of the headings left out."""
    there = owned_names(wikitext)
    for name, content in parts.items():
        if name in there:
            wikitext = replace_owned(wikitext, name, content.strip("\n") if content.strip() else "")
    left_out: list[str] = []
    for _ in range(MOST_ROUNDS):
        text = without_instructions(wikitext)
        empty = _empty(text)
        wikitext = _trimmed(remove(text, ((each.start, each.text) for each in empty)))
        left_out += [plain_words(heading_of(text, each)) for each in empty]
        if not empty:
            return _inert(wikitext), tuple(left_out)
    raise NotClosedError(_excerpt(wikitext, 0))


def _instructions(wikitext: str) -> Iterator[tuple[int, int]]:
    """Give start and end of what is for writers, in the page's order."""
    at = 0
    for stretch in unparsed_stretches(wikitext):
        if stretch.end <= at:
            continue
        while at <= stretch.start and (found := _SEEN.search(wikitext, at, stretch.start)):
            at = _end_of(wikitext, found)
            yield found.start(), at
        if at > stretch.start:
            continue  # it began in what is not to be included
        if stretch.tag == "comment":
            yield stretch.start, stretch.end
        at = stretch.end
    while found := _SEEN.search(wikitext, at):
        at = _end_of(wikitext, found)
        yield found.start(), at


def _end_of(wikitext: str, found: re.Match[str]) -> int:
    """Give where the bar, or all that is not to be included, ends: at the latest with the page."""
    if not found["opening"]:
        return found.end()
    end = _NOINCLUDE_END.search(wikitext, found.end())
    return end.end() if end else len(wikitext)


def _empty(wikitext: str) -> list[Section]:
    """Find the sections in which nothing stands; the heading that gives the issue's number is kept."""
    sections = sections_outside_tables(wikitext)
    empty: list[Section] = []
    filled_level = 0  # the level of the section behind this one, if it is filled
    following = len(wikitext)
    for place in range(len(sections) - 1, -1, -1):
        section = sections[place]
        is_title = not section.start and number_said(plain_words(heading_of(wikitext, section))) is not None
        is_empty = not wikitext[section.text : following].strip() and filled_level <= section.level
        if is_empty and not (is_title and filled_level):
            empty.append(section)
        else:
            filled_level = section.level
        following = section.start
    return empty[::-1]


def _inert(wikitext: str) -> str:
    """Give a text in which nothing acts when it is saved: what was removed may have stood in between."""
    shown = shadowed(wikitext, OPAQUE)
    pieces = []
    at = 0
    for found in _ACTS.finditer(shown):
        pieces += [wikitext[at : found.start()], "".join(f"&#{ord(letter)};" for letter in found[0])]
        at = found.end()
    return "".join([*pieces, wikitext[at:]])


def _trimmed(wikitext: str) -> str:
    """Give a text without blank lines at its ends, and with one line end behind it."""
    text = wikitext.rstrip(f"\n{BLANKS}")
    start = 0
    while (end := text.find("\n", start)) >= 0 and not text[start:end].strip(BLANKS):
        start = end + 1
    return f"{text[start:]}\n"


def _excerpt(wikitext: str, at: int) -> str:
    return " ".join(wikitext[at : at + _EXCERPT].split())
