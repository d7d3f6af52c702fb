"""Pure: who stopped the newsletter, and who came back, as the history of a page shows it.

A line such as `* Stop the newsletter. ~~~~` counts if the revision that first holds it was made by the
account that signed it; one that names nobody is whoever's added it. Of each person the last line counts.
Who takes their own line away says it no more; what others do to it changes nothing, nor do comments and
markers around it: nobody can hide what somebody said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.program.approval import PageRevision
from bot.program.participant import Participant
from bot.program.problems import Problem
from bot.wikitext.folding import fold_words
from bot.wikitext.users import find_users, is_ip, is_temporary

OWNED = "leaving"
"""Name of the part of the page that the bot owns."""

LONGEST_OPENING = 200
"""Characters of a line in which its words are looked for."""

_OPENING = re.compile(r"[\s*#:;'\"•·–—“«\u200e\u200f\u061c-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """With which words a line begins."""

    language: str
    leaves: bool  # false: the newsletter is wanted again
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line that somebody added themself."""

    username: str  # of whoever added it, or as they signed it under another name
    userid: int  # of the account that added it
    leaves: bool
    language: str  # of its words
    at: str  # ISO 8601, UTC
    line: str  # as it stands on the page
    stands: bool = True  # false: others took it away
    taken_back: bool = False  # they took it away themself


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a page's history said so far."""

    revid: int = 0  # the newest revision that was read; 0: none
    said: tuple[Said, ...] = ()  # in the order in which it was said
    lines: tuple[str, ...] = ()  # which stand on the page, whoever added them
    unseen: tuple[tuple[int, str], ...] = ()  # who made the newest revisions that nobody may read


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody said last."""

    username: str
    leaves: bool
    language: str
    at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Who stopped the newsletter, and who wants it again, by their names on the home wiki."""

    left: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()  # to each person one, in the order in which they said it
    problems: tuple[Problem, ...] = ()  # lines that don't count


def wants_newsletter(participant: Participant, left: Left) -> bool:
    """Tell whether somebody who signed up gets the newsletter: neither their row nor the page says no.

    A row struck out is none of the roster's participants; talk pages have their own rules (`rule_against`).
    """
    return participant.newsletter is not False and participant.username not in left.left


def read_on(
    known: Known,
    revisions: Iterable[PageRevision],
    wordings: Sequence[Wording],
    *,
    renamed: Callable[[str], str | None],
) -> Known:
    """Read revisions that are newer than those known.

    Args:
        known: what is known.
        revisions: the oldest first.
        wordings: the words of lines in all languages.
        renamed: gives the name that an account has got since it had the given one; None: it was not renamed.
            Asked only of those who seem to have signed a line that somebody else added.
    """
    reader = _Reader(known, wordings, renamed)
    for revision in revisions:
        reader.read(revision)
    return reader.known()


def left_of(known: Known, names: Mapping[int, str]) -> Left:
    """Give who stopped the newsletter, and who came back.

    Args:
        known: what the page's history says.
        names: of accounts today, by their number; who is not in it is called as when they said it.
    """
    last: dict[int, Said] = {}
    called: dict[int, set[str]] = {}
    for said in known.said:
        if not said.taken_back:
            last.pop(said.userid, None)  # so that the order is that of what was said last
            last[said.userid] = said
            called.setdefault(said.userid, {names.get(said.userid, said.username)}).add(said.username)
    left = {name for number, said in last.items() if said.leaves for name in called[number]}
    back = {name for number, said in last.items() if not said.leaves for name in called[number]}
    answers = (
        Answer(
            username=names.get(number, said.username), leaves=said.leaves, language=said.language, at=said.at
        )
        for number, said in last.items()
    )
    return Left(
        left=frozenset(left),
        back=frozenset(back - left),
        answers=tuple(answers),
        problems=tuple(_problems(known)),
    )


def _problems(known: Known) -> Iterable[Problem]:
    """Tell of the lines on the page that nobody said themself."""
    counted = Counter(said.line for said in known.said if not said.taken_back and said.stands)
    others = Counter(known.lines) - counted
    signers = {line: (_named(line) or ("",))[-1] for line in others}  # where a signature stands
    for name in dict.fromkeys(signers.values()):
        if _may_be_account(name):
            yield Problem(reason="problem-leave-forged", values=(name,))
    if without := sum(others[line] for line, name in signers.items() if not _may_be_account(name)):
        yield Problem(reason="problem-leave-account", values=(without,))


