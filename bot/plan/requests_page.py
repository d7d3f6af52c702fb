"""Pure: the page on which requests to sign up arrive: what the bot says there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.plan.problem_text import ProblemTeller
from bot.program.languages import autonym
from bot.program.request_marks import Kind, Met
from bot.program.sign_up_request import Unmet
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_date
from bot.words.direction import wrap

OWNED = "requests"
"""Name of the part of the page that the bot owns."""

MOST_ANSWERS = 20
"""Given on the page, the newest."""

MOST_UNMET = 50
"""Told on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage:
    """Writes the bot's part of the page.

    Args:
        language: of the page.
        languages: that are offered.
        signup: title of the sign-up page.
    """

    words: Catalogue
    language: str
    languages: Sequence[str]
    signup: str

    def write(self, unmet: Sequence[Unmet], met: Sequence[Met]) -> str:
        """Write it: what the page is for in each language, what waits and why, the latest answers.

        Nobody is linked, and so nobody is notified.
        """
        blocks = [wrap(self._about(language), language, within=None) for language in self.languages]
        return "\n".join([*blocks, *self._waiting(unmet), *self._answers(met)])

    def _about(self, language: str) -> str:
        return f"'''{quote(autonym(language))}:''' {self.words.say(language, 'request-about', self.signup)}"

    def _waiting(self, unmet: Sequence[Unmet]) -> Iterator[str]:
        lines = (
            wrap(
                f"* {ProblemTeller(words=self.words, language=each.language).tell(each.problem)}",
                each.language,
                within=self.language,
            )
            for each in unmet
        )
        yield from list(dict.fromkeys(lines))[:MOST_UNMET]

    def _answers(self, met: Sequence[Met]) -> Iterator[str]:
        latest = sorted(met, key=lambda each: (each.at, each.revid))[-MOST_ANSWERS:]
        if latest:
            yield ""
            yield f"'''{self.words.say(self.language, 'request-answers')}'''"
        for each in latest:
            key = "request-done-leave" if each.kind is Kind.LEAVING else "request-done"
            day = format_date(each.at, each.language)
            said = self.words.say(each.language, key, f"<bdi>{quote(each.username)}</bdi>", day)
            yield wrap(f"* {said}", each.language, within=self.language)
