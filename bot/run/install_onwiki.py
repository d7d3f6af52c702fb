"""Shell: installing the pages by which people sign up: what is new, what people changed, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.plan.onwiki.install import MARK, Place, State, Wanted, difference, judge, may_write
from bot.program.newest_revision import NewestRevision
from bot.program.outcomes import Outcome
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.keeping import not_written
from bot.run.leaving import leaving
from bot.run.onwiki_advice import advice
from bot.run.onwiki_pages import OnWikiPages
from bot.run.stop_rule import check_stop_page
from bot.run.work import Work
from bot.wiki.history import own_summaries
from bot.wiki.newest import newest_of
from bot.wiki.writing import rewrite
from bot.wikitext.translate import TranslateError, check_untouched


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page as it should be, and as it is."""

    wanted: Wanted
    there: NewestRevision
    state: State
    allowed: bool  # whether the account may write it


@dataclass(slots=True, kw_only=True)
class InstallOnWiki(Work):
    """One run of the command."""

    now: datetime
    written: int = 0
    outcomes: set[Outcome] = field(default_factory=set)
    left: list[Found] = field(default_factory=list)  # as people have them
    declined: bool = False  # whether the operator did not want what is new

    def run(self) -> ExitStatus:
        """Read, show, ask, write.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        home, pages = self.wikis.home, self.settings.pages
        home.connect()
        check_stop_page(self.settings, self.wikis, home.read_pages([pages.stop])[pages.stop])
        found = self._look(OnWikiPages(settings=self.settings, wikis=self.wikis, words=self.words))
        makes_leave = self._lacks_leave()
        self._show(found, makes_leave=makes_leave)
        if self.dry:
            self.console.say("\nDry run: nothing was written.")
            return self._status(found)
        self._write_all(found, makes_leave=makes_leave)
        self._tell_end(found)
        return self._status(found)

    def _look(self, pages: OnWikiPages) -> list[Found]:
        """Look how each page is; one that gets a line goes on from the very text that it was made of."""
        wanted, as_read = pages.all(), pages.as_read()
        there = newest_of(self.wikis.home, [each.title for each in wanted if not each.is_line])
        return [self._found(each, (as_read if each.is_line else there)[each.title]) for each in wanted]

    def _found(self, wanted: Wanted, there: NewestRevision) -> Found:
        home = self.wikis.home
        state = judge(wanted, there, account=home.username)
        if state is State.LINE and self._is_taken_out(there.title):
            state = State.THEIRS
        allowed = may_write(wanted, home.account.rights)
        return Found(wanted=wanted, there=there, state=state, allowed=allowed)

    def _is_taken_out(self, title: str) -> bool:
        """Tell whether our line was there before, so that somebody has taken it out."""
        own = own_summaries(self.wikis.home, title)
        return any(summary.rstrip().endswith(MARK) for _, summary in own)

    def _lacks_leave(self) -> bool:
        title = self.settings.pages.leave
        return bool(title) and not self.wikis.home.read_pages([str(title)])[str(title)].exists

    def _show(self, found: Sequence[Found], *, makes_leave: bool) -> None:
        say = self.console.say
        differing = [each for each in found if each.state is not State.SAME]
        count = len(differing) + makes_leave
        in_all = len(found) + bool(self.settings.pages.leave)
        say(f"{in_all} pages on {self.settings.home}; to install or to update: {count}")
        for each in differing:
            lacks = "" if each.allowed else "; the account may not write it"
            say(f"  {each.wanted.title}: {each.state}{lacks}")
        if makes_leave:
            say(f"  {self.settings.pages.leave}: {State.MISSING}")
        for each in differing:
            if each.state is State.OWN or (self.dry and each.state is not State.MISSING):
                self._show_difference(each)

    def _show_difference(self, each: Found) -> None:
        self.console.say()
        for line in difference(each.wanted, each.there):
            self.console.say(line.expandtabs(4))

    def _write_all(self, found: Sequence[Found], *, makes_leave: bool) -> None:
        writable = [each for each in found if each.allowed]
        plain = [each for each in writable if each.state in {State.MISSING, State.OWN}]
        count = len(plain) + makes_leave
        if count and self.console.agrees(f"Write these {count} pages?"):
            for each in plain:
                self._write(each)
            if makes_leave:
                self._make_leave()
        elif count:
            self.declined = True
        for each in writable:
            if each.state in {State.LINE, State.THEIRS}:
                self._ask_alone(each)

    def _ask_alone(self, each: Found) -> None:
        """Ask about a page of people's; with -always it gets a line, and is not overwritten."""
        if each.wanted.is_line and not each.there.readable:
            self.console.say(f"“{each.wanted.title}” can't be read, and is left as it is.")
            self.left.append(each)
            return
        self._show_difference(each)
        always = self.console.always
        question = f"Change “{each.wanted.title}” so?"
        if each.state is State.THEIRS:
            who = each.there.username or "somebody"
            question = f"{who} changed “{each.wanted.title}” on {each.there.at}. Overwrite it?"
        if (always and each.state is State.LINE) or (not always and self.console.agrees(question)):
            self._write(each)
        else:
            self.left.append(each)

    def _write(self, each: Found) -> None:
        wanted, there = each.wanted, each.there
        if wanted.is_line and there.revid is not None:
            try:
                check_untouched(there.text, wanted.text)
            except TranslateError as error:
                self.console.say(f"“{wanted.title}” is left as it is: {error}")
                self.left.append(each)
                return
        self.before_write()
        ending = rewrite(
            self.wikis.home,
            title=there.title,
            text=wanted.text,
            summary=f"{self.words.say(self.settings.home_wiki.language, 'form-summary')} {MARK}",
            baserevid=there.revid,
        )
        self.outcomes.add(ending.outcome)
        if ending.outcome is Outcome.POSTED:
            self.written += 1
            return
        sentence = not_written(wanted.title, ending)
        if ending.outcome is Outcome.HALT:
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        self.console.say(sentence)

    def _make_leave(self) -> None:
        self.before_write()
        ending = leaving(self, dry=self.dry).keep()
        self.outcomes.add(ending.outcome)
        self.written += ending.outcome is Outcome.POSTED

    def _tell_end(self, found: Sequence[Found]) -> None:
        say = self.console.say
        if self.written or not self.declined:
            say(f"\n{self.written} pages written." if self.written else "\nNothing to install.")
        else:
            say("\nNothing was written.")
        if self.left:
            say(f"Left as people have them: {len(self.left)}")
            for each in self.left:
                say(f"  {each.wanted.title}")
        lacking = [
            (each.wanted, each.there) for each in found if not each.allowed and each.state is not State.SAME
        ]
        site = self.wikis.home.site
        lines = advice(
            lacking,
            gadget=self.settings.pages.gadget or "",
            script_path=str(site.path()),
            server=str(site.base_url("")),
            is_there=self._has_script(found),
        )
        for line in lines:
            self.console.show(line)

    def _has_script(self, found: Sequence[Found]) -> bool:
        """Tell whether the gadget's code, which others are to copy, now stands as we made it."""
        scripts = [each.wanted for each in found if each.wanted.place is Place.OWN_SCRIPT]
        there = newest_of(self.wikis.home, [each.title for each in scripts]) if scripts else {}
        return all(judge(each, there[each.title], account="") is State.SAME for each in scripts)

    def _status(self, found: Sequence[Found]) -> ExitStatus:
        not_allowed = any(not each.allowed and each.state is not State.SAME for each in found)
        theirs = self.left or (self.dry and any(each.state is State.THEIRS for each in found))
        person = theirs or not_allowed or self.declined
        return status_of_writes(self.outcomes, waits=False, person=person)
