#!/usr/bin/env python3
"""Keep the clinic calendar: clinics that are over moved to the past ones, times, interpretation, feeds.

    update_calendar.py [-settings:FILE] [-always] [-simulate]

-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-always         don't ask.
-simulate       show what would be written, write nothing at all.

It writes between its own two marks on a page, and moves whole rows from one table to the other; no letter of
a row is changed. Exit status: 0 done, 1 something needs a person, 2 wrong arguments or settings, 3 stopped by
the stop page, 75 try again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import update_calendar


def main(*arguments: str) -> int:
    """Run the command; `pwb update_calendar` calls this too."""
    return update_calendar(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
