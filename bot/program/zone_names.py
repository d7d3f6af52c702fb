"""Pure: every name by which a time zone is known here, folded, with its zone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from babel.core import get_global

from bot.program.language_names import NAMED_IN, fold, locales
from bot.wikitext.reading import reading

ABBREVIATIONS = {
    "Etc/UTC": "utc z zulu gmt ut utc±0",
    "Europe/Lisbon": "wet west",
    "CET": "cet cest mez mesz",
    "EET": "eet eest",
    "Europe/Moscow": "msk",
    "Africa/Lagos": "wat",
    "Africa/Maputo": "cat",
    "Africa/Nairobi": "eat",
    "Africa/Johannesburg": "sast",
    "Asia/Karachi": "pkt",
    "Asia/Kathmandu": "npt",
    "Asia/Jakarta": "wib",
    "Asia/Makassar": "wita",
    "Asia/Tokyo": "jst",
    "Asia/Seoul": "kst",
    "Asia/Hong_Kong": "hkt",
    "Asia/Singapore": "sgt",
    "Asia/Manila": "pht",
    "Australia/Sydney": "aest aedt",
    "Australia/Adelaide": "acst acdt",
    "Australia/Perth": "awst",
    "Pacific/Auckland": "nzst nzdt",
    "America/Sao_Paulo": "brt brst brasilia",
    "America/Argentina/Buenos_Aires": "art",
    "America/Santiago": "clt clst",
    "America/Lima": "pet",
    "America/Bogota": "cot",
    "America/Caracas": "vet",
    "America/Asuncion": "pyt pyst",
    "America/Montevideo": "uyt",
    "America/Halifax": "atlantic time",
    "America/New_York": "eastern time|us eastern|et (us)|hora del este",
    "America/Chicago": "central time|us central",
    "America/Denver": "mdt|mountain time|us mountain",
    "America/Los_Angeles": "pdt|pacific time|us pacific",
    "America/Anchorage": "akst akdt",
    "Pacific/Honolulu": "hst",
}
"""Abbreviations that mean one zone everywhere, parted by `|` or spaces."""

UNSURE = frozenset(
    "cst cdt ist bst est edt pst mst ast adt gst sst amt ect nst wst sct lmt et ct mt pt".split()  # noqa: SIM905 - words read better so
)
"""Abbreviations that mean several zones, some of them names of the database as well."""


def flat(name: str) -> str:
    """Give a name of the database as it is compared: small letters, no spaces."""
    return re.sub(r"[\s_]+", "_", name.strip()).lower()


@cache
def abbreviations() -> Mapping[str, str]:
    """Give zone by folded abbreviation."""
    return {
        fold(name): "UTC" if zone == "Etc/UTC" else zone
        for zone, listed in ABBREVIATIONS.items()
        for name in (listed.split("|") if "|" in listed or " time" in listed else listed.split())
    }


@cache
def zone_names() -> Mapping[str, str]:
    """Give the names of the database by their small letters; those without a place are few."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    names = {name.lower(): name for name in listed if name != "Factory" and name.lower() not in UNSURE}
    utc = ("utc", "etc/utc", "etc/gmt", "gmt", "gmt0", "gmt+0", "gmt-0", "uct", "zulu", "universal")
    return names | dict.fromkeys((*utc, "etc/uct", "etc/universal", "etc/zulu", "greenwich"), "UTC")


def zones_of(country: str) -> tuple[str, ...]:
    """Give the zones of a country, as the tz database lists them; empty: it has none for it.

    Args:
        country: ISO 3166 code.
    """
    return _zones_by_country().get(country, ())


@cache
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    listed = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    zones: defaultdict[str, list[str]] = defaultdict(list)
    for line in listed.splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones[country].append(zone)
    zones["XK"] = ["Europe/Belgrade"]
    return {country: tuple(names) for country, names in zones.items()}


def cities() -> Mapping[str, str]:
    """Give the zone by a city's folded name, in all languages read; one of two zones is left out."""
    return _cities(reading().languages)


@lru_cache(maxsize=8)
def _cities(besides: tuple[str, ...]) -> Mapping[str, str]:
    found = _zones_of_cities(_namedcities(NAMED_IN))
    more = _zones_of_cities(_namedcities(besides)) if besides else {}
    return {
        name: next(iter(zones.values()))
        for name, zones in {**more, **found}.items()
        if name and len(zones) == 1
    }


def _zones_of_cities(named: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, zone in named:
        same = _canonical(zone)
        if zone in _listed() or same not in found[fold(name)]:
            found[fold(name)][same] = zone
    return found


@cache
def _listed() -> frozenset[str]:
    return frozenset(zone for zones in _zones_by_country().values() for zone in zones)


@cache
def _modern() -> Mapping[str, str]:
    return {_canonical(zone): zone for zone in _listed()}


def _canonical(zone: str) -> str:
    return str(get_global("zone_aliases").get(zone, zone))


def _namedcities(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    for zone in zone_names().values():
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Mexico/")):
            yield zone.rpartition("/")[2].replace("_", " "), _modern().get(_canonical(zone), zone)
    for locale in locales(languages):
        for zone, named in locale.time_zones.items():
            if (city := named.get("city")) and (modern := _modern().get(_canonical(zone))):
                yield city, modern
