"""The timetable is kept: through kills, outages and two keepers, each job runs once for each moment."""

from __future__ import annotations

import io
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.ledger.leases import Lease
from bot.ledger.ledger import Ledger, LedgerBusyError, opened
from bot.program.timetable import Entry, last_moment
from bot.run.children import Children
from bot.run.exit_status import ExitStatus
from bot.run.schedule import FAILING, Keeper, read_failing
from bot.run.schedule_log import HeartbeatFile, ScheduleLog

START = datetime(2027, 1, 1, tzinfo=UTC)
DAILY = Entry(name="sign-ups", command="signups", at=(time(5, 30), time(17, 30)))
OFTEN = Entry(
    name="next-clinic", command="announce", every=timedelta(minutes=30), grace=timedelta(minutes=30)
)
WEEKLY = Entry(name="weekly", command="signups", at=(time(8, 0),), weekdays=frozenset({0}))


class KilledError(BaseException):
    """The process that keeps the timetable is killed."""


@dataclass(slots=True)
class Clock:
    """A clock that the test moves."""

    now: float = START.timestamp()

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True, kw_only=True)
class Jobs:
    """Stands in for processes: takes time, fails, is killed as the test says."""

    clock: Clock
    takes: float = 60.0
    ending: Callable[[Entry], int | None] = lambda _: 0
    begun: list[tuple[str, float]] = field(default_factory=list)
    at_work: Counter[str] = field(default_factory=Counter)
    meet: Callable[[], None] = lambda: None
    heard: Callable[[], None] = lambda: None

    def run(self, entry: Entry, _run: str, *, meanwhile: Callable[[], None]) -> int | None:
        self.begun.append((entry.name, self.clock.now))
        self.at_work[entry.name] += 1
        assert self.at_work[entry.name] == 1, "at the same time as itself"
        try:
            meanwhile()
            self.heard = meanwhile
            self.meet()
            self.clock.now += self.takes
            meanwhile()
            return self.ending(entry)
        finally:
            self.at_work[entry.name] -= 1


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        yield ledger


def keeper(ledger: Ledger, jobs: Jobs, *entries: Entry, path: Path | None = None) -> Keeper:
    return Keeper(
        entries=entries,
        ledger=ledger,
        runner=jobs,
        log=ScheduleLog(clock=jobs.clock, out=io.StringIO()),
        heart=HeartbeatFile(path=path, clock=jobs.clock),
        clock=jobs.clock,
    )


def said(keeper: Keeper) -> str:
    assert isinstance(keeper.log.out, io.StringIO)
    return keeper.log.out.getvalue()


def test_a_job_runs_once_for_each_moment(ledger: Ledger) -> None:
    jobs = Jobs(clock=Clock())
    kept = keeper(ledger, jobs, DAILY)
    for _ in range(3 * 24 * 6):
        kept.tick()
        jobs.clock.now += 600
    hours = [datetime.fromtimestamp(at, UTC).hour for _, at in jobs.begun]
    assert hours == [5, 17] * 3


def test_what_was_missed_is_made_up_once_where_it_still_makes_sense(ledger: Ledger) -> None:
    jobs = Jobs(clock=Clock())
    kept = keeper(ledger, jobs, DAILY)
    jobs.clock.now += timedelta(days=4, hours=10).total_seconds()
    kept.tick()
    kept.tick()
    assert len(jobs.begun) == 1
    assert "4 h 30 min late" in said(kept)
    jobs.clock.now += timedelta(days=2, hours=14, minutes=0).total_seconds()  # after midnight, too late
    kept.tick()
    assert len(jobs.begun) == 1


def test_two_keepers_never_run_one_job_at_a_time(ledger: Ledger, tmp_path: Path) -> None:
    clock = Clock()
    jobs = Jobs(clock=clock)
    with opened(tmp_path / "ledger.sqlite3") as another:
        one, two = keeper(ledger, jobs, DAILY), keeper(another, jobs, DAILY)
        jobs.meet = two.tick
        clock.now += timedelta(hours=6).total_seconds()
        one.tick()
        jobs.meet = lambda: None
        two.tick()
    assert len(jobs.begun) == 1


