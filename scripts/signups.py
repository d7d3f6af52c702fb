#!/usr/bin/env python3
"""Help people with sign-ups: what needs attention, directory, delivery lists and matches, kept on the wiki.

    signups.py [-settings:FILE] [-always] [-simulate]

-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-always         don't ask.
-simulate       show what would be written, write nothing at all.

It writes between its own two marks on a page. A row it adds, changes or strikes out only where that very
person asked for it by the form (pages.requests), and thanks them on their talk page. Exit status: 0 done, 1
something needs a person, 2 wrong arguments or settings, 3 stopped by the stop page, 75 try again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import signups


def main(*arguments: str) -> int:
    """Run the command; `pwb signups` calls this too."""
    return signups(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
