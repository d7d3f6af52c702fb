"""Shell: what the operator sees in the terminal."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from bot.plan.edits import SkipReason
from bot.plan.problem_text import country_name
from bot.plan.tally import Tally
from bot.program.languages import name_in
from bot.program.page_names import shown_name
from bot.program.problems import CountryCode, LanguageCode, Problem
from bot.run.live import Live
from bot.run.progress import Progress
from bot.words.catalogue import Catalogue

LANGUAGE = "en"
"""The terminal speaks English: the operator is no reader of the wiki."""

MOST = 20
"""Wikis, names or problems that are shown; of the others only the number."""

MOST_LANGUAGES = 8
"""Languages with a column of their own."""


@dataclass(slots=True, kw_only=True)
class Console:
    """Prints plans and progress, and asks."""

    words: Catalogue
    out: TextIO = field(default_factory=lambda: sys.stdout)
    always: bool = False
    live: Live | None = None  # while messages are written and somebody looks

    def say(self, text: str = "") -> None:
        """Print a line."""
        if self.live:
            self.live.say(_safe(text))
        else:
            self._write(f"{_safe(text)}\n")

    def show(self, text: str) -> None:
        """Print a text of our own to its last character, so that it can be copied."""
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        """Write to the terminal; a closed pipe or a full disk stops no delivery."""
        try:
            self.out.write(text)
            self.out.flush()
        except OSError:
            self.out = io.StringIO()

    def show_plan(self, plan: Tally, samples: Mapping[str, tuple[str, str]]) -> None:
        """Show a plan: how many on each wiki and in each language, who is left out and why, samples.

        Args:
            plan: the plan.
            samples: by language, where it would stand and how it reads.
        """
        self.say(f"“{plan.campaign.title}”: {plan.to_write} to write, {plan.done} delivered before.")
        self._show_numbers(plan.numbers)
        if plan.held:
            self.say(f"\nWaiting for a later run: {len(plan.held)}")
            self.say(f"  {_first(f'{held.wiki}:{shown_name(held.username)}' for held in plan.held)}")
        if plan.skips:
            self.say(f"\nLeft out by rule: {len(plan.skips)}")
            for reason in SkipReason:
                people = [
                    f"{skip.wiki}:{shown_name(skip.username)}" for skip in plan.skips if skip.reason is reason
                ]
                if people:
                    self.say(f"  {self.words.say(LANGUAGE, reason.word)}: {len(people)} ({_first(people)})")
        self._show_problems("Worth knowing", plan.notes)
        self._show_problems("Needs a person", plan.problems)
        for language, (place, text) in samples.items():
            self.say(f"\nSample in {name_in(language, LANGUAGE)}, for {place}:")
            self.say("\n".join(f"  | {line}" for line in text.splitlines()))

    def _show_numbers(self, numbers: Counter[tuple[str, str]]) -> None:
        """Show how many on each wiki in each language: the largest, and the others summed up."""
        wikis, codes = Counter[str](), Counter[str]()
        for (wiki, code), number in numbers.items():
            wikis[wiki] += number
            codes[code] += number
        rows = _largest(wikis, MOST, f"{len(wikis) - MOST} more")
        columns = _largest(codes, MOST_LANGUAGES, "others")
        table = Counter[tuple[str, str]]()
        for (wiki, code), number in numbers.items():
            table[rows[wiki], columns[code]] += number
        width = max((len(row) for row in rows.values()), default=0)
        order = list(dict.fromkeys(sorted(columns.values(), key=lambda code: (code == "others", code))))
        if order:
            self.say("\n  " + "wiki".ljust(max(10, width)) + "".join(code.rjust(8) for code in order))
        for row in sorted(dict.fromkeys(rows.values()), key=lambda row: row not in rows):
            counts = (str(table[row, code] or "·").rjust(8) for code in order)
            self.say("  " + row.ljust(max(10, width)) + "".join(counts))

    def _show_problems(self, title: str, problems: Sequence[Problem]) -> None:
        if problems:
            self.say(f"\n{title}: {len(problems)}")
            for problem in problems[:MOST]:
                self.say(f"  - {self.tell(problem)}")
            if more := len(problems[MOST:]):
                self.say(f"  … and {more} more.")

    def tell(self, problem: Problem) -> str:
        """Say a problem as plain text."""
        values = (plain_value(value) for value in problem.values)
        return self.words.say(LANGUAGE, problem.reason, *values)

    @contextmanager
    def writing(self, total: int) -> Iterator[None]:
        """Show meanwhile how far each wiki is, where somebody looks at a terminal.

        Args:
            total: messages to be written.
        """
        if not self.out.isatty():
            yield
            return
        self.live = Live(out=self.out, total=total)
        try:
            with self.live:
                yield
        finally:
            self.live = None

    def progress(self, progress: Progress) -> None:
        """Show how far one wiki is."""
        if self.live:
            self.live.show(progress)

    def ended(self, progresses: Sequence[Progress]) -> None:
        """Say how each wiki ended; of many, the largest and those that were left."""
        largest = sorted(progresses, key=lambda progress: -progress.total)[:MOST]
        others = [progress for progress in progresses if progress not in largest]
        for progress in progresses:
            if progress in largest:
                self.say(f"  {progress.wiki.ljust(10)} {progress.posted}/{progress.total} written")
        if others:
            posted, total = sum(p.posted for p in others), sum(p.total for p in others)
            self.say(f"  {f'{len(others)} more'.ljust(10)} {posted}/{total} written")
        left = [f"  {p.wiki}: left until the next run: {p.left.reason}" for p in progresses if p.left]
        for line in left[:MOST]:
            self.say(line)
        if more := len(left[MOST:]):
            self.say(f"  … and {more} more were left.")

    def agrees(self, question: str) -> bool:
        """Ask the operator; with -always nobody is asked; where nobody can answer, the answer is no."""
        if self.always:
            return True
        self.say(f"\n{question} [y/N]")
        try:
            return input().strip().casefold() in {"y", "yes"}
        except EOFError:
            self.say("Nobody answered: nothing is written. Use -always to write without asking.")
            return False


def _largest(numbers: Counter[str], most: int, others: str) -> dict[str, str]:
    """Give for each its own name, or where they are too many, one for all that are not among the largest."""
    order = sorted(numbers, key=lambda name: (-numbers[name], name))
    own = set(order[:most])
    return {name: name if name in own else others for name in numbers}


def _first(names: Iterable[str]) -> str:
    """Give the first names, and how many there are besides."""
    listed = list(names)
    more = f", and {len(listed) - MOST} more" if len(listed) > MOST else ""
    return ", ".join(listed[:MOST]) + more


def plain_value(value: str | int) -> str | int:
    """Give a value of a problem as the operator reads it."""
    if isinstance(value, LanguageCode):
        return name_in(value, LANGUAGE)
    return country_name(value, LANGUAGE) if isinstance(value, CountryCode) else value


def _safe(text: str) -> str:
    """Leave out control characters, so that nobody's name can steer the terminal."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c in "\u200c\u200d")
