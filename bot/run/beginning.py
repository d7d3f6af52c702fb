"""Shell: how a job begins: the ledger opened, the run remembered, the settings read that are in force."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date

from bot.ledger.ledger import Lease, Ledger, glimpse, opened
from bot.run.command import Frame
from bot.run.console import Console
from bot.run.exit_status import ExitStatus
from bot.run.runs import remembered
from bot.run.steering import Steered, Steerer
from bot.run.steering_talk import SteeringTalk
from bot.run.stop_rule import check_stopped, check_talk
from bot.run.wikis import Wikis
from bot.run.wording import catalogue_of, read_as_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a job works with."""

    memory: Ledger | None  # a dry run only reads it; None: there is none yet
    lease: Lease | None  # of the job; None: others may run beside it
    wikis: Wikis
    console: Console
    steered: Steered
    end: Callable[[ExitStatus], ExitStatus]  # remembers how the job ended, and gives it back

    def may_begin(self, job: str, day: date) -> None:
        """Go on only where neither organisers nor a message on the bot's talk page hold a job back.

        Raises:
            CommandError: they do.
            WikiError: the home wiki can't be asked.
        """
        self.steered.check(job, day)
        check_talk(self.steered.settings, self.wikis)
        self.explain()

    def explain(self) -> None:
        """Say on talk pages what is wrong with the pages by which the bot is steered.

        Raises:
            CommandError: the stop page stops the bot.
            WikiError: the home wiki can't be asked.
        """
        home, settings = self.wikis.home, self.steered.settings
        if self.wikis.simulate or not home.username:
            return
        talk = SteeringTalk(settings=settings, words=self.console.words, home=home, say=self.console.say)
        for each in self.steered.explanations:
            talk.write(each, before_write=lambda: check_stopped(settings, self.wikis))


@contextmanager
def begun(frame: Frame, job: str, *, alone: bool = False) -> Iterator[Begun]:
    """Begin a job; the ledger is closed behind it.

    Args:
        frame: the options and the operator's settings.
        job: the command's name.
        alone: whether it is to be the only run of the job.

    Raises:
        CommandError: what organisers set can't be known.
        LedgerError: the ledger can't be used, or another run is at work.
        WikiError: the home wiki can't be asked.
    """
    settings, simulate = frame.settings, frame.options.simulate
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if simulate else opened)(settings.ledger))
        end = stack.enter_context(remembered(memory, job))
        lease = None
        if alone and memory and not simulate:
            lease = stack.enter_context(memory.leased(f"job:{job}", now=time.time()))
        wikis = Wikis(settings=settings, simulate=simulate)
        console = Console(words=catalogue_of(settings), always="always" in frame.options.flags)
        steerer = Steerer(
            settings=settings,
            words=console.words,
            home=wikis.home,
            say=console.say,
            memory=memory,
            dry=simulate,
        )
        steered = steerer.steer()
        read_as_set(steered.settings)
        yield Begun(memory=memory, lease=lease, wikis=wikis, console=console, steered=steered, end=end)
