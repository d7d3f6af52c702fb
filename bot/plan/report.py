"""Pure: a campaign's public report, as wikitext of the home wiki."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.plan.problem_text import ProblemTeller
from bot.plan.tally import Tally
from bot.program.languages import autonym
from bot.program.problems import Problem
from bot.wikitext.quoting import link_or_text
from bot.words.catalogue import Catalogue
from bot.words.dates import format_moment

OWNED = "report"
"""Name of the part of the report page that the bot owns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One message that stands on a talk page."""

    wiki: str
    username: str
    title: str  # of the talk page
    language: str
    revid: int
    at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Writes reports in one language.

    Args:
        prefixes: interwiki prefix by wiki, with its colon; empty on the home wiki.
    """

    words: Catalogue
    language: str
    prefixes: Mapping[str, str]

    def write(
        self, plan: Tally, delivered: Sequence[Delivered], *, problems: Sequence[Problem], pending: int
    ) -> str:
        """Write the report: numbers, what needs a person, who was left out (as numbers), who got it.

        Nothing in it depends on the moment of writing, so that a report that says the same is the same.
        """
        parts = [
            *self._numbers(delivered, pending),
            self._heading("report-heading-needs"),
            *(self._problems(problems) or [self._say("report-nothing-needs")]),
            *self._skipped(plan),
            *self._people(delivered),
        ]
        return "\n".join(parts)

    def summary(self, plan: Tally, delivered: Sequence[Delivered]) -> str:
        """Give the edit summary."""
        return self._say("report-summary", plan.campaign.title, len(delivered))

    def tell(self, problem: Problem) -> str:
        """Say a problem, as wikitext."""
        return ProblemTeller(words=self.words, language=self.language).tell(problem)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)

    def _heading(self, key: str) -> str:
        return f"\n== {self._say(key)} =="

    def _numbers(self, delivered: Sequence[Delivered], pending: int) -> Iterator[str]:
        wikis = len({message.wiki for message in delivered})
        yield self._say("report-numbers", len(delivered), wikis)
        if pending:
            yield ""
            yield self._say("report-pending", pending)
        if delivered:
            yield self._heading("report-heading-numbers")
            counted = Counter((message.wiki, message.language) for message in delivered)
            rows = [(wiki, autonym(code), str(people)) for (wiki, code), people in sorted(counted.items())]
            yield from self._table(("wiki", "language", "messages"), rows)

    def _problems(self, problems: Sequence[Problem]) -> list[str]:
        return [f"* {self.tell(problem)}" for problem in problems]

    def _skipped(self, plan: Tally) -> Iterator[str]:
        if plan.skips:
            counted = Counter(skip.reason for skip in plan.skips)
            yield self._heading("report-heading-skipped")
            rows = [(self._say(reason.word), str(people)) for reason, people in sorted(counted.items())]
            yield from self._table(("reason", "people"), rows)

    def _people(self, delivered: Sequence[Delivered]) -> Iterator[str]:
        named = [message for message in delivered if message.username]  # not those who withdrew since
        if named:
            yield self._heading("report-heading-delivered")
            rows = [self._person(message) for message in named]
            yield from self._table(("wiki", "person", "language", "when", "change"), rows)

    def _person(self, message: Delivered) -> tuple[str, ...]:
        prefix = self.prefixes.get(message.wiki, "")
        diff = f"[[:{prefix}Special:Diff/{message.revid}|{self._say('report-change')}]]"
        person = link_or_text(message.title, message.username, interwiki=prefix.removesuffix(":") or None)
        when = format_moment(message.at, self.language)
        return (message.wiki, person, autonym(message.language), when, diff)

    def _table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        yield '{| class="wikitable sortable"'
        yield "! " + " !! ".join(self._say(f"report-column-{name}") for name in columns)
        for row in rows:
            yield "|-"
            yield "| " + " || ".join(row)
        yield "|}"
