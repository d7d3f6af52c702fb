"""Pure: where people are: countries, regions, time zones, by one name each."""

from __future__ import annotations

from bot.program.countries import country_codes, read_country
from bot.program.regions import Region, Regions, wikimedia_regions
from bot.program.time_zones import is_zone, read_time_zone, zone_of
from bot.program.waking import hours_of_overlap
from bot.program.zone_names import zones_of

__all__ = [
    "Region",
    "Regions",
    "country_codes",
    "hours_of_overlap",
    "is_zone",
    "read_country",
    "read_time_zone",
    "wikimedia_regions",
    "zone_of",
    "zones_of",
]
