"""Shell: requests to sign up, to change what one said or to leave: each met once, and answered.

First the row is written, in an edit whose summary names the request, then the person is thanked, then the
request is taken off its page. Wherever a run ends between, the next one finds in the sign-up page's history
what was done, and goes on from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.ledger.ledger import Ledger
from bot.plan.requests_page import RequestsPage
from bot.plan.signup_form import form_wordings
from bot.program.limits import REQUESTS
from bot.program.outcomes import Ending, Outcome
from bot.program.participant import PrivateRow
from bot.program.problems import Place, Problem
from bot.program.request_blocks import read_blocks
from bot.program.request_origins import find_origins
from bot.program.row_change import RowChangeError
from bot.program.sign_up_request import Request, RequestReader, Requests, Unmet, fold
from bot.run.console import MOST
from bot.run.exit_status import PASSING
from bot.run.keeping import PartKeeper
from bot.run.private_mail import private_mail
from bot.run.request_pages import Taken, against
from bot.run.request_rows import RequestRows
from bot.run.stop_rule import check_stop_page
from bot.run.thanking import Thanking, thanks_for
from bot.run.work import Work
from bot.wiki.accounts import Renames
from bot.wiki.history import RedirectError, revisions_of
from bot.wiki.pages import PageText

TOLD_ROWS = frozenset({"twice", "none", "template"})
"""Reasons for which a row can't be changed and that people can mend themselves."""

GO_ON = frozenset({Outcome.POSTED, Outcome.REFUSED, Outcome.CHANGED})
"""Endings after which other people's rows are still written; all others hold for each of them."""


