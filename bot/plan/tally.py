"""Pure: the plan of a campaign as it grows batch by batch: numbers, and whoever is an exception, by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from bot.plan.edits import Campaign, Held, Plan, Post, Skip
from bot.program.problems import Problem

FALLBACK = "problem-fallback"
"""The note whose second value counts people."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is planned, without the messages themselves: these wait in the outbox."""

    campaign: Campaign
    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)  # of messages, by wiki and language
    skips: list[Skip] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    samples: dict[str, Post] = field(default_factory=dict)  # the first message of each language
    done: int = 0  # people who have it already
    left: int = 0  # messages that are left for another run: canary, budget

    @property
    def to_write(self) -> int:
        """How many messages are planned."""
        return self.numbers.total()

    def add(self, plan: Plan) -> None:
        """Add the plan of a batch."""
        self.numbers += plan.numbers()
        self.skips += plan.skips
        self.held += plan.held
        self.problems += plan.problems
        self.done += plan.done
        for post in plan.posts:
            self.samples.setdefault(post.language, post)
        for note in plan.notes:
            self._note(note)

    def _note(self, note: Problem) -> None:
        """Add a note; of one that counts people there is one for all batches."""
        for index, known in enumerate(self.notes):
            if note.reason == known.reason == FALLBACK and note.values[::2] == known.values[::2]:
                wanted, people, given = known.values
                more = note.values[1]
                counted = (wanted, int(people) + int(more), given)
                self.notes[index] = replace(known, values=counted)
                return
        self.notes.append(note)

    def sort(self) -> None:
        """Put problems in the order of their places, for people."""
        self.problems.sort(key=lambda problem: problem.place.line if problem.place else 0)
