"""Shell: what happens while the timetable is kept, as lines for people or as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO


@dataclass(slots=True, kw_only=True)
class ScheduleLog:
    """Prints a line for whatever happens; a closed pipe or a full disk stops nothing.

    Args:
        clock: seconds since the epoch.
        as_json: whether each line is a JSON object.
    """

    clock: Callable[[], float]
    as_json: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)

    def say(self, text: str, *, job: str = "", run: str = "") -> None:
        """Print one line.

        Args:
            text: what happened; line ends and control characters become blanks.
            job: the job that it is about.
            run: the id of its run.
        """
        at = f"{datetime.fromtimestamp(self.clock(), UTC):%Y-%m-%dT%H:%M:%SZ}"
        said = "".join(c if c.isprintable() else " " for c in text).rstrip()
        if self.as_json:
            line = json.dumps({"at": at, "job": job, "run": run, "text": said}, ensure_ascii=False)
        else:
            line = " ".join(piece for piece in (at, run, f"{job}:" if job else "", said) if piece)
        try:
            print(line, file=self.out, flush=True)
        except (OSError, ValueError):
            self.out = open(os.devnull, "w")  # noqa: SIM115, PTH123


@dataclass(slots=True, kw_only=True)
class HeartbeatFile:
    """A file by which a monitor sees that the timetable is kept.

    Args:
        path: None: no such file.
        every: seconds after which it is written anew.
    """

    path: Path | None
    clock: Callable[[], float]
    every: float = 30.0
    beaten_at: float = 0.0
    job: str = ""

    def beat(self, job: str) -> None:
        """Show a sign of life if it is time to, or another job runs.

        Args:
            job: that runs; empty: none does.
        """
        now = self.clock()
        if self.path is None or (job == self.job and abs(now - self.beaten_at) < self.every):
            return
        at = datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")
        text = json.dumps({"at": at, "pid": os.getpid(), "job": job})
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            new.write_text(f"{text}\n", encoding="utf-8")
            new.replace(self.path)
        except OSError:
            return  # the monitor sees an old file, and is right
        self.beaten_at, self.job = now, job