@dataclass(slots=True, kw_only=True)
class SignUpRequests(Work):
    """Meets the requests of one run, before the sign-up page is read."""

    waits: bool = False  # whether something is left for a later run
    needs_person: bool = False
    unmet: list[Unmet] = field(default_factory=list)
    given_up: list[Request] = field(default_factory=list)  # to leave, of people without a row: nothing to do
    rows: RequestRows = field(init=False)

    def run(self) -> None:
        """Read, plan, show, ask, write; without such a page nothing.

        Raises:
            CommandError: the stop page stops the bot.
            WikiError: the home wiki is away.
            LedgerError: the ledger can't be used.
        """
        title, home = self.settings.pages.requests, self.wikis.home
        if not title:
            return
        home.connect()
        signup, stop = self.settings.pages.signup, self.settings.pages.stop
        pages = home.read_pages([title, signup, stop])
        check_stop_page(self.settings, self.wikis, pages[stop])
        if sentence := against(pages[title], pages[signup]):
            self.console.say(sentence)
            self.needs_person = True
            return
        try:
            found = self._read(pages[title])
        except RedirectError as error:
            self.console.say(str(error))
            self.needs_person = True
            return
        self.rows = RequestRows(
            settings=self.settings,
            home=home,
            words=self.words,
            say=self.console.say,
            before_write=self.before_write,
            title=pages[signup].title,
        )
        self.rows.learn([request.at for request in found.requests])
        joined = {request.userid for request in found.requests if not request.leaves}
        found = fold(self._without_overtaken(found), self.rows.met)
        planned = self._plan(found, pages[signup], joined)
        taken = self._taken(found, [])
        self.needs_person = bool(self.unmet)
        ledger = None if self.dry else self.memory
        if not (planned or found.handled or taken.changes(pages[title])):
            if ledger:
                self._tell_organisers(ledger, pages[title])
            return
        self._show(planned, pages[signup].text)
        if ledger is None:
            return
        if not self.console.agrees(f"Meet {len(planned)} requests and write “{title}”?"):
            self.console.say("Nothing was written.")
            self.needs_person = True
            return
        self._meet(ledger, pages[title], found, planned)

    def _read(self, page: PageText) -> Requests:
        blocks = read_blocks(page.text)
        home = self.wikis.home
        revisions = revisions_of(home, page.title, newest=page.revid or 0) if blocks else ()
        origins = find_origins(
            [block.text for block in blocks], revisions, bot=home.username, renamed=Renames(home).today
        )
        reader = RequestReader(
            headings=self.settings.columns.headings(),
            wordings=form_wordings(self.words, self.settings.languages.offered),
            language=self.settings.home_wiki.language,
        )
        found = reader.read(blocks, origins)
        self.unmet = list(found.unmet)
        return found

    def _without_overtaken(self, found: Requests) -> Requests:
        """Take requests for handled of people of whom a later one was met."""
        late = [request for request in found.requests if self.rows.is_overtaken(request)]
        return replace(
            found,
            requests=tuple(request for request in found.requests if request not in late),
            handled=(*found.handled, *(request.text for request in late)),
        )

    def _plan(self, found: Requests, signup: PageText, joined: Collection[int]) -> list[Request]:
        """Give the requests that can be met, and remember why the others can't.

        Args:
            found: of each person one.
            signup: the page as it was read.
            joined: who asked to sign up: if they leave after that, they need no row for it.
        """
        text = signup.text
        planned = []
        to_write = 0
        for request in found.requests:
            is_new = request.revid not in self.rows.met
            if is_new and to_write == REQUESTS:
                self.waits = True
                continue
            try:
                text = self.rows.changed(text, request).text if is_new else text
            except RowChangeError as error:
                is_old = datetime.fromisoformat(request.at) < self.rows.answered_since()
                if error.reason == "none" and (is_old or request.userid in joined):
                    self.given_up.append(request)
                else:
                    self._refuse(request, error)
            else:
                to_write += is_new
                planned.append(request)
        return planned

    def _refuse(self, request: Request, error: RowChangeError) -> None:
        reason = error.reason if error.reason in TOLD_ROWS else "other"
        problem = Problem(reason=f"request-row-{reason}", values=(request.username,))
        self.unmet.append(
            Unmet(problem=problem, language=request.language, text=request.text, line=request.line)
        )
        where = f"line {error.line} of “{self.settings.pages.signup}”"
        self.console.say(f"  - The row of {request.username} can't be changed ({error.reason}; {where}).")

    def _show(self, planned: Sequence[Request], text: str) -> None:
        say = self.console.say
        say(f"“{self.settings.pages.requests}”: {len(planned)} requests to meet, {len(self.unmet)} wait.")
        for request in planned:
            what = "leaves" if request.leaves else ", ".join(request.values) or "signs up"
            say(f"  {request.username} ({request.language}): {what}")
            if dropped := self.rows.dropped(text, request):
                say(f"  - The table has no column for {', '.join(dropped)}; not taken over.")
        for unmet in self.unmet[:MOST]:
            say(f"  - Line {unmet.line}: {self.console.tell(unmet.problem)}")
        if more := len(self.unmet[MOST:]):
            say(f"  … and {more} more.")

    def _meet(self, ledger: Ledger, page: PageText, found: Requests, planned: Sequence[Request]) -> None:
        """Write the rows, thank people, and take the requests off the page."""
        done = []
        for request in planned:
            ending = self._write(request)
            if ending.outcome is Outcome.POSTED:
                done.append(request)
            elif ending.outcome not in GO_ON:
                break
        gone = {request.username for request in done if request.leaves}
        gone |= self._thank(ledger, [request for request in done if not request.leaves])
        # Nothing tells of a request that changed nothing: it is over, whatever became of the thanks.
        gone |= {request.username for request in done if request.revid not in self.rows.met}
        self.before_write()
        ended = [request for request in done if request.username in gone]
        self.waits = self.waits or len(ended) < len(done)
        self._tell_organisers(ledger, page)
        summary = self.words.say(self.settings.home_wiki.language, "request-page-summary")
        keeper = PartKeeper(wiki=self.wikis.home, say=self.console.say)
        self._note(keeper.keep(page, self._taken(found, ended), summary=summary))
        self.needs_person = self.needs_person or bool(self.unmet)

    def _write(self, request: Request) -> Ending:
        """Write a request's row; posted: it stands there, now or since an earlier run.

        Raises:
            StoppedError: the stop page has text.
        """
        try:
            ending = self.rows.write(request)
        except RowChangeError as error:
            self._refuse(request, error)
            return Ending(outcome=Outcome.REFUSED, reason=error.reason)
        self._note(ending)
        return ending

    def _thank(self, ledger: Ledger, requests: Sequence[Request]) -> set[str]:
        """Thank people; give those for whom nothing more is to be done.

        Raises:
            StoppedError: the stop page has text.
        """
        if not requests:
            return set()
        home, title = self.wikis.home, self.settings.pages.signup
        text = home.read_pages([self.rows.title])[self.rows.title].text
        thanking = Thanking(
            settings=self.settings,
            wikis=self.wikis,
            words=self.words,
            console=self.console,
            ledger=ledger,
            beat=self.beat,
            stop_page=self.stop_page,
            title=self.settings.pages.requests or title,
        )
        return thanking.thank([thanks_for(request, text, self.rows) for request in requests])

    def _taken(self, found: Requests, ended: Sequence[Request]) -> Taken:
        """Give the page as it should be, once some requests are dealt with."""
        page = RequestsPage(
            words=self.words,
            language=self.settings.home_wiki.language,
            languages=self.settings.languages.offered,
            signup=self.settings.pages.signup,
        )
        since = self.rows.answered_since()
        answered = [met for met in self.rows.met.values() if datetime.fromisoformat(met.at) >= since]
        over = [*ended, *self.given_up]
        texts = {*found.handled, *(request.text for request in over)}
        texts |= {text for request in over for text in found.outdated.get(request.userid, ())}
        return Taken(content=page.write(self.unmet, answered), texts=frozenset(texts))

    def _tell_organisers(self, ledger: Ledger, page: PageText) -> None:
        """Tell organisers of private data."""
        rows = [
            PrivateRow(
                place=Place(page=page.title, row=number, line=unmet.line),
                kinds=unmet.private,
                digest=hashlib.sha256(unmet.text.encode(errors="replace")).hexdigest(),
            )
            for number, unmet in enumerate(self.unmet, 1)
            if unmet.private
        ]
        if not rows or not self.settings.signups.tell_organisers:
            return
        mail = private_mail(self, ledger)
        for ending in mail.tell(page, rows):
            self._note(ending)

    def _note(self, ending: Ending) -> None:
        """Remember what an ending means for the run's."""
        self.waits = self.waits or ending.outcome in PASSING
        self.needs_person = self.needs_person or ending.outcome not in {*PASSING, Outcome.POSTED}
