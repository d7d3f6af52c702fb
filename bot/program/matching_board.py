"""Pure: where a matching stands while it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import TypeAlias

from bot.program.closeness import Closeness
from bot.program.pairs import Pair, Person, Unmet, Why
from bot.program.vocabulary import Vocabulary

_Entry: TypeAlias = tuple[int, int, int, int]
"""A sharer on a heap: how near by language and hours, how many learners, minutes apart, number."""


class _Line:
    """The sharers of one skill, the best for one kind of learner first.

    Those who are equally near stand on a heap; who is further off gets there when all before are taken.
    How many learners a sharer has only grows, so an entry is put right when it comes to the top.
    """

    def __init__(self, groups: Iterable[tuple[int, int, list[int]]]) -> None:
        self._later = sorted(groups, reverse=True)
        self._heap: list[_Entry] = []

    def pop(self, load: Sequence[int]) -> _Entry | None:
        """Take the best sharer away; None: nobody is left."""
        while self._heap or self._later:
            if not self._heap:
                self._call(load)
            near, had, apart, sharer = heappop(self._heap)
            if had == load[sharer]:
                return near, had, apart, sharer
            heappush(self._heap, (near, load[sharer], apart, sharer))
        return None

    def put_back(self, entries: Iterable[_Entry]) -> None:
        """Put sharers back; those who have got a learner since go to their new place when they are next."""
        for entry in entries:
            heappush(self._heap, entry)

    def _call(self, load: Sequence[int]) -> None:
        near = self._later[-1][0]
        while self._later and self._later[-1][0] == near:
            _, apart, sharers = self._later.pop()
            self._heap += [(near, load[sharer], apart, sharer) for sharer in sharers]
        heapify(self._heap)


class Board:
    """Where a matching stands: who is taken, and who is left for what.

    People are numbers, in the order of their usernames. For each skill and each kind of learner there
    is a line of the sharers left, the best first.
    """

    def __init__(
        self,
        learners: Iterable[Person],
        sharers: Iterable[Person],
        *,
        vocabulary: Vocabulary,
        closeness: Closeness,
        per_sharer: int,
    ) -> None:
        self.learners = _by_username(learners)
        self.sharers = _by_username(sharers)
        self.closeness = closeness
        self.per_sharer = per_sharer
        self.learner_kinds = [closeness.kind(person) for person in self.learners]
        self.sharer_kinds = [closeness.kind(person) for person in self.sharers]
        keys = _Keys(vocabulary)
        self.wanted = [keys.of(person.learn) for person in self.learners]
        self.shared = [frozenset(keys.of(person.share)) for person in self.sharers]
        self.teaching = self._teaching()
        self.known = {skill: sum(map(len, kinds.values())) for skill, kinds in self.teaching.items()}
        self.load = [0] * len(self.sharers)
        self.chosen: list[list[int]] = [[] for _ in self.learners]
        self.wishes = sorted(self._wishes(), key=lambda wish: (self.known[wish[1]], wish[0]))
        self._lines: dict[tuple[str, int], _Line] = {}

    def _teaching(self) -> dict[str, defaultdict[int, list[int]]]:
        """Give the sharers of each skill by their kind."""
        teaching: defaultdict[str, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, skills in enumerate(self.shared):
            for skill in skills:
                teaching[skill][self.sharer_kinds[number]].append(number)
        return dict(teaching)

    def _wishes(self) -> Iterator[tuple[int, str]]:
        for learner, skills in enumerate(self.wanted):
            yield from ((learner, skill) for skill in skills if skill in self.teaching)

    def taught(self, learner: int, skill: str) -> int:
        """Count the sharers the learner has for this skill."""
        return sum(skill in self.shared[sharer] for sharer in self.chosen[learner])

    def choose(self, learner: int, skill: str) -> None:
        """Give the learner the best sharer left, if there is one."""
        line = self._line(learner, skill)
        aside = []
        while (entry := line.pop(self.load)) is not None:
            sharer = entry[-1]
            if self.load[sharer] >= self.per_sharer:
                continue
            aside.append(entry)
            if sharer not in self.chosen[learner] and not self._same(learner, sharer):
                self.chosen[learner].append(sharer)
                self.load[sharer] += 1
                break
        line.put_back(aside)

    def _same(self, learner: int, sharer: int) -> bool:
        return self.learners[learner].username == self.sharers[sharer].username

    def _line(self, learner: int, skill: str) -> _Line:
        kind = self.learner_kinds[learner]
        if (skill, kind) not in self._lines:
            groups = (
                (*self.closeness.rank(kind, other), sharers)
                for other, sharers in self.teaching[skill].items()
            )
            self._lines[skill, kind] = _Line(groups)
        return self._lines[skill, kind]

    def pairs(self) -> Iterator[Pair]:
        """Give what was chosen, each learner's best sharer first."""
        for learner in range(len(self.learners)):
            kind = self.learner_kinds[learner]
            close = {
                number: self.closeness.rank(kind, self.sharer_kinds[number])
                for number in self.chosen[learner]
            }
            for number in sorted(close, key=lambda number: (close[number], number)):
                yield self._pair(learner, number)

    def _pair(self, number: int, sharing: int) -> Pair:
        learner, sharer = self.learners[number], self.sharers[sharing]
        return Pair(
            learner=learner,
            sharer=sharer,
            skills=tuple(skill for skill in self.wanted[number] if skill in self.shared[sharing]),
            languages=self.closeness.common_languages(learner, sharer),
            hours=self.closeness.hours(learner, sharer),
        )

    def unmet(self, per_learner: int) -> Iterator[Unmet]:
        """Give the wishes without a sharer, by skill and reason."""
        found = sorted(
            (skill, self._why(learner, skill, per_learner), learner)
            for learner, skills in enumerate(self.wanted)
            for skill in skills
            if not self.taught(learner, skill)
        )
        for (skill, why), group in groupby(found, key=lambda wish: wish[:2]):
            yield Unmet(skill=skill, why=why, learners=tuple(self.learners[wish[2]] for wish in group))

    def _why(self, learner: int, skill: str, per_learner: int) -> Why:
        kinds = self.teaching.get(skill, {}).values()
        if all(self._same(learner, sharer) for sharers in kinds for sharer in sharers):
            return Why.NOBODY
        return Why.ENOUGH if len(self.chosen[learner]) >= per_learner else Why.BUSY


class _Keys:
    """The keys of skills, each text looked up once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, str] = {}

    def of(self, texts: Sequence[str]) -> tuple[str, ...]:
        for text in texts:
            if text not in self._known:
                self._known[text] = self._vocabulary.key_of(text)
        return tuple(dict.fromkeys(key for text in texts if (key := self._known[text])))


def _by_username(people: Iterable[Person]) -> list[Person]:
    """Give each person once, in order; of two entries of one name the same one stands in any order."""
    ordered = sorted(people, key=lambda person: (person.username, repr(person)))
    return [next(group) for _, group in groupby(ordered, key=lambda person: person.username)]
