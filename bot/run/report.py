"""Shell: keeping a campaign's report page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.ledger.ledger import Delivery
from bot.plan.edits import Plan
from bot.plan.report import OWNED, Delivered, Reporter
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.run.delivery import Progress
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki
from bot.wiki.writing import rewrite
from bot.wikitext.owned import OwnedPartError, append_owned, read_owned, replace_owned

TRIES = 3
"""How often the report is written where people edit it meanwhile, or the answer is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKeeper:
    """Keeps the bot's part of one report page; what people write around it stays.

    Args:
        title: the report's page on the home wiki.
        say: tells the operator a line.
    """

    home: Wiki
    title: str
    reporter: Reporter
    say: Callable[[str], None]

    def keep(
        self, page: PageText, plan: Plan, deliveries: Sequence[Delivery], progresses: Sequence[Progress]
    ) -> Ending:
        """Write the report if it says anything new.

        Args:
            page: the report as it was read.
            plan: the plan of this run.
            deliveries: all the ledger knows of the campaign.
            progresses: how this run's delivery went.
        """
        delivered = list(_delivered(deliveries))
        posted = {delivery.key for delivery in deliveries if delivery.outcome is Outcome.POSTED}
        refused = {delivery.key for delivery in deliveries if delivery.outcome}
        pending = sum(post.key not in refused for post in plan.posts) + len(plan.held)
        problems = [*plan.problems, *_failures(plan, progresses, posted)]
        content = self.reporter.write(plan, delivered, problems=problems, pending=pending)
        if not delivered and not page.exists and not problems:
            return Ending(outcome=Outcome.POSTED)
        summary = self.reporter.summary(plan, delivered)
        for _ in range(TRIES):
            if page.exists and not page.readable:
                self.say(
                    f"The report “{page.title}” can't be read now, so it was not written. The next run tries."
                )
                return Ending(outcome=Outcome.LATER, reason="the page can't be read")
            try:
                text = with_part(page.text, content)
            except OwnedPartError as error:
                self.say(f"The report “{self.title}” was not written: {error}")
                return Ending(outcome=Outcome.REFUSED, reason=str(error))
            if text == page.text:
                return Ending(outcome=Outcome.POSTED)
            ending = rewrite(self.home, title=page.title, text=text, summary=summary, baserevid=page.revid)
            if ending.outcome not in {Outcome.CHANGED, Outcome.DOUBT}:
                break
            page = self.home.read_pages([self.title])[self.title]
        if ending.outcome is not Outcome.POSTED:
            self.say(
                f"The report “{self.title}” could not be written ({ending.reason}). The next run writes it."
            )
        return ending


def with_part(text: str, content: str) -> str:
    """Give the page with the bot's part as it should be, and all else as it was."""
    if read_owned(text, OWNED) is None:
        return append_owned(text, OWNED, content)
    return replace_owned(text, OWNED, content)


def _delivered(deliveries: Sequence[Delivery]) -> Iterator[Delivered]:
    for delivery in deliveries:
        if delivery.outcome is Outcome.POSTED:
            yield Delivered(
                wiki=delivery.wiki,
                username=delivery.username,
                title=delivery.title,
                language=delivery.language,
                revid=delivery.revid or 0,
                at=delivery.at,
            )


def _failures(plan: Plan, progresses: Sequence[Progress], posted: set[str]) -> Iterator[Problem]:
    """Tell what a person must look at after this run's delivery."""
    by_key = {post.key: post for post in plan.posts}
    for progress in progresses:
        for key, ending in progress.endings.items():
            post = by_key.get(key)
            if post is None or key in posted:
                continue
            if ending.outcome in {Outcome.REFUSED, Outcome.SKIPPED}:
                values = (post.username, post.wiki, ending.reason)
                yield Problem(reason="problem-failed", values=values)
            elif ending.outcome is Outcome.DOUBT:
                yield Problem(reason="problem-doubt", values=(post.username, post.wiki))
        if progress.left:
            halted = progress.left.outcome in {Outcome.HALT, Outcome.STALE}
            reason = "problem-halt" if halted else "problem-later"
            yield Problem(reason=reason, values=(progress.wiki, progress.left.reason))
