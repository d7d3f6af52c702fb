"""Shell: the facts of an issue: what the calendar and sign-ups say now, and said at the last issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from bot.plan.calendar.view import CalendarView
from bot.plan.issue_facts import IssueFacts, topics_of
from bot.plan.naming import UserLinks
from bot.program.newsletter import read_name
from bot.program.participant import Participant, Roster
from bot.run.exit_status import CommandError
from bot.run.newsletter_desk import NewsletterDesk
from bot.run.signup_accounts import AccountCheck
from bot.run.signup_page import read_signup_page
from bot.run.update_calendar import UpdateCalendar
from bot.wiki.drafts import beginning_of, text_at
from bot.wikitext.folding import fold_words

SINCE = timedelta(days=31)
"""So long before now is told of where there is no issue yet."""


@dataclass(frozen=True, kw_only=True)
class FactReader:
    """Reads what the facts of the next issue are made of.

    Args:
        archive: titles of the issues that came before.
    """

    desk: NewsletterDesk
    archive: Sequence[str]

    @cached_property
    def facts(self) -> IssueFacts:
        """What the calendar and the sign-ups say.

        Raises:
            CommandError: a page can't be read that they stand on.
            WikiError: the home wiki can't be asked.
        """
        desk = self.desk
        view, roster = self._calendar()
        last = self._last()
        since = last or desk.now - SINCE
        people = _public(self._known(roster))
        before = _public(self._roster_at(since))
        links = UserLinks(
            prefixes={name: desk.wikis.prefix(name) for name in desk.settings.wikis}, home=desk.settings.home
        )
        return IssueFacts(
            view=view,
            people=people,
            before=frozenset(each.username for each in before),
            topics_before=frozenset(fold_words(topic) for topic in topics_of(before)),
            since=since,
            is_first=last is None,
            now=desk.now,
            words=desk.words,
            link=lambda person: links.link(person.username, ""),
        )

    def _calendar(self) -> tuple[CalendarView | None, Roster]:
        desk = self.desk
        if desk.settings.pages.calendar is None:
            page = desk.wikis.home.read_pages([desk.settings.pages.signup])[desk.settings.pages.signup]
            return None, read_signup_page(page, desk.settings, desk.wikis.home)
        job = UpdateCalendar(now=desk.now, **desk.shared(dry=True))
        view = job.view(job.read())
        # The newsletter is read by many: iCalendar files stay on the calendar's own pages.
        return replace(view, feed_url=""), job.roster

    def _last(self) -> datetime | None:
        """Give when the last issue came out, the one with the greatest number; None: there is none."""
        read = [(found[0], title) for title in self.archive if (found := read_name(title, self.desk.rules))]
        numbered = [(name.number, name.year, title) for name, title in read if name.number]
        first = beginning_of(self.desk.wikis.home, max(numbered)[2]) if numbered else None
        return first.moment if first else None

    def _known(self, roster: Roster) -> Roster:
        """Leave out whom their wikis don't know, as the directory does."""
        desk = self.desk
        check = AccountCheck(
            settings=desk.settings,
            wikis=desk.wikis,
            today=desk.now.date(),
            say=desk.console.say,
            beat=desk.beat,
        )
        return check.check(roster)[0]

    def _roster_at(self, moment: datetime) -> Roster:
        """Read the sign-ups as they were; nobody where they can't be read."""
        desk = self.desk
        title = desk.settings.pages.signup
        page = desk.wikis.home.read_pages([title])[title]
        try:
            old = replace(page, text=text_at(desk.wikis.home, title, moment))
            return read_signup_page(old, desk.settings, desk.wikis.home)
        except CommandError:
            return Roster()


def _public(roster: Roster) -> list[Participant]:
    """Give who signed up, without whoever wrote private data into their row."""
    hidden = {row.place for row in roster.private}
    return [person for person in roster.participants if person.place not in hidden]
