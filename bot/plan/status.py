"""Pure: the status page: which jobs run, what the bot did, and what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.plan.charts import Bar, chart
from bot.plan.naming import own_name
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_date, format_moment
from bot.words.direction import wrap

OWNED = "status"
"""Name of the part of the page that the bot owns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """How one job of the timetable stands; moments are aware, UTC."""

    name: str
    last_useful: datetime | None  # when the last run began that changed something
    edits: int  # that it made
    next: datetime | None
    failing_since: datetime | None = None
    failed: int = 0  # how often in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPlan:
    """A plan that waits for an organiser."""

    page: str  # title of its page
    message: str  # title of the message page
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All that the status page says."""

    stop_page: str  # title; text on it stops the bot
    settings_page: str | None = None
    paused: Mapping[str, date | None] = field(default_factory=dict)  # jobs that organisers hold back
    jobs: Sequence[JobState] = ()
    plans: Sequence[WaitingPlan] = ()
    campaigns: Mapping[str, str] = field(default_factory=dict)  # held: state by title
    doubts: int = 0  # messages of which it is not known whether they came through
    delivered: Counter[tuple[str, str]] = field(default_factory=Counter)  # in 30 days, by wiki and language


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWriter:
    """Writes the status page in one language."""

    words: Catalogue
    language: str
    within: str  # language of the wiki

    def write(self, status: Status, *, now: datetime) -> str:
        """Write the page.

        Args:
            status: what it says.
            now: aware; shown as the moment for which the page is true.
        """
        as_of = self._say("status-as-of", format_moment(now, self.language, words=self.words))
        lines = [
            *self._whether(status),
            *self._waiting(status),
            *self._jobs(status.jobs),
            *self._numbers(status.delivered),
            f"\n<small>{as_of}</small>",
        ]
        return wrap("\n".join(lines), self.language, within=self.within)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)

    def _heading(self, key: str) -> str:
        return f"\n== {self._say(key)} =="

    def _whether(self, status: Status) -> Iterator[str]:
        """Say that the bot runs, for a stopped one writes nothing; and which jobs are held back."""
        yield self._say("status-running", link_or_text(status.stop_page))
        settings = link_or_text(status.settings_page) if status.settings_page else ""
        for job, until in status.paused.items():
            name = f"<bdi>{quote(job)}</bdi>"
            if until is None:
                yield f"* {self._say('status-paused', name, settings)}"
            else:
                day = format_date(
                    datetime.combine(until, datetime.min.time()).isoformat() + "Z", self.language
                )
                yield f"* {self._say('status-paused-until', name, settings, day)}"

    def _waiting(self, status: Status) -> Iterator[str]:
        yield self._heading("status-heading-waiting")
        lines = [
            *(
                self._say("status-plan", link_or_text(plan.page, plan.message), plan.people)
                for plan in status.plans
            ),
            *(
                self._say(f"status-campaign-{state}", f"<bdi>{quote(title)}</bdi>")
                for title, state in status.campaigns.items()
            ),
            *(
                self._say(
                    "status-failing",
                    f"<bdi>{quote(job.name)}</bdi>",
                    job.failed,
                    format_moment(job.failing_since, self.language, words=self.words),
                )
                for job in status.jobs
                if job.failing_since
            ),
            *([self._say("status-doubts", status.doubts)] if status.doubts else []),
        ]
        yield from (f"* {line}" for line in lines)
        if not lines:
            yield self._say("report-nothing-needs")

    def _jobs(self, jobs: Sequence[JobState]) -> Iterator[str]:
        if not jobs:
            return
        yield self._heading("status-heading-jobs")
        yield '{| class="wikitable"'
        yield f'! scope="col" | {self._say("status-column-job")}'
        yield f'! scope="col" | {self._say("status-column-last")}'
        yield f'! scope="col" | {self._say("status-column-next")}'
        for job in jobs:
            yield "|-"
            yield f'! scope="row" | <bdi>{quote(job.name)}</bdi>'
            yield f"| {self._last(job)}"
            yield f"| {self._moment(job.next)}"
        yield "|}"

    def _last(self, job: JobState) -> str:
        if job.last_useful is None:
            return self._say("status-never")
        return self._say("status-last", self._moment(job.last_useful), job.edits)

    def _moment(self, moment: datetime | None) -> str:
        return format_moment(moment, self.language, words=self.words) if moment else self._say("status-never")

    def _numbers(self, delivered: Counter[tuple[str, str]]) -> Iterator[str]:
        """Show the messages of the last 30 days, by wiki and by language."""
        if not delivered:
            return
        yield self._heading("report-heading-numbers")
        for place, name in enumerate(("wiki", "language")):
            sums = Counter[str]()
            for key, number in delivered.items():
                sums[key[place]] += number
            bars = [Bar(label=self._label(place, key), number=number) for key, number in sums.most_common(20)]
            columns = [self._say(f"report-column-{name}"), self._say("report-column-delivered")]
            yield from chart(self._say(f"status-chart-{name}s"), columns, bars, self.language)
            yield ""

    def _label(self, place: int, key: str) -> str:
        return own_name(key, self.language) if place else f"<bdi>{quote(key)}</bdi>"


def what_matters(status: Status) -> str:
    """Give all of a status that is worth an edit at once when it changes; the rest waits for the next day."""
    jobs = [(job.name, job.last_useful, job.edits, job.failing_since) for job in status.jobs]
    plans = [(plan.page, plan.people) for plan in status.plans]
    parts = (
        sorted(status.paused.items()),
        jobs,
        plans,
        sorted(status.campaigns.items()),
        sorted(status.delivered.items()),
    )
    return repr(parts)
