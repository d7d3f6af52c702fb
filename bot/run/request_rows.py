"""Shell: the rows of the sign-up page that people ask for by the form: each written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.program.outcomes import Ending, Outcome
from bot.program.request_marks import Kind, Met, mark_of, read_marks
from bot.program.row_change import RowChangeError, change_row, has_withdrawn, row_values, strike_row
from bot.program.row_table import OwnRow, calls_in_row, columns_for, names_in_rows, own_row
from bot.program.sign_up_request import Request
from bot.run.keeping import SAME, TRIES, not_written
from bot.run.settings import Settings
from bot.wiki.accounts import Renames
from bot.wiki.expansion import expand_calls
from bot.wiki.history import own_summaries
from bot.wiki.wiki import Wiki
from bot.wiki.writing import rewrite
from bot.wikitext.lines import LineIndex
from bot.wikitext.transclusions import makes_tables
from bot.wikitext.translate import TranslateError, check_untouched
from bot.words.catalogue import Catalogue
from bot.words.lengths import SUMMARY_LENGTH, fit_summary

ANSWERED = timedelta(days=14)
"""So long an answer stands on the page of requests."""

SKEW = timedelta(hours=1)
"""By so much, and far less, the clocks of one wiki may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """The sign-up page with one request met."""

    text: str
    kind: Kind


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
    _made: dict[tuple[str, int], RowChange] = field(default_factory=dict)  # as planned, by page and revision
    _renames: Renames = field(init=False)
    _rows_named: dict[str, list[str]] | None = None  # whom rows still call by older names, by today's

    def __post_init__(self) -> None:
        self._renames = Renames(self.home)

    def learn(self, moments: Sequence[str] = ()) -> None:
        """Ask which requests were met, those of the last days and all since the given moments.

        Raises:
            WikiError: the wiki can't be asked.
        """
        since = min([self.answered_since(), *(datetime.fromisoformat(at) - SKEW for at in moments)])
        summaries = own_summaries(self.home, self.title, f"{since:%Y-%m-%dT%H:%M:%SZ}")
        self.met |= {met.revid: met for met in read_marks(summaries, self.settings.program)}

    def is_overtaken(self, request: Request) -> bool:
        """Tell whether a later request of the same person was met, so that an old one was brought back.

        Raises:
            WikiError: the wiki can't be asked what somebody is called today.
        """
        later = {met.username for met in self.met.values() if met.revid > request.revid and met.username}
        return request.username in later or request.username in self._renames.of_gone(sorted(later)).values()

    def answered_since(self) -> datetime:
        """Give the moment since which requests that were met are answered on their page."""
        return datetime.fromtimestamp(self.home.clock(), tz=UTC) - ANSWERED

    def values(self, text: str, username: str) -> dict[str, str]:
        """Give what a person's row says, by column; nothing where it can't be told.

        Raises:
            WikiError: the wiki can't be asked what people are called today.
        """
        try:
            name, _ = self._find(text, username)
            return row_values(text, self._headings, name, withdrawn=self._withdrawn)
        except RowChangeError:
            return {}

    def dropped(self, text: str, request: Request) -> dict[str, str]:
        """Give what a request says of columns that the person's table lacks; nothing where it can't be told.

        Raises:
            WikiError: the wiki can't be asked what people are called today.
        """
        try:
            name, _ = self._find(text, request.username)
            known = columns_for(text, self._headings, name, withdrawn=self._withdrawn)
        except RowChangeError:
            return {}
        return {column: value for column, value in request.values.items() if value and column not in known}

    def changed(self, text: str, request: Request) -> RowChange:
        """Give the sign-up page with a request met.

        Raises:
            RowChangeError: it can't be.
            WikiError: templates in the row can't be expanded, or names not be looked up.
        """
        if (known := self._made.pop((text, request.revid), None)) is not None:
            return known
        name, own = self._find(text, request.username)
        self._check_templates(text, own)
        if not request.leaves:
            kind = Kind.CHANGED if own and not own.struck else Kind.SIGNED_UP
            changed = change_row(text, self._headings, name, request.values, withdrawn=self._withdrawn)
        elif own or has_withdrawn(text, self._headings, name, withdrawn=self._withdrawn):
            kind = Kind.LEAVING
            changed = strike_row(text, self._headings, name, withdrawn=self._withdrawn)
        else:
            raise RowChangeError("none")
        try:
            if "translate" in text.lower():
                check_untouched(text, changed)
        except TranslateError:
            raise RowChangeError("odd") from None
        return self._made.setdefault((text, request.revid), RowChange(text=changed, kind=kind))

    def write(self, request: Request) -> Ending:
        """Write a request's row on the page as it is now, unless an earlier edit did.

        Raises:
            RowChangeError: it can't be written, or others wrote there meanwhile and the row isn't right.
            WikiError: the wiki can't be asked.
            StoppedError: the stop page has text.
        """
        ending = SAME
        for tried in range(TRIES):
            self.before_write()
            if request.revid in self.met:
                return SAME
            page = self.home.read_pages([self.title])[self.title]
            change = self.changed(page.text, request)
            if change.text == page.text:
                if tried:
                    self.learn([request.at])  # an edit whose answer was lost may have come in
                return SAME
            summary = self._summary(request, change.kind)
            ending = rewrite(
                self.home, title=page.title, text=change.text, summary=summary, baserevid=page.revid
            )
            if ending.outcome is Outcome.POSTED:
                self._remember(request, change.kind, ending)
                return ending
            if ending.outcome is Outcome.STALE:
                self.home.connect()
            elif ending.outcome not in {Outcome.CHANGED, Outcome.DOUBT}:
                break
            self.learn([request.at])
        if request.revid in self.met:
            return SAME
        self.say(f"{request.username}: {not_written(self.title, ending)}")
        return ending

    def _remember(self, request: Request, kind: Kind, ending: Ending) -> None:
        """Remember that a row was written; look at it where others wrote at the same time.

        Raises:
            RowChangeError: it isn't right.
        """
        if not ending.at:  # it stood there already: an edit whose answer was lost came in, or somebody's own
            self.learn([request.at])
            return
        self.met[request.revid] = Met(
            username=request.username,
            revid=request.revid,
            kind=kind,
            language=request.language,
            at=ending.at,
        )
        if ending.elsewhere:
            text = self.home.read_pages([self.title])[self.title].text
            _, own = self._find(text, request.username)
            if own is None or own.struck is not request.leaves:
                raise RowChangeError("odd")

    def _find(self, text: str, username: str) -> tuple[str, OwnRow | None]:
        """Find a person's row, and the name by which it calls them: today's, or one they had before.

        Raises:
            RowChangeError: several could be meant.
            WikiError: the wiki can't be asked what people are called today.
        """
        if own := self._row_of(text, username):
            return username, own
        if self._rows_named is None:
            names = names_in_rows(text, self._headings, withdrawn=self._withdrawn)
            self._rows_named = {}
            for written, today in self._renames.of_gone(names).items():
                self._rows_named.setdefault(today, []).append(written)
        found = [
            (name, own) for name in self._rows_named.get(username, ()) if (own := self._row_of(text, name))
        ]
        if len(found) > 1:
            raise RowChangeError("twice", LineIndex(text).line_of(found[1][1].row.row.cells[0].span[0]))
        return found[0] if found else (username, None)

    def _row_of(self, text: str, name: str) -> OwnRow | None:
        return own_row(text, self._headings, name, withdrawn=self._withdrawn)

    def _check_templates(self, text: str, own: OwnRow | None) -> None:
        """Look whether a template makes cells of a person's row, which the text itself does not tell.

        Raises:
            RowChangeError: one does.
            WikiError: they can't be expanded.
        """
        calls = calls_in_row(text, own) if own else ()
        if calls and any(map(makes_tables, expand_calls(self.home, calls, title=self.title).values())):
            raise RowChangeError("template")

    @property
    def _headings(self) -> Mapping[str, tuple[str, ...]]:
        return self.settings.columns.headings()

    @property
    def _withdrawn(self) -> Collection[str]:
        return self.settings.signups.withdrawn

    def _summary(self, request: Request, kind: Kind) -> str:
        key = "request-summary-leave" if request.leaves else "request-summary"
        mark = mark_of(self.settings.program, kind, request.revid, request.language)
        name, diff = request.username, f"[[Special:Diff/{request.revid}]]"
        who = f"[[Special:Contributions/{name}|{name}]]"  # a link to their user page would notify them
        said = self.words.say(self.home.language, key, who, diff)
        return f"{fit_summary(said, SUMMARY_LENGTH - len(mark) - 1)} {mark}"
