"""Shell: the timetable, kept: each job's runs as processes of their own, remembered in the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from bot.ledger.leases import LEASE_SECONDS
from bot.ledger.ledger import LeaseLostError, Ledger, LedgerError, Run
from bot.program.timetable import NO_RETRY, Entry, Failing, Past, after_run, due, last_moment, too_late
from bot.run.exit_status import ExitStatus
from bot.run.runs import new_run_id
from bot.run.schedule_log import HeartbeatFile, ScheduleLog

FAILING = "failing:"
"""How the names begin under which the ledger keeps what does not get done."""

BEAT = 30.0
"""Seconds between two signs of life of a job's lease."""


class Runner(Protocol):
    """Runs a job to its end."""

    def run(self, entry: Entry, run: str, *, meanwhile: Callable[[], None]) -> int | None:
        """Run it, and give its exit status; None: it had to be killed.

        Args:
            entry: the job.
            run: the id of the run.
            meanwhile: called every second or so.
        """


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Looks which jobs are due, and runs them one after the other.

    Args:
        clock: seconds since the epoch.
        stopping: whether no further job may begin.
    """

    entries: Sequence[Entry]
    ledger: Ledger
    runner: Runner
    log: ScheduleLog
    heart: HeartbeatFile
    clock: Callable[[], float]
    stopping: Callable[[], bool] = lambda: False
    worst: ExitStatus = ExitStatus.DONE
    _fault: str = ""
    _settled: dict[str, datetime] = field(default_factory=dict)  # the moment that is done, by job

    def tick(self) -> None:
        """Run what is due now."""
        self.heart.beat("")
        for entry in self.entries:
            if self.stopping():
                return
            try:
                self._turn(entry)
                self._fault = ""
            except LedgerError as error:
                self._tell_once(str(error))

    def _tell_once(self, fault: str) -> None:
        """Say what is wrong with the ledger, but not at each tick."""
        self.worst = max(self.worst, ExitStatus.LATER)
        if fault != self._fault:
            self.log.say(fault)
        self._fault = fault

    def _turn(self, entry: Entry) -> None:
        """Run a job if it is due, and no other process runs it."""
        if self._due(entry) is None:
            return
        lease = self.ledger.lease(f"timetable:{entry.name}", now=self.clock())
        if lease is None:
            return  # another process has it, and remembers how it ends
        try:
            moment = self._due(entry)  # it may have just been done
            if moment is not None:
                self._run(entry, moment, beat=lambda: lease.beat(now=self.clock()))
        except LeaseLostError as error:
            self.log.say(str(error), job=entry.name)
        finally:
            lease.release()

    def _due(self, entry: Entry) -> datetime | None:
        now = self._now()
        moment = last_moment(entry, now)
        if moment is None or too_late(entry, moment, now) or self._settled.get(entry.name) == moment:
            return None
        last = self.ledger.last_due(entry.name)
        runs = [_past(run) for run in self.ledger.runs_for(entry.name, moment.timestamp())]
        if any(run.status in NO_RETRY for run in runs):
            self._settled[entry.name] = moment  # whatever comes: the ledger need not be asked again
        return due(entry, now=now, last_due=None if last is None else _moment(last), runs=runs)

    def _run(self, entry: Entry, moment: datetime, *, beat: Callable[[], None]) -> None:
        began = tried_at = beaten_at = self.clock()
        run = new_run_id(began)
        self.ledger.run_began(Run(id=run, job=entry.name, due=moment.timestamp(), began=began))
        late = f", {_for_people(began - moment.timestamp())} late" if began - moment.timestamp() > 60 else ""
        self.log.say(f"begins{late}", job=entry.name, run=run)

        def meanwhile() -> None:
            nonlocal tried_at, beaten_at
            self.heart.beat(entry.name)
            now = self.clock()
            if abs(now - tried_at) < BEAT:
                return
            tried_at = now
            try:
                beat()
                beaten_at = now
            except LedgerError as error:
                if isinstance(error, LeaseLostError) or abs(now - beaten_at) > LEASE_SECONDS - BEAT:
                    raise  # another process may run it now, or soon
                self.log.say(str(error), job=entry.name, run=run)

        status = self.runner.run(entry, run, meanwhile=meanwhile)
        ended = self.clock()
        self.heart.beat("")
        self.ledger.run_ended(run, status=ExitStatus.LATER if status is None else status, ended=ended)
        self.log.say(f"ended with {status} after {_for_people(ended - began)}", job=entry.name, run=run)
        with suppress(ValueError):
            self.worst = max(self.worst, ExitStatus(ExitStatus.LATER if status is None else status))
        if not self.stopping():  # what was told to end did not fail
            self._judge(entry, status, began=_moment(began))

    def _judge(self, entry: Entry, status: int | None, *, began: datetime) -> None:
        """Remember whether a job gets done; where it does not for long, say once that a person is needed."""
        name = f"{FAILING}{entry.name}"
        kept = self.ledger.kept(name)
        failing = after_run(read_failing(kept) if kept else None, status=status, began=began)
        if failing is None:
            if kept:
                self.ledger.drop(name)
                self.log.say("works again", job=entry.name)
            return
        if failing.to_be_told(self._now()):
            failing = Failing(since=failing.since, times=failing.times, status=failing.status, told=True)
            since = f"{failing.since:%Y-%m-%d %H:%M} UTC"
            self.log.say(
                f"A person is needed: failed {failing.times} times since {since}, last with status {status}."
                " Look at its lines above.",
                job=entry.name,
            )
        self.ledger.keep(name, _write_failing(failing), at=self.clock())

    def _now(self) -> datetime:
        return _moment(self.clock())


def read_failing(kept: str) -> Failing:
    """Read what the ledger keeps of a job that does not get done."""
    values = json.loads(kept)
    return Failing(**{**values, "since": datetime.fromisoformat(values["since"])})


def _write_failing(failing: Failing) -> str:
    return json.dumps({**asdict(failing), "since": failing.since.isoformat()})


def _past(run: Run) -> Past:
    ended = None if run.ended is None else _moment(run.ended)
    return Past(began=_moment(run.began), ended=ended, status=run.status)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _for_people(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
