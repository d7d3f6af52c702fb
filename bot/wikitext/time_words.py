"""Pure: the words of dates and times in five languages and those that are set, folded."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from bot.wikitext.months import month_names
from bot.wikitext.reading import KNOWN, Reading, reading


class Kind(StrEnum):
    """What a piece of a time phrase is; one letter each, so that phrases are matched as strings of them."""

    MONTH = "m"
    WEEKDAY = "w"  # Monday: 0
    MONTH_OR_WEEKDAY = "x"  # `mar`: March, or a Tuesday
    DAY = "d"  # a whole date in digits
    NUMBER = "n"
    CLOCK = "t"
    HALF = "p"  # am, pm and their kin
    ZONE = "z"
    TO = "-"  # between the two ends of a range, or between anything else
    TO_OR_AT = "a"  # `a`, `à`: the same, or before a time
    BETWEEN = "b"
    AND = "&"
    JOIN = "j"  # `of`, `de`: between the parts of a date
    AT = "f"  # says nothing that isn't known
    LENGTH = "l"  # how long it takes
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Half:
    """A half of the day, and the hours that people number with it.

    Twelve is left out where it may be noon or midnight.
    """

    is_late: bool
    first: int
    last: int

    def hour(self, hour: int) -> int | None:
        """Give the hour of 24; None: people don't say that hour so, or mean two things by it."""
        if hour == 12:
            return 12 if self.first == 12 else None
        if hour > 12:
            return hour if self.is_late and hour < 24 else None
        if not (self.first % 12) <= hour <= self.last:
            return None
        return hour + 12 if self.is_late else hour


AM = Half(is_late=False, first=1, last=11)
PM = Half(is_late=True, first=12, last=11)
EVENING = Half(is_late=True, first=4, last=11)
AFTERNOON = Half(is_late=True, first=12, last=8)
NIGHT = Half(is_late=True, first=7, last=11)

_HALVES = {
    AM: "in the morning|de la manana|por la manana|de la madrugada|da manha|da madrugada|du matin|ص|"
    "صباحا|فجرا",
    AFTERNOON: "in the afternoon|de la tarde|por la tarde|da tarde|de l'apres-midi|de l’apres-midi|"
    "ظهرا|بعد الظهر",
    Half(is_late=True, first=2, last=6): "عصرا",
    EVENING: "in the evening|du soir|مساء",
    NIGHT: "at night|de la noche|por la noche|da noite|ليلا",
    PM: "م",
}

_PLAIN: Mapping[Kind, str] = {
    Kind.TO: "to|until|till|til|hasta|ate|ate as|hasta las|al|jusqu'a|jusqu’a|الى|حتى",
    Kind.TO_OR_AT: "a|as|a las|a la",
    Kind.BETWEEN: "between|entre|entre las|entre as|بين",
    Kind.AND: "and|y|y las|e|e as|et|و",
    Kind.JOIN: "of|de|del|do|d'",
    Kind.AT: "at|on|from|the|date|time|starts|starting|start|begins|o'clock|o’clock|desde|desde las|"
    "de las|el|la|los|"
    "dia|fecha|hora|horario|inicio|comienza|le|ce|heure|horaire|debut|debute|des|du|das|no dia|na|"
    "em|data|comeca|"
    "das as|الساعه|الساعة|ساعه|يوم|في|من|تاريخ|التاريخ|الوقت|الموافق|بتوقيت|توقيت|hrs|hs|hours",
}

_ZONES = (
    "coordinated universal time|universal time|temps universel coordonne|temps universel|"
    "tiempo universal coordinado|"
    "tiempo universal|hora universal|tempo universal coordenado|tempo universal|hora utc|heure utc|"
    "horario utc|"
    "التوقيت العالمي المنسق|التوقيت العالمي|بالتوقيت العالمي المنسق|بالتوقيت العالمي|توقيت غرينتش|"
    "بتوقيت غرينتش|"
    "التوقيت العالمي الموحد|غرينتش|جرينتش|توقيت جرينتش|بتوقيت جرينتش|ت ع م|ت.ع.م|ت.ع.م."
)

_CLOCKS = {12: "noon|midday|mediodia|medio dia|midi|meio-dia|meio dia|منتصف النهار"}
MIDNIGHT = "midnight|medianoche|minuit|meia-noite|meia noite|منتصف الليل"

_LENGTHS = {60: "ساعه واحدة", 120: "ساعتان|ساعتين|لمدة ساعتين"}

