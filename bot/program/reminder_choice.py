"""Pure: which reminders of clinics a person wants, as they write it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.program.columns import MARKUP
from bot.program.time_zones import fold_digits
from bot.wikitext.folding import fold_words
from bot.wikitext.reading import Reading, reading
from bot.wikitext.unit_words import Unit, unit_words

_ALL = "all|yes|every|todos|todas|sí|tous|toutes|oui|sim|كلها|الكل|نعم|جميعها|✓|x"
_NONE = (
    "none|no|never|off|ninguno|ninguna|nunca|aucun|aucune|non|jamais|nenhum|nenhuma|não"
    "|لا|لا شيء|بدون|أبدا|0|-"
)
_HOUR = "h|hr|hrs|hour|hours|hora|horas|heure|heures|ساعة|ساعات|ساعه"
_DAY = "d|day|days|día|días|jour|jours|j|dia|dias|يوم|أيام|ايام|يوما"
_WEEK = "w|week|weeks|semana|semanas|semaine|semaines|sem|أسبوع|اسبوع|أسابيع"

_HOURS = {
    fold_words(word): hours
    for words, hours in ((_HOUR, 1), (_DAY, 24), (_WEEK, 168))
    for word in words.split("|")
}
_ANYTHING = frozenset(map(fold_words, _ALL.split("|"))) - {""}
_NOTHING = frozenset(map(fold_words, _NONE.split("|"))) - {""}
_PART = re.compile(r"\d\s*[.,/–—-]\s*\d|^-")
_PIECE = re.compile(r"(\d*)\s*([^\W\d_]+)")
_BESIDE = frozenset({"and", "y", "et", "e", "و", "before", "antes", "avant", "قبل", "only", "solo", "de"})
_LONGEST = 9999  # hours that somebody can mean


class UnreadableChoiceError(ValueError):
    """It can't be told which reminders somebody wants."""


def _folded(besides: Reading, *kinds: str) -> frozenset[str]:
    return frozenset(fold_words(word) for kind in kinds for word in besides.of_kind(kind))


@lru_cache(maxsize=8)
def _hours(besides: Reading) -> dict[str, int]:
    """Give how many hours each word of a unit stands for, in the languages besides."""
    units: tuple[tuple[Unit, int], ...] = (("hour", 1), ("day", 24), ("week", 168))
    return {fold_words(word): hours for unit, hours in units for word in unit_words(unit, besides)}


def read_reminders(text: str) -> frozenset[int] | None:
    """Read a choice: `24 hours, 1 hour`, `7 días`, `ساعة`, `none`.

    Args:
        text: of the cell.

    Returns:
        How many hours before a clinic somebody wants a reminder; empty: they want none at all; None: all.

    Raises:
        UnreadableChoiceError: there are other words in it.
    """
    plain = fold_digits(" ".join(MARKUP.sub(" ", text[:300]).split()))
    folded = fold_words(plain)
    besides = reading()
    if (
        not plain
        or folded in _ANYTHING | _folded(besides, "read-all", "read-yes")
        or plain in {"✓", "✔", "✅"}
    ):
        return None
    if folded in _NOTHING | _folded(besides, "read-none", "read-no") or plain in {"-", "–", "—", "✗", "❌"}:
        return frozenset()
    if _PART.search(plain):
        raise UnreadableChoiceError(text)
    hours = _HOURS | _hours(besides)
    passed_over = _BESIDE | _folded(besides, "read-and", "read-beside")
    found = set()
    for number, unit in _PIECE.findall(folded):
        if unit in passed_over:
            continue
        if unit not in hours:
            raise UnreadableChoiceError(text)
        found.add(min(int(number or 1) * hours[unit], _LONGEST))
    if not found:
        raise UnreadableChoiceError(text)
    return frozenset(found - {0})  # who writes only “0 hours” wants none
