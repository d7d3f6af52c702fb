"""Shell: what an announcement needs from the home wiki, read in one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.plan.announce import Messages
from bot.plan.edits import Campaign
from bot.program.announcement import Announcement, HeadingMissingError, NotClosedError
from bot.program.limits import MESSAGE_BYTES, too_long
from bot.program.problems import LanguageCode, Problem
from bot.run.edition import ANNOUNCEMENT, Edition
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.feedback import feedback_title
from bot.run.settings import Settings
from bot.run.stop_rule import check_stop_page
from bot.run.wikis import Wikis
from bot.wiki.pages import PageText, content_of, pages_in
from bot.wiki.waiting import steady
from bot.wiki.wiki import SMALL_BATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePages:
    """The pages of the home wiki that an announcement is made of."""

    signup: PageText
    report: PageText
    lists: Mapping[str, PageText]  # by title, of those who got the message: the first ones
    message: PageText
    messages: Mapping[str, PageText]  # by language; the page itself under the home wiki's language
    campaign: Campaign
    feedback: PageText | None  # None: nobody is asked
    read_at: float  # seconds, by a clock that never jumps, before they were read; the stop page too


FIRST_LISTS = (1, 2)
"""The lists read along with the report: that of a small campaign, and that there is none behind it."""


def report_title(settings: Settings, title: str) -> str:
    """Give the title of a campaign's report: a subpage named like the message page."""
    return f"{settings.pages.report}/{title}"


def list_title(report: str, number: int) -> str:
    """Give the title of a list of those who got the message."""
    return f"{report}/{number}"


def read_home(
    settings: Settings, wikis: Wikis, *, title: str, name: str, option: str = "-page:"
) -> HomePages:
    """Connect to the home wiki and read all pages.

    Args:
        settings: the program.
        wikis: the wikis.
        title: the message page.
        name: tells the campaign from all others; empty: the message page's number, which outlives moves.
        option: what the operator named the message page by.

    Raises:
        CommandError: the bot is stopped, or what can't be done without is not there.
        WikiError: the wiki can't be read.
    """
    pages = settings.pages
    own = settings.home_wiki.language
    by_language = {code: f"{title}/{code}" for code in (*settings.languages.offered, own)}
    report = report_title(settings, title)
    lists = [list_title(report, number) for number in FIRST_LISTS]
    read_at = steady()
    feedback = feedback_title(settings, title)
    asked = [feedback] if feedback else []
    titles = list(
        dict.fromkeys((*asked, pages.signup, pages.stop, report, *lists, title, *by_language.values()))
    )
    if len(titles) <= SMALL_BATCH:
        found = pages_in(wikis.home.connect(**content_of(titles)), titles)
    else:
        wikis.home.connect()
        found = wikis.home.read_pages(titles)
    check_stop_page(settings, wikis, found[pages.stop])
    for page, setting in ((found[pages.signup], "pages.signup in the settings"), (found[title], option)):
        _check_there(page, settings.home, setting)
    messages = {code: found[page] for code, page in by_language.items() if _is_there(found[page])}
    messages.setdefault(own, found[title])
    return HomePages(
        signup=found[pages.signup],
        report=found[report],
        lists={each: found[each] for each in lists},
        message=found[title],
        messages=messages,
        campaign=Campaign(
            program=settings.program, name=name or f"announce:{found[title].pageid}", title=title
        ),
        feedback=found[feedback] if feedback else None,
        read_at=read_at,
    )


def _is_there(page: PageText) -> bool:
    """Tell whether there is such a page, be it readable or not."""
    return page.exists or not page.readable


def _check_there(page: PageText, wiki: str, setting: str) -> None:
    if not page.readable:
        sentence = (
            f"The text of “{page.title}” on {wiki} can't be read. Look at the page, then run this again."
        )
        raise CommandError(ExitStatus.LATER, sentence)
    if not page.exists:
        sentence = f"There is no page “{page.title}” on {wiki}. Make the page, or mend {setting}."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)


def messages_of(pages: HomePages, edition: Edition = ANNOUNCEMENT) -> tuple[Messages, list[Problem]]:
    """Read the message in each language; a page that can't be used holds its language.

    Raises:
        CommandError: the message page itself has no heading, or a page is too long for a message.
    """
    announcements: dict[str, Announcement] = {}
    short: dict[str, Announcement] = {}
    unread = {*edition.held}
    most = edition.most_bytes or MESSAGE_BYTES
    problems: list[Problem] = []
    for language, page in pages.messages.items():
        if language in edition.held:
            continue
        if not page.readable:
            unread.add(language)
            problems.append(
                Problem(reason="problem-message-unread", values=(page.title, LanguageCode(language)))
            )
            continue
        if size := too_long(page.text, most):
            sentence = (
                f"“{page.title}” is too long for a message: {size:,} bytes; at most {most:,}."
                " Shorten it, and link to the rest."
            )
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        try:
            forms = edition.read(page, language)
            announcements[language] = forms.full
            if forms.short:
                short[language] = forms.short
        except (HeadingMissingError, NotClosedError) as error:
            sentence, reason = _amiss(page.title, error)
            if page is pages.message:
                raise CommandError(ExitStatus.NEEDS_PERSON, sentence) from None
            unread.add(language)
            problems.append(Problem(reason=reason, values=(page.title,)))
    messages = Messages(
        announcements=announcements,
        unread=frozenset(unread),
        short=short,
        fallback=edition.fallback,
        says_fallback=edition.says_fallback,
        task=edition.task,
    )
    return messages, problems


def _amiss(title: str, error: HeadingMissingError | NotClosedError) -> tuple[str, str]:
    """Give what is wrong with a message page as a sentence to the operator, and as a problem's reason."""
    if isinstance(error, NotClosedError):
        sentence = f"A comment on “{title}” is not closed. Put --> behind it, then run this again."
        return sentence, "problem-message-open"
    sentence = f"“{title}” does not begin with a heading. Put “== Title ==” on its first line."
    return sentence, "problem-message-heading"
