"""Pure: pages of the Translate extension: their units, their readers' text, and the guard of every edit.

Only the wiki gives units their numbers, and only people change what is translated: an edit of the bot must
leave every tag and marker where it is, and every unit as it is, but for what stands in the bot's own parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.wikitext.lines import line_of
from bot.wikitext.owned import owned_stretches
from bot.wikitext.translate_marks import is_name, with_variable_names, without_translate
from bot.wikitext.translate_units import (
    Section,
    TranslateError,
    Unit,
    read_translate_sections,
    read_units,
)

__all__ = [
    "TranslateError",
    "Unit",
    "check_untouched",
    "read_units",
    "with_variable_names",
    "without_translate",
]

_LIKENESS = re.compile(
    r"(?P<nowiki><nowiki>)|</?(?:translate|tvar)\b[^<>]*>|<!--T:(?P<name>[^\n<>]+)-->", re.IGNORECASE
)
_NOWIKI_END = "</nowiki>"
_LONGEST = 40


def check_untouched(before: str, after: str) -> None:
    """Refuse an edit that would move, renumber, remove or invent a tag or marker, or change a unit.

    What stands in the bot's own parts (`bot.wikitext.owned`) may change, but for the numbers of its markers.
    Where the marks of the page were amiss before the edit, all from the first to the last must stay.

    Args:
        before: the page as it is.
        after: the page as the edit would leave it.

    Raises:
        TranslateError: with a sentence that names the unit.
    """
    if before == after:
        return
    kept, left = _without_own_parts(before), _without_own_parts(after)
    try:
        sections = read_translate_sections(before)
        outer = read_translate_sections(kept)
    except TranslateError as error:
        if _from_first_to_last(kept) != _from_first_to_last(left):
            raise TranslateError(
                f"The marks of translation on this page are amiss, and the edit would touch them. {error}"
            ) from error
        _compare_own_markers(before, after)
        return
    try:
        new_sections = read_translate_sections(after)
        new_outer = read_translate_sections(left)
    except TranslateError as error:
        raise TranslateError(f"The edit would put the marks of translation amiss. {error}") from error
    _compare(kept, outer, left, new_outer)
    if _likenesses(kept, outer) != _likenesses(left, new_outer):
        raise TranslateError(
            "The edit would add, change or remove a tag or marker of translation outside the units."
        )
    _compare_numbers(before, sections, after, new_sections)


def _without_own_parts(wikitext: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in owned_stretches(wikitext):
        pieces.append(wikitext[at:start])
        at = end
    return "".join([*pieces, wikitext[at:]])


def _compare(before: str, old: Sequence[Section], after: str, new: Sequence[Section]) -> None:
    """Raise where what stands between the tags is no longer the same, byte for byte and in order."""
    if [before[one.start : one.end] for one in old] == [after[one.start : one.end] for one in new]:
        return
    _compare_numbers(before, old, after, new)
    had, has = _all_units(old), _all_units(new)
    now_numbered = {unit.number: unit for unit in has}
    for was in had:
        now = now_numbered[was.number] if was.number is not None else was
        if was.text != now.text:
            raise TranslateError(f"{_named(before, was)} would be changed.")
        if was is not now and _whole(before, was) != _whole(after, now):
            raise TranslateError(f"{_named(before, was)}: its marker would be moved.")
    for page, units, others, verb in (
        (before, had, has, "changed or removed"),
        (after, has, had, "added between the tags"),
    ):
        known = {unit.text for unit in others if unit.number is None}
        for unit in units:
            if unit.number is None and unit.text not in known:
                raise TranslateError(f"{_named(page, unit)} would be {verb}.")
    for section, now_section in zip(old, new, strict=False):
        if before[section.start : section.end] != after[now_section.start : now_section.end]:
            name = _named(before, section.units[0]) if section.units else "An empty <translate>"
            raise TranslateError(f"{name}: the tags, the order or the blanks around it would be changed.")
    raise TranslateError("A pair of <translate> tags would be added or removed.")


def _compare_numbers(before: str, old: Sequence[Section], after: str, new: Sequence[Section]) -> None:
    """Raise where a number goes, comes, or stands at another place in their order."""
    had = {unit.number: unit for unit in _all_units(old) if unit.number is not None}
    has = {unit.number: unit for unit in _all_units(new) if unit.number is not None}
    places = {unit.text: unit for unit in _all_units(new)}
    for number, unit in had.items():
        if number not in has:
            place = places.get(unit.text)
            if place is None:
                raise TranslateError(f"{_named(before, unit)} would be removed.")
            if place.number is None:
                raise TranslateError(f"{_named(before, unit)} would lose its marker.")
            if place.number not in had:
                raise TranslateError(f"{_named(before, unit)} would be renumbered to {place.number}.")
            raise TranslateError(f"{_named(before, unit)} would be removed.")
    for number, unit in has.items():
        if number not in had:
            raise TranslateError(f"{_named(after, unit)}: its marker would be invented.")
    for was, now in zip(had.values(), has.values(), strict=True):
        if was.number != now.number:
            raise TranslateError(f"{_named(before, was)} would be moved: unit {now.number} would come first.")


def _compare_own_markers(before: str, after: str) -> None:
    """Raise where the numbers in the bot's own parts would change, on a page that can't be read."""

    def numbers(wikitext: str) -> list[str]:
        return [
            found["name"]
            for start, end in owned_stretches(wikitext)
            for found in _LIKENESS.finditer(wikitext[start:end])
            if is_name(found["name"] or "")
        ]

    if numbers(before) != numbers(after):
        raise TranslateError("The edit would change the markers of translation in a part of the bot's own.")


def _likenesses(wikitext: str, sections: Sequence[Section]) -> list[str]:
    """Give all that looks like a tag or marker outside the sections, in comments too: the wiki sees it."""
    found = []
    at = 0
    for end, after in [*((one.start, one.end) for one in sections), (len(wikitext), len(wikitext))]:
        found += [wikitext[start:stop] for start, stop in _spans(wikitext, at, end)]
        at = after
    return found


def _spans(wikitext: str, at: int, end: int) -> list[tuple[int, int]]:
    """Give where the likenesses in a stretch stand, those in nowiki left out."""
    spans = []
    no_more_nowiki = False
    while match := _LIKENESS.search(wikitext, at, end):
        at = match.end()
        if match["nowiki"] is None:
            spans.append(match.span())
        elif match["nowiki"] == "<nowiki>" and not no_more_nowiki:
            closed = wikitext.find(_NOWIKI_END, at, end)
            no_more_nowiki = closed < 0
            at = max(at, closed)
    return spans


def _from_first_to_last(wikitext: str) -> str:
    """Give all from the first likeness of a tag or marker to the last."""
    spans = _spans(wikitext, 0, len(wikitext))
    return wikitext[spans[0][0] : spans[-1][1]] if spans else ""


def _all_units(sections: Sequence[Section]) -> list[Unit]:
    return [unit for section in sections for unit in section.units]


def _whole(wikitext: str, unit: Unit) -> str:
    """Give a unit's source with its marker."""
    start, end = unit.marker or (unit.start, unit.end)
    return wikitext[min(start, unit.start) : max(end, unit.end)]


def _named(wikitext: str, unit: Unit) -> str:
    """Name a unit in a sentence: its line, its number, its first words."""
    words = " ".join(unit.text[: 4 * _LONGEST].split())
    words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    name = "a unit without a number" if unit.number is None else f"unit {unit.number}"
    return f'Line {line_of(wikitext, unit.start)}: {name} ("{words}")'
