"""Shell: in what one kind of campaign differs from another: where its words come from, and who gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.program.announcement import Announcement, read_announcement
from bot.program.home_links import HomeLinks
from bot.program.participant import Roster
from bot.wiki.pages import PageText


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """A message in one language."""

    full: Announcement
    short: Announcement | None = None  # for who wants it short; None: all get it whole


def _announced(page: PageText, language: str) -> Forms:
    return Forms(full=read_announcement(page.text, language=language, page=page.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """How the messages of a campaign are made, and for whom.

    Args:
        read: gives the message of a page in a language; raises HeadingMissingError and NotClosedError.
        rosters: who gets it, those named first go before; None: who signed up, and `pages.sources`.
        held: languages that wait: who reads them gets nothing else meanwhile.
        fallback: the language of those for whose there is no message; empty: English.
        says_fallback: whether the message says so to them.
        task: of `{{bots}}`, for which people can opt out by name.
        home_links: makes the links of the home wiki's pages work elsewhere; None: they do.
        leave_page: title, on the home wiki, of the page by which one leaves; empty: none.
        list_page: title of the list that one is on; empty: the sign-up page.
        why: the message that says so; empty: that of sign-ups.
        most_bytes: of a page that is read; None: as for an announcement.
    """

    read: Callable[[PageText, str], Forms] = _announced
    rosters: Callable[[], Iterable[Roster]] | None = None
    held: frozenset[str] = frozenset()
    fallback: str = ""
    says_fallback: bool = False
    task: str = "announce"
    home_links: HomeLinks | None = None
    leave_page: str = ""
    list_page: str = ""
    why: str = ""
    most_bytes: int | None = None


ANNOUNCEMENT = Edition()
"""An announcement: each page as it stands, to all who signed up."""
