"""Pure: a time phrase cut into pieces, each with what it means and where it stands."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from bot.wikitext.reading import Reading, reading
from bot.wikitext.time_words import AM, PM, Kind, fold, fold_letter, words
from bot.wikitext.unit_words import Unit, unit_words

ZONESTAMP = re.compile(
    r"(?:https?:)?//zonestamp\.(?:toolforge\.org|wmcloud\.org)/(-?\d{1,12})(?![\w/])", re.IGNORECASE
)
"""A link to a moment, as seconds since 1970: https://zonestamp.toolforge.org."""

_LENGTHS = frozenset({"hour", "hours", "hr", "ساعات", "ساعة"})
"""Words behind a number that say how long, and never at what hour."""

BRACKETED = "bracketed"
"""The value of an offset behind a bracket, `(UTC-11:00)`: it can't be the end of a range."""

_MARKUP = re.compile(
    r"\[(?:https?:)?//zonestamp\.[^\s\[\]]*[^\d\[\]]*\]|<!--.*?(?:-->|\Z)|</?[a-z][^<>]*>|'{2,}|"
    r"\[\[(?:[^\[\]|]*\|)?|\]\]|(?:https?:)?//[^\s\[\]<>|]*",
    re.DOTALL | re.IGNORECASE,
)
_STRUCK = re.compile(r"<(?:s|del|strike)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
_DASHES = "-–—―‐‑‒−~→"
_PUNCTUATION = ",;:.()/|،؛·•\"“”«»[]@!'’（）="
_END = r"(?![^\W\d_])"

_PATTERNS = {
    "iso": r"(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)[t ]?(?=[^\w-]|\d\d:|\Z)",
    "iso_offset": r"(?:(?<=t\d\d:\d\d)|(?<=t\d\d:\d\d:\d\d))[+-]\d\d:?\d\d(?!\d)",
    "digits": r"(?P<a>\d{1,4})(?P<sign>[./-])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{4}|\d{1,2})(?![\d/-]|\.\d)",
    "two": r"(?<![\d:/.])\d{1,2}/\d{1,2}(?![\d:/h]|\.\d)",
    "offset": rf"(?:utc|gmt)(?:\s?[+±](?=\s?\d)|\s?[{_DASHES}](?=\d))\s?\d{{1,2}}(?:[:.]?[0-5]\d)?(?![\d:])",
    "plus": r"(?<![\d+])\+(?:\d\d|\d:?(?=[0-5]\d))(?::?[0-5]\d)?(?![\d:])|"
    r"(?<=\()-\d{1,2}(?::?[0-5]\d)?(?=\))",
    "length": r"(?P<hours>\d{1,2}(?:[.,]\d)?)[\s-]?(?P<unit>hours?|hrs?|horas?|heures?|ساعات|ساعة)" + _END,
    "in_minutes": r"(?P<minutes>\d{2,3})[\s-]?(?:minutes?|minutos?|mins?|دقيقة|دقائق)" + _END,
    "clock": r"(?P<hour>\d{1,2})(?:\s?[:٫]\s?(?P<past>\d\d)(?::\d\d)?|\.(?P<past2>\d\d)(?!\.?\d)"
    r"|\s?h(?:\s?(?P<past3>\d\d)(?!\d))?(?:\s?min)?(?![^\W\d_]))(?!\d)(?:\s?(?:hs?|hrs|horas|heures)"
    + _END
    + ")?",
    "compact": r"(?P<hhmm>\d{4})\s?(?:h|hrs?|hs|hours|horas)" + _END,
    "of_era": r"(?P<year>\d{4})\s?م" + _END,
    "number": r"\d+(?:\s{0,5}(?:st|nd|rd|th|er|ro|o|eme)" + _END + ")?",
    "half": r"(?P<letter>[ap])\s?\.?\s?m\b\.?",
    "word": "",
    "glued": r"[dl]['’](?=[^\W\d_])",
    "unknown": r"[^\W\d_]+(?:(?:[/_'’.-]|(?<=/)\d)[^\W\d_]+)*(?:[+-]\d{1,2})?",
    "to": f"[{_DASHES}]+",
    "space": rf"[\s{re.escape(_PUNCTUATION)}]+",
    "other": ".",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of a time phrase."""

    kind: Kind
    value: object = None
    span: tuple[int, int]  # in the plain text
    text: str  # as it is compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """An hour as it is written."""

    hour: int
    minute: int = 0
    sure: bool = True  # written as hours of 24 are


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase without markup."""

    shown: str  # as people see it
    plain: str  # folded
    places: tuple[int, ...]  # of each letter of `plain` in the wikitext
    seen: tuple[int, ...]  # of each letter of `plain` in `shown`
    moments: tuple[datetime, ...]  # of its zonestamp links
    is_struck: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give a place of the plain text as one of the wikitext."""
        return (self.places[start], self.places[end - 1] + 1) if start < end else (0, 0)

    def words(self, start: int, end: int) -> str:
        """Give a piece as it was written."""
        return self.shown[self.seen[start] : self.seen[end - 1] + 1] if start < end else ""


def read_phrase(wikitext: str) -> Phrase:
    """Take the markup off; labels of links stay."""
    moments = tuple(
        datetime.fromtimestamp(int(found[1]), UTC)
        for found in ZONESTAMP.finditer(wikitext)
        if len(found[1]) < 12
    )
    shown = _ENTITY.sub(lambda entity: html.unescape(entity[0])[:1].ljust(len(entity[0])), wikitext)
    shown = _MARKUP.sub(lambda mark: " " * len(mark[0]), shown)
    plain: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(shown):
        for folded in fold_letter(letter):
            plain.append(folded)
            places.append(place)
    at = tuple(places)
    return Phrase(
        shown=shown,
        plain="".join(plain),
        places=at,
        seen=at,
        moments=moments,
        is_struck=bool(_STRUCK.search(wikitext)),
    )


def tokens(phrase: Phrase) -> list[Token]:
    """Cut a phrase into pieces; nothing but spaces and punctuation is left out."""
    return list(_tokens(phrase))


def _tokens(phrase: Phrase) -> Iterator[Token]:
    for found in _pattern(reading()).finditer(phrase.plain):
        if found.lastgroup is None or found["space"]:
            continue
        kind, value = _meaning(found)
        yield Token(kind=kind, value=value, span=found.span(), text=found[0])


@lru_cache(maxsize=8)
def _pattern(besides: Reading) -> re.Pattern[str]:
    listed = sorted(words(), key=len, reverse=True)
    word = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in listed if name)
    patterns = {**_PATTERNS, "word": rf"(?<![^\W\d_])(?:{word}){_END}"}
    if besides.languages:
        patterns["length"] = patterns["length"].replace("ساعة)", f"ساعة|{_units('hour', besides)})")
        patterns["in_minutes"] = patterns["in_minutes"].replace(
            "دقائق)", f"دقائق|{_units('minute', besides)})"
        )
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()), re.DOTALL)


def _units(unit: Unit, besides: Reading) -> str:
    """Give the words of a unit as alternatives of a pattern, the longest first."""
    return "|".join(
        sorted({re.escape(fold(word)) for word in unit_words(unit, besides)}, key=len, reverse=True)
    )


def _meaning(found: re.Match[str]) -> tuple[Kind, object]:  # noqa: PLR0911 - one line for each way to write
    parts = found.groupdict()
    if parts["iso"]:
        return Kind.DAY, [(int(parts["y1"]), int(parts["m1"]), int(parts["d1"]))]
    if parts["digits"]:
        return Kind.DAY, _orders(parts["a"], parts["b"], parts["c"])
    if parts["two"]:
        return Kind.DAY, []
    if parts["offset"] or parts["plus"] or parts["iso_offset"]:
        return Kind.ZONE, BRACKETED if found.string[: found.start()].endswith("(") else None
    if parts["length"]:
        length = _length(parts["hours"], parts["unit"])
        return (Kind.CLOCK if isinstance(length, Clock) else Kind.LENGTH), length
    if parts["minutes"]:
        return Kind.LENGTH, int(parts["minutes"])
    if parts["clock"]:
        past = parts["past"] or parts["past2"] or parts["past3"] or "0"
        return Kind.CLOCK, Clock(hour=int(parts["hour"]), minute=int(past))
    if parts["compact"]:
        return Kind.CLOCK, Clock(hour=int(parts["hhmm"][:2]), minute=int(parts["hhmm"][2:]))
    if parts["year"]:
        return Kind.NUMBER, parts["year"]
    return _meaning_of_word(found, parts)


def _meaning_of_word(found: re.Match[str], parts: dict[str, str | None]) -> tuple[Kind, object]:
    if parts["number"]:
        return Kind.NUMBER, re.match(r"\d+", found[0])[0]  # type: ignore[index]
    if parts["half"]:
        return Kind.HALF, PM if parts["letter"] == "p" else AM
    if parts["word"]:
        kind, value = words()[" ".join(found[0].split())]
        return kind, Clock(hour=value) if kind is Kind.CLOCK and isinstance(value, int) else value
    if parts["glued"]:
        return Kind.JOIN, None
    return (Kind.TO, None) if parts["to"] else (Kind.UNKNOWN, None)


def _orders(first: str, second: str, third: str) -> list[tuple[int, int, int]]:
    """Give the days that three numbers may mean; one: it is sure."""
    if len(first) == 4:
        return [(int(first), int(second), int(third))] if len(third) < 3 else []
    if len(third) < 4 or len(first) > 2:
        return []
    a, b, year = int(first), int(second), int(third)
    return list(dict.fromkeys((year, month, day) for day, month in ((a, b), (b, a)) if month <= 12))


def _length(hours: str, word: str) -> int | Clock:
    """Give minutes; a clock where the same words say an hour (`17 horas`)."""
    if word not in _LENGTHS and hours.isdigit() and not 1 <= int(hours) <= 6:
        return Clock(hour=int(hours))
    return round(float(hours.replace(",", ".")) * 60)
