"""Pure: tags and markers of the Translate extension where they stand, and a page's text without them.

What stands in <nowiki> or in a comment is none. Tags count as that extension has them: small letters, and
no attribute but `nowrap`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_SEEN = re.compile(
    r"<nowiki>|<!--|<translate(?: nowrap)?>|</translate>"
    r"|<tvar\|(?P<old>[^<>]+)>"
    r"|<tvar\s+name\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))\s*>"
    r"|</tvar\s*>|</>"
)
_MARKER = "<!--T:"
_COMMENT_END = "-->"
_NOWIKI_END = "</nowiki>"
_NAME = re.compile(r"[^\s_/<>]+")
_LINE_END = re.compile(r"\r?\n")
_BLANK_OR_LINE_END = re.compile(r" |\r?\n")
_BLANKS = " \t\r"


class Kind(Enum):
    """What a mark is."""

    OPENING = auto()
    CLOSING = auto()
    MARKER = auto()
    COMMENT = auto()  # no mark at all, but marks in it don't count
    VARIABLE = auto()  # <tvar name="x">
    VARIABLE_END = auto()
    OLD_VARIABLE = auto()  # <tvar|x>
    OLD_VARIABLE_END = auto()


_KINDS = {
    "<translate>": Kind.OPENING,
    "<translate nowrap>": Kind.OPENING,
    "</translate>": Kind.CLOSING,
    "</>": Kind.OLD_VARIABLE_END,
}
_OPENING_OF = {Kind.VARIABLE_END: Kind.VARIABLE, Kind.OLD_VARIABLE_END: Kind.OLD_VARIABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A tag, a marker or a comment."""

    kind: Kind
    start: int
    end: int
    name: str = ""  # of a marker or a variable


def marks(wikitext: str) -> Iterator[Mark]:
    """Give the marks of a page in its order, in linear time."""
    at = 0
    no_more_nowiki = False
    while found := _SEEN.search(wikitext, at):
        start, at = found.span()
        if found[0] == "<nowiki>":
            end = -1 if no_more_nowiki else wikitext.find(_NOWIKI_END, at)
            no_more_nowiki = end < 0
            at = at if no_more_nowiki else end + len(_NOWIKI_END)
        elif found[0] == "<!--":
            mark = _comment(wikitext, start)
            at = mark.end
            yield mark
        else:
            name = next((text for text in found.groups() if text is not None), "")
            yield Mark(kind=_kind(found[0]), start=start, end=at, name=name)


def is_name(name: str) -> bool:
    """Tell whether a unit can be called so: a number as a rule; no blanks, `_`, `/`, `<` or `>`."""
    return bool(_NAME.fullmatch(name))


def without_translate(wikitext: str) -> str:
    """Give the text that readers get: no tags, markers and wrappers of variables; every other byte stays.

    With a tag goes the line end on its inner side, with a marker what parts it from its text. Tags need not
    pair: a page that the wiki would not mark for translation is read too.
    """
    return _without(wikitext, are_named=False)


def with_variable_names(wikitext: str) -> str:
    """Give the text that translators get: as `without_translate`, with `$name` in the place of a variable."""
    return _without(wikitext, are_named=True)


def translate_cuts(wikitext: str) -> list[tuple[int, int]]:
    """Give start and end of all that `without_translate` leaves out, in the page's order."""
    return sorted((start, end) for start, end, _ in _cuts(wikitext, are_named=False))


def line_end_after(wikitext: str, at: int) -> int:
    """Give the place behind the line end that stands at a place; the place itself if none does."""
    found = _LINE_END.match(wikitext, at)
    return found.end() if found else at


def separator_end(wikitext: str, at: int) -> int:
    """Give the place behind what parts a marker from the text after it; the place itself if nothing does."""
    found = _BLANK_OR_LINE_END.match(wikitext, at)
    return found.end() if found else at


def _comment(wikitext: str, start: int) -> Mark:
    """Read what begins with `<!--`; without an end it reaches to that of the page."""
    end = wikitext.find(_COMMENT_END, start + 4)
    if end < 0:
        return Mark(kind=Kind.COMMENT, start=start, end=len(wikitext))
    name = wikitext[start + len(_MARKER) : end] if wikitext.startswith(_MARKER, start) else ""
    kind = Kind.MARKER if name and "\n" not in name else Kind.COMMENT
    return Mark(kind=kind, start=start, end=end + len(_COMMENT_END), name=name)


def _kind(tag: str) -> Kind:
    if tag in _KINDS:
        return _KINDS[tag]
    if tag.startswith("</"):
        return Kind.VARIABLE_END
    return Kind.OLD_VARIABLE if tag.startswith("<tvar|") else Kind.VARIABLE


def _without(wikitext: str, *, are_named: bool) -> str:
    """Write the page anew without what is cut; of cuts in each other the outer one counts."""
    pieces: list[str] = []
    at = 0
    for start, end, instead in sorted(_cuts(wikitext, are_named=are_named), key=lambda cut: cut[:2]):
        if end > at:
            pieces += [wikitext[at:start], instead]
            at = end
    return "".join([*pieces, wikitext[at:]])


def _cuts(wikitext: str, *, are_named: bool) -> Iterator[tuple[int, int, str]]:
    """Give start and end of what goes, and what comes in its place."""
    open_variables: dict[Kind, list[Mark]] = {Kind.VARIABLE: [], Kind.OLD_VARIABLE: []}
    cut_end = 0
    for mark in marks(wikitext):
        if mark.kind is Kind.OPENING:
            cut_end = line_end_after(wikitext, mark.end)
            yield mark.start, cut_end, ""
        elif mark.kind is Kind.CLOSING:
            yield _before_line_end(wikitext, mark.start), mark.end, ""
        elif mark.kind is Kind.MARKER and is_name(mark.name):
            start, cut_end = _marker_cut(wikitext, mark, cut_end)
            yield start, cut_end, ""
        elif mark.kind in open_variables:
            open_variables[mark.kind].append(mark)
        elif (kind := _OPENING_OF.get(mark.kind)) and open_variables[kind]:
            opening = open_variables[kind].pop()
            if are_named:
                yield opening.start, mark.end, f"${opening.name}"
            else:
                yield opening.start, opening.end, ""
                yield mark.start, mark.end, ""


def _marker_cut(wikitext: str, mark: Mark, cut_end: int) -> tuple[int, int]:
    """Give what goes with a marker: the blank or line end behind it, or at a line's end the blanks before."""
    if mark.start == cut_end or wikitext[mark.start - 1] == "\n":
        return mark.start, separator_end(wikitext, mark.end)
    ends_line = (
        mark.end == len(wikitext)
        or line_end_after(wikitext, mark.end) > mark.end
        or wikitext.startswith("</translate>", mark.end)
    )
    start = mark.start
    while ends_line and start > cut_end and wikitext[start - 1] in _BLANKS:
        start -= 1
    return start, mark.end


def _before_line_end(wikitext: str, at: int) -> int:
    """Give the place before the line end that ends at a place."""
    if not wikitext.endswith("\n", 0, at):
        return at
    return at - 2 if wikitext.endswith("\r\n", 0, at) else at - 1
