"""Pure: the messages by which people get an issue: its whole text, or its first words with a link."""

from __future__ import annotations

from bot.plan.naming import BETWEEN
from bot.program.announcement import Announcement
from bot.program.issue_message import IssueMessage, choose_form, read_issue_message
from bot.program.newsletter import NAVIGATION
from bot.wikitext.owned import without_part
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap


def archived_text(text: str, language: str, *, home: str) -> str:
    """Give the page of an issue as the archive has it, which says its language where it is not the wiki's."""
    return f"{wrap(text.rstrip(), language, within=home)}\n"


def read_archived(wikitext: str, language: str, *, home: str, page: str) -> IssueMessage:
    """Read an issue's page in the archive.

    Raises:
        HeadingMissingError: it does not begin with a heading.
        NotClosedError: a comment or a tag of it would swallow what follows.
    """
    opening, closing = wrap("\0", language, within=home).split("\0")
    text = without_part(wikitext, NAVIGATION)  # which has an element of the same kind
    if opening and text.startswith(opening) and closing in text:
        before, _, after = text.removeprefix(opening).rpartition(closing)
        text = before + after
    return read_issue_message(text, page=page)


def issue_forms(
    message: IssueMessage, *, page: str, language: str, words: Catalogue
) -> tuple[Announcement, Announcement]:
    """Give the two forms of a message, whole and short; an issue that is too long has only the short one.

    Args:
        message: as it was read.
        page: its title on the home wiki.
        language: MediaWiki code.
        words: the catalogue.
    """
    short = _announcement(message, _short(message, page, language, words), page, language)
    if not choose_form(message):
        return short, short
    label = words.say(language, "newsletter-on-wiki")
    full = f"{message.full}\n\n{link_or_text(page, label)}"
    return _announcement(message, full, page, language), short


def _short(message: IssueMessage, page: str, language: str, words: Catalogue) -> str:
    parts = [message.summary] if message.summary else []
    if message.topics:
        listed = BETWEEN.join(f"<bdi>{quote(topic)}</bdi>" for topic in message.topics)
        parts.append(words.say(language, "newsletter-topics", listed))
    parts.append(f"'''{link_or_text(page, words.say(language, 'newsletter-read-on'))}'''")
    return "\n\n".join(parts)


def _announcement(message: IssueMessage, body: str, page: str, language: str) -> Announcement:
    return Announcement(language=language, heading=message.heading, body=body, page=page)
