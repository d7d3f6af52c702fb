"""Pure: time zones as people write them, read as names of the tz database or fixed offsets."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.program.countries import MARKUP, TEXT_LENGTH, read_country
from bot.program.language_names import fold
from bot.program.zone_names import UNSURE, abbreviations, cities, flat, zone_names, zones_of

FURTHEST_EAST, FURTHEST_WEST = 14 * 60, -12 * 60  # minutes; beyond, no clock on Earth is set

QUARTERS = {"25": 15, "50": 30, "75": 45}
"""Minutes written as hundredths of an hour: `UTC+5.75`."""

OFFSET = re.compile(
    r"(?<![\w+-])(?:(?:utc|gmt|z|ut|ت\s?ع\s?م|توقيت غرينتش|غرينتش|جرينتش)\s*)?"
    r"([+-])\s*(\d{1,2})(?:[:.,h]?(\d{2})|[.,](5))?(?:\s*(?:hours|hrs|horas|heures|h)\b)?(?![\w:])",
    re.IGNORECASE,
)
MINUSES = str.maketrans("−–—‐‑﹣－＋±٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "-------++01234567890123456789")
NAME = re.compile(r"[A-Za-z][A-Za-z_+-]*(?:/[A-Za-z0-9_+ -]*[A-Za-z0-9])+")
SEPARATOR = re.compile(r"[\n\t,;/|()\[\]•·،؛:=]|\s[-–—]\s")
TIME_WORDS = re.compile(
    r"\b(?:(?:local|standard|summer|daylight)?\s*time(?:\s*zone)?|hora(?:\s+local)?(?:\s+del?)?"
    r"|heure(?:\s+locale)?(?:\s+d[eu])?|fuso(?:\s+hor[aá]rio)?(?:\s+d[eo])?|zona\s+horaria|horário(?:\s+d[eo])?"
    r"|fuseau(?:\s+horaire)?)\b|توقيت|التوقيت",
    re.IGNORECASE,
)


def read_time_zone(text: str) -> str | None:
    """Read a time zone: a name of the tz database, an offset, an abbreviation, a city or a country.

    A place stands before an offset (`UTC-5 (Lima)` is Lima's), since only it knows of summer time.

    Args:
        text: a cell's wikitext.

    Returns:
        A name of the tz database, or a fixed offset as `UTC+05:30`; None: unknown, or it may mean several.
    """
    if len(text) > TEXT_LENGTH:
        return None
    plain = fold_digits(MARKUP.sub(" ", text)).strip(" .")
    if zone := _read_one(plain):
        return zone
    rest = OFFSET.sub(" ; ", plain)
    zones = {found for match in NAME.finditer(rest) if (found := zone_names().get(flat(match[0])))}
    if not zones:
        zones = {found for piece in SEPARATOR.split(rest) if (found := _read_one(piece.strip()))}
    offsets = {offset for match in OFFSET.finditer(plain) if (offset := _offset(match))}
    places = {zone for zone in zones if zone != "UTC"}
    meant = places if len(places) == 1 else offsets or zones
    return meant.pop() if len(meant) == 1 else None


def fold_digits(text: str) -> str:
    """Give a text with western digits and plain signs, and without marks of direction."""
    return re.sub("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]", "", text).translate(MINUSES)


def is_zone(zone: str) -> bool:
    """Tell whether this is a zone as `read_time_zone` gives it."""
    try:
        zone_of(zone)
    except ValueError:
        return False
    return True


@cache
def zone_of(zone: str) -> tzinfo:
    """Give the zone of a name, or of a fixed offset as `UTC-05:00`.

    Raises:
        ValueError: there is none of that name.
    """
    if zone == "UTC":
        return UTC
    if match := OFFSET.fullmatch(zone):
        minutes = _minutes(match)
        if minutes is not None:
            return timezone(timedelta(minutes=minutes))
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone {zone!r}.") from error


def _read_one(text: str) -> str | None:
    if match := OFFSET.fullmatch(text):
        return _offset(match)
    for name in (text, " ".join(TIME_WORDS.sub(" ", text).split())):
        folded = fold(name)
        if not folded or folded in UNSURE:
            continue
        if zone := abbreviations().get(folded) or zone_names().get(flat(name)) or cities().get(folded):
            return zone
        if (
            (len(folded) > 3 or not folded.isascii())
            and (country := read_country(name))
            and len(zones := zones_of(country)) == 1
        ):
            return zones[0]
    return None


def _minutes(match: re.Match[str]) -> int | None:
    sign, hours, minutes, half = match.groups()
    past = 30 if half else QUARTERS.get(minutes, int(minutes or 0))
    total = (int(hours) * 60 + past) * (-1 if sign == "-" else 1)
    return total if past in {0, 15, 30, 45} and FURTHEST_WEST <= total <= FURTHEST_EAST else None


def _offset(match: re.Match[str]) -> str | None:
    minutes = _minutes(match)
    if not minutes:
        return None if minutes is None else "UTC"
    hours, past = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours:02}:{past:02}"
