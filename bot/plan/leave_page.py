"""Pure: the page on which people stop getting the newsletter, or get it again, by one click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.plan.prepared_edit import SIGNED, form_address
from bot.plan.problem_text import ProblemTeller
from bot.program.languages import autonym
from bot.program.leaving import Answer, Left, Wording
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue, default_catalogue
from bot.words.dates import format_date
from bot.words.direction import wrap

PRELOAD = f"* $1. {SIGNED}"
"""What the page says from which a line is made: what somebody wants, a signature."""

PRELOAD_NAME = "Line"
"""The subpage from which lines are made."""

MOST_ANSWERS = 50
"""Answered on the page, the newest."""

MOST_PROBLEMS = 20
"""Told on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePage:
    """Writes the bot's part of the page, in all languages offered.

    Args:
        language: of the page.
        languages: that are offered.
        title: of the page.
    """

    words: Catalogue
    language: str
    languages: Sequence[str]
    title: str

    def write(self, left: Left) -> str:
        """Write it: the two links in each language, what does not count, and the latest answers.

        Nobody is linked, and so nobody is notified.
        """
        blocks = [wrap(self._asked(language), language, within=None) for language in self.languages]
        return "\n".join([*blocks, *self._problems(left), *self._answers(left)])

    def _asked(self, language: str) -> str:
        say = self.words.say
        links = " · ".join(
            f"'''[{leave_address(self.title, preload_of(self.title), self.words, language, again=again)}"
            f" {say(language, _key(leaves=not again))}]'''"
            for again in (False, True)
        )
        about, how = say(language, "leave-about"), say(language, "leave-how")
        return f"'''{quote(autonym(language))}:''' {about} {links}<br /><small>{how}</small>"

    def _problems(self, left: Left) -> Iterator[str]:
        teller = ProblemTeller(words=self.words, language=self.language)
        for problem in left.problems[:MOST_PROBLEMS]:
            yield f"* {teller.tell(problem)}"

    def _answers(self, left: Left) -> Iterator[str]:
        if left.answers:
            yield ""
            yield f"'''{self.words.say(self.language, 'leave-answers')}'''"
        for answer in left.answers[-MOST_ANSWERS:]:
            yield wrap(f"* {self._done(answer)}", answer.language, within=self.language)

    def _done(self, answer: Answer) -> str:
        key = "leave-done" if answer.leaves else "leave-done-again"
        day = format_date(answer.at, answer.language)
        return self.words.say(answer.language, key, f"<bdi>{quote(answer.username)}</bdi>", day)


def preload_of(title: str) -> str:
    """Give the title of the page from which lines are made."""
    return f"{title}/{PRELOAD_NAME}"


def leave_address(title: str, preload: str, words: Catalogue, language: str, *, again: bool = False) -> str:
    """Give, for an external link, the address of the form that stops the newsletter.

    Args:
        title: of the page; on another wiki with the home wiki's interwiki prefix, as `m:Newsletter/Leave`.
        preload: title of the page that holds `PRELOAD`, as the home wiki has it, without a prefix.
        words: the catalogue.
        language: of the line.
        again: whether the newsletter is to come again.
    """
    return form_address(title, preload, words.say(language, _key(leaves=not again)))


def leave_wordings(words: Catalogue) -> tuple[Wording, ...]:
    """Give the words with which lines begin in all languages, today's and the package's own."""
    found = (
        Wording(language=language, leaves=leaves, text=each.say(language, _key(leaves=leaves)))
        for each in (words, default_catalogue())
        for language in each.languages()
        for leaves in (True, False)
    )
    return tuple(dict.fromkeys(found))


def _key(*, leaves: bool) -> str:
    return "leave-stop" if leaves else "leave-again"
