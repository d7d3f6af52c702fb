"""Shell: the timetable's command: once, or for as long as the process lives."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import schedule

from bot.ledger.ledger import Ledger, glimpse, opened
from bot.program.timetable import WEEKDAYS, Entry, next_moment
from bot.run.children import Children
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.schedule import Keeper
from bot.run.schedule_log import HeartbeatFile, ScheduleLog
from bot.run.settings import Settings
from bot.run.settings_model import TimetableEntry

TICK = 10
"""Seconds between two looks at the timetable."""


def entries_of(settings: Settings) -> tuple[Entry, ...]:
    """Give the timetable of the settings.

    Raises:
        CommandError: it is empty.
    """
    if not settings.timetable:
        sentence = "The settings have no timetable. Add a [[timetable]] as settings.sample.toml shows."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    return tuple(map(_entry, settings.timetable))


def _entry(line: TimetableEntry) -> Entry:
    return Entry(
        name=line.name,
        command=line.command,
        arguments=line.arguments,
        at=tuple(time_of_day.fromisoformat(at) for at in line.at),
        weekdays=frozenset(WEEKDAYS.index(day) for day in line.on),
        every=None if line.every_minutes is None else timedelta(minutes=line.every_minutes),
        grace=timedelta(hours=line.grace_hours),
        limit=timedelta(hours=line.limit_hours),
    )


def keep_timetable(
    settings: Settings, path: Path, *, once: bool, clock: Callable[[], float] = time.time
) -> ExitStatus:
    """Run what is due, once or until a signal comes.

    Args:
        settings: the program.
        path: the settings file, for the jobs.
        once: whether to end when nothing is due any more.
        clock: seconds since the epoch.

    Raises:
        CommandError: there is no timetable.
        LedgerError: the ledger can't be used.
    """
    entries = entries_of(settings)
    stopping = threading.Event()
    log = ScheduleLog(clock=clock, as_json=settings.running.log == "json")
    with opened(settings.ledger) as ledger, _told_to_end(stopping):
        keeper = Keeper(
            entries=entries,
            ledger=ledger,
            runner=Children(settings=path, log=log, stopping=stopping),
            log=log,
            heart=HeartbeatFile(path=settings.running.heartbeat, clock=clock),
            clock=clock,
            stopping=stopping.is_set,
        )
        if once:
            keeper.tick()
            return keeper.worst
        log.say(f"keeps the timetable: {', '.join(entry.name for entry in entries)}")
        _loop(keeper, stopping)
        log.say("ended as it was told to")
    return ExitStatus.DONE


def _loop(keeper: Keeper, stopping: threading.Event) -> None:
    scheduler = schedule.Scheduler()
    scheduler.every(TICK).seconds.do(keeper.tick)
    keeper.tick()
    while not stopping.is_set():
        scheduler.run_pending()
        stopping.wait(max(0.0, min(scheduler.idle_seconds or 0.0, TICK)))


@contextmanager
def _told_to_end(stopping: threading.Event) -> Iterator[None]:
    """Note SIGTERM and Ctrl+C meanwhile; whoever waits goes on at once."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)


def show_timetable(settings: Settings, *, now: float, say: Callable[[str], None]) -> ExitStatus:
    """Show each job's last run and its next.

    Args:
        settings: the program.
        now: seconds since the epoch.
        say: prints a line.
    """
    entries = entries_of(settings)
    with glimpse(settings.ledger) as memory:
        for entry in entries:
            say(f"{entry.name}: {entry.command} {' '.join(entry.arguments)}".rstrip())
            say(f"  last: {_last(memory, entry)}")
            following = next_moment(entry, datetime.fromtimestamp(now, UTC))
            say(f"  next: {following:%A %Y-%m-%d %H:%M} UTC" if following else "  next: never")
    return ExitStatus.DONE


def _last(memory: Ledger | None, entry: Entry) -> str:
    run = memory.last_run(entry.name) if memory else None
    if run is None:
        return "never"
    began = f"{datetime.fromtimestamp(run.began, UTC):%Y-%m-%d %H:%M} UTC"
    if run.ended is None:
        return f"{began}, goes on or was killed"
    edits = f"{run.edits} edit" if run.edits == 1 else f"{run.edits} edits"
    return f"{began}, status {run.status}, {edits}, run {run.id}"
