"""Shell: a plan on the wiki, and whether an organiser has approved it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.ledger.ledger import Ledger
from bot.plan.agreement import PRELOAD, agreeing_words
from bot.plan.plan_page import APPROVED, Cost, PlanPage, Text, changes_since
from bot.plan.section import Reader
from bot.plan.tally import Tally
from bot.program.approval import OWNED, Approval, Fingerprint, PageRevision
from bot.program.outcomes import Outcome
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.home import HomePages, report_title
from bot.run.keeping import Part, PartKeeper, keep_text, not_written
from bot.run.planning import Planning
from bot.run.reporting import planned
from bot.run.settings import Settings
from bot.run.verdicts import VerdictReader
from bot.run.waiting_plans import Waiting, forget_waiting, keep_waiting
from bot.run.wikis import Wikis
from bot.wiki.pages import PageText
from bot.wikitext.owned import OwnedPartError, read_owned
from bot.words.catalogue import Catalogue
from bot.words.lengths import fit_heading

PRELOAD_NAME = "Approval line"
"""The subpage from which an organiser's line is made."""


@dataclass(slots=True, kw_only=True)
class Approvals:
    """Posts a plan, and reads in the history of its page whether an organiser approved it.

    Args:
        routine: up to how many people need no approval of their own; 0: all do.
        listed: how the organisers' page names the message; empty: it need not.
        clock: seconds since the epoch.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    memory: Ledger
    say: Callable[[str], None]
    routine: int = 0
    listed: str = ""
    clock: Callable[[], float] = time.time

    def check(self, home: HomePages, planning: Planning, tally: Tally) -> Approval | None:
        """Find the approval of a plan; None: it needs none.

        Raises:
            CommandError: it waits for an organiser; its page is on the wiki.
            WikiError: the home wiki can't be asked.
        """
        fingerprint = self._fingerprint(planning)
        page = self._page(home)
        reader = VerdictReader(settings=self.settings, wikis=self.wikis, title=page.title)
        verdict = reader.read(fingerprint.code, agreeing_words(self.words, APPROVED))
        stands = reader.stands()
        if verdict.approval:
            text = page.approved(self._posted(reader.history), verdict.approval)
            self._keep(stands, text, page.summary_approved(verdict.approval))
            forget_waiting(self.memory, home.campaign.name)
            self.say(f"Approved by {verdict.approval.username} (revision {verdict.approval.revid}).")
            return verdict.approval
        text = page.waiting(
            fingerprint=fingerprint,
            changed=changes_since(_part(stands.text), fingerprint),
            objected=verdict.objected,
            standing=planned(tally),
            cost=self._cost(tally),
            texts=tuple(self._texts(home, planning)),
        )
        if tally.to_write <= self.routine:
            summary = self.words.say(page.language, "approval-summary-routine", page.message)
            self._keep(stands, page.routine(text, self.routine), summary)
            forget_waiting(self.memory, home.campaign.name)
            return None
        self._keep_preload(page)
        self._keep(stands, text, page.summary(fingerprint, tally.to_write))
        waits = Waiting(
            title=page.title,
            message=page.message,
            people=tally.to_write,
            since=self.clock(),
            listed=self.listed,
        )
        keep_waiting(self.memory, home.campaign.name, waits)
        sentence = (
            f"The plan waits for an organiser: “{page.title}” on {self.settings.home}. Nothing was sent;"
            " run this again when it is approved."
        )
        raise CommandError(ExitStatus.NEEDS_PERSON, sentence)

    def _page(self, home: HomePages) -> PlanPage:
        parent = self.settings.pages.plans or f"User:{self.wikis.home.username}/Plans"
        return PlanPage(
            words=self.words,
            language=self.settings.home_wiki.language,
            languages=self.settings.languages.offered,
            title=f"{parent}/{home.campaign.prefix.rstrip('-')}",
            preload=f"{parent}/{PRELOAD_NAME}",
            message=home.campaign.title,
            report=report_title(self.settings, home.campaign.title),
        )

    def _fingerprint(self, planning: Planning) -> Fingerprint:
        """Take the fingerprint of what the plan is made of, whoever has the message already."""
        plain = self._reader()
        texts: Iterator[str] = (
            f"{language}\n{announcement.heading}\n{planning.maker.sample(announcement, reader)}"
            for language, announcement in sorted(planning.messages.announcements.items())
            for reader in (plain, replace(plain, optout_category="-"))  # both ways in which it can end
        )
        if planning.maker.campaign.pages:  # and the ways in which it ends on pages that are nobody's
            texts = itertools.chain(texts, self._texts_of_pages(planning, plain))
        of_settings = [
            self.settings.program,
            str(self.settings.limits.messages_a_month),
            *(f"{name} {wiki.site} {wiki.direct}" for name, wiki in sorted(self.settings.wikis.items())),
        ]
        return Fingerprint.of(texts=texts, people=planning.people(), settings=of_settings)

    def _texts_of_pages(self, planning: Planning, reader: Reader) -> Iterator[str]:
        for language, announcement in sorted(planning.messages.announcements.items()):
            for listed in ("", "-"):
                sample = planning.maker.sample(announcement, reader, listed=listed)
                yield f"{language}\n{announcement.heading}\n{sample}"

    def _texts(self, home: HomePages, planning: Planning) -> Iterator[Text]:
        reader = self._reader()
        for language, announcement in planning.messages.announcements.items():
            yield Text(
                language=language,
                heading=fit_heading(announcement.heading),
                wikitext=planning.maker.sample(announcement, reader),
                revid=home.messages[language].revid or 0,
            )

    def _reader(self) -> Reader:
        home = self.settings.home
        return Reader(
            wiki=home,
            language=self.settings.home_wiki.language,
            home_prefix=self.wikis.home_prefix(home, shared=True),
            optout_category="",
        )

    def _cost(self, tally: Tally) -> Cost:
        numbers = {wiki: 0 for wiki, _ in tally.numbers}
        for (wiki, _), number in tally.numbers.items():
            numbers[wiki] += number
        seconds = max(
            (number * self.settings.wikis[wiki].throttle for wiki, number in numbers.items()), default=0
        )
        return Cost(edits=tally.to_write, wikis=len(numbers), minutes=max(1, round(seconds / 60)))

    def _posted(self, history: Sequence[PageRevision]) -> str:
        """Give the part as the bot wrote it last, whatever has become of it."""
        bot = self.wikis.home.username
        return next(_part(each.text or "") for each in history if each.username == bot)

    def _keep_preload(self, page: PlanPage) -> None:
        """Keep the page from which organisers' lines are made; without it they write theirs by hand."""
        summary = self.words.say(page.language, "approval-summary-preload")
        keep_text(self.wikis.home, page.preload, PRELOAD, summary=summary, say=self.say)

    def _keep(self, stands: PageText, text: str, summary: str) -> None:
        """Write the bot's part of the plan's page.

        Raises:
            CommandError: it could not be written, so that nobody could look at the plan.
        """
        keeper = PartKeeper(wiki=self.wikis.home, say=self.say)
        ending = keeper.keep(stands, Part(name=OWNED, content=text), summary=summary)
        if ending.outcome is not Outcome.POSTED:
            status = status_of_writes({ending.outcome}, waits=False, person=False)
            raise CommandError(status, f"{not_written(stands.title, ending)} Nothing was sent.")


def _part(text: str) -> str:
    """Give the bot's part of a page; empty: it has none."""
    try:
        return read_owned(text, OWNED) or ""
    except OwnedPartError:
        return ""
