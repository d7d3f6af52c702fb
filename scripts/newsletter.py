#!/usr/bin/env python3
"""Keep the newsletter's archive: misfiled issues, navigation, index, and what only people can mend.

    newsletter.py -archive [-settings:FILE] [-always] [-simulate]

-archive        look the whole archive over, tell what is amiss, and mend what is the bot's to mend: moves
                (with redirects left), links to the previous and next issue, the index by year, and the
                redirect to the newest.
-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-always         don't ask.
-simulate       show what would be done, do nothing at all.

Nobody's words are touched. Exit status: 0 done, 1 something needs a person, 2 wrong arguments or settings,
3 stopped by the stop page, 75 try again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import newsletter


def main(*arguments: str) -> int:
    """Run the command; `pwb newsletter` calls this too."""
    return newsletter(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
