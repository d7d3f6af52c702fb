"""Shell: the drafts of user page and request for approval, made from the settings."""

from __future__ import annotations

from bot.plan.draft import Facts, draft
from bot.run.settings import Settings


def drafts(settings: Settings, *, bot: str) -> str:
    """Give both drafts.

    Args:
        settings: the program.
        bot: its user name on the home wiki.
    """
    pages = settings.pages
    named = {key: (wiki.names[0] if wiki.names else key) for key, wiki in settings.wikis.items()}
    approving = any(
        entry.command == "announce" for entry in settings.timetable
    )  # which always asks on the wiki
    return draft(
        Facts(
            bot=bot,
            operator=settings.contact or "YOUR CONTACT",
            signup=pages.signup,
            team=pages.team,
            stop=pages.stop,
            report=pages.report,
            wikis=[(named[key], wiki.throttle) for key, wiki in settings.wikis.items() if wiki.direct],
            mass_wikis=[named[key] for key in settings.mass_wikis],
            messages_a_month=settings.limits.messages_a_month,
            optout_category=settings.optout_category,
            organisers_approve=approving,
        )
    )
