"""Shell: keeping MassMessage's delivery lists on the home wiki."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.plan.massmessage import targets_in
from bot.program.outcomes import Ending, Outcome
from bot.wiki.massmessage import ListEdit, create_list, edit_list, written
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki
from bot.wikitext.targets import Target

TRIES = 6
"""How often a list is read and changed where somebody changes it meanwhile, or an answer is lost."""

MADE_MEANWHILE = frozenset({Outcome.POSTED, Outcome.CHANGED, Outcome.DOUBT})
"""Endings after which the list is read again to see what it says now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """How keeping a list ended; it says what it should where the outcome is POSTED."""

    ending: Ending
    revid: int = 0
    unknown: frozenset[Target] = frozenset()  # those whose site MassMessage does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKeeper:
    """Makes lists say what they should, and nothing else."""

    wiki: Wiki  # the home wiki, connected
    home_site: str  # its host name
    pace: Callable[[], None]  # called before each write; waits until the wiki may be written to again

    def keep(self, title: str, targets: frozenset[Target], *, description: str, summary: str) -> KeptList:
        """Change a list until it is as wanted, as read back.

        Args:
            title: of the list.
            targets: all of those it should have.
            description: wikitext; it holds the key of the send.
            summary: of the edit that makes the list, where there is none.

        Raises:
            WikiError: the list can't be read.
        """
        unknown: frozenset[Target] = frozenset()
        ending = Ending(outcome=Outcome.LATER, reason=f"“{title}” changes again and again")
        for _ in range(TRIES):
            page = self.wiki.read_pages([title])[title]
            if not page.exists:
                self.pace()
                ending = create_list(self.wiki, title, summary=summary)
            else:
                there = targets_in(page.text, home_site=self.home_site)
                if there == targets - unknown and _description(page) == description:
                    return KeptList(
                        ending=Ending(outcome=Outcome.POSTED), revid=page.revid or 0, unknown=unknown
                    )
                edit = self._change(title, targets - unknown - there, there - targets, description)
                ending = edit.ending
                unknown |= {
                    target
                    for target in targets
                    if written([target], home_site=self.home_site)[0] in edit.unknown
                }
            if ending.outcome is Outcome.STALE:
                self.wiki.connect()
            elif ending.outcome not in MADE_MEANWHILE:
                return KeptList(ending=ending)
        return KeptList(ending=Ending(outcome=Outcome.LATER, reason=f"“{title}” changes again and again"))

    def _change(
        self, title: str, add: frozenset[Target], remove: frozenset[Target], description: str
    ) -> ListEdit:
        """Add and remove, as many targets in a request as the wiki allows."""
        unknown: frozenset[str] = frozenset()
        adds = _pieces(written(add, home_site=self.home_site), self.wiki.batch) or [[]]
        removes = _pieces(written(remove, home_site=self.home_site), self.wiki.batch)
        nobody: list[str] = []
        for added, removed in itertools.zip_longest(adds, removes, fillvalue=nobody):
            self.pace()
            edit = edit_list(self.wiki, title, add=added, remove=removed, description=description)
            unknown |= edit.unknown
            if edit.ending.outcome is not Outcome.POSTED:
                return ListEdit(ending=edit.ending, unknown=unknown)
        return ListEdit(ending=Ending(outcome=Outcome.POSTED), unknown=unknown)


def _pieces(texts: list[str], size: int) -> list[list[str]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def description_in(text: str) -> str:
    """Give the description of a list; empty: it has none, or is no list."""
    try:
        page = json.loads(text)
    except ValueError:
        return ""
    description = page.get("description") if isinstance(page, dict) else None
    return description if isinstance(description, str) else ""


def _description(page: PageText) -> str:
    return description_in(page.text)
