"""Pure: birth dates in a text as readers see it: a word of birth with a date near it."""

import re
from collections.abc import Iterator, Sequence

_YEAR = r"(?:19[2-9]\d|200\d|201[0-6])(?!\d)"  # nobody younger signs up
_MONTH = r"[^\W\d_]{3,12}\.?"
_DAY = r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º|ª|°)?"
_DATE = rf"""(?:
    {_DAY}(?:[ ./-]{{1,2}}|[ ]de[ ]|[ ]of[ ])(?:{_MONTH}|\d{{1,2}})(?:[ ./,،-]{{1,2}}|[ ]del?[ ]){_YEAR}
    | {_MONTH}[ ]{_DAY},?[ ]{_YEAR}
    | {_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}(?!\d)
)"""
_DAY_ALONE = rf"(?:{_DAY}[ ](?:de[ ]|of[ ])?{_MONTH}|{_MONTH}[ ]{_DAY})"
_GAP = r"(?=[^\d\n]{0,40}\d)[^\d\n]{0,25}?"
_STEMS = (
    *("born", "birth", "dob", "d.o.b", "né", "naiss", "nac", "nasc"),
    *("geboren", "cumple", "anivers", "annivers"),
    *("ولد", "ُلد", "ميلاد", "مولود", "مواليد"),
)
_FULL = r"""(?:
    born | birth[ -]?days? | anniversaire | né(?:e|\(e\))? | nacid[oa]s? | nascid[oa]s? | geboren | cumpleaños
    | aniversário
    | ولد | ولدت | وُلد | وُلدت | مولود | مولودة | عيد[ ]الميلاد
)"""
_ANY = r"""(?:
    date[ ]of[ ]birth | birth[ -]?date | year[ ]of[ ]birth | dob | d\.o\.b\.? | i[ ]was[ ]born | my[ ]birthday
    | fecha[ ]de[ ]nacimiento | año[ ]de[ ]nacimiento | nací | mi[ ]cumpleaños
    | date[ ]de[ ]naissance | année[ ]de[ ]naissance | je[ ]suis[ ]né(?:e|\(e\))? | mon[ ]anniversaire
    | data[ ]de[ ]nascimento | ano[ ]de[ ]nascimento | nasci | meu[ ]aniversário
    | تاريخ[ ]الميلاد | تاريخ[ ]ميلادي | سنة[ ]الميلاد | عيد[ ]ميلادي | مواليد | من[ ]مواليد
)"""
_BIRTH = re.compile(
    rf"(?<!\w)(?:{_ANY}(?!\w){_GAP}(?:{_DATE}|{_DAY_ALONE}|(?<!\d){_YEAR})|{_FULL}(?!\w){_GAP}{_DATE})",
    re.IGNORECASE | re.VERBOSE,
)


def birth_spans(text: str, stamps: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give where birth dates stand, from the word to the date's end.

    Args:
        text: as readers see it.
        stamps: where timestamps stand in it.
    """
    small = text.lower()
    if not any(stem in small for stem in _STEMS):
        return
    parts: list[str] = []
    at = 0
    for start, end in stamps:
        parts += [text[at:start], "\n" * (end - start)]
        at = end
    yield from (found.span() for found in _BIRTH.finditer("".join([*parts, text[at:]])))
