"""Shell: the doctor: can the bot log in and read everywhere, and is everything there that it needs?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.run.doctor_machine import Machine, zones_known
from bot.run.doctor_pages import PagesLook
from bot.run.doctor_wiki import WikiLook
from bot.run.doctor_words import look_at_words
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.findings import Finding, look_at_ledger, needs_person, wrong_settings
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.errors import LoginError, StartError, WikiAwayError, WikiError

PAGE_OPTION = "-page:"

WORST_FIRST = (
    ExitStatus.WRONG_SETTINGS,
    ExitStatus.STOPPED,
    ExitStatus.NEEDS_PERSON,
    ExitStatus.LATER,
)
"""What no later run can mend goes before what passes by itself."""


@dataclass(slots=True, kw_only=True)
class Doctor:
    """Looks at this machine, at the ledger and at every wiki of the settings.

    Args:
        everything: whether what is right is said too.
        message: title of a message page to look at, beside those of the timetable; empty: none.
    """

    settings: Settings
    machine: Machine
    wikis: Wikis
    say: Callable[[str], None]
    everything: bool = False
    message: str = ""

    def run(self) -> ExitStatus:
        """Look at everything, say what was found, and give the worst."""
        looks: list[tuple[str, Iterable[Finding]]] = [
            ("machine", self.machine.look()),
            ("ledger", look_at_ledger(self.settings.ledger)),
            ("words", look_at_words(self.settings)),
        ]
        if zones_known():
            looks += [(name, self._wiki(name)) for name in self.settings.wikis]
        findings = []
        for name, look in looks:
            for finding in look:
                if self.everything or not finding.good:
                    self.say(f"{finding.mark} {name.ljust(8)} {finding.text}")
                findings.append(finding)
        bad = [finding.status for finding in findings if finding.status]
        if not bad:
            warnings = sum(not finding.good for finding in findings)
            self.say(
                f"All is well: {len(self.settings.wikis)} wikis, {len(findings)} checks"
                f"{f', {warnings} with a warning (!!)' if warnings else ''}."
            )
        return next((status for status in WORST_FIRST if status in bad), ExitStatus.DONE)

    def messages(self) -> tuple[str, ...]:
        """Give the titles of the message pages that the timetable and the command name."""
        arguments = [
            argument
            for entry in self.settings.timetable
            if entry.command == "announce"
            for argument in entry.arguments
        ]
        titles = [
            argument.removeprefix(PAGE_OPTION) for argument in arguments if argument.startswith(PAGE_OPTION)
        ]
        return tuple(dict.fromkeys(title.strip() for title in [*titles, self.message] if title.strip()))

    def _wiki(self, name: str) -> Iterator[Finding]:
        try:
            wiki = self.wikis[name]
            wiki.connect()
            yield from WikiLook(settings=self.settings, wiki=wiki).look()
            if name == self.settings.home:
                yield from PagesLook(settings=self.settings, wiki=wiki, messages=self.messages()).look()
        except CommandError as error:
            yield Finding(good=False, text=str(error), status=error.status)
        except (LoginError, StartError) as error:
            yield wrong_settings(str(error))
        except WikiAwayError as error:
            yield Finding(good=False, text=str(error), status=ExitStatus.LATER)
        except WikiError as error:
            yield needs_person(str(error))
