"""Shell: what stops the bot: the stop page, which anybody may fill, and a message on its talk page.

Where the settings name organisers, only they, administrators and whoever wrote the text may empty the stop
page: a stop can't be taken away by the one it is meant for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from bot.program.approval import PageRevision
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.organisers import organisers_and_administrators, organisers_by_number
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.history import RedirectError, revisions_of
from bot.wiki.pages import PageText

MOST_REVISIONS = 100
"""Of the stop page that are looked at for who emptied it."""

_REDIRECT = re.compile(r"\s*#\s*\w+\s*:?\s*\[\[")


def has_text(page: PageText) -> bool:
    """Tell whether a stop page stops: it has text, be it a redirect, or can't be read."""
    return bool(page.text.strip()) or not page.readable or page.redirected


def why_stopped(settings: Settings, wikis: Wikis) -> str:
    """Say why nothing may be written now, and how it goes on; empty: it may.

    Raises:
        WikiError: the home wiki can't be asked.
    """
    page = wikis.home.read_pages([settings.pages.stop])[settings.pages.stop]
    return _by_page(settings, wikis, page) or _by_talk(settings, wikis)


def check_stopped(settings: Settings, wikis: Wikis) -> None:
    """Go on only where nothing stops the bot now.

    Raises:
        CommandError: something does.
        WikiError: the home wiki can't be asked.
    """
    if sentence := why_stopped(settings, wikis):
        raise CommandError(ExitStatus.STOPPED, sentence)


def check_stop_page(settings: Settings, wikis: Wikis, page: PageText) -> None:
    """Go on only where the stop page does not stop the bot.

    Args:
        settings: the program.
        wikis: the home wiki is asked about a page that somebody emptied.
        page: the stop page as it was read.

    Raises:
        CommandError: it stops the bot.
        WikiError: the home wiki can't be asked.
    """
    if sentence := _by_page(settings, wikis, page):
        raise CommandError(ExitStatus.STOPPED, sentence)


def check_talk(settings: Settings, wikis: Wikis) -> None:
    """Go on only where no message on the bot's talk page waits for an answer.

    Raises:
        CommandError: one does.
        WikiError: the home wiki can't be asked.
    """
    if sentence := _by_talk(settings, wikis):
        raise CommandError(ExitStatus.STOPPED, sentence)


def _by_page(settings: Settings, wikis: Wikis, page: PageText) -> str:
    where = f"“{settings.pages.stop}” on {settings.home}"
    if has_text(page):
        sentence = f"Stopped: {where} has text. Read it there, and empty the page to let the bot go on."
        return sentence + who_may_empty(settings)
    if not page.exists or not settings.organisers.usernames or page.revid in wikis.rightly_empty:
        return ""
    try:
        emptied_by = _emptied_by(settings, wikis, page.title)
    except RedirectError:
        return f"Stopped: {where} is a redirect. Undo that to let the bot go on."
    if emptied_by is None:
        wikis.rightly_empty.add(page.revid or 0)
        return ""
    return (
        f"Stopped: {where} was emptied by {emptied_by or 'somebody'}, who is no organiser. Let an organiser"
        " look at its history, and edit and empty the page to let the bot go on."
    )


def who_may_empty(settings: Settings) -> str:
    """Say who may empty the stop page, to be put behind a sentence; empty: anybody."""
    if not settings.organisers.usernames:
        return ""
    return " Only an organiser, an administrator or the one account that wrote all of it can do that."


def _emptied_by(settings: Settings, wikis: Wikis, title: str) -> str | None:
    """Give who emptied the stop page without being entitled to; None: nobody did."""
    revisions = islice(revisions_of(wikis.home, title), MOST_REVISIONS + 1)
    history = [_shortened(each) for each in revisions]
    counts = organisers_and_administrators(wikis.home, settings.organisers.usernames)

    def is_entitled(userid: int, username: str) -> bool:
        return username == wikis.home.username or counts(userid)

    return still_stopped_by(history[:MOST_REVISIONS], is_entitled, whole=len(history) <= MOST_REVISIONS)


def _shortened(revision: PageRevision) -> PageRevision:
    """Give a revision with as much of its text as is judged: some are long, and there may be many."""
    return replace(revision, text=revision.text and revision.text.strip()[:100])


def still_stopped_by(
    history: Sequence[PageRevision], is_entitled: Callable[[int, str], bool], *, whole: bool
) -> str | None:
    """Give who emptied a stop page last, if a stop still stands; None: it doesn't.

    A stop stands until somebody entitled leaves the page empty, or the one account that wrote all its text
    does. So nobody gets rid of it by writing a text of their own over it, and emptying that.

    Args:
        history: of the page, which is empty now, the newest first.
        is_entitled: tells of an account, by number and name, whether it may end others' stops.
        whole: whether the history goes back to the page's beginning.
    """
    writers = set() if whole else {""}
    for each in reversed(history):
        if each.text is None or each.text.strip():
            moved = bool(_REDIRECT.match(each.text or ""))  # whose stop went away with it, nobody knows
            writers.add(each.username if each.userid and not moved else "")
        elif each.userid and (writers <= {each.username} or is_entitled(each.userid, each.username)):
            writers.clear()
    return history[0].username if writers and history else None


def _by_talk(settings: Settings, wikis: Wikis) -> str:
    """Say why a message on the bot's talk page stops it; empty: it doesn't.

    The home wiki is asked only where the settings say that messages stop the bot.
    """
    home = wikis.home
    if not settings.limits.talk_pauses or not home.username:
        return ""
    if not home.query({"meta": "userinfo", "uiprop": "hasmsg"})["userinfo"].get("messages"):
        return ""
    title = f"User talk:{home.username}"
    asked = {"titles": title, "prop": "revisions", "rvprop": "ids|user|userid", "rvlimit": "1"}
    [page] = home.query(asked)["pages"]
    newest = next(iter(page.get("revisions", ())), None)
    if newest is None or newest.get("user") == home.username:
        return ""
    organiser = organisers_by_number(home, settings.organisers.usernames)(newest.get("userid", 0))
    if organiser and not organiser.blocked:
        return ""
    who = newest.get("user") or "somebody"
    return (
        f"Stopped: {who} wrote on “{title}” on {settings.home}. Read it there; when an organiser has answered"
        " below it, the bot goes on."
    )
