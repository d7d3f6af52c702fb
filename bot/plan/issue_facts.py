"""Pure: the parts of a newsletter's draft that facts can fill: clinics, new sharers and topics, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.plan.calendar.past import past_line
from bot.plan.calendar.upcoming import facts
from bot.plan.calendar.view import CalendarView, Teller
from bot.plan.naming import BETWEEN
from bot.program.clinic_memory import Known
from bot.program.clinics import ClinicState
from bot.program.participant import Participant
from bot.wikitext.folding import fold_words
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue

PARTS = ("upcoming", "past", "sharers", "topics", "numbers")
"""Names of the parts; an organiser who wants one puts its two markers into the draft or its template."""

AHEAD = timedelta(days=45)
"""So long before it begins a clinic is told of."""

MOST = 30
"""Clinics, people or topics in one part."""

MOST_TOPICS = 5
"""Of one person that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacts:
    """What has happened since the last issue.

    Args:
        view: the calendar; None: the program has none.
        people: those who signed up, without whoever wrote private data into their row.
        before: their names when the last issue came out.
        topics_before: what people wanted to learn then, folded.
        since: when the last issue came out.
        is_first: whether there is none before it.
        now: aware.
        link: gives a link to a user of the home wiki.
    """

    view: CalendarView | None
    people: Sequence[Participant]
    before: frozenset[str]
    topics_before: frozenset[str]
    since: datetime
    is_first: bool
    now: datetime
    words: Catalogue
    link: Callable[[Participant], str]

    def parts(self, language: str) -> Mapping[str, str]:
        """Give the content of each part in a language; empty: there is nothing to tell."""
        return {
            "upcoming": "\n".join(self._upcoming(language)),
            "past": "\n".join(self._past(language)),
            "sharers": "\n".join(self._sharers(language)),
            "topics": self._topics(language),
            "numbers": "\n".join(self._numbers(language)),
        }

    def _upcoming(self, language: str) -> Iterator[str]:
        if self.view is None:
            return
        teller = Teller(view=self.view, language=language)
        known = [
            each
            for each in self.view.upcoming()
            if each.is_sure
            and each.clinic.state is not ClinicState.CANCELLED
            and each.clinic.start
            and each.clinic.start < self.now + AHEAD
        ]
        for each in known[:MOST]:
            yield f"* '''{teller.topic(each.clinic)}'''"
            yield from (f"*{line}" for line in facts(teller, each))
        if known:
            yield f"\n{link_or_text(self.view.title, teller.say('calendar-all'))}"

    def _past(self, language: str) -> Iterator[str]:
        if self.view is None:
            return
        teller = Teller(view=self.view, language=language)
        for each in self._held()[:MOST]:
            yield f"* {past_line(teller, each.clinic)}"

    def _held(self) -> list[Known]:
        """Give the clinics that took place since the last issue."""
        past = self.view.past() if self.view else []
        return [each for each in past if each.clinic.end and each.clinic.end > self.since]

    def _new(self) -> list[Participant]:
        return [each for each in self.people if each.username not in self.before]

    def _sharers(self, language: str) -> Iterator[str]:
        new = [each for each in self._new() if each.share]
        for person in new[:MOST]:
            topics = BETWEEN.join(f"<bdi>{quote(each)}</bdi>" for each in person.share[:MOST_TOPICS])
            yield f"* {self.link(person)} — {topics}"
        if more := len(new[MOST:]):
            yield f"* {self.words.say(language, 'calendar-more', more)}"

    def _topics(self, language: str) -> str:
        """Give what people want to learn that nobody wanted before, each as it was written first."""
        found: dict[str, str] = {}
        for topic in topics_of(self.people):
            folded = fold_words(topic)
            if folded and folded not in self.topics_before:
                found.setdefault(folded, topic)
        listed = [f"<bdi>{quote(topic)}</bdi>" for topic in list(found.values())[:MOST]]
        return self.words.say(language, "newsletter-topics-new", BETWEEN.join(listed)) if listed else ""

    def _numbers(self, language: str) -> Iterator[str]:
        if not self.people:
            return
        say = self.words.say
        yield f"* {say(language, 'newsletter-numbers-people', len(self.people))}"
        if not self.is_first and (new := len(self._new())):
            yield f"* {say(language, 'newsletter-numbers-new', new)}"
        if sharers := sum(bool(each.share) for each in self.people):
            yield f"* {say(language, 'newsletter-numbers-sharers', sharers)}"
        if not self.is_first and (held := len(self._held())):
            yield f"* {say(language, 'newsletter-numbers-clinics', held)}"


def topics_of(people: Iterable[Participant]) -> Iterator[str]:
    """Give what people want to learn, as they wrote it."""
    for person in people:
        yield from person.learn
