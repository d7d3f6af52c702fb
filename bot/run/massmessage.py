"""Shell: delivery through MassMessage on wikis that the bot may not edit itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from bot.ledger.ledger import LeaseLostError, Ledger, LedgerBusyError
from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.edits import Post, Skip, SkipReason
from bot.plan.massmessage import subject_of
from bot.program.faults import WRITING, Patience
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.run.census import Census
from bot.run.delivery import OLDEST_READING
from bot.run.mail import Mail, letter_of
from bot.run.mass_check import NOT_THERE, MassCheck
from bot.run.mass_sending import CLAIMED_ELSEWHERE, Addressee, Bulletin, MassSender
from bot.run.progress import Progress
from bot.wiki.errors import WikiAwayError
from bot.wiki.waiting import Waiting, steady
from bot.words.catalogue import Catalogue

LIST_LENGTH = 5000
"""Targets of one send at most: a wiki page holds two megabytes."""

CHUNK = 500
"""Messages taken from the outbox at a time."""

ON_ITS_WAY = Ending(outcome=Outcome.LATER, reason="MassMessage has not delivered it yet")


@dataclass(slots=True, kw_only=True)
class MassMessenger:
    """Sends once for each language, and looks who got it.

    Args:
        census: what the wikis say; who waits for MassMessage is noted there.
        memory: the ledger, which a dry run only reads; None: there is none yet.
        dry: whether nothing may be written anywhere.
    """

    census: Census
    words: Catalogue
    memory: Ledger | None
    dry: bool
    steady: Callable[[], float] = steady  # for all that is measured in this run
    skips: list[Skip] = field(default_factory=list)  # whom MassMessage itself left out by rule
    progresses: dict[str, Progress] = field(default_factory=dict)  # by wiki
    _sent: dict[str, Addressee] = field(default_factory=dict)  # by key, of this run
    _check: MassCheck = field(init=False)

    def __post_init__(self) -> None:
        self._check = MassCheck(census=self.census, memory=self.memory, dry=self.dry)

    @property
    def wikis(self) -> tuple[str, ...]:
        """The wikis that are served this way."""
        return self.census.settings.mass_wikis

    @property
    def waiting(self) -> int:
        """How many of this run's people have not got it yet, as far as anybody knows."""
        return len(self._sent.keys() - self._check.endings.keys())

    @property
    def _patience(self) -> Patience:
        return replace(WRITING, in_all=self.census.settings.limits.patience)

    @property
    def problems(self) -> list[Problem]:
        """What a person must look at after the last check."""
        return self._check.problems

    def check(self) -> None:
        """Look what became of earlier sends, before anything is planned.

        Raises:
            WikiError: the home wiki can't be read.
            LedgerError: the ledger can't be used, or another run has been sending for a long time.
        """
        if not self.wikis:
            return
        if self.dry or self.memory is None:
            self._check.run()
            return
        with self._sender(self.memory) as sender:
            sender.look()

    def deliver(
        self,
        outbox: Outbox,
        *,
        again: Callable[[Sequence[Entry]], dict[int, Post]],
        stop: Callable[[], None],
    ) -> None:
        """Send what is planned for the wikis served this way.

        Args:
            outbox: what is planned.
            again: looks at people of one wiki anew; gives the messages still wanted, by place in the outbox.
            stop: called before each list and send; raises where nothing more may be written.

        Raises:
            WikiError: the home wiki refuses to be read.
            LedgerError: the ledger can't be used.
        """
        for wiki in self.wikis:
            _renew(Mail(outbox=outbox, wiki=wiki, again=again))
        bulletins = list(self._bulletins(outbox))
        if not bulletins or self.memory is None:
            return
        try:
            with self._sender(self.memory) as sender:
                sender.look()  # another run may have sent meanwhile
                for bulletin in bulletins:
                    stop()
                    sending = sender.deliver(bulletin, stop=stop)
                    outbox.set_state(State.DONE, [person.seq for person in bulletin.people])
                    self._sent |= {person.key: person for person in sending.sent}
                    for person, ending in sending.others:
                        self._note(person, ending)
                    if sending.ending.outcome in {Outcome.HALT, Outcome.STALE, Outcome.LATER}:
                        self._leave(sending.ending)
                        return
        except (LeaseLostError, LedgerBusyError, WikiAwayError) as error:
            self._leave(Ending(outcome=Outcome.LATER, reason=str(error)))

    def finish(self) -> None:
        """Look who has got it, as long as patience lasts; who has not got it yet waits for a later run."""
        if not self._sent or self.memory is None:
            return
        waiting = Waiting(clock=self.steady)
        with suppress(LeaseLostError, LedgerBusyError, WikiAwayError), self._sender(self.memory) as sender:
            self._check.run()
            while self.waiting:
                if (wait := waiting.next(self._patience)) is None:
                    break
                sender.rest(wait)
                self._check.run()
        for key, person in self._sent.items():
            self._note(person, self._check.endings.get(key, ON_ITS_WAY))

    def _bulletins(self, outbox: Outbox) -> Iterator[Bulletin]:
        """Give what is planned, language by language, in pieces that fit a list."""
        people: dict[str, list[Addressee]] = {}
        samples: dict[str, Post] = {}
        for wiki in self.wikis:
            for person, post in _planned(outbox, wiki):
                samples.setdefault(post.language, post)
                people.setdefault(post.language, []).append(person)
                self._progress(wiki).total += 1
        for language, theirs in sorted(people.items()):
            for start in range(0, len(theirs), LIST_LENGTH):
                yield Bulletin(
                    language=language,
                    subject=subject_of(samples[language].heading),
                    message=samples[language].text,
                    people=theirs[start : start + LIST_LENGTH],
                )

    def _note(self, person: Addressee, ending: Ending) -> None:
        """Count how it ended for somebody."""
        progress = self._progress(person.wiki)
        if ending is CLAIMED_ELSEWHERE:
            progress.elsewhere += 1
        elif ending.outcome is Outcome.POSTED:
            progress.posted += 1
        elif ending.outcome is Outcome.SKIPPED:
            progress.elsewhere += 1
            reason = SkipReason(ending.reason)
            self.skips.append(Skip(wiki=person.wiki, username=person.username, reason=reason))
        else:
            progress.failed(person.key, person.username, ending)

    def _leave(self, ending: Ending) -> None:
        """Leave all wikis that are served this way: the home wiki sends to none of them."""
        absent = ending.reason.startswith(NOT_THERE)
        said = "the extension is not installed there" if absent else ending.reason
        reason = f"MassMessage on {self.census.settings.home}: {said}"
        for progress in self.progresses.values():
            progress.left = Ending(outcome=ending.outcome, reason=reason)

    def _progress(self, wiki: str) -> Progress:
        return self.progresses.setdefault(wiki, Progress(wiki=wiki, total=0))

    @contextmanager
    def _sender(self, ledger: Ledger) -> Iterator[MassSender]:
        """Hold the lease of MassMessage on the home wiki, waiting a little for another run."""
        name = f"job:massmessage:{self.census.settings.home_wiki.site}"
        home = self.census.wikis.home
        waiting = Waiting(clock=self.steady)
        while (lease := ledger.lease(name, now=home.clock())) is None:
            if (wait := waiting.next(self._patience)) is None:
                raise LedgerBusyError(ledger.busy(name))
            home.sleep(wait)
        try:
            yield MassSender(
                check=self._check, ledger=ledger, words=self.words, lease=lease, steady=self.steady
            )
        finally:
            lease.release()


def _renew(mail: Mail) -> None:
    """Look at a wiki's people anew where they were read long ago, while an operator thought it over, say."""
    for letter in mail.in_state(State.PLANNED, 1):
        if steady() - letter.post.read_at > OLDEST_READING:
            mail.renew(State.PLANNED, mail.outbox.count())


def _planned(outbox: Outbox, wiki: str) -> Iterator[tuple[Addressee, Post]]:
    """Give the planned messages of a wiki, some at a time."""
    after = 0
    while some := outbox.some(wiki, State.PLANNED, CHUNK, after=after):
        for entry in some:
            post = letter_of(entry).post
            person = Addressee(
                seq=entry.seq,
                key=post.key,
                wiki=wiki,
                username=post.username,
                title=post.title,
                person=post.person,
            )
            yield person, post
        after = some[-1].seq
