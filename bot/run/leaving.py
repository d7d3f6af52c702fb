"""Shell: the page on which people stop getting the newsletter: read before each send, answered after it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field

from bot.ledger.ledger import Ledger
from bot.plan.leave_page import PRELOAD, LeavePage, leave_wordings, preload_of
from bot.program.approval import PageRevision
from bot.program.leaving import OWNED, Known, Left, Said, left_of, read_on
from bot.program.outcomes import Ending
from bot.run.keeping import SAME, Part, PartKeeper, keep_text
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.run.work import Work
from bot.wiki.accounts import Renames, names_of
from bot.wiki.errors import WikiRefusedError
from bot.wiki.history import revisions_since
from bot.words.catalogue import Catalogue

KEPT = "leaving"
"""Under which name the ledger keeps what the page's history said; without it all of it is read anew."""


@dataclass(slots=True, kw_only=True)
class Leaving:
    """Reads who stopped the newsletter and who came back, and answers each once, on the page.

    The home wiki must be connected.

    Args:
        memory: None: there is no ledger yet.
        dry: whether nothing may be written, on the wiki or in the ledger.
        say: tells the operator a line.
        clock: seconds since the epoch.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    memory: Ledger | None
    dry: bool
    say: Callable[[str], None]
    clock: Callable[[], float] = time.time
    left: Left | None = None  # as it was read last
    renames: Renames = field(init=False)

    def __post_init__(self) -> None:
        self.renames = Renames(self.wikis.home)

    def read(self) -> Left:
        """Read what is new on the page; nobody left where the settings name no such page.

        Raises:
            RedirectError: the page is a redirect.
            WikiError: the home wiki can't be asked.
        """
        title = self.settings.pages.leave
        if not title:
            return Left()
        known, before = Known(), self.memory.kept(KEPT) if self.memory else None
        if before:
            known = _read_known(before, title)
        known = read_on(
            known, self._news(title, known.revid), leave_wordings(self.words), renamed=self.renames.today
        )
        after = _written(known, title)
        if self.memory and not self.dry and after != before:
            self.memory.keep(KEPT, after, at=self.clock())
        accounts = {said.userid for said in known.said if not said.taken_back}
        self.left = left_of(known, names_of(self.wikis.home, accounts))
        return self.left

    def keep(self) -> Ending:
        """Bring the bot's part of the page up to date, or make the page; a failure is told.

        Raises:
            RedirectError: the page is a redirect.
            WikiError: the home wiki can't be asked.
        """
        title, home = self.settings.pages.leave, self.wikis.home
        if not title or self.dry:
            return SAME
        left = self.read() if self.left is None else self.left
        own = self.settings.home_wiki.language
        maker = LeavePage(
            words=self.words, language=own, languages=self.settings.languages.offered, title=title
        )
        page = home.read_pages([title])[title]
        part = Part(name=OWNED, content=maker.write(left))
        if not part.changes(page):
            return SAME
        summary = self.words.say(own, "leave-summary")
        keep_text(home, preload_of(title), PRELOAD, summary=summary, say=self.say)
        return PartKeeper(wiki=home, say=self.say).keep(page, part, summary=summary)

    def _news(self, title: str, revid: int) -> Iterator[PageRevision]:
        """Give the revisions after one; all, if the wiki does not know that one any more."""
        found = revisions_since(self.wikis.home, title, revid)
        try:
            first = next(found, None)
        except WikiRefusedError:
            if not revid:
                raise
            found = revisions_since(self.wikis.home, title, 0)
            first = next(found, None)
        if first and first.revid != revid:
            yield first
        yield from found


def leaving(work: Work, *, dry: bool) -> Leaving:
    """Give what a job reads and answers those by who left the newsletter.

    Args:
        work: the job.
        dry: whether it may only read.
    """
    return Leaving(
        settings=work.settings,
        wikis=work.wikis,
        words=work.words,
        memory=work.memory,
        dry=dry,
        say=work.console.say,
    )


def _written(known: Known, title: str) -> str:
    return json.dumps({"title": title, **asdict(known)}, ensure_ascii=False)


def _read_known(value: str, title: str) -> Known:
    """Read what the ledger keeps; of another page only what people said there is still true."""
    kept = json.loads(value)
    said = tuple(Said(**each) for each in kept["said"])
    if kept["title"] != title:
        return Known(said=said)
    unseen = tuple((userid, name) for userid, name in kept["unseen"])
    return Known(revid=kept["revid"], said=said, lines=tuple(kept["lines"]), unseen=unseen)
