"""Pure: what was amended and recalled, for the campaign's report page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.plan.amend import Left
from bot.words.catalogue import Catalogue

OWNED = "changes"
"""Name of the part of the report page that the bot owns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesReport:
    """Numbers of a campaign's changed messages, and why others were left."""

    words: Catalogue
    language: str
    amended: int
    recalled: int
    left: Sequence[Left]

    def write(self) -> str:
        """Give the wikitext; names are not in it, and nothing that depends on the moment."""
        return "\n".join(self._lines())

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)

    def _lines(self) -> Iterator[str]:
        yield f"== {self._say('report-heading-changes')} =="
        for word, number in (("report-amended", self.amended), ("report-recalled", self.recalled)):
            if number:
                yield f"* {self._say(word, number)}"
        if self.left:
            yield f"* {self._say('report-left', len(self.left))}"
            yield '{| class="wikitable"'
            yield f"! {self._say('report-column-reason')} !! {self._say('report-column-messages')}"
            for reason, number in sorted(Counter(left.reason for left in self.left).items()):
                yield f"|-\n| {self._say(reason.word)} || {number}"
            yield "|}"
