"""Shell: a message on the bot's talk page stops it until an organiser has answered there."""

from __future__ import annotations

from bot.run.exit_status import CommandError, ExitStatus
from bot.run.home import stop_page_has_text, stop_sentence
from bot.run.settings import Settings
from bot.run.wikis import Wikis


def talk_sentence(settings: Settings, wikis: Wikis) -> str:
    """Say why a message on the bot's talk page stops it, and how it goes on; empty: it doesn't.

    The home wiki is asked only where the settings say that messages stop the bot.

    Raises:
        WikiError: the home wiki can't be asked.
    """
    home = wikis.home
    if not settings.limits.talk_pauses or not home.username:
        return ""
    if not home.query({"meta": "userinfo", "uiprop": "hasmsg"})["userinfo"].get("messages"):
        return ""
    title = f"User talk:{home.username}"
    asked = {"titles": title, "prop": "revisions", "rvprop": "ids|user", "rvlimit": "1"}
    [page] = home.query(asked)["pages"]
    editors = [revision.get("user", "") for revision in page.get("revisions", ())]
    if not editors or editors[0] in {home.username, *settings.organisers.usernames}:
        return ""
    return (
        f"Stopped: {editors[0] or 'somebody'} wrote on “{title}” on {settings.home}. Read it there; when an"
        " organiser has answered below it, the bot goes on."
    )


def why_stopped(settings: Settings, wikis: Wikis) -> str:
    """Say why nothing may be written now: the stop page, or a message on the talk page; empty: it may.

    Raises:
        WikiError: the home wiki can't be asked.
    """
    if stop_page_has_text(settings, wikis):
        return stop_sentence(settings)
    return talk_sentence(settings, wikis)


def check_talk(settings: Settings, wikis: Wikis) -> None:
    """Go on only where no message on the bot's talk page waits for an answer.

    Raises:
        CommandError: one does.
        WikiError: the home wiki can't be asked.
    """
    if sentence := talk_sentence(settings, wikis):
        raise CommandError(ExitStatus.STOPPED, sentence)
