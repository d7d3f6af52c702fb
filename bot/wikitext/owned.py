"""Pure: the parts of a page that the bot keeps, each between its two markers; every byte elsewhere stays.

A part looks like this, and editors may move it, reword the remark or change the blanks:

    <!-- bot:directory begin (kept by the bot: edits between these two lines are overwritten) -->
    …
    <!-- bot:directory end -->

Markers in nowiki and the like, or inside a longer comment, are only shown, and don't count.
"""

import re
import unicodedata
from dataclasses import dataclass

from bot.wikitext.exclusion import unparsed_stretches
from bot.wikitext.lines import LineIndex, line_of

_REMARK = "(kept by the bot: edits between these two lines are overwritten)"
_NAME = re.compile(r"\w+(?:-\w+)*")
_MARKER = re.compile(
    r"<!--\s*bot\s*:\s*(?P<name>\w+(?:-\w+)*)\s+(?P<edge>begin|end)\b.*-->", re.IGNORECASE | re.DOTALL
)
_ANY_MARKER = re.compile(r"<!--\s*bot\s*:", re.IGNORECASE)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NO_LINE_END = re.compile(r"[^\n]")

_MOST_LINES = 10  # named in a message


class OwnedPartError(ValueError):
    """The markers of a part are not one pair, or the part can't be put there."""


def read_owned(wikitext: str, name: str) -> str | None:
    """Give what stands in a part with Unix line ends, without those that set it off from its markers.

    Args:
        wikitext: of the whole page.
        name: of the part: letters, digits and single hyphens.

    Returns:
        None where the page has no such part.

    Raises:
        OwnedPartError: a marker is missing, doubled, or mixed with another part's.
    """
    part = _find(wikitext, name)
    return None if part is None else _canonical(wikitext[part.start : part.end])


def replace_owned(wikitext: str, name: str, content: str) -> str:
    """Give the page with new content in a part; the same page, byte for byte, where it stands there already.

    Content is compared and written as the wiki saves it (NFC), with the line ends of the page.

    Raises:
        OwnedPartError: the page has no such part, its markers are amiss, or the content would break them.
    """
    part = _find(wikitext, name)
    if part is None:
        raise OwnedPartError(f'The page has no part "{name}". Put it there with {_marker(name, "begin")}.')
    wanted = _checked(content, name)
    if _canonical(wikitext[part.start : part.end]) == wanted:
        return wikitext
    line_end = _line_end(wikitext)
    inner = line_end + wanted.replace("\n", line_end) + (line_end if wanted else "")
    return _read_back(wikitext[: part.start] + inner + wikitext[part.end :], name, wanted)


def append_owned(wikitext: str, name: str, content: str) -> str:
    """Give the page with the part at its end, or where the page has it already, with new content there.

    Args:
        wikitext: of the whole page; empty for a page to be created.
        name: of the part.
        content: of the part.

    Raises:
        OwnedPartError: as for `replace_owned`, or the end of the page is commented out.
    """
    if _find(wikitext, name) is not None:
        return replace_owned(wikitext, name, content)
    wanted = _checked(content, name)
    line_end = _line_end(wikitext)
    gap = "" if not wikitext or wikitext.endswith("\n") else line_end
    lines = [
        _marker(name, "begin"),
        *([wanted.replace("\n", line_end)] if wanted else []),
        _marker(name, "end"),
    ]
    return _read_back(wikitext + gap + line_end.join(lines), name, wanted)


def insert_owned(wikitext: str, name: str, content: str, *, after: int) -> str:
    """Give the page with the part; where the page lacks it, on lines of its own after the line of a place.

    Args:
        wikitext: of the whole page.
        name: of the part.
        content: what stands in it.
        after: a place on the page, such as the end of a table.

    Raises:
        OwnedPartError: as for `replace_owned`.
    """
    if _find(wikitext, name) is not None:
        return replace_owned(wikitext, name, content)
    line_end = _line_end(wikitext)
    place = wikitext.find("\n", after)
    if place < 0:
        return append_owned(wikitext, name, content)
    wanted = _checked(content, name)
    block = [
        _marker(name, "begin"),
        *([wanted.replace("\n", line_end)] if wanted else []),
        _marker(name, "end"),
    ]
    text = wikitext[: place + 1] + line_end.join(block) + line_end + wikitext[place + 1 :]
    return _read_back(text, name, wanted)


def without_owned(wikitext: str) -> str:
    """Give a page with blanks in the place of all that the bot keeps; places and lines stay what they are."""
    pieces: list[str] = []
    at = 0
    for start, end in owned_stretches(wikitext):
        pieces += [wikitext[at:start], _NO_LINE_END.sub(" ", wikitext[start:end])]
        at = end
    return "".join([*pieces, wikitext[at:]])


def owned_stretches(wikitext: str) -> list[tuple[int, int]]:
    """Give start and end of all that the bot keeps, in page order, its markers not included."""
    stretches: list[tuple[int, int]] = []
    open_: _Marker | None = None
    for marker in _markers(wikitext):
        if marker.edge == "begin":
            open_ = open_ or marker
        elif open_ and open_.name == marker.name:
            stretches.append((open_.end, marker.start))
            open_ = None
    return stretches


