"""Pure: the files of the sign-up gadget: its code, its words, what it needs to know, its loader."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import minify

from bot.plan.onwiki.gadget_patterns import PATTERNS
from bot.plan.onwiki.titles import Titles
from bot.program.languages import autonym
from bot.program.regions import Regions
from bot.words.catalogue import Catalogue
from bot.words.direction import direction

WORDS = "gadget-"
"""With what the keys of the gadget's words begin."""

ELSEWHERE = ("country", "interprets", "cap")
"""Columns whose labels in the gadget are those of the form without JavaScript and of the row's template."""

PARTS = ("letters.js", "lists.js", "people.js", "rows.js", "dialog.js")
"""The files of the gadget's code, in the order in which they are joined."""

MOST_BYTES = 30_000
"""The gadget may have, so that it is quickly there on a phone."""

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Mn", "Zl", "Zp", "Zs"})
"""Kinds of signs."""

_HOURS_A_DAY, _HOURS_A_WEEK = 24, 168


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWiki:
    """A wiki on which people may have their home."""

    prefix: str  # interwiki prefix on the sign-up page's wiki
    name: str  # as people call it
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the code must know before it has read anything.

    Titles are as the wiki writes them; empty: there is no such page.
    """

    signup: str
    gadget: str
    calendar: str = ""
    clinics: str = ""
    vocabulary: str = ""
    languages: Sequence[str] = ()  # of the language pages below the sign-up page and the calendar

    def as_json(self) -> dict[str, object]:
        """Give it as the code reads it."""
        own = [title for title in (self.signup, self.calendar) if title]
        pages = [title for each in own for title in (each, *(f"{each}/{code}" for code in self.languages))]
        return {
            "data": self.gadget,
            "signup": self.signup,
            "calendar": self.calendar,
            "vocabulary": self.vocabulary,
            "pages": pages,
            "below": [self.clinics] if self.clinics else [],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the gadget needs to know of the program.

    Args:
        columns: the headings of each column of the sign-up table that is known.
        offered: the languages in which the program speaks.
        language: of the home wiki, in which "yes" and "no" are written.
        reminders: how many hours before a clinic people are reminded.
        withdrawn: headings under which people stand who don't take part.
    """

    words: Catalogue
    columns: Mapping[str, Sequence[str]]
    regions: Regions
    offered: Sequence[str]
    language: str
    wikis: Sequence[KnownWiki]
    reminders: Sequence[int]
    withdrawn: Iterable[str]

    def as_json(self) -> dict[str, object]:
        """Give it as the gadget reads it."""
        return {
            "columns": {column: list(headings) for column, headings in self.columns.items()},
            "regions": [
                {"key": region.key, "names": {code: region.name_in(code) for code in self.offered}}
                for region in self.regions
            ],
            "languages": [
                {"code": code, "name": autonym(code), "dir": direction(code)} for code in self.offered
            ],
            "wikis": [{"prefix": wiki.prefix, "name": wiki.name, "host": wiki.host} for wiki in self.wikis],
            "write": {
                **{name: self._say(f"row-{name}") for name in ("yes", "no", "summary", "full", "none")},
                "reminders": {str(hours): self._before(hours) for hours in self.reminders},
            },
            "withdrawn": sorted(set(self.withdrawn)),
            **PATTERNS,
        }

    def _say(self, key: str, *values: int) -> str:
        return self.words.say(self.language, key, *values)

    def _before(self, hours: int) -> str:
        """Say a number of hours as the bot reads it in a cell."""
        if hours % _HOURS_A_WEEK == 0:
            return self._say("row-weeks", hours // _HOURS_A_WEEK)
        if hours % _HOURS_A_DAY == 0 and hours > _HOURS_A_DAY:
            return self._say("row-days", hours // _HOURS_A_DAY)
        return self._say("row-hours", hours)


def write_json(value: object) -> str:
    """Write a JSON page."""
    return json.dumps(value, ensure_ascii=False, indent="\t")


def words_of(words: Catalogue, language: str) -> dict[str, str]:
    """Give the gadget's words in a language, with their places for values."""
    keys = {key: key for key in words.keys() if key.startswith(WORDS)}  # noqa: SIM118 - no mapping
    for column in ELSEWHERE:
        keys[f"{WORDS}field-{column}"] = f"request-label-{column}"
        keys[f"{WORDS}help-{column}"] = f"row-about-{column}"
    return {key: words.original(language, keys[key]) for key in sorted(keys)}


def read_parts() -> tuple[str, ...]:
    """Give the files of the gadget's code."""
    folder = files("bot").joinpath("onwiki", "gadget")
    return tuple(folder.joinpath(name).read_text(encoding="utf-8") for name in PARTS)


def join_code(setup: Setup, parts: Sequence[str]) -> str:
    """Join the code to one file, in a function of its own, and make it small.

    Wikis expand signatures and links in scripts when they are saved: not where they are told not to.
    """
    about = "Made from bot/onwiki/gadget/ of the bot, where it can be read and changed."
    code = shrink("\n".join(["( function () {", "'use strict';", *parts, "}() );"]))
    lines = ["// <nowiki>", f"// {about}", "( function () {", f"var SETUP = {_one_line(setup.as_json())};"]
    return "\n".join([*lines, code, "}() );", "// </nowiki>"])


def shrink(code: str) -> str:
    """Take out of code what only people need; signs that are unseen, or not kept by wikis, stay escaped.

    The tests run on the code as it is then. A declaration must not take a value apart (`{end} = cell`) behind
    another one that it needs: it would come first.
    """
    made: str = minify.string("application/javascript", code)
    return "".join(
        f"\\u{ord(sign):04x}" if unicodedata.category(sign) in _UNSEEN and sign not in "\n " else sign
        for sign in made
    )


def write_loader(setup: Setup, titles: Titles) -> str:
    """Write what loads the gadget, on the program's pages only.

    It is a gadget for everybody, so it is small, and in the JavaScript that all wikis take in gadgets. The
    code itself is loaded as a file, for MediaWiki 1.39 takes nothing newer than ECMAScript 5 in a gadget.
    """
    known = setup.as_json()
    values = {"code": titles.code, "pages": known["pages"], "below": known["below"]}
    text = files("bot").joinpath("onwiki", "gadget", "loader.js").read_text(encoding="utf-8")
    return text.strip().replace("/* SETUP */", _one_line(values))


def definition_line(titles: Titles) -> str:
    """Give the line by which the wiki knows the loader: for everybody, on phones too, nobody's preference."""
    name = titles.loader_file.removesuffix(".js")
    return f"* {name}[ResourceLoader|default|hidden|targets=desktop,mobile]|{titles.loader_file}"


def put_definition(text: str, line: str) -> str:
    """Give the wiki's list of gadgets with our line in it, and all other lines as they were."""
    name = line.partition("[")[0].removeprefix("*").strip()
    own = re.compile(rf"^\*+ *{re.escape(name)}[ \t]*[\[|][^\n]*", re.MULTILINE)
    if own.search(text):
        return own.sub(lambda _: line, text, count=1)
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{line}"


def _one_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
