"""Pure: learners and sharers, and what a matching gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who wants to learn, can share, or both."""

    username: str
    wiki: str = ""  # on which they are told
    languages: tuple[str, ...] = ()  # MediaWiki codes, in the person's order; empty: not said
    learn: tuple[str, ...] = ()  # skills as written, in the person's order
    share: tuple[str, ...] = ()
    zone: str | None = None  # as `read_time_zone` gives it; None: not said
    region: str | None = None  # key of a region; None: not said


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A learner and somebody they could ask."""

    learner: Person
    sharer: Person
    skills: tuple[str, ...]  # keys of the vocabulary: all that this sharer can teach of what is wanted
    languages: tuple[str, ...]  # those of the learner that the sharer has too; empty: none known
    hours: float | None  # of a day, both awake; None: a zone is not known


class Why(StrEnum):
    """Why a wish is not fulfilled."""

    NOBODY = "nobody"  # no one else shares it
    BUSY = "busy"  # who shares it has as many learners as one person gets
    ENOUGH = "enough"  # the learner has as many sharers as one person gets


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """The learners of one skill for whom there is no sharer."""

    skill: str  # key of the vocabulary
    why: Why
    learners: tuple[Person, ...]  # by username


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """All that was found."""

    pairs: tuple[Pair, ...]  # by learner's username, the best sharer of each first
    unmet: tuple[Unmet, ...]  # by skill
