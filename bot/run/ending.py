"""Shell: ending in good order when the system or a person says so."""

from __future__ import annotations

import signal
import threading

from bot.wiki.waiting import STOPPING


def end_in_order() -> None:
    """Have SIGTERM end a command as Ctrl+C does: between two writes, with its leases given back.

    A second signal ends it at once; the ledger outlives that too.
    """
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)


def _end(_number: int, _frame: object) -> None:
    STOPPING.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    raise KeyboardInterrupt
