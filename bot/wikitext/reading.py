"""Pure: in which languages and words people write, beside the five that are known here.

What is in force is set once, before anything is read, and holds for all that is read after it, as the context
of `decimal` holds for sums: words of dates, names of languages, "yes" and "no" stand in cells of every kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

KNOWN = ("en", "es", "ar", "fr", "pt")
"""Languages whose words are known here; what is set comes besides."""

READ = {
    "read-and": "between the last two of a list: and, or",
    "read-confirmed": "an interpretation or a clinic is confirmed, or took place",
    "read-level": "beside a language's name: how well somebody speaks it",
    "read-no": "no; no interpretation",
    "read-none": "none: no message, no reminder; nothing to say",
    "read-once": "one message a month",
    "read-twice": "two messages a month",
    "read-unlimited": "as many messages as there are",
    "read-beside": "beside a number of messages, and changing nothing: at most, a month",
    "read-all": "all reminders",
    "read-yes": "yes",
    "read-summary": "the newsletter as a summary: summary, short",
    "read-full": "the whole text of the newsletter: full",
    "read-wanted": "an interpreter is still wanted",
    "read-planned": "a clinic is planned",
    "read-cancelled": "a clinic is cancelled",
    "read-moved": "a clinic is postponed",
    "read-past": "headings of sections with past clinics",
    "read-withdrawn": "headings of sections of those who don't take part",
    "read-private": "headings of columns that ask for an e-mail address, a real name, a telephone number",
    "read-issue": "before the number of a newsletter's issue: issue",
    "read-previous": "a link to the newsletter's issue before: previous",
    "read-next": "a link to the newsletter's next issue: next",
    "read-category": "what the wiki calls the namespace of categories",
    "read-time-at": "in a time, saying nothing: at, on, from, the, year",
    "read-time-to": "between the two ends of a range of times: to, until",
    "read-time-of": "between the parts of a date: of",
    "read-time-utc": "what Coordinated Universal Time is called",
    "read-time-morning": "behind an hour: in the morning",
    "read-time-afternoon": "behind an hour: in the afternoon",
    "read-time-evening": "behind an hour: in the evening",
    "read-time-night": "behind an hour: at night",
    "read-time-noon": "noon",
    "read-time-midnight": "midnight",
    "read-time-undecided": "the time is not known yet: to be confirmed",
}
"""The kinds of words that can be set, each with what they say.

Names of months, days, languages, countries and cities, and the units of time, come from CLDR.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Languages and words besides.

    Args:
        languages: MediaWiki codes.
        words: by their kind (see `READ`), as pairs so that it can be a key.
    """

    languages: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, languages: Iterable[str], words: Mapping[str, Iterable[str]]) -> Self:
        """Make one of any languages, those known here among them, and of words by their kind."""
        besides = dict.fromkeys(language for language in languages if language not in KNOWN)
        return cls(tuple(besides), tuple((kind, tuple(listed)) for kind, listed in words.items()))

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Give the words of one kind."""
        return dict(self.words).get(kind, ())


_in_force = [Reading()]  # one, which is replaced


def reading() -> Reading:
    """Give what is in force."""
    return _in_force[0]


def read_with(besides: Reading) -> None:
    """Put languages and words in force, in place of those before."""
    _in_force[0] = besides
