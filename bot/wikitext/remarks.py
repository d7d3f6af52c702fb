"""Pure: what remains of what somebody wrote when names, signatures and formatting are taken out."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

CUT = "\ufdd3"
"""Stands where something was taken out."""

FORMATTING = re.compile(
    r"<(?:/?(?:b|big|bdi|br|center|code|del|div|em|font|i|ins|kbd|li|mark|p|s|samp|small|span|strike|strong|sub|sup|tt|u)"
    r"(?=[\s/>])[^<>]*)>|'{2,}|__\w{3,20}__",
    re.IGNORECASE,
)
"""Tags and quotes that make no words; to be looked for in masked text."""

_BRACKETS = re.compile(r"[(（\[{][^\w()（）\[\]{}]*[)）\]}]")
_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "«": "»", "“": "”"}
_OPENING_OF = {closing: opening for opening, closing in _PAIRS.items()}
_ANY_BRACKET = re.compile(r"[()\[\]{}（）«»“”]")
_AROUND = f"{CUT} "
_KEPT = frozenset("#@%&*¿¡")
_SEPARATORS = frozenset("|~=+^`¦")


def pieces(start: int, end: int, cuts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the stretches of `start` to `end` that no cut covers, in order."""
    at = start
    for cut_start, cut_end in sorted(cuts):
        if cut_end <= at:
            continue
        if cut_start >= end:
            break
        if cut_start > at:
            yield at, cut_start
        at = max(at, cut_end)
    if at < end:
        yield at, end


def remark_of(parts: Iterable[str]) -> str:
    """Give the words of the parts between cuts: one line, no punctuation at its ends, no empty brackets."""
    text = CUT.join(parts).strip(_AROUND)
    if text.isalnum():
        return text
    if CUT in text:
        text = f"{CUT}{text}{CUT}"
        for _ in range(2):
            text = _BRACKETS.sub(lambda found: CUT if CUT in found[0] else found[0], text)
    return strip_punctuation(" ".join(text.replace(CUT, " ").replace("&nbsp;", " ").split()))


def strip_punctuation(text: str) -> str:
    """Take punctuation from both ends; brackets only where they stand alone or around everything."""
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    counts = Counter(_ANY_BRACKET.findall(text))
    start, end = 0, len(text)
    while start < end:
        first, last = text[start], text[end - 1]
        if _goes(first, last, counts, is_last=False):
            start += 1
            counts[first] = counts.get(first, 0) - 1
        elif _goes(last, first, counts, is_last=True):
            end -= 1
            counts[last] = counts.get(last, 0) - 1
        else:
            break
    return text[start:end]


def _goes(character: str, other_end: str, counts: dict[str, int], *, is_last: bool) -> bool:
    """Say whether a character at an end is no part of the words."""
    category = unicodedata.category(character)[0]
    partner = (_OPENING_OF if is_last else _PAIRS).get(character)
    if partner:
        count, other_count = counts.get(character, 0), counts.get(partner, 0)
        alone = count > other_count
        around = other_end == partner and count == other_count == 1
        return alone or around
    if character in _PAIRS or character in _OPENING_OF:
        return True
    if character in _KEPT:
        return is_last and character not in "%*"
    return category in "PZC" or character in _SEPARATORS
