"""A program's own regions: from the settings or a file of their own, and one sentence for every fault."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from bot.run.settings import SettingsError, read_settings
from bot.run.signup_page import regions_of
from tests.run.good_settings import GOOD, changed

COAST: dict[str, Any] = {
    "names": {"en": "Baltic coast", "pl": ["Wybrzeże Bałtyku", "Bałtyk"]},
    "countries": ["EE", "LT", "LV", "PL"],
    "zone": "Europe/Warsaw",
}
STEPPE: dict[str, Any] = {
    "names": {"uk": "Степ", "en": "Steppe"},
    "countries": ["UA", "MD"],
    "zone": "Europe/Kyiv",
}
ALLOWED = (
    "a table for each region, such as [regions.coast], with the keys names (by language), countries (ISO"
    " 3166), zone and, if wanted, also; or the path of a TOML or JSON file of them, relative to the settings"
    " file"
)


def test_regions_of_the_settings_stand_in_place_of_the_movement_s(tmp_path: Path) -> None:
    settings = read_settings(
        changed("regions", {"coast": COAST, "steppe": STEPPE}), tmp_path / "settings.toml"
    )
    regions = regions_of(settings)
    assert [region.key for region in regions] == ["coast", "steppe"]
    assert regions.read("Bałtyk") == "coast"
    assert regions.read("степ") == "steppe"
    assert regions.region_of("UA") == "steppe"
    assert regions["coast"].name_in("uk") == "Baltic coast"


def test_without_them_the_regions_are_the_movement_s(tmp_path: Path) -> None:
    assert len(regions_of(read_settings(GOOD, tmp_path / "settings.toml"))) == 8


def test_a_file_of_their_own_may_be_json_or_toml(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(json.dumps({"source": "me", "regions": {"coast": COAST}}))
    (tmp_path / "r.toml").write_text(
        '[coast]\nnames = { en = "Coast" }\ncountries = ["PL"]\nzone = "Europe/Warsaw"\n'
    )
    for name in ("r.json", "r.toml"):
        settings = read_settings(changed("regions", name), tmp_path / "settings.toml")
        assert [region.key for region in regions_of(settings)] == ["coast"]


def test_a_zone_of_the_calendar_is_of_one_of_these_regions(tmp_path: Path) -> None:
    tables = changed("regions", {"coast": COAST, "steppe": STEPPE})
    tables["clinics"] = {"zones": {"steppe": "Europe/Chisinau"}}
    assert read_settings(tables, tmp_path / "s.toml").clinics.zones == {"steppe": "Europe/Chisinau"}
    tables["clinics"] = {"zones": {"mena": "Africa/Cairo"}}
    assert faults(tables, tmp_path) == [
        'clinics.zones has "mena", which is no region; allowed: coast, steppe.'
    ]


def faults(tables: dict[str, Any], folder: Path) -> list[str]:
    path = folder / "settings.toml"
    with pytest.raises(SettingsError) as caught:
        read_settings(tables, path)
    return [fault.removeprefix(f"{path}: ") for fault in caught.value.faults]


def _coast(**changes: object) -> dict[str, object]:
    table = {**copy.deepcopy(COAST), **changes}
    return {key: value for key, value in table.items() if value is not None}


BROKEN: dict[str, tuple[object, str]] = {
    "a number": (3, f"regions has no table for each region; allowed: {ALLOWED}."),
    "no regions": ({}, f"regions has no table for each region; allowed: {ALLOWED}."),
    "a region in a word": ({"coast": "Baltic"}, f"regions has no table for each region; allowed: {ALLOWED}."),
    "no file": ("none.toml", f'regions is "none.toml", which can\'t be read; allowed: {ALLOWED}.'),
    "no names": ({"coast": _coast(names=None)}, "regions: Region 'coast': give its names, by language."),
    "no zone": (
        {"coast": _coast(zone=None)},
        "regions: Region 'coast': give its time zone, as Africa/Cairo.",
    ),
    "another zone": (
        {"coast": _coast(zone="Baltic/Gdynia")},
        "regions: Region 'coast': no time zone 'Baltic/Gdynia'; name one as Africa/Cairo.",
    ),
    "no country": (
        {"coast": _coast(countries=["POL"])},
        "regions: Region 'coast': 'POL' is no ISO 3166 code of a country.",
    ),
    "a country twice": (
        {"coast": COAST, "steppe": {**STEPPE, "countries": ["UA", "PL"]}},
        "regions: Country PL is in regions 'coast' and 'steppe': keep one.",
    ),
    "a name twice": (
        {"coast": COAST, "steppe": {**STEPPE, "names": {"pl": "Bałtyk"}}},
        "regions: 'Bałtyk' names regions 'coast' and 'steppe': keep one.",
    ),
    "an unknown key": (
        {"coast": _coast(color="blue")},
        "regions: Region 'coast': no such key as 'color'; use names, countries, also, zone.",
    ),
}


@pytest.mark.parametrize(("value", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_one_sentence(tmp_path: Path, value: object, sentence: str) -> None:
    assert faults(changed("regions", value), tmp_path) == [sentence]


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text("[coast\n")
    [fault] = faults(changed("regions", "r.toml"), tmp_path)
    assert fault.startswith('regions is "r.toml", which can\'t be parsed (')
    assert fault.endswith("; mend that file.")
    (tmp_path / "r.json").write_bytes('{"a": "ї"}'.encode("cp1251"))
    assert faults(changed("regions", "r.json"), tmp_path) == [
        'regions is "r.json", which is not UTF-8; save that file with the encoding UTF-8.'
    ]
    (tmp_path / "r.json").write_text('{"coast": {"names": {"en": "Coast"}}}')
    assert faults(changed("regions", "r.json"), tmp_path) == [
        "regions is \"r.json\": Region 'coast': give its time zone, as Africa/Cairo."
    ]
