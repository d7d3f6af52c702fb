"""Pure: for organisers: who could learn from whom, wishes left over, and who asked for a clinic's topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.plan.charts import folding, number_text
from bot.plan.naming import BETWEEN, UserLinks, in_cell, own_names, skill_names
from bot.program.excerpts import excerpt
from bot.program.matching import Matches, Pair, Person
from bot.program.skills import Vocabulary
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap

MOST_SHARERS = 3
"""Sharers shown for one learner."""

MOST_PEOPLE = 20
"""People in one cell who are shown unfolded."""

COLUMNS = {
    "learner": "matches-column-learner",
    "sharer": "matches-column-sharer",
    "skill": "directory-column-skill",
    "languages": "matches-column-languages",
    "hours": "matches-column-hours",
    "reason": "report-column-reason",
    "topic": "matches-column-topic",
    "who": "directory-column-who",
}
"""Messages by column."""


def matches_text(
    matches: Matches,
    *,
    clinics: Mapping[str, Sequence[Person]],
    vocabulary: Vocabulary,
    words: Catalogue,
    language: str,
    page_language: str,
    prefixes: Mapping[str, str],
    home: str,
) -> str:
    """Write the page's part.

    Args:
        matches: as `matching.match` gives them.
        clinics: by topic, in any spelling and in the order shown, who asked for it (`matching.asked_for`).
        vocabulary: for the names of skills.
        words: the catalogue.
        language: of the text.
        page_language: of the page around it.
        prefixes: interwiki prefix by wiki, with its colon; empty on the home wiki.
        home: key of the wiki that holds the page; theirs whose wiki is not known.
    """
    writer = _Writer(
        vocabulary=vocabulary,
        words=words,
        language=language,
        links=UserLinks(prefixes=prefixes, home=home),
        skills=_skill_names(matches, vocabulary, language),
    )
    lines = [
        *writer.section(
            "learners", ("learner", "sharer", "skill", "languages", "hours"), writer.pairs(matches)
        ),
        *writer.section("unmet", ("skill", "reason", "who"), writer.unmet(matches)),
        *writer.section("clinics", ("topic", "who"), writer.clinics(clinics)),
    ]
    return wrap("\n".join(lines), language, within=page_language)


def _skill_names(matches: Matches, vocabulary: Vocabulary, language: str) -> dict[str, str]:
    """Give the names of all skills spoken of: pairs and wishes have only their keys."""
    people = {id(person): person for pair in matches.pairs for person in (pair.learner, pair.sharer)}
    people |= {id(person): person for unmet in matches.unmet for person in unmet.learners}
    return skill_names(
        (skill for person in people.values() for skill in (*person.learn, *person.share)),
        vocabulary,
        language,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    vocabulary: Vocabulary
    words: Catalogue
    language: str
    links: UserLinks
    skills: Mapping[str, str]  # names by key

    def section(self, name: str, columns: Sequence[str], rows: Iterable[str]) -> Iterator[str]:
        """Give a section with a table; a sentence where it has no rows."""
        yield f"== {self._say(f'matches-heading-{name}')} =="
        told = list(rows)
        if not told:
            yield self._say("matches-nothing")
            yield ""
            return
        yield '<div style="overflow-x:auto">'
        yield f'{{| class="{folding(len(told))}"'
        yield from (f'! scope="col" | {self._say(COLUMNS[column])}' for column in columns)
        yield from told
        yield "|}"
        yield "</div>"
        yield ""

    def pairs(self, matches: Matches) -> Iterator[str]:
        """Give for each learner up to three rows, the best sharer first."""
        unknown = self._say("matches-none-known")
        found: dict[str, list[Pair]] = {}
        for pair in matches.pairs:
            found.setdefault(pair.learner.username, []).append(pair)
        for pairs in found.values():
            shown = pairs[:MOST_SHARERS]
            learner = self._link(shown[0].learner)
            for number, pair in enumerate(shown):
                yield "|-"
                if not number:
                    yield f'! scope="rowgroup" rowspan="{len(shown)}" style="text-align:start" | {learner}'
                yield f"| {self._link(pair.sharer)}"
                yield f"| {BETWEEN.join(map(self._skill, pair.skills))}"
                yield f"| {own_names(pair.languages, self.language) if pair.languages else unknown}"
                hours = unknown if pair.hours is None else number_text(round(pair.hours, 1), self.language)
                yield f'| style="text-align:end" | {hours}'

    def unmet(self, matches: Matches) -> Iterator[str]:
        """Give a row for each skill that somebody gets from nobody."""
        for unmet in matches.unmet:
            yield "|-"
            yield f'! scope="row" style="text-align:start" | {self._skill(unmet.skill)}'
            yield f"| {self._say(f'matches-why-{unmet.why}')}"
            yield from in_cell(map(self._link, unmet.learners), most=MOST_PEOPLE)

    def clinics(self, clinics: Mapping[str, Sequence[Person]]) -> Iterator[str]:
        """Give a row for each topic, those for which nobody asked too."""
        for topic, people in clinics.items():
            name = self.vocabulary.name_of(topic, self.language)
            yield "|-"
            yield f'! scope="row" style="text-align:start" | <bdi>{quote(name)}</bdi>'
            if people:
                yield from in_cell(map(self._link, people), most=MOST_PEOPLE)
            else:
                yield f"| {self._say('matches-nothing')}"

    def _say(self, key: str) -> str:
        return self.words.say(self.language, key)

    def _link(self, person: Person) -> str:
        return self.links.link(person.username, person.wiki)

    def _skill(self, key: str) -> str:
        return f"<bdi>{quote(excerpt(self.skills.get(key, key)))}</bdi>"
