"""Shell: looking what became of messages that MassMessage sends: who has one, who got none, who waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.ledger.ledger import Delivery, Ledger
from bot.plan.edits import Campaign
from bot.plan.massmessage import ending_of, key_in, owner_of, targets_in
from bot.program.mass_delivery import Arrival, Note, Sent
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.program.talkpage import TalkPage
from bot.run.census import Census
from bot.run.mass_lists import description_in
from bot.wiki.contributions import Contribution
from bot.wiki.errors import WikiAwayError, WikiRefusedError
from bot.wiki.massmessage import arrivals_between, notes_since, sends_since, texts_of

LONG = timedelta(days=1)
"""MassMessage's queue takes minutes or hours; after so long a person must look."""

SAME_SEND = 3600.0
"""Seconds between an intent and its send at most, with two clocks that may differ."""

NOT_THERE = "badvalue"
"""The code with which a wiki answers to a log, or an action, that it does not have."""


@dataclass(slots=True, kw_only=True)
class MassCheck:
    """Looks at all sends of a campaign that are not settled.

    Args:
        memory: the ledger; None: there is none yet.
        dry: whether the ledger is only read; what is found is kept in the census then.
    """

    census: Census
    memory: Ledger | None
    dry: bool
    endings: dict[str, Ending] = field(default_factory=dict)  # by key, of those that are settled now
    problems: list[Problem] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)  # languages with a send whose answer was lost just now
    asked_at: float = 0.0  # before the log was read: what came through later is not in it

    @property
    def campaign(self) -> Campaign:
        """What is sent."""
        return self.census.campaign

    @property
    def sends_name(self) -> str:
        """The name under which the ledger keeps the campaign's sends."""
        return f"{self.campaign.name}/massmessage"

    def site(self, wiki: str) -> str | None:
        """Give the host name of a wiki as lists have it; None: the home wiki."""
        settings, wikis = self.census.settings, self.census.wikis
        return None if wiki == settings.home else str(wikis[wiki].site.hostname())

    @property
    def home_site(self) -> str:
        """The home wiki's host name."""
        return str(self.census.wikis.home.site.hostname())

    def run(self) -> None:
        """Settle what can be settled now.

        Raises:
            WikiError: the home wiki can't be read.
            LedgerError: the ledger can't be used.
        """
        self.asked_at = self.census.wikis.home.clock()
        sends = self.sends()
        self.problems.clear()
        self._settle_sends(sends)
        for wiki in self.census.settings.mass_wikis:
            site = self.site(wiki)
            newest = {
                owner_of(target.title): sent
                for sent in sends
                for target in sent.targets
                if target.site == site
            }
            rows = {owner_of(row.title): row for row in self._begun(wiki)}
            owners = sorted({*rows, *self._unsettled(wiki, newest)})
            try:
                self._look(wiki, owners, newest, rows)
            except (WikiAwayError, WikiRefusedError) as error:
                self.census.away[wiki] = str(error)
                self.census.waiting |= {f"{wiki}:{owner}": owner for owner in owners}

    def sends(self) -> list[Sent]:
        """Give the campaign's sends as the home wiki's log and its lists tell them, the oldest first."""
        home = self.census.wikis.home
        if not home.username:
            return []
        try:
            logged = sends_since(home, self.census.began_at())
        except WikiRefusedError as error:
            if error.code != NOT_THERE:
                raise
            return []  # without the extension nothing was ever sent
        texts = texts_of(home, {each.revid for each in logged if each.revid})
        found = []
        for each in logged:
            text = texts.get(each.revid, "")
            if key := key_in(description_in(text), self.campaign):
                found.append(
                    Sent(
                        key=key,
                        language=each.title.rpartition("/")[2],
                        subject=each.subject,
                        at=each.at,
                        targets=tuple(targets_in(text, home_site=self.home_site)),
                    )
                )
        return found

    def _settle_sends(self, sends: Iterable[Sent]) -> None:
        """Settle sends whose answer was lost, by the log; what is surely not sent is forgotten."""
        known = {sent.key: sent for sent in sends}
        self.unsure.clear()
        for row in self.memory.begun(self.sends_name) if self.memory else ():
            sent = known.get(row.key)
            age = abs(self.asked_at - row.intended_at)  # the clock may have been put back
            if sent is None and age <= self.census.settings.home_wiki.request_time_limit:
                self.unsure.add(row.language)
            elif self.memory and not self.dry:
                outcome = Outcome.POSTED if sent else Outcome.LATER
                self.memory.settle(row.key, outcome, at=sent.at if sent else "")

    def _look(
        self, wiki: str, owners: list[str], newest: Mapping[str, Sent], rows: Mapping[str, Delivery]
    ) -> None:
        """Look at some targets of one wiki.

        Args:
            wiki: its key.
            owners: those who are not settled, by the names under which lists have them.
            newest: the newest send to each.
            rows: what the ledger has open of them.
        """
        if not owners:
            return
        if not self.census.greet(wiki):
            self.census.waiting |= {f"{wiki}:{owner}": owner for owner in owners}
            return
        pages = self.census.look(wiki, owners)
        arrivals, notes = self._told(wiki, [newest[owner] for owner in owners if owner in newest])
        for owner in owners:
            page, row = pages.get((wiki, owner)), rows.get(owner)
            case = _Case(
                wiki=wiki,
                key=row.key if row else self._key(page),
                username=row.username if row else owner,
                owner=owner,
                page=page,
                sent=newest.get(owner),
                row=row,
            )
            if case.key:
                self._note(case, case.ending(self.campaign.shared_key, arrivals, notes))

    def _begun(self, wiki: str) -> list[Delivery]:
        return self.memory.begun(self.campaign.name, wiki) if self.memory else []

    def _unsettled(self, wiki: str, newest: Mapping[str, Sent]) -> set[str]:
        """Give those of the targets of whom the ledger knows nothing, or only something older."""
        settled = set()
        for row in self.memory.remembered(self.campaign.name, usernames=newest.keys()) if self.memory else ():
            sent = newest.get(row.username)
            later = sent and row.intended_at + SAME_SEND < _moment(sent.at).timestamp()
            if row.wiki == wiki and (row.outcome is Outcome.POSTED or not later):
                settled.add(row.username)
        return {*newest} - settled

    def _told(self, wiki: str, sends: list[Sent]) -> tuple[list[Arrival], list[Note]]:
        """Ask the wiki what arrived and what it left out."""
        if not sends:
            return [], []
        first, last = (_moment(extreme(sent.at for sent in sends)) for extreme in (min, max))
        there = self.census.wikis[wiki]
        try:
            notes = notes_since(there, first)
        except WikiRefusedError as error:
            if error.code != NOT_THERE:
                raise
            notes = []
        return arrivals_between(there, first, last + LONG), notes

    def _key(self, page: TalkPage | None) -> str:
        return self.campaign.key(page.person_id) if page and page.person_id else ""

    def _note(self, case: _Case, ending: Ending | None) -> None:
        """Write down what became of one person's message."""
        memory = None if self.dry else self.memory
        self.census.waiting.pop(case.key, None)
        if case.sent is None:
            if case.row and self._may_come(case.row):
                self.census.waiting[case.key] = case.username
            elif memory:
                memory.settle(case.key, Outcome.LATER)  # the run ended before the send
        elif ending is None:
            self._wait(case, case.sent)
        else:
            self.endings[case.key] = ending
            if ending.outcome is Outcome.POSTED:
                self._posted(case, case.sent, ending)
            elif memory and case.row:
                memory.settle(case.key, ending.outcome, reason=ending.reason)

    def _may_come(self, row: Delivery) -> bool:
        """Tell whether an earlier run’s send, or write, to somebody may still come through."""
        of_settings = self.census.settings.wikis[row.wiki]
        age = abs(self.asked_at - row.intended_at)
        return row.language in self.unsure or age <= of_settings.request_time_limit

    def _wait(self, case: _Case, sent: Sent) -> None:
        age = self.census.wikis.home.clock() - _moment(sent.at).timestamp()
        if age < LONG.total_seconds():
            self.census.waiting[case.key] = case.username
            return
        self.census.unseen.add(case.key)
        values = (case.username, case.wiki)
        self.problems.append(Problem(reason="problem-massmessage-unseen", values=values))

    def _posted(self, case: _Case, sent: Sent, ending: Ending) -> None:
        page = case.page
        title = page.title if page else f"User talk:{case.username}"
        revid = ending.revid or (page.baserevid if page else None) or 0
        if self.dry or self.memory is None:
            message = Contribution(
                key=case.key, language=sent.language, title=title, revid=revid, at=ending.at
            )
            self.census.messages[case.key] = (case.wiki, message)
            return
        delivery = Delivery(
            key=case.key,
            wiki=case.wiki,
            username=case.username,
            title=title,
            language=sent.language,
            outcome=Outcome.POSTED,
            reason="",
            revid=revid,
            at=ending.at,
            intended_at=self.census.wikis.home.clock(),
        )
        person = self.campaign.person(page.person_id) if page and self.campaign.counted else ""
        self.memory.adopt(delivery, campaign=self.campaign.name, person=person)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One target that is not settled."""

    wiki: str
    key: str  # empty: there is no such account
    username: str  # as signed up, as far as the ledger knows
    owner: str  # as the list has them
    page: TalkPage | None  # None: it could not be read
    sent: Sent | None  # the newest send to them; None: there is none
    row: Delivery | None  # what the ledger has open

    def ending(self, marker: str, arrivals: Iterable[Arrival], notes: Iterable[Note]) -> Ending | None:
        """Tell what became of it; None: it is on its way, or was never sent."""
        if self.sent is None:
            return None
        owners = {self.owner, *([owner_of(self.page.title)] if self.page else ())}
        text = self.page.text if self.page else ""
        return ending_of(owners, text, marker=marker, sent=self.sent, arrivals=arrivals, notes=notes)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)
