"""Shell: ending in good order when the system or a person says so."""

from __future__ import annotations

import os
import signal
import threading
import time

from bot.wiki.waiting import STOPPING

RUN = "LETSCONNECT_RUN"
"""The environment variable by which the timetable tells a command the id of its run."""

LOOK = 1.0
"""Seconds between two looks whether the process that began a command is still there."""


def end_in_order() -> None:
    """Have SIGTERM end a command as Ctrl+C does: between two writes, with its leases given back.

    A second signal ends it at once; the ledger outlives that too.
    """
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)


def end_with_parent() -> None:
    """Have a command that the timetable began end in order when the timetable's process is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _end(_number: int, _frame: object) -> None:
    STOPPING.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    raise KeyboardInterrupt
