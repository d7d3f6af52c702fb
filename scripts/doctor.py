#!/usr/bin/env python3
"""See whether everything is there that the bot needs, and how to mend what is not. It changes nothing.

    doctor.py [-all] [-page:TITLE] [-draft] [-settings:FILE] [-simulate]

It looks at the files and the clock of this machine, at the ledger, and on each wiki at the account, its
rights, and the pages that the settings name. On a good set-up it says one line; "BAD" must be mended, "!!"
should be.

-all            say what is right, too.
-page:TITLE     look at this message page and its translations, besides those of the timetable.
-draft          print the bot's user page and its request for approval, made from the settings, and end.
-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-simulate       where no account is set, look without one.

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
