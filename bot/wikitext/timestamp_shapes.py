"""Pure: where signature timestamps stand, known by their shape in any language.

Reading the time needs the language of the wiki; leaving the stamp out of a remark doesn't.
"""

import re

_MARK = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_BLANK = rf"(?:[ \t\u00a0\u202f]|{_MARK}|&nbsp;)"
_CLOCK = rf"\d{{1,2}}(?:{_BLANK}?h{_BLANK}?|[:.])\d{{2}}(?:min|:\d{{2}})?(?!\d)"
_WORD = r"[^\W\d_]{3,14}"
_MONTH = rf"{_WORD}(?:{_BLANK}(?!de{_BLANK}){_WORD}(?={_BLANK}))?"
_YEAR = r"\d{4}(?!\d)"
_DAY = r"\d{1,2}(?:\.|º|°|er|th|st|nd|rd)?"
_DATE = rf"""(?:
    {_DAY}{_BLANK}{{0,3}}(?:(?:de|d’|d'|of){_BLANK}?)?{_MONTH}\.?[,،]?{_BLANK}{{1,3}}(?:(?:de|del){_BLANK})?{_YEAR}
    | {_WORD}\.?{_BLANK}{_DAY}[,،]?{_BLANK}{{1,3}}{_YEAR}
    | {_YEAR}\.?{_BLANK}{_WORD}\.?{_BLANK}{_DAY}[.,]{{0,2}}
    | \d{{4}}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일](?:{_BLANK}?\(\w{{1,3}}\))?
    | \d{{4}}-\d{{2}}-\d{{2}}
)"""
_AT = rf"(?:de|à|às|a{_BLANK}las|kl\.?|um|at|o|u|la|kello|klokken)"
_BETWEEN = rf"(?:(?:{_BLANK}|[,،;]|T){{1,4}}(?:{_AT}{_BLANK}{{1,2}})?)"
_ZONE = rf"""(?:
    {_BLANK}{{0,3}}(?:
        \({_BLANK}{{0,2}}(?:[A-Z]{{2,5}}(?:[+\-−]\d{{1,2}}(?::?\d\d)?)?|[+\-−]\d{{1,2}}(?::?\d\d)?|ت{_BLANK}?ع{_BLANK}?م){_BLANK}{{0,2}}\)
        | (?:UTC|GMT|CES?T|WES?T|EES?T|BRT|ART|MSK|Z)(?![\w+\-−])
    )
)"""
_STAMP = re.compile(
    rf"(?<![\d.:+])(?:{_CLOCK}{_BETWEEN}{_DATE}|{_DATE}{_BETWEEN}{_CLOCK})(?P<zone>{_ZONE}{_MARK}{{0,3}})?",
    re.VERBOSE,
)


def timestamp_spans(text: str, *, zoned: bool = False) -> list[tuple[int, int]]:
    """Give where timestamps stand: a clock time and a full date side by side, with the zone if one follows.

    Args:
        text: wikitext or plain text.
        zoned: only those with a time zone, as signatures have them.
    """
    return [found.span() for found in _STAMP.finditer(text) if found["zone"] or not zoned]
