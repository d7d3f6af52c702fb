"""Pure: a learning clinic: what it is about, when it takes place, who shares and who interprets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.program.problems import Place, Problem
from bot.wikitext.time_phrases import TimePhrase
from bot.wikitext.time_reasons import NoTime, Reason

USUAL_LENGTH = timedelta(hours=2)
"""Of a clinic that does not say how long it takes."""

MOST_INTERPRETERS = 4
"""Languages into which one clinic can be interpreted at a time."""


class ClinicState(StrEnum):
    """What organisers say of a clinic."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    MOVED = "moved"  # to the time that is given now; or, if none is, to one that isn't known yet


class Offer(StrEnum):
    """How far the interpretation into a language is."""

    WANTED = "wanted"  # somebody is looked for
    OFFERED = "offered"  # announced, be somebody named or not
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """Into one language."""

    language: str  # MediaWiki code
    usernames: tuple[str, ...] = ()
    offer: Offer = Offer.OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A recording, or slides, in one language."""

    target: str  # an address, or a page's title
    is_address: bool
    language: str  # MediaWiki code; empty: not said, and the clinic has no main language


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """A clinic as its row or its page says it.

    `when` holds the local time that organisers meant; its `start` is computed anew each time it is read, so
    that it follows the rules of the zone as they are known.
    """

    topic: str  # without markup
    when: TimePhrase | NoTime
    place: Place
    length: timedelta = USUAL_LENGTH
    page: str = ""  # the clinic's own page; empty: it has none
    sharers: tuple[str, ...] = ()  # usernames
    organisers: tuple[str, ...] = ()  # usernames
    language: str = ""  # the main language's MediaWiki code; empty: not said
    interpretation: tuple[Interpretation, ...] = ()
    registration: str = ""  # where to register: an address, or a page's title; empty: not said
    signup_list: str = ""  # title of the page on which people put themselves; empty: none
    feedback: str = ""  # an address, or a page's title; empty: not said
    recordings: tuple[Material, ...] = ()
    slides: tuple[Material, ...] = ()
    state: ClinicState = ClinicState.PLANNED
    span: tuple[int, int] = (0, 0)  # of its row in the page's text
    in_past: bool = False  # whether it stands in a table of past ones

    @property
    def start(self) -> datetime | None:
        """When it begins, aware, UTC; None: not known for sure."""
        return self.when.start if isinstance(self.when, TimePhrase) else None

    @property
    def end(self) -> datetime | None:
        """When it ends, aware, UTC; None: not known for sure."""
        return self.start + self.length if self.start else None

    @property
    def offered(self) -> tuple[str, ...]:
        """The languages into which somebody interprets, sorted: offered or confirmed."""
        return tuple(
            sorted({each.language for each in self.interpretation if each.offer is not Offer.WANTED})
        )


def is_undecided(when: TimePhrase | NoTime) -> bool:
    """Tell whether nothing is wrong with a time but that it is not decided yet."""
    return isinstance(when, NoTime) and when.reason in {Reason.EMPTY, Reason.UNDECIDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a page says of clinics; no row is in neither list."""

    clinics: tuple[Clinic, ...] = ()
    problems: tuple[Problem, ...] = ()
