"""Shell: what the operator sees in the terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from bot.plan.edits import SkipReason
from bot.plan.problem_text import country_name
from bot.plan.tally import Tally
from bot.program.languages import name_in
from bot.program.problems import CountryCode, LanguageCode, Problem
from bot.run.progress import Progress
from bot.words.catalogue import Catalogue

LANGUAGE = "en"
"""The terminal speaks English: the operator is no reader of the wiki."""


@dataclass(slots=True, kw_only=True)
class Console:
    """Prints plans and progress, and asks."""

    words: Catalogue
    out: TextIO = field(default_factory=lambda: sys.stdout)
    always: bool = False

    def say(self, text: str = "") -> None:
        """Print a line."""
        self._write(f"{_safe(text)}\n")

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
        self._show_numbers(plan)
        if plan.held:
            self.say(f"\nWaiting for a later run: {len(plan.held)}")
            self.say(f"  {', '.join(f'{held.wiki}:{held.username}' for held in plan.held)}")
        if plan.skips:
            self.say(f"\nLeft out by rule: {len(plan.skips)}")
            for reason in SkipReason:
                people = [f"{skip.wiki}:{skip.username}" for skip in plan.skips if skip.reason is reason]
                if people:
                    self.say(
                        f"  {self.words.say(LANGUAGE, reason.word)}: {len(people)} ({', '.join(people)})"
                    )
        self._show_problems("Worth knowing", plan.notes)
        self._show_problems("Needs a person", plan.problems)
        for language, (place, text) in samples.items():
            self.say(f"\nSample in {name_in(language, LANGUAGE)}, for {place}:")
            self.say("\n".join(f"  | {line}" for line in text.splitlines()))

    def _show_numbers(self, plan: Tally) -> None:
        numbers = plan.numbers
        languages = sorted({language for _, language in numbers})
        if not languages:
            return
        self.say("\n  " + "wiki".ljust(10) + "".join(language.rjust(8) for language in languages))
        for wiki in dict.fromkeys(wiki for wiki, _ in numbers):
            counts = (str(numbers[wiki, language] or "·").rjust(8) for language in languages)
            self.say("  " + wiki.ljust(10) + "".join(counts))

    def _show_problems(self, title: str, problems: Sequence[Problem]) -> None:
        if problems:
            self.say(f"\n{title}: {len(problems)}")
            for problem in problems:
                self.say(f"  - {self.tell(problem)}")

    def tell(self, problem: Problem) -> str:
        """Say a problem as plain text."""
        values = (plain_value(value) for value in problem.values)
        return self.words.say(LANGUAGE, problem.reason, *values)

    def progress(self, progress: Progress) -> None:
        """Show how far one wiki is: a line that grows in a terminal, else a line at the end."""
        ended = progress.posted + len(progress.endings)
        line = f"  {progress.wiki.ljust(10)} {progress.posted}/{progress.total} written"
        if self.out.isatty():
            self._write(f"\r{line}" + ("\n" if ended >= progress.total else ""))

    def ended(self, progress: Progress) -> None:
        """Say how one wiki ended."""
        if not self.out.isatty() or progress.left:
            self.say(f"  {progress.wiki.ljust(10)} {progress.posted}/{progress.total} written")
        if progress.left:
            self.say(f"  {progress.wiki}: left until the next run: {progress.left.reason}")

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


def plain_value(value: str | int) -> str | int:
    """Give a value of a problem as the operator reads it."""
    if isinstance(value, LanguageCode):
        return name_in(value, LANGUAGE)
    return country_name(value, LANGUAGE) if isinstance(value, CountryCode) else value


def _safe(text: str) -> str:
    """Leave out control characters, so that nobody's name can steer the terminal."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c in "\u200c\u200d")
