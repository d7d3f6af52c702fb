"""Pure: the sections of a page, as MediaWiki bounds them.

Headings in comments, nowiki, templates and the like are none. The rules are those of MediaWiki's preprocessor
(https://www.mediawiki.org/wiki/Preprocessor_ABNF), but that a heading of the first level counts even below a
template that is never closed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from bot.wikitext.masking import WIKIMEDIA_TAGS, mask
from bot.wikitext.masks import GONE

DEEPEST = 6
"""The level of the least heading, `====== … ======`."""

_EQUALS = re.compile("=+")
_COMMENTS = re.compile("<!--.*-->", re.DOTALL)
_TOKEN = re.compile(r"\[\[+|\]\]|\{\{+|\}\}|-\{|\}-")
_CLOSING = {"]]": "[", "}}": "{", "}-": "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands below it, its subsections included."""

    level: int  # 1 to 6
    start: int  # where its heading's line begins
    end: int  # where the next section of its level or above begins, or the page ends
    text: int  # where its heading's line ends


def read_sections(wikitext: str, extension_tags: Collection[str] = WIKIMEDIA_TAGS) -> list[Section]:
    """Give the sections of a page in its order; what stands before the first heading is none."""
    sections: list[Section] = []
    unfinished: list[int] = []  # their places in the list, each deeper than the one before
    for level, start, line_end in _headings(wikitext, mask(wikitext, extension_tags)):
        while unfinished and sections[unfinished[-1]].level >= level:
            place = unfinished.pop()
            sections[place] = replace(sections[place], end=start)
        unfinished.append(len(sections))
        sections.append(Section(level=level, start=start, end=len(wikitext), text=line_end))
    return sections


def heading_of(wikitext: str, section: Section) -> str:
    """Give the wikitext of a section's heading, without its equals signs and remarks behind them."""
    line = wikitext[section.start : section.text].rstrip()
    while line.endswith("-->") and (start := line.rfind("<!--")) >= 0:
        line = line[:start].rstrip()
    return line[section.level : max(section.level, len(line) - section.level)].strip()


def _headings(wikitext: str, masked: str) -> Iterator[tuple[int, int, int]]:
    """Give level, place and end of each heading."""
    for found in _EQUALS.finditer(masked):
        start = found.start()
        if start and wikitext[start - 1] != "\n":
            continue
        line_end = masked.find("\n", start)
        line_end = len(masked) if line_end < 0 else line_end
        level = _level(wikitext, masked, start, line_end)
        if level and _is_whole(masked[start:line_end]):
            yield level, start, line_end


def _is_whole(line: str) -> bool:
    """Tell whether all that is opened on a line is closed on it: else MediaWiki sees no heading."""
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.findall(line):
        if token in _CLOSING:
            if opened and opened[-1][0] == _CLOSING[token]:
                kind, count = opened.pop()
                if count >= 4:
                    opened.append((kind, count - 2))
        else:
            opened.append((token[0], len(token)))
    return not opened


def _level(wikitext: str, masked: str, start: int, line_end: int) -> int:
    """Give the level of the heading that a line is, as written and as shown; 0: it is none."""
    written = wikitext[start : _without_remarks(wikitext, masked, start, line_end)]
    level = _level_of(written)
    # MediaWiki sets a mark of its own behind the first signs, then takes comments out and looks again.
    shown = masked[start + level : line_end].replace(GONE, "").rstrip(" \t")
    return level if len(shown) - len(shown.rstrip("=")) >= level else 0


def _level_of(line: str) -> int:
    closing = len(line) - len(line.rstrip("="))
    if closing == len(line):  # nothing but equals signs: the middle ones are its words
        return min(DEEPEST, max(0, closing - 1) // 2)
    return min(DEEPEST, closing, len(line) - len(line.lstrip("=")))


def _without_remarks(wikitext: str, masked: str, start: int, end: int) -> int:
    """Give where a line ends without the blanks and comments behind it."""
    while True:
        end = start + len(wikitext[start:end].rstrip(" \t"))
        before = start + len(masked[start:end].rstrip(GONE))
        if not _COMMENTS.fullmatch(wikitext, before, end):
            return end
        end = before
