#!/usr/bin/env python3
"""Remind people of the clinics for which they registered: on their talk pages, in their language and time.

    remind.py [-settings:FILE] [-always] [-simulate]

-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-always         don't ask.
-simulate       show who would be told what, write nothing at all.

Run it often: what is due is told once, what is late is merged into what still makes sense, and nothing comes
after a clinic has begun but thanks. Exit status: 0 done, 1 something needs a person, 2 wrong arguments or
settings, 3 stopped by the stop page, 75 try again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import remind


def main(*arguments: str) -> int:
    """Run the command; `pwb remind` calls this too."""
    return remind(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
