"""Pure: a campaign's public report, as wikitext of the home wiki."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.plan.charts import Bar, chart, number_text, strip
from bot.plan.edits import SkipReason
from bot.plan.naming import BETWEEN, own_name
from bot.plan.problem_text import ProblemTeller
from bot.program.feedback import Answer, Feedback
from bot.program.problems import Problem
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_moment

OWNED = "report"
"""Name of the part of the report page that the bot owns."""

MOST_ROWS = 100
"""Wikis, or languages, with a row of their own; the others share one."""

MOST_PROBLEMS = 200
"""Problems that are told; of the others only the number."""

Numbers = Counter[tuple[str, str]]
"""Messages by wiki and language."""


class Stage(StrEnum):
    """How far a campaign is; the value is the message's key after `report-stage-`."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    CANARY = "canary"  # the first ones are out, and a person looks at them
    PAUSED = "paused"
    HALTED = "halted"  # a wiki stopped the bot, and a person must mend the cause
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that the report says of a campaign at one moment."""

    stage: Stage
    delivered: Numbers
    to_come: Numbers
    span: tuple[str, str] | None = None  # when the first and the last message came through, ISO 8601, UTC
    skips: Mapping[SkipReason, int] = field(default_factory=dict)  # how many are left out
    problems: Sequence[Problem] = ()
    feedback: Feedback = field(default_factory=Feedback)
    lists: Sequence[tuple[str, int, int]] = ()  # titles of the lists of people; numbers of first and last


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Writes the report in one language; it depends on the campaign alone, not on the moment of writing."""

    words: Catalogue
    language: str

    def write(self, standing: Standing) -> str:
        """Write the report: stage, numbers, what needs a person, bars, who was left out, the lists."""
        lines = [
            self.stage(standing.stage),
            *self._totals(standing),
            *self._problems(standing.problems),
            *self._feedback(standing.feedback),
            *self._charts(standing),
            *self._skips(standing.skips),
            *self._lists(standing.lists),
        ]
        return "\n".join(lines)

    def stage(self, stage: Stage) -> str:
        """Give the report's first line, which says how far the campaign is."""
        return self._say(f"report-stage-{stage.value}")

    def staged(self, report: str, stage: Stage) -> str:
        """Give a report with another stage and all else as it was."""
        _, _, rest = report.partition("\n")
        return f"{self.stage(stage)}\n{rest}"

    def summary(self, title: str, delivered: int) -> str:
        """Give the edit summary.

        Args:
            title: of the message page.
            delivered: how many messages.
        """
        return self._say("report-summary", title, delivered)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)

    def _heading(self, key: str) -> str:
        return f"\n== {self._say(key)} =="

    def _totals(self, standing: Standing) -> Iterator[str]:
        delivered, to_come = standing.delivered.total(), standing.to_come.total()
        yield ""
        if delivered or to_come:
            yield strip(delivered, to_come)
        yield "* " + self._say("report-numbers", delivered, len({wiki for wiki, _ in standing.delivered}))
        if to_come:
            yield "* " + self._say("report-pending", to_come)
        if standing.span:
            first, last = (format_moment(moment, self.language) for moment in standing.span)
            yield "* " + (
                self._say("report-span", first, last) if first != last else self._say("report-at", first)
            )

    def _problems(self, problems: Sequence[Problem]) -> Iterator[str]:
        """Tell problems; those of a row under a link to its page."""
        yield self._heading("report-heading-needs")
        if not problems:
            yield self._say("report-nothing-needs")
        teller = ProblemTeller(words=self.words, language=self.language)
        page = ""
        for problem in problems[:MOST_PROBLEMS]:
            theirs = problem.place.page if problem.place and problem.place.row else ""
            if theirs and theirs != page:
                yield "* " + self._say("report-on-page", link_or_text(theirs))
            page = theirs
            yield ("** " if page else "* ") + teller.tell(problem)
        if more := len(problems[MOST_PROBLEMS:]):
            yield "* " + self._say("attention-more", more)

    def _feedback(self, feedback: Feedback) -> Iterator[str]:
        """Show how useful people found it, of each the last answer."""
        if not feedback.answers and not feedback.unsigned:
            return
        yield self._heading("feedback-heading")
        bars = [
            Bar(label=self._say(f"feedback-{answer.value}"), number=feedback.answers[answer])
            for answer in Answer
        ]
        columns = [self._say("feedback-column-answer"), self._say("report-column-people")]
        yield from chart(self._say("feedback-chart"), columns, bars, self.language)
        if feedback.unsigned:
            yield self._say("feedback-unsigned", feedback.unsigned)

    def _charts(self, standing: Standing) -> Iterator[str]:
        if not (standing.delivered or standing.to_come):
            return
        yield self._heading("report-heading-numbers")
        wikis = _by_size(standing, 0)
        labels = {wiki: f"<bdi>{quote(wiki)}</bdi>" for wiki in wikis}
        yield from self._chart("wiki", "report-chart-wikis", wikis, labels)
        codes = _by_size(standing, 1)
        yield ""
        labels = {code: own_name(code, self.language) for code in codes}
        yield from self._chart("language", "report-chart-languages", codes, labels)

    def _chart(
        self, name: str, title: str, rows: Mapping[str, tuple[int, int]], labels: Mapping[str, str]
    ) -> Iterator[str]:
        bars = [
            Bar(label=labels[row], number=delivered, to_come=to_come)
            for row, (delivered, to_come) in rows.items()
        ]
        own, rest = bars[:MOST_ROWS], bars[MOST_ROWS:]
        others = Bar(
            label=self._say(f"report-other-{name}s", len(rest)),
            number=sum(bar.number for bar in rest),
            to_come=sum(bar.to_come for bar in rest),
        )
        columns = [name, "delivered", *(["to-come"] if any(bar.to_come for bar in bars) else [])]
        headings = self._columns(*columns)
        yield from chart(self._say(title), headings, own, self.language, others=others if rest else None)

    def _skips(self, skips: Mapping[SkipReason, int]) -> Iterator[str]:
        if skips:
            yield self._heading("report-heading-skipped")
            bars = [Bar(label=self._say(reason.word), number=skips[reason]) for reason in sorted(skips)]
            title = self._say("report-chart-skips")
            yield from chart(title, self._columns("reason", "people"), bars, self.language)

    def _lists(self, lists: Sequence[tuple[str, int, int]]) -> Iterator[str]:
        if lists:
            yield self._heading("report-heading-delivered")
            yield BETWEEN.join(self._list(*each) for each in lists)

    def _list(self, title: str, first: int, last: int) -> str:
        """Link a list by the numbers of its messages."""
        numbers = (number_text(number, self.language) for number in dict.fromkeys((first, last)))
        return link_or_text(
            title, self._say("report-message" if first == last else "report-messages", *numbers)
        )

    def _columns(self, *names: str) -> list[str]:
        return [self._say(f"report-column-{name}") for name in names]


def _by_size(standing: Standing, place: int) -> dict[str, tuple[int, int]]:
    """Sum up by wiki (place 0) or language (place 1): delivered and to come, the largest first."""
    delivered, to_come = Counter[str](), Counter[str]()
    for numbers, sums in ((standing.delivered, delivered), (standing.to_come, to_come)):
        for key, number in numbers.items():
            sums[key[place]] += number
    order = sorted({*delivered, *to_come}, key=lambda name: (-delivered[name] - to_come[name], name))
    return {name: (delivered[name], to_come[name]) for name in order}
