"""Pure: what a time zone's letters in a signature mean."""

import re
from datetime import timedelta, timezone

_LETTERS: dict[float, str] = {
    0: "utc gmt z wet tuc ksv تعم يوتىسى يوٽيسي ইউটিসি ইউটিচি යූටීසී",
    1: "cet mez west wat",
    2: "cest mesz eet cat sast",
    3: "eest idt msk мск trt eat",
    3.5: "irst",
    4.5: "irdt",
    5: "pkt",
    5.75: "npt नेपालकोप्रमाणिकसमय",
    7: "wib ict",
    8: "wita hkt sgt awst",
    9: "jst kst wit",
    9.5: "acst",
    10: "aest",
    10.5: "acdt",
    11: "aedt",
    12: "nzst",
    13: "nzdt",
    -2: "brst",
    -2.5: "ndt",
    -3: "art brt uyt gft clst",
    -3.5: "nst",
    -4: "edt vet bot clt",
    -5: "est pet cot",
    -6: "mdt",
    -7: "pdt",
    -8: "pst akdt",
    -9: "akst",
    -10: "hst",
}
"""Hours east of UTC, and the folded letters of the zones. Letters of several zones that are in use (AST, BST,
CDT, CST, ECT, GST, IST, MST) mean none of them."""

_HOURS = {letters: hours for hours, zones in _LETTERS.items() for letters in zones.split()}

_OFFSET = re.compile(r"(?:utc|gmt)?([+\-−±])(\d{1,2})(?::?([0-5]\d))?")
_LARGEST = timedelta(hours=14)
_NO_LETTER = re.compile(r"[\s._\u00a0\u200c-\u200f]+")

ZONE = "|".join(
    [
        r"(?:utc|gmt)\s?[+\-−]\s?\d{1,2}(?::?[0-5]\d)?",
        *sorted((re.escape(name) for name in _HOURS if len(name) > 1), key=len, reverse=True),
        r"ت\.?\s?ع\.?\s?م",
    ]
)
"""Pattern, in small letters, of the zones that are known where no brackets stand around them."""


def read_zone(letters: str) -> timezone | None:
    """Give the zone of `CET`, `ت ع م`, `-03` or `UTC+5:30`; None: none has these letters, or several."""
    folded = _NO_LETTER.sub("", letters).lower()
    if folded in _HOURS:
        return timezone(timedelta(hours=_HOURS[folded]))
    found = _OFFSET.fullmatch(folded)
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset > _LARGEST or (found[1] == "±" and offset):
        return None
    return timezone(offset if found[1] == "+" else -offset)
