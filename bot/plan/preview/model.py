"""Pure: what a preview shows, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.plan.edits import Held, Skip
from bot.program.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A message as one wiki shows it."""

    wiki: str  # key in the settings
    wiki_language: str  # of the wiki's pages
    language: str  # of the message
    address: str  # URL of the talk page that it was rendered for
    title: str  # of that page
    summary: str  # of the edit
    html: str  # as the wiki gave it; nobody has looked at it


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Somebody who gets the message."""

    username: str
    wiki: str  # key in the settings
    language: str  # of the message
    address: str  # URL of the talk page


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An announcement as it is planned."""

    title: str  # of the message page
    numbers: Counter[tuple[str, str]]  # of messages, by wiki and language
    renderings: Sequence[Rendering]  # at least one of each language, if its wiki answered
    people: Sequence[Addressee]  # the first ones, if they are very many
    skips: Sequence[Skip] = ()
    held: Sequence[Held] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()
    away: Mapping[str, str] = field(default_factory=dict)  # why wikis can't be asked, in English
    done: int = 0  # people who have it already
    limit: int = 0  # of people, from the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """A page that would change."""

    title: str
    address: str  # its URL
    language: str  # of the wiki
    before: str  # wikitext; empty: there is no such page
    after: str  # wikitext


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpPages:
    """What the sign-ups job would write."""

    title: str  # of the sign-up page
    changes: Sequence[PageChange]
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All that one file shows; None: that was not asked for."""

    made: datetime  # aware
    announced: Announced | None = None
    signups: SignUpPages | None = None
