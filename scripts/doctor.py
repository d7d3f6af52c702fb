#!/usr/bin/env python3
"""See whether the bot can log in and read on every wiki of its settings, and what is missing.

    doctor.py [-settings:FILE] [-simulate]

-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-simulate       look only; where no account is set, without one.

Exit status: 0 all is well, 1 something needs a person, 2 wrong settings or password, 3 stopped by the
stop page, 75 a wiki is away.
"""

from __future__ import annotations

import sys

from bot.run.commands import doctor


def main(*arguments: str) -> int:
    """Run the command; `pwb doctor` calls this too."""
    return doctor(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
