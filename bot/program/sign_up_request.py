"""Pure: requests to sign up, to change what one said, or to leave, as people publish them by the form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.program.columns import KnownHeadings, fold_heading
from bot.program.limits import ANSWER_LETTERS, REQUEST_LETTERS
from bot.program.problems import Problem
from bot.program.request_blocks import COMMENT, Block, heading_of, without_signature
from bot.program.request_origins import Origin, Verdict
from bot.program.sign_up_row import plain_text
from bot.wikitext.folding import fold_words
from bot.wikitext.private import find_private
from bot.wikitext.quoting import shown
from bot.wikitext.users import find_users

_MARKS = re.compile(r"[\s*#:;'•·–—-]*")
_LABEL = re.compile(r"([^:：\n]{1,200})[:：](.*)", re.DOTALL)
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
            draft = self._draft(block, origins[block.text], known)
            if read := self._read(draft, is_hidden=draft.hides(hints), times=times[block.text]):
                said[block.text] = read
        requests = [read for read in said.values() if isinstance(read, Request)]
        return Requests(
            requests=tuple(sorted(requests, key=lambda request: request.revid)),
            unmet=tuple(read for read in said.values() if isinstance(read, Unmet)),
            handled=tuple(text for text, origin in origins.items() if origin.verdict is Verdict.HANDLED),
        )

    def _draft(self, block: Block, origin: Origin, known: KnownHeadings) -> _Draft:
        text = block.text[:REQUEST_LETTERS]

        def is_kept(line: str) -> bool:
            return any(column or self._leaves(said) for column, said in _lines(line, known))

        bare = COMMENT.sub(" ", text)
        body = without_signature(bare, origin.signed_as or origin.username, is_kept)
        return _Draft(
            block=block,
            origin=origin,
            bare=bare,
            lines=tuple(_lines(body, known)),
            known=known,
        )

    def _read(self, draft: _Draft, *, is_hidden: bool, times: int) -> Request | Unmet | None:
        """Read one block, which stands so many times on the page; none: it is a remark."""
        block, origin, lines = draft.block, draft.origin, draft.lines
        leaving = next((found for text in _texts(lines) if (found := self._leaves(text))), None)
        if not block.headed and not self._is_bare_request(draft):
            return None
        if not (leaving or any(column for column, _ in lines) or (is_hidden and draft.labels())):
            return _unmet(block, "request-unread", origin, self.language) if block.headed else None
        language = leaving.language if leaving else self._language(draft.bare)
        said = {column: _emptied(value) for column, text in _values(lines) if (value := shown(text))}
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
            "request-hidden": is_hidden or (not leaving and draft.begins_with_words()),
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

    def _is_bare_request(self, draft: _Draft) -> bool:
        """Tell whether a block without a heading is a request and no remark on one."""
        if draft.labels() >= FEWEST_LABELS:
            return True
        first = draft.bare.lstrip()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A block, taken apart."""

    block: Block
    origin: Origin
    bare: str  # without comments
    lines: tuple[tuple[str, str], ...]
    known: KnownHeadings

    def labels(self) -> int:
        """Count the columns that it names, those in comments too."""
        opened = self._text.replace("<!--", " ").replace("-->", " ")
        return len({column for column, _ in _lines(opened, self.known) if column})

    def hides(self, hints: Collection[str]) -> bool:
        """Tell whether something that was meant to be read stands in a comment."""
        return any(self._is_amiss(comment, hints) for comment in COMMENT.finditer(self._text))

    @property
    def _text(self) -> str:
        return self.block.text[:REQUEST_LETTERS]

    def _is_amiss(self, comment: re.Match[str], hints: Collection[str]) -> bool:
        inner = comment[0].removeprefix("<!--").removesuffix("-->")
        if not comment[0].endswith("-->") or "<!--" in inner:
            return True
        _, *further = inner.split("\n")
        if further and self._text[: comment.start()].rpartition("\n")[2]:
            return True
        if any(column for column, _ in _lines("\n".join(["", *further]), self.known)):
            return True
        words = fold_words(inner)
        return words not in hints and any(f" {hint} " in f" {words} " for hint in hints if hint)

    def begins_with_words(self) -> bool:
        """Tell whether it says something above its first label, where no column is for it."""
        first = next((number for number, (column, _) in enumerate(self.lines) if column), 0)
        return any(re.search(r"\w", plain_text(text)) for _, text in self.lines[:first])


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


def _lines(body: str, known: KnownHeadings) -> Iterator[tuple[str, str]]:
    """Give of each line its column and what stands behind; without a column all of the line."""
    for number, line in enumerate(body.split("\n")):
        marks = _MARKS.match(line)
        text = line[marks.end() :].strip() if marks else line.strip()
        if not text or (number == 0 and heading_of(line) is not None):
            continue
        label = _LABEL.fullmatch(text)
        column = known.columns.get(fold_heading(label[1]), "") if label else ""
        if label and column and column != "user":
            yield column, label[2].strip(" '")
        else:
            yield "", text


def _values(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give what is said of each column; a line without one goes on with the one above."""
    said: dict[str, list[str]] = {}
    above = ""
    for column, text in lines:
        above = column or above
        if above and text:
            said.setdefault(above, []).append(text)
        elif column:
            said.setdefault(column, [])
    for column, texts in said.items():
        yield column, ", ".join(texts)


def _texts(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    return (text for column, text in lines if not column)


def _emptied(value: str) -> str:
    return "" if _LONE_DASHES.fullmatch(value) else value
