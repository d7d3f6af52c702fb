"""Pure: what organisers may set on wiki pages, read and checked.

Two pages: one in JSON that the wiki lets only the bot and administrators edit (who is an organiser, limits),
and an ordinary page with a table `Setting | Value` that any organiser edits. Whose edits count is decided
elsewhere, by the pages' histories; here is what a version of such a page says, and whether it may come into
force.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.program.problems import Place, Problem
from bot.wikitext.targets import NotATitleError, clean_title, normalise_title

MOST_CHARACTERS = 100_000
"""Of a page of settings, that are read."""

JOBS = ("announce", "newsletter", "remind", "signups", "update_calendar")
"""What can be held back by a pause."""

ROUTINE = {"announce": (0, 1000)}
"""Jobs whose small plans may need no approval, each with the least and the most people."""

LIMITS = {"people": (1, 100_000), "canary": (0, 1000), "budget": (0, 100_000), "messages_a_month": (0, 100)}
"""What the protected page may lower, each with the least and the most that can be written."""

MOST_FAULTS = 50
"""Of a version of a page that are told."""

MOST_ORGANISERS = 100
"""Who may be named."""


class SteeringError(ValueError):
    """A version of a page can't come into force; all that is wrong with it is listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.reason for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """What the protected page says."""

    organisers: tuple[str, ...] | None = None  # user names on the home wiki; None: not said
    limits: Mapping[str, int] = field(default_factory=dict)
    routine: Mapping[str, int] = field(default_factory=dict)  # people up to whom a job needs no approval
    talk_pauses: bool = False  # whether a message on the bot's talk page stops it


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """What the organisers' page says."""

    announcements: tuple[str, ...] = ()  # titles of message pages that are to go out
    paused: Mapping[str, date | None] = field(default_factory=dict)  # job, and up to which day; None: no end
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # more of them, by column
    languages: tuple[str, ...] = ()  # offered; empty: as the operator has it
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by key and language

    def pauses(self, job: str, today: date) -> bool:
        """Tell whether a job is held back today."""
        return job in self.paused and ((until := self.paused[job]) is None or today <= until)


def read_protected(text: str, *, page: str) -> Protected:
    """Read the protected page.

    Raises:
        SteeringError: it is no such JSON, or a value is none of those allowed.
    """
    reader = Reader(page)
    values = reader.json(text)
    known = {"organisers", "limits", "routine", "talk_pauses"}
    for key in sorted(set(values) - known):
        reader.fault("steering-key", key, ", ".join(sorted(known)))
    names = values.get("organisers")
    if names is not None and not _are_names(names):
        reader.fault("steering-organisers", "organisers", MOST_ORGANISERS)
    limits = reader.numbers(values, "limits", LIMITS)
    routine = reader.numbers(values, "routine", ROUTINE)
    pauses = values.get("talk_pauses", False)
    if not isinstance(pauses, bool):
        reader.fault("steering-value", "talk_pauses", shown(pauses), "true, false")
    reader.check()
    return Protected(
        organisers=None if names is None else tuple(dict.fromkeys(map(normalise_title, names))),
        limits=limits,
        routine=routine,
        talk_pauses=pauses,
    )


@dataclass(slots=True)
class Reader:
    """Gathers what is wrong before anybody is told."""

    page: str
    line: int = 0
    problems: list[Problem] = field(default_factory=list)

    def fault(self, reason: str, *values: str | int) -> None:
        """Note what is wrong at the line that is being read, up to as much as anybody would mend at once."""
        if len(self.problems) >= MOST_FAULTS:
            return
        place = Place(page=self.page, row=0, line=self.line)
        short = (shown(value) if isinstance(value, str) else value for value in values)
        self.problems.append(Problem(reason=reason, values=(self.line, *short), place=place))

    def check(self) -> None:
        """Go on only where nothing is wrong.

        Raises:
            SteeringError: something is.
        """
        if self.problems:
            raise SteeringError(tuple(self.problems))

    def json(self, text: str) -> dict[str, Any]:
        """Read a JSON object, each key once.

        Raises:
            SteeringError: it is none, or longer or deeper than settings can be.
        """
        if len(text) > MOST_CHARACTERS:
            self.fault("steering-long", len(text), MOST_CHARACTERS)
            self.check()
        try:
            values = json.loads(text, object_pairs_hook=_each_once)
        except (ValueError, RecursionError) as error:
            self.line = getattr(error, "lineno", 0)
            self.fault("steering-json")
            self.check()
        if not isinstance(values, dict):
            self.fault("steering-json")
            self.check()
        return dict(values)

    def numbers(
        self, values: Mapping[str, Any], key: str, allowed: Mapping[str, tuple[int, int]]
    ) -> dict[str, int]:
        """Read a table of whole numbers.

        Args:
            values: of the page.
            key: of the table.
            allowed: the least and the most, by name.
        """
        table = values.get(key, {})
        if not isinstance(table, dict):
            self.fault("steering-value", key, shown(table), ", ".join(sorted(allowed)))
            return {}
        for name, number in table.items():
            if name not in allowed:
                self.fault("steering-key", f"{key}: {name}", ", ".join(sorted(allowed)))
            elif type(number) is not int or not allowed[name][0] <= number <= allowed[name][1]:
                self.fault(
                    "steering-value", f"{key}: {name}", shown(number), "–".join(map(str, allowed[name]))
                )
        return table


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)


def _are_names(names: object) -> bool:
    if not isinstance(names, list) or len(names) > MOST_ORGANISERS:
        return False
    return all(isinstance(name, str) and is_title(name) and not re.search(r"[:@/]", name) for name in names)


def is_title(text: str) -> bool:
    """Tell whether text is the title of a page as the wiki would write it."""
    try:
        return clean_title(text) == text
    except NotATitleError:
        return False


def shown(value: object) -> str:
    """Give a value as people are shown it, no longer than they can look at."""
    text = value if isinstance(value, str) else repr(value)[:200]
    text = text.encode(errors="replace").decode()  # JSON can hold what no page can
    return text if len(text) <= 60 else f"{text[:59]}…"
