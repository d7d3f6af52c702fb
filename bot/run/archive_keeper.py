"""Shell: the keeper of the newsletter's archive: what is amiss, and what it may mend itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.plan.agreement import PRELOAD, agreeing_words
from bot.plan.archive import ArchivePlan, Move, PartEdit, Redirect, plan_archive
from bot.plan.archive_page import ArchivePlanPage, plan_code
from bot.plan.plan_page import APPROVED
from bot.plan.problem_text import ProblemTeller
from bot.program.approval import OWNED
from bot.program.newsletter import ArchiveRules
from bot.program.outcomes import Ending, Outcome
from bot.run.approval import PRELOAD_NAME
from bot.run.archive_reading import archive_pages
from bot.run.exit_status import ExitStatus, status_of_writes
from bot.run.keeping import Part, PartKeeper, keep_redirect, keep_text
from bot.run.newsletter_desk import archive_rules
from bot.run.stop_rule import check_stop_page
from bot.run.verdicts import VerdictReader
from bot.run.work import Work
from bot.wiki.moving import move_page
from bot.wiki.pages import PageText, content_of, pages_in
from bot.wiki.pages_below import pages_below

REPORT = "archive"
"""Name of the bot's part of the page that tells what is amiss; and the page's, below that of reports."""

MOST_TOLD = 200
"""Things amiss that are told one by one."""


@dataclass(slots=True, kw_only=True)
class ArchiveKeeper(Work):
    """One run of the keeper; it needs no ledger: the wiki tells all.

    Args:
        on_wiki: whether an organiser approves the plan on the wiki, and nobody is asked here.
    """

    now: datetime
    on_wiki: bool = False

    @property
    def rules(self) -> ArchiveRules:
        """What the archive is to be like.

        Raises:
            CommandError: the settings name no newsletter.
        """
        return archive_rules(self.settings)

    def run(self) -> ExitStatus:
        """Look, plan, show, ask, mend; what was moved is looked at once more before anything else is written.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        pages = self._read()
        plan = self._plan(pages)
        self._show(plan)
        report = Part(name=REPORT, content=self._report(plan))
        if self.dry:
            self.console.say("\nDry run: nothing was written.")
            return self._status(plan, [])
        told = pages[self._report_title]
        if self.on_wiki:
            if not plan.is_empty and not self._is_approved(plan):
                self._keep(told, report)
                return ExitStatus.NEEDS_PERSON
        elif (report.changes(told) or not plan.is_empty) and not self.console.agrees("Do all that?"):
            self.console.say("Nothing was written.")
            return ExitStatus.NEEDS_PERSON
        endings = [self._move(move) for move in plan.moves]
        if plan.moves:
            pages = self._read()
            plan = self._plan(pages)
        by_title = {page.title: page for page in pages.values()}
        endings += [self._redirect(each, by_title) for each in plan.redirects]
        endings += [self._part(each, by_title) for each in plan.parts]
        if endings:
            pages = self._read()
        left = self._plan(pages) if endings else plan
        part = Part(name=REPORT, content=self._report(left))
        return self._status(plan, [*endings, self._keep(pages[self._report_title], part)])

    def _read(self) -> dict[str, PageText]:
        """Read the pages below the newsletter's, redirects too."""
        home, stop = self.wikis.home, self.settings.pages.stop
        title = self._report_title
        answer = home.connect(**content_of([stop, title]))
        found = pages_in(answer, [stop, title])
        check_stop_page(self.settings, self.wikis, found[stop])
        below = pages_below(home, self.rules.root, answer["namespaces"], redirects=True)
        return {title: found[title], **{page.title: page for page in below}}

    @property
    def _report_title(self) -> str:
        return f"{self.settings.pages.report}/{REPORT}"

    def _plan(self, pages: dict[str, PageText]) -> ArchivePlan:
        archive = [page for title, page in pages.items() if title != self._report_title]
        return plan_archive(archive_pages(archive), self.rules, self.now, self.words)

    def _show(self, plan: ArchivePlan) -> None:
        say = self.console.say
        say(f"“{self.rules.root}”: {len(plan.defects)} things amiss.")
        for problem in dict.fromkeys(each.problem for each in plan.defects):
            say(f"  - {self.console.tell(problem)}")
        say(f"\nTo move: {len(plan.moves)}; redirects: {len(plan.redirects)}; parts: {len(plan.parts)}")
        for move in plan.moves:
            say(f"  {move.from_title} → {move.to_title}")
        for redirect in plan.redirects:
            say(f"  {redirect.title} leads to {redirect.target}")
        for part in plan.parts:
            say(f"  {part.title} ({part.part})")

    def _is_approved(self, plan: ArchivePlan) -> bool:
        """Put the plan on the wiki, and tell whether an organiser has approved this very one."""
        home, settings = self.wikis.home, self.settings
        parent = settings.pages.plans or f"User:{home.username}/Plans"
        page = ArchivePlanPage(
            words=self.words,
            language=settings.home_wiki.language,
            languages=settings.languages.offered,
            title=f"{parent}/{REPORT}",
            preload=f"{parent}/{PRELOAD_NAME}",
            root=self.rules.root,
        )
        code = plan_code(plan, program=settings.program, root=self.rules.root)
        reader = VerdictReader(settings=settings, wikis=self.wikis, title=page.title)
        verdict = reader.read(code, agreeing_words(self.words, APPROVED))
        if verdict.approval:
            part = Part(name=OWNED, content=page.approved(code, plan, verdict.approval))
        else:
            summary = self._say("approval-summary-preload")
            keep_text(home, page.preload, PRELOAD, summary=summary, say=self.console.say)
            part = Part(name=OWNED, content=page.waiting(code, plan, verdict.objected))
        self.before_write()
        PartKeeper(wiki=home, say=self.console.say).keep(
            reader.stands(), part, summary=self._say("archive-plan-summary")
        )
        if verdict.approval:
            self.console.say(f"Approved by {verdict.approval.username}.")
        else:
            self.console.say(
                f"The plan waits for an organiser: “{page.title}” on {settings.home}. Nothing was moved."
            )
        return verdict.approval is not None

    def _report(self, plan: ArchivePlan) -> str:
        """Give what stands on the page for organisers: all that is amiss, in the home wiki's language."""
        language = self.settings.home_wiki.language
        teller = ProblemTeller(words=self.words, language=language)
        told = list(dict.fromkeys(teller.tell(each.problem) for each in plan.defects))
        lines = [f"* {line}" for line in told[:MOST_TOLD]]
        if more := len(told[MOST_TOLD:]):
            lines.append(f"* {self.words.say(language, 'calendar-more', more)}")
        return "\n".join(lines) or self.words.say(language, "archive-well")

    def _move(self, move: Move) -> Ending:
        self.before_write()
        summary = self._say("archive-move-summary")
        ending = move_page(self.wikis.home, title=move.from_title, to=move.to_title, summary=summary)
        if ending.outcome is not Outcome.POSTED:
            self.console.say(f"“{move.from_title}” was not moved: {ending.reason}. Move it by hand.")
        return ending

    def _redirect(self, redirect: Redirect, pages: dict[str, PageText]) -> Ending:
        self.before_write()
        return keep_redirect(
            self.wikis.home,
            redirect.title,
            redirect.target,
            page=pages.get(redirect.title),
            summary=self._say("archive-summary"),
            say=self.console.say,
        )

    def _part(self, edit: PartEdit, pages: dict[str, PageText]) -> Ending:
        page = pages.get(edit.title) or PageText(title=edit.title, pageid=0, revid=None, text="")
        return self._keep(page, Part(name=edit.part, content=edit.content))

    def _keep(self, page: PageText, part: Part) -> Ending:
        self.before_write()
        keeper = PartKeeper(wiki=self.wikis.home, say=self.console.say)
        return keeper.keep(page, part, summary=self._say("archive-summary"))

    def _say(self, key: str) -> str:
        return self.words.say(self.settings.home_wiki.language, key)

    def _status(self, plan: ArchivePlan, endings: list[Ending]) -> ExitStatus:
        outcomes = {ending.outcome for ending in endings}
        person = plan.problems or (self.dry and plan.defects)
        return status_of_writes(outcomes, waits=False, person=person)
