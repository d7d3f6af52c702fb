"""Shell: the status of the program: gathered, shown in the terminal, kept on its page in each language."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.ledger.ledger import Ledger
from bot.plan.status import OWNED, JobState, Status, StatusWriter, WaitingPlan, what_matters
from bot.program.outcomes import Outcome
from bot.program.timetable import Entry, next_moment
from bot.run.control import Decision
from bot.run.exit_status import ExitStatus, status_of_writes
from bot.run.keeping import Part, PartKeeper
from bot.run.schedule import FAILING, read_failing
from bot.run.steering import Steered
from bot.run.stop_rule import why_stopped
from bot.run.waiting_plans import waiting
from bot.run.wikis import Wikis

KEPT = "status"
"""Under this name the ledger keeps what the status page said last, and when."""

OWN = "report"
"""The command that writes the status page: what it wrote is no news."""

MONTH = timedelta(days=30)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """Tells how the program stands.

    Args:
        entries: of the timetable; empty: there is none.
        memory: None: there is no ledger yet.
        now: aware, UTC.
        dry: whether nothing may be written.
    """

    steered: Steered
    wikis: Wikis
    entries: tuple[Entry, ...]
    memory: Ledger | None
    say: Callable[[str], None]
    now: datetime
    dry: bool

    def run(self) -> ExitStatus:
        """Show the status, and write it on the wiki if there is news, or none was written for a day.

        Raises:
            WikiError: the home wiki can't be asked.
            LedgerError: the ledger can't be used.
        """
        settings = self.steered.settings
        self.wikis.home.connect()
        why = why_stopped(settings, self.wikis)
        status = self.gather()
        self._show(status, why)
        if why:
            return ExitStatus.STOPPED
        if settings.pages.status and self.memory and not self.dry:
            return self._keep(status, self.memory)
        return ExitStatus.DONE

    def gather(self) -> Status:
        """Gather all that is told."""
        memory, steering = self.memory, self.steered.steering
        since = (self.now - MONTH).date().isoformat()
        today = self.now.date()
        return Status(
            stop_page=self.steered.settings.pages.stop,
            settings_page=self.steered.settings.pages.settings,
            paused={job: until for job, until in steering.paused.items() if steering.pauses(job, today)},
            jobs=tuple(self._job(entry) for entry in self.entries if entry.command != OWN),
            plans=tuple(
                WaitingPlan(page=plan.title, message=plan.message, people=plan.people)
                for plan in sorted(waiting(memory), key=lambda plan: plan.since)
            ),
            campaigns=dict(self._campaigns()),
            doubts=memory.begun_anywhere() if memory else 0,
            delivered=memory.posted_since(since) if memory else Counter(),
        )

    def _job(self, entry: Entry) -> JobState:
        useful = self.memory.last_run(entry.name, with_edits=True) if self.memory else None
        kept = self.memory.kept(f"{FAILING}{entry.name}") if self.memory else None
        failing = read_failing(kept) if kept else None
        return JobState(
            name=entry.name,
            last_useful=datetime.fromtimestamp(useful.began, UTC) if useful else None,
            edits=useful.edits if useful else 0,
            next=next_moment(entry, self.now),
            failing_since=failing.since if failing and failing.told else None,
            failed=failing.times if failing else 0,
        )

    def _campaigns(self) -> Iterator[tuple[str, str]]:
        """Give the campaigns that a person holds back, and how."""
        for name, state in self.memory.states() if self.memory else ():
            decision = state.partition(" ")[0]
            if decision in {Decision.PAUSED, Decision.CANARY}:
                yield name, decision

    def _show(self, status: Status, why: str) -> None:
        """Say it in the terminal, one line each."""
        settings = self.steered.settings
        self.say(why or "Running: nothing stops the bot.")
        for paused, until in status.paused.items():
            where = f"“{status.settings_page}” on {settings.home}"
            self.say(f"Paused: {paused}{f' until {until}' if until else ''}. Empty its row on {where}.")
        for plan in status.plans:
            self.say(f"Waits for an organiser: “{plan.page}” ({plan.message}, {plan.people} people).")
        for name, state in status.campaigns.items():
            how = "-go" if state == Decision.CANARY else "-resume"
            self.say(f"Waits: campaign {name} ({state}); announce {how} goes on.")
        if status.doubts:
            self.say(f"In doubt: {status.doubts} messages; the next run reads the wikis and settles them.")
        for job in status.jobs:
            edits = f", {job.edits} edits" if job.last_useful else ""
            self.say(
                f"{job.name}: last change {_moment(job.last_useful)}{edits}; next run {_moment(job.next)}"
            )
            if job.failing_since:
                self.say(f"  fails since {_moment(job.failing_since)}, {job.failed} times in a row.")
        self.say(f"Delivered in 30 days: {status.delivered.total()}.")

    def _keep(self, status: Status, memory: Ledger) -> ExitStatus:
        digest = hashlib.sha256(what_matters(status).encode()).hexdigest()
        kept = json.loads(memory.kept(KEPT) or "{}")
        fresh = kept and self.now - datetime.fromisoformat(kept["at"]) < DAY
        if kept and kept["digest"] == digest and fresh:
            return ExitStatus.DONE
        ended = status_of_writes(self._write(status), waits=False, person=False)
        if ended is ExitStatus.DONE:
            kept = json.dumps({"digest": digest, "at": self.now.isoformat()})
            memory.keep(KEPT, kept, at=self.now.timestamp())
        return ended

    def _write(self, status: Status) -> set[Outcome]:
        settings = self.steered.settings
        own, title = settings.home_wiki.language, settings.pages.status or ""
        titles = {code: f"{title}/{code}" for code in settings.languages.offered if code != own}
        titles = {own: title, **titles}
        pages = self.wikis.home.read_pages(list(titles.values()))
        keeper = PartKeeper(wiki=self.wikis.home, say=self.say)
        outcomes = set()
        for language, page in titles.items():
            writer = StatusWriter(words=self.steered.words, language=language, within=own)
            text = writer.write(status, now=self.now)
            summary = self.steered.words.say(language, "status-summary")
            ending = keeper.keep(pages[page], Part(name=OWNED, content=text), summary=summary)
            outcomes.add(ending.outcome)
        return outcomes


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
