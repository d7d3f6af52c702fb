"""Shell: keeping the parts of pages that the bot owns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from bot.program.fault_rules import UNKNOWN, rule_of_reason
from bot.program.faults import AT_ONCE, Patience
from bot.program.outcomes import Ending, Outcome
from bot.run.exit_status import PASSING
from bot.wiki.pages import PageText
from bot.wiki.waiting import Waiting
from bot.wiki.wiki import Wiki
from bot.wiki.writing import rewrite
from bot.wikitext.owned import OwnedPartError, append_owned, insert_owned
from bot.wikitext.translate import TranslateError, check_untouched

TRIES = 3
"""How often a page is written where people edit it meanwhile, or an answer or the session is lost."""

SAME = Ending(outcome=Outcome.POSTED, reason="same")
"""The page says it already; nothing was written."""


def not_written(title: str, ending: Ending) -> str:
    """Say that a page was not written: why, and what to do next."""
    rule, reason = rule_of_reason(ending.reason), ending.reason.rstrip(".")
    cure = "Mend that, then run this again."
    if rule is not UNKNOWN:
        reason = f"{rule.what[0].lower()}{rule.what[1:]} ({reason})"
        cure = rule.cure or cure
    then = "The next run tries again." if ending.outcome in PASSING else cure
    return f"“{title}” was not written: {reason}. {then}"


class Change(ABC):
    """What a page should be, made of the text it has when it is written."""

    __slots__ = ()

    @abstractmethod
    def put_into(self, text: str) -> str:
        """Give the page as it should be.

        Raises:
            OwnedPartError: the markers of the bot's part are amiss.
        """

    def changes(self, page: PageText) -> bool:
        """Tell whether writing it would change anything."""
        try:
            return self.put_into(page.text) != page.text
        except OwnedPartError:
            return True  # whoever writes it is told what is amiss


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Change):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PartKeeper:
    """Keeps parts on the pages of one wiki; what people write around them stays."""

    wiki: Wiki
    say: Callable[[str], None]  # tells the operator a line
    patience: Patience = AT_ONCE  # with a wiki that can't be written now

    def keep(self, page: PageText, part: Change, *, summary: str) -> Ending:
        """Write the part if it says anything new.

        Args:
            page: as it was read; one that does not exist is made.
            part: what it should say.
            summary: of the edit.
        """
        title = page.title
        waiting, tries = Waiting(), 0
        while (ending := self._try(page, part, summary)).outcome is not Outcome.POSTED:
            tries += 1
            wait = self._wait(ending, waiting, tries)
            if wait is None:
                self.say(not_written(title, ending))
                break
            self.wiki.sleep(wait)
            if ending.outcome is Outcome.STALE:
                self.wiki.connect()
            page = self.wiki.read_pages([title])[title]
        return ending

    def _try(self, page: PageText, part: Change, summary: str) -> Ending:
        if page.exists and not page.readable:
            return Ending(outcome=Outcome.LATER, reason="its text can't be read")
        try:
            text = part.put_into(page.text)
            if "translate" in page.text.lower():
                check_untouched(page.text, text)
        except (OwnedPartError, TranslateError) as error:
            return Ending(outcome=Outcome.REFUSED, reason=str(error))
        if text == page.text:
            return SAME
        return rewrite(self.wiki, title=page.title, text=text, summary=summary, baserevid=page.revid)

    def _wait(self, ending: Ending, waiting: Waiting, tries: int) -> float | None:
        """Give the seconds until a page is tried again; None: it is given up."""
        if ending.outcome in {Outcome.CHANGED, Outcome.DOUBT, Outcome.STALE}:
            return 0.0 if tries < TRIES else None
        if ending.outcome is Outcome.LATER:
            return waiting.next(self.patience, at_least=ending.wait)
        return None


def keep_text(wiki: Wiki, title: str, text: str, *, summary: str, say: Callable[[str], None]) -> None:
    """Keep a small page that is all the bot's, and that people can do without; a failure is only told.

    Args:
        wiki: where the page is.
        title: of the page.
        text: all that it should say.
        summary: of the edit.
        say: tells the operator a line.

    Raises:
        WikiError: the wiki can't be asked.
    """
    there = wiki.read_pages([title])[title]
    if there.readable and there.text.strip() != text:
        ending = rewrite(wiki, title=title, text=text, summary=summary, baserevid=there.revid)
        if ending.outcome is not Outcome.POSTED:
            say(not_written(title, ending))


def keep_redirect(
    wiki: Wiki, title: str, target: str, *, page: PageText | None, summary: str, say: Callable[[str], None]
) -> Ending:
    """Let a page lead to another, sent once; a failure is told.

    Args:
        wiki: where the page is.
        title: of the page.
        target: where it is to lead.
        page: as it was read, itself and not where it leads; None: there is none.
        summary: of the edit.
        say: tells the operator a line.
    """
    revid = page.revid if page else None
    ending = rewrite(wiki, title=title, text=f"#REDIRECT [[{target}]]", summary=summary, baserevid=revid)
    if ending.outcome is not Outcome.POSTED:
        say(not_written(title, ending))
    return ending
