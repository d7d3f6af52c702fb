"""Pure: the section that one person, or one page, gets: heading, body, footer, signature, key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.plan.edits import Campaign, Post
from bot.plan.leave_page import leave_address, preload_of
from bot.program.announcement import Announcement
from bot.program.home_links import HomeLinks
from bot.program.languages import name_in
from bot.program.talkpage import TalkPage
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_list
from bot.words.direction import wrap
from bot.words.lengths import SUMMARY_LENGTH, fit_heading, fit_summary

_HERE = "\0"
_LINKED = re.compile(r"\[\[:[^|\[\]]*\|([^|\[\]]*)\]\]")


FEW = 16
"""Texts that are kept for the next person: of a few wikis, in their languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """On which wiki somebody reads, and how pages and categories are named from there."""

    wiki: str  # key in the settings
    language: str  # the wiki's content language
    home_prefix: str  # interwiki prefix of the home wiki, with its colon; empty on the home wiki itself
    optout_category: str  # with namespace; empty: the wiki has none
    shared: bool = False  # whether the wiki is served by MassMessage: all get the very same text


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A message that was held back from somebody who had as many as they want."""

    key: str
    title: str  # of its page on the home wiki


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """What of a section depends on who gets it, apart from where."""

    wanted: str = ""  # the language that they want, where the message is in another and says so; else empty
    listed: str = (
        ""  # title of the list, on the home wiki, that names a page of nobody; empty: the settings do
    )


ANYBODY = Addressee()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMaker:
    """Makes sections of one campaign."""

    campaign: Campaign
    words: Catalogue
    signup_page: str  # title on the home wiki
    team_page: str  # title on the home wiki
    feedback_page: str = ""  # title on the home wiki; empty: nobody is asked
    sender: str = ""  # the bot's user name on the home wiki, which signs what MassMessage sends
    home_links: HomeLinks | None = None  # None: the message is written to be put anywhere
    leave_page: str = ""  # title on the home wiki, by which one leaves with a click; empty: by one's row
    why: str = ""  # the message that says why one gets this and how to stop it; empty: that of sign-ups
    _wrapped: dict[tuple[Announcement, Reader, Addressee, bool], str] = field(default_factory=dict)

    def make(
        self,
        announcement: Announcement,
        *,
        username: str,
        page: TalkPage,
        reader: Reader,
        missed: Sequence[Missed] = (),
        addressed: Addressee = ANYBODY,
    ) -> Post:
        """Make one person's section, which names what was held back from them, or a page's.

        A text that is the same for many names nobody's; it waits for a message of their own.

        Args:
            announcement: the message.
            username: whose.
            page: where it goes.
            reader: on which wiki.
            missed: what was held back from a person.
            addressed: what else depends on who gets it.
        """
        missed = () if reader.shared else missed
        key = self.campaign.key(page.person_id)
        return Post(
            key=key,
            wiki=reader.wiki,
            username=username,
            title=page.title,
            language=announcement.language,
            heading=fit_heading(announcement.heading),
            text=self._text(
                announcement,
                reader,
                key,
                missed,
                addressed if page.of_nobody else replace(addressed, listed=""),
                of_nobody=page.of_nobody,
            ),
            summary=self._summary(announcement, key),
            baserevid=page.baserevid,
            read_at=page.read_at,
            person=self.campaign.person(page.person_id) if self.campaign.counted else "",
            told=" ".join(each.key for each in missed),
        )

    def sample(self, announcement: Announcement, reader: Reader, *, listed: str | None = None) -> str:
        """Give what everybody gets below the heading, without the signature and what is theirs alone.

        Args:
            announcement: the message.
            reader: on which wiki.
            listed: of pages that are nobody's, as for `Addressee`; None: of people.
        """
        addressed = Addressee(listed=listed or "")
        return self._wrap(announcement, reader, (), addressed, of_nobody=listed is not None)

    def missed_in(self, message: str, language: str) -> tuple[Missed, ...]:
        """Give what was held back from a person and is named in the message that they have."""
        before, _, after = self.words.say(language, "announce-missed", _HERE).partition(_HERE)
        told = (line for line in message.splitlines() if line.startswith(before) and line.endswith(after))
        return tuple(Missed(key="", title=title) for line in told for title in _LINKED.findall(line))

    def _text(
        self,
        announcement: Announcement,
        reader: Reader,
        key: str,
        missed: Sequence[Missed],
        addressed: Addressee,
        *,
        of_nobody: bool,
    ) -> str:
        """Give the wikitext below the heading; the comment at its end holds the key.

        In a text that is the same for many, it is the key that they share, and the signature names the bot:
        MassMessage writes under an account of its own.
        """
        like = (announcement, reader, addressed, of_nobody)
        if missed or not (wrapped := self._wrapped.get(like, "")):
            wrapped = self._wrap(announcement, reader, missed, addressed, of_nobody=of_nobody)
            if not missed:
                if len(self._wrapped) >= FEW:
                    self._wrapped.clear()
                self._wrapped[like] = wrapped
        signature = "~~~~"
        if reader.shared:
            key = self.campaign.shared_key
            signature = f"[[:{reader.home_prefix}User:{self.sender}|{self.sender}]] ~~~~~"
        return f"{wrapped}\n\n{signature} <!-- {self.campaign.program} {key} -->"

    def _wrap(
        self,
        announcement: Announcement,
        reader: Reader,
        missed: Sequence[Missed],
        addressed: Addressee,
        *,
        of_nobody: bool,
    ) -> str:
        """Give the message and what stands below it, in its language's direction."""
        language = announcement.language
        team = f":{reader.home_prefix}{self.team_page}"
        ask = self.words.say(language, "announce-ask", team)
        reasons = (
            self._why_page(reader, language, addressed.listed) if of_nobody else self._why(reader, language)
        )
        body = _body(announcement)
        if self.home_links:
            body = self.home_links.carried(body, reader.home_prefix, page=announcement.page)
        if addressed.wanted:
            body = f"{self._fallback(addressed.wanted, language)}\n\n{body}"
        if missed:
            links = [f"[[:{reader.home_prefix}{each.title}|{each.title}]]" for each in missed]
            told = format_list(links, language)
            body += f"\n\n{self.words.say(language, 'announce-missed', told)}"
        if self.feedback_page:
            there = f":{reader.home_prefix}{self.feedback_page}"
            ask += f" {self.words.say(language, 'announce-feedback', there)}"
        message = f"{body}\n\n{ask}\n\n<small>{' '.join(filter(None, reasons))}</small>"
        return wrap(message, language, within=None if reader.shared else reader.language)

    def _why(self, reader: Reader, language: str) -> tuple[str, str]:
        """Say why a person gets the message, and how they leave."""
        list_page = f":{reader.home_prefix}{self.signup_page}"
        if self.why:
            return self.words.say(language, self.why, list_page), ""
        why = self.words.say(language, "announce-why", list_page)
        if self.leave_page:
            there = f"{reader.home_prefix}{self.leave_page}"
            address = leave_address(there, preload_of(self.leave_page), self.words, language)
            return why, f"[{address} {self.words.say(language, 'leave-stop')}]"
        if reader.optout_category:
            return why, self.words.say(language, "announce-unsubscribe-category", reader.optout_category)
        return why, self.words.say(language, "announce-unsubscribe")

    def _fallback(self, wanted: str, given: str) -> str:
        """Say to who wants another language that there is none in it."""
        names = name_in(wanted, wanted), name_in(given, wanted)
        note = self.words.say(wanted, "newsletter-fallback", *names)
        return wrap(f"''{note}''", wanted, within=given)

    def _why_page(self, reader: Reader, language: str, listed: str) -> tuple[str, str]:
        """Say why a page that is nobody's gets the message, and how people there end that.

        What they may put on the page names this bot alone, so that others go on there, and stands here in
        such a way that no bot takes it for the template itself.
        """
        template = f"{{{{bots|deny={self.sender}}}}}" if self.sender else "{{nobots}}"
        shown = f"<code>{quote(template)}</code>"
        if listed:
            why = self.words.say(language, "announce-why-page", f":{reader.home_prefix}{listed}")
            return why, self.words.say(language, "announce-unsubscribe-page", shown)
        why = self.words.say(language, "announce-why-settings", f":{reader.home_prefix}{self.team_page}")
        return why, self.words.say(language, "announce-unsubscribe-settings", shown)

    def _summary(self, announcement: Announcement, key: str) -> str:
        tail = f"[{self.campaign.program}:{key}/{announcement.language}]"
        return summary(
            self.words, announcement.language, "announce-summary", heading=announcement.heading, tail=tail
        )


def _body(announcement: Announcement) -> str:
    """Give what stands below the heading; where that is cut, the whole of it comes first."""
    heading = announcement.heading
    if fit_heading(heading) == heading:
        return announcement.body
    has_quotes = "''" in heading or "'" in {heading[0], heading[-1]}
    whole = f"<b>{heading}</b>" if has_quotes else f"'''{heading}'''"
    return f"{whole}\n\n{announcement.body}"


def summary(words: Catalogue, language: str, word: str, *, heading: str, tail: str) -> str:
    """Give an edit summary that ends in a tail, by which it is known again.

    It is one line and NFC, as the wiki keeps it.

    Args:
        words: the catalogue.
        language: of the message.
        word: key of what it says; its value is the heading.
        heading: of the message; a long one is cut.
        tail: program, key and language: `[letsconnect:b3kq7c-m2x4…/es]`.
    """
    most = SUMMARY_LENGTH - len(tail) - 1
    said = _one_line(words.say(language, word, heading))
    if len(said) > most:
        around = len(_one_line(words.say(language, word, _HERE))) - len(_HERE)
        said = _one_line(words.say(language, word, fit_summary(_one_line(heading), max(0, most - around))))
    return f"{fit_summary(said, most)} {tail}".strip()


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
