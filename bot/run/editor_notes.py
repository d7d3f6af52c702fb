"""Shell: notes to the editors who wrote faulty rows: who they are, what they are told, and the telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.attention import public_problems
from bot.plan.edits import Campaign, Plan, Post
from bot.plan.notes import Editor, Fault, NoteMaker, faults_of, keys_in, may_be_told, plan_notes
from bot.program.outcomes import Ending, Outcome
from bot.program.participant import Roster
from bot.program.problems import Place
from bot.run.census import Census
from bot.run.console import Console
from bot.run.dispatch import MARGIN, Dispatch
from bot.run.heartbeat import Heartbeat
from bot.run.mail import put
from bot.run.note_memory import NoteMemory
from bot.run.progress import Progress, endings_of
from bot.run.row_authors import RowAuthors
from bot.run.settings import Settings
from bot.run.stop_page import StopPage
from bot.run.wikis import Wikis
from bot.wiki.accounts import languages_of, look_up
from bot.wiki.errors import WikiAwayError
from bot.wiki.pages import PageText
from bot.wiki.rendering import plain, render
from bot.words.catalogue import Catalogue

NAME = "signups"
"""Tells these notes from all other messages of the program."""

DEALT_WITH = frozenset({Outcome.POSTED, Outcome.REFUSED, Outcome.SKIPPED})
"""Endings after which nobody is told of a fault again."""


@dataclass(slots=True, kw_only=True)
class EditorNotes:
    """Plans the notes of one run on the home wiki, and delivers them like any other message.

    Args:
        memory: the ledger, which a dry run only reads; None: there is none yet.
        names: whom each row names, as it is written there.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    signup: PageText
    names: dict[Place, str]
    memory: Ledger | None
    dry: bool
    outbox: Outbox
    beat: Heartbeat
    editors: dict[str, Editor] = field(default_factory=dict)  # by user name
    posts: dict[str, Post] = field(default_factory=dict)  # by key, as last planned
    waits: int = 0  # people and rows that wait for a later run
    census: Census = field(init=False)
    known: NoteMemory = field(init=False)

    def __post_init__(self) -> None:
        campaign = Campaign(program=self.settings.program, name=NAME, title=self.signup.title)
        self.census = Census(
            settings=self.settings,
            wikis=self.wikis,
            campaign=campaign,
            memory=self.memory,
            dry=self.dry,
            message_page=self.signup.title,
        )
        self.known = NoteMemory(ledger=self.memory, campaign=campaign, home=self.wikis.home, dry=self.dry)

    @property
    def campaign(self) -> Campaign:
        """The notes of the program."""
        return self.census.campaign

    def plan(self, roster: Roster) -> int:
        """Find who wrote the rows that are faulty and not dealt with, make a note for each, and show it all.

        Returns:
            The number of notes.

        Raises:
            WikiError: the home wiki can't be asked.
            LedgerError: the ledger can't be used.
        """
        faults = faults_of(public_problems(roster), page=self.signup.title, names=self.names)
        dealt_with = self.known.dealt_with(faults)
        faults = [fault for fault in faults if fault.digest not in dealt_with]
        if not faults:
            self._show(Plan(campaign=self.campaign))
            return 0
        if not self.census.greet(self.settings.home):
            raise WikiAwayError(self.census.away[self.settings.home])
        self.known.take_over(self.census.unwritten())
        waiting = self._waiting()
        self._find_editors(faults, roster)
        self.waits += sum(username in waiting for username in self.editors)
        wanted = [username for username in self.editors if username not in waiting]
        self.outbox.address((self.settings.home, username, NAME) for username in wanted)
        plan = self._plan(self.outbox.some(self.settings.home, State.ADDRESSED, len(wanted)))
        self.waits += len(plan.held)
        self._deal_with((skip.username for skip in plan.skips), "by rule")
        left = {post.username for post in plan.posts} | {held.username for held in plan.held}
        left |= {skip.username for skip in plan.skips}
        self._deal_with((username for username in wanted if username not in left), "told before")
        self._show(plan)
        return len(plan.posts)

    def deliver(self, ledger: Ledger, stop_page: StopPage) -> list[Ending]:
        """Write the notes that are planned, and remember who was told of what.

        Raises:
            StoppedError: the stop page has text.
            LedgerError: the ledger can't be used.
        """
        dispatch = Dispatch(
            settings=self.settings,
            wikis=self.wikis,
            ledger=ledger,
            campaign=self.campaign,
            outbox=self.outbox,
            again=lambda entries: self._posts_by_place(self._plan(entries), entries),
            stop_page=stop_page,
            show=self._progress,
        )
        self.console.say("\nWriting:")
        try:
            progresses = dispatch.run()
        finally:
            self._remember(ledger)
        self.console.ended(progresses)
        return endings_of(progresses)

    def _show(self, plan: Plan) -> None:
        """Show how many notes there are, who gets none and why, and one note of each language."""
        say = self.console.say
        say(f"\nNotes to editors of faulty rows: {len(plan.posts)}")
        for post in plan.posts:
            say(f"  {post.title} ({post.language})")
        for skip in plan.skips:
            say(f"  none to {skip.username}: {self.words.say('en', skip.reason.word)}")
        if self.waits:
            say(f"  for a later run: {self.waits}")
        for post in {post.language: post for post in reversed(plan.posts)}.values():
            html = render(self.wikis.home, title=post.title, text=f"== {post.heading} ==\n{post.text}")
            say(f"\nSample, for {post.title}:")
            say("\n".join(f"  | {line}" for line in plain(html).splitlines()))

    def _progress(self, progress: Progress) -> None:
        self.beat()
        self.console.progress(progress)

    def _waiting(self) -> set[str]:
        """Give the editors whose last note was begun and may still come through; forget what never will."""
        limit = self.settings.home_wiki.request_time_limit
        waiting = set()
        for each in self.memory.begun(NAME, self.settings.home) if self.memory else ():
            if self.wikis.home.clock() - each.intended_at <= limit + MARGIN:
                waiting.add(each.username)
            elif self.memory and not self.dry:
                self.memory.settle(each.key, Outcome.LATER)
        return waiting

    def _find_editors(self, faults: Sequence[Fault], roster: Roster) -> None:
        """Find who wrote which faulty rows; of rows that nobody wrote who can be told, remember that."""
        home = self.wikis.home
        authors = RowAuthors(home=home, page=self.signup).find({fault.line for fault in faults})
        accounts = look_up(home, {name for name in authors.values() if name})
        by_editor: dict[str, list[Fault]] = {}
        for fault in faults:
            author = authors.get(fault.line)
            account = accounts.get(author or "")
            if author is None:
                self.waits += 1
            elif account is None or account.is_bot or not may_be_told(author, bot=home.username):
                self.known.deal_with([fault], "nobody to tell")
            else:
                by_editor.setdefault(author, []).append(fault)
        languages = {person.username: person.languages for person in roster.participants}
        for name, theirs in by_editor.items():
            reads = languages.get(name) or languages_of(home, name)
            self.editors[name] = Editor(username=name, faults=tuple(theirs), languages=reads)

    def _plan(self, entries: Sequence[Entry]) -> Plan:
        """Look at some editors' talk pages, and put their notes into the outbox."""
        home = self.settings.home
        pages = self.census.look(home, [entry.username for entry in entries])
        plan = plan_notes(
            [self.editors[entry.username] for entry in entries],
            {username: page for (_, username), page in pages.items()},
            maker=NoteMaker(
                campaign=self.campaign,
                words=self.words,
                signup_page=self.signup.title,
                team_page=self.settings.pages.team,
                reader=self.census.readers[home],
                offered=self.settings.languages.offered,
            ),
            told=self.known.told,
            bot=self.wikis.home.username,
        )
        self.posts |= {post.key: post for post in plan.posts}
        self.outbox.set_state(State.DONE, [entry.seq for entry in entries])
        put(self.outbox, self._posts_by_place(plan, entries))
        return plan

    def _posts_by_place(self, plan: Plan, entries: Sequence[Entry]) -> dict[int, Post]:
        places = {entry.username: entry.seq for entry in entries}
        return {places[post.username]: post for post in plan.posts}

    def _remember(self, ledger: Ledger) -> None:
        """Write down what came of each note: who was told, and which faults are dealt with."""
        found = ledger.remembered(NAME, keys=self.posts)
        for each in found:
            post = self.posts[each.key]
            if each.outcome is Outcome.POSTED:
                self.known.remember(each, keys_in(post.text, self.campaign))
            if each.outcome in DEALT_WITH:
                self._deal_with([post.username], str(each.outcome))

    def _deal_with(self, usernames: Iterable[str], reason: str) -> None:
        for username in usernames:
            self.known.deal_with(self.editors[username].faults, reason)