def test_a_run_that_was_killed_is_tried_again_later(ledger: Ledger) -> None:
    jobs = Jobs(clock=Clock())

    def killed(_: Entry) -> int:
        raise KilledError

    jobs.ending = killed
    jobs.clock.now += timedelta(hours=6).total_seconds()
    with pytest.raises(KilledError):
        keeper(ledger, jobs, DAILY).tick()
    jobs.ending = lambda _: 0
    kept = keeper(ledger, jobs, DAILY)
    kept.tick()
    assert len(jobs.begun) == 1, "not at once"
    jobs.clock.now += 600
    kept.tick()
    kept.tick()
    assert len(jobs.begun) == 2


def test_a_person_is_told_once_of_a_job_that_fails_for_long(ledger: Ledger) -> None:
    jobs = Jobs(clock=Clock(), ending=lambda _: ExitStatus.LATER)
    kept = keeper(ledger, jobs, DAILY)
    for _ in range(2 * 24 * 12):
        kept.tick()
        jobs.clock.now += 300
    assert said(kept).count("A person is needed") == 1
    failing = read_failing(ledger.kept(f"{FAILING}sign-ups") or "")
    assert failing.told
    assert failing.times > 4
    jobs.ending = lambda _: ExitStatus.DONE
    for _ in range(24 * 12):
        kept.tick()
        jobs.clock.now += 300
    assert said(kept).count("works again") == 1
    assert ledger.kept_all(FAILING) == {}


def test_a_stop_of_a_minute_costs_a_job_no_turn(ledger: Ledger) -> None:
    endings = iter([ExitStatus.STOPPED, ExitStatus.DONE])
    jobs = Jobs(clock=Clock(), ending=lambda _: next(endings))
    kept = keeper(ledger, jobs, WEEKLY)
    jobs.clock.now += timedelta(days=3, hours=8).total_seconds()
    for _ in range(6):
        kept.tick()
        jobs.clock.now += 300
    assert len(jobs.begun) == 2
    assert ledger.kept_all(FAILING) == {}, "what people hold back does not fail"


@pytest.mark.parametrize(("faults", "status"), [(1, 0), (9, None)])
def test_a_ledger_that_is_away_for_a_moment_ends_no_job(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, faults: int, status: int | None
) -> None:
    def beat(_: Lease, *, now: float) -> None:
        beats.append(now)
        if len(beats) <= faults:
            raise LedgerBusyError("The ledger is locked.")

    def take_time() -> None:
        for _ in range(8):
            jobs.clock.now += 20
            jobs.heard()

    beats: list[float] = []
    monkeypatch.setattr(Lease, "beat", beat)
    jobs = Jobs(clock=Clock())
    jobs.meet = take_time
    jobs.clock.now += timedelta(hours=6).total_seconds()
    keeper(ledger, jobs, DAILY).tick()
    last = ledger.last_run("sign-ups")
    assert last
    assert last.status == status, "after two minutes without a sign of life another may have begun it"


def test_a_process_that_can_t_be_begun_ends_no_timetable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.StringIO()
    log = ScheduleLog(clock=Clock(), out=out)
    children = Children(settings=tmp_path / "settings.toml", log=log, stopping=threading.Event())
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    assert children.run(DAILY, "r1", meanwhile=lambda: None) is None
    assert "could not be run" in out.getvalue()


def test_a_job_that_fails_keeps_no_other_from_running(ledger: Ledger) -> None:
    def ending(entry: Entry) -> int | None:
        return None if entry is DAILY else 0

    jobs = Jobs(clock=Clock(), ending=ending)
    kept = keeper(ledger, jobs, DAILY, OFTEN)
    for _ in range(24 * 12):
        kept.tick()
        jobs.clock.now += 300 - 60
    assert Counter(name for name, _ in jobs.begun)["next-clinic"] >= 35


