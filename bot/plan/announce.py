"""Pure: who gets which message, in which language, on which wiki's talk page; and which pages get it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.plan.edits import Campaign, Held, Plan, Post, Skip, SkipReason
from bot.plan.page_faults import page_fault
from bot.plan.section import Addressee, Missed, Reader, SectionMaker
from bot.program.announcement import Announcement
from bot.program.excerpts import excerpt
from bot.program.languages import Choice, choose
from bot.program.page_names import page_wiki
from bot.program.problems import LanguageCode, Problem
from bot.program.roster import Participant, Roster
from bot.program.talkpage import TalkPage
from bot.wikitext.exclusion import allows
from bot.wikitext.users import is_ip, is_temporary

OF_ADDRESSING = frozenset(
    {
        "problem-no-user",
        "problem-twice",
        "problem-language",
        "problem-list-empty",
        "problem-list-entry",
        "problem-list-long",
        "problem-list-missing",
        "problem-list-page",
        "problem-list-person",
        "problem-list-site",
    }
)
"""Problems of rows that matter to who gets a message; the others are the sign-up page's own."""

WIKITEXT = "wikitext"
"""The content model the bot can write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A participant with the wiki whose talk page is theirs."""

    participant: Participant
    wiki: str  # key in the settings

    @property
    def username(self) -> str:
        """The name as signed up."""
        return self.participant.username


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """The roster, wiki by wiki, before any other wiki has been asked."""

    recipients: tuple[Recipient, ...]
    skips: tuple[Skip, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the ledger and the wikis say is delivered, or begun and in doubt."""

    keys: Collection[str]
    names: Collection[str]  # whose talk pages, on any wiki, have this campaign's message
    titles: Collection[tuple[str, str]] = ()  # wiki and title of those talk pages
    begun: Mapping[str, str] = field(default_factory=dict)  # key and wiki of writes whose end is not known
    planned_keys: Collection[str] = ()  # of messages that are planned already
    planned_titles: Collection[tuple[str, str]] = ()  # wiki and title of their talk pages
    warned: Collection[str] = ()  # keys of messages about which an abuse filter warned
    deleted: Collection[str] = ()  # keys of messages that were in doubt when the talk page was deleted
    had: Mapping[str, int] = field(default_factory=dict)  # messages this month, by key
    missed: Mapping[str, Sequence[Missed]] = field(default_factory=dict)  # what was held back, by key
    waiting: Collection[str] = ()  # keys and names of people to whom MassMessage is on its way
    unseen: Collection[str] = ()  # keys of those for whom it has been on its way for too long


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The message in every language there is."""

    announcements: Mapping[str, Announcement]  # by language
    unread: Collection[str]  # languages that have a page which could not be read, or is not ready
    short: Mapping[str, Announcement] = field(default_factory=dict)  # by language, for who wants it short
    fallback: str = ""  # for whose language there is none; empty: English
    says_fallback: bool = False  # whether the message says so to who gets another language
    task: str = "announce"  # of {{bots}}, by which people opt out

    def given(self, participant: Participant, language: str) -> Announcement:
        """Give the message as somebody wants it: whole, or short where there is a short form."""
        short = self.short.get(language) if participant.newsletter_summary else None
        return short or self.announcements[language]


def address(roster: Roster, *, home: str, wiki_named: Mapping[str, str | None]) -> Addressed:
    """Find for each participant the wiki of their talk page.

    Args:
        roster: the sign-ups.
        home: the wiki of the sign-up page; theirs who name none.
        wiki_named: for every wiki that some row names (column or link), its key in the settings; None:
            no wiki of the settings. Such a host is never contacted.
    """
    recipients: list[Recipient] = []
    skips = [
        Skip(wiki=home, username=person.username, reason=SkipReason.WITHDRAWN) for person in roster.withdrawn
    ]
    problems = [problem for problem in roster.problems if problem.reason in OF_ADDRESSING]
    for participant in roster.participants:
        named = participant.home_wiki or participant.wiki or ""
        wiki = page_wiki(participant.username) or (wiki_named[named] if named else home)
        if wiki is None:
            place = participant.place
            problems.append(
                Problem(reason="problem-wiki", values=(place.row, place.line, excerpt(named)), place=place)
            )
        elif is_temporary(participant.username):
            skips.append(Skip(wiki=wiki, username=participant.username, reason=SkipReason.TEMPORARY))
        elif is_ip(participant.username):
            skips.append(Skip(wiki=wiki, username=participant.username, reason=SkipReason.IP))
        else:
            recipients.append(Recipient(participant=participant, wiki=wiki))
    problems.sort(key=lambda problem: problem.place.line if problem.place else 0)
    read = {person.place for person in (*roster.participants, *roster.withdrawn)}
    hidden = sum(row.place not in read for row in roster.private)
    if hidden:  # their rows name no account, and what they hold must not be pointed at
        problems.append(Problem(reason="attention-private", values=(hidden,)))
    return Addressed(recipients=tuple(recipients), skips=tuple(skips), problems=tuple(problems))


def rule_against(page: TalkPage, *, bot: str, task: str = "announce") -> SkipReason | None:
    """Give the rule by which nothing is written to a talk page; None: nothing is against it.

    Args:
        page: the talk page.
        bot: the bot's user name, for {{bots}}.
        task: what the bot would do, for `{{bots|optout=…}}`: `announce`, `newsletter`.
    """
    rules = (
        (not page.person_id and not page.of_nobody, SkipReason.NO_USER),
        (page.blocked, SkipReason.BLOCKED),
        (page.redirect_leads_away, SkipReason.REDIRECT),
        (not page.person_id, SkipReason.NO_PAGE),
        (page.for_readers, SkipReason.READERS),
        (page.content_model != WIKITEXT, SkipReason.CONTENT),
        (page.opted_out, SkipReason.OPTOUT),
        (page.protected, SkipReason.PROTECTED),
    )
    reason = next((reason for holds, reason in rules if holds), None)
    if reason is None and not allows(page.text, bot, task=task):
        return SkipReason.EXCLUSION
    return reason


def plan_announcement(
    addressed: Addressed,
    pages: Mapping[tuple[str, str], TalkPage],
    *,
    messages: Messages,
    readers: Mapping[str, Reader],
    maker: SectionMaker,
    done: Done,
    bot: str,
    cap: int | None = None,
) -> Plan:
    """Plan one section for each person who has not had this campaign's.

    Args:
        addressed: who, on which wiki.
        pages: by wiki and user name; somebody not in it lives on a wiki that is away, and waits.
        messages: the texts.
        readers: by wiki.
        maker: makes the sections.
        done: what is delivered.
        bot: the bot's user name, for {{bots}}.
        cap: messages in a month for who names no number of their own; None: no limit.
    """
    planner = _Planner(maker.campaign, messages, readers, maker, done, bot, cap)
    planner.keys.update(done.planned_keys)
    planner.titles.update(done.planned_titles)
    results = [
        planner.decide(recipient, pages.get((recipient.wiki, recipient.username)))
        for recipient in addressed.recipients
    ]
    skips = (*addressed.skips, *(result for result in results if isinstance(result, Skip)))
    faults = (
        _fault(recipient, result.reason)
        for recipient, result in zip(addressed.recipients, results, strict=True)
        if isinstance(result, Skip)
    )
    problems = sorted(
        (*addressed.problems, *filter(None, faults)),
        key=lambda problem: problem.place.line if problem.place else 0,
    )
    return Plan(
        campaign=maker.campaign,
        posts=tuple(result for result in results if isinstance(result, Post)),
        skips=skips,
        held=tuple(result for result in results if isinstance(result, Held)),
        problems=tuple(problems),
        notes=tuple(planner.notes()),
        done=sum(result is None for result in results),
    )


@dataclass(slots=True)
class _Planner:
    """Decides person by person; remembers who and which pages have their message already."""

    campaign: Campaign
    messages: Messages
    readers: Mapping[str, Reader]
    maker: SectionMaker
    done: Done
    bot: str
    cap: int | None = None
    keys: set[str] = field(default_factory=set)
    titles: set[tuple[str, str]] = field(default_factory=set)
    fallbacks: Counter[tuple[str, str]] = field(default_factory=Counter)

    def decide(self, recipient: Recipient, page: TalkPage | None) -> Post | Skip | Held | None:
        """Decide about one person; None: they have it already."""
        reader = self.readers[recipient.wiki]
        choice = choose(
            recipient.participant.languages,
            reader.language,
            {*self.messages.announcements, *self.messages.unread},
            fallback=self.messages.fallback,
        )
        if page is None:
            return _held(recipient, choice)
        key = self.campaign.key(page.person_id)
        in_text = key in page.text or self.campaign.shared_key in page.text
        if page.person_id and (key in self.done.keys or in_text):
            self.keys.add(key)
            self.titles.add((recipient.wiki, page.title))
            return None
        if self._waits(recipient, key):
            return _held(recipient, choice)
        if reason := self._reason(recipient, page, key):
            return self._skip(recipient, page, reason)
        self.keys.add(key)
        self.titles.add((recipient.wiki, page.title))
        if choice.given in self.messages.unread:
            return _held(recipient, choice)
        if choice.fell_back:
            self.fallbacks[choice.wanted, choice.given] += 1
        # What MassMessage sends is the same for all who read a language.
        person = recipient.participant
        if reader.shared:
            person = replace(person, newsletter_summary=None)
        says = self.messages.says_fallback and choice.fell_back and not reader.shared
        return self.maker.make(
            self.messages.given(person, choice.given),
            username=recipient.username,
            page=page,
            reader=reader,
            missed=self.done.missed.get(key, ()),
            addressed=Addressee(wanted=choice.wanted if says else "", listed=person.place.page),
        )

    def _skip(self, recipient: Recipient, page: TalkPage, reason: SkipReason) -> Skip:
        capped = reason is SkipReason.CAP
        return Skip(
            wiki=recipient.wiki,
            username=recipient.username,
            reason=reason,
            key=self.campaign.key(page.person_id) if capped else "",
            person=self.campaign.person(page.person_id) if capped else "",
        )

    def _has_enough(self, recipient: Recipient, key: str) -> bool:
        """Tell whether somebody had as many messages this month as they, or the program, want."""
        if recipient.participant.page_title:  # the limit is of what people want
            return False
        own = recipient.participant.messages_a_month
        cap = self.cap if own is None else own
        return self.campaign.counted and cap is not None and self.done.had.get(key, 0) >= cap

    def _waits(self, recipient: Recipient, key: str) -> bool:
        """Tell whether it is not known yet if they have it: from another wiki, or by MassMessage."""
        if key in self.done.unseen:
            return False
        elsewhere = self.done.begun.get(key, recipient.wiki) != recipient.wiki
        return elsewhere or key in self.done.waiting or recipient.username in self.done.waiting

    def _reason(self, recipient: Recipient, page: TalkPage, key: str) -> SkipReason | None:
        """Give the rule by which somebody gets nothing; None: no rule."""
        if key in self.done.unseen:
            return SkipReason.UNSEEN
        reason = rule_against(page, bot=self.bot, task=self.messages.task) or self._had_otherwise(
            recipient, page, key
        )
        if reason is None and key in self.done.warned:
            return SkipReason.WARNED
        if reason is None and key in self.done.deleted:
            return SkipReason.DELETED
        return SkipReason.CAP if reason is None and self._has_enough(recipient, key) else reason

    def _had_otherwise(self, recipient: Recipient, page: TalkPage, key: str) -> SkipReason | None:
        here = (recipient.wiki, page.title)
        if key in self.keys or here in self.titles or here in self.done.titles:
            return SkipReason.TWICE
        return SkipReason.DELIVERED if recipient.username in self.done.names else None

    def notes(self) -> Iterator[Problem]:
        """Tell which translations are missing and what people get instead."""
        for (wanted, given), people in sorted(self.fallbacks.items()):
            yield Problem(
                reason="problem-fallback", values=(LanguageCode(wanted), people, LanguageCode(given))
            )


def _held(recipient: Recipient, choice: Choice) -> Held:
    return Held(wiki=recipient.wiki, username=recipient.username, language=choice.given)


def _fault(recipient: Recipient, reason: SkipReason) -> Problem | None:
    """Tell that there is no such account or page; None: there is."""
    if reason is not SkipReason.NO_USER:
        return page_fault(recipient.participant, recipient.wiki, reason)
    place = recipient.participant.place
    values = (place.row, place.line, recipient.username, recipient.wiki)
    return Problem(reason="problem-nouser-account", values=values, place=place)
