"""Shell: a display in the terminal that lives while messages are written: the most active wikis."""

from __future__ import annotations

import io
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TextIO, cast

from rich import progress as rich
from rich.console import Console
from rich.table import Column
from rich.text import Text

from bot.run.progress import Progress

MOST_WIKIS = 12
"""Wikis that are shown at once."""


class Rate(rich.ProgressColumn):
    """Messages a minute."""

    def render(self, task: rich.Task) -> Text:
        """Give the text for one wiki."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed * 60:.0f}/min" if speed else "", style="dim")


class Terminal(io.TextIOBase):
    """A terminal to which may be written even when it is gone: nothing is shown then."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError):
            self._out.write(text)
        return len(text)

    def flush(self) -> None:
        """Show what was written."""
        with suppress(OSError):
            self._out.flush()

    def isatty(self) -> bool:
        """Tell that it is one."""
        return True


@dataclass(slots=True)
class Live:
    """Shows how far each wiki is, and all of them together; several threads may tell it.

    Where there are many wikis, those with the most messages are shown until they are done.
    """

    out: TextIO
    total: int  # messages on all wikis
    display: rich.Progress = field(init=False)
    everything: rich.TaskID = field(init=False)
    done: dict[str, int] = field(default_factory=dict)  # messages, by wiki
    totals: dict[str, int] = field(default_factory=dict)
    shown: dict[str, rich.TaskID] = field(default_factory=dict)  # by wiki
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.display = rich.Progress(
            rich.TextColumn("{task.description}", markup=False),
            rich.BarColumn(bar_width=20),
            rich.MofNCompleteColumn(),
            Rate(),
            rich.TimeRemainingColumn(compact=True),
            rich.TextColumn("{task.fields[waits]}", markup=False, table_column=Column(no_wrap=True)),
            console=Console(file=cast("TextIO", Terminal(self.out)), highlight=False),
            refresh_per_second=4,
            transient=True,  # what came of it is printed afterwards
        )
        self.everything = self.display.add_task("all wikis", total=self.total, waits="")

    def __enter__(self) -> None:
        """Begin to show."""
        self.display.start()

    def __exit__(self, *_: object) -> None:
        """Take the display away."""
        self.display.stop()

    def say(self, text: str) -> None:
        """Print a line above the display."""
        self.display.console.print(Text(text), soft_wrap=True)

    def show(self, progress: Progress) -> None:
        """Show how far a wiki is now."""
        done = progress.posted + progress.elsewhere + len(progress.endings)
        with self.lock:
            self.done[progress.wiki], self.totals[progress.wiki] = done, progress.total
            if progress.wiki not in self.shown and done < progress.total:
                self._make_room(progress)
            self.display.update(self.everything, completed=sum(self.done.values()))
            if (task := self.shown.get(progress.wiki)) is not None:
                waits = f"waits for: {progress.waits_for}" if progress.waits_for else ""
                self.display.update(task, completed=done, waits=waits)

    def _make_room(self, progress: Progress) -> None:
        """Show a wiki if there is room, or instead of one that is done or has fewer messages."""
        if len(self.shown) >= MOST_WIKIS:
            least = min(self.shown, key=self._claim)
            if self._claim(least) >= (True, progress.total):
                return
            self.display.remove_task(self.shown.pop(least))
        self.shown[progress.wiki] = self.display.add_task(progress.wiki, total=progress.total, waits="")

    def _claim(self, wiki: str) -> tuple[bool, int]:
        """Give what decides which wikis are shown: whether it is at work, and how many messages it has."""
        return self.done[wiki] < self.totals[wiki], self.totals[wiki]
