"""Shell: the job of amending or recalling a campaign's messages: gather, plan, ask, change, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.ledger.ledger import Ledger
from bot.plan.amend import (
    Changer,
    Left,
    Message,
    Reason,
    SectionEdit,
    has_sections_of_its_own,
    is_saved_otherwise,
)
from bot.plan.changes_report import OWNED, ChangesReport
from bot.plan.section import SectionMaker
from bot.program.changes import Change
from bot.program.outcomes import Ending
from bot.program.talkpage import TalkPage
from bot.run.amending import Amender
from bot.run.campaign_key import CampaignKey
from bot.run.census import Census
from bot.run.change_dispatch import ChangeDispatch, Decide
from bot.run.console import LANGUAGE, Console
from bot.run.delivered import DeliveredMessages
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.feedback import feedback_title
from bot.run.home import HomePages, messages_of, read_home
from bot.run.keeping import SAME, Part, PartKeeper
from bot.run.progress import endings_of
from bot.run.settings import Settings
from bot.run.stop_page import StopPage
from bot.run.stop_rule import why_stopped
from bot.run.wikis import Wikis
from bot.wiki.errors import WikiAwayError
from bot.wiki.message_edits import difference, is_exact, saved_form
from bot.words.catalogue import Catalogue


@dataclass(slots=True, kw_only=True)
class ChangePlan:
    """What would be changed, and what is left as it is."""

    edits: list[Message] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    done: int = 0  # messages that are as they should be
    waiting: int = 0  # messages beyond this run's budget
    changed: dict[Change, set[str]] = field(default_factory=lambda: {change: set() for change in Change})

    def add(self, message: Message, found: SectionEdit | Left | None) -> None:
        """Add what was decided about a message."""
        if message.changed:
            self.changed[message.changed].add(message.key)
        if isinstance(found, SectionEdit):
            self.edits.append(message)
        elif found:
            self.left.append(found)
        else:
            self.done += 1

    def note(self, change: Change, keys: Iterable[str]) -> None:
        """Note which messages this run has changed."""
        self.changed[change] |= set(keys)
        for other in set(Change) - {change}:
            self.changed[other] -= self.changed[change]


@dataclass(slots=True, kw_only=True)
class Amend:
    """One run for one campaign.

    Args:
        key: which campaign.
        change: what is done to its messages.
        budget: how many this run may change; 0: no limit.
        memory: the ledger, which a dry run only reads; None: there is none yet.
        dry: whether nothing may be written anywhere.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    key: CampaignKey
    change: Change
    dry: bool
    memory: Ledger | None
    budget: int = 0

    def run(self) -> ExitStatus:
        """Do all of it.

        Raises:
            CommandError: it can't be begun, or was stopped.
            WikiError: the home wiki is away, or an account can't be used.
            LedgerError: the ledger can't be used.
        """
        named = self.key.find(self.settings, self.wikis, self.memory)
        home = read_home(
            self.settings,
            self.wikis,
            title=named.title,
            name=named.name,
            option="-page:" if self.key.page else f"-{self.change.value}:",
        )
        self.key.check(home.campaign)
        census = Census(
            settings=self.settings,
            wikis=self.wikis,
            campaign=home.campaign,
            memory=self.memory,
            dry=self.dry,
            message_page=home.message.title,
        )
        decide = partial(self._decide, self._changer(home, census))
        plan = self._plan(decide, census)
        self._show(plan, census, home)
        if self.dry or self.memory is None:
            self.console.say("\nDry run: nothing was written.")
            return self._status(plan, census, ())
        if plan.edits and not self.console.agrees(f"{self._verb} these {len(plan.edits)} messages?"):
            return ExitStatus.NEEDS_PERSON
        amenders = self._deliver(plan, decide, census, self.memory, looked_at=home.read_at)
        if self.change is Change.RECALL:
            self.console.say(
                "\nWho has not had the message yet gets it from the next run, unless you -cancel it."
            )
        report = self._report(plan, home, amenders)
        endings = endings_of(amender.progress for amender in amenders)
        return self._status(plan, census, [*endings, report])

    @property
    def _verb(self) -> str:
        return self.change.value.capitalize()

    def _changer(self, home: HomePages, census: Census) -> Changer:
        # A message is recalled even where its page is empty by now.
        announcements = messages_of(home)[0].announcements if self.change is Change.AMEND else {}
        for announcement in announcements.values():
            if has_sections_of_its_own(announcement):
                sentence = (
                    f"“{announcement.page}” has headings as high as its first, and a message must be one"
                    " section. Write them with === or more."
                )
                raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        maker = SectionMaker(
            campaign=home.campaign,
            words=self.words,
            signup_page=self.settings.pages.signup,
            team_page=self.settings.pages.team,
            feedback_page=feedback_title(self.settings, home.campaign.title),
        )
        return Changer(
            change=self.change,
            maker=maker,
            announcements=announcements,
            readers=census.readers,
            bot=self.wikis.home.username,
        )

    def _plan(self, decide: Decide, census: Census) -> ChangePlan:
        plan, delivered = ChangePlan(), DeliveredMessages(census=census)
        for name in self.settings.wikis:
            try:
                for message, page in delivered.messages(name):
                    plan.add(message, decide(message, page))
            except WikiAwayError as error:
                census.away[name] = str(error)
        if self.budget and len(plan.edits) > self.budget:
            plan.waiting = len(plan.edits) - self.budget
            del plan.edits[self.budget :]
        return plan

    def _decide(self, changer: Changer, message: Message, page: TalkPage | None) -> SectionEdit | Left | None:
        wanted = changer.wanted(message, page)
        if wanted and page and is_saved_otherwise(wanted):
            wanted = saved_form(self.wikis[message.wiki], page.title, wanted)
        found = changer.decide(message, page, wanted=wanted)
        whole = isinstance(found, SectionEdit) and not found.section
        if whole and page and not is_exact(self.wikis[message.wiki], page.title, page.text):
            return Left(message=message, reason=Reason.INEXACT)
        return found

    def _show(self, plan: ChangePlan, census: Census, home: HomePages) -> None:
        say = self.console.say
        if not (plan.edits or plan.left or plan.done or census.away):
            sentence = (
                f"No message of “{home.campaign.title}” was delivered. Name the campaign by the title of its"
                " message page; if it was announced with -key:NAME, give that too."
            )
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
        say(
            f"“{home.campaign.title}”: {len(plan.edits) + plan.waiting} to {self.change.value},"
            f" {plan.done} as they should be, {len(plan.left)} left as they are."
        )
        for wiki, number in Counter(message.wiki for message in plan.edits).items():
            say(f"  {wiki.ljust(10)} {number}")
        self._show_left(plan.left)
        for sentence in census.away.values():
            say(f"  - {sentence}")
        if begun := self.memory.begun(home.campaign.name) if self.memory else ():
            say(f"\n{len(begun)} messages are in doubt: run the announcement first, then this again.")

    def _show_left(self, lefts: Sequence[Left]) -> None:
        if lefts:
            self.console.say(f"\nLeft as they are: {len(lefts)}")
        for reason in sorted({left.reason for left in lefts}):
            some = sorted((left for left in lefts if left.reason is reason), key=_place)
            self.console.say(f"  {self.words.say(LANGUAGE, reason.word)}: {len(some)}")
            for left in some:
                message = left.message
                link = difference(self.wikis[message.wiki], message.revid) if message.revid else ""
                self.console.say(f"    {message.wiki}:{message.title or message.key}  {link}")

    def _deliver(
        self, plan: ChangePlan, decide: Decide, census: Census, ledger: Ledger, *, looked_at: float
    ) -> list[Amender]:
        dispatch = ChangeDispatch(
            settings=self.settings,
            wikis=self.wikis,
            ledger=ledger,
            change=self.change,
            census=census,
            decide=decide,
            stop_page=StopPage(sentence=lambda: why_stopped(self.settings, self.wikis), looked_at=looked_at),
            show=self.console.progress,
        )
        if plan.edits:
            self.console.say("\nWriting:")
        with self.console.writing(len(plan.edits)):
            amenders = dispatch.run(plan.edits)
        self.console.ended([amender.progress for amender in amenders])
        self._show_failed(amenders)
        return amenders

    def _show_failed(self, amenders: Sequence[Amender]) -> None:
        for amender in amenders:
            for key, ending in amender.progress.endings.items():
                self.console.say(f"  {amender.wiki.name}:{amender.progress.names[key]}: {ending.reason}")
        self._show_left([left for amender in amenders for left in amender.left])

    def _report(self, plan: ChangePlan, home: HomePages, amenders: Sequence[Amender]) -> Ending:
        plan.note(self.change, (key for amender in amenders for key in amender.changed))
        left = [*plan.left, *(left for amender in amenders for left in amender.left)]
        amended, recalled = (len(plan.changed[change]) for change in (Change.AMEND, Change.RECALL))
        if not (amended or recalled or left):
            return SAME
        language = self.settings.home_wiki.language
        report = ChangesReport(
            words=self.words, language=language, amended=amended, recalled=recalled, left=left
        )
        keeper = PartKeeper(wiki=self.wikis.home, say=self.console.say)
        summary = self.words.say(language, "report-changes-summary", home.campaign.title)
        return keeper.keep(home.report, Part(name=OWNED, content=report.write()), summary=summary)

    def _status(self, plan: ChangePlan, census: Census, endings: Sequence[Ending]) -> ExitStatus:
        """Say in one number how the run ended: what is left as it is, by rule, is no failure."""
        outcomes = {ending.outcome for ending in endings}
        unread = any(left.reason is Reason.UNREAD for left in plan.left)
        later = (
            unread or census.away or plan.waiting or (self.memory and self.memory.begun(census.campaign.name))
        )
        return status_of_writes(outcomes, waits=later, person=False, halt_first=True)


def _place(left: Left) -> tuple[str, str]:
    return left.message.wiki, left.message.title
