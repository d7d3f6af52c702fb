"""Shell: the announce job: gather, plan, ask, deliver, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.ledger.ledger import Ledger
from bot.plan.announce import Addressed, Messages, plan_announcement
from bot.plan.edits import Plan, Post
from bot.plan.report import Reporter
from bot.plan.section import SectionMaker
from bot.program.delivery_list import join
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.run.census import Census, address_roster
from bot.run.console import Console
from bot.run.delivery import Courier, Progress, StopPage, StoppedError
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.home import (
    HomePages,
    messages_of,
    read_home,
    stop_page_has_text,
    stop_sentence,
)
from bot.run.keeping import PartKeeper
from bot.run.list_sources import read_list_sources
from bot.run.record import save_record
from bot.run.report import ReportKeeper
from bot.run.settings import Settings
from bot.run.signup_page import read_signup_page
from bot.run.wikis import Wikis
from bot.wiki.rendering import plain, render
from bot.words.catalogue import Catalogue


@dataclass(slots=True, kw_only=True)
class Announce:
    """One run for one campaign.

    Args:
        title: the message page.
        name: tells the campaign from all others; empty: by the number of the message page.
        ledger: None in a dry run, which writes nothing anywhere.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    title: str
    name: str = ""
    save: Path | None = None  # the operator's copy
    ledger: Ledger | None = None
    problems: list[Problem] = field(default_factory=list)

    def run(self) -> ExitStatus:
        """Do all of it.

        Raises:
            CommandError: it can't be begun, or was stopped.
            WikiError: the home wiki is away, or an account can't be used.
            LedgerError: the ledger can't be used.
        """
        home = read_home(self.settings, self.wikis, title=self.title, name=self.name)
        messages, self.problems = messages_of(home)
        signed_up = read_signup_page(home.signup, self.settings, self.wikis.home)
        roster = join(signed_up, read_list_sources(self.settings, self.wikis))
        addressed = address_roster(self.settings, roster)
        census = Census(
            settings=self.settings,
            wikis=self.wikis,
            campaign=home.campaign,
            ledger=self.ledger,
            message_page=self.title,
        )
        planner = _Planner(job=self, home=home, messages=messages, addressed=addressed, census=census)
        plan = planner.plan()
        self.console.show_plan(plan, self._samples(plan))
        for sentence in census.away.values():
            self.console.say(f"  - {sentence}")
        self._save(plan, census, ())
        if self.ledger is None:
            self.console.say("\nDry run: nothing was written.")
            return self._status(plan, ())
        if len(plan.posts) > self.settings.limits.people:
            sentence = (
                f"The plan is for {len(plan.posts)} people; limits.people is {self.settings.limits.people}."
                " Look at the sign-ups, then raise the limit."
            )
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        if plan.posts and not self.console.agrees(f"Write these {len(plan.posts)} messages?"):
            return ExitStatus.NEEDS_PERSON
        census.forget_what_never_came({(post.wiki, post.key) for post in plan.posts})
        endings = self._deliver(plan, planner)
        report = self._report(plan, home, endings)
        self._save(plan, census, endings)
        return self._status(plan, endings, report)

    def _save(self, plan: Plan, census: Census, progresses: Sequence[Progress]) -> None:
        if self.save:
            save_record(
                self.save, plan, deliveries=census.deliveries(), progresses=progresses, console=self.console
            )

    def _report(self, plan: Plan, home: HomePages, progresses: Sequence[Progress]) -> Ending:
        keeper = ReportKeeper(
            keeper=PartKeeper(wiki=self.wikis.home, say=self.console.say),
            reporter=Reporter(
                words=self.words,
                language=self.settings.home_wiki.language,
                prefixes={name: self.wikis.prefix(name) for name in self.settings.wikis},
            ),
        )
        deliveries = self.ledger.deliveries(plan.campaign.name) if self.ledger else []
        return keeper.keep(home.report, plan, deliveries, progresses)

    def _samples(self, plan: Plan) -> dict[str, tuple[str, str]]:
        """Have one message of each language rendered by its wiki."""
        first: dict[str, Post] = {}
        for post in plan.posts:
            first.setdefault(post.language, post)
        samples = {}
        for language, post in first.items():
            text = f"== {post.heading} ==\n{post.text}"
            html = render(self.wikis[post.wiki], title=post.title, text=text)
            samples[language] = (f"{post.title} on {post.wiki}", plain(html))
        return samples

    def _deliver(self, plan: Plan, planner: _Planner) -> list[Progress]:
        """Deliver wiki by wiki; one that is away holds up no other."""
        if self.ledger is None or not plan.posts:
            return []
        self.console.say("\nWriting:")
        stop_page = StopPage(
            has_text=lambda: stop_page_has_text(self.settings, self.wikis), looked_at=plan.posts[0].read_at
        )
        endings = []
        for name in dict.fromkeys(post.wiki for post in plan.posts):
            of_settings = self.settings.wikis[name]
            courier = Courier(
                wiki=self.wikis[name],
                ledger=self.ledger,
                campaign=plan.campaign,
                again=planner.again,
                stop_page=stop_page,
                show=self.console.progress,
                throttle=of_settings.throttle,
                time_limit=of_settings.request_time_limit,
            )
            try:
                progress = courier.deliver([post for post in plan.posts if post.wiki == name])
            except StoppedError:
                raise CommandError(ExitStatus.STOPPED, stop_sentence(self.settings)) from None
            self.console.ended(progress)
            endings.append(progress)
        return endings

    def _status(self, plan: Plan, progresses: Sequence[Progress], report: Ending | None = None) -> ExitStatus:
        """Say in one number how the run ended: what waits for a run goes before what waits for a person."""
        endings = [ending for progress in progresses for ending in progress.endings.values()]
        lefts = [progress.left for progress in progresses if progress.left]
        outcomes = {ending.outcome for ending in (*endings, *lefts, *([report] if report else []))}
        if outcomes & {Outcome.HALT, Outcome.STALE}:
            return ExitStatus.NEEDS_PERSON
        if plan.held or outcomes & {Outcome.LATER, Outcome.DOUBT, Outcome.CHANGED}:
            return ExitStatus.LATER
        unwritten = report is not None and report.outcome is Outcome.SKIPPED  # protected, say
        person = plan.problems or unwritten or Outcome.REFUSED in outcomes
        return ExitStatus.NEEDS_PERSON if person else ExitStatus.DONE


