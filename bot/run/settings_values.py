"""Shell: the kinds of value that the settings file holds, each with what is allowed in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, PlainValidator, StringConstraints, ValidationInfo

from bot.ledger.address import PASSWORD_FILE, SCHEME, Address, AddressError, is_url, read_server
from bot.program.clinic_headings import EVERY_COLUMN
from bot.program.places import is_zone
from bot.wikitext.targets import normalise_title

MAX_TITLE_BYTES = 255
"""Longest page title that MediaWiki stores, in bytes of UTF-8."""

INVISIBLE = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Marks of direction and width that come along when a name is copied."""

# What makes a title invalid: https://www.mediawiki.org/wiki/Manual:Page_title
_NOT_IN_TITLES = re.compile(
    r"[\[\]{}|<>#\x00-\x1f\x7f\ufffd]|%[0-9A-Fa-f]{2}|&[A-Za-z0-9#]+;|~~~|(?:^|/)\.{1,2}(?:/|$)"
)
_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://[^/\s]+\S*|[A-Za-z][A-Za-z ]*:[^\s/:].*")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Say in words what a value may be; stands beside the type, and in every error about it."""

    words: str


class FaultsError(ValueError):
    """Carry faults with sentences of their own through the one error that a validator may raise."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def fold(text: str) -> str:
    """Give the form in which two spellings of a name are equal: case, width, marks and spaces folded."""
    shown = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(unicodedata.normalize("NFC", shown.casefold()).replace("_", " ").split())


def _check_title(title: str) -> str:
    if title != title.strip(" _:") or not title or title.endswith("/") or INVISIBLE.search(title):
        raise ValueError("not a page title")
    if _NOT_IN_TITLES.search(title) or len(title.encode()) > MAX_TITLE_BYTES:
        raise ValueError("not a page title")
    return title


def _check_category(title: str) -> str:
    namespace, colon, name = title.partition(":")
    if not (namespace.strip() and colon and name.strip()):
        raise ValueError("not a category")
    return _check_title(title)


def _check_username(name: str) -> str:
    if re.search(r"[:@/]", name):
        raise ValueError("not a username")
    return normalise_title(_check_title(name))  # as the wiki names whoever edits


def _check_heading(heading: str) -> str:
    if not fold(heading) or "\n" in heading:
        raise ValueError("not a heading")
    return heading


def _check_contact(contact: str) -> str:
    # It becomes part of an HTTP header, which carries ASCII only, on one line.
    if not (contact.isascii() and contact.isprintable() and _CONTACT.fullmatch(contact)):
        raise ValueError("not a contact")
    return contact


def _read_ledger(address: object, validation: ValidationInfo) -> Address:
    folder = Path((validation.context or {}).get("folder", "."))
    if isinstance(address, str) and is_url(address):
        try:
            return read_server(address, folder)
        except AddressError as error:  # the address is not shown: it may hold a password
            raise FaultsError([f"ledger {error}; allowed: {LEDGER}."]) from None
    return _read_path(address, folder)


def _read_path(path: object, folder: Path) -> Path:
    if not isinstance(path, str | Path) or not str(path).isprintable() or not str(path).strip():
        raise ValueError("not a path")
    place = folder / path
    try:
        usable = not place.is_dir() and place.parent.is_dir() and not str(path).endswith("/")
    except OSError:
        usable = False
    if not usable:
        raise ValueError("not a file")
    return place


def _check_distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    if len({fold(name) for name in names}) < len(names):
        raise ValueError("twice in the list")
    return names


def _read_folder(path: object, validation: ValidationInfo) -> Path:
    if not isinstance(path, str | Path) or not str(path).isprintable() or not str(path).strip():
        raise ValueError("not a path")
    place = Path((validation.context or {}).get("folder", ".")) / path
    try:
        usable = place.parent.is_dir() and (place.is_dir() or not place.exists())
    except OSError:
        usable = False
    if not usable:
        raise ValueError("not a folder")
    return place


def _check_address(address: str) -> str:
    if not re.fullmatch(r"https?://[^/\s\[\]<>{}|\"]+(?:/[^\s\[\]<>{}|\"]*)?", address):
        raise ValueError("not an address")
    return address if address.endswith("/") else f"{address}/"


def _check_columns(headings: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    if headings.keys() - set(EVERY_COLUMN):
        raise ValueError("not a column")
    return freeze(headings)


def _check_zones(zones: Mapping[str, str]) -> Mapping[str, str]:
    if not all(map(is_zone, zones.values())):
        raise ValueError("not a time zone")
    return freeze(zones)


def _read_file(path: object, validation: ValidationInfo) -> Path:
    return _read_path(path, Path((validation.context or {}).get("folder", ".")))


T = TypeVar("T")


def freeze(table: Mapping[str, T]) -> Mapping[str, T]:
    """Give the same table, unchangeable."""
    return MappingProxyType(dict(table))


Program = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,20}$"),
    Allowed("2 to 21 characters: a small letter a-z, then small letters, digits or hyphens"),
]
Title = Annotated[
    str,
    AfterValidator(_check_title),
    Allowed("a page title with its namespace, up to 255 bytes, without any of [ ] { } | < > #"),
]
Titles = Annotated[
    tuple[Title, ...],
    Field(strict=False),
    Allowed("a list of page titles in quotes, each with its namespace and up to 255 bytes"),
]
Category = Annotated[
    str,
    AfterValidator(_check_category),
    Allowed('the title of a category with its namespace, such as "Category:Opted-out of message delivery"'),
]
Username = Annotated[str, AfterValidator(_check_username)]
Heading = Annotated[str, StringConstraints(max_length=200), AfterValidator(_check_heading)]
Headings = Annotated[
    tuple[Heading, ...],
    Field(strict=False),
    Allowed("a list of column headings in quotes, each one line of text, none empty"),
]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]{1,12}){0,3}$"),
    Allowed('a language code in small letters as MediaWiki has it, such as "en" or "pt-br"'),
]
Contact = Annotated[
    str,
    StringConstraints(min_length=3, max_length=200),
    AfterValidator(_check_contact),
    Allowed('an e-mail address, a URL or a wiki user such as "User:Example on Meta", in ASCII letters'),
]
LEDGER = (
    "the path of a file, not of a folder, in a folder that exists, relative to the settings file; or "
    f"{SCHEME}://HOST/DATABASE?{PASSWORD_FILE}=FILE for a MariaDB server"
)
LedgerAddress = Annotated[Address, PlainValidator(_read_ledger), Allowed(LEDGER)]
FilePath = Annotated[
    Path,
    PlainValidator(_read_file),
    Allowed("the path of a file in a folder that exists, relative to the settings file"),
]
FolderPath = Annotated[
    Path,
    PlainValidator(_read_folder),
    Allowed("the path of a folder in a folder that exists, relative to the settings file"),
]
WebAddress = Annotated[
    str,
    StringConstraints(max_length=200),
    AfterValidator(_check_address),
    Allowed("an address that begins with https:// or http://"),
]
ClinicHeadings = Annotated[
    Mapping[str, Headings],
    AfterValidator(_check_columns),
    Allowed(f"lists of headings, by column: {', '.join(EVERY_COLUMN)}"),
]
RegionZones = Annotated[
    Mapping[str, str],
    AfterValidator(_check_zones),
    Allowed('time zones such as "Africa/Cairo", by the key of a region'),
]
WikiKey = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$"),
    Allowed("a name of up to 40 characters: a small letter a-z, then small letters, digits, _ or -"),
]
Family = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"),
    Allowed('the name of a Pywikibot family, such as "wikipedia" or "meta"'),
]
SiteCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,39}$"),
    Allowed('the code of a site in its Pywikibot family, such as "es" or "meta"'),
]
Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*)*$", max_length=40)]
Prefixes = Annotated[
    tuple[Prefix, ...],
    Field(strict=False),
    AfterValidator(_check_distinct),
    Allowed(
        'a list of interwiki prefixes in small letters without colons at the ends, such as ["es", "w:es"]'
    ),
]
WikiNames = Annotated[
    tuple[Heading, ...],
    Field(strict=False),
    AfterValidator(_check_distinct),
    Allowed('a list of names by which people call the wiki, such as ["Spanish Wikipedia"]'),
]


def _read_clock(text: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError("not a time of day")
    return text


Clock = Annotated[str, AfterValidator(_read_clock)]
Clocks = Annotated[
    tuple[Clock, ...],
    Field(strict=False, max_length=48),
    AfterValidator(_check_distinct),
    Allowed('a list of times of day in UTC, such as ["05:30", "17:00"]'),
]
JobName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$"),
    Allowed("a name of up to 40 small letters, digits, _ or -"),
]


def _check_argument(argument: str) -> str:
    if not argument.startswith("-") or not argument.isprintable():
        raise ValueError("not an option")
    return argument


Arguments = Annotated[
    tuple[Annotated[str, StringConstraints(max_length=500), AfterValidator(_check_argument)], ...],
    Field(strict=False, max_length=20),
    Allowed('a list of the command\'s options in quotes, such as ["-page:Clinics/Next"]'),
]
