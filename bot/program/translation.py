"""Pure: how a page's translation into one language stands.

Pages of the Translate extension say it themselves: on the page of a language the wiki wraps what is not
translated, and what was before its source changed. For a plain subpage the source is compared with itself at
the moment the translation was last edited.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.program.translation_parts import Difference, Part, Piece, plain_pieces, stale_parts, unit_pieces
from bot.wikitext.translate import without_translate

__all__ = ["Difference", "Part", "Revision", "Standing", "State", "stale_parts", "standing"]

LEAST = 4
"""A translation with less than one letter for so many of its source is none of the whole."""

_TAG = re.compile(r"<(/?)(span|div)\b([^<>]*)>", re.IGNORECASE)
_FUZZY = re.compile(r"\bmw-translate-fuzzy\b")
_SHOWN_IN = re.compile(r"\blang=[\"']?([\w-]+)")
_CONTENT = re.compile(r"\bmw-content-(?:ltr|rtl)\b")
_WIDE = 3
"""Letters of an alphabet that one ideograph stands for."""


class State(StrEnum):
    """How a translation stands."""

    COMPLETE = "complete"
    STALE = "stale"  # the source changed since; parts may be missing besides
    INCOMPLETE = "incomplete"  # up to date as far as it goes
    MISSING = "missing"
    UNREAD = "unread"  # what would be needed to tell could not be read


class Revision(NamedTuple):
    """One state of the source page."""

    revid: int
    moment: datetime
    text: str | None  # None: not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the translation into one language stands, and why."""

    language: str  # MediaWiki code
    state: State
    stale: tuple[Part, ...] = ()
    missing: tuple[Part, ...] = ()
    since: int | None = None  # the source's revision that the translation was compared with


def standing(
    sources: Sequence[tuple[int, datetime, str | None]],
    *,
    language: str,
    translated_at: datetime | None,
    translated: str | None,
    translated_by: int | None = None,
    is_whole: bool = False,
) -> Standing:
    """Tell how a translation stands.

    Args:
        sources: revisions of the source page as (revid, moment, text), the newest first.
        language: of the translation.
        translated_at: the moment of its last revision; None: there is no such page.
        translated: its wikitext; None: not read.
        translated_by: number of that revision, which tells what came first within a second; None: not known.
        is_whole: `sources` goes back to the page's first revision.
    """
    if translated_at is None:
        return Standing(language=language, state=State.MISSING)
    revisions = [Revision(*source) for source in sources]
    now = revisions[0].text if revisions else None
    if now is None or translated is None:
        return Standing(language=language, state=State.UNREAD)
    then = next((each for each in revisions if _is_before(each, translated_at, translated_by)), None)
    base = then or revisions[-1]
    units = unit_pieces(now)
    if base.text is None:
        return Standing(language=language, state=State.UNREAD)
    stale = stale_parts(base.text, now)
    if units:
        missing, outdated = _read_wrapped(base.text, units, translated, language)
        known = {part.number for part in stale}
        stale += [part for part in outdated if not part.number or part.number not in known]
    else:
        missing = _missing_parts(without_translate(base.text), translated)
    nothing = not translated.strip() or (bool(units) and len(missing) >= len(units))
    if nothing:
        state, stale = State.MISSING, []
    elif stale:
        state = State.STALE
    elif missing:
        state = State.INCOMPLETE
    else:
        state = State.COMPLETE if then or is_whole or units else State.UNREAD
    return Standing(
        language=language, state=state, stale=tuple(stale), missing=tuple(missing), since=base.revid
    )


def _is_before(revision: Revision, moment: datetime, revid: int | None) -> bool:
    """Tell whether a revision was there when another page was edited."""
    if revid is not None and revision.moment == moment:
        return revision.revid < revid
    return revision.moment <= moment