@dataclass(slots=True, kw_only=True)
class _Planner:
    """Plans, and plans again for those whose talk page changed or was read long ago."""

    job: Announce
    home: HomePages
    messages: Messages
    addressed: Addressed
    census: Census

    def plan(self) -> Plan:
        """Ask the wikis and plan."""
        return self._plan(self.addressed, None)

    def again(self, posts: Sequence[Post]) -> Sequence[Post]:
        """Look at some people anew; give what is still to be posted."""
        wanted = {(post.wiki, post.username) for post in posts}
        some = tuple(r for r in self.addressed.recipients if (r.wiki, r.username) in wanted)
        return self._plan(replace(self.addressed, recipients=some), {wiki for wiki, _ in wanted}).posts

    def _plan(self, addressed: Addressed, wikis: set[str] | None) -> Plan:
        if wikis is None:
            pages = self.census.take(addressed)
        else:
            pages = {}
            for wiki in wikis:
                names = [r.username for r in addressed.recipients if r.wiki == wiki]
                pages |= self.census.look(wiki, names)
        plan = plan_announcement(
            addressed,
            pages,
            messages=self.messages,
            readers=self.census.readers,
            maker=SectionMaker(
                campaign=self.home.campaign,
                words=self.job.words,
                signup_page=self.job.settings.pages.signup,
                team_page=self.job.settings.pages.team,
            ),
            done=self.census.done(),
            bot=self.job.wikis.home.username,
        )
        return replace(plan, problems=(*self.job.problems, *plan.problems))
