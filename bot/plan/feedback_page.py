"""Pure: the page on which people say, by one click, how useful a message or what it announced was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.plan.prepared_edit import SIGNED, form_address
from bot.program.feedback import Answer
from bot.program.languages import autonym
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap

PRELOAD = f"* '''$1.''' $2 {SIGNED}"
"""What the page says from which an answer is made: the answer, room for a remark, a signature."""

PRELOAD_NAME = "Answer line"
"""The subpage from which answers are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """Writes the bot's part of a feedback page, in all languages offered."""

    words: Catalogue
    languages: Sequence[str]
    title: str  # of this page
    preload: str  # title of the page that holds `PRELOAD`
    message: str  # title of the message page

    def write(self) -> str:
        """Write it: a question and three answers in each language."""
        return "\n".join(wrap(self._asked(language), language, within=None) for language in self.languages)

    def _asked(self, language: str) -> str:
        question = self.words.say(language, "feedback-question", link_or_text(self.message))
        answers = " · ".join(
            f"[{form_address(self.title, self.preload, word, '')} {quote(word)}]"
            for word in (self.words.say(language, f"feedback-{answer.value}") for answer in Answer)
        )
        how = self.words.say(language, "feedback-how")
        return f"'''{quote(autonym(language))}:''' {question} {answers}<br /><small>{how}</small>"


def answer_words(words: Catalogue) -> Mapping[Answer, frozenset[str]]:
    """Give the words of each answer in all languages."""
    languages = words.languages()
    return {
        answer: frozenset(words.say(language, f"feedback-{answer.value}") for language in languages)
        for answer in Answer
    }
