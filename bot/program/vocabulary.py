"""Pure: the vocabulary: skills under all their names, compared across languages and spellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.program.language_names import fold
from bot.program.language_table import ENGLISH, fallbacks

MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<(?!/?br\b)[^<>]*>|'{2,}|\[\[(?:[^\[\]|]*\|)?|\]\]", re.DOTALL | re.I)
SIGNS = {"#": " sharp ", "+": " plus "}
"""Signs by which some names differ in nothing else: C, C++, C#."""

SIGN = re.compile(r"(?<=\w)(?:#|\+\+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something people learn and share, under all its names."""

    key: str  # its first name as the vocabulary's keepers wrote it
    synonyms: tuple[str, ...] = ()  # in any language, without the key
    names: Mapping[str, str] = field(default_factory=dict)  # by MediaWiki code, where the keepers said which

    def name_in(self, language: str) -> str:
        """Give its name in a language, or in what MediaWiki shows where that is missing, or its key."""
        chain = (language, *(code for code in fallbacks(language) if code != ENGLISH))
        return next((self.names[code] for code in chain if code in self.names), self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A skill that people name and the vocabulary lacks."""

    text: str  # as most of them write it
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One name that the vocabulary gives to two skills; the first has it."""

    name: str
    key: str
    other: str


class Vocabulary:
    """The skills a program knows; empty, each text is a skill of its own."""

    def __init__(self, skills: Iterable[Skill] = ()) -> None:
        """Take skills in the order of the page; one whose key is known already adds to the first."""
        self._found: dict[str, str] = {}
        self._skills: dict[str, Skill] = {}
        self.clashes: tuple[Clash, ...] = ()
        for skill in skills:
            self._add(skill)

    def __iter__(self) -> Iterator[Skill]:
        return iter(self._skills.values())

    def __len__(self) -> int:
        return len(self._skills)

    def __getitem__(self, key: str) -> Skill:
        return self._skills[key]

    def find(self, text: str) -> Skill | None:
        """Give the skill of this name; case, accents, marks, hyphens, spaces, a plural's -s don't count."""
        key = self._found.get(fold_skill(text))
        return None if key is None else self._skills[key]

    def key_of(self, text: str) -> str:
        """Give what texts of one skill have in common: its key, or the folded text where it is unknown."""
        folded = fold_skill(text)
        return self._found.get(folded, folded)

    def name_of(self, text: str, language: str) -> str:
        """Give the name of a skill in a language; an unknown one stays as it is written."""
        skill = self.find(text)
        return text if skill is None else skill.name_in(language)

    def proposals(self, texts: Iterable[str]) -> tuple[Proposal, ...]:
        """Give the skills among these that are unknown, those named most often first.

        Args:
            texts: the skills of everybody, as `read_skills` gives them.
        """
        spellings: dict[str, Counter[str]] = {}
        for text in texts:
            if (folded := fold_skill(text)) and folded not in self._found:
                spellings.setdefault(folded, Counter())[text] += 1
        proposed = (
            Proposal(text=min(found, key=lambda text: (-found[text], text)), count=found.total())
            for found in spellings.values()
        )
        return tuple(sorted(proposed, key=lambda proposal: (-proposal.count, proposal.text)))

    def _add(self, skill: Skill) -> None:
        first = self._skills.get(self._found.get(fold_skill(skill.key), ""))
        if first is not None and fold_skill(first.key) == fold_skill(skill.key):
            skill = Skill(
                key=first.key,
                synonyms=tuple(dict.fromkeys((*first.synonyms, *skill.synonyms))),
                names={**skill.names, **first.names},
            )
        elif first is not None:  # the key is another's synonym: two keys of one name can't both be found
            self.clashes += (Clash(name=skill.key, key=first.key, other=skill.key),)
        self._skills[skill.key] = skill
        for name in (skill.key, *skill.synonyms, *skill.names.values()):
            owner = self._found.setdefault(fold_skill(name), skill.key)
            clash = Clash(name=name, key=owner, other=skill.key)
            if owner != skill.key and clash not in self.clashes:
                self.clashes += (clash,)


def fold_skill(text: str) -> str:
    """Give a skill's name as it is compared; what has no letters stays as it is, so that nothing is lost."""
    spelled = SIGN.sub(lambda sign: SIGNS[sign[0][0]], text)
    return "".join(_singular(word) for word in fold(spelled).split()) or "".join(text.split())


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )
