"""Shell: one language's message sent through MassMessage: claimed in the ledger, listed, sent once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.ledger.leases import LEASE_SECONDS
from bot.ledger.ledger import Intent, Lease, Ledger
from bot.plan.massmessage import description_of, target_of
from bot.program.faults import WRITING, Patience
from bot.program.languages import name_in
from bot.program.outcomes import Ending, Outcome
from bot.run.delivery import FENCE
from bot.run.mass_check import MassCheck
from bot.run.mass_lists import ListKeeper
from bot.run.settings import Settings
from bot.wiki.massmessage import send
from bot.wiki.waiting import Waiting, steady
from bot.wiki.wiki import Wiki
from bot.words.catalogue import Catalogue

TRIES = 2
"""How often a message is sent whose answer was lost and that the log surely does not have."""

AFTER_THE_LIMIT = 60.0
"""Seconds for which the log is still asked after a send can no longer come through."""

CLAIMED_ELSEWHERE = Ending(outcome=Outcome.POSTED, reason="another run delivers it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Somebody to send to, with their place in the outbox."""

    seq: int
    key: str
    wiki: str
    username: str
    title: str  # of their talk page
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One language's message, and to whom it goes."""

    language: str
    subject: str
    message: str
    people: Sequence[Addressee]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a send ended, and how it ended for those to whom it was not sent."""

    ending: Ending
    sent: tuple[Addressee, ...] = ()
    others: tuple[tuple[Addressee, Ending], ...] = ()


@dataclass(slots=True, kw_only=True)
class MassSender:
    """Sends bulletins; the ledger knows of each person, and of each send, before it is tried."""

    check: MassCheck
    ledger: Ledger
    words: Catalogue
    lease: Lease  # held meanwhile
    steady: Callable[[], float] = steady  # for all that is measured in this run

    @property
    def settings(self) -> Settings:
        """The program's."""
        return self.check.census.settings

    @property
    def home(self) -> Wiki:
        """The wiki that sends."""
        return self.check.census.wikis.home

    @property
    def _reading(self) -> Patience:
        """How long a send is looked for whose answer was lost."""
        return replace(WRITING, in_all=self.settings.home_wiki.request_time_limit + AFTER_THE_LIMIT)

    def deliver(self, bulletin: Bulletin, *, stop: Callable[[], None]) -> Sending:
        """Send one language's message to those to whom nobody else has sent it, or is sending it.

        Args:
            bulletin: the message.
            stop: called right before each send, which lists and waits may put off; raises where nothing
                more may be written.

        Raises:
            WikiError: the home wiki can't be read.
            LedgerError: the ledger can't be used, or another run has taken over.
        """
        people, others = self._claim(bulletin)
        if not people:
            return Sending(ending=CLAIMED_ELSEWHERE, others=tuple(others))
        key = self.check.campaign.key(f"massmessage/{bulletin.language}/{self.home.clock():.3f}")
        title = f"{self.settings.pages.massmessage}/{bulletin.language}"
        targets = {person: target_of(person.title, site=self.check.site(person.wiki)) for person in people}
        lists = ListKeeper(wiki=self.home, home_site=self.check.home_site, pace=self._pace)
        kept = lists.keep(
            title,
            frozenset(targets.values()),
            description=self._description(bulletin.language, key),
            summary=self.words.say(self.settings.home_wiki.language, "massmessage-list-summary"),
        )
        listed = [person for person in people if targets[person] not in kept.unknown]
        for person in people:
            if targets[person] in kept.unknown:
                reason = f"MassMessage does not know the site {targets[person].site}"
                others.append((person, Ending(outcome=Outcome.REFUSED, reason=reason)))
        ending = kept.ending
        if ending.outcome is Outcome.POSTED and listed:
            ending = self._send(bulletin, title, key, kept.revid, stop)
        if ending.outcome not in {Outcome.POSTED, Outcome.LATER, Outcome.STALE}:
            ending = replace(ending, outcome=Outcome.HALT)  # nobody's own: the list or the send is refused
        if ending.outcome is not Outcome.POSTED:
            others += [(person, ending) for person in listed]
            listed = []
        for person, theirs in others:
            if theirs is not CLAIMED_ELSEWHERE:
                self.ledger.settle(person.key, theirs.outcome, reason=theirs.reason)
        return Sending(ending=ending, sent=tuple(listed), others=tuple(others))

    def _claim(self, bulletin: Bulletin) -> tuple[list[Addressee], list[tuple[Addressee, Ending]]]:
        """Write down that each is about to be sent to; part those of whom another run has done so."""
        campaign = self.check.campaign
        keys = [person.key for person in bulletin.people]
        begun = {
            row.key
            for row in self.ledger.remembered(campaign.name, keys=keys)
            if row.outcome in {None, Outcome.POSTED}
        }
        people: list[Addressee] = []
        others: list[tuple[Addressee, Ending]] = []
        for person in bulletin.people:
            intent = Intent(
                key=person.key,
                campaign=campaign.name,
                wiki=person.wiki,
                username=person.username,
                title=person.title,
                language=bulletin.language,
                heading=bulletin.subject,
                text="",
                summary="",
                baserevid=None,
                person=person.person,
            )
            if person.key not in begun and self._intend(intent):
                people.append(person)
            else:
                others.append((person, CLAIMED_ELSEWHERE))
        return people, others

    def _intend(self, intent: Intent) -> bool:
        return self.ledger.intend(intent, now=self.home.clock(), lease=self.lease)

    def _send(self, bulletin: Bulletin, title: str, key: str, revid: int, stop: Callable[[], None]) -> Ending:
        """Send, with the intent before it; after a lost answer the log is read before it is sent again."""
        intent = Intent(
            key=key,
            campaign=self.check.sends_name,
            wiki=self.settings.home,
            username="",
            title=title,
            language=bulletin.language,
            heading=bulletin.subject,
            text="",
            summary="",
            baserevid=revid,
        )
        waiting = Waiting(clock=self.steady)
        patience = replace(WRITING, in_all=self.settings.limits.patience)
        lost = 0
        renewed = False
        while lost < TRIES:
            self._pace()
            stop()
            began = self.steady()
            self._intend(intent)
            if self.steady() - began >= FENCE:  # another run may have taken over: written down anew
                continue
            ending = send(self.home, spamlist=title, subject=bulletin.subject, message=bulletin.message)
            if was_lost := ending.outcome is Outcome.DOUBT:
                lost += 1
                ending = self._read_log(key, ending)
            self.ledger.settle(key, ending.outcome, reason=ending.reason, revid=revid, at=ending.at)
            if ending.outcome is Outcome.STALE and not renewed:
                renewed = True
                self.home.connect()
                continue
            if ending.outcome is not Outcome.LATER:
                break
            if not was_lost:
                if (wait := waiting.next(patience, at_least=ending.wait)) is None:
                    break
                self.rest(wait)
        return ending

    def _read_log(self, key: str, lost: Ending) -> Ending:
        """Read the home wiki's log until the send is there, or can no longer come through."""
        until = self.steady() + self.settings.home_wiki.request_time_limit
        waiting = Waiting(clock=self.steady)
        while True:
            too_late = self.steady() > until
            for sent in self.check.sends():
                if sent.key == key:
                    return Ending(outcome=Outcome.POSTED, at=sent.at)
            wait = waiting.next(self._reading)
            if too_late or wait is None:
                return Ending(outcome=Outcome.LATER, reason=lost.reason)
            self.rest(wait)

    def look(self) -> None:
        """Check, and wait for a send of an earlier run until it is in the log, or can't come through."""
        self.check.run()
        waiting = Waiting(clock=self.steady)
        while self.check.unsure and (wait := waiting.next(self._reading)) is not None:
            self.rest(wait)
            self.check.run()

    def rest(self, seconds: float) -> None:
        """Wait, showing a sign of life to other runs."""
        while seconds > 0:
            pause = min(seconds, LEASE_SECONDS / 4)
            self.home.sleep(pause)
            self.lease.beat(now=self.home.clock())
            seconds -= pause

    def _pace(self) -> None:
        """Wait until the home wiki may be written to again."""
        self.rest(self.home.take_turn())

    def _description(self, language: str, key: str) -> str:
        own = self.settings.home_wiki.language
        words = self.words.say(own, "massmessage-list-note", name_in(language, own))
        return description_of(words, program=self.check.campaign.program, key=key)
