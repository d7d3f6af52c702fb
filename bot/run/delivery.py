"""Shell: delivery: an intent before each write, one try, and doubt settled by reading the wiki."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from bot.ledger.leases import LEASE_SECONDS
from bot.ledger.ledger import Delivery, Intent, Lease, LeaseLostError, Ledger
from bot.ledger.outbox import State
from bot.plan.edits import Campaign, Post
from bot.program.outcomes import Ending, Outcome
from bot.run.mail import Letter, Mail
from bot.run.progress import Progress
from bot.run.stop_page import StopPage
from bot.run.waits import Waits
from bot.wiki.contributions import read_back
from bot.wiki.errors import WikiAwayError, WikiError
from bot.wiki.wiki import Wiki
from bot.wiki.writing import append_section

Result = TypeVar("Result")
Steps = Generator[float, None, Result]
"""Gives the seconds until its next step, and at its end a result."""

REFUSALS_IN_A_ROW = 5
"""So many refusals for one reason one after the other, and a person must look before more is tried."""

OLDEST_READING = 540.0
"""Seconds after which a talk page is read again before it is written to: below ten minutes."""

ROUNDS = 3
"""How often a doubtful message is tried again in one run."""

DOUBTS_IN_A_ROW = 5
"""So many lost answers one after the other, and the wiki is left alone until the next run."""

CLOCK_SKEW = 3600.0
"""Seconds by which our clock and a wiki's may differ."""

