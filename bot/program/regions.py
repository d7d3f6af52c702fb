"""Pure: the regions of a program: what they are called, which countries are theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.program.countries import MARKUP, country_codes
from bot.program.language_names import fold
from bot.program.language_table import ENGLISH, fallbacks
from bot.program.time_zones import is_zone

TEXT_LENGTH = 300
"""Characters; what is longer is prose and not looked into."""

SEPARATOR = re.compile(r"[\n\t;/|()\[\]•·؛–—:]|\s-\s")

SMALL_WORDS = frozenset(
    """
    and the of و y el la los las de del et le les l du des e o a da do dos das und
    region regiao regional countries paises pays منطق بلدان دول في
    """.split()  # noqa: SIM905 - words read better so
)
"""Words that make no difference to which region is meant, folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One region."""

    key: str
    names: Mapping[str, tuple[str, ...]]  # by MediaWiki code; the first of each is the one shown
    countries: frozenset[str]  # ISO 3166
    also: frozenset[str] = frozenset()  # countries of other regions for which naming this one is no mistake
    zone: str  # time zone of somebody of whom nothing but the region is known

    def name_in(self, language: str) -> str:
        """Give its name in a language, or in what MediaWiki shows where that is missing, or its key."""
        for code in (language, *fallbacks(language), ENGLISH):
            if listed := self.names.get(code):
                return listed[0]
        return self.key


class Regions:
    """All regions of a program; no country is in two of them."""

    def __init__(self, regions: Iterable[Region]) -> None:
        """Take the regions, in the order in which they are shown.

        Raises:
            ValueError: a country stands in two regions or is none, a key comes twice, a zone is unknown,
                or one name means two regions; the sentence says which.
        """
        self._regions: dict[str, Region] = {}
        self._of: dict[str, str] = {}
        self._named: dict[frozenset[str], str] = {}
        for region in regions:
            self._add(region)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Mapping[str, object]]) -> Regions:
        """Read regions as settings write them.

        Args:
            mapping: by key: `names` (by language, one or several), `countries`, `zone`, and if wanted `also`.

        Raises:
            ValueError: something is missing or of the wrong kind; the sentence says what.
        """
        return cls(_read_region(key, table) for key, table in mapping.items())

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions.values())

    def __len__(self) -> int:
        return len(self._regions)

    def __contains__(self, key: object) -> bool:
        return key in self._regions

    def __getitem__(self, key: str) -> Region:
        return self._regions[key]

    def region_of(self, country: str) -> str | None:
        """Give the key of the region a country belongs to; None: none of these."""
        return self._of.get(country)

    def disagree(self, country: str | None, region: str | None) -> bool:
        """Tell whether a row says a country and a region to which that can't belong.

        Where one of them is not said, or the country is in no region, nothing disagrees.
        """
        if country is None or region is None or (home := self._of.get(country)) is None:
            return False
        return home != region and country not in self._regions[region].also

    def read(self, text: str) -> str | None:
        """Read a region by one of its names or its key; None: unknown, or more than one."""
        if len(text) > TEXT_LENGTH:
            return None
        plain = MARKUP.sub(" ", text)
        if key := self._named.get(_words(plain)):
            return key
        found = {self._named.get(_words(piece)) for piece in SEPARATOR.split(plain)} - {None}
        return found.pop() if len(found) == 1 else None

    def _add(self, region: Region) -> None:
        if region.key in self._regions:
            raise ValueError(f"Region {region.key!r} is there twice: give one of them another key.")
        if not is_zone(region.zone):
            raise ValueError(
                f"Region {region.key!r}: no time zone {region.zone!r}; name one as Africa/Cairo."
            )
        if unknown := sorted((region.countries | region.also) - country_codes()):
            raise ValueError(f"Region {region.key!r}: {unknown[0]!r} is no ISO 3166 code of a country.")
        for country in sorted(region.countries):
            if (other := self._of.setdefault(country, region.key)) != region.key:
                raise ValueError(f"Country {country} is in regions {other!r} and {region.key!r}: keep one.")
        for name in (region.key, *(name for listed in region.names.values() for name in listed)):
            words = _words(name)
            if words and (other := self._named.setdefault(words, region.key)) != region.key:
                raise ValueError(f"{name!r} names regions {other!r} and {region.key!r}: keep one.")
        self._regions[region.key] = region


@cache
def wikimedia_regions() -> Regions:
    """Give the eight regions of the Wikimedia movement.

    `regions.json` beside this file says where they come from; every country is in one of them.
    """
    text = files("bot.program").joinpath("regions.json").read_text(encoding="utf-8")
    return Regions.from_mapping(json.loads(text)["regions"])


def _words(text: str) -> frozenset[str]:
    """Give the words that tell regions apart: neither order nor joining words do."""
    words = (_bare(word) for word in fold(text).split() if word not in SMALL_WORDS)
    return frozenset(word for word in words if word not in SMALL_WORDS)


def _bare(word: str) -> str:
    """Take the Arabic "and" and the article behind it off."""
    return word[1:].removeprefix("ال") if word.startswith("و") and len(word) > 3 else word


def _read_region(key: str, table: Mapping[str, object]) -> Region:
    if unknown := sorted(set(table) - {"names", "countries", "also", "zone"}):
        raise ValueError(f"Region {key!r}: no such key as {unknown[0]!r}; use names, countries, also, zone.")
    names, zone = table.get("names"), table.get("zone")
    if not isinstance(names, Mapping) or not names:
        raise ValueError(f"Region {key!r}: give its names, by language.")
    if not isinstance(zone, str):
        raise ValueError(f"Region {key!r}: give its time zone, as Africa/Cairo.")
    return Region(
        key=key,
        names={language: _read_texts(key, listed) for language, listed in names.items()},
        countries=frozenset(_read_texts(key, table.get("countries"))),
        also=frozenset(_read_texts(key, table.get("also", ()))),
        zone=zone,
    )


def _read_texts(key: str, listed: object) -> tuple[str, ...]:
    texts = (listed,) if isinstance(listed, str) else listed
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"Region {key!r}: {listed!r} should be a list of texts.")
    return tuple(texts)
