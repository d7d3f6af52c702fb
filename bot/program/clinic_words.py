"""Pure: the words that cells of a clinic say besides names: how far it is, yes and no, who is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.program.clinic_headings import (
    CONFIRMED_WORDS,
    NO_WORDS,
    PAST_HEADINGS,
    STATE_WORDS,
    WANTED_WORDS,
    YES_WORDS,
)
from bot.program.clinics import ClinicState
from bot.wikitext.folding import fold_words
from bot.wikitext.reading import Reading, reading

_STATES = {
    "read-planned": ClinicState.PLANNED,
    "read-confirmed": ClinicState.CONFIRMED,
    "read-cancelled": ClinicState.CANCELLED,
    "read-moved": ClinicState.MOVED,
}
"""What words that are set say of a clinic, by their kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicWords:
    """All words, folded."""

    states: Mapping[str, ClinicState]
    confirmed: frozenset[str]
    wanted: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    past: frozenset[str]  # headings of sections with past clinics

    @property
    def all(self) -> frozenset[str]:
        """The words that may stand beside a language and are none."""
        return self.confirmed | self.wanted | self.yes | self.no

    @property
    def not_so(self) -> frozenset[str]:
        """The words that take back what others say."""
        return (self.no | self.wanted) - set(self.states)


def clinic_words() -> ClinicWords:
    """Give the words known here, and those that are set."""
    return _words(reading())


@lru_cache(maxsize=8)
def _words(besides: Reading) -> ClinicWords:
    own = {fold_words(word): state for kind, state in _STATES.items() for word in besides.of_kind(kind)}
    return ClinicWords(
        states={**{fold_words(word): state for word, state in STATE_WORDS.items()}, **own},
        confirmed=_folded(CONFIRMED_WORDS, besides.of_kind("read-confirmed")),
        wanted=_folded(WANTED_WORDS, besides.of_kind("read-wanted")) - {""},
        yes=_folded(YES_WORDS, besides.of_kind("read-yes")),
        no=_folded(NO_WORDS, besides.of_kind("read-no"), besides.of_kind("read-none")),
        past=_folded(PAST_HEADINGS, besides.of_kind("read-past")),
    )


def _folded(*listed: Iterable[str]) -> frozenset[str]:
    return frozenset(fold_words(word) for words in listed for word in words)
