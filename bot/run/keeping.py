"""Shell: keeping the parts of pages that the bot owns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.program.outcomes import Ending, Outcome
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki
from bot.wiki.writing import rewrite
from bot.wikitext.owned import OwnedPartError, append_owned, insert_owned

TRIES = 3
"""How often a page is written where people edit it meanwhile, or the answer is lost."""

SAME = Ending(outcome=Outcome.POSTED, reason="same")
"""The page says it already; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a part of a page should say."""

    name: str
    content: str
    after: Callable[[str], int | None] = lambda _: None  # where it goes if the page lacks it; None: the end

    def put_into(self, text: str) -> str:
        """Give the page with the part, and all else as it was.

        Raises:
            OwnedPartError: its markers on the page are amiss.
        """
        place = self.after(text)
        if place is None:
            return append_owned(text, self.name, self.content)
        return insert_owned(text, self.name, self.content, after=place)

    def changes(self, page: PageText) -> bool:
        """Tell whether writing it would change anything."""
        try:
            return self.put_into(page.text) != page.text
        except OwnedPartError:
            return True  # whoever writes it is told what is amiss


@dataclass(frozen=True, slots=True, kw_only=True)
class PartKeeper:
    """Keeps parts on the pages of one wiki; what people write around them stays."""

    wiki: Wiki
    say: Callable[[str], None]  # tells the operator a line

    def keep(self, page: PageText, part: Part, *, summary: str) -> Ending:
        """Write the part if it says anything new.

        Args:
            page: as it was read; one that does not exist is made.
            part: what it should say.
            summary: of the edit.
        """
        title = page.title
        ending = SAME
        for _ in range(TRIES):
            if page.exists and not page.readable:
                ending = Ending(outcome=Outcome.LATER, reason="its text can't be read")
                break
            try:
                text = part.put_into(page.text)
            except OwnedPartError as error:
                ending = Ending(outcome=Outcome.REFUSED, reason=str(error))
                break
            if text == page.text:
                return SAME
            ending = rewrite(self.wiki, title=title, text=text, summary=summary, baserevid=page.revid)
            if ending.outcome not in {Outcome.CHANGED, Outcome.DOUBT}:
                break
            page = self.wiki.read_pages([title])[title]
        if ending.outcome is not Outcome.POSTED:
            self.say(f"“{title}” was not written: {ending.reason}. The next run tries again.")
        return ending
