"""Shell: asking the wikis about the people of a campaign, and what they have had already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.ledger.ledger import Delivery, Ledger, glimpse
from bot.plan.announce import Addressed, Done, address
from bot.plan.edits import Campaign
from bot.plan.section import Reader
from bot.program.outcomes import Outcome
from bot.program.problems import Problem
from bot.program.roster import Roster
from bot.program.talkpage import TalkPage
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.contributions import Delivered, contributions_since, delivered_in, read_back
from bot.wiki.errors import WikiAwayError, WikiRefusedError
from bot.wiki.people import optout_categories, preflight

CLOCK_SKEW = timedelta(hours=1)
"""By so much our clock and a wiki's may differ."""

ALL_TIME = datetime(2001, 1, 15, tzinfo=UTC)
"""Before any wiki of ours."""

MARKUP = re.compile(r"<[^<>]*>|'{2,}|[\[\]]")


def address_roster(settings: Settings, roster: Roster) -> Addressed:
    """Find the wiki of each participant's talk page; a wiki that is not in the settings is a Problem."""
    named = {text for person in roster.participants for text in (person.home_wiki, person.wiki) if text}
    found = {text: settings.wiki_named(_link_target(text)) for text in named}
    keys = {text: wiki.key if wiki else None for text, wiki in found.items()}
    addressed = address(roster, home=settings.home, wiki_named=keys)
    barred = Counter(r.wiki for r in addressed.recipients if not settings.wikis[r.wiki].direct)
    problems = (Problem(reason="problem-direct", values=(wiki, people)) for wiki, people in barred.items())
    return replace(
        addressed,
        recipients=tuple(r for r in addressed.recipients if r.wiki not in barred),
        problems=(*addressed.problems, *problems),
    )


def _link_target(text: str) -> str:
    """Give what a cell names: the target of its link, or its letters."""
    return MARKUP.sub("", text).partition("|")[0].strip()