_MORE_WEEKDAYS = (
    "segunda",
    "terca",
    "quarta",
    "quinta",
    "sexta",
)
_SHORT_WEEKDAYS = {1: "tues", 2: "weds", 3: "thur|thurs"}
_MORE_MONTHS = {9: "sept|set", 1: "ene"}

Word = tuple[Kind, object]


def fold(text: str) -> str:
    """Give text as it is compared: small letters, western digits, no accents, marks or Arabic vowels."""
    return "".join(map(fold_letter, text))


@cache
def fold_letter(letter: str) -> str:
    """Fold one letter; empty: a mark that isn't seen."""
    if letter in "ºª°ـ":
        return ""
    folded = []
    for part in unicodedata.normalize("NFKD", letter).casefold():
        category = unicodedata.category(part)
        if category == "Nd":
            folded.append(str(unicodedata.decimal(part)))
        elif category not in {"Mn", "Cf"}:
            folded.append(part)
    return "".join(folded)


_SET: Mapping[str, Word] = {
    "read-and": (Kind.AND, None),
    "read-time-at": (Kind.AT, None),
    "read-time-to": (Kind.TO, None),
    "read-time-of": (Kind.JOIN, None),
    "read-time-utc": (Kind.ZONE, "UTC"),
    "read-time-morning": (Kind.HALF, AM),
    "read-time-afternoon": (Kind.HALF, AFTERNOON),
    "read-time-evening": (Kind.HALF, EVENING),
    "read-time-night": (Kind.HALF, NIGHT),
    "read-time-noon": (Kind.CLOCK, 12),
    "read-time-midnight": (Kind.CLOCK, 24),
}
"""What words that are set mean, by their kind."""


def words() -> Mapping[str, Word]:
    """Give what each word or run of words means, by its folded spelling; words that are set go first."""
    return _words(reading())


@lru_cache(maxsize=8)
def _words(besides: Reading) -> Mapping[str, Word]:
    found: dict[str, Word] = {}
    for kind, listed in _PLAIN.items():
        found |= dict.fromkeys(map(fold, listed.split("|")), (kind, None))
    for half, listed in _HALVES.items():
        found |= dict.fromkeys(map(fold, listed.split("|")), (Kind.HALF, half))
    for hour, listed in _CLOCKS.items():
        found |= dict.fromkeys(map(fold, listed.split("|")), (Kind.CLOCK, hour))
    for minutes, listed in _LENGTHS.items():
        found |= dict.fromkeys(map(fold, listed.split("|")), (Kind.LENGTH, minutes))
    found |= dict.fromkeys(map(fold, _ZONES.split("|")), (Kind.ZONE, "UTC"))
    found |= dict.fromkeys(map(fold, MIDNIGHT.split("|")), (Kind.CLOCK, 24))
    languages = (*KNOWN, *besides.languages)
    months, weekdays = _unique(_months(languages)), _unique(_weekdays(languages))
    found |= {name: (Kind.MONTH, number) for name, number in months.items()}
    found |= {name: (Kind.WEEKDAY, number) for name, number in weekdays.items()}
    both = months.keys() & weekdays.keys()
    found |= {name: (Kind.MONTH_OR_WEEKDAY, (months[name], weekdays[name])) for name in both}
    for set_kind, meaning in _SET.items():
        found |= dict.fromkeys(filter(None, map(fold, besides.of_kind(set_kind))), meaning)
    return found


def _months(languages: Sequence[str]) -> Iterator[tuple[str, int]]:
    for language in languages:
        yield from ((fold(name), number) for name, number in month_names(language).items())
    for number, listed in _MORE_MONTHS.items():
        yield from ((name, number) for name in listed.split("|"))


def _weekdays(languages: Sequence[str]) -> Iterator[tuple[str, int]]:
    for locale in filter(None, map(_locale, languages)):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.days[context][width].items():
                    yield fold(name).strip("."), number
    yield from ((name, number) for number, name in enumerate(_MORE_WEEKDAYS))
    for number, listed in _SHORT_WEEKDAYS.items():
        yield from ((name, number) for name in listed.split("|"))


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def _unique(named: Iterator[tuple[str, int]]) -> dict[str, int]:
    """Give the names that mean one thing in all the languages."""
    numbers: dict[str, set[int]] = {}
    for name, number in named:
        numbers.setdefault(name, set()).add(number)
    return {name: min(found) for name, found in numbers.items() if len(found) == 1 and len(name) > 1}
