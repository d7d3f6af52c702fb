"""Pure: requests to sign up, to change what one said, or to leave, as people publish them by the form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.program.columns import KnownHeadings, fold_heading
from bot.program.limits import ANSWER_LETTERS, REQUEST_LETTERS
from bot.program.problems import Problem
from bot.program.request_blocks import COMMENT, Block, heading_of, without_signature
from bot.program.request_lines import FilledForm, read_lines, read_values
from bot.program.request_origins import Origin, Verdict
from bot.wikitext.folding import fold_words
from bot.wikitext.private import find_private
from bot.wikitext.quoting import shown
from bot.wikitext.users import find_users

_LONE_DASHES = re.compile(r"[-–—−]+")

FEWEST_LABELS = 2
"""In a block without a heading, which may be a remark on a request and repeat one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWording:
    """By which words a form is known in one language."""

    language: str
    headings: tuple[str, ...]
    leave: str  # with which the line of somebody who leaves begins
    labels: tuple[str, ...]
    hints: tuple[str, ...] = ()  # what stands in its comments


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks for themself."""

    username: str
    userid: int
    revid: int  # in which they asked; it tells the request from all others
    at: str  # ISO 8601, UTC
    language: str  # of the form
    leaves: bool
    values: Mapping[str, str]  # by column, as written; what they left empty is not in it; empty: a lone dash
    text: str  # all of it as it stands on the page
    line: int  # of the page, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A request that stays on the page, and what is said of it there."""

    problem: Problem
    language: str
    text: str
    line: int
    private: tuple[str, ...] = ()  # kinds of private data in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """All that the page says."""

    requests: tuple[Request, ...] = ()  # in the order in which people asked
    unmet: tuple[Unmet, ...] = ()  # in the page's order
    outdated: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by person, of what `fold` took in
    handled: tuple[str, ...] = ()  # texts of those that were met before


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReader:
    """Reads requests.

    Args:
        headings: by column, in any language.
        wordings: of the forms; the first that fits counts.
        language: of the page.
    """

    headings: Mapping[str, Collection[str]]
    wordings: Sequence[FormWording]
    language: str

    def read(self, blocks: Sequence[Block], origins: Mapping[str, Origin]) -> Requests:
        """Read what stands on the page.

        Args:
            blocks: of the page.
            origins: of each block, by its text.
        """
        known = KnownHeadings.of(self.headings)
        hints = frozenset(fold_words(hint) for each in self.wordings for hint in each.hints)
        times = Counter(block.text for block in blocks)
        said: dict[str, Request | Unmet] = {}
        for block in blocks:
            if block.text in said or origins[block.text].verdict is Verdict.HANDLED:
                continue
            form = self._form(block, origins[block.text], known)
            read = self._read(
                block, origins[block.text], form, is_hidden=form.hides(hints), times=times[block.text]
            )
            if read:
                said[block.text] = read
        requests = [read for read in said.values() if isinstance(read, Request)]
        return Requests(
            requests=tuple(sorted(requests, key=lambda request: request.revid)),
            unmet=tuple(read for read in said.values() if isinstance(read, Unmet)),
            handled=tuple(text for text, origin in origins.items() if origin.verdict is Verdict.HANDLED),
        )

    def _form(self, block: Block, origin: Origin, known: KnownHeadings) -> FilledForm:
        def is_kept(line: str) -> bool:
            return any(column or self._leaves(said) for column, said in read_lines(line, known))

        text = block.text[:REQUEST_LETTERS]
        bare = COMMENT.sub(" ", text)
        body = without_signature(bare, origin.signed_as or origin.username, is_kept)
        return FilledForm(text=text, bare=bare, lines=tuple(read_lines(body, known)), known=known)

    def _read(
        self, block: Block, origin: Origin, form: FilledForm, *, is_hidden: bool, times: int
    ) -> Request | Unmet | None:
        """Read one block, which stands so many times on the page; none: it is a remark."""
        lines = form.lines
        leaving = next(
            (found for column, text in lines if not column and (found := self._leaves(text))), None
        )
        if not block.headed and not self._is_bare_request(form):
            return None
        if not (leaving or any(column for column, _ in lines) or (is_hidden and form.labels())):
            return _unmet(block, "request-unread", origin, self.language) if block.headed else None
        language = leaving.language if leaving else self._language(form.bare)
        said = {column: _emptied(value) for column, text in read_values(lines) if (value := shown(text))}
        kinds = tuple(sorted({mention.kind.value for mention in find_private(block.text)}))
        against = {
            "request-account": origin.verdict is Verdict.NO_ACCOUNT,
            "request-untraced": origin.verdict is Verdict.UNTRACED,
            "request-forged": origin.verdict is Verdict.FORGED,
            "request-private": bool(kinds),
            "request-same": times > 1 and not find_users(block.text),
            "request-long": len(block.text) > REQUEST_LETTERS
            or any(len(text) > ANSWER_LETTERS for text in said.values()),
            "request-both": bool(leaving and said),
            "request-hidden": is_hidden or (not leaving and form.has_words_astray()),
        }
        if reason := next((reason for reason, holds in against.items() if holds), ""):
            return _unmet(block, reason, origin, language, kinds)
        return Request(
            username=origin.username,
            userid=origin.userid,
            revid=origin.revid,
            at=origin.at,
            language=language,
            leaves=leaving is not None,
            values=said,
            text=block.text,
            line=block.line,
        )

    def _is_bare_request(self, form: FilledForm) -> bool:
        """Tell whether a block without a heading is a request and no remark on one."""
        if form.labels() >= FEWEST_LABELS:
            return True
        first = form.bare.lstrip()
        return not first.startswith((":", "*")) and self._leaves(first.partition("\n")[0]) is not None

    def _leaves(self, text: str) -> FormWording | None:
        folded = f"{fold_words(text[:ANSWER_LETTERS])} "
        return next((each for each in self.wordings if folded.startswith(f"{fold_words(each.leave)} ")), None)

    def _language(self, bare: str) -> str:
        """Give the language of a form: its heading tells it, else most of its labels."""
        folded = fold_heading(heading_of(bare.partition("\n")[0]) or "")
        for wording in self.wordings:
            if folded and folded in map(fold_heading, wording.headings):
                return wording.language
        labels = {
            fold_heading(label) for label in re.findall(r"^[\s*#:;]*([^:：\n]+)[:：]", bare, re.MULTILINE)
        }
        fitting = Counter(
            {each.language: len(labels & set(map(fold_heading, each.labels))) for each in self.wordings}
        )
        best = fitting.most_common(1)
        return best[0][0] if best and best[0][1] else self.language


