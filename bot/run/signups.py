"""Shell: the sign-ups job: what is wrong with rows, the directory, delivery lists and matches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.ledger.ledger import Ledger
from bot.program.outcomes import Ending, Outcome
from bot.program.participant import Roster
from bot.program.skills import Vocabulary, read_vocabulary
from bot.run.console import Console
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.home import has_text, stop_sentence
from bot.run.keeping import PartKeeper
from bot.run.private_mail import PrivateMail
from bot.run.settings import Settings
from bot.run.signup_accounts import AccountCheck
from bot.run.signup_page import read_signup_page
from bot.run.signup_parts import Kept, SignUpParts, directories, lists
from bot.run.wikis import Wikis
from bot.wiki.pages import PageText
from bot.words.catalogue import Catalogue


@dataclass(slots=True, kw_only=True)
class SignUps:
    """One run of the job."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    today: date
    ledger: Ledger | None = None  # None: a dry run
    pages: dict[str, PageText] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def run(self) -> ExitStatus:
        """Read, plan, show, ask, write.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        self._read_pages()
        vocabulary = self._vocabulary()
        signup = self.pages[self.settings.pages.signup]
        roster = read_signup_page(signup, self.settings, self.wikis.home, vocabulary=vocabulary)
        accounts = AccountCheck(settings=self.settings, wikis=self.wikis, say=self.console.say)
        roster, addressed = accounts.check(roster)
        self.away = accounts.away
        parts = SignUpParts(
            settings=self.settings, wikis=self.wikis, words=self.words, pages=self.pages, today=self.today
        )
        kept = [kept for kept in parts.all(roster, addressed, vocabulary) if kept.changes()]
        self._show(roster, kept)
        if self.ledger is None:
            self.console.say("\nDry run: nothing was written.")
            return self._status(roster, [])
        if kept and not self.console.agrees(f"Write these {len(kept)} pages?"):
            self.console.say("Nothing was written.")
            return ExitStatus.NEEDS_PERSON
        keeper = PartKeeper(wiki=self.wikis.home, say=self.console.say)
        summary = self._say("signups-summary", len(roster.participants))
        endings = [keeper.keep(k.page, k.part, summary=summary) for k in kept]
        written = sum(ending.outcome is Outcome.POSTED for ending in endings)
        self.console.say(f"{written} pages written." if kept else "All pages are up to date.")
        return self._status(roster, [*endings, *self._remember(signup, roster)])

    def _remember(self, signup: PageText, roster: Roster) -> list[Ending]:
        """Forget the names of those who withdrew, and tell organisers of private data."""
        if self.ledger is None:
            return []
        for participant in roster.withdrawn:
            self.ledger.forget_name(participant.username)
        if not self.settings.signups.tell_organisers or not roster.private:
            return []
        mail = PrivateMail(
            home=self.wikis.home,
            ledger=self.ledger,
            words=self.words,
            program=self.settings.program,
            organisers=self.settings.organisers.usernames,
            say=self.console.say,
            clock=self.wikis.home.clock,
        )
        return mail.tell(signup, roster.private)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.settings.home_wiki.language, key, *values)

    def _status(self, roster: Roster, endings: list[Ending]) -> ExitStatus:
        outcomes = {ending.outcome for ending in endings}
        if self.away or outcomes & {Outcome.LATER, Outcome.DOUBT, Outcome.CHANGED}:
            return ExitStatus.LATER
        person = roster.problems or roster.private or outcomes - {Outcome.POSTED}
        return ExitStatus.NEEDS_PERSON if person else ExitStatus.DONE

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
        if has_text(self.pages[pages.stop]):
            raise CommandError(ExitStatus.STOPPED, stop_sentence(self.settings))
        signup = self.pages[pages.signup]
        if not signup.exists or not signup.readable:
            sentence = (
                f"There is no page “{pages.signup}” on {self.settings.home} that can be read. "
                f"Make the page, or mend pages.signup in the settings."
            )
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)

    def _vocabulary(self) -> Vocabulary:
        title = self.settings.pages.vocabulary
        return read_vocabulary(self.pages[title].text) if title else Vocabulary()

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
