"""Shell: what makes a program another one, as the settings file names it: its regions and its words."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo

from bot.program.places import Regions
from bot.run.own_words import OwnWords, OwnWordsError, read_own_words
from bot.run.settings_values import Allowed, FaultsError

MAX_FILE = 1_000_000
"""Largest file of regions that is read, in bytes."""


def _read_regions(tables: object, validation: ValidationInfo) -> Regions:
    if not isinstance(tables, str):
        return _regions_of(tables, "regions")
    path = _folder(validation) / tables
    where = f'regions is "{tables[:60]}"'
    try:
        content = path.read_bytes()[:MAX_FILE].decode("utf-8-sig")
        read = json.loads(content) if path.suffix == ".json" else tomllib.loads(content)
    except UnicodeDecodeError:
        raise FaultsError([f"{where}, which is not UTF-8; save that file with the encoding UTF-8."]) from None
    except (ValueError, RecursionError) as error:
        if "\0" in tables:
            raise
        raise FaultsError([f"{where}, which can't be parsed ({error}); mend that file."]) from None
    except OSError:
        raise FaultsError([f"{where}, which can't be read; allowed: {REGIONS}."]) from None
    return _regions_of(read.get("regions", read) if isinstance(read, dict) else read, where)


def _regions_of(tables: object, where: str) -> Regions:
    if (
        not isinstance(tables, Mapping)
        or not tables
        or not all(isinstance(t, Mapping) for t in tables.values())
    ):
        raise FaultsError([f"{where} has no table for each region; allowed: {REGIONS}."])
    try:
        return Regions.from_mapping(tables)
    except ValueError as error:
        raise FaultsError([f"{where}: {error}"]) from None


def _read_words(path: object, validation: ValidationInfo) -> OwnWords:
    if not isinstance(path, str) or not path.strip() or not path.isprintable():
        raise ValueError("not a path")
    folder = _folder(validation) / path
    try:
        usable = folder.is_dir()
    except OSError:
        usable = False
    if not usable:
        raise ValueError("not a folder")
    try:
        return read_own_words(folder, called=path)
    except OwnWordsError as error:
        raise FaultsError(error.faults) from None


def _folder(validation: ValidationInfo) -> Path:
    return Path((validation.context or {}).get("folder", "."))


REGIONS = (
    "a table for each region, such as [regions.coast], with the keys names (by language), countries"
    " (ISO 3166), zone and, if wanted, also; or the path of a TOML or JSON file of them, relative to the"
    " settings file"
)
RegionTables = Annotated[Regions, PlainValidator(_read_regions), Allowed(REGIONS)]
WordsFolder = Annotated[
    OwnWords,
    PlainValidator(_read_words),
    Allowed(
        "the path of a folder with a file for each language, such as uk.json, relative to the settings file"
    ),
]