def fold(found: Requests, met: Collection[int]) -> Requests:
    """Make one request of all that a person asks: their newest, with what older ones say besides.

    What they said before they last left does not count, and what was met stands in their row.

    Args:
        found: all that the page says.
        met: revisions of the requests that were met.
    """
    own: dict[int, list[Request]] = {}
    for request in found.requests:
        own.setdefault(request.userid, []).append(request)
    folded = [_folded(requests, met) for requests in own.values()]
    return replace(
        found,
        requests=tuple(sorted(folded, key=lambda request: request.revid)),
        outdated={user: tuple(each.text for each in requests[:-1]) for user, requests in own.items()},
    )


def _folded(requests: Sequence[Request], met: Collection[int]) -> Request:
    newest = requests[-1]
    if newest.revid in met:
        return newest
    values: dict[str, str] = {}
    for request in requests:
        if request.leaves:
            values.clear()
        elif request.revid not in met:
            values |= request.values
    return replace(newest, values=values)


def _unmet(block: Block, reason: str, origin: Origin, language: str, private: tuple[str, ...] = ()) -> Unmet:
    name = origin.username or "?"
    named = {"request-account": (), "request-same": ("~~~~",), "request-hidden": (name, "<!--", "-->")}
    return Unmet(
        problem=Problem(reason=reason, values=named.get(reason, (name,))),
        language=language,
        text=block.text,
        line=block.line,
        private=private,
    )


def _emptied(value: str) -> str:
    return "" if _LONE_DASHES.fullmatch(value) else value
