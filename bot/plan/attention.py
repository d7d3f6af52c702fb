"""Pure: the list under the sign-up table: what needs attention, and how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bot.plan.directory import listed_people
from bot.plan.naming import BETWEEN
from bot.plan.problem_text import ProblemTeller
from bot.program.excerpts import excerpt
from bot.program.participant import Roster
from bot.program.problems import Problem
from bot.program.skills import Proposal, Vocabulary
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap

MOST_LINES = 100
"""Problems told one by one; of the others the number."""

MOST_SKILLS = 50
"""Unknown skills named at once, those named most often first; a list of more is no help."""


def attention_text(
    roster: Roster,
    *,
    vocabulary: Vocabulary | None = None,
    words: Catalogue,
    language: str,
    page_language: str,
) -> str:
    """Write the list, without a heading; one sentence where nothing needs attention.

    Args:
        roster: of rows with private data only their number is told.
        vocabulary: skills it lacks are proposed for it; None: no vocabulary is kept.
        words: the catalogue.
        language: of the list.
        page_language: of the page around it.
    """
    teller = ProblemTeller(words=words, language=language)
    problems = public_problems(roster)
    lines = [teller.tell(problem) for problem in problems[:MOST_LINES]]
    if roster.private:
        lines.append(words.say(language, "attention-private", len(roster.private)))
    if skills := _proposals(roster, vocabulary):
        quoted = [f"<bdi>{quote(excerpt(skill.text))}</bdi>" for skill in skills[:MOST_SKILLS]]
        quoted += ["…"] if len(skills) > MOST_SKILLS else []
        lines.append(words.say(language, "attention-skills", BETWEEN.join(quoted), len(skills)))
    if len(problems) > MOST_LINES:
        lines.append(words.say(language, "attention-more", len(problems) - MOST_LINES))
    if not lines:
        return wrap(words.say(language, "attention-nothing"), language, within=page_language)
    lead = words.say(language, "attention-lead")
    text = "\n".join([f"'''{lead}'''", *(f"* {line}" for line in lines)])
    return wrap(text, language, within=page_language)


def public_problems(roster: Roster) -> list[Problem]:
    """Give what may be told in public, by row, each once: nothing points at a row with private data."""
    private = {row.place for row in roster.private}
    rows = {(place.page, place.row) for place in private}
    told = (
        problem
        for problem in roster.problems
        if problem.place not in private and not _names_a_row_of(rows, problem)
    )
    return sorted(_once(told), key=_by_row)


def _names_a_row_of(rows: Collection[tuple[str, int]], problem: Problem) -> bool:
    """Tell whether a problem names one of these rows beside its own: somebody's first of two."""
    if problem.place is None or problem.reason != "problem-twice":
        return False
    return (problem.place.page, problem.values[-1]) in rows


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    seen: set[tuple[object, ...]] = set()
    for problem in problems:
        key = (problem.place, problem.reason, problem.values)
        if key not in seen:
            seen.add(key)
            yield problem


def _by_row(problem: Problem) -> tuple[object, ...]:
    """Sort by place, those without one last, then by what is said, so that any order of reading gives one."""
    place = problem.place
    where = (1, "", 0, 0) if place is None else (0, place.page, place.row, place.line)
    return (*where, problem.reason, tuple(map(str, problem.values)))


def _proposals(roster: Roster, vocabulary: Vocabulary | None) -> tuple[Proposal, ...]:
    if vocabulary is None:
        return ()
    return vocabulary.proposals(
        skill for person in listed_people(roster) for skill in (*person.learn, *person.share)
    )