@dataclass(slots=True, kw_only=True)
class Census:
    """What the wikis and the ledger say, gathered wiki by wiki.

    Args:
        ledger: None in a dry run, which reads it without changing anything.
        message_page: title of the message page, whose first revision is older than any message.
    """

    settings: Settings
    wikis: Wikis
    campaign: Campaign
    ledger: Ledger | None
    message_page: str
    readers: dict[str, Reader] = field(default_factory=dict)
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    away: dict[str, str] = field(default_factory=dict)  # why, by wiki
    began: datetime | None = None  # before the campaign's first message
    titles: set[tuple[str, str]] = field(default_factory=set)  # wiki and page of those messages
    messages: dict[str, Delivered] = field(default_factory=dict)  # that wikis have, by key

    def take(self, addressed: Addressed) -> dict[tuple[str, str], TalkPage]:
        """Ask each wiki about its people; those of a wiki that is away are left out."""
        pages: dict[tuple[str, str], TalkPage] = {}
        usernames: dict[str, list[str]] = {}
        for recipient in addressed.recipients:
            usernames.setdefault(recipient.wiki, []).append(recipient.username)
        begun = {delivery.wiki for delivery in self.deliveries() if delivery.outcome is None}
        for wiki in self.settings.wikis:
            if wiki in usernames or wiki in begun:
                self._reader(wiki, "")
                try:
                    self._greet(wiki)
                    pages |= self.look(wiki, usernames.get(wiki, ()))
                except (WikiAwayError, WikiRefusedError) as error:
                    self.away[wiki] = str(error)
        return pages

    def look(self, wiki: str, usernames: Sequence[str]) -> dict[tuple[str, str], TalkPage]:
        """Look at people and their talk pages now; no people, no question."""
        found = preflight(self.wikis[wiki], usernames, optout_categories=self.categories[wiki])
        return {(wiki, username): page for username, page in found.items()}

    def _greet(self, name: str) -> None:
        """Connect, and ask in the same breath for the messages that the ledger may not know."""
        wiki = self.wikis[name]
        now = wiki.clock()
        since = self._unknown_since(name) if wiki.username else None
        campaign = self.campaign
        if name == self.settings.home:  # connected already
            found = read_back(wiki, campaign.program, campaign.prefix, since) if since else {}
        else:
            answer = wiki.connect(**(contributions_since(wiki.username, since) if since else {}))
            found = delivered_in(answer, campaign.program, campaign.prefix)
        preset = self.settings.optout_category_of(self.settings.wikis[name])
        self.categories[name] = optout_categories(wiki.greeting, preset)
        self._reader(name, next(iter(self.categories[name]), ""))
        self._adopt(name, found.values())
        if self.ledger and since:
            self.ledger.has_read_back(campaign.name, name, now=now)

    def _reader(self, name: str, category: str) -> None:
        self.readers[name] = Reader(
            wiki=name,
            language=self.settings.wikis[name].language,
            home_prefix=self.wikis.home_prefix(name),
            optout_category=category,
        )

    def _unknown_since(self, wiki: str) -> datetime:
        """Tell since when the wiki may have messages that the ledger does not know.

        Always some time, not only where a write is in doubt: the ledger may be one from a backup.
        """
        at = self.ledger.read_back_at(self.campaign.name, wiki) if self.ledger else None
        if at is None:
            return self._began()
        opened = [d.intended_at for d in self.deliveries() if d.wiki == wiki and d.outcome is None]
        return datetime.fromtimestamp(min([at, *opened]), tz=UTC) - CLOCK_SKEW

    def _began(self) -> datetime:
        """Give a moment before the campaign's first message: when its page was begun."""
        if self.began:
            return self.began
        asked = {"titles": self.message_page, "redirects": "1", "prop": "revisions", "rvprop": "timestamp"}
        answer = self.wikis.home.ask({"action": "query", **asked, "rvdir": "newer", "rvlimit": "1"})
        page = (answer.get("query", {}).get("pages") or [{}])[0]
        moment = (page.get("revisions") or [{}])[0].get("timestamp")
        self.began = datetime.fromisoformat(moment) - CLOCK_SKEW if moment else ALL_TIME
        return self.began

    def _adopt(self, wiki: str, found: Iterable[Delivered]) -> None:
        """Take over what the wiki has; into the ledger too, but not in a dry run."""
        for message in found:
            self.messages[message.key] = message
            self.titles.add((wiki, message.title))
            if self.ledger and not self.ledger.has_posted(message.key):
                self.ledger.adopt(
                    Delivery(
                        key=message.key,
                        wiki=wiki,
                        username=message.username,
                        title=message.title,
                        language=message.language,
                        outcome=Outcome.POSTED,
                        reason="",
                        revid=message.revid,
                        at=message.at,
                        intended_at=datetime.fromisoformat(message.at).timestamp(),
                    ),
                    campaign=self.campaign.name,
                )

    def deliveries(self) -> list[Delivery]:
        """Give all that the ledger remembers of the campaign."""
        if self.ledger:
            return self.ledger.deliveries(self.campaign.name)
        return glimpse(self.settings.ledger, self.campaign.name)

    def done(self) -> Done:
        """Give what is delivered, as the ledger and the wikis have it."""
        deliveries = self.deliveries()
        posted = [delivery for delivery in deliveries if delivery.outcome is Outcome.POSTED]
        return Done(
            keys={delivery.key for delivery in posted} | set(self.messages),
            names={delivery.username for delivery in posted}
            | {message.username for message in self.messages.values()},
            titles={(delivery.wiki, delivery.title) for delivery in posted} | self.titles,
            begun={
                delivery.key: delivery.wiki
                for delivery in deliveries
                if delivery.outcome is None and delivery.key not in self.messages
            },
        )

    def forget_what_never_came(self, planned: Collection[tuple[str, str]]) -> None:
        """Drop writes that nobody waits for any more and that surely never came through.

        Args:
            planned: wiki and key of what will be posted; its courier sees to that.
        """
        for delivery in self.deliveries() if self.ledger else ():
            limit = (
                self.settings.wikis[delivery.wiki].request_time_limit
                if delivery.wiki in self.readers
                else None
            )
            if (
                self.ledger
                and limit is not None
                and delivery.outcome is None
                and delivery.wiki not in self.away
                and (delivery.wiki, delivery.key) not in planned
                and self.wikis[delivery.wiki].clock() - delivery.intended_at > limit
            ):
                self.ledger.settle(delivery.key, Outcome.LATER)
