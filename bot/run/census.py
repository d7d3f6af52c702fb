"""Shell: asking the wikis about the people of a campaign, and what they have had already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.ledger.ledger import Delivery, Ledger
from bot.ledger.outbox import Outbox
from bot.plan.announce import Addressed, Done, address
from bot.plan.edits import Campaign
from bot.plan.section import Missed, Reader
from bot.program.outcomes import Outcome
from bot.program.page_names import page_title
from bot.program.problems import Problem
from bot.program.roster import Roster
from bot.program.talkpage import TalkPage
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.contributions import Contribution, contributions_since, delivered_in
from bot.wiki.errors import WikiAwayError, WikiRefusedError
from bot.wiki.people import optout_categories, preflight
from bot.wiki.target_pages import look_at_pages

WIKI_SKEW = timedelta(hours=1)
"""By so much, and far less, the clocks and databases of one wiki may differ."""

DELETED_IN_DOUBT = "the talk page was deleted while it was in doubt whether it had the message"
"""Why a person must look: it may have been there."""

WARNING = "abusefilter-warning"
"""How the reason begins where a filter warned: it lets the same pass when it comes again in one session."""

MONTH = timedelta(days=30)
"""The time over which a person's messages are counted."""

OF_A_PAGE = re.compile(r"(?:announce|translate):\d+|newsletter:.+")
"""The name of a campaign whose page is older than any of its messages."""

ALL_TIME = datetime(2001, 1, 15, tzinfo=UTC)
"""Before any wiki of ours."""

MESSENGER_RIGHTS = frozenset({"edit", "autoconfirmed", "editsemiprotected"})
"""What MassMessage's own account may do on every wiki, as far as protection matters."""

MARKUP = re.compile(r"<[^<>]*>|'{2,}|[\[\]]")


def address_roster(settings: Settings, roster: Roster) -> Addressed:
    """Find the wiki of each participant's talk page, or page; one that is not in the settings is a Problem.

    MassMessage delivers to people only: pages on the wikis that it serves are told.
    """
    named = {text for person in roster.participants for text in (person.home_wiki, person.wiki) if text}
    found = {text: settings.wiki_named(link_target(text)) for text in named}
    keys = {text: wiki.key if wiki else None for text, wiki in found.items()}
    addressed = address(roster, home=settings.home, wiki_named=keys)
    direct = {key for key, wiki in settings.wikis.items() if wiki.direct}
    may = {"problem-direct": direct | {*settings.mass_wikis}, "problem-direct-pages": direct}
    allowed, barred = [], Counter[tuple[str, str]]()
    for recipient in addressed.recipients:
        reason = "problem-direct-pages" if recipient.participant.page_title else "problem-direct"
        if recipient.wiki in may[reason]:
            allowed.append(recipient)
        else:
            barred[reason, recipient.wiki] += 1
    problems = (Problem(reason=reason, values=(wiki, number)) for (reason, wiki), number in barred.items())
    return replace(addressed, recipients=tuple(allowed), problems=(*addressed.problems, *problems))


def link_target(text: str) -> str:
    """Give what a cell names: the target of its link, or its letters."""
    return MARKUP.sub("", text).partition("|")[0].strip()


