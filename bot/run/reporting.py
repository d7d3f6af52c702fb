"""Shell: what an announcement's report is made of, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.ledger.ledger import Ledger
from bot.plan.report import OWNED, Reporter, Stage, Standing
from bot.plan.report_lists import ListWriter
from bot.plan.tally import Tally
from bot.program.faults import WRITING
from bot.program.outcomes import Outcome
from bot.run.control import Control
from bot.run.feedback import FeedbackKeeper
from bot.run.home import HomePages, report_title
from bot.run.keeping import Part, PartKeeper
from bot.run.planning import Planning
from bot.run.report import STAGES, CampaignReport
from bot.run.report_pages import ReportPages, is_kept
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wikitext.owned import read_owned
from bot.words.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Makes reports of a program, in the language of its home wiki."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    say: Callable[[str], None]  # tells the operator a line

    def begin(self, home: HomePages, planning: Planning, ledger: Ledger, control: Control) -> CampaignReport:
        """Give the report of a campaign that is planned."""
        title = report_title(self.settings, home.campaign.title)
        pages = ReportPages(
            keeper=self._keeper(),
            reporter=self._reporter(),
            writer=ListWriter(
                words=self.words,
                language=self.settings.home_wiki.language,
                report=title,
                prefixes={name: self.wikis.prefix(name) for name in self.settings.wikis},
            ),
            ledger=ledger,
            campaign=home.campaign,
            title=title,
            pages={title: home.report, **home.lists},
        )
        return CampaignReport(
            pages=pages,
            ledger=ledger,
            outbox=planning.outbox,
            tally=planning.tally,
            control=control,
            mass_wikis=self.settings.mass_wikis,
            say=self.say,
            feedback=FeedbackKeeper(
                settings=self.settings, wikis=self.wikis, words=self.words, say=self.say
            ).read(home.feedback),
            patience=replace(WRITING, in_all=self.settings.limits.patience),
        )

    def mark(self, home: HomePages, ledger: Ledger, control: Control) -> None:
        """Say on the report, if there is one, that a person stopped the campaign; all else stays."""
        decision = control.decided(ledger, home.campaign)
        if decision not in STAGES or not is_kept(home.report):
            return
        reporter = self._reporter()
        text = reporter.staged(read_owned(home.report.text, OWNED) or "", STAGES[decision])
        counts = ledger.counts(home.campaign.name)
        posted = sum(number for (_, _, outcome), number in counts.items() if outcome is Outcome.POSTED)
        summary = reporter.summary(home.campaign.title, posted)
        self._keeper().keep(home.report, Part(name=OWNED, content=text), summary=summary)

    def _keeper(self) -> PartKeeper:
        return PartKeeper(wiki=self.wikis.home, say=self.say)

    def _reporter(self) -> Reporter:
        return Reporter(words=self.words, language=self.settings.home_wiki.language)


def planned(tally: Tally) -> Standing:
    """Give how far a campaign is of which nothing is known but the plan: a dry run's."""
    to_come = tally.numbers + Counter((held.wiki, held.language) for held in tally.held)
    return Standing(
        stage=Stage.PLANNED,
        delivered=Counter(),
        to_come=to_come,
        skips=Counter(skip.reason for skip in tally.skips),
        problems=tally.problems,
    )