@pytest.mark.no_cover
@pytest.mark.parametrize(("days", "mondays"), [(7, 1), pytest.param(31, 4, marks=pytest.mark.soak)])
def test_weeks_with_kills_and_outages(ledger: Ledger, tmp_path: Path, days: int, mondays: int) -> None:
    seed = 20270101
    die = random.Random(seed)
    clock = Clock()
    worked: Counter[tuple[str, datetime | None]] = Counter()
    up: set[datetime | None] = set()

    def ending(entry: Entry) -> int | None:
        fate = die.random()
        if fate < 0.05:
            raise KilledError
        if fate < 0.2:
            return die.choice([ExitStatus.LATER, ExitStatus.CRASHED, None])
        worked[entry.name, last_moment(entry, datetime.fromtimestamp(clock.now - jobs.takes, UTC))] += 1
        return die.choice([ExitStatus.DONE, ExitStatus.DONE, ExitStatus.NEEDS_PERSON])

    jobs = Jobs(clock=clock, ending=ending, takes=45.0)
    entries = (DAILY, OFTEN, WEEKLY)
    end = START + timedelta(days=days)
    kept, other = (keeper(ledger, jobs, *entries, path=tmp_path / "beat.json") for _ in range(2))
    with opened(tmp_path / "ledger.sqlite3") as another:
        other.ledger = another
        while clock.now < end.timestamp():
            try:
                die.choice([kept, other]).tick()
            except KilledError:
                clock.now += die.choice([5.0, 300.0])  # it is started again
            if die.random() < 0.002:
                clock.now += die.uniform(600, 3 * 3600)  # the machine is off
            clock.now += 120
            up.add(last_moment(DAILY, datetime.fromtimestamp(clock.now, UTC)))
    assert max(worked.values()) == 1, "nothing is done twice for one moment"
    daily = [moment for name, moment in worked if name == "sign-ups"]
    assert len(daily) >= 2 * days - 2, f"{len(daily)} of {2 * days} moments; seed {seed}"
    assert sum(name == "weekly" for name, _ in worked) == mondays
    assert json.loads((tmp_path / "beat.json").read_text())["job"] == ""


def test_ten_thousand_idle_ticks_take_no_memory(ledger: Ledger) -> None:
    jobs = Jobs(clock=Clock())
    kept = keeper(ledger, jobs, DAILY, OFTEN, WEEKLY)
    kept.tick()
    for _ in range(300):
        kept.tick()
    before = resident()
    for _ in range(10_000):
        kept.tick()
    assert abs(resident() - before) < 5_000_000
    assert len(jobs.begun) == 1


def resident() -> int:
    """Give the process's resident memory in bytes."""
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:")
    )
    return int(line.split()[1]) * 1024


def test_lines_are_json_where_that_is_wanted() -> None:
    out = io.StringIO()
    log = ScheduleLog(clock=Clock(), as_json=True, out=out)
    log.say("Größe\x1b[31m\n", job="sign-ups", run="r1")
    assert json.loads(out.getvalue()) == {
        "at": "2027-01-01T00:00:00Z",
        "job": "sign-ups",
        "run": "r1",
        "text": "Größe [31m",
    }


def test_the_heartbeat_is_whole_whenever_it_is_read(tmp_path: Path) -> None:
    clock = Clock()
    heart = HeartbeatFile(path=tmp_path / "beat.json", clock=clock)
    heart.beat("sign-ups")
    first = json.loads((tmp_path / "beat.json").read_text())
    assert (first["at"], first["job"]) == ("2027-01-01T00:00:00+00:00", "sign-ups")
    clock.now += 31
    heart.beat("sign-ups")
    assert json.loads((tmp_path / "beat.json").read_text())["at"] == "2027-01-01T00:00:31+00:00"
    assert [path.name for path in tmp_path.iterdir()] == ["beat.json"]
