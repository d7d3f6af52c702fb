"""Shell: a campaign's report page, and the lists of those who got the message on its subpages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.ledger.ledger import Ledger
from bot.plan.edits import Campaign
from bot.plan.report import OWNED, Reporter, Standing
from bot.plan.report_lists import Delivered, ListWriter, PeopleList
from bot.program.outcomes import Ending, Outcome
from bot.run.home import list_title
from bot.run.keeping import SAME, Part, PartKeeper
from bot.run.side_by_side import Steps
from bot.wiki.pages import PageText
from bot.wikitext.owned import OwnedPartError, read_owned

READ_AHEAD = 10
"""Pages read in one request at most: a list has a few hundred kilobytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A list as it stands on the wiki."""

    first: int  # number of its first message
    last: int
    end: tuple[str, str, str]  # its last message: see `Delivered.place`
    digest: str  # of its text; empty: it could not be written


@dataclass(slots=True, kw_only=True)
class ReportPages:
    """Keeps the bot's parts of the report and its lists; what people write around them stays.

    Args:
        title: of the report page.
        pages: the report and its first lists as they were read before; each is used once.
    """

    keeper: PartKeeper  # on the home wiki
    reporter: Reporter
    writer: ListWriter
    ledger: Ledger
    campaign: Campaign
    title: str
    pages: dict[str, PageText]
    lists: list[_Standing] = field(default_factory=list)

    @property
    def exists(self) -> bool:
        """Tell whether there was a report page before."""
        page = self.pages.get(self.title)
        return page is None or page.exists

    def write(self, standing: Standing, *, anew: bool) -> Steps[Ending]:
        """Write the report if it says anything new, and its lists before it.

        Args:
            standing: what it says, without the lists: these are of the ledger.
            anew: whether each list is looked at; else only the last and those after it.

        Raises:
            WikiError: a page can't be read.
            LedgerError: the ledger can't be read.
        """
        summary = self.reporter.summary(self.campaign.title, standing.delivered.total())
        ending = yield from self._write_lists(summary, anew=anew)
        lists = [(list_title(self.title, n), each.first, each.last) for n, each in enumerate(self.lists, 1)]
        text = self.reporter.write(replace(standing, lists=lists))
        of_report = yield from self._keep(0, text, summary)
        self.pages.clear()
        return of_report if ending.outcome is Outcome.POSTED else ending

    def _write_lists(self, summary: str, *, anew: bool) -> Steps[Ending]:
        """Write each list that is not as it should be; give the first ending that is no success."""
        start = 0 if anew else max(0, len(self.lists) - 1)
        before = self.lists[start - 1] if start else None
        messages = self._messages(before.end if before else None)
        result, number = SAME, start
        for people in self.writer.write(messages, number=start + 1, first=before.last + 1 if before else 1):
            number = people.number
            ending = yield from self._write_list(people, summary)
            result = result if result.outcome is not Outcome.POSTED else ending
        if anew:
            yield from self._empty_beyond(number, summary)
        return result

    def _write_list(self, people: PeopleList, summary: str) -> Steps[Ending]:
        digest = hashlib.sha256(people.text.encode()).hexdigest()
        known = self.lists[people.number - 1].digest if people.number <= len(self.lists) else ""
        ending = SAME
        if digest != known:
            ending = yield from self._keep(people.number, people.text, summary)
        stands = _Standing(
            first=people.first,
            last=people.last,
            end=people.end,
            digest=digest if ending.outcome is Outcome.POSTED else "",
        )
        self.lists[people.number - 1 : people.number] = [stands]
        return ending

    def _empty_beyond(self, number: int, summary: str) -> Steps[None]:
        """Empty lists that an earlier run wrote and that have nobody any more."""
        del self.lists[number:]
        while is_kept(self._page(number := number + 1)):
            yield from self._keep(number, "", summary)

    def _messages(self, after: tuple[str, str, str] | None) -> Iterator[Delivered]:
        for each in self.ledger.delivered(self.campaign.name, after=after):
            yield Delivered(
                key=each.key,
                wiki=each.wiki,
                username=each.username,
                title=each.title,
                language=each.language,
                revid=each.revid,
                at=each.at,
            )

    def _keep(self, number: int, content: str, summary: str) -> Steps[Ending]:
        """Write a list, or the report (number 0)."""
        page, part = self._page(number), Part(name=OWNED, content=content)
        del self.pages[self._title(number)]
        if part.changes(page):
            yield 0.0  # between two writes others go on
        return self.keeper.keep(page, part, summary=summary)

    def _page(self, number: int) -> PageText:
        """Give a page as it stands; in one request with those that are likely to be needed next."""
        title = self._title(number)
        if title not in self.pages:
            ahead = range(number, number + READ_AHEAD if number else 1)
            titles = dict.fromkeys(self._title(each) for each in (*ahead, 0))
            self.pages |= self.keeper.wiki.read_pages([each for each in titles if each not in self.pages])
        return self.pages[title]

    def _title(self, number: int) -> str:
        return list_title(self.title, number) if number else self.title


def is_kept(page: PageText) -> bool:
    """Tell whether a page has a part of the bot's."""
    try:
        return read_owned(page.text, OWNED) is not None
    except OwnedPartError:
        return False
