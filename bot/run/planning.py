"""Shell: planning: people into the outbox, then a message for each, batch by batch and wiki by wiki."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.announce import Addressed, Messages, Recipient, plan_announcement
from bot.plan.edits import Campaign, Plan, Post
from bot.plan.section import SectionMaker
from bot.plan.tally import Tally
from bot.program.participant import Participant, Roster
from bot.program.problems import Place
from bot.run.census import Census, address_roster
from bot.run.mail import put

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

    def address(self, rosters: Iterable[Roster], *, only: Collection[str] | None = None) -> None:
        """Put everybody into the outbox, each once: what an earlier roster says of them goes first.

        Args:
            rosters: of the sign-ups, then of each list.
            only: user names of those who count in this run; None: all.
        """
        settings = self.census.settings
        for roster in rosters:
            addressed = address_roster(settings, roster)
            wanted = (r for r in addressed.recipients if only is None or r.username in only)
            self.outbox.address((r.wiki, r.username, _words(r)) for r in wanted)
            everybody = (*roster.participants, *roster.withdrawn)
            self.outbox.bar((settings.home, person.username) for person in everybody)
            self.tally.add(Plan(campaign=self.campaign, skips=addressed.skips, problems=addressed.problems))

    def plan(self) -> Tally:
        """Ask the wikis about everybody and plan their messages."""
        memory = self.census.memory
        begun = {each.wiki for each in memory.begun(self.campaign.name)} if memory else set()
        self._pass_known()
        addressed = set(self.outbox.wikis(State.ADDRESSED))
        for wiki in self.census.settings.wikis:
            if wiki in addressed or wiki in begun:
                there = self.census.greet(wiki)
                while some := self.outbox.some(wiki, State.ADDRESSED, self._batch(wiki)):
                    self._plan_some(wiki, some, there=there)
        self.census.end()
        self.tally.sort()
        return self.tally

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
        return self.census.wikis[wiki].batch

    def _plan_some(self, wiki: str, entries: Sequence[Entry], *, there: bool) -> None:
        self.outbox.set_state(State.DONE, [entry.seq for entry in entries])
        known: set[str] = set()
        if wiki in self.census.learned:
            known = self.census.known(wiki, {entry.username for entry in entries})
        self.tally.done += len(known)
        unknown = [entry for entry in entries if entry.username not in known]
        plan, posts = self._decide(wiki, unknown, there=there)
        put(self.outbox, posts)
        self.tally.add(plan)

    def again(self, entries: Sequence[Entry]) -> dict[int, Post]:
        """Look at some people of one wiki anew; give the messages still wanted, by place."""
        return self._decide(entries[0].wiki, entries, there=True)[1] if entries else {}

    def _decide(self, wiki: str, entries: Sequence[Entry], *, there: bool) -> tuple[Plan, dict[int, Post]]:
        recipients = tuple(_recipient(entry) for entry in entries)
        pages = self.census.look(wiki, [entry.username for entry in entries]) if there else {}
        done = self.census.done(wiki, pages)
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
            cap=self.census.settings.limits.messages_a_month or None,
        )
        places = {entry.username: entry.seq for entry in entries}
        return plan, {places[post.username]: post for post in plan.posts}


def _words(recipient: Recipient) -> str:
    """Keep of a recipient what planning needs, as JSON."""
    person = recipient.participant
    place = person.place
    words = [list(person.languages), person.messages_a_month, place.page, place.row, place.line]
    return json.dumps(words, ensure_ascii=False)


def _recipient(entry: Entry) -> Recipient:
    languages, messages_a_month, page, row, line = json.loads(entry.addressed)
    person = Participant(
        username=entry.username,
        wiki=None,
        home_wiki="",
        languages=tuple(languages),
        messages_a_month=messages_a_month,
        place=Place(page=page, row=row, line=line),
    )
    return Recipient(participant=person, wiki=entry.wiki)