FENCE = 5.0
"""Seconds a process may sleep between an intent and its write; after more the intent is written down anew."""

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
class Courier:
    """Delivers the mail of one wiki, in its order; the ledger knows of every try before it is made.

    Its work is `steps()`: a step is at most one write, or one question, and the seconds to wait after it.
    """

    wiki: Wiki  # connected
    ledger: Ledger
    campaign: Campaign
    mail: Mail
    stop_page: StopPage
    show: Callable[[Progress], None]  # called after each step
    lease_name: str  # one writer a wiki
    throttle: float  # seconds between two writes
    time_limit: float  # seconds after which a write that the wiki has begun can no longer come through
    patience: float  # seconds to wait in all for a wiki that can't be written or read now
    clock: Callable[[], float] = time.time
    progress: Progress
    lease: Lease | None = None
    beaten_at: float = 0.0
    written_at: float = 0.0
    doubts_in_a_row: int = 0
    refusals: list[str] = field(default_factory=list)  # reasons, of those in a row

    def steps(self) -> Steps[None]:
        """Deliver, and settle what is in doubt from this run and earlier ones.

        Raises:
            StoppedError: the stop page has text.
            LedgerError: the ledger can't be written.
        """
        try:
            yield from self._take_lease()
            if not self.progress.left:
                yield from self._deliver()
        except (WikiError, LeaseLostError) as error:
            unreachable = isinstance(error, WikiAwayError)
            self.progress.left = Ending(outcome=Outcome.LATER, reason=str(error), unreachable=unreachable)
        finally:
            if self.lease:
                self.lease.release()
        for letter in self.mail.in_state(State.DOUBT):
            self.progress.failed(letter.post.key, letter.post.username, Ending(outcome=Outcome.DOUBT))
        self._show("")

    def _take_lease(self) -> Steps[None]:
        """Wait a little for another run that is at work on this wiki."""
        waits = Waits(patience=self.patience)
        while not (lease := self.ledger.lease(self.lease_name, now=self.clock())):
            self._show("another run")
            if (wait := waits.next()) is None:
                reason = self.ledger.busy(self.lease_name)
                self.progress.left = Ending(outcome=Outcome.LATER, reason=reason)
                return
            yield wait
        self.lease, self.beaten_at = lease, self.clock()

    def _deliver(self) -> Steps[None]:
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
        begun = self.ledger.begun(self.campaign.name, self.wiki.name)
        self.mail.outbox.doubt(self.wiki.name, [each.key for each in begun])

    def _write_planned(self) -> Steps[None]:
        """Write each message once, people whose page was read long ago being looked at anew."""
        for letter in self.mail.planned():
            if abs(self.clock() - letter.post.read_at) > OLDEST_READING:
                yield from self._asked(lambda: self.mail.renew(State.PLANNED, self.wiki.batch))
                continue
            yield from self._write(letter, self._intent(letter.post))
            if self.progress.left:
                return

    def _write_missing(self, state: State) -> Steps[None]:
        """Look at people anew, then try again what surely did not come through.

        Where the page is still the one that was written to, it is the same request, so that the wiki knows a
        repeat; else the first request is forgotten.
        """
        if self.progress.left or not self.mail.in_state(state, 1):
            return
        before = {letter.post.key for letter in self.mail.in_state(state)}
        fresh = yield from self._asked(lambda: self.mail.renew(state, len(before)))
        for key in before - {letter.post.key for letter in fresh}:
            self.progress.forget(key)  # no longer wanted, or found delivered
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
        reason = "the talk page was deleted while it was in doubt whether it had the message"
        self.ledger.settle(letter.post.key, Outcome.REFUSED, reason=reason)
        self.mail.mark(letter, State.DONE)
        ending = Ending(outcome=Outcome.REFUSED, reason=reason)
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
        waits = Waits(patience=self.patience)
        renewed = False
        while True:
            yield from self._asked(self.stop_page.look)
            yield from self._pace()
            ending = self._try(letter, intent)
            if ending.outcome is Outcome.STALE and not renewed:
                renewed = True
                yield from self._asked(self.wiki.connect)
                continue
            wait = waits.next(at_least=ending.wait) if ending.outcome is Outcome.LATER else None
            if wait is None:
                break
            yield from self._rest(wait, ending.reason)
        if mark := MARKS.get(ending.outcome):
            self.mail.mark(letter, mark)
        self._note(intent, ending)
        yield 0.0

    def _try(self, letter: Letter, intent: Intent) -> Ending:
        """Write down the intent, try once, write down the ending."""
        while True:
            now = self.clock()
            if abs(now - letter.post.read_at) > OLDEST_READING + self.patience:
                return READ_TOO_LONG_AGO
            if not self.ledger.intend(intent, now=now, lease=self.lease):
                return DELIVERED_ELSEWHERE
            self.beaten_at = now
            if abs(self.clock() - now) < FENCE:
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
        return ending

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
        refused = ending.outcome is Outcome.REFUSED
        self.refusals = [*self.refusals, ending.reason][-REFUSALS_IN_A_ROW:] if refused else []
        if ending.outcome in {Outcome.LATER, Outcome.HALT, Outcome.STALE}:
            progress.left = ending
        elif self.refusals == [ending.reason] * REFUSALS_IN_A_ROW:
            progress.left = Ending(outcome=Outcome.HALT, reason=ending.reason)
        elif self.doubts_in_a_row >= DOUBTS_IN_A_ROW:
            progress.left = Ending(outcome=Outcome.LATER, reason=ending.reason, unreachable=True)
        self._show("")

    def _show(self, waits_for: str) -> None:
        self.progress.waits_for = waits_for
        self.show(self.progress)

    def _pace(self) -> Steps[None]:
        wait = self.written_at + self.throttle - self.clock()
        if wait > 0:
            yield from self._rest(min(wait, self.throttle), "")
        self.written_at = self.clock()

    def _rest(self, seconds: float, waits_for: str) -> Steps[None]:
        """Let others go on for so long, showing a sign of life to other runs now and then."""
        self._show(waits_for)
        while seconds > 0:
            pause = min(seconds, LEASE_SECONDS / 4)
            yield pause
            seconds -= pause
            if self.lease and abs(self.clock() - self.beaten_at) > LEASE_SECONDS / 4:
                self.beaten_at = self.clock()
                self.lease.beat(now=self.beaten_at)

    def _asked(self, question: Callable[[], Result]) -> Steps[Result]:
        """Ask a wiki, and wait and ask again where it is away."""
        waits = Waits(patience=self.patience)
        while True:
            try:
                result = question()
            except WikiAwayError as error:
                if (wait := waits.next()) is None:
                    raise
                yield from self._rest(wait, str(error))
            else:
                return result

    def _settle(self) -> Steps[None]:
        """Read the wiki until each doubtful write is found, or too old to come through."""
        waits = Waits(patience=self.time_limit + CLOCK_SKEW)
        waited = 0.0
        yield from self._asked(self._read_back)
        while waited < self.time_limit and (doubtful := self.mail.in_state(State.DOUBT)):
            youngest = max(self._intended_at(letter.post) for letter in doubtful)
            left = youngest + self.time_limit - self.clock()
            wait = waits.next()
            if left <= 0 or wait is None:
                break
            pause = min(wait, left, self.time_limit)
            yield from self._rest(pause, "an answer that was lost")
            waited += pause
            yield from self._asked(self._read_back)

    def _intended_at(self, post: Post) -> float:
        opened = self.ledger.open_intent(post.key)
        return opened[1] if opened else 0.0

    def _read_back(self) -> None:
        """Ask the wiki once which messages it has."""
        letters = [*self.mail.in_state(State.DOUBT), *self.mail.in_state(State.CHANGED)]
        oldest = min((self._intended_at(letter.post) or self.clock() for letter in letters), default=0.0)
        since = datetime.fromtimestamp(max(0.0, oldest - CLOCK_SKEW), tz=UTC)
        found = read_back(self.wiki, self.campaign.program, self.campaign.prefix, since) if letters else {}
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
