#!/usr/bin/env python3
"""Keep the timetable: run each job at its hour (UTC), once, again where it failed, until told to end.

    run_schedule.py [-once] [-list] [-settings:FILE]

-once           run what is due now, one after the other, and end: for cron and Toolforge's scheduled jobs.
-list           show each job's last run and its next, and end.
-settings:FILE  the program's settings with the timetable (else LETSCONNECT_SETTINGS, else settings.toml).

Jobs are commands of their own. Each line that they print comes out with the time, the id of the run and
the name of the job ([running] log = "json": as one JSON object a line). What was missed while this was off
is made up where it still makes sense. Two of these never run one job at a time; one that was killed is taken
over from. SIGTERM or Ctrl+C ends the job that is running between two writes, and then this.

Exit status: 0 ended when told to; with -once that of the job that ended worst: 0 all went well, 1 something
needs a person, 2 wrong arguments or settings, 3 stopped by the stop page, 70 a fault of the bot, 75 try
again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import run_schedule


def main(*arguments: str) -> int:
    """Run the command; `pwb run_schedule` calls this too."""
    return run_schedule(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