def _read_wrapped(
    base: str, units: Sequence[Piece], translated: str, language: str
) -> tuple[list[Part], list[Part]]:
    """Give the units that a language page shows in the source's words, and those it marks as outdated."""
    old_units = unit_pieces(base) or list(units)
    by_key = {piece.key: piece for piece in [*old_units, *units]}
    groups = _Groups(base, old_units, translated)
    missing: dict[int | str, Part] = {}
    outdated: dict[int | str, Part] = {}
    for attributes, start, end in _wrapped(translated):
        is_fuzzy = bool(_FUZZY.search(attributes))
        shown_in = _SHOWN_IN.search(attributes)
        if not is_fuzzy and not (shown_in and shown_in[1].lower() != language.lower()):
            continue
        shown = plain_pieces(translated[start:end])
        key = "".join(piece.key for piece in shown)
        unit = groups.unit_at(start) if is_fuzzy else by_key.get(key) or groups.unit_at(start)
        found = outdated if is_fuzzy else missing
        difference = Difference.CHANGED if is_fuzzy else Difference.MISSING
        if unit:
            found[unit.number or unit.key] = unit.told(difference)
        elif shown:
            found[start] = Part(
                number="",
                heading=shown[0].heading,
                excerpt=shown[0].told(difference).excerpt,
                difference=difference,
            )
    return list(missing.values()), list(outdated.values())


def _wrapped(wikitext: str) -> Iterator[tuple[str, int, int]]:
    """Give attributes, start and end of what the wiki wrapped, in linear time; of wrappers only the outer."""
    open_: dict[str, list[tuple[str, int]]] = {"span": [], "div": []}
    found = []
    for tag in _TAG.finditer(wikitext):
        waiting = open_[tag[2].lower()]
        if not tag[1]:
            waiting.append((tag[3], tag.end()))
        elif waiting:
            attributes, start = waiting.pop()
            if _FUZZY.search(attributes) or _CONTENT.search(attributes):
                found.append((start, tag.start(), attributes))
    at = 0
    for start, end, attributes in sorted(found):
        if start >= at:
            yield attributes, start, end
            at = end


class _Groups:
    """Where on a language page the units stand: between the same texts as on the source page."""

    def __init__(self, source: str, units: Sequence[Piece], translated: str) -> None:
        self._starts: list[int] = []
        self._units: list[list[Piece]] = []
        at = edge = 0
        for unit in units:
            gap = without_translate(source[edge : unit.start])
            edge = unit.end
            if self._units and not gap.strip(" "):
                self._units[-1].append(unit)  # nothing tells where the one ends and the other begins
                continue
            found = translated.find(gap, at)
            if found < 0:
                self._starts.append(at)
                self._units.append([])  # from here on nothing is known
                return
            at = found + len(gap)
            self._starts.append(at)
            self._units.append([unit])

    def unit_at(self, place: int) -> Piece | None:
        """Give the unit that stands at a place, if that can be told."""
        number = bisect_right(self._starts, place) - 1
        units = self._units[number] if number >= 0 else []
        return units[0] if len(units) == 1 else None


def _missing_parts(source: str, translated: str) -> list[Part]:
    """Give the parts of a plain page that a translation lacks, judged by its headings and its length."""
    own, others = _by_heading(plain_pieces(source)), _by_heading(plain_pieces(translated))
    counterparts = _align(own, others)
    is_short = LEAST * sum(map(_letters, others)) < sum(map(_letters, own))
    missing: list[Piece] = []
    for section, counterpart in zip(own, counterparts, strict=True):
        if counterpart is None:
            missing += section
        elif is_short:
            rest = section[len(counterpart) :]
            missing += rest or (section if LEAST * _letters(counterpart) < _letters(section) else [])
    return [piece.told(Difference.MISSING) for piece in missing]


def _by_heading(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Give the parts below each heading, it included; first those above all headings."""
    sections: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "heading":
            sections.append([])
        sections[-1].append(piece)
    return sections


def _align(own: list[list[Piece]], others: list[list[Piece]]) -> list[list[Piece] | None]:
    """Give each section's counterpart: in their order, of one level where the translation has fewer."""
    spare = len(own) - len(others)
    aligned: list[list[Piece] | None] = [others[0]]
    at = 1
    for section in own[1:]:
        if at >= len(others) or (spare > 0 and _level(section) != _level(others[at])):
            aligned.append(None)
            spare -= 1
        else:
            aligned.append(others[at])
            at += 1
    return aligned


def _level(section: Sequence[Piece]) -> int:
    text = section[0].text
    return len(text) - len(text.lstrip("="))


def _letters(pieces: Sequence[Piece]) -> int:
    """Count letters; one ideograph says as much as several."""
    return sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WF" else 1
        for piece in pieces
        for letter in piece.key
        if letter.isalpha() or unicodedata.category(letter) in {"Mn", "Mc"}
    )
