#!/usr/bin/env python3
"""Write a message to everybody who signed up: each on their own talk page, in their language, once.

    announce.py -page:"Program/Announcements/2026-12" | -listed [-key:NAME] [-json:FILE]
                [-canary:N] [-budget:N] [-retry] [-approval] [-go | -pause | -resume | -cancel]
                [-settings:FILE] [-always] [-simulate]
    announce.py -amend:KEY | -recall:KEY [-page:TITLE] [-key:NAME] [-budget:N]
                [-settings:FILE] [-always] [-simulate]

-page:TITLE     the message page on the home wiki; its translations are its language subpages.
-listed         instead of -page: each message page that organisers named on their page of settings.
-key:NAME       tells this campaign from all others; without it the number of the message page does.
-json:FILE      the operator's own copy of plan and outcome, everybody by name; docs/record.schema.json is
                its shape.
-canary:N       the first N people get it, some of each language; the rest waits for -go.
-go             the first ones look right: write to the rest.
-budget:N       write, or change, at most N messages in this run; the next run goes on.
-retry          try only those to whom a wiki refused to write, now that it is mended.
-approval       ask no one here: put the plan on the wiki, and write when an organiser has approved it there.
-pause          stop it, a run at work too (within 50 messages or a minute); -resume goes on.
-cancel         the same for good; only -resume takes it up again.
-amend:KEY      put what the message page says now in the place of the messages that were delivered, where
                nobody has touched or answered them; the others are listed. KEY is the title of the message
                page, or the letters before the hyphen in a message's hidden comment.
-recall:KEY     take the messages off the talk pages, where nobody has touched or answered them.
-settings:FILE  the program's settings (else LETSCONNECT_SETTINGS, else settings.toml).
-always         don't ask.
-simulate       show the plan, write nothing at all.

Pywikibot's own options work too. Exit status: 0 done, 1 something needs a person, 2 wrong arguments or
settings, 3 stopped by the stop page, or paused or cancelled, 75 try again later.
"""

from __future__ import annotations

import sys

from bot.run.commands import announce


def main(*arguments: str) -> int:
    """Run the command; `pwb announce` calls this too."""
    return announce(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main())
