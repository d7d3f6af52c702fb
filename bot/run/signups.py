"""Shell: the sign-ups job: what is wrong with rows, the directory, delivery lists and matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from bot.ledger.ledger import Ledger
from bot.plan.announce import Addressed, Recipient
from bot.plan.signups import attention_text, delivery_list_text, directory_text, matches_text
from bot.program.columns import split_table
from bot.program.languages import choose
from bot.program.matching import Person, asked_for, match
from bot.program.outcomes import Ending, Outcome
from bot.program.participant import Participant, Roster
from bot.program.problems import Problem
from bot.program.skills import Vocabulary, read_vocabulary
from bot.run.census import address_roster
from bot.run.console import Console
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.home import has_text, stop_sentence
from bot.run.keeping import Part, PartKeeper
from bot.run.private_mail import PrivateMail
from bot.run.settings import Settings
from bot.run.signup_page import read_signup_page, regions_of
from bot.run.wikis import Wikis
from bot.wiki.accounts import look_up, renamed_to
from bot.wiki.errors import WikiAwayError
from bot.wiki.pages import PageText
from bot.wikitext.tables import read_tables
from bot.wikitext.users import is_ip, is_temporary
from bot.words.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part of a page as it should be."""

    page: PageText
    part: Part

    def changes(self) -> bool:
        """Tell whether writing it would change anything."""
        return self.part.put_into(self.page.text) != self.page.text


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
        roster, addressed = self._check_accounts(roster)
        kept = [kept for kept in self._kept(roster, addressed, vocabulary) if kept.changes()]
        self._show(roster, kept)
        if self.ledger is None:
            self.console.say("\nDry run: nothing was written.")
            return self._status(roster, [])
        if kept and not self.console.agrees(f"Write these {len(kept)} pages?"):
            return ExitStatus.NEEDS_PERSON
        keeper = PartKeeper(wiki=self.wikis.home, say=self.console.say)
        summary = self._say("signups-summary", len(roster.participants))
        endings = [keeper.keep(k.page, k.part, summary=summary) for k in kept]
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

    # --- Reading

    def _read_pages(self) -> None:
        home = self.wikis.home
        home.connect()
        pages = self.settings.pages
        titles = [pages.signup, pages.stop, *self._directories().values(), *self._lists().values()]
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

    def _directories(self) -> dict[str, str]:
        """Give the directory's page in each language."""
        title, own = self.settings.pages.directory, self.settings.home_wiki.language
        if not title:
            return {}
        others = {code: f"{title}/{code}" for code in self.settings.languages.offered if code != own}
        return {own: title, **others}

    def _lists(self) -> dict[str, str]:
        """Give the delivery list's page of each language."""
        title = self.settings.pages.lists
        return {code: f"{title}/{code}" for code in self.settings.languages.offered} if title else {}

    def _vocabulary(self) -> Vocabulary:
        title = self.settings.pages.vocabulary
        return read_vocabulary(self.pages[title].text) if title else Vocabulary()

    # --- Accounts

    def _check_accounts(self, roster: Roster) -> tuple[Roster, Addressed]:
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
                    self.console.say(str(error))
                    names |= {r.username: r.username for r in recipients}
        people = [replace(p, username=names[p.username]) for p in roster.participants if p.username in names]
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
                names[username] = username
                if account.blocked:
                    values = (place.row, place.line, username, name)
                    yield Problem(reason="problem-blocked", values=values, place=place)
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

    # --- What should stand on the pages

    def _kept(self, roster: Roster, addressed: Addressed, vocabulary: Vocabulary) -> Iterator[Kept]:
        own = self.settings.home_wiki.language
        prefixes = {name: self.wikis.prefix(name) for name in self.settings.wikis}
        attention = attention_text(
            roster,
            vocabulary=vocabulary if self.settings.pages.vocabulary else None,
            words=self.words,
            language=own,
            page_language=own,
        )
        part = Part(name="attention", content=attention, after=self._end_of_table)
        yield Kept(page=self.pages[self.settings.pages.signup], part=part)
        wiki_named = {r.username: r.wiki for r in addressed.recipients}
        for code, title in self._directories().items():
            text = directory_text(
                roster,
                regions=regions_of(self.settings),
                vocabulary=vocabulary,
                words=self.words,
                language=code,
                page_language=own,
                prefixes=prefixes,
                home=self.settings.home,
                wiki_named=self._wikis_named(roster),
            )
            yield Kept(page=self.pages[title], part=Part(name="directory", content=text))
        yield from self._kept_lists(addressed)
        yield from self._kept_matches(roster, wiki_named, vocabulary, prefixes)

    def _wikis_named(self, roster: Roster) -> dict[str, str | None]:
        """Give the wiki of the settings for each text by which a row names one."""
        named = {text for p in roster.participants for text in (p.home_wiki, p.wiki) if text}
        found = {text: self.settings.wiki_named(text) for text in named}
        return {text: wiki.key if wiki else None for text, wiki in found.items()}

    def _end_of_table(self, text: str) -> int | None:
        """Give where the last sign-up table of the page ends; None: it has none."""
        headings = self.settings.columns.headings()
        ends = [
            table.span[1] for table in read_tables(text) if "user" in split_table(table, headings)[0].known
        ]
        return max(ends, default=None)

    def _kept_lists(self, addressed: Addressed) -> Iterator[Kept]:
        hosts = {name: str(self.wikis[name].site.hostname()) for name in self.settings.wikis}
        offered = self.settings.languages.offered
        of_language: dict[str, list[Recipient]] = {code: [] for code in offered}
        for recipient in addressed.recipients:
            person = recipient.participant
            language = self.settings.wikis[recipient.wiki].language
            if person.newsletter is not False:
                of_language[choose(person.languages, language, offered).given].append(recipient)
        for code, title in self._lists().items():
            text = delivery_list_text(
                of_language[code],
                hosts=hosts,
                list_language=code,
                words=self.words,
                language=self.settings.home_wiki.language,
            )
            yield Kept(page=self.pages[title], part=Part(name="list", content=text))

    def _kept_matches(
        self, roster: Roster, wikis: dict[str, str], vocabulary: Vocabulary, prefixes: dict[str, str]
    ) -> Iterator[Kept]:
        title = self.settings.pages.matches
        if not title:
            return
        hidden = {row.place for row in roster.private}
        people = [_person(p, wikis) for p in roster.participants if p.place not in hidden]
        topics = sorted({topic for p in roster.participants for topic in p.clinics})
        text = matches_text(
            match(people, people, vocabulary=vocabulary, on=self.today),
            clinics={topic: asked_for(topic, people, vocabulary=vocabulary) for topic in topics},
            vocabulary=vocabulary,
            words=self.words,
            language=self.settings.home_wiki.language,
            page_language=self.settings.home_wiki.language,
            prefixes=prefixes,
            home=self.settings.home,
        )
        yield Kept(page=self.pages[title], part=Part(name="matches", content=text))

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


def _not_registered(participant: Participant) -> Problem:
    place = participant.place
    values = (place.row, place.line, participant.username)
    return Problem(reason="problem-temporary", values=values, place=place)


def _person(participant: Participant, wikis: dict[str, str]) -> Person:
    return Person(
        username=participant.username,
        wiki=wikis.get(participant.username, ""),
        languages=participant.languages,
        learn=participant.learn,
        share=participant.share,
        zone=participant.time_zone or None,
        region=participant.region or None,
    )
