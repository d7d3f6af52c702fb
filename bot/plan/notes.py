"""Pure: notes to the editors who wrote faulty rows: once for each problem, on their talk pages."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.plan.announce import rule_against
from bot.plan.edits import Campaign, Held, Plan, Post, Skip
from bot.plan.problem_text import ProblemTeller
from bot.plan.section import Reader
from bot.program.languages import choose
from bot.program.problems import Place, Problem
from bot.program.talkpage import TalkPage
from bot.wikitext.users import is_ip, is_temporary, is_vanished
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap

MOST_TOLD = 20
"""Problems that one note tells one by one; for the others it leads to the list on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A problem of a row, as it is known again while rows above it come and go."""

    digest: str
    problem: Problem
    line: int  # of the page, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Somebody who wrote faulty rows."""

    username: str
    faults: tuple[Fault, ...]  # in the order of the page
    languages: tuple[str, ...] = ()  # they read, the best first; empty: not known


def faults_of(problems: Iterable[Problem], *, page: str, names: Mapping[Place, str]) -> list[Fault]:
    """Give the faults of a sign-up page's rows.

    Of rows that say the same of nobody in particular, it counts which one it is: as some are mended the
    others are not taken for new.

    Args:
        problems: those that may be told, by row, each once.
        page: the sign-up page; problems of other pages are left out.
        names: whom each row names, as it is written there.
    """
    found: list[Fault] = []
    seen: Counter[str] = Counter()
    for problem in problems:
        place = problem.place
        if place is None or place.page != page or not place.row:
            continue
        said = (value for value in problem.values if isinstance(value, str))  # numbers change with the rows
        letters = "\n".join([problem.reason, names.get(place, ""), *said])
        seen[letters] += 1
        digest = hashlib.sha256(f"{letters}\n{seen[letters]}".encode(errors="replace")).hexdigest()
        found.append(Fault(digest=digest, problem=problem, line=place.line))
    return found


def may_be_told(username: str, *, bot: str) -> bool:
    """Tell whether an editor can be told: not the bot, an IP, a temporary, hidden or vanished account."""
    of_no_person = is_ip(username) or is_temporary(username) or is_vanished(username)
    return bool(username) and username != bot and not of_no_person


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMaker:
    """Makes the notes."""

    campaign: Campaign
    words: Catalogue
    signup_page: str  # title on the home wiki
    team_page: str  # title on the home wiki
    reader: Reader  # of the home wiki
    offered: Collection[str]  # languages

    def key(self, person_id: str, fault: Fault) -> str:
        """Give the key of one fault told to one person, the same on every run."""
        return self.campaign.key(f"{person_id}\n{fault.digest}")

    def make(self, editor: Editor, faults: Sequence[Fault], page: TalkPage) -> Post:
        """Make the note on some faults; it has the key of the first, and holds those of all."""
        keys = [self.key(page.person_id, fault) for fault in faults]
        language = choose(editor.languages, self.reader.language, self.offered).given
        rows = len({fault.problem.place for fault in faults})
        tail = f"[{self.campaign.program}:{keys[0]}/{language}]"
        return Post(
            key=keys[0],
            wiki=self.reader.wiki,
            username=editor.username,
            title=page.title,
            language=language,
            heading=self.words.say(language, "note-heading", rows),
            text=self._text(faults, language, keys, rows),
            summary=f"{self.words.say(language, 'note-summary', rows)} {tail}",
            baserevid=page.baserevid,
            read_at=page.read_at,
        )

    def _text(self, faults: Sequence[Fault], language: str, keys: Sequence[str], rows: int) -> str:
        """Give the wikitext below the heading; the comment at its end holds the keys."""
        teller = ProblemTeller(words=self.words, language=language)
        lines = [f"* {teller.tell(fault.problem)}" for fault in faults[:MOST_TOLD]]
        if more := len(faults) - len(lines):
            lines.append(f"* {self.words.say(language, 'note-more', more)}")
        lead = self.words.say(language, "note-lead", f":{self.signup_page}", rows)
        ask = self.words.say(language, "announce-ask", f":{self.team_page}")
        why = self.words.say(language, "note-why")
        if self.reader.optout_category:
            leave = self.words.say(language, "note-unsubscribe-category", self.reader.optout_category)
            why = f"{why} {leave}"
        text = "\n".join([lead, "", *lines, "", ask, "", f"<small>{why}</small>"])
        wrapped = wrap(text, language, within=self.reader.language)
        return f"{wrapped}\n\n~~~~ <!-- {self.campaign.program} {' '.join(keys)} -->"


def keys_in(text: str, campaign: Campaign) -> tuple[str, ...]:
    """Give the keys of the faults that a talk page's notes of the campaign hold."""
    key = rf"{re.escape(campaign.prefix)}[a-z2-7]+"
    comments = re.findall(rf"<!-- {re.escape(campaign.program)} ({key}(?: {key})*) -->", text)
    return tuple(key for comment in comments for key in comment.split())


def plan_notes(
    editors: Iterable[Editor],
    pages: Mapping[str, TalkPage],
    *,
    maker: NoteMaker,
    told: Collection[str],
    bot: str,
) -> Plan:
    """Plan one note for each editor with faults of which they have not been told.

    Args:
        editors: who wrote faulty rows.
        pages: by user name; somebody who is not in it waits.
        maker: makes the notes.
        told: keys of the faults of which people have been told.
        bot: the bot's user name, for {{bots}}.
    """
    results = [_decide(editor, pages.get(editor.username), maker, told, bot) for editor in editors]
    return Plan(
        campaign=maker.campaign,
        posts=tuple(result for result in results if isinstance(result, Post)),
        skips=tuple(result for result in results if isinstance(result, Skip)),
        held=tuple(result for result in results if isinstance(result, Held)),
        done=sum(result is None for result in results),
    )


def _decide(
    editor: Editor, page: TalkPage | None, maker: NoteMaker, told: Collection[str], bot: str
) -> Post | Skip | Held | None:
    if page is None:
        return Held(wiki=maker.reader.wiki, username=editor.username, language=maker.reader.language)
    known = {*told, *keys_in(page.text, maker.campaign)}
    faults = [fault for fault in editor.faults if maker.key(page.person_id, fault) not in known]
    if not faults:
        return None
    if reason := rule_against(page, bot=bot):
        return Skip(wiki=maker.reader.wiki, username=editor.username, reason=reason)
    return maker.make(editor, faults, page)
