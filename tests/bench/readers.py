"""What is timed: our readers, and the tables of two libraries that bots use, each read to its last cell."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

import mwparserfromhell

from bot.program.roster import read_roster
from bot.wikitext.lists import read_lists
from bot.wikitext.tables import read_tables
from bot.wikitext.users import find_users
from tests.bench.pages import HEADINGS

OURS = "bot.wikitext.tables"


def _tables(page: str) -> int:
    return sum(len(row.cells) for table in read_tables(page) for row in table.rows)


def _mwparserfromhell(page: str) -> int:
    tags = mwparserfromhell.parse(page).filter_tags(recursive=True)
    return sum(1 for tag in tags if str(tag.tag) in {"td", "th"} and tag.contents is not None)


def _wikitextparser(page: str) -> int:
    parser = importlib.import_module("wikitextparser")
    return sum(len(row) for table in parser.parse(page).get_tables(recursive=True) for row in table.cells())


READERS: dict[str, Callable[[str], int]] = {
    OURS: _tables,
    "mwparserfromhell": _mwparserfromhell,
    "wikitextparser": _wikitextparser,
    "find_users": lambda page: len(find_users(page)),
    "read_lists": lambda page: sum(len(found.entries) for found in read_lists(page)),
    "read_roster": lambda page: len(read_roster(page, page="Sign-ups", headings=HEADINGS).participants),
}
"""By name: each gives how many cells, mentions, entries or participants it found."""


def is_missing(reader: str) -> bool:
    """Say whether a reader is a library that isn't installed (`pip install letsconnect-bot[bench]`)."""
    return reader == "wikitextparser" and importlib.util.find_spec(reader) is None
