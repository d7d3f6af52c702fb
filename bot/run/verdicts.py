"""Shell: reading in a page's history whether an organiser agreed to what the bot put there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from bot.program.approval import PageRevision, Verdict, is_posted, judge
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.organisers import organisers_by_number
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.history import revisions_of
from bot.wiki.pages import PageText

MOST_REVISIONS = 500
"""Of a page that are looked at."""

MOST_CHARACTERS = 20_000_000
"""Of all these revisions together."""


@dataclass(slots=True, kw_only=True)
class VerdictReader:
    """Reads the history of one page, back to where the bot posted what is to be agreed to."""

    settings: Settings
    wikis: Wikis
    title: str
    history: list[PageRevision] = field(default_factory=list)  # as far as it was needed, the newest first

    def read(self, code: str, words: Collection[str]) -> Verdict:
        """Judge the history.

        Args:
            code: of what is to be agreed to.
            words: by which organisers agree, in all languages.

        Raises:
            CommandError: so much was written there since that nobody could look through it.
            WikiError: the home wiki can't be asked.
        """
        bot = self.wikis.home.username
        self.history, characters = [], 0
        for each in revisions_of(self.wikis.home, self.title):
            self.history.append(each)
            posted_another = each.username == bot and not is_posted(each, code)
            if posted_another:
                break
            characters += len(each.text or "")
            if len(self.history) >= MOST_REVISIONS or characters > MOST_CHARACTERS:
                sentence = (
                    f"Too much was written on “{self.title}” on {self.settings.home} since the plan was"
                    " posted. Ask an administrator to delete the page and to protect it, then run this again."
                )
                raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        if not self.history:
            return Verdict()
        find = organisers_by_number(self.wikis.home, self.settings.organisers.usernames)
        found = {each.userid: find(each.userid) for each in self.history}
        organisers = {number: organiser for number, organiser in found.items() if organiser}
        return judge(self.history, code, words=words, organisers=organisers, bot=bot)

    def stands(self) -> PageText:
        """Give the page as it stands, once its history is read."""
        newest = self.history[0] if self.history else None
        return PageText(
            title=self.title,
            pageid=1 if newest else 0,
            revid=newest.revid if newest else None,
            text=(newest.text or "") if newest else "",
            readable=newest is None or newest.text is not None,
        )
