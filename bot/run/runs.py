"""Shell: the run that is going on: its id, and what the ledger remembers of it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.ledger.ledger import Ledger, Run
from bot.run.ending import RUN
from bot.run.exit_status import ExitStatus
from bot.run.known_faults import status_of
from bot.wiki.writing import edits_made

KEPT_FOR = 400 * 86400.0
"""Seconds for which runs are remembered."""


def new_run_id(now: float) -> str:
    """Make an id that sorts by time: `20261126T053000-3f9a1c`.

    Args:
        now: seconds since the epoch.
    """
    return f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


@contextmanager
def remembered(
    memory: Ledger | None, job: str, *, clock: Callable[[], float] = time.time
) -> Iterator[Callable[[ExitStatus], ExitStatus]]:
    """Remember that a job runs, how it ended, and how many edits it made.

    Gives a function that takes the exit status and gives it back. A run of the timetable is remembered by who
    began it; here only its edits are.

    Args:
        memory: None: a dry run, of which nothing is remembered.
        job: the command's name.
        clock: seconds since the epoch.
    """
    if memory is None or memory.database.read_only:
        yield lambda status: status
        return
    of_timetable = os.environ.get(RUN, "")
    began = clock()
    run = of_timetable or new_run_id(began)
    ended = [ExitStatus.DONE]

    def end(status: ExitStatus) -> ExitStatus:
        ended.append(status)
        return status

    if not of_timetable:
        memory.forget_runs(before=began - KEPT_FOR)
        memory.run_began(Run(id=run, job=job, due=None, began=began))
    before = edits_made()
    try:
        yield end
    except BaseException as fault:
        end(status_of(fault))
        raise
    finally:
        memory.run_edits(run, edits_made() - before)
        if not of_timetable:
            memory.run_ended(run, status=int(ended[-1]), ended=clock())