@dataclass(slots=True)
class _Reader:
    """Goes from revision to revision, the oldest first."""

    before: Known
    wordings: Sequence[Wording]
    renamed: Callable[[str], str | None]
    said: list[Said] = field(init=False)
    places: dict[str, list[int]] = field(default_factory=dict)  # in `said`, by line
    openings: list[tuple[str, Wording]] = field(init=False)
    seen: dict[str, Wording | None] = field(default_factory=dict)  # by line

    def __post_init__(self) -> None:
        self.said = list(self.before.said)
        for index, each in enumerate(self.said):
            self.places.setdefault(each.line, []).append(index)
        folded = ((fold_words(each.text), each) for each in self.wordings)
        self.openings = sorted(folded, key=lambda each: len(each[0]), reverse=True)

    def known(self) -> Known:
        return replace(self.before, said=tuple(self.said))

    def read(self, revision: PageRevision) -> None:
        editor = (revision.userid, revision.username)
        if revision.text is None or revision.model != "wikitext":
            unseen = tuple(dict.fromkeys((*self.before.unseen, editor)))
            self.before = replace(self.before, revid=revision.revid, unseen=unseen)
            return
        stripped = (line.strip() for line in revision.text.split("\n"))
        lines = [line for line in stripped if self._wording(line)]
        now, then = Counter(lines), Counter(self.before.lines)
        editors = [*self.before.unseen, editor]
        for line, number in (then - now).items():
            for _ in range(number):
                self._lose(line, editors)
        for line, number in (now - then).items():
            for _ in range(number):
                self._gain(line, editors, revision)
        self.before = replace(self.before, revid=revision.revid, lines=tuple(lines), unseen=())

    def _lose(self, line: str, editors: Sequence[tuple[int, str]]) -> None:
        """A line is gone: its own author takes it back; nobody else can."""
        alone = editors[0][0] if len({userid for userid, _ in editors}) == 1 else 0
        standing = self._find(line, lambda said: said.stands and not said.taken_back)
        own = [index for index in standing if alone and self.said[index].userid == alone]
        if own:
            self.said[own[-1]] = replace(self.said[own[-1]], taken_back=True, stands=False)
        elif standing:
            self.said[standing[-1]] = replace(self.said[standing[-1]], stands=False)

    def _gain(self, line: str, editors: Sequence[tuple[int, str]], revision: PageRevision) -> None:
        """A line is there: somebody's who says it, one that stood there before, or nobody's."""
        named = _named(line)
        gone = self._find(line, lambda said: not said.stands and not said.taken_back)
        if gone and (named or revision.is_revert):
            self.said[gone[-1]] = replace(self.said[gone[-1]], stands=True)
            return
        author = self._author(named, editors)
        if author is None:
            return
        userid, name = author
        if revision.is_revert and not self._find(line, lambda said: said.userid == userid):
            return
        wording = self._wording(line)
        if wording is not None:
            self.places.setdefault(line, []).append(len(self.said))
            self.said.append(
                Said(
                    username=name,
                    userid=userid,
                    leaves=wording.leaves,
                    language=wording.language,
                    at=revision.at,
                    line=line,
                )
            )

    def _author(self, named: Sequence[str], editors: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
        """Give who says a line, by account and by name; None: nobody does."""
        accounts = [(userid, name) for userid, name in editors if userid and _may_be_account(name)]
        for userid, name in reversed(accounts):
            if not named or name in named:
                return userid, name
        signer = named[-1] if named and accounts else ""
        now = self.renamed(signer) if _may_be_account(signer) else None
        return next(((userid, signer) for userid, name in accounts if name == now), None)

    def _find(self, line: str, fits: Callable[[Said], bool]) -> list[int]:
        return [index for index in self.places.get(line, ()) if fits(self.said[index])]

    def _wording(self, line: str) -> Wording | None:
        if line not in self.seen:
            self.seen[line] = self._find_wording(line[:LONGEST_OPENING])
        return self.seen[line]

    def _find_wording(self, line: str) -> Wording | None:
        at = _OPENING.match(line)
        rest = line[at.end() :] if at else line
        if not rest[:1].isalpha():
            return None
        folded = f"{fold_words(rest)} "
        return next((each for words, each in self.openings if folded.startswith(f"{words} ")), None)


def _named(line: str) -> tuple[str, ...]:
    """Give whom a line names, the signature last."""
    return tuple(mention.username for mention in find_users(line))


def _may_be_account(name: str) -> bool:
    return bool(name) and not is_ip(name) and not is_temporary(name)
