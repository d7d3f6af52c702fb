"""Pure: the translation units of a page, as the Translate extension parts it.

The rules are those of
https://www.mediawiki.org/wiki/Help:Extension:Translate/Page_translation_administration: what stands between
the tags is parted by blank lines; a unit's marker stands before it, or at the end of one of its lines, as
behind a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.wikitext.lines import LineIndex
from bot.wikitext.translate_marks import Kind, Mark, is_name, line_end_after, marks, separator_end

_BLANK_LINE = re.compile(r"\n\r?\n")
_SPACE = " \t\n\r\v\f"


class TranslateError(ValueError):
    """The marks of translation are amiss, or an edit would touch them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A piece of a page that is translated as one."""

    number: str | None  # as the marker has it, mostly digits; None: the wiki has not given one yet
    start: int  # of its source; a marker at either end of it is left out, one behind its heading is not
    end: int
    marker: tuple[int, int] | None  # where `<!--T:n-->` itself begins and ends
    text: str  # its source without the marker
    nowrap: bool = False  # shown without a wrapper where it is not translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of a page between two tags."""

    start: int  # of the opening tag
    end: int  # behind the closing one
    inner: tuple[int, int]
    units: tuple[Unit, ...]


def read_units(wikitext: str) -> list[Unit]:
    """Give the units of a page in its order; none for a page without tags.

    Raises:
        TranslateError: tags don't pair or stand in each other, a marker stands twice, outside the tags or
            where the wiki doesn't take it.
    """
    return [unit for section in read_translate_sections(wikitext) for unit in section.units]


def read_translate_sections(wikitext: str) -> list[Section]:
    """Give what stands between each pair of tags, with its units.

    Raises:
        TranslateError: as for `read_units`.
    """
    lines = LineIndex(wikitext)
    sections = []
    seen: dict[str, int] = {}
    for opening, closing, markers in _pairs(wikitext, lines):
        units = tuple(_units(wikitext, opening, closing, markers, lines))
        for unit in units:
            if unit.number is None or unit.marker is None:
                continue
            line = lines.line_of(unit.marker[0])
            if unit.number in seen:
                raise TranslateError(
                    f"Line {line}: the marker <!--T:{unit.number}--> stands on line {seen[unit.number]} too. "
                    "Take one away."
                )
            seen[unit.number] = line
        inner = (opening.end, closing.start)
        sections.append(Section(start=opening.start, end=closing.end, inner=inner, units=units))
    return sections


def _pairs(wikitext: str, lines: LineIndex) -> Iterator[tuple[Mark, Mark, list[Mark]]]:
    """Give each opening tag with its closing one and the markers between them."""
    opening: Mark | None = None
    markers: list[Mark] = []
    for mark in marks(wikitext):
        if mark.kind is Kind.OPENING:
            if opening:
                raise TranslateError(
                    f"Line {lines.line_of(mark.start)}: <translate> stands inside that of line "
                    f"{lines.line_of(opening.start)}. Close that one first."
                )
            opening, markers = mark, []
        elif mark.kind is Kind.CLOSING:
            if not opening:
                raise TranslateError(
                    f"Line {lines.line_of(mark.start)}: </translate> closes nothing. Take it away, or put "
                    "<translate> before it."
                )
            yield opening, mark, markers
            opening = None
        elif mark.kind is Kind.MARKER:
            if opening:
                markers.append(mark)
            elif is_name(mark.name):
                raise TranslateError(
                    f"Line {lines.line_of(mark.start)}: the marker {_shown(mark)} stands outside "
                    "<translate>. Take it away, or put the tags around its unit."
                )
    if opening:
        raise TranslateError(
            f"Line {lines.line_of(opening.start)}: <translate> is never closed. "
            "Put </translate> behind its text."
        )


def _units(
    wikitext: str, opening: Mark, closing: Mark, markers: list[Mark], lines: LineIndex
) -> Iterator[Unit]:
    """Part what stands between two tags."""
    nowrap = wikitext[opening.start : opening.end] != "<translate>"
    waiting = iter(markers)
    marker = next(waiting, None)
    for start, end in _blocks(wikitext, opening.end, closing.start):
        own = []
        while marker and marker.start < end:
            own.append(marker)
            marker = next(waiting, None)
        if len(own) > 1:
            raise TranslateError(
                f"Line {lines.line_of(own[1].start)}: the markers {_shown(own[0])} and "
                f"{_shown(own[1])} stand in one unit. Put a blank line between their texts, or take one away."
            )
        if own:
            yield _marked(wikitext, (start, end), own[0], lines, nowrap=nowrap)
        else:
            yield Unit(
                number=None, start=start, end=end, marker=None, text=wikitext[start:end], nowrap=nowrap
            )


def _blocks(wikitext: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the stretches between blank lines, without the blanks at their ends."""
    at = start
    edges = [found.span() for found in _BLANK_LINE.finditer(wikitext, start, end)]
    for edge, after in [*edges, (end, end)]:
        block = wikitext[at:edge]
        text = block.lstrip(_SPACE)
        if text:
            first = edge - len(text)
            yield first, first + len(text.rstrip(_SPACE))
        at = after


def _marked(wikitext: str, block: tuple[int, int], marker: Mark, lines: LineIndex, *, nowrap: bool) -> Unit:
    """Give the unit of a block that has one marker."""
    start, end = block
    if not is_name(marker.name):
        raise TranslateError(
            f"Line {lines.line_of(marker.start)}: the marker {_shown(marker)} has no name that the wiki "
            "takes. Take it away: the wiki gives numbers itself."
        )
    before = wikitext[start : marker.start].rstrip(_SPACE)
    behind = separator_end(wikitext, marker.end)
    if not before and marker.end < behind <= end:
        start, text = behind, wikitext[behind:end]
    elif marker.end == end:
        end = start + len(before)
        text = before
    elif line_end_after(wikitext, marker.end) > marker.end:
        text = before + wikitext[marker.end : end]
    else:
        raise TranslateError(
            f"Line {lines.line_of(marker.start)}: the wiki does not take the marker {_shown(marker)} "
            "where it stands. Put it on a line of its own before its text, or behind its heading."
        )
    if not text.strip(_SPACE):
        raise TranslateError(
            f"Line {lines.line_of(marker.start)}: the marker {_shown(marker)} has no text. Take it away, or "
            "put its text back right behind it."
        )
    place = (marker.start, marker.end)
    return Unit(number=marker.name, start=start, end=end, marker=place, text=text, nowrap=nowrap)


def _shown(marker: Mark) -> str:
    """Give a marker for a sentence, cut short."""
    return f"<!--T:{marker.name if len(marker.name) <= 40 else marker.name[:39] + '…'}-->"
