"""Shell: a job of the timetable as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.program.timetable import Entry
from bot.run.ending import RUN
from bot.run.schedule_log import ScheduleLog

SCRIPTS = Path(__file__).parents[2] / "scripts"

ON_THE_WIKI = frozenset({("announce", ""), ("newsletter", "-archive")})
"""Commands, or those with an option, whose plan waits for an organiser's approval on the wiki."""


PATIENCE = 4.0
"""Seconds in which a job that is told to end may finish the write it is at."""

LONGEST_LINE = 4000
"""Characters of a line that are passed on."""


def unasked(command: str, arguments: Sequence[str]) -> str:
    """Give the option by which a command asks nobody at a terminal.

    Args:
        command: of `scripts/`.
        arguments: its other options.
    """
    waits = any((command, option) in ON_THE_WIKI for option in ("", *arguments))
    return "-approval" if waits else "-always"


@dataclass(slots=True, kw_only=True)
class Children:
    """Runs jobs as processes; what they print goes into the log.

    Args:
        settings: the settings file.
        stopping: set when this process has been told to end.
    """

    settings: Path
    log: ScheduleLog
    stopping: threading.Event

    def run(self, entry: Entry, run: str, *, meanwhile: Callable[[], None]) -> int | None:
        """Run a job to its end, or to its limit.

        Gives its exit status; None: it had to be killed, a signal ended it, or it could not be begun.
        """
        try:
            return self._run(entry, run, meanwhile)
        except (OSError, RuntimeError) as error:  # no memory, no more processes or threads, no such Python
            self.log.say(f"could not be run: {error}", job=entry.name, run=run)
            return None

    def _run(self, entry: Entry, run: str, meanwhile: Callable[[], None]) -> int | None:
        asked = unasked(entry.command, entry.arguments)
        command = [
            *(sys.executable, str(SCRIPTS / f"{entry.command}.py"), f"-settings:{self.settings}"),
            *entry.arguments,
            *([] if asked in entry.arguments else [asked]),
        ]
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, RUN: run, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,  # Ctrl+C reaches it through us, once
        ) as process:
            lines = threading.Thread(target=self._pass_on, args=(process, entry.name, run), daemon=True)
            try:
                lines.start()
                self._wait(process, entry, meanwhile)
            finally:
                _end(process)
            lines.join(timeout=PATIENCE)
        return process.returncode if process.returncode >= 0 else None

    def _wait(self, process: subprocess.Popen[str], entry: Entry, meanwhile: Callable[[], None]) -> None:
        until = time.monotonic() + entry.limit.total_seconds()
        while process.poll() is None and not self.stopping.is_set():
            if time.monotonic() > until:
                self.log.say(f"takes longer than {entry.limit}; it is ended", job=entry.name)
                return
            meanwhile()
            self.stopping.wait(0.2)

    def _pass_on(self, process: subprocess.Popen[str], job: str, run: str) -> None:
        for line in process.stdout or ():
            if line.strip():
                self.log.say(line[:LONGEST_LINE], job=job, run=run)


def _end(process: subprocess.Popen[str]) -> None:
    """Have a process end in order; kill it if it doesn't."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
