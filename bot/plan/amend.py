"""Pure: which delivered messages are amended or recalled, and which are left as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.plan.announce import rule_against
from bot.plan.edits import SkipReason
from bot.plan.own_section import TOP, Fate, OwnSection, find_own, mark_of
from bot.plan.section import Reader, SectionMaker, summary
from bot.program.announcement import Announcement
from bot.program.changes import Change
from bot.program.talkpage import TalkPage
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.sections import read_sections

GAP = "\n\n"
"""What the wiki puts between a section that it replaces and the next one."""

_SAVED_OTHERWISE = re.compile(r"~~~|\{\{\s*(?:safe)?subst:|\|\s*\]\]|\[\[\s*\|", re.IGNORECASE)
"""What the wiki writes out as it saves: signatures, substitutions, the pipe trick."""


class Reason(StrEnum):
    """Why a message is left as it is; the value is the message's key after `left-`."""

    ANSWERED = "answered"
    EDITED = "edited"
    GONE = "gone"
    MOVED = "moved"
    DELETED = "deleted"  # its page, or the revision by which the bot wrote it
    FOREIGN = "foreign"  # by MassMessage, where the bot does not edit
    RACED = "raced"  # changed, but somebody edited the page in the same moment
    RECALLED = "recalled"
    LANGUAGE = "language"
    INEXACT = "inexact"
    UNREAD = "unread"

    @property
    def word(self) -> str:
        """The key of the reason in the catalogue."""
        return f"left-{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A delivered message, as its wiki has it."""

    key: str
    wiki: str  # key in the settings
    language: str  # as delivered
    title: str  # of its page today; empty: it is gone
    owner: str  # whose talk page that is; empty: nobody's
    revid: int  # of the bot's newest edit to it
    posted: str = ""  # its text after that edit
    changed: Change | None = None  # what that edit was; None: the delivery
    fault: Reason | None = None  # why its text can't be had


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A message that is left as it is."""

    message: Message
    reason: Reason | SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEdit:
    """A message's new text, or its removal, and nothing else of its page."""

    message: Message
    username: str  # whose talk page
    title: str
    section: int  # its number on the page; 0: the page is written as a whole
    text: str  # the message's; empty: removed
    before: str  # the page’s as it was read
    page: str  # the page’s afterwards
    summary: str  # holds the key
    baserevid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changer:
    """Decides message by message about one change of a campaign's messages."""

    change: Change
    maker: SectionMaker
    announcements: Mapping[str, Announcement]  # by language: what the message page says now
    readers: Mapping[str, Reader]  # by wiki
    bot: str  # user name, for {{bots}}

    def wanted(self, message: Message, page: TalkPage | None) -> str | None:
        """Give the text that a message should have, empty to recall it; None: there is none in its language.

        The signature stays as it is: the message is still of the day on which it came.
        """
        if self.change is Change.RECALL:
            return ""
        announcement = self.announcements.get(message.language)
        if page is None or announcement is None:
            return None
        post = self.maker.make(
            announcement,
            username=message.owner,
            page=page,
            reader=self.readers[message.wiki],
            missed=self.maker.missed_in(message.posted, message.language),
        )
        heading, signed = message.posted.partition("\n")[0], message.posted.rpartition("\n")[2]
        if _words(heading) != post.heading:
            heading = f"== {post.heading} =="
        text = f"{heading}\n\n{post.text.rpartition('~~~~')[0]}{signed}"
        return unicodedata.normalize("NFC", text)

    def decide(
        self, message: Message, page: TalkPage | None, *, wanted: str | None
    ) -> SectionEdit | Left | None:
        """Decide about one message; None: it is as it should be.

        Args:
            message: as delivered.
            page: its owner's talk page now; None: it can't be read now.
            wanted: the text as the wiki will save it; see `wanted`.
        """
        found = self._find(message, page, wanted)
        if isinstance(found, OwnSection) and page is not None:
            return self._edit(message, page, found, wanted or "")
        return Left(message=message, reason=found) if isinstance(found, Reason | SkipReason) else None

    def _find(
        self, message: Message, page: TalkPage | None, wanted: str | None
    ) -> OwnSection | Reason | SkipReason | None:
        """Give the place of a message to be changed, or why it is left; None: it is as it should be."""
        if message.changed is Change.RECALL:
            return None if self.change is Change.RECALL else Reason.RECALLED
        if fault := message.fault or self._fault_of(page, message):
            return fault
        text = page.text if page else ""
        own = find_own(text, message.posted, mark_of(self.maker.campaign.program, message.key))
        if isinstance(own, Fate):
            return Reason(own.value)
        if wanted is None:
            return Reason.LANGUAGE
        if page is None or wanted == message.posted:
            return None
        return rule_against(page, bot=self.bot) or own

    def _fault_of(self, page: TalkPage | None, message: Message) -> Reason | None:
        """Tell why a page is not, or not known to be, where the person's message should be."""
        if not message.owner:
            return Reason.MOVED
        if page is None:
            return Reason.UNREAD
        theirs = self.maker.campaign.key(page.person_id) == message.key
        return None if page.title == message.title and theirs else Reason.MOVED

    def _edit(self, message: Message, page: TalkPage, own: OwnSection, wanted: str) -> SectionEdit:
        before, gap, after = page.text[: own.start], page.text[own.end : own.next], page.text[own.next :]
        whole = f"{before}{wanted}{gap}{after}" if wanted else f"{before}{after}"
        campaign = self.maker.campaign
        tail = f"[{campaign.program}:{message.key}/{message.language}/{self.change.value}]"
        return SectionEdit(
            message=message,
            username=message.owner,
            title=page.title,
            section=own.number if not (wanted and after) or gap == GAP else 0,
            text=wanted,
            before=page.text,
            page=whole.rstrip(),
            summary=summary(
                self.maker.words,
                message.language,
                f"{self.change.value}-summary",
                heading=_words((wanted or message.posted).partition("\n")[0]),
                tail=tail,
            ),
            baserevid=page.baserevid or 0,
        )


def _words(line: str) -> str:
    """Give the words of a heading's line."""
    return line.strip().strip("=").strip()


def is_saved_otherwise(text: str) -> bool:
    """Tell whether the wiki may save a text otherwise than it is sent."""
    return bool(_SAVED_OTHERWISE.search(without_unparsed(text)))


def has_sections_of_its_own(announcement: Announcement) -> bool:
    """Tell whether a message has headings as high as its own: it would be more than one section."""
    return any(section.level <= TOP for section in read_sections(announcement.body))
