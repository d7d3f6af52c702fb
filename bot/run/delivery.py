"""Shell: delivery: an intent before each write, one try, and doubt settled by reading the wiki."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.ledger.ledger import Delivery, Intent
from bot.ledger.outbox import State
from bot.plan.edits import Post
from bot.program.faults import WRITING
from bot.program.outcomes import Ending, Outcome
from bot.run.census import DELETED_IN_DOUBT, WIKI_SKEW
from bot.run.mail import Letter, Mail
from bot.run.side_by_side import Steps
from bot.run.wiki_work import WikiWork
from bot.wiki.contributions import read_back
from bot.wiki.writing import append_section

OLDEST_READING = 540.0
"""Seconds after which a talk page is read again before it is written to: below ten minutes."""

ROUNDS = 3
"""How often a doubtful message is tried again in one run."""

DOUBTS_IN_A_ROW = 5
"""So many lost answers one after the other, and the wiki is left alone until the next run."""

FENCE = 5.0
"""Seconds a process may sleep between an intent and its write; after more the intent is written down anew."""

TOO_LATE = Ending(outcome=Outcome.SKIPPED, reason="its time has passed")
READ_TOO_LONG_AGO = Ending(outcome=Outcome.CHANGED, reason="read too long ago")
DELIVERED_ELSEWHERE = Ending(outcome=Outcome.POSTED, reason="another run delivered it")

MARKS = {
    Outcome.POSTED: State.DONE,
    Outcome.REFUSED: State.DONE,
    Outcome.SKIPPED: State.DONE,
    Outcome.CHANGED: State.CHANGED,
    Outcome.DOUBT: State.DOUBT,
}
"""How far an ending brings a message; with any other it stays where it was, for a later run."""


@dataclass(slots=True, kw_only=True)
class Courier(WikiWork):
    """Delivers the mail of one wiki, in its order; the ledger knows of every try before it is made."""

    mail: Mail
    read_at: float = 0.0  # by the wiki's clock: before this, the ledger has all that the wiki has
    seen_at: float = 0.0  # by the wiki's clock, when it last saved a message
    tried_at: dict[str, float] = field(default_factory=dict)  # by the steady clock, of those in doubt
    doubted_since: dict[str, float] = field(default_factory=dict)  # by the wiki's clock, before the try
    doubts_in_a_row: int = 0

    def _end(self) -> None:
        for letter in self.mail.in_state(State.DOUBT):
            self.progress.failed(letter.post.key, letter.post.username, Ending(outcome=Outcome.DOUBT))

    def _work(self) -> Steps[None]:
        """Deliver, and settle what is in doubt from this run and earlier ones."""
        self._mark_begun()
        for _ in range(ROUNDS):
            yield from self._write_planned()
            if self.progress.left or not self._is_open():
                break
            yield from self._settle()
            yield from self._write_missing(State.DOUBT)
            yield from self._write_missing(State.CHANGED)
        if self._is_open():
            yield from self._asked(self._read_back)

    def _is_open(self) -> bool:
        return any(self.mail.in_state(state, 1) for state in (State.DOUBT, State.CHANGED))

    def _mark_begun(self) -> None:
        """Find what an earlier run began here and did not settle."""
        self.read_at = self.ledger.read_back_at(self.campaign.name, self.wiki.name) or 0.0
        self.seen_at = self.read_at
        begun = self.ledger.begun(self.campaign.name, self.wiki.name)
        self.mail.outbox.doubt(self.wiki.name, [each.key for each in begun])

    def _write_planned(self) -> Steps[None]:
        """Write each message once; people are looked at anew where what was read of them is no longer so."""
        for letter in self.mail.planned():
            if self.steady() - letter.post.read_at > OLDEST_READING or self._is_told(letter.post):
                yield from self._asked(lambda: self.mail.renew(State.PLANNED, self.wiki.batch))
                continue
            yield from self._write(letter, self._intent(letter.post))
            if self.progress.left:
                return

    def _is_told(self, post: Post) -> bool:
        """Tell whether another campaign's message has told meanwhile what this one would tell."""
        told = set(post.told.split())
        return bool(told) and not told <= {each.key for each in self.ledger.held_back_from([post.person])}

    def _write_missing(self, state: State) -> Steps[None]:
        """Look at people anew, then try again what surely did not come through.

        Where the page is still the one that was written to, it is the same request, so that the wiki knows a
        repeat; else the first request is forgotten.
        """
        if self.progress.left or not self.mail.in_state(state, 1):
            return
        before = {letter.post.key for letter in self.mail.in_state(state)}
        fresh = yield from self._asked(lambda: self.mail.renew(state, len(before)))
        for key in before - {letter.post.key for letter in fresh}:  # no longer wanted, or found delivered
            self.progress.forget(key)
            if self._age(key) > self.time_limit:
                self.ledger.settle(key, Outcome.LATER, reason="no longer wanted, and it never came through")
        for letter in fresh:
            opened = self.ledger.open_intent(letter.post.key)
            intent = self._intent(letter.post)
            if opened and opened[0].title == letter.post.title:
                intent = opened[0]
            if intent.baserevid and letter.post.baserevid is None:
                self._settle_deleted(letter)
                continue
            yield from self._write(letter, intent)
            if self.progress.left:
                return

    def _settle_deleted(self, letter: Letter) -> None:
        """Leave a page alone that was deleted while it was in doubt whether it had the message."""
        self.ledger.settle(letter.post.key, Outcome.REFUSED, reason=DELETED_IN_DOUBT)
        self.mail.mark(letter, State.DONE)
        ending = Ending(outcome=Outcome.REFUSED, reason=DELETED_IN_DOUBT)
        self.progress.failed(letter.post.key, letter.post.username, ending)

    def _intent(self, post: Post) -> Intent:
        return Intent(
            key=post.key,
            campaign=self.campaign.name,
            wiki=post.wiki,
            username=post.username,
            title=post.title,
            language=post.language,
            heading=post.heading,
            text=post.text,
            summary=post.summary,
            baserevid=post.baserevid,
            person=post.person,
            told=post.told,
        )

    def _write(self, letter: Letter, intent: Intent) -> Steps[None]:
        """Write one message; waits and tries again only where the wiki surely did not save it."""
        waiting = self._waiting()
        renewed = False
        while True:
            yield from self._asked(self.stop_page.look)
            yield from self._pace()
            ending = self._try(letter, intent)
            if ending.outcome is Outcome.STALE and not renewed:
                renewed = True
                yield from self._asked(self.wiki.connect)
                continue
            wait = (
                waiting.next(self._limit, at_least=ending.wait) if ending.outcome is Outcome.LATER else None
            )
            if wait is None:
                break
            yield from self._rest(wait, ending.reason)
        if mark := MARKS.get(ending.outcome):
            self.mail.mark(letter, mark)
        self._note(intent, ending)
        if ending.elsewhere:
            yield from self._look_where(intent)
        yield 0.0

    def _look_where(self, intent: Intent) -> Steps[None]:
        """See whether a message stands on a redirect, because the page was moved just before it came."""
        self.progress.astray[intent.key] = intent.username
        if not (yield from self._asked(lambda: self.wiki.is_redirect(intent.title))):
            del self.progress.astray[intent.key]

    def _try(self, letter: Letter, intent: Intent) -> Ending:
        """Write down the intent, try once, write down the ending."""
        while True:
            self.beaten_at = self.steady()
            if letter.post.not_after and self.clock() >= letter.post.not_after:
                return TOO_LATE
            if self.beaten_at - letter.post.read_at > OLDEST_READING + self.patience:
                return READ_TOO_LONG_AGO
            if not self.ledger.intend(intent, now=self.clock(), lease=self.lease):
                return DELIVERED_ELSEWHERE
            if self.steady() - self.beaten_at < FENCE:
                break
        ending = append_section(
            self.wiki,
            title=intent.title,
            heading=intent.heading,
            text=intent.text,
            summary=intent.summary,
            baserevid=intent.baserevid,
        )
        self.ledger.settle(intent.key, ending.outcome, reason=ending.reason, revid=ending.revid, at=ending.at)
        self._remember(intent.key, ending, tried_at=self.beaten_at)
        return ending

    def _remember(self, key: str, ending: Ending, *, tried_at: float) -> None:
        """Keep the times by which doubt is settled."""
        if ending.outcome is Outcome.DOUBT:
            self.tried_at[key] = tried_at
        if ending.outcome in {Outcome.DOUBT, Outcome.CHANGED}:
            self.doubted_since.setdefault(key, self.seen_at)
        if ending.outcome is Outcome.POSTED and ending.at:
            self.seen_at = datetime.fromisoformat(ending.at).timestamp()

    def _note(self, intent: Intent, ending: Ending) -> None:
        """Count the ending, and see whether the wiki must be left alone."""
        progress = self.progress
        doubtful = ending.outcome is Outcome.DOUBT
        self.doubts_in_a_row = self.doubts_in_a_row + 1 if doubtful else 0
        if ending is DELIVERED_ELSEWHERE:
            progress.elsewhere += 1
        elif ending.outcome is Outcome.POSTED:
            progress.posted += 1
            progress.forget(intent.key)
        else:
            progress.failed(intent.key, intent.username, ending)
        self._leave_after(ending)
        if self.doubts_in_a_row >= DOUBTS_IN_A_ROW:
            progress.left = Ending(outcome=Outcome.LATER, reason=ending.reason)
        self._show("")

    def _settle(self) -> Steps[None]:
        """Read the wiki until each doubtful write is found, or too old to come through."""
        waiting = self._waiting()
        limit = replace(WRITING, in_all=self.time_limit)
        yield from self._asked(self._read_back)
        while doubtful := self.mail.in_state(State.DOUBT):
            left = self.time_limit - min(self._age(letter.post.key) for letter in doubtful)
            wait = waiting.next(limit)
            if left <= 0 or wait is None:
                break
            yield from self._rest(min(wait, left), "an answer that was lost")
            yield from self._asked(self._read_back)

    def _age(self, key: str) -> float:
        """Give the seconds since a message was tried; of an earlier run's, only the clock knows."""
        if key in self.tried_at:
            return self.steady() - self.tried_at[key]
        opened = self.ledger.open_intent(key)
        return abs(self.clock() - opened[1]) if opened else self.time_limit + 1

    def _since(self, letters: Sequence[Letter]) -> datetime:
        """Give a moment, by the wiki's own clock, before any of these messages was tried."""
        moments = [self.doubted_since.get(letter.post.key, self.read_at) for letter in letters]
        return datetime.fromtimestamp(max(0.0, min(moments, default=0.0) - WIKI_SKEW.total_seconds()), tz=UTC)

    def _read_back(self) -> None:
        """Ask the wiki once which messages it has."""
        letters = [*self.mail.in_state(State.DOUBT), *self.mail.in_state(State.CHANGED)]
        campaign = self.campaign
        found = {}
        if letters:
            found = read_back(
                self.wiki, campaign.program, campaign.prefix, self._since(letters), pages=campaign.pages
            )
        for letter in letters:
            post = letter.post
            if message := found.get(post.key):
                if not self.ledger.has_posted(post.key):
                    delivery = Delivery(
                        key=post.key,
                        wiki=post.wiki,
                        username=post.username,
                        title=post.title,
                        language=post.language,
                        outcome=Outcome.POSTED,
                        reason="",
                        revid=message.revid,
                        at=message.at,
                        intended_at=self.clock(),
                    )
                    self.ledger.adopt(delivery, campaign=self.campaign.name, person=post.person)
                self.mail.mark(letter, State.DONE)
                self.progress.posted += 1
                self.progress.forget(post.key)
        self._show("")
