#!/usr/bin/env python3
"""Show what a job would do in one HTML file: each message as its wiki renders it, and who gets which.

    preview.py -page:"Program/Announcements/2026-12" [-key:NAME] [-signups] [-out:FILE] [-ui:CODE]
    preview.py -signups [-out:FILE] [-ui:CODE]

-page:TITLE     what announce would send: the message page on the home wiki.
-key:NAME       the name of its campaign, where announce was given one.
-signups        what signups would write: the pages that would change, before and after.
-out:FILE       the file (else preview.html in the current folder). It names people: only you can read it.
-ui:CODE        the language of the file itself: en, es, ar, fr or pt; messages keep their own.
-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).

It writes nothing on the wikis nor in the ledger, and needs no account. The file fetches nothing when it is
opened. Exit status: 0 done, 1 something needs a person, 2 wrong arguments or settings, 3 stopped by the stop
page, 75 a wiki is away, so that some wait for a later run.
"""

from __future__ import annotations

import sys

from bot.run.commands import preview


def main(*arguments: str) -> int:
    """Run the command; `pwb preview` calls this too."""
    return preview(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
