"""Shell: what the doctor looks at on each wiki: the account, its rights, and how the wiki stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.plan.onwiki.install import may_write_gadget
from bot.run.exit_status import ExitStatus
from bot.run.findings import Finding, fine, needs_person, warning, wrong_settings
from bot.run.settings import Settings
from bot.wiki.massmessage import has_massmessage
from bot.wiki.state import WikiState, state_of
from bot.wiki.wiki import Wiki

NEEDED_RIGHTS = {
    "edit": ("edit pages", "Edit existing pages"),
    "createtalk": ("make talk pages", "Create, edit, and move pages"),
}
"""Without these nothing can be delivered: what they allow, and the grant that holds them."""

HIGH_VOLUME = "High-volume (bot) access"
OWN_SCRIPTS = "Edit your user CSS/JSON/JavaScript"
MOVE = "Create, edit, and move pages"
SEND_EMAIL = "Send email to other users"

OLDEST = (1, 39)
"""The oldest MediaWiki that the bot was tried on."""

SKEW = 30.0
"""Seconds by which this machine's clock may differ from a wiki's."""

MUCH_LAG = 5.0
"""Seconds of lag at which wikis ask bots to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiLook:
    """Looks at one wiki, to which the bot has connected."""

    settings: Settings
    wiki: Wiki

    def look(self) -> Iterator[Finding]:
        """Look at the account, its rights, and the wiki.

        Raises:
            WikiError: the wiki can't be asked.
        """
        state = state_of(self.wiki)
        yield self._account(state)
        if self.wiki.account.name:
            yield from self._rights()
            yield from self._email(state)
        yield from self._state(state)
        yield self._clock(state)
        name, mass = self.wiki.name, self.settings.mass_wikis
        if name in mass or (name == self.settings.home and mass):
            yield self._massmessage()

    def _account(self, state: WikiState) -> Finding:
        account, host = self.wiki.account, self.wiki.site.hostname()
        if not account.name:
            return fine(f"read without an account ({host})")
        if account.blocked:
            return needs_person(
                f"the account “{account.name}” is blocked. Read why on its contributions page."
            )
        if state.partly_blocked:
            return needs_person(
                f"the account “{account.name}” is blocked from some pages. Read which on its"
                " contributions page."
            )
        return fine(f"logged in as {account.name} ({host})")

    def _rights(self) -> Iterator[Finding]:
        account = self.wiki.account
        for right, (deed, grant) in NEEDED_RIGHTS.items():
            if right not in account.rights:
                yield needs_person(f"the account may not {deed}. Tick “{grant}” of the bot password.")
        if self.wiki.name == self.settings.home:
            yield from self._rights_at_home()
        if "bot" not in account.rights:
            yield warning(self._no_flag())
        elif "apihighlimits" not in account.rights:
            yield warning(f"50 pages are read at once, not 500. Tick “{HIGH_VOLUME}” of the bot password.")
        else:
            yield fine("has the bot flag")

    def _rights_at_home(self) -> Iterator[Finding]:
        """Look at the rights that some jobs need on the home wiki alone."""
        rights, pages = self.wiki.account.rights, self.settings.pages
        if pages.gadget and not may_write_gadget(rights):
            yield needs_person(
                f"the account may not write the sign-up gadget's files. Tick “{OWN_SCRIPTS}” of the bot"
                " password, or leave pages.gadget out."
            )
        if pages.newsletter and "move" not in rights:
            yield warning(
                f"the account may not move pages, as newsletter -archive does. Tick “{MOVE}” of the bot"
                " password."
            )

    def _no_flag(self) -> str:
        if "bot" in self.wiki.account.groups:
            return f"the account is a bot, its password is not. Tick “{HIGH_VOLUME}” of the bot password."
        return (
            "the account has no bot flag, so its edits flood the recent changes. Ask for approval where this "
            "wiki has such requests; doctor -draft writes one."
        )

    def _email(self, state: WikiState) -> Iterator[Finding]:
        if not (self.settings.signups.tell_organisers and self.wiki.name == self.settings.home):
            return
        if "sendemail" not in self.wiki.account.rights:
            yield needs_person(
                f"the account may not send e-mail, which signups.tell_organisers needs. Tick “{SEND_EMAIL}” "
                "of the bot password, or set it to false."
            )
        elif not state.has_email:
            yield needs_person(
                "the account has no confirmed e-mail address, so it can't send e-mail. Confirm one in its "
                "preferences, or set signups.tell_organisers to false."
            )
        else:
            yield fine("may send e-mail")

    def _state(self, state: WikiState) -> Iterator[Finding]:
        wanted = self.wiki.language
        if state.version < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            yield needs_person(f"runs {state.generator or 'no MediaWiki'}; the bot needs {oldest} or newer.")
        if state.read_only:
            text = f"is read-only now ({state.read_only}). Try again later."
            yield Finding(good=False, text=text, status=ExitStatus.LATER)
        if state.lag > MUCH_LAG:
            yield warning(
                f"its databases are {state.lag:.0f} seconds behind: writes wait until they catch up."
            )
        if state.language.split("-")[0] != wanted.split("-")[0]:
            yield wrong_settings(
                f"is written in “{state.language}”, not “{wanted}”. Mend wikis.{self.wiki.name}.language, or"
                " its family and code."
            )
        else:
            yield fine(f"{state.generator}, in “{state.language}”")

    def _clock(self, state: WikiState) -> Finding:
        ahead = self.wiki.clock() - state.now.timestamp()
        if abs(ahead) > SKEW:
            where = "ahead of" if ahead > 0 else "behind"
            return needs_person(
                f"this machine's clock is {abs(ahead):.0f} seconds {where} the wiki's. Set it: timedatectl "
                "set-ntp true."
            )
        return fine("the clocks agree")

    def _massmessage(self) -> Finding:
        """Look whether MassMessage can send from the home wiki, and to a wiki that it serves."""
        wiki = self.wiki
        served = [name for name in self.settings.mass_wikis if name != wiki.name]
        if not has_massmessage(wiki):
            return needs_person(
                "the wiki lacks the extension MassMessage. Set direct = true where the bot may edit."
            )
        if wiki.name != self.settings.home:
            return fine(f"served through MassMessage from {self.settings.home}")
        if wiki.account.name and "massmessage" not in wiki.account.rights:
            return needs_person(
                f"the account may not send mass messages, which {', '.join(served)} needs. Ask "
                f"for the right massmessage, and tick “{HIGH_VOLUME}” of the bot password."
            )
        return fine(f"may send through MassMessage to {', '.join(served)}")
