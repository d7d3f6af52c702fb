"""Shell: what the doctor looks at among the home wiki's pages: sign-ups, messages, the bot's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.plan.onwiki.install import may_write_gadget
from bot.plan.onwiki.titles import Titles
from bot.program.announcement import HeadingMissingError, NotClosedError, read_announcement
from bot.program.clinic_headings import with_more
from bot.program.clinic_table import ClinicTables, read_calendar
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.findings import Finding, fine, needs_person, warning, wrong_settings
from bot.run.settings import Settings
from bot.run.signup_page import read_signup_page
from bot.run.stop_rule import has_text, who_may_empty
from bot.wiki.accounts import look_up
from bot.wiki.pages import PageText
from bot.wiki.state import PageState, page_states
from bot.wiki.wiki import Wiki

WIKITEXT = "wikitext"

WRITTEN = ("calendar", "directory", "leave", "matches", "requests", "status")
"""The settings of [pages] whose pages the bot writes, beside the sign-up page."""

WRITTEN_BELOW = ("feedback", "lists", "massmessage", "newsletter", "plans", "report")
"""Those below which it writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesLook:
    """Looks at the home wiki's pages.

    Args:
        messages: titles of message pages that shall go out.
    """

    settings: Settings
    wiki: Wiki
    messages: tuple[str, ...]

    def look(self) -> Iterator[Finding]:
        """Look at all pages, in few requests.

        Raises:
            WikiError: they can't be read.
        """
        pages = self.settings.pages
        translations = [f"{title}/{code}" for title in self.messages for code in self._translated()]
        own = f"User:{self.wiki.username}" if self.wiki.username else ""
        written = self._written()
        read = [pages.signup, pages.stop, pages.team, *self.messages, *translations]
        read += [pages.calendar] if pages.calendar else []
        texts = self.wiki.read_pages(read)
        asked = [pages.translators, own]
        states = page_states(self.wiki, [*read, *written, *filter(None, asked)])
        yield self._stop(texts[pages.stop])
        yield from self._signup(texts[pages.signup], states[pages.signup])
        if not states[pages.team].exists:
            yield warning(
                f"there is no page “{pages.team}”, to which messages send people. Make it, or mend"
                " pages.team."
            )
        if pages.calendar:
            yield self._calendar(texts[pages.calendar])
        if pages.translators and not states[pages.translators].exists:
            yield warning(
                f"there is no page “{pages.translators}”, so nobody is asked to translate the newsletter."
                " Make it, or leave pages.translators out."
            )
        for title in self.messages:
            yield from self._message(title, texts, states)
        if own:
            yield from self._own(states[own], [states[title] for title in written])
        yield from self._organisers()

    def _written(self) -> list[str]:
        """Give the titles of the pages that the bot writes, one of each kind.

        Of the gadget's files only where the account may write such at all: else that is told of the account.
        """
        pages = self.settings.pages
        found = [title for name in WRITTEN if (title := getattr(pages, name))]
        found += [f"{title}/Example" for name in WRITTEN_BELOW if (title := getattr(pages, name))]
        if pages.gadget and may_write_gadget(self.wiki.account.rights):
            titles = Titles(program=self.settings.program, signup=pages.signup, gadget=pages.gadget)
            found += [titles.script, titles.config]
        return found

    def _translated(self) -> list[str]:
        return [code for code in self.settings.languages.offered if code != self.settings.home_wiki.language]

    def _stop(self, page: PageText) -> Finding:
        if has_text(page):
            text = f"“{page.title}” has text: the bot is stopped. Empty the page to let it go on."
            text += who_may_empty(self.settings)
            return Finding(good=False, text=text, status=ExitStatus.STOPPED)
        return fine(f"“{page.title}” is empty: the bot may work")

    def _signup(self, page: PageText, state: PageState) -> Iterator[Finding]:
        title = self.settings.pages.signup
        if not page.exists:
            yield wrong_settings(
                f"there is no sign-up page “{title}”. Make it, or mend pages.signup in the settings."
            )
            return
        if state.model != WIKITEXT and not state.redirect:
            yield needs_person(f"“{title}” is no wikitext but {state.model}. Name a page with a table.")
            return
        if self.wiki.account.name and not state.editable:
            yield warning(
                f"the account may not edit “{title}”, where signups lists what needs attention. Ask an "
                "administrator to lower its protection."
            )
        try:
            roster = read_signup_page(page, self.settings, self.wiki)
        except CommandError as error:
            yield needs_person(str(error))
            return
        yield fine(f"“{page.title}”: {len(roster.participants)} people, {len(roster.problems)} rows to mend")

    def _calendar(self, page: PageText) -> Finding:
        if not page.exists:
            return wrong_settings(
                f"there is no calendar “{page.title}”. Make it, or mend pages.calendar in the settings."
            )
        of_settings = self.settings.clinics
        tables = ClinicTables(headings=with_more(of_settings.headings), past=of_settings.past)
        found = tables.find(page.text)
        if not found and not self.settings.pages.clinics:
            return needs_person(
                f"“{page.title}” has no table with columns for what and when: docs/calendar.md has one."
            )
        if found and not any(table.is_past for table in found):
            return warning(
                f"“{page.title}” has no table under a heading such as “Past”, to which rows go that are over."
                " Make one with the same columns."
            )
        reading = read_calendar(page.text, page=page.title, tables=tables)
        return fine(f"“{page.title}”: {len(reading.clinics)} clinics, {len(reading.problems)} to mend")

    def _message(
        self, title: str, texts: dict[str, PageText], states: dict[str, PageState]
    ) -> Iterator[Finding]:
        if not texts[title].exists:
            yield wrong_settings(
                f"there is no message page “{title}”. Make it, or mend the option -page: of the timetable."
            )
            return
        missing = [code for code in self._translated() if not states[f"{title}/{code}"].exists]
        there = [title, *(f"{title}/{code}" for code in self._translated() if code not in missing)]
        faults = [fault for page in there if (fault := _fault_of_message(texts[page], states[page]))]
        yield from map(needs_person, faults)
        if missing:
            pages = ", ".join(f"“{title}/{code}”" for code in missing)
            yield warning(
                f"there is no {pages}: who reads these languages gets another. Translate the message."
            )
        elif not faults:
            yield fine(f"“{title}”: in {len(there)} languages")

    def _own(self, own: PageState, written: list[PageState]) -> Iterator[Finding]:
        if not own.exists:
            yield warning(
                f"there is no page “{own.title}”, where people look what the bot is. doctor -draft writes it."
            )
        closed = [page for page in written if not page.editable]
        for page in closed:
            yield needs_person(
                f"the account may not make or edit “{page.title}”. Mend its title under [pages], or ask"
                " for the right."
            )
        if not closed:
            yield fine(f"may write its {len(written)} kinds of pages")

    def _organisers(self) -> Iterator[Finding]:
        names = self.settings.organisers.usernames
        found = look_up(self.wiki, names) if names else {}
        gone = [name for name in names if not (name in found and found[name].exists)]
        blocked = [name for name in names if name in found and found[name].blocked]
        if gone:
            yield wrong_settings(
                f"there is no account “{'”, “'.join(gone)}”. Mend organisers.usernames in the settings."
            )
        if blocked:
            yield warning(f"“{'”, “'.join(blocked)}” is blocked: no approval of theirs counts.")
        nobody = len(gone) + len(blocked) >= len(names)
        if self.messages and nobody:
            yield wrong_settings(
                "nobody can approve the timetable's announcements. Name somebody in organisers.usernames."
            )
        elif self.settings.pages.newsletter and nobody:
            yield warning("nobody can call an issue ready. Name somebody in organisers.usernames.")
        elif names and not gone:
            yield fine(f"{len(names)} organisers")


def _fault_of_message(page: PageText, state: PageState) -> str:
    """Say why a message can't be sent as it is; empty: it can."""
    if not page.readable:
        return f"the text of “{page.title}” can't be read. Look at the page."
    if state.model != WIKITEXT and not state.redirect:
        return f"“{page.title}” is no wikitext but {state.model}. Write the message on another page."
    try:
        read_announcement(page.text, language="", page=page.title)
    except HeadingMissingError:
        return f"“{page.title}” does not begin with a heading, such as == Title ==. Add it."
    except NotClosedError:
        return f"“{page.title}” has a comment or nowiki that is not closed. Close it."
    return ""
