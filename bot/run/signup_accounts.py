"""Shell: whom the wikis know of those who signed up: renames followed, the rest a Problem."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from bot.plan.announce import Addressed, Recipient
from bot.program.participant import Participant, Roster
from bot.program.problems import Place, Problem
from bot.run.census import address_roster
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.accounts import Account, GlobalStanding, look_up, renamed_to, standing
from bot.wiki.errors import WikiAwayError
from bot.wiki.wiki import Wiki
from bot.wikitext.users import is_ip, is_temporary, is_vanished

ROUND = 30
"""Days in which everybody's global account is looked at once more; a wiki tells of one in a request."""


@dataclass(slots=True, kw_only=True)
class AccountCheck:
    """Asks each wiki about its people.

    Args:
        looked_at: user names whose global accounts were good on an earlier run.
    """

    settings: Settings
    wikis: Wikis
    today: date
    say: Callable[[str], None]  # tells the operator a line
    beat: Callable[[], None]  # called before each question that many need
    looked_at: Collection[str] = ()
    away: set[str] = field(default_factory=set)  # wikis that could not be asked
    names: dict[str, str] = field(default_factory=dict)  # today's, by the one signed up with
    gone: set[Place] = field(default_factory=set)  # rows of people who wanted their accounts to vanish

    def check(self, roster: Roster) -> tuple[Roster, Addressed]:
        """Follow renames, and leave out of directory and lists whom no wiki knows."""
        addressed = address_roster(self.settings, roster)
        unregistered = [p for p in roster.participants if is_temporary(p.username) or is_ip(p.username)]
        of_wikis = (problem for problem in addressed.problems if problem.reason == "problem-wiki")
        problems = [*roster.problems, *of_wikis, *map(_not_registered, unregistered)]
        for wiki in self.settings.wikis:
            recipients = [r for r in addressed.recipients if r.wiki == wiki]
            if recipients:
                try:
                    problems.extend(self._ask(wiki, recipients))
                except WikiAwayError as error:
                    self.away.add(wiki)
                    self.say(str(error))
                    self.names |= {r.username: r.username for r in recipients}
        names = self.names
        people = [replace(p, username=names[p.username]) for p in roster.participants if p.username in names]
        problems = [p for p in problems if self._is_told(p)]
        problems.sort(key=lambda problem: problem.place.line if problem.place else 0)
        recipients = [
            Recipient(participant=replace(r.participant, username=names[r.username]), wiki=r.wiki)
            for r in addressed.recipients
            if r.username in names
        ]
        return (
            replace(roster, participants=tuple(people), problems=tuple(problems)),
            replace(addressed, recipients=tuple(recipients)),
        )

    def withdrawn_names(self, roster: Roster) -> set[str]:
        """Give the names, old and today's, of those who withdrew and are signed up under no other.

        Raises:
            WikiError: the home wiki can't be asked.
        """
        home = self.wikis.home
        written = {person.username for person in roster.withdrawn}
        found = look_up(home, written)
        missing = [name for name in written if name not in found or not found[name].exists]
        renamed = {today for name in missing if (today := renamed_to(home, name))}
        return (written | renamed) - {person.username for person in roster.participants}

    def _is_told(self, problem: Problem) -> bool:
        """Tell whether a problem is worth telling: nothing is asked of somebody who is not there."""
        if problem.place in self.gone:
            return problem.reason == "problem-vanished"
        return problem.reason != "problem-affiliation" or problem.values[2] in self.names

    def _ask(self, name: str, recipients: list[Recipient]) -> Iterator[Problem]:
        """Ask a wiki about its people; fills `names` with those who are there."""
        wiki = self.wikis[name]
        if name != self.settings.home:
            wiki.connect()
        accounts = look_up(wiki, (r.username for r in recipients))
        todays = {r.username: self._name_today(wiki, r.username, accounts) for r in recipients}
        accounts |= look_up(wiki, {today for today in todays.values() if today} - set(accounts))
        rows = {r.username: r.participant.place.row for r in recipients if todays[r.username] == r.username}
        for recipient in recipients:
            username, today = recipient.username, todays[recipient.username]
            if reason := self._against(wiki, accounts.get(today or "")):
                if reason == "problem-vanished":
                    self.gone.add(recipient.participant.place)
                yield _problem(reason, recipient, username, name)
            elif today is None or today == username:
                self.names[username] = username
            elif today in rows:
                yield _problem("problem-twice-renamed", recipient, username, today, rows[today])
            else:
                yield _problem("problem-renamed", recipient, username, today)
                self.names[username] = today
                rows[today] = recipient.participant.place.row

    def _name_today(self, wiki: Wiki, username: str, accounts: dict[str, Account]) -> str | None:
        """Give the name under which somebody is known today; None: the wiki knows nobody."""
        if username in accounts and accounts[username].exists:
            return username
        self.beat()
        return renamed_to(wiki, username)

    def _against(self, wiki: Wiki, account: Account | None) -> str:
        """Give what is against writing to somebody; empty: nothing."""
        if account is not None and is_vanished(account.username):
            return "problem-vanished"
        if account is None or not account.exists:
            return "problem-nouser-account"
        if account.blocked:
            return "problem-blocked"
        if not account.is_global or not self._is_due(account.username):
            return ""
        reasons = {GlobalStanding.LOCKED: "problem-locked", GlobalStanding.HIDDEN: "problem-vanished"}
        self.beat()
        stands = standing(wiki, account.username)
        return reasons.get(stands, "") if stands else ""

    def _is_due(self, username: str) -> bool:
        """Tell whether a global account is looked at on this run: when it is new to us, then now and then."""
        turn = zlib.crc32(username.encode()) % ROUND
        return username not in self.looked_at or turn == self.today.toordinal() % ROUND


def _not_registered(participant: Participant) -> Problem:
    place = participant.place
    values = (place.row, place.line, participant.username)
    return Problem(reason="problem-temporary", values=values, place=place)


def _problem(reason: str, recipient: Recipient, username: str, *more: str | int) -> Problem:
    place = recipient.participant.place
    return Problem(reason=reason, values=(place.row, place.line, username, *more), place=place)
