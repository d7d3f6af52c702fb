#!/usr/bin/env python3
"""Put on the home wiki the pages by which people sign up, and bring them up to date: form, template, gadget.

    install_onwiki.py [-settings:FILE] [-always] [-simulate]

-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-always         don't ask; what people have changed on the wiki is then left as it is, and listed.
-simulate       show what would be written, write nothing at all.

A page that people have changed is shown with its difference, and asked about by itself. The sign-up page, if
there is one, gets one line and nothing else. What the account may not write is told at the end: what somebody
else has to put where.

Exit status: 0 done, 1 something needs a person, 2 wrong arguments or settings, 3 stopped by the stop page or
a pause, 75 try again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import install_onwiki


def main(*arguments: str) -> int:
    """Run the command; `pwb install_onwiki` calls this too."""
    return install_onwiki(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
