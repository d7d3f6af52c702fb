"""Shell: whom the wikis know of those who signed up: renames followed, the rest a Problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bot.plan.announce import Addressed, Recipient
from bot.program.participant import Participant, Roster
from bot.program.problems import Problem
from bot.run.census import address_roster
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.accounts import look_up, renamed_to
from bot.wiki.errors import WikiAwayError
from bot.wikitext.users import is_ip, is_temporary


@dataclass(slots=True, kw_only=True)
class AccountCheck:
    """Asks each wiki about its people."""

    settings: Settings
    wikis: Wikis
    say: Callable[[str], None]  # tells the operator a line
    away: set[str] = field(default_factory=set)  # wikis that could not be asked

    def check(self, roster: Roster) -> tuple[Roster, Addressed]:
        """Follow renames, and leave out of directory and lists whom no wiki knows."""
        addressed = address_roster(self.settings, roster)
        unregistered = [p for p in roster.participants if is_temporary(p.username) or is_ip(p.username)]
        of_wikis = (problem for problem in addressed.problems if problem.reason == "problem-wiki")
        problems = [*roster.problems, *of_wikis, *map(_not_registered, unregistered)]
        names: dict[str, str] = {}  # today's, by the one signed up with
        for wiki in self.settings.wikis:
            recipients = [r for r in addressed.recipients if r.wiki == wiki]
            if recipients:
                try:
                    problems.extend(self._ask(wiki, recipients, names))
                except WikiAwayError as error:
                    self.away.add(wiki)
                    self.say(str(error))
                    names |= {r.username: r.username for r in recipients}
        people = [replace(p, username=names[p.username]) for p in roster.participants if p.username in names]
        problems = [p for p in problems if p.reason != "problem-affiliation" or p.values[2] in names]
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

    def _ask(self, name: str, recipients: list[Recipient], names: dict[str, str]) -> Iterator[Problem]:
        """Ask a wiki about its people; fills `names` with those who are there."""
        wiki = self.wikis[name]
        if name != self.settings.home:
            wiki.connect()
        found = look_up(wiki, (r.username for r in recipients))
        for recipient in recipients:
            place, username = recipient.participant.place, recipient.username
            account = found.get(username)
            if account and account.exists:
                if account.blocked:
                    values = (place.row, place.line, username, name)
                    yield Problem(reason="problem-blocked", values=values, place=place)
                else:
                    names[username] = username
                continue
            today = renamed_to(wiki, username)
            if today is None:
                values = (place.row, place.line, username, name)
                yield Problem(reason="problem-nouser-account", values=values, place=place)
                continue
            yield Problem(
                reason="problem-renamed", values=(place.row, place.line, username, today), place=place
            )
            if today not in {r.username for r in recipients}:
                names[username] = today


def _not_registered(participant: Participant) -> Problem:
    place = participant.place
    values = (place.row, place.line, participant.username)
    return Problem(reason="problem-temporary", values=values, place=place)
