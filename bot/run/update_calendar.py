"""Shell: the calendar job: rows that are over moved, the bot's parts and the feeds brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.plan.calendar.feed import feeds
from bot.plan.calendar.pages import PART, calendar_text, home_text, next_text, next_title
from bot.plan.calendar.view import CalendarView
from bot.program.clinic_memory import Memory, write_records
from bot.program.clinics import Clinic
from bot.program.outcomes import Outcome
from bot.program.participant import Roster
from bot.program.problems import Problem
from bot.program.registrations import Registrations
from bot.run.clinic_reading import CalendarReading, ClinicReader
from bot.run.clinic_view import ViewMaker
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.feed_folder import FeedFolder
from bot.run.keeping import Change, Part, PartKeeper
from bot.run.work import Work
from bot.wiki.pages import PageText
from bot.wikitext.owned import append_owned


@dataclass(slots=True)
class CalendarPage(Change):
    """What the calendar page should be, made of whatever text it has at the moment it is written."""

    make: Callable[[str], str]

    def put_into(self, text: str) -> str:
        """Give the page with rows where they belong and the bot's part up to date.

        Raises:
            OwnedPartError: the part's markers on the page are amiss.
        """
        return self.make(text)


@dataclass(slots=True, kw_only=True)
class UpdateCalendar(Work):
    """One run of the job."""

    now: datetime
    reader: ClinicReader = field(init=False)
    maker: ViewMaker = field(init=False)
    roster: Roster = field(init=False)
    registered: Registrations = field(init=False)
    made: Memory | None = None  # what is remembered by the page as it was made last

    def __post_init__(self) -> None:
        self.reader = ClinicReader(settings=self.settings, wikis=self.wikis, now=self.now, memory=self.memory)
        self.maker = ViewMaker(settings=self.settings, wikis=self.wikis, words=self.words, now=self.now)

    def run(self) -> ExitStatus:
        """Read, show, ask, write.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        reading = self.read()
        view = self.view(reading)
        changes = [(page, part) for page, part in self._parts(view) if part.changes(page)]
        files = self._files(view)
        folder = FeedFolder(self.settings.clinics.feeds) if self.settings.clinics.feeds else None
        stale = folder.changes(files) if folder else []
        problems = self._problems(reading)
        self._show(reading, problems, [page.title for page, _ in changes], stale)
        if self.dry or self.memory is None:
            self.console.say("\nDry run: nothing was written.")
            return ExitStatus.NEEDS_PERSON if problems else ExitStatus.DONE
        if (changes or stale) and not self.console.agrees(_question(len(changes), len(stale))):
            self.console.say("Nothing was written.")
            return ExitStatus.NEEDS_PERSON
        ended = {page.title: self._keep(page, part) for page, part in changes}
        if ended.get(self.reader.page.title, Outcome.POSTED) is Outcome.POSTED:
            self.reader.keep(self.made or reading.memory, at=self.now.timestamp())
        if folder:
            _write(folder, files)
        written = sum(outcome is Outcome.POSTED for outcome in ended.values())
        self.console.say(f"{written} pages written." if changes else "All pages are up to date.")
        return status_of_writes(ended.values(), waits=False, person=problems)

    def read(self, *, needs_roster: bool = False) -> CalendarReading:
        """Read the pages, and what the calendar says.

        Args:
            needs_roster: whether it is no use without the sign-up page.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        self.reader.read_pages(list(self._others()))
        reading = self.reader.read(self.reader.page.text)
        self.roster, self.registered = self.reader.registrations(
            reading.memory.known, needs_roster=needs_roster
        )
        return reading

    def keep_memory(self, reading: CalendarReading) -> bool:
        """Write the calendar page alone if what is remembered of clinics has changed; tell whether it holds.

        Others rely on it: whoever is told of a change must find it remembered.
        """
        part = self._home_part()
        if not part.changes(self.reader.page):
            return True
        if self._keep(self.reader.page, part) is not Outcome.POSTED or self.made is None:
            return False
        self.reader.keep(self.made, at=self.now.timestamp())
        # Somebody may have edited the page meanwhile: what was written is then not what was read.
        return write_records(self.made.records()) == write_records(reading.memory.records())

    def _keep(self, page: PageText, part: Change) -> Outcome:
        self.before_write()
        keeper = PartKeeper(wiki=self.wikis.home, say=self.console.say)
        summary = self.words.say(self.settings.home_wiki.language, "calendar-summary")
        return keeper.keep(page, part, summary=summary).outcome

    def view(self, reading: CalendarReading) -> CalendarView:
        """Give the calendar as its pages show it."""
        return self.maker.view(reading.memory, self.roster, self.registered)

    def _problems(self, reading: CalendarReading) -> tuple[Problem, ...]:
        return (*reading.problems, *self.registered.problems)

    def _home_part(self) -> CalendarPage:
        def make(text: str) -> str:
            reading = self.reader.read(text)
            self.made = reading.memory
            content = home_text(self.view(reading), self.settings.home_wiki.language, self._problems(reading))
            return append_owned(reading.wikitext, PART, content)

        return CalendarPage(make)

    def _others(self) -> Mapping[str, tuple[str, bool]]:
        """Give the language and kind of each page that is all the bot's, by title."""
        own, title = self.settings.home_wiki.language, self.reader.title
        found = {next_title(title): (own, True)}
        for code in self.settings.languages.offered:
            if code != own:
                found[f"{title}/{code}"] = (code, False)
                found[next_title(title, code)] = (code, True)
        return found

    def _parts(self, view: CalendarView) -> Iterator[tuple[PageText, Change]]:
        yield self.reader.page, self._home_part()
        own = self.settings.home_wiki.language
        for title, (code, is_box) in self._others().items():
            write = next_text if is_box else calendar_text
            yield (
                self.reader.pages[title],
                Part(name=PART, content=write(view, code, page_language=own)),
            )

    def _files(self, view: CalendarView) -> dict[str, bytes]:
        if not self.settings.clinics.feeds:
            return {}
        return feeds(
            view,
            program=self.settings.program,
            home=self.settings.home_wiki.language,
            offered=self.settings.languages.offered,
            base_url=self.maker.base_url(),
        )

    def _show(
        self, reading: CalendarReading, problems: tuple[Problem, ...], titles: list[str], files: list[str]
    ) -> None:
        say = self.console.say
        known = reading.memory.known
        say(f"“{self.reader.title}”: {len(known)} clinics, {len(problems)} things to mend.")
        for problem in problems:
            say(f"  - {self.console.tell(problem)}")
        for clinic in reading.moved:
            say(f"  over, its row moves to the past ones: {_told(clinic)}")
        say(f"\nPages to write: {len(titles)}; files: {len(files)}")
        for name in (*titles, *files):
            say(f"  {name}")


def _write(folder: FeedFolder, files: dict[str, bytes]) -> None:
    try:
        folder.keep(files)
    except OSError as error:
        sentence = (
            f"The files in {folder.folder} can't be written ({error.strerror}). Let the bot write there, or"
            " name another folder as clinics.feeds."
        )
        raise CommandError(ExitStatus.NEEDS_PERSON, sentence) from None


def _told(clinic: Clinic) -> str:
    return f"{clinic.topic} ({clinic.start:%Y-%m-%d %H:%M} UTC)" if clinic.start else clinic.topic


def _question(pages: int, files: int) -> str:
    return f"Write these {pages} pages{f' and {files} files' if files else ''}?"
