"""Pure: requests to sign up, to change what one said, or to leave, as people publish them by the form."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.program.columns import KnownHeadings, fold_heading
from bot.program.limits import ANSWER_LETTERS, REQUEST_LETTERS
from bot.program.problems import Problem
from bot.program.request_blocks import COMMENT, Block, heading_of
from bot.program.request_origins import Origin, Verdict
from bot.wikitext.folding import fold_words
from bot.wikitext.private import find_private
from bot.wikitext.quoting import shown
from bot.wikitext.timestamp_shapes import timestamp_spans
from bot.wikitext.users import find_users

_MARKS = re.compile(r"[\s*#:;'•·–—-]*")
_LABEL = re.compile(r"([^:：\n]{1,200})[:：](.*)", re.DOTALL)
_DASHES = f"{string.whitespace}\u00a0-–—*:"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWording:
    """By which words a form is known in one language."""

    language: str
    headings: tuple[str, ...]
    leave: str  # with which the line of somebody who leaves begins
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks for themself."""

    username: str
    userid: int
    revid: int  # in which they asked; it tells the request from all others
    at: str  # ISO 8601, UTC
    language: str  # of the form
    leaves: bool
    values: Mapping[str, str]  # by column, as written; what they left empty is not in it
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

    requests: tuple[Request, ...] = ()  # of each person the newest, in the order in which they asked
    unmet: tuple[Unmet, ...] = ()  # in the page's order
    outdated: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # texts of a person's older ones
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
        said: dict[str, Request | Unmet] = {}
        for block in blocks:
            if block.text not in said and (read := self._read(block, origins[block.text], known)):
                said[block.text] = read
        mine = [(origins[text], read) for text, read in said.items()]
        own = sorted((o for o, _ in mine if o.userid), key=lambda origin: origin.revid)
        newest = {origin.userid: origin.revid for origin in own}
        requests: dict[int, Request] = {}
        older: dict[int, list[str]] = {}
        unmet = []
        for origin, read in mine:
            if origin.userid and origin.revid < newest[origin.userid]:
                older.setdefault(origin.userid, []).append(read.text)
            elif isinstance(read, Unmet):
                unmet.append(read)
            else:
                if (before := requests.pop(read.userid, None)) is not None:
                    older.setdefault(read.userid, []).append(before.text)
                requests[read.userid] = read
        return Requests(
            requests=tuple(sorted(requests.values(), key=lambda request: request.revid)),
            unmet=tuple(unmet),
            outdated={userid: tuple(older.get(userid, ())) for userid in requests},
            handled=tuple(text for text, origin in origins.items() if origin.verdict is Verdict.HANDLED),
        )

    def _read(self, block: Block, origin: Origin, known: KnownHeadings) -> Request | Unmet | None:
        """Read one block; none: it is a remark, or was met before."""
        if origin.verdict is Verdict.HANDLED:
            return None
        bare = COMMENT.sub(" ", block.text[:REQUEST_LETTERS])
        lines = list(_lines(_without_signature(bare, origin.username), known))
        leaving = next((found for text in _texts(lines) if (found := self._leaves(text))), None)
        if not any(column for column, _ in lines) and not leaving:
            return _unmet(block, "request-unread", origin, self.language) if block.headed else None
        language = leaving.language if leaving else self._language(bare)
        said = {column: value for column, text in _values(lines) if (value := shown(text))}
        kinds = tuple(sorted({mention.kind.value for mention in find_private(block.text)}))
        long = len(block.text) > REQUEST_LETTERS or any(len(text) > ANSWER_LETTERS for text in said.values())
        reason = _against(
            origin.verdict, is_private=bool(kinds), is_long=long, is_both=bool(leaving and said)
        )
        if reason:
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


def _against(verdict: Verdict, *, is_private: bool, is_long: bool, is_both: bool) -> str:
    """Give why a request isn't met; empty: it is."""
    against = {
        "request-account": verdict is Verdict.NO_ACCOUNT,
        "request-forged": verdict is Verdict.FORGED,
        "request-private": is_private,
        "request-long": is_long,
        "request-both": is_both,
    }
    return next((reason for reason, holds in against.items() if holds), "")


def _unmet(block: Block, reason: str, origin: Origin, language: str, private: tuple[str, ...] = ()) -> Unmet:
    named = (origin.username or "?",) if reason != "request-account" else ()
    return Unmet(
        problem=Problem(reason=reason, values=named),
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


def _without_signature(text: str, username: str) -> str:
    """Give the text without the last signature: a person's links in one line, and a time behind them."""
    stamps = timestamp_spans(text, zoned=True)
    if not stamps:
        return text
    start, end = stamps[-1]
    line = text.rfind("\n", 0, start) + 1
    links = [m.span[0] for m in find_users(text[line:start]) if not username or m.username == username]
    begins = line + links[0] if links else start
    return text[:line] + _without_dashes(text[line:begins]) + text[end:]


def _without_dashes(text: str) -> str:
    """Give a line without what parts it from the signature behind it."""
    while (bare := text.rstrip(_DASHES).removesuffix("&ndash;").removesuffix("&mdash;")) != text:
        text = bare
    return text