def owned_names(wikitext: str) -> tuple[str, ...]:
    """Give the names of all parts of a page in its order, in linear time.

    Raises:
        OwnedPartError: a marker is missing, doubled, or mixed with another part's.
    """
    names: dict[str, None] = {}
    open_: _Marker | None = None
    for marker in _markers(wikitext):
        closes = open_ is not None and (marker.edge, marker.name) == ("end", open_.name)
        if not closes and (open_ or marker.edge == "end" or marker.name in names):
            _find(wikitext, marker.name)  # says what is amiss
            raise OwnedPartError(
                f'Line {line_of(wikitext, marker.start)}: the markers of the part "{marker.name}" are amiss.'
            )
        names[marker.name] = None
        open_ = None if closes else marker
    if open_:
        _find(wikitext, open_.name)
    return tuple(names)


def without_part(wikitext: str, name: str) -> str:
    """Give a page without what stands between the markers of one part; without a pair of them, as it is."""
    open_: _Marker | None = None
    pieces: list[str] = []
    at = 0
    for marker in _markers(wikitext):
        if marker.name != name:
            continue
        if marker.edge == "begin":
            open_ = open_ or marker
        elif open_:
            pieces += [wikitext[at : open_.end], "\n"]
            at = marker.start
            open_ = None
    return "".join([*pieces, wikitext[at:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What lies between two markers."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marker:
    """One marker where it stands."""

    name: str
    edge: str  # "begin" or "end"
    start: int
    end: int


def _marker(name: str, edge: str) -> str:
    name = unicodedata.normalize("NFC", name)
    return f"<!-- bot:{name} begin {_REMARK} -->" if edge == "begin" else f"<!-- bot:{name} end -->"


def _find(wikitext: str, name: str) -> _Part | None:
    """Find the one pair of markers."""
    name = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(name):
        raise ValueError(f'"{name}" can\'t name a part: use letters, digits and single hyphens.')
    markers = _markers(wikitext)
    own = [marker for marker in markers if marker.name == name]
    if not own:
        return None
    numbers = LineIndex(wikitext)
    for edge in ("begin", "end"):
        places = [numbers.line_of(marker.start) for marker in own if marker.edge == edge]
        if not places:
            raise OwnedPartError(
                f'Line {numbers.line_of(own[0].start)}: the part "{name}" has no {edge} marker. '
                f"Put {_marker(name, edge)} back, or delete the other marker too."
            )
        if len(places) > 1:
            lines = ", ".join(map(str, places[:_MOST_LINES])) + (", …" if len(places) > _MOST_LINES else "")
            raise OwnedPartError(
                f'Lines {lines}: the {edge} marker of "{name}" stands more than once. Keep one.'
            )
    begin, end = own
    if begin.edge == "end":
        raise OwnedPartError(
            f'Line {numbers.line_of(begin.start)}: the part "{name}" ends before it begins. Swap its markers.'
        )
    _refuse_mixture(wikitext, markers, begin, end)
    return _Part(start=begin.end, end=end.start)


def _refuse_mixture(wikitext: str, markers: list[_Marker], begin: _Marker, end: _Marker) -> None:
    """Raise where another part lies inside this one, around it, or across its end."""
    others = [marker for marker in markers if marker.name != begin.name]
    inside = next((marker for marker in others if begin.start < marker.start < end.start), None)
    still_open = {marker.name: marker for marker in others if marker.start < begin.start}
    later = {marker.name: marker for marker in reversed(others) if marker.start > end.start}
    around = next(
        (
            marker
            for marker in still_open.values()
            if marker.edge == "begin" and marker.name in later and later[marker.name].edge == "end"
        ),
        None,
    )
    if other := inside or around:
        raise OwnedPartError(
            f'Line {line_of(wikitext, other.start)}: the parts "{begin.name}" and "{other.name}" lie in each '
            "other. Move the markers of one away."
        )


def _markers(wikitext: str) -> list[_Marker]:
    found = []
    for stretch in unparsed_stretches(wikitext):
        if stretch.tag == "comment":
            comment = unicodedata.normalize("NFC", _MARKS.sub("", wikitext[stretch.start : stretch.end]))
            if match := _MARKER.fullmatch(comment):
                edge = match["edge"].lower()
                found.append(_Marker(name=match["name"], edge=edge, start=stretch.start, end=stretch.end))
    return found


def _canonical(inner: str) -> str:
    """Give what stands between markers without the line end after the one and before the other."""
    return _as_saved(inner).removeprefix("\n").removesuffix("\n")


def _checked(content: str, name: str) -> str:
    """Give the content as the wiki saves it, if it leaves the markers alone."""
    if _ANY_MARKER.search(_MARKS.sub("", content)):
        raise OwnedPartError(f'The content for "{name}" holds a marker of its own. Leave it out.')
    return _as_saved(content)


def _as_saved(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _read_back(wikitext: str, name: str, wanted: str) -> str:
    """Give the page if the part reads as it was written: an open comment or nowiki could swallow a marker."""
    try:
        found = read_owned(wikitext, name)
    except OwnedPartError:
        found = None
    if found != wanted:
        raise OwnedPartError(
            f'The part "{name}" would be swallowed: close the comment or tag left open on the page or in it.'
        )
    return wikitext


def _line_end(wikitext: str) -> str:
    """Give the page's own line end: that of its first line."""
    first = wikitext.find("\n")
    return "\r\n" if first > 0 and wikitext[first - 1] == "\r" else "\n"
