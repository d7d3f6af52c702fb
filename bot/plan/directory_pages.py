"""Pure: the sections of the directory: numbers, bars, and lists of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.plan.charts import Bar, chart, folding, number_text
from bot.plan.naming import APART, UserLinks, in_cell, names_in_cell, own_names, skill_names
from bot.program.excerpts import excerpt
from bot.program.languages import name_in
from bot.program.participant import Participant
from bot.program.places import Regions
from bot.program.skills import Vocabulary
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue

MOST_PEOPLE = 20
"""People in one cell who are shown unfolded, each on a line."""

MOST_NAMES = 100
"""The same of names alone."""

LIST = "display:table;table-layout:fixed;width:100%"
"""A table of two columns that is never wider than the screen; mobile skins make tables blocks."""

LABEL = "text-align:start;vertical-align:top;overflow-wrap:anywhere"
"""What a row is about stands where its people begin, however long either is."""

Said = Callable[[Participant], Sequence[str]]
"""Gives what somebody said: skills, or languages."""


class Detail(IntEnum):
    """How much is told of each person, the most first."""

    ALL = 0  # languages and region beside each name
    LANGUAGES = 1  # languages beside each name
    NAMES = 2  # names alone
    SKILLS = 3  # names, and only by skill
    NUMBERS = 4  # no names


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One row of a list: what people have in common, and who they are."""

    label: str  # wikitext
    people: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryWriter:
    """Writes the directory in one language."""

    people: Sequence[Participant]  # in the order shown
    regions: Regions
    vocabulary: Vocabulary
    words: Catalogue
    language: str
    links: UserLinks
    wiki_named: Mapping[str, str | None]

    def write(self, detail: Detail) -> str:
        """Write all sections."""
        by_region, by_language = (
            self._by_region(),
            self._by_language(lambda person: person.languages or ("",)),
        )
        interpreters = self._by_language(lambda person: person.interprets)
        shared, learnt = (
            self._by_skill(lambda person: person.share),
            self._by_skill(lambda person: person.learn),
        )
        lines = [
            *self._numbers(),
            *self._chart("regions", "region", by_region),
            *self._chart("languages", "language", by_language),
        ]
        if detail < Detail.NUMBERS:
            lines += self._list("sharers", "skill", shared, detail)
            lines += self._list("learners", "skill", learnt, detail)
        if detail < Detail.SKILLS:
            lines += self._list("regions", "region", by_region, Detail.NAMES)
            lines += self._list("languages", "language", by_language, Detail.NAMES)
            lines += self._list("interpreters", "language", interpreters, Detail.NAMES)
        if detail >= Detail.SKILLS:
            lines += ["", self._say("directory-cut")]
        return "\n".join(lines)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)

    def _column(self, name: str) -> str:
        return self._say("report-column-language" if name == "language" else f"directory-column-{name}")

    def _numbers(self) -> Iterator[str]:
        yield "* " + self._say("directory-count-people", len(self.people))
        yield "* " + self._say("directory-count-sharers", sum(bool(person.share) for person in self.people))
        yield "* " + self._say("directory-count-learners", sum(bool(person.learn) for person in self.people))

    def _chart(self, name: str, column: str, groups: Iterable[Group]) -> Iterator[str]:
        bars = [Bar(label=group.label, number=len(group.people)) for group in groups]
        title = self._say(f"directory-chart-{name}")
        yield from chart(title, (self._column(column), self._column("number")), bars, self.language)

    def _by_region(self) -> list[Group]:
        """Group by region, in the program's order; a region the program lacks counts as not said."""
        keys = [*(region.key for region in self.regions), ""]
        found: dict[str, list[Participant]] = {key: [] for key in keys}
        for person in self.people:
            found[person.region if person.region in self.regions else ""].append(person)
        return [
            Group(label=self._region(key), people=tuple(people))
            for key, people in found.items()
            if people or (key and self.people)
        ]

    def _by_language(self, languages: Said) -> list[Group]:
        """Group by language, the one of most people first; who said several is in each."""
        found: dict[str, list[Participant]] = {}
        for person in self.people:
            for code in dict.fromkeys(languages(person)):
                found.setdefault(code, []).append(person)
        names = {
            code: name_in(code, self.language) if code else self._say("directory-not-said") for code in found
        }
        order = sorted(found, key=lambda code: (not code, -len(found[code]), names[code], code))
        return [Group(label=quote(names[code]), people=tuple(found[code])) for code in order]

    def _by_skill(self, skills: Said) -> list[Group]:
        """Group by skill, by name; one skill under two of its names counts once for a person."""
        names = skill_names(
            (skill for person in self.people for skill in skills(person)), self.vocabulary, self.language
        )
        found: dict[str, list[Participant]] = {}
        for person in self.people:
            for key in dict.fromkeys(self.vocabulary.key_of(skill) for skill in skills(person)):
                found.setdefault(key, []).append(person)
        order = sorted(found, key=lambda key: (names[key].casefold(), names[key], key))
        return [
            Group(label=f"<bdi>{quote(excerpt(names[key]))}</bdi>", people=tuple(found[key])) for key in order
        ]

    def _region(self, key: str) -> str:
        if key not in self.regions:
            return self._say("directory-not-said")
        return quote(self.regions[key].name_in(self.language))

    def _list(self, name: str, column: str, groups: Sequence[Group], detail: Detail) -> Iterator[str]:
        """Give a section with one row for each group that has people."""
        describe = self._describe(detail)
        full = [group for group in groups if group.people]
        if not full:
            return
        heading = self._say(f"directory-heading-{name}")
        yield f"\n== {heading} =="
        yield f'{{| class="{folding(len(full))}" style="{LIST}"'
        yield f'! scope="col" style="width:40%" | {self._column(column)}'
        yield f'! scope="col" | {self._column("who")}'
        for group in full:
            yield "|-"
            yield f'! scope="row" style="{LABEL}" | {group.label}'
            yield f'<div style="font-weight:normal">{number_text(len(group.people), self.language)}</div>'
            if detail < Detail.NAMES:
                yield from in_cell(map(describe, group.people), most=MOST_PEOPLE)
            else:
                yield from names_in_cell(map(describe, group.people), most=MOST_NAMES)
        yield "|}"

    def _describe(self, detail: Detail) -> Callable[[Participant], str]:
        def describe(person: Participant) -> str:
            named = person.home_wiki or person.wiki or ""
            wiki = self.wiki_named.get(named, named) or self.links.home
            parts = [self.links.link(person.username, wiki)]
            if detail <= Detail.LANGUAGES and person.languages:
                parts.append(own_names(dict.fromkeys(person.languages), self.language))
            if detail <= Detail.ALL and person.region in self.regions:
                parts.append(self._region(person.region))
            return APART.join(parts)

        return describe
