"""Shell: the doctor: can the bot log in and read everywhere, and is everything there that it needs?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.run.exit_status import CommandError, ExitStatus
from bot.run.findings import Finding, look_at_ledger
from bot.run.home import has_text
from bot.run.settings import Settings
from bot.run.signup_page import read_signup_page
from bot.run.wikis import Wikis
from bot.wiki.errors import LoginError, WikiAwayError, WikiError
from bot.wiki.massmessage import has_massmessage
from bot.wiki.wiki import Wiki

NEEDED_RIGHTS = {"edit": "edit pages", "createtalk": "make talk pages"}
"""Without these nothing can be delivered."""

WANTED_RIGHTS = {
    "bot": "the bot flag, so that recent changes stay readable",
    "apihighlimits": "high API limits, so that 500 people are read at once",
}


WORST_FIRST = (
    ExitStatus.WRONG_SETTINGS,
    ExitStatus.STOPPED,
    ExitStatus.NEEDS_PERSON,
    ExitStatus.LATER,
)
"""What no later run can mend goes before what passes by itself."""


@dataclass(slots=True, kw_only=True)
class Doctor:
    """Looks at the ledger and at every wiki of the settings."""

    settings: Settings
    wikis: Wikis
    say: Callable[[str], None]

    def run(self) -> ExitStatus:
        """Look at everything, say each finding, and give the worst."""
        findings = []
        looks = [("ledger", look_at_ledger(self.settings.ledger))]
        looks += [(name, self._wiki(name)) for name in self.settings.wikis]
        for name, look in looks:
            for finding in look:
                self.say(f"{'ok ' if finding.good else 'BAD'} {name.ljust(8)} {finding.text}")
                findings.append(finding)
        bad = [finding.status for finding in findings if not finding.good]
        if not bad:
            self.say(f"All is well: {len(self.settings.wikis)} wikis, {len(findings)} checks.")
        return next((status for status in WORST_FIRST if status in bad), ExitStatus.DONE)

    def _wiki(self, name: str) -> Iterator[Finding]:
        try:
            wiki = self.wikis[name]
            wiki.connect()
            yield self._account(wiki)
            yield from self._rights(wiki)
            if name == self.settings.home:
                yield from self._pages(wiki)
            if name in self.settings.mass_wikis or (name == self.settings.home and self.settings.mass_wikis):
                yield self._massmessage(wiki)
        except LoginError as error:
            yield Finding(good=False, text=str(error), status=ExitStatus.WRONG_SETTINGS)
        except WikiAwayError as error:
            yield Finding(good=False, text=str(error), status=ExitStatus.LATER)
        except WikiError as error:
            yield Finding(good=False, text=str(error), status=ExitStatus.NEEDS_PERSON)

    def _account(self, wiki: Wiki) -> Finding:
        account = wiki.account
        if not account.name:
            return Finding(good=True, text=f"read without an account ({wiki.site.hostname()})")
        if account.blocked:
            text = f"the account “{account.name}” is blocked. Read why on its contributions page."
            return Finding(good=False, text=text, status=ExitStatus.NEEDS_PERSON)
        return Finding(good=True, text=f"logged in as {account.name} ({wiki.site.hostname()})")

    def _rights(self, wiki: Wiki) -> Iterator[Finding]:
        account = wiki.account
        if not account.name:
            return
        for right, meaning in NEEDED_RIGHTS.items():
            if right not in account.rights:
                text = f"the account may not {meaning}. user-config.py.sample names the grants it needs."
                yield Finding(good=False, text=text, status=ExitStatus.NEEDS_PERSON)
        missing = [meaning for right, meaning in WANTED_RIGHTS.items() if right not in account.rights]
        yield Finding(
            good=True, text=f"without {'; without '.join(missing)}" if missing else "has all rights"
        )

    def _massmessage(self, wiki: Wiki) -> Finding:
        """Look whether MassMessage can send from the home wiki, and to a wiki that it serves."""
        served = [name for name in self.settings.mass_wikis if name != wiki.name]
        if not has_massmessage(wiki):
            text = "the wiki lacks the extension MassMessage. Set direct = true where the bot may edit."
            return Finding(good=False, text=text, status=ExitStatus.NEEDS_PERSON)
        if wiki.name != self.settings.home:
            return Finding(good=True, text=f"served through MassMessage from {self.settings.home}")
        if wiki.account.name and "massmessage" not in wiki.account.rights:
            text = (
                f"the account may not send mass messages, which {', '.join(served)} needs. Ask "
                "for the right massmessage, and tick “High-volume (bot) access” of the bot password."
            )
            return Finding(good=False, text=text, status=ExitStatus.NEEDS_PERSON)
        return Finding(good=True, text=f"may send through MassMessage to {', '.join(served)}")

    def _pages(self, wiki: Wiki) -> Iterator[Finding]:
        pages = self.settings.pages
        found = wiki.read_pages([pages.signup, pages.stop, pages.team])
        if has_text(found[pages.stop]):
            text = f"“{pages.stop}” has text: the bot is stopped. Empty the page to let it go on."
            yield Finding(good=False, text=text, status=ExitStatus.STOPPED)
        signup = found[pages.signup]
        if not signup.exists:
            text = (
                f"there is no sign-up page “{pages.signup}”. Make it, or mend pages.signup in the settings."
            )
            yield Finding(good=False, text=text, status=ExitStatus.WRONG_SETTINGS)
            return
        try:
            roster = read_signup_page(signup, self.settings, wiki)
        except CommandError as error:
            yield Finding(good=False, text=str(error), status=ExitStatus.NEEDS_PERSON)
            return
        text = f"“{signup.title}”: {len(roster.participants)} people, {len(roster.problems)} rows to mend"
        yield Finding(good=True, text=text)
