"""Pure: how many messages a month somebody wants at most, as they write it into a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.program.language_reading import says_nothing
from bot.wikitext.reading import Reading, reading

MOST = 100
"""A larger number is a slip (a year, a telephone number), and read as none."""

LENGTH = 100
"""Characters; a longer cell is prose."""

NUMBER_WORDS = {
    0: "none no never zero ninguno ninguna ningún nunca cero aucun aucune jamais nenhum nenhuma لا صفر أبدا",
    1: "one once uno una un une um uma واحد واحدة مرة رسالة",
    2: "two twice dos deux dois duas اثنان اثنتان اثنين اثنتين مرتان مرتين رسالتان رسالتين",
    3: "three tres trois três ثلاث ثلاثة",
    4: "four cuatro quatre quatro أربع أربعة",
    5: "five cinco cinq خمس خمسة",
}
"""Numbers as words, in the program's languages."""

NO_LIMIT = re.compile(
    r"\W*(?:no limits?|unlimited|any(?: number)?|all|no m[aá]x\w*|sin l[ií]mites?|ilimitado|todos|"
    r"sans limites?|pas de limites?|illimité|tous|sem limites?|بلا حد(?:ود)?|بدون حد(?:ود)?|غير محدود)\W*",
    re.IGNORECASE,
)

BESIDE = frozenset(
    """
    message messages a an per month monthly each every at most max maximum up to only times time no more than
    mensaje mensajes al por mes mensual mensuales como máximo maximo solo sólo vez veces cada hasta más mas de
    par mois mensuel mensuels au plus seulement fois chaque jusqu à pas
    mensagem mensagens mês mensal mensais apenas só vezes até ao mais do que
    رسالة رسائل في الشهر شهر شهريا كل على الأكثر بحد أقصى مرة مرات فقط حتى
    """.split()  # noqa: SIM905 - a list would be forty lines
)
"""Words that may stand beside the number and change nothing."""

VOWEL_SIGNS = re.compile("[\u064b-\u0652]")
WORD = re.compile(r"-?\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Words that are set."""

    numbers: Mapping[str, int]
    beside: frozenset[str]
    unlimited: frozenset[str]


@lru_cache(maxsize=8)
def _known(besides: Reading) -> _Known:
    kinds = {"read-none": 0, "read-no": 0, "read-once": 1, "read-twice": 2}
    return _Known(
        numbers={w.casefold(): number for kind, number in kinds.items() for w in besides.of_kind(kind)},
        beside=frozenset(word for each in besides.of_kind("read-beside") for word in each.casefold().split()),
        unlimited=frozenset(
            " ".join(WORD.findall(each.casefold())) for each in besides.of_kind("read-unlimited")
        ),
    )


_BY_WORD = {word: number for number, words in NUMBER_WORDS.items() for word in words.split()}


class UnreadableCapError(ValueError):
    """The cell names no number of messages a month."""


def read_cap(text: str) -> int | None:
    """Read a cell, without markup: `2`, `٢`, `at most 3 a month`, `una vez al mes`, `none`.

    Returns:
        The number, 0: no messages at all; None: nothing said, or no limit of their own.

    Raises:
        UnreadableCapError: there is something, but not one number of messages a month.
    """
    if len(text) > LENGTH:
        raise UnreadableCapError(text)
    words = WORD.findall(VOWEL_SIGNS.sub("", text.casefold()))
    known = _known(reading())
    if not words or NO_LIMIT.fullmatch(text) or " ".join(words) in known.unlimited:
        return None
    words = [word for word in words if word not in known.beside]
    digits = {int(word) for word in words if word.lstrip("-").isdecimal()}
    by_word = {**_BY_WORD, **known.numbers}
    named = [word for word in words if word in by_word]
    alone = {by_word[word] for word in named if word not in BESIDE}
    numbers = digits or alone or {by_word[word] for word in named}
    if not numbers and says_nothing(text):
        return None
    understood = all(word.lstrip("-").isdecimal() or word in by_word or word in BESIDE for word in words)
    if len(numbers) != 1 or not understood or not 0 <= min(numbers) <= MOST:
        raise UnreadableCapError(text)
    return min(numbers)
