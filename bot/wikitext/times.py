"""Pure: the time at which somebody signed.

Read are the forms in which MediaWiki signs, `03:35, 2 July 2009 (UTC)`, in the order and with the words of
each language: https://www.mediawiki.org/wiki/Help:Signatures. Numbers alone, as in `02/07/2009`, have no sure
order and aren't read; neither is a time without a zone, or with letters that several zones share.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from unicodedata import decimal

from bot.wikitext.months import fold_month, month_names
from bot.wikitext.zones import ZONE, read_zone

_TIME = re.compile(
    r"(?<![\d:])(?<!\d\.)(\d{1,2})(?:\s?[:٫h]\s?|\.|時)(\d{2})(?:[:.]\d{2})?(?!\d)(?:\s?(?:min|分)(?![^\W\d_]))?"
)
_WORDS = r"[^\d\n()\[\]{}|<>]"  # what may stand between the parts of a date
_ZONE = re.compile(
    rf"{_WORDS}{{0,8}}?(?:\s?[(（]([^()（）\n]{{1,24}})[)）]|\s({ZONE})(?![^\W_])|(z)(?![^\W_]))"
)
_MARKS = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_UNMARKED = re.compile("[^\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_DIGITS = re.compile(r"(?:(?![0-9])\d)+")
_LOOK_BACK = 64  # characters before the time in which its date may stand
_BUDDHIST = 543  # years before the common era


def read_timestamp(text: str, language: str) -> datetime | None:
    """Give the first time signed in the text, aware, in UTC.

    None: there is none, the date doesn't exist, the zone is missing, unknown or ambiguous.

    Args:
        text: any wikitext; digits of any script, invisible marks anywhere.
        language: MediaWiki code of the wiki's language; English names of months are always read too.
    """
    return next((moment for moment, _ in _timestamps(text, language)), None)


def find_timestamps(text: str, language: str) -> list[tuple[datetime, tuple[int, int]]]:
    """Give all times signed in the text, each with where it and its zone stand."""
    return list(_timestamps(text, language))


def _timestamps(text: str, language: str) -> Iterator[tuple[datetime, tuple[int, int]]]:
    plain, places = _plain(text)
    before, after = _dates(language)
    at = 0
    while time := _TIME.search(plain, at):
        low = max(at, time.start() - _LOOK_BACK)
        at = time.end()
        if zone := _ZONE.match(plain, at):
            date = before.search(plain, low, time.start())
            start = date.start() if date else 0
        else:
            date = after.match(plain, at)
            zone = _ZONE.match(plain, date.end()) if date else None
            start = time.start()
        if not date or not zone:
            continue
        if moment := _moment(date, time, zone, language):
            at = zone.end()
            yield moment, (places[start], places[at - 1] + 1)


def _moment(date: re.Match[str], time: re.Match[str], zone: re.Match[str], language: str) -> datetime | None:
    """Put a date, a time and a zone together; None where one of them doesn't exist."""
    parts = {key.rstrip("0123456789"): value for key, value in date.groupdict().items() if value}
    tzinfo = read_zone(zone[1] or zone[2] or zone[3])
    year = int(parts["year"])
    if language.startswith("th") and year > 2400:
        year -= _BUDDHIST
    name = parts.get("name")
    month = month_names(language).get(fold_month(name), 0) if name else int(parts["month"])
    if tzinfo is None:
        return None
    try:
        local = datetime(year, month, int(parts["day"]), int(time[1]), int(time[2]), tzinfo=tzinfo)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=64)
def _dates(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the patterns of a date before the time, and of one after it."""
    names = sorted(month_names(language), key=len, reverse=True)
    name = rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, names))})(?![^\W\d_])"
    gap = rf"{_WORDS}{{0,12}}?"
    day, year = r"(?<!\d)\d{1,2}(?!\d)", r"(?<!\d)\d{4}(?!\d)"
    orders = (
        ("day", gap, "name", gap, "year"),
        ("name", gap, "day", gap, "year"),
        ("year", gap, "name", gap, "day"),
        ("year", gap, "day", gap, "name"),
        (
            "year",
            r"\s?(?:年|년|-nî)\s?",
            "month",
            r"\s?(?:月|월|-goe̍h)\s?",
            "day",
            r"\s?(?:日|일|号|號|-ji̍t)",
        ),
        ("day", r"(?:\.\s?|\stháng\s)", "month", r"(?:\.\s?|,?\snăm\s)", "year"),
        ("year", "-", "month", "-", "day"),
    )
    parts = {"day": day, "month": day, "year": year, "name": name}
    date = "|".join(
        "".join(f"(?P<{part}{number}>{parts[part]})" if part in parts else part for part in order)
        for number, order in enumerate(orders)
    )
    date = f"(?:{date})"
    weekday = r"(?:\s?[(（][^()（）\n\d]{1,12}[)）])?"
    return re.compile(rf"{date}{weekday}{_WORDS}{{0,16}}\Z"), re.compile(rf"{_WORDS}{{0,24}}?{date}")


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Give the text with small letters, digits 0 to 9, no invisible marks; and each character's place."""
    if text.isascii():
        return text.lower(), range(len(text))
    places: Sequence[int] = range(len(text))
    if _MARKS.search(text):
        places = [place for run in _UNMARKED.finditer(text) for place in range(*run.span())]
        text = _MARKS.sub("", text)
    small = text.lower()
    if len(small) != len(text):
        small = "".join(letter.lower()[0] for letter in text)
    return _DIGITS.sub(lambda run: "".join(str(decimal(digit)) for digit in run[0]), small), places
