"""Shell: the clinics as the home wiki tells of them: the calendar, pages of clinics, who registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.ledger.ledger import Ledger
from bot.plan.calendar.pages import PART
from bot.plan.rollover import roll_over
from bot.program.clinic_headings import with_more
from bot.program.clinic_identity import Rememberer
from bot.program.clinic_memory import Known, Memory, read_records, write_records
from bot.program.clinic_page import read_clinic_page
from bot.program.clinic_table import ClinicTables, read_calendar
from bot.program.clinics import Clinic, Reading
from bot.program.limits import PAGE_BYTES, too_long
from bot.program.participant import Roster
from bot.program.problems import Problem
from bot.program.registrations import Registrations, registrations
from bot.program.roster import SignUpPage, TableNotFoundError
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.organisers import organisers_and_administrators
from bot.run.row_authors import RowAuthors
from bot.run.settings import Settings
from bot.run.signup_page import read_signup_page, regions_of
from bot.run.stop_rule import check_stop_page
from bot.run.wikis import Wikis
from bot.wiki.accounts import look_up
from bot.wiki.pages import PageText, content_of, pages_in
from bot.wiki.pages_below import pages_below
from bot.wiki.wiki import SMALL_BATCH
from bot.wikitext.owned import OwnedPartError, read_owned

KEPT = "clinics"
"""The name under which the ledger keeps the records; the page has them for when those are lost."""

REGISTERED_FOR = timedelta(days=20)
"""So long after a clinic it still matters who registered for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReading:
    """What a calendar page's text says, and what it should be."""

    wikitext: str  # with rows where they belong; the bot's own part is as it was
    memory: Memory
    problems: tuple[Problem, ...]
    moved: tuple[Clinic, ...] = ()  # rows that were brought to the past ones


