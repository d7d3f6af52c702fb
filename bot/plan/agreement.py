"""Pure: how a page asks organisers to agree by a signed line, and says whose line does not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.plan.prepared_edit import SIGNED, form_address
from bot.program.approval import Approval, Objected
from bot.program.languages import autonym
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap

PRELOAD = f"* $1 $2 {SIGNED}"
"""What the page says from which an organiser's line is made: the word, the code, a signature."""

_BOX = '<div style="border:1px solid #a2a9b1;padding:.5em 1em;margin:.5em 0">'


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """What such a page says besides what is to be agreed to, in the home wiki's language.

    Args:
        language: of the page.
        languages: in which organisers read.
        title: of the page.
        preload: title of the page that holds `PRELOAD`.
    """

    word: ClassVar[str]  # key of the word with which an organiser's line begins
    how: ClassVar[str]  # key of the message that says how to agree

    words: Catalogue
    language: str
    languages: Sequence[str]
    title: str
    preload: str

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)

    def _how(self, code: str) -> Iterator[str]:
        """Say in each language how to agree: one click, and the line itself for who likes to type."""
        yield _BOX
        for language in self.languages:
            word = self.words.say(language, self.word)
            address = form_address(self.title, self.preload, word, code)
            text = self.words.say(language, self.how, address, f"{word} {code}")
            yield wrap(f"'''{quote(autonym(language))}:''' {text}", language, within=None)
        yield "</div>"

    def _objections(self, objected: Iterable[Objected]) -> Iterator[str]:
        """Say whose line does not count, and why."""
        for each in objected:
            who = _user(each.username) if each.username else "<bdi>?</bdi>"
            yield f"* {self._say(f'approval-refused-{each.reason.value}', who)}"

    def _who(self, approval: Approval) -> tuple[str, str]:
        """Give links to who agreed, and to the edit by which they did."""
        return _user(approval.username), f"[[Special:Diff/{approval.revid}|{self._say('report-change')}]]"


def agreeing_words(words: Catalogue, key: str) -> frozenset[str]:
    """Give the words with which a line that agrees begins, in all languages."""
    return frozenset(words.say(language, key) for language in words.languages())


def _user(username: str) -> str:
    return f"<bdi>{link_or_text(f'User:{username}', username)}</bdi>"
