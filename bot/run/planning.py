"""Shell: planning: people into the outbox, then a message for each, batch by batch and wiki by wiki."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.announce import Addressed, Messages, Recipient, plan_announcement
from bot.plan.edits import Campaign, Plan, Post
from bot.plan.section import SectionMaker
from bot.plan.tally import Tally
from bot.program.page_names import page_title
from bot.program.participant import Participant, Roster
from bot.program.problems import Place
from bot.program.talkpage import TalkPage
from bot.run.ahead import ahead
from bot.run.census import Census, address_roster
from bot.run.mail import put

PAGES_AT_ONCE = 100
"""People who are looked at in one request: talk pages come with their text, and some are long."""

Look = tuple[Sequence[Entry], Mapping[tuple[str, str], TalkPage]]
"""People of one wiki, and what it says of them; nothing where it is away."""

KNOWN_AT_ONCE = 500
"""People whom the ledger is asked about at a time."""


@dataclass(slots=True, kw_only=True)
class Planning:
    """Plans one campaign, and plans again for people whose talk page changed or was read long ago."""

    census: Census
    outbox: Outbox
    messages: Messages
    maker: SectionMaker
    tally: Tally = field(init=False)

    def __post_init__(self) -> None:
        self.tally = Tally(campaign=self.campaign)

    @property
    def campaign(self) -> Campaign:
        """What is planned."""
        return self.maker.campaign

    def address(self, rosters: Iterable[Roster]) -> None:
        """Put everybody, and each page, into the outbox once: what an earlier roster says of them goes first.

        Args:
            rosters: of the sign-ups, then of each list.

        Raises:
            ValueError: a page is named that is nobody's talk page, and the campaign goes to none.
        """
        settings = self.census.settings
        for roster in rosters:
            addressed = address_roster(settings, roster)
            if not self.campaign.pages and any(r.participant.page_title for r in addressed.recipients):
                raise ValueError(f"{self.campaign.name} goes to people only, and a list names other pages")
            self.outbox.address((r.wiki, r.username, _words(r)) for r in addressed.recipients)
            everybody = (*roster.participants, *roster.withdrawn)
            self.outbox.bar((settings.home, person.username) for person in everybody)
            self.tally.add(Plan(campaign=self.campaign, skips=addressed.skips, problems=addressed.problems))

    def people(self) -> Iterator[str]:
        """Give what the sign-ups and lists say of everybody who is addressed, in an order that stays."""
        for entry in self.outbox.everybody():
            languages, messages_a_month, listed, *_ = json.loads(entry.addressed)
            named_by = [listed] if page_title(entry.username) else []  # which its message says
            yield _ENCODER.encode([entry.wiki, entry.username, languages, messages_a_month, *named_by])

    def plan(self) -> Tally:
        """Ask the wikis about everybody and plan their messages."""
        memory = self.census.memory
        begun = {each.wiki for each in memory.begun(self.campaign.name)} if memory else set()
        self._pass_known()
        addressed = set(self.outbox.wikis(State.ADDRESSED))
        wikis = [wiki for wiki in self.census.settings.wikis if wiki in addressed or wiki in begun]
        at_once = self.census.settings.limits.requests_at_once
        there = dict(zip(wikis, ahead(self._greetings(wikis), at_once=at_once), strict=True))
        for entries, pages in ahead(self._looks(there), at_once=at_once):
            plan, posts = self._decide(entries, pages)
            put(self.outbox, posts)
            self.tally.add(plan)
        self.census.end()
        self.tally.sort()
        return self.tally

    def _greetings(self, wikis: Iterable[str]) -> Iterator[Callable[[], bool]]:
        for wiki in wikis:
            self.census.open(wiki)
            yield partial(self.census.greet, wiki)

    def _looks(self, there: Mapping[str, bool]) -> Iterator[Callable[[], Look]]:
        """Give the questions about those who may want a message, a batch of one wiki each."""
        for wiki, answers in there.items():
            while some := self.outbox.some(wiki, State.ADDRESSED, self._batch(wiki)):
                self.outbox.set_state(State.DONE, [entry.seq for entry in some])
                known: set[str] = set()
                if wiki in self.census.learned:
                    known = self.census.known(wiki, {entry.username for entry in some})
                self.tally.done += len(known)
                unknown = [entry for entry in some if entry.username not in known]
                yield partial(self._look, unknown, answers=answers)

    def _look(self, entries: Sequence[Entry], *, answers: bool) -> Look:
        names = [entry.username for entry in entries]
        return entries, self.census.look(entries[0].wiki, names) if names and answers else {}

    def _pass_known(self) -> None:
        """Pass over those who have their message for certain, so that no wiki is asked because of them."""
        for wiki in self.outbox.wikis(State.ADDRESSED):
            after = 0
            while some := self.outbox.some(wiki, State.ADDRESSED, KNOWN_AT_ONCE, after=after):
                after = some[-1].seq
                known = self.census.known(wiki, {entry.username for entry in some})
                self.outbox.set_state(State.DONE, [entry.seq for entry in some if entry.username in known])
                self.tally.done += len(known)

    def _batch(self, wiki: str) -> int:
        return min(self.census.wikis[wiki].batch, PAGES_AT_ONCE)

    def again(self, entries: Sequence[Entry]) -> dict[int, Post]:
        """Look at some people of one wiki anew; give the messages still wanted, by place.

        Who gets none after all is in the tally, like those who never were to get one.
        """
        plan, posts = self._decide(*self._look(entries, answers=True))
        self.tally.skips += plan.skips
        self.tally.held += plan.held
        self.tally.problems += plan.problems
        return posts

    def _decide(
        self, entries: Sequence[Entry], pages: Mapping[tuple[str, str], TalkPage]
    ) -> tuple[Plan, dict[int, Post]]:
        if not entries:
            return Plan(campaign=self.campaign), {}
        wiki = entries[0].wiki
        recipients = tuple(_recipient(entry) for entry in entries)
        cap = self.census.settings.limits.messages_a_month or None
        limited = cap is not None or any(r.participant.messages_a_month is not None for r in recipients)
        done = self.census.done(wiki, pages, limited=limited)
        keys = {self.campaign.key(page.person_id) for page in pages.values() if page.person_id}
        titles = {page.title for page in pages.values()}
        planned_keys, planned_titles = self.outbox.planned_among(
            keys, titles, wiki=wiki, but=[entry.seq for entry in entries]
        )
        plan = plan_announcement(
            Addressed(recipients=recipients, skips=(), problems=()),
            pages,
            messages=self.messages,
            readers=self.census.readers,
            maker=self.maker,
            done=replace(
                done, planned_keys=planned_keys, planned_titles={(wiki, title) for title in planned_titles}
            ),
            bot=self.census.wikis.home.username,
            cap=cap,
        )
        places = {entry.username: entry.seq for entry in entries}
        return plan, {places[post.username]: post for post in plan.posts}


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _words(recipient: Recipient) -> str:
    """Keep of a recipient what planning needs, as JSON."""
    person = recipient.participant
    place = person.place
    words = [
        list(person.languages),
        person.messages_a_month,
        place.page,
        place.row,
        place.line,
        person.newsletter_summary,
    ]
    return _ENCODER.encode(words)


def _recipient(entry: Entry) -> Recipient:
    languages, messages_a_month, page, row, line, newsletter_summary = json.loads(entry.addressed)
    person = Participant(
        username=entry.username,
        wiki=None,
        home_wiki="",
        languages=tuple(languages),
        messages_a_month=messages_a_month,
        newsletter_summary=newsletter_summary,
        place=Place(page=page, row=row, line=line),
    )
    return Recipient(participant=person, wiki=entry.wiki)