@dataclass(slots=True, kw_only=True)
class ClinicReader:
    """Reads everything about clinics; the wiki is asked for many pages at once.

    Args:
        memory: the ledger, which keeps the records besides the page; None: there is none yet.
    """

    settings: Settings
    wikis: Wikis
    now: datetime
    memory: Ledger | None
    pages: dict[str, PageText] = field(default_factory=dict)
    own_pages: Sequence[PageText] = ()  # of single clinics
    _authors: dict[str, str] = field(default_factory=dict)  # by text and line: who wrote a row

    def read_pages(self, titles: Sequence[str] = ()) -> None:
        """Read the calendar, the sign-up page and some others, in one request where they are few.

        Raises:
            CommandError: there is no calendar, or the stop page stops the bot.
            WikiError: the home wiki can't be asked.
        """
        settings, home = self.settings, self.wikis.home
        wanted = list(dict.fromkeys((self.title, settings.pages.signup, settings.pages.stop, *titles)))
        if len(wanted) <= SMALL_BATCH:
            answer = home.connect(**content_of(wanted))
            self.pages = pages_in(answer, wanted)
        else:
            answer = home.connect()
            self.pages = home.read_pages(wanted)
        check_stop_page(settings, self.wikis, self.pages[settings.pages.stop])
        page = self.page
        if not page.exists or not page.readable:
            sentence = (
                f"There is no page “{self.title}” on {settings.home} that can be read. Make the page, with a "
                "table of clinics, or mend pages.calendar in the settings."
            )
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
        if size := too_long(page.text, PAGE_BYTES):
            sentence = f"“{self.title}” is too long to be read: {size:,} bytes; at most {PAGE_BYTES:,}."
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        if settings.pages.clinics:
            self.own_pages = tuple(pages_below(home, settings.pages.clinics, answer["namespaces"]))

    @property
    def title(self) -> str:
        """The calendar's title.

        Raises:
            CommandError: the settings name none.
        """
        if self.settings.pages.calendar is None:
            raise CommandError(
                ExitStatus.WRONG_SETTINGS, "No calendar: give its title as pages.calendar in the settings."
            )
        return self.settings.pages.calendar

    @property
    def page(self) -> PageText:
        """The calendar as it was read."""
        return self.pages[self.title]

    @property
    def tables(self) -> ClinicTables:
        """Finds tables of clinics."""
        of_settings = self.settings.clinics
        return ClinicTables(headings=with_more(of_settings.headings), past=of_settings.past)

    def read(self, wikitext: str) -> CalendarReading:
        """Read a text of the calendar page, and bring the rows that are over where they belong."""
        clinics, problems = self._clinics(wikitext)
        kept = self.memory.kept(KEPT) if self.memory else None
        records = read_records(kept or _own_part(wikitext))  # anybody can write on the page
        remembered = self._rememberer().remember(clinics, records)
        over = [each.clinic for each in remembered.known if self._is_over(each)]
        if not over:
            return CalendarReading(
                wikitext=wikitext, memory=remembered, problems=(*problems, *remembered.problems)
            )
        rolled = roll_over(wikitext, over, tables=self.tables)
        clinics, problems = self._clinics(rolled.wikitext)
        remembered = self._rememberer().remember(clinics, records)
        return CalendarReading(
            wikitext=rolled.wikitext,
            memory=remembered,
            problems=(*problems, *remembered.problems, *rolled.problems),
            moved=rolled.moved,
        )

    def registrations(self, known: Sequence[Known], *, needs_roster: bool) -> tuple[Roster, Registrations]:
        """Give who signed up, and who of them registered for which clinic.

        Args:
            known: the clinics.
            needs_roster: whether it is no use without the sign-up page: it says who has withdrawn.

        Raises:
            CommandError: the sign-up page can't be read although it is needed.
            WikiError: the home wiki can't be asked.
        """
        roster = self._roster(needs_roster=needs_roster)
        current = [
            each for each in known if each.clinic.end is None or self.now < each.clinic.end + REGISTERED_FOR
        ]
        titles = list(dict.fromkeys(each.clinic.signup_list for each in current if each.clinic.signup_list))
        found = self.wikis.home.read_pages(titles) if titles else {}
        lists = {title: self._list(page) for title, page in found.items()}
        return roster, registrations(current, roster, lists)

    def keep(self, remembered: Memory, *, at: float) -> None:
        """Keep the records in the ledger too."""
        text = write_records(remembered.records())
        if self.memory and self.memory.kept(KEPT) != text:
            self.memory.keep(KEPT, text, at=at)

    def _clinics(self, wikitext: str) -> tuple[list[Clinic], list[Problem]]:
        headings = with_more(self.settings.clinics.headings)
        of_table = read_calendar(wikitext, page=self.title, tables=self.tables)
        of_pages: list[Reading] = [
            read_clinic_page(page.text, page=page.title, headings=headings) for page in self.own_pages
        ]
        told = {clinic.page for reading in of_pages for clinic in reading.clinics}
        clinics = [clinic for clinic in of_table.clinics if clinic.page not in told]
        problems = [
            problem
            for problem in of_table.problems
            if not any(c.place == problem.place and c.page in told for c in of_table.clinics)
        ]
        for reading in of_pages:
            clinics += reading.clinics
            problems += reading.problems
        return clinics, problems

    def _rememberer(self) -> Rememberer:
        return Rememberer(program=self.settings.program, now=self.now, may_move=self._may_move)

    def _may_move(self, clinic: Clinic) -> bool:
        """Tell whether an organiser or an administrator wrote the row as it is."""
        organisers = self.settings.organisers.usernames
        if not organisers or clinic.place.page != self.title:
            return True
        key = f"{clinic.place.line}\n{clinic.topic}"
        if key not in self._authors:
            found = RowAuthors(home=self.wikis.home, page=self.page).find({self._line(clinic)})
            self._authors[key] = next(iter(found.values()), "")
        author = self._authors[key]
        if author == self.wikis.home.username:
            return True
        account = look_up(self.wikis.home, [author]).get(author) if author else None
        return account is not None and organisers_and_administrators(self.wikis.home, organisers)(
            account.userid
        )

    def _line(self, clinic: Clinic) -> int:
        """Give the line of a clinic's row on the page as it was read; rows may have been moved since."""
        for each in read_calendar(self.page.text, page=self.title, tables=self.tables).clinics:
            if (each.topic, each.when) == (clinic.topic, clinic.when):
                return each.place.line
        return clinic.place.line

    def _is_over(self, known: Known) -> bool:
        """Tell whether a clinic's row should be moved to the past ones."""
        clinic = known.clinic
        is_row = clinic.place.page == self.title and not clinic.in_past
        return is_row and clinic.end is not None and clinic.end <= self.now and not known.record.disputed

    def _roster(self, *, needs_roster: bool) -> Roster:
        page = self.pages[self.settings.pages.signup]
        try:
            if not page.exists or not page.readable:
                sentence = f"There is no page “{page.title}” on {self.settings.home} that can be read."
                raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
            return read_signup_page(page, self.settings, self.wikis.home)
        except CommandError:
            if needs_roster:
                raise
            return Roster()

    def _list(self, page: PageText) -> Roster | None:
        """Read a clinic's list; None: it can't be read. Nobody on it is no fault."""
        if not page.exists or not page.readable or too_long(page.text, PAGE_BYTES):
            return None
        reader = SignUpPage(
            page=page.title,
            headings=self.settings.columns.headings(),
            regions=regions_of(self.settings),
            withdrawn_words=self.settings.signups.withdrawn,
        )
        try:
            return reader.read(page.text)
        except TableNotFoundError:
            return Roster()


def _own_part(wikitext: str) -> str:
    try:
        return read_owned(wikitext, PART) or ""
    except OwnedPartError:
        return ""
