"""Shell: who wrote rows of a page, as its history says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.program.authorship import find_origins, row_texts
from bot.wiki.history import History, read_history, read_texts
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki

MOST_LETTERS = 50_000_000
"""Characters of old revisions that one run reads; what is not found by then waits for the next."""


@dataclass(slots=True, kw_only=True)
class RowAuthors:
    """Looks for the revisions in which rows appeared.

    Args:
        page: as it was read.
    """

    home: Wiki
    page: PageText
    letters: int = 0  # read so far

    def find(self, lines: Collection[int]) -> dict[int, str]:
        """Give by its line, from 1, who wrote each row; empty: nobody who is known. A row left out must wait.

        Raises:
            WikiError: the wiki can't be asked.
        """
        history = read_history(self.home, self.page.title, newest=self.page.revid or 0)
        rows = row_texts(self.page.text, lines)
        origins = find_origins(
            list(dict.fromkeys(rows.values())),
            len(history.revisions),
            whole=history.whole,
            texts=lambda numbers: self._texts(history, numbers),
        )
        found = {line: _author(history, origins[row]) for line, row in rows.items() if row in origins}
        if self.letters < MOST_LETTERS:  # it was not for want of reading: the texts are hidden
            found |= {line: "" for line in rows if line not in found}
        return found

    def _texts(self, history: History, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
        by_revid = {history.revisions[number].revid: number for number in numbers}
        if self.letters < MOST_LETTERS:
            for revid, text in read_texts(self.home, by_revid):
                self.letters += len(text)
                yield by_revid[revid], text
                if self.letters >= MOST_LETTERS:
                    return


def _author(history: History, number: int | None) -> str:
    """Give who made a revision; nobody where it brought back what somebody else wrote."""
    revision = history.revisions[number] if number is not None else None
    return "" if revision is None or revision.is_revert else revision.username
