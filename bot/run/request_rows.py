"""Shell: the rows of the sign-up page that people ask for by the form: each written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.program.outcomes import Ending, Outcome
from bot.program.request_marks import Kind, Met, mark_of, read_marks
from bot.program.row_change import RowChangeError, change_row, row_values, strike_row
from bot.program.row_table import calls_in_row, has_row
from bot.program.sign_up_request import Request
from bot.run.keeping import SAME, TRIES
from bot.run.settings import Settings
from bot.wiki.expansion import expand_calls
from bot.wiki.history import own_summaries
from bot.wiki.wiki import Wiki
from bot.wiki.writing import rewrite
from bot.wikitext.transclusions import makes_tables
from bot.wikitext.translate import TranslateError, check_untouched
from bot.words.catalogue import Catalogue
from bot.words.lengths import SUMMARY_LENGTH, fit_summary

ANSWERED = timedelta(days=14)
"""So long an answer stands on the page of requests."""

SKEW = timedelta(hours=1)
"""By so much, and far less, the clocks of one wiki may differ."""


@dataclass(slots=True, kw_only=True)
class RequestRows:
    """Writes rows; the history of the sign-up page tells which requests were met before.

    Args:
        say: tells the operator a line.
        title: of the sign-up page.
    """

    settings: Settings
    home: Wiki
    words: Catalogue
    say: Callable[[str], None]
    before_write: Callable[[], None]
    title: str
    met: dict[int, Met] = field(default_factory=dict)  # by the request's revision
    _made: dict[tuple[str, int], str] = field(default_factory=dict)  # pages as planned, by page and revision

    def learn(self, moments: Sequence[str] = ()) -> None:
        """Ask which requests were met, those of the last days and all since the given moments.

        Raises:
            WikiError: the wiki can't be asked.
        """
        since = min([self.answered_since(), *(datetime.fromisoformat(at) - SKEW for at in moments)])
        summaries = own_summaries(self.home, self.title, f"{since:%Y-%m-%dT%H:%M:%SZ}")
        self.met |= {met.revid: met for met in read_marks(summaries, self.settings.program)}

    def is_overtaken(self, request: Request) -> bool:
        """Tell whether a later request of the same person was met, so that an old one was brought back."""
        return any(
            met.username == request.username and met.revid > request.revid for met in self.met.values()
        )

    def answered_since(self) -> datetime:
        """Give the moment since which requests that were met are answered on their page."""
        return datetime.fromtimestamp(self.home.clock(), tz=UTC) - ANSWERED

    def values(self, text: str, username: str) -> dict[str, str]:
        """Give what a person's row says, by column; nothing where it can't be told."""
        try:
            return row_values(text, self._headings, username, withdrawn=self._withdrawn)
        except RowChangeError:
            return {}

    def changed(self, text: str, request: Request) -> str:
        """Give the sign-up page with a request met.

        Raises:
            RowChangeError: it can't be.
            WikiError: templates in the row can't be expanded.
        """
        if (known := self._made.get((text, request.revid))) is not None:
            return known
        self._check_templates(text, request.username)
        name, withdrawn = request.username, self._withdrawn
        if request.leaves:
            changed = strike_row(text, self._headings, name, withdrawn=withdrawn)
        else:
            changed = change_row(text, self._headings, name, request.values, withdrawn=withdrawn)
        try:
            if "translate" in text.lower():
                check_untouched(text, changed)
        except TranslateError:
            raise RowChangeError("odd") from None
        self._made[text, request.revid] = changed
        return changed

    def write(self, request: Request) -> Ending:
        """Write a request's row on the page as it is now, unless an earlier edit did.

        Raises:
            RowChangeError: it can't be written.
            WikiError: the wiki can't be asked.
            StoppedError: the stop page has text.
        """
        ending = SAME
        for _ in range(TRIES):
            self.before_write()
            if request.revid in self.met:
                return SAME
            page = self.home.read_pages([self.title])[self.title]
            text = self.changed(page.text, request)
            if text == page.text:
                return SAME
            kind = self._kind(page.text, request)
            summary = self._summary(request, kind)
            ending = rewrite(self.home, title=page.title, text=text, summary=summary, baserevid=page.revid)
            if ending.outcome is Outcome.POSTED:
                self.met[request.revid] = Met(
                    username=request.username,
                    revid=request.revid,
                    kind=kind,
                    language=request.language,
                    at=ending.at,
                )
                return ending
            if ending.outcome is Outcome.STALE:
                self.home.connect()
            elif ending.outcome not in {Outcome.CHANGED, Outcome.DOUBT}:
                break
            self.learn([request.at])
        if request.revid in self.met:
            return SAME
        self.say(f"“{self.title}” was not written for {request.username}: {ending.reason}.")
        return ending

    def _check_templates(self, text: str, username: str) -> None:
        """Look whether a template makes cells of a person's row, which the text itself does not tell.

        Raises:
            RowChangeError: one does.
            WikiError: they can't be expanded.
        """
        calls = calls_in_row(text, self._headings, username, withdrawn=self._withdrawn)
        if calls and any(map(makes_tables, expand_calls(self.home, calls, title=self.title).values())):
            raise RowChangeError("template")

    @property
    def _headings(self) -> Mapping[str, tuple[str, ...]]:
        return self.settings.columns.headings()

    @property
    def _withdrawn(self) -> Collection[str]:
        return self.settings.signups.withdrawn

    def _kind(self, text: str, request: Request) -> Kind:
        if request.leaves:
            return Kind.LEAVING
        there = has_row(text, self._headings, request.username, withdrawn=self._withdrawn)
        return Kind.CHANGED if there else Kind.SIGNED_UP

    def _summary(self, request: Request, kind: Kind) -> str:
        key = "request-summary-leave" if request.leaves else "request-summary"
        mark = mark_of(self.settings.program, kind, request.revid, request.language)
        name, diff = request.username, f"[[Special:Diff/{request.revid}]]"
        who = f"[[Special:Contributions/{name}|{name}]]"  # a link to their user page would notify them
        said = self.words.say(self.home.language, key, who, diff)
        return f"{fit_summary(said, SUMMARY_LENGTH - len(mark) - 1)} {mark}"
