"""Shell: delivery: an intent before each write, one try, and doubt settled by reading the wiki."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.ledger.ledger import Delivery, Intent, Ledger
from bot.plan.edits import Campaign, Post
from bot.program.outcomes import Ending, Outcome
from bot.wiki.contributions import read_back
from bot.wiki.errors import WikiError
from bot.wiki.wiki import Wiki
from bot.wiki.writing import append_section

REFUSALS_IN_A_ROW = 5
"""So many refusals for one reason one after the other, and a person must look before more is tried."""

OLDEST_READING = 540.0
"""Seconds after which a talk page is read again before it is written to: below ten minutes."""

STOP_PAGE_WRITES, STOP_PAGE_SECONDS = 50, 60.0
"""The stop page is read again after so many writes or seconds, whichever comes first."""

ROUNDS = 3
"""How often a doubtful message is tried again in one run."""

DOUBTS_IN_A_ROW = 5
"""So many lost answers one after the other, and the wiki is left alone until the next run."""

WAITS = (1.0, 5.0, 15.0)
"""Seconds of waiting for a wiki that can't be written now; after the last it is left until the next run."""

CLOCK_SKEW = 3600.0
"""Seconds by which our clock and a wiki's may differ."""


class StoppedError(Exception):
    """The stop page has text: nothing more may be written, on any wiki."""


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far the delivery on one wiki has come."""

    wiki: str
    total: int
    posted: int = 0
    endings: dict[str, Ending] = field(default_factory=dict)  # by key, of those that were not posted
    left: Ending | None = None  # why the rest of the wiki was left; None: it was not


@dataclass(slots=True, kw_only=True)
class StopPage:
    """Looks at the stop page now and then."""

    has_text: Callable[[], bool]
    clock: Callable[[], float] = time.time
    writes: int = 0
    looked_at: float = 0.0

    def look(self) -> None:
        """Look if it is time to; called before each write.

        Raises:
            StoppedError: the page has text.
        """
        now = self.clock()
        if self.writes >= STOP_PAGE_WRITES or now - self.looked_at >= STOP_PAGE_SECONDS:
            if self.has_text():
                raise StoppedError
            self.writes, self.looked_at = 0, now  # only now: a look that failed is none
        self.writes += 1


@dataclass(slots=True, kw_only=True)
class Courier:
    """Delivers the posts of one wiki, in their order; the ledger knows of every try before it is made."""

    wiki: Wiki  # connected
    ledger: Ledger
    campaign: Campaign
    again: Callable[
        [Sequence[Post]], Sequence[Post]
    ]  # looks at people anew; gives what is still to be posted
    stop_page: StopPage
    show: Callable[[Progress], None]  # called after each step
    throttle: float  # seconds between two writes
    time_limit: float  # seconds after which a write that the wiki has begun can no longer come through
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    written_at: float = 0.0
    doubts_in_a_row: int = 0
    refusals: list[str] = field(default_factory=list)  # reasons, of those in a row

    def deliver(self, posts: Sequence[Post]) -> Progress:
        """Deliver, and settle what is in doubt from this run and earlier ones.

        Raises:
            StoppedError: the stop page has text.
            LedgerError: the ledger can't be written.
        """
        progress = Progress(wiki=self.wiki.name, total=len(posts))
        try:
            changed = self._write_all([post for post in posts if not self._open(post)], progress)
            for _ in range(ROUNDS):
                doubtful = [post for post in posts if self._open(post)]
                if progress.left or not (doubtful or changed):
                    break
                doubtful = self._settle(doubtful, changed, progress)
                missing = [*doubtful, *(post for post in changed if not self.ledger.has(post.key))]
                changed = self._write_missing(missing, progress)
            self._settle_once([post for post in posts if self._open(post)], changed, progress)
        except WikiError as error:
            progress.left = Ending(outcome=Outcome.LATER, reason=str(error), unreachable=True)
        for post in posts:
            if self._open(post):
                progress.endings[post.key] = Ending(outcome=Outcome.DOUBT)
        self.show(progress)
        return progress

    def _open(self, post: Post) -> bool:
        """Tell whether a write to this wiki is begun and not settled."""
        opened = self.ledger.open_intent(post.key)
        return opened is not None and opened[0].wiki == self.wiki.name

    def _write_all(self, posts: Iterable[Post], progress: Progress) -> list[Post]:
        """Write each post once; give those whose page was no longer as it had been read."""
        changed: list[Post] = []
        waiting = list(posts)
        while waiting and not progress.left:
            if self.clock() - waiting[0].read_at > OLDEST_READING:
                waiting[: self.wiki.batch] = self.again(waiting[: self.wiki.batch])
                continue
            post = waiting.pop(0)
            ending = self._write(self._intent(post), progress)
            if ending.outcome is Outcome.CHANGED:
                changed.append(post)
        return changed

    def _write_missing(self, missing: Sequence[Post], progress: Progress) -> list[Post]:
        """Look at people anew, then try again what surely did not come through.

        Where the page is still the one that was written to, it is the same request, so that the wiki knows a
        repeat; else the first request is forgotten. Gives the posts whose page had changed again.
        """
        if not missing:
            return []
        fresh = list(self.again(missing))
        still = {post.key for post in fresh}
        for post in missing:
            if post.key not in still:
                progress.endings.pop(post.key, None)  # no longer wanted, or found delivered
        changed: list[Post] = []
        for post in fresh:
            opened = self.ledger.open_intent(post.key)
            intent = opened[0] if opened and opened[0].title == post.title else self._intent(post)
            if not progress.left and self._write(intent, progress).outcome is Outcome.CHANGED:
                changed.append(post)
        return changed

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
        )

    def _write(self, intent: Intent, progress: Progress) -> Ending:
        """Write one message; waits and tries again only where the wiki surely did not save it."""
        waits = iter(WAITS)
        renewed = False
        while True:
            self.stop_page.look()
            self._pace()
            ending = self._try(intent)
            if ending.outcome is Outcome.STALE and not renewed:
                renewed = True
                self.wiki.connect()
                continue
            wait = next(waits, None) if ending.outcome is Outcome.LATER else None
            if wait is None:
                break
            self.sleep(max(wait, min(ending.wait, WAITS[-1])))
        self._note(intent, ending, progress)
        return ending

    def _try(self, intent: Intent) -> Ending:
        self.ledger.intend(intent, now=self.clock())
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

    def _note(self, intent: Intent, ending: Ending, progress: Progress) -> None:
        """Count the ending, and see whether the wiki must be left alone."""
        doubtful = ending.outcome is Outcome.DOUBT
        self.doubts_in_a_row = self.doubts_in_a_row + 1 if doubtful else 0
        if ending.outcome is Outcome.POSTED:
            progress.posted += 1
            progress.endings.pop(intent.key, None)
        else:
            progress.endings[intent.key] = ending
        refused = ending.outcome is Outcome.REFUSED
        self.refusals = [*self.refusals, ending.reason] if refused else []
        if ending.outcome in {Outcome.LATER, Outcome.HALT, Outcome.STALE}:
            progress.left = ending
        elif self.refusals[-REFUSALS_IN_A_ROW:] == [ending.reason] * REFUSALS_IN_A_ROW:
            progress.left = Ending(outcome=Outcome.HALT, reason=ending.reason)
        elif self.doubts_in_a_row >= DOUBTS_IN_A_ROW:
            progress.left = Ending(outcome=Outcome.LATER, reason=ending.reason, unreachable=True)
        self.show(progress)

    def _pace(self) -> None:
        wait = self.written_at + self.throttle - self.clock()
        if wait > 0:
            self.sleep(min(wait, self.throttle))
        self.written_at = self.clock()

    def _settle(self, doubtful: list[Post], changed: list[Post], progress: Progress) -> list[Post]:
        """Read the wiki until each doubtful write is found, or too old to come through; give the latter."""
        wait = 1.0
        waited = 0.0
        doubtful = self._settle_once(doubtful, changed, progress)
        while doubtful and waited < self.time_limit:
            youngest = max(self._intended_at(post) for post in doubtful)
            left = youngest + self.time_limit - self.clock()
            if left <= 0:
                break
            pause = min(wait, left, self.time_limit)
            self.sleep(pause)
            waited, wait = waited + pause, wait * 2
            doubtful = self._settle_once(doubtful, changed, progress)
        return doubtful

    def _intended_at(self, post: Post) -> float:
        opened = self.ledger.open_intent(post.key)
        return opened[1] if opened else 0.0

    def _settle_once(self, doubtful: list[Post], changed: list[Post], progress: Progress) -> list[Post]:
        """Ask the wiki once which messages it has; give those that are still in doubt."""
        if not doubtful and not changed:
            return []
        oldest = min([self._intended_at(post) for post in doubtful] or [self.clock()])
        since = datetime.fromtimestamp(oldest - CLOCK_SKEW, tz=UTC)
        found = read_back(self.wiki, self.campaign.program, self.campaign.prefix, since)
        for post in (*doubtful, *changed):
            message = found.get(post.key)
            if message and not self.ledger.has_posted(post.key):
                self.ledger.adopt(
                    Delivery(
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
                    ),
                    campaign=self.campaign.name,
                )
                progress.posted += 1
                progress.endings.pop(post.key, None)
        self.show(progress)
        return [post for post in doubtful if self._open(post)]
