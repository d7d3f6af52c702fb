#!/usr/bin/env python3
"""Keep the newsletter: drafts, translations, publication, delivery, archive.

    newsletter.py [-settings:FILE] [-canary:N] [-budget:N] [-go|-pause|-resume|-cancel] [-retry]
                  [-always] [-simulate]
    newsletter.py -new [-name:NAME] [-month:YYYY-MM] [-settings:FILE] [-always] [-simulate]
    newsletter.py -archive [-approval] [-settings:FILE] [-always] [-simulate]

Without -new and -archive: fill in the facts of each draft below the newsletter's page (…/Draft/Issue 12),
say on its talk page how it and its translations stand, ask translators once, publish each issue that an
organiser has called ready as soon as its translations are there, and deliver it to everybody who wants it,
exactly once.

-new            make the next issue's draft from the template (…/Template).
-name:NAME      the issue has a name instead of a number, such as Outreach. If there is a delivery list
                …/Draft/NAME/Targets, it goes to those on it and not to the subscribers.
-month:YYYY-MM  of the issue; else this month.
-archive        look the whole archive over, tell what is amiss, and mend what is the bot's to mend: moves
                (with redirects left), links to the previous and next issue, the index by year, and the
                redirect to the newest.
-approval       put the keeper's plan on the wiki, and do it once an organiser has approved it there; so in
                the timetable.
-canary:N       so many people get an issue first; then it waits for -go.
-budget:N       this run writes so many messages at most.
-pause, -resume, -cancel, -go, -retry: as with announce.
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
