"""What is timed: our readers, and the tables of two libraries that bots use, each read to its last cell."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from contextlib import suppress

import mwparserfromhell

from bot.program.roster import TableNotFoundError, read_roster
from bot.wikitext.exclusion import allows
from bot.wikitext.lists import read_lists
from bot.wikitext.owned import OwnedPartError, append_owned
from bot.wikitext.private import find_private
from bot.wikitext.quoting import quote
from bot.wikitext.tables import read_tables
from bot.wikitext.targets import read_targets
from bot.wikitext.times import find_timestamps
from bot.wikitext.transclusions import expand
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


def _owned(page: str) -> int:
    with suppress(OwnedPartError):
        return len(append_owned(page, "directory", "x"))
    return 0


def _roster(page: str) -> int:
    with suppress(TableNotFoundError):
        return len(read_roster(page, page="Sign-ups", headings=HEADINGS).participants)
    return 0


READERS: dict[str, Callable[[str], int]] = {
    OURS: _tables,
    "mwparserfromhell": _mwparserfromhell,
    "wikitextparser": _wikitextparser,
    "find_users": lambda page: len(find_users(page)),
    "read_lists": lambda page: sum(len(found.entries) for found in read_lists(page)),
    "read_roster": _roster,
    "read_roster, one row": lambda page: _roster("{|\n! User !! Languages\n|-\n| [[User:Ana]] || " + page),
    "find_timestamps": lambda page: len(find_timestamps(page, "ar")),
    "read_targets": lambda page: len(read_targets(page)),
    "allows": lambda page: allows(page + "{{bots}}", "ExampleBot"),
    "transclusions": lambda page: len(expand(page, {}).starts),
    "find_private": lambda page: len(find_private(page)),
    "owned parts": _owned,
    "quote": lambda page: len(quote(page)),
}
"""By name: each gives how many cells, mentions, entries or participants it found."""


LIBRARIES = ("mwparserfromhell", "wikitextparser")
"""Those of `READERS` that are not ours."""


def is_missing(reader: str) -> bool:
    """Say whether a reader is a library that isn't installed (`pip install letsconnect-bot[bench]`)."""
    return reader == "wikitextparser" and importlib.util.find_spec(reader) is None
