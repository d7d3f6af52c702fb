"""Pure: how a draft stands, for its talk page; and the page on which an organiser says that it is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from bot.plan.agreement import AgreementPage
from bot.plan.naming import own_name, own_names
from bot.plan.problem_text import ProblemTeller
from bot.program.approval import Approval, Objected
from bot.program.languages import autonym
from bot.program.problems import Problem
from bot.program.translation import Part, Standing, State
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_list, format_moment
from bot.words.direction import wrap

PART = "newsletter"
"""Name of the bot's part of a draft's talk page."""

MOST_PARTS = 8
"""Parts of a translation that are named."""

READY = "newsletter-ready-word"
"""The word with which an organiser's line begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """How a draft stands."""

    title: str
    ready_page: str
    ready_by: str = ""  # empty: nobody has said so yet
    ready_at: datetime | None = None
    waits_for: tuple[str, ...] = ()  # languages
    until: datetime | None = None  # when it goes out without them
    fallback: str = "en"  # what is given then
    published: str = ""  # title; empty: not yet
    left_out: tuple[str, ...] = ()  # headings
    is_marked: bool = False  # whether the Translate extension keeps its translations
    problems: tuple[Problem, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)  # by language


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTalk:
    """Writes the bot's part of a draft's talk page: each translation in its own language."""

    words: Catalogue
    language: str  # of the home wiki

    def write(self, state: DraftState) -> str:
        """Give the part."""
        lines = [f"'''{self._stage(state)}'''"]
        teller = ProblemTeller(words=self.words, language=self.language)
        lines += [f"* {teller.tell(problem)}" for problem in dict.fromkeys(state.problems)]
        if state.left_out and not state.published:
            listed = format_list([f"<bdi>''{quote(each)}''</bdi>" for each in state.left_out], self.language)
            lines.append(f"* {self._say('newsletter-left-out', listed)}")
        lines += [self._translation(state, each) for each in state.standings.values()]
        return "\n".join(lines)

    def _stage(self, state: DraftState) -> str:
        if state.published:
            return self._say("newsletter-stage-published", link_or_text(state.published))
        if not state.ready_at:
            return self._say("newsletter-stage-draft", state.ready_page)
        who = f"<bdi>{link_or_text(f'User:{state.ready_by}', state.ready_by)}</bdi>"
        moment = format_moment(state.ready_at, self.language, words=self.words)
        said = [self._say("newsletter-stage-ready", who, moment, state.ready_page)]
        if state.waits_for:
            said.append(self._say("newsletter-stage-waits", own_names(state.waits_for, self.language)))
            if state.until:
                until = format_moment(state.until, self.language, words=self.words)
                fallback = own_name(state.fallback, self.language)
                said.append(self._say("newsletter-stage-until", until, fallback))
        return " ".join(said)

    def _translation(self, state: DraftState, each: Standing) -> str:
        language = each.language
        named = [_named(each, language)] if each.state in {State.STALE, State.INCOMPLETE} else []
        said = self.words.say(language, f"newsletter-translation-{each.state.value}", *named)
        if each.state is not State.COMPLETE and each.state is not State.UNREAD and not state.published:
            label = self.words.say(language, "newsletter-translate")
            said += f" [{translate_address(state.title, each, is_marked=state.is_marked)} {quote(label)}]"
        text = f"'''{link_or_text(f'{state.title}/{language}', autonym(language))}:''' {said}"
        return wrap(text, language, within=None)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)


def _named(each: Standing, language: str) -> str:
    """Give the parts of a translation that are stale, or else missing, in words."""
    parts = each.stale if each.state is State.STALE else each.missing
    named = [f"<bdi>{quote(_name(part))}</bdi>" for part in parts[:MOST_PARTS]]
    return format_list([*named, *(["…"] if parts[MOST_PARTS:] else [])], language) if named else "–"


def _name(part: Part) -> str:
    if part.heading and part.heading != part.excerpt:
        return f"{part.heading}: {part.excerpt}"
    return part.excerpt or part.heading or part.number


def translate_address(source: str, each: Standing, *, is_marked: bool) -> str:
    """Give, for an external link, the address of the form in which a translation is written.

    A new one begins with the source's words; a page of the Translate extension has a form of its own.

    Args:
        source: title of the draft.
        each: how the translation stands.
        is_marked: whether the Translate extension keeps it.
    """
    page, query = f"{source}/{each.language}", [("action", "edit")]
    if is_marked:
        page = "Special:Translate"
        query = [("group", f"page-{source}"), ("action", "page"), ("language", each.language)]
    elif each.state is State.MISSING:
        query.append(("preload", source))
    return f"{{{{fullurl:{quote(page)}|{urlencode(query)}}}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyPage(AgreementPage):
    """Writes the page on which an organiser says that a draft is ready.

    Args:
        draft: title of the draft.
    """

    word: ClassVar[str] = READY
    how: ClassVar[str] = "newsletter-ready-how"

    draft: str

    def waiting(self, code: str, revid: int, objected: Sequence[Objected]) -> str:
        """Give the part of a draft that nobody has called ready.

        Args:
            code: of what people wrote in it.
            revid: of the revision that is meant.
            objected: lines that don't count.
        """
        return "\n".join(
            [
                self._about(revid),
                *self._objections(objected),
                *self._how(code),
                f"<!-- plan {code} -->",
            ]
        )

    def ready(self, code: str, approval: Approval, revid: int) -> str:
        """Give the part of a draft that somebody has called ready."""
        who, diff = self._who(approval)
        return "\n".join(
            [self._about(revid), self._say("newsletter-ready-done", who, diff), f"<!-- plan {code} -->"]
        )

    def _about(self, revid: int) -> str:
        return self._say("newsletter-ready-about", link_or_text(self.draft), str(revid))