@dataclass(slots=True, kw_only=True)
class Census:
    """What the wikis and the ledger say, gathered wiki by wiki and batch by batch.

    Args:
        memory: the ledger, which a dry run only reads; None: there is none yet.
        dry: whether nothing may be written, so that what wikis have is kept here and not in the ledger.
        message_page: title of the message page, whose first revision is older than any message.
        insists: whether what an abuse filter warned about is sent again, because the operator says so.
    """

    settings: Settings
    wikis: Wikis
    campaign: Campaign
    memory: Ledger | None
    dry: bool
    message_page: str
    insists: bool = False
    readers: dict[str, Reader] = field(default_factory=dict)
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    away: dict[str, str] = field(default_factory=dict)  # why, by wiki
    began: datetime | None = None  # before the campaign's first message
    messages: dict[str, tuple[str, Contribution]] = field(default_factory=dict)  # wiki and message, by key
    waiting: dict[str, str] = field(default_factory=dict)  # names by key, to whom MassMessage is on its way
    unseen: set[str] = field(default_factory=set)  # keys, for whom it has been on its way for too long
    learned: set[str] = field(default_factory=set)  # wikis that told of messages we did not know
    read_back: dict[str, float] = field(default_factory=dict)  # wikis that were read back now, and when
    asked_at: dict[str, float] = field(default_factory=dict)  # by wiki and our clock, before that
    _known_since: dict[str, float] = field(init=False)  # by wiki; not in it: the ledger was never told
    holds_back: bool | None = None  # whether anything is held back from anybody; None: not asked yet

    def __post_init__(self) -> None:
        name = self.campaign.name
        self._known_since = self.memory.read_backs(name) if self.memory else {}
        for each in self.memory.begun(name) if self.memory else ():
            if each.wiki in self._known_since:
                self._known_since[each.wiki] = min(self._known_since[each.wiki], each.intended_at)

    def end(self) -> None:
        """Write down which wikis were read back; what was not yet is read back again by the next run."""
        if self.memory and not self.dry:
            self.memory.has_read_back(self.campaign.name, self.read_back)

    def open(self, name: str) -> None:
        """Make ready for greeting the wiki beside others: what all greetings need is asked once."""
        wiki = self.wikis[name]
        if name not in self._known_since and (wiki.username or self.wikis.home.username):
            with suppress(WikiAwayError, WikiRefusedError):  # the greeting will tell
                self.began_at()

    def greet(self, name: str) -> bool:
        """Connect to a wiki and take over what it has, once; tell whether it can be asked."""
        if name in self.categories:
            return True
        self._reader(name, "")
        try:
            self._greet(name)
        except (WikiAwayError, WikiRefusedError) as error:
            self.away[name] = str(error)
        return name not in self.away

    def look(self, wiki: str, usernames: Sequence[str]) -> dict[tuple[str, str], TalkPage]:
        """Look at people and their talk pages, and at pages that are nobody's; nobody, no question.

        Only on the home wiki, where groups and affiliates have pages of their own, may a page that is neither
        a talk page nor the project's get a message.
        """
        rights = MESSENGER_RIGHTS if wiki in self.settings.mass_wikis else None
        there, categories = self.wikis[wiki], self.categories[wiki]
        titles = {name: title for name in usernames if (title := page_title(name))}
        people = [name for name in usernames if name not in titles]
        found = preflight(there, people, optout_categories=categories, rights=rights)
        pages = look_at_pages(
            there,
            list(titles.values()),
            optout_categories=categories,
            rights=rights,
            all_kinds=wiki == self.settings.home,
        )
        found |= {name: pages[title] for name, title in titles.items() if title in pages}
        return {(wiki, name): page for name, page in found.items()}

    def _greet(self, name: str) -> None:
        """Connect, and ask in the same breath for the messages that the ledger may not know."""
        wiki = self.wikis[name]
        self.asked_at[name] = wiki.clock()
        now = 0.0
        # MassMessage's wikis are read without an account.
        username = wiki.username or self.wikis.home.username
        since = self._unknown_since(name) if username else None
        asked = contributions_since(username, since, pages=self.campaign.pages) if since else {}
        if name == self.settings.home:  # connected already
            answers = wiki.answers(asked) if asked else iter(())
        else:
            answers = wiki.greet(**asked)
        preset = self.settings.optout_category_of(self.settings.wikis[name])
        campaign = self.campaign
        for answer in answers:
            now = now or _seconds(answer["curtimestamp"])
            self._adopt(name, delivered_in(answer, campaign.program, campaign.prefix))
        self.categories[name] = optout_categories(wiki.greeting, preset)
        self._reader(name, next(iter(self.categories[name]), ""))
        if now and since:
            self.read_back[name] = now

    def _reader(self, name: str, category: str) -> None:
        shared = name in self.settings.mass_wikis
        self.readers[name] = Reader(
            wiki=name,
            language=self.settings.wikis[name].language,
            home_prefix=self.wikis.home_prefix(name, shared=shared),
            optout_category="" if shared else category,
            shared=shared,
        )

    def _unknown_since(self, wiki: str) -> datetime:
        """Tell since when the wiki may have messages that the ledger does not know.

        Always some time, not only where a write is in doubt: the ledger may be one from a backup.
        """
        at = self._known_since.get(wiki)
        return self.began_at() if at is None else datetime.fromtimestamp(at, tz=UTC) - WIKI_SKEW

    def began_at(self) -> datetime:
        """Give a moment before the campaign's first message: when its page was begun.

        A campaign that an operator named may have had another page before.
        """
        if self.began:
            return self.began
        if not OF_A_PAGE.fullmatch(self.campaign.name):
            self.began = ALL_TIME
            return self.began
        asked = {"titles": self.message_page, "redirects": "1", "prop": "revisions", "rvprop": "timestamp"}
        answer = self.wikis.home.ask({"action": "query", **asked, "rvdir": "newer", "rvlimit": "1"})
        page = (answer.get("query", {}).get("pages") or [{}])[0]
        moment = (page.get("revisions") or [{}])[0].get("timestamp")
        self.began = datetime.fromisoformat(moment) - WIKI_SKEW if moment else ALL_TIME
        return self.began

    def _adopt(self, wiki: str, found: Mapping[str, Contribution]) -> None:
        """Take over what the wiki has: into the ledger, or, in a dry run, into memory."""
        if self.dry or self.memory is None:
            self.messages |= {key: (wiki, message) for key, message in found.items()}
            self.learned.update([wiki] if found else [])
            return
        known = self.memory.posted_among(found)
        news = [_delivery(wiki, message) for key, message in found.items() if key not in known]
        self.learned.update([wiki] if news else [])
        self.memory.adopt_all(news, campaign=self.campaign.name)

    def unwritten(self) -> Iterator[Delivery]:
        """Give what the wikis have and a dry run has not written down."""
        return (_delivery(wiki, message) for wiki, message in self.messages.values())

    def known(self, wiki: str, usernames: Collection[str]) -> set[str]:
        """Give those people of a wiki who have the message for certain, without asking the wiki again."""
        return {
            each.username
            for each in self._remembered(usernames=usernames)
            if each.outcome is Outcome.POSTED and each.wiki == wiki
        }

    def done(self, wiki: str, pages: Mapping[tuple[str, str], TalkPage], *, limited: bool = True) -> Done:
        """Give what is delivered or begun of some people, as the ledger and the wikis have it.

        Args:
            wiki: whose people.
            pages: their talk pages.
            limited: whether anything limits the messages that they want in a month.
        """
        people = [page.person_id for page in pages.values() if page.person_id]
        found = self._remembered(
            keys={self.campaign.key(person) for person in people},
            usernames={username for _, username in pages},
            titles={page.title for page in pages.values()},
        )
        posted = [each for each in found if each.outcome is Outcome.POSTED]
        return Done(
            keys={each.key for each in posted},
            names={each.username for each in posted},
            titles={(each.wiki, each.title) for each in posted if each.wiki == wiki},
            begun={each.key: each.wiki for each in found if each.outcome is None},
            warned=set() if self.insists else {each.key for each in found if each.reason.startswith(WARNING)},
            deleted=set()
            if self.insists
            else {each.key for each in found if each.reason == DELETED_IN_DOUBT},
            had=self._had(people) if limited else {},
            missed=self._missed(people),
            waiting={*self.waiting, *self.waiting.values()},
            unseen=self.unseen,
        )

    def _had(self, people: Collection[str]) -> dict[str, int]:
        """Count the messages of a month, by key, of those who had any."""
        if not self.campaign.counted or self.memory is None:
            return {}
        since = datetime.fromtimestamp(self.wikis.home.clock(), tz=UTC) - MONTH
        keys = {self.campaign.person(person): self.campaign.key(person) for person in people}
        had = self.memory.messages_of(keys, since=f"{since:%Y-%m-%dT%H:%M:%SZ}")
        return {keys[person]: number for person, number in had.items()}

    def _missed(self, people: Collection[str]) -> dict[str, list[Missed]]:
        """Give what was held back from people, by key."""
        if not self.campaign.counted or self.memory is None:
            return {}
        if self.holds_back is None:
            self.holds_back = self.memory.holds_back()
        if not self.holds_back:
            return {}
        keys = {self.campaign.person(person): self.campaign.key(person) for person in people}
        missed: dict[str, list[Missed]] = {}
        for each in self.memory.held_back_from(keys):
            if each.campaign != self.campaign.name:
                missed.setdefault(keys[each.person], []).append(Missed(key=each.key, title=each.title))
        return missed

    def _remembered(
        self,
        *,
        keys: Collection[str] = (),
        usernames: Collection[str] = (),
        titles: Collection[str] = (),
    ) -> list[Delivery]:
        """Give what the ledger and, in a dry run, the wikis' own answers have of some people."""
        found = {
            key: _delivery(wiki, message)
            for key, (wiki, message) in self.messages.items()
            if key in keys or message.recipient(wiki) in usernames or message.title in titles
        }
        if self.memory:
            of_ledger = self.memory.remembered(
                self.campaign.name, keys=keys, usernames=usernames, titles=titles
            )
            found = {each.key: each for each in of_ledger} | found
        return list(found.values())

    def forget_what_never_came(self, outbox: Outbox) -> None:
        """Drop writes that nobody waits for any more and that surely never came through.

        Args:
            outbox: what will be posted; its courier sees to that.
        """
        for each in self.memory.begun(self.campaign.name) if self.memory else ():
            of_settings = self.settings.wikis.get(each.wiki)
            if of_settings is None or each.wiki in self.away or each.wiki not in self.asked_at:
                continue
            if each.wiki in self.settings.mass_wikis:  # MassMessage's own check settles these
                continue
            # When the wiki was read back, not now: what came through meanwhile was not seen.
            age = self.asked_at[each.wiki] - each.intended_at
            if each.intended_at > self.wikis[each.wiki].clock():  # the clock was put back
                age = abs(age)
            planned, _ = outbox.planned_among([each.key], [], wiki=each.wiki)
            if self.memory and not planned and age > of_settings.request_time_limit:
                self.memory.settle(each.key, Outcome.LATER)


def _seconds(timestamp: str) -> float:
    """Give a wiki's own time in seconds since the epoch; 0: it did not say."""
    return datetime.fromisoformat(timestamp).timestamp() if timestamp else 0.0


def _delivery(wiki: str, message: Contribution) -> Delivery:
    """Give a message that a wiki has as the ledger remembers it."""
    return Delivery(
        key=message.key,
        wiki=wiki,
        username=message.recipient(wiki),
        title=message.title,
        language=message.language,
        outcome=Outcome.POSTED,
        reason="",
        revid=message.revid,
        at=message.at,
        intended_at=datetime.fromisoformat(message.at).timestamp(),
    )
