"""Shell: the sign-ups job: what is wrong with rows, the directory, delivery lists and matches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Outbox
from bot.program.leaving import Left
from bot.program.limits import VOCABULARY_BYTES, too_long
from bot.program.outcomes import Ending, Outcome
from bot.program.participant import Roster
from bot.program.skills import Vocabulary, read_vocabulary
from bot.run.editor_notes import EditorNotes
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.forgetting import forget_who_left
from bot.run.keeping import PartKeeper
from bot.run.leaving import leaving
from bot.run.list_sources import read_list_sources
from bot.run.private_mail import private_mail
from bot.run.sign_up_requests import SignUpRequests
from bot.run.signup_accounts import AccountCheck
from bot.run.signup_page import read_signup_page
from bot.run.signup_parts import Kept, SignUpParts, directories, lists
from bot.run.stop_rule import check_stop_page
from bot.run.work import Work
from bot.wiki.history import RedirectError
from bot.wiki.pages import PageText
from bot.wikitext.targets import read_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpPlan:
    """What the sign-up page says, and what should change on pages."""

    signup: PageText
    written: Roster  # as the rows say
    roster: Roster  # as their accounts are
    accounts: AccountCheck
    kept: list[Kept]  # the parts that would change something


@dataclass(slots=True, kw_only=True)
class SignUps(Work):
    """One run of the job."""

    today: date
    pages: dict[str, PageText] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def run(self) -> ExitStatus:
        """Read, plan, show, ask, write.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        requests = SignUpRequests(**self.shared())
        requests.run()
        status = self._run()
        if requests.waits:
            return ExitStatus.LATER
        return ExitStatus.NEEDS_PERSON if requests.needs_person and not status else status

    def _run(self) -> ExitStatus:
        plan = self.plan()
        signup, written, roster, kept = plan.signup, plan.written, plan.roster, plan.kept
        self._show(roster, kept)
        outbox = Outbox()
        try:
            notes = self._notes(signup, written, outbox) if self.settings.signups.tell_editors else None
            planned = notes.plan(roster) if notes else 0
            if self.dry or self.memory is None:
                self.console.say("\nDry run: nothing was written.")
                return self._status(roster, [], notes)
            if (kept or planned) and not self.console.agrees(_question(len(kept), planned)):
                self.console.say("Nothing was written.")
                return ExitStatus.NEEDS_PERSON
            endings = self._keep(kept, len(roster.participants))
            self._forget(self.memory, plan.accounts, written)
            endings += self._tell_organisers(self.memory, signup, roster)
            endings += notes.deliver(self.memory, self.stop_page) if notes and planned else []
            return self._status(roster, endings, notes)
        finally:
            outbox.close()

    def plan(self) -> SignUpPlan:
        """Read the pages and plan what should stand on them; nothing is shown or written.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        self._read_pages()
        vocabulary = self._vocabulary()
        signup = self.pages[self.settings.pages.signup]
        written = read_signup_page(signup, self.settings, self.wikis.home, vocabulary=vocabulary)
        accounts = AccountCheck(
            settings=self.settings,
            wikis=self.wikis,
            today=self.today,
            say=self.console.say,
            looked_at=self._listed(),
            beat=self.beat,
        )
        roster, addressed = accounts.check(written)
        self.away = accounts.away
        parts = SignUpParts(
            settings=self.settings,
            wikis=self.wikis,
            words=self.words,
            pages=self.pages,
            today=self.today,
            left=self._left(),
        )
        kept = [kept for kept in parts.all(roster, addressed, vocabulary) if kept.changes()]
        return SignUpPlan(signup=signup, written=written, roster=roster, accounts=accounts, kept=kept)

    def _keep(self, kept: list[Kept], people: int) -> list[Ending]:
        keeper = PartKeeper(wiki=self.wikis.home, say=self.console.say)
        summary = self._say("signups-summary", people)
        endings = []
        for each in kept:
            self.before_write()
            endings.append(keeper.keep(each.page, each.part, summary=summary))
        written = sum(ending.outcome is Outcome.POSTED for ending in endings)
        self.console.say(f"{written} pages written." if kept else "All pages are up to date.")
        return endings

    def _notes(self, signup: PageText, written: Roster, outbox: Outbox) -> EditorNotes:
        return EditorNotes(
            settings=self.settings,
            wikis=self.wikis,
            words=self.words,
            console=self.console,
            signup=signup,
            names={person.place: person.username for person in written.participants},
            memory=self.memory,
            dry=self.dry,
            outbox=outbox,
            beat=self.beat,
        )

    def _left(self) -> Left | None:
        """Read who stopped the newsletter; None: their page must be mended first.

        What is read is remembered only when they are answered.
        """
        if not self.settings.pages.lists:
            return Left()
        try:
            return leaving(self, dry=True).read()
        except RedirectError as error:
            self.console.say(f"{error} Delivery lists stay as they are till then.")
            return None

    def _listed(self) -> set[str]:
        """Give who is on the delivery lists, which hold only people whose accounts were good."""
        pages = [self.pages[title] for title in lists(self.settings).values()]
        return {target.title.partition(":")[2] for page in pages for target in read_targets(page.text)}

    def _forget(self, ledger: Ledger, accounts: AccountCheck, written: Roster) -> None:
        """Take the names of those who are no longer signed up out of the ledger."""
        titles = dict.fromkeys((*self.settings.pages.sources, *self.settings.newsletter.lists))
        told = forget_who_left(
            ledger,
            present={person.username for person in written.participants} | set(accounts.names.values()),
            withdrawn=accounts.withdrawn_names(written),
            lists=list(read_list_sources(self.settings, self.wikis, tuple(titles), pages=True)),
        )
        if told:
            self.console.say(told)

    def _tell_organisers(self, ledger: Ledger, signup: PageText, roster: Roster) -> list[Ending]:
        """Tell organisers of private data."""
        if not self.settings.signups.tell_organisers or not roster.private:
            return []
        mail = private_mail(self, ledger)
        return mail.tell(signup, roster.private)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.settings.home_wiki.language, key, *values)

    def _status(self, roster: Roster, endings: list[Ending], notes: EditorNotes | None) -> ExitStatus:
        outcomes = {ending.outcome for ending in endings}
        waits = self.away or (notes and notes.waits)
        return status_of_writes(outcomes, waits=waits, person=roster.problems or roster.private)

    def _read_pages(self) -> None:
        home = self.wikis.home
        home.connect()
        pages = self.settings.pages
        titles = [
            pages.signup,
            pages.stop,
            *directories(self.settings).values(),
            *lists(self.settings).values(),
        ]
        titles += [title for title in (pages.vocabulary, pages.matches) if title]
        self.pages = home.read_pages(list(dict.fromkeys(titles)))
        check_stop_page(self.settings, self.wikis, self.pages[pages.stop])
        signup = self.pages[pages.signup]
        if not signup.exists or not signup.readable:
            sentence = (
                f"There is no page “{pages.signup}” on {self.settings.home} that can be read. "
                f"Make the page, or mend pages.signup in the settings."
            )
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)

    def _vocabulary(self) -> Vocabulary:
        title = self.settings.pages.vocabulary
        text = self.pages[title].text if title else ""
        if size := too_long(text, VOCABULARY_BYTES):
            sentence = f"“{title}” is too long to be read: {size:,} bytes; at most {VOCABULARY_BYTES:,}."
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        return read_vocabulary(text) if title else Vocabulary()

    def _show(self, roster: Roster, kept: list[Kept]) -> None:
        say = self.console.say
        say(
            f"“{self.settings.pages.signup}”: {len(roster.participants)} people, "
            f"{len(roster.withdrawn)} withdrew, {len(roster.problems)} things to mend, "
            f"{len(roster.private)} rows with private data."
        )
        for problem in roster.problems:
            say(f"  - {self.console.tell(problem)}")
        for row in roster.private:
            say(f"  - Row {row.place.row} (line {row.place.line}): private data ({', '.join(row.kinds)}).")
        say(f"\nPages to write: {len(kept)}")
        for each in kept:
            say(f"  {each.page.title}")


def _question(pages: int, notes: int) -> str:
    return f"Write these {pages} pages{f' and {notes} notes' if notes else ''}?"
