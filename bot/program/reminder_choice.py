"""Pure: which reminders of clinics a person wants, as they write it."""

from __future__ import annotations

import re

from bot.program.columns import MARKUP
from bot.program.time_zones import fold_digits
from bot.wikitext.folding import fold_words

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
_LONGEST = 9999  # hours that somebody can mean


class UnreadableChoiceError(ValueError):
    """It can't be told which reminders somebody wants."""


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
    if not plain or folded in _ANYTHING or plain in {"✓", "✔", "✅"}:
        return None
    if folded in _NOTHING or plain in {"-", "–", "—", "✗", "❌"}:
        return frozenset()
    if _PART.search(plain):
        raise UnreadableChoiceError(text)
    found = set()
    for number, unit in _PIECE.findall(folded):
        if unit in {"and", "y", "et", "e", "و", "before", "antes", "avant", "قبل", "only", "solo", "de"}:
            continue
        if unit not in _HOURS:
            raise UnreadableChoiceError(text)
        found.add(min(int(number or 1) * _HOURS[unit], _LONGEST))
    if not found:
        raise UnreadableChoiceError(text)
    return frozenset(found - {0})  # who writes only “0 hours” wants none
