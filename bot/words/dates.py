"""Pure: dates, moments and lists as each language writes them (CLDR); times are in UTC and say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel import dates as cldr_dates
from babel import lists as cldr_lists
from babel import units as cldr_units
from babel.core import get_global

from bot.words.catalogue import Catalogue, default_catalogue
from bot.words.codes import BRITISH, find_locale


class NoTimeZoneError(ValueError):
    """A moment that does not say in which time zone it is."""


def _in_utc(moment: datetime | str) -> datetime:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if moment.tzinfo is None:
        raise NoTimeZoneError(f"{moment.isoformat()} has no time zone: write +00:00 or Z after it.")
    return moment.astimezone(UTC)


def format_date(moment: datetime | str, language: str) -> str:
    """Give the day in UTC with the month's name and the year: `17 December 2026`.

    Args:
        moment: aware, or ISO 8601 with its time zone.
        language: MediaWiki code; what CLDR does not know is written as in English.

    Raises:
        NoTimeZoneError: the moment has no time zone.
        ValueError: the text is no moment.
    """
    locale = find_locale(language) or BRITISH
    return cldr_dates.format_date(_in_utc(moment), format="long", locale=locale)


def format_moment(moment: datetime | str, language: str, *, words: Catalogue | None = None) -> str:
    """Give day and time in UTC: `17 December 2026, 16:00 (UTC)`, `17 ديسمبر 2026، 16:00 (ت ع م)`.

    Args:
        moment: aware, or ISO 8601 with its time zone.
        language: MediaWiki code.
        words: the catalogue; None: the package's own.

    Raises:
        NoTimeZoneError: the moment has no time zone.
        ValueError: the text is no moment.
    """
    day = format_date(moment, language)
    return (words or default_catalogue()).say(language, "moment", day, f"{_in_utc(moment):%H:%M}")


def _offset(local: datetime) -> str:
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, past = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{past:02}"


def _say_local(local: datetime, day: str, zone_name: str, language: str, words: Catalogue) -> str:
    """Say it; where the clocks show that time twice on that day, with its distance from UTC."""
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        zone_name = f"{zone_name}, UTC{_offset(local)}"
    return words.say(language, "moment-local", day, f"{local:%H:%M}", zone_name)


def format_list(pieces: Sequence[str], language: str) -> str:
    """Give `a, b and c` as the language writes it; nothing for no pieces."""
    return cldr_lists.format_list(pieces, style="standard", locale=find_locale(language) or BRITISH)


def format_month(year: int, month: int, language: str) -> str:
    """Give a month with its year: `December 2026`."""
    locale = find_locale(language) or BRITISH
    return cldr_dates.format_skeleton("yMMMM", datetime(year, month, 1, tzinfo=UTC), locale=locale)


def format_full_moment(
    moment: datetime,
    language: str,
    *,
    zone: tzinfo = UTC,
    zone_name: str = "",
    words: Catalogue | None = None,
) -> str:
    """Give weekday, day and time in UTC, or as the clocks of a zone show them.

    Args:
        moment: aware.
        language: MediaWiki code.
        zone: whose clocks.
        zone_name: what people call it; empty: UTC.
        words: the catalogue; None: the package's own.

    Raises:
        NoTimeZoneError: the moment has no time zone.
    """
    local = _in_utc(moment).astimezone(zone)
    day = cldr_dates.format_date(local, format="full", locale=find_locale(language) or BRITISH)
    catalogue = words or default_catalogue()
    if not zone_name:
        return catalogue.say(language, "moment", day, f"{local:%H:%M}")
    return _say_local(local, day, zone_name, language, catalogue)


def format_weekday_hour(moment: datetime, zone: tzinfo, language: str) -> str:
    """Give the short weekday and the time as the clocks of a zone show them: `Thu 17:00`.

    Raises:
        NoTimeZoneError: the moment has no time zone.
    """
    local = _in_utc(moment).astimezone(zone)
    locale = find_locale(language) or BRITISH
    weekday = cldr_dates.get_day_names("abbreviated", "stand-alone", locale=locale)[local.weekday()]
    return f"{weekday} {local:%H:%M}"


def city_of(zone_name: str, language: str) -> str:
    """Give what a zone's city is called in a language: `القاهرة` of Africa/Cairo; a fixed offset as it is."""
    if "/" not in zone_name:
        return zone_name
    locale = find_locale(language) or BRITISH
    for name in (zone_name, *_former_names(zone_name)):
        if city := locale.time_zones.get(name, {}).get("city"):
            return str(city)
    city = cldr_dates.get_timezone_location(ZoneInfo(zone_name), locale=locale, return_city=True)
    return str(city).rpartition("/")[2]


def _former_names(zone_name: str) -> list[str]:
    """Give the names that a zone had before: CLDR keeps the names of cities under these."""
    return sorted(former for former, name in get_global("zone_aliases").items() if name == zone_name)


def format_length(length: timedelta, language: str) -> str:
    """Give a length in hours and minutes: `2 hours`, `1 hour, 30 minutes`."""
    locale = find_locale(language) or BRITISH
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    pieces = [
        cldr_units.format_unit(number, unit, length="long", locale=locale)
        for number, unit in ((hours, "duration-hour"), (minutes, "duration-minute"))
        if number or (unit == "duration-minute" and not hours)
    ]
    return cldr_lists.format_list(pieces, style="unit", locale=locale)
