"""Pure: letters as readers see them: where a text can be cut without splitting one.

A letter with its accents and vowel marks, an emoji made of several, a Hangul syllable and a flag are each
one. The rules are those of https://www.unicode.org/reports/tr29/, in doubt a cut less.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_ZERO_WIDTH_NON_JOINER = "\u200c"
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
_EXTENDING = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\uff9e\uff9f]")
_LEADING = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_VOWEL = re.compile("[\u1160-\u11a7\ud7b0-\ud7c6]")
_TRAILING = re.compile("[\u11a8-\u11ff\ud7cb-\ud7fb]")
_SYLLABLE = re.compile("[\uac00-\ud7a3]")
_VIRAMA = 9  # its combining class


def boundaries(text: str) -> Iterator[int]:
    """Give each place between two letters, neither start nor end of the text."""
    flags = 0  # regional indicators in a row before this place
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        flags = flags + 1 if _is_flag(before) else 0
        if not _belongs(before, after) and not (flags % 2 and _is_flag(after)):
            yield at


def _belongs(before: str, after: str) -> bool:
    """Tell whether two characters are parts of one letter."""
    if after < "\u0300":
        return before in _PREPENDED or before == _JOINER or (before, after) == ("\r", "\n")
    if after in {_JOINER, _ZERO_WIDTH_NON_JOINER} or before == _JOINER or before in _PREPENDED:
        return True
    if unicodedata.category(after)[0] == "M" or _extends(after):
        return True
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return True
    return _is_syllable(before, after)


def _extends(character: str) -> bool:
    """Tell whether a character changes the emoji or kana before it."""
    return bool(_EXTENDING.match(character))


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_syllable(before: str, after: str) -> bool:
    """Tell whether two parts of Hangul are of one syllable; Thai and Lao vowels belong to their letter."""
    if after in "\u0e33\u0eb3":
        return True
    if _LEADING.match(before):
        return bool(_LEADING.match(after) or _VOWEL.match(after) or _SYLLABLE.match(after))
    if _VOWEL.match(before) or _SYLLABLE.match(before):
        return bool(_VOWEL.match(after) or _TRAILING.match(after))
    return bool(_TRAILING.match(before) and _TRAILING.match(after))
