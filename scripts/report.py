#!/usr/bin/env python3
"""Say how the program stands: what stops it, what waits for a person, what each job did and does next.

    report.py [-settings:FILE] [-simulate]

If the settings name a status page (pages.status), it is kept too, with a page for each language: when there
is news, else at most once a day. Where the bot is stopped, this says why, and how it goes on.

-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-simulate       show it, write nothing at all.

Exit status: 0 done, 1 something needs a person, 2 wrong arguments or settings, 3 stopped by the stop page,
75 try again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import report


def main(*arguments: str) -> int:
    """Run the command; `pwb report` calls this too."""
    return report(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
