"""Shell: which campaign an operator means by a key, as plan, report or a message itself show it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ledger.ledger import Ledger
from bot.plan.edits import Campaign
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.settings import Settings
from bot.run.wikis import Wikis

_LETTERS = re.compile(r"([a-z2-7]{6})(?:-(?:[a-z2-7]{12})?)?")
_NUMBERED = re.compile(r"announce:(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCampaign:
    """A campaign as `read_home` wants it."""

    title: str  # of the message page
    name: str  # the campaign's own; empty: by the number of its page


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignKey:
    """What stands behind -amend: or -recall:.

    It is the title of the message page, the campaign's name (`announce:17`, or that of -key:), or letters
    of the hidden comment of one of its messages (`b3kq7c-`, or more of it).
    """

    key: str
    page: str  # -page:; empty: not given
    name: str  # -key:; empty: not given

    def find(self, settings: Settings, wikis: Wikis, memory: Ledger | None) -> NamedCampaign:
        """Find the campaign.

        Raises:
            CommandError: there is none, or its message page must be given too.
            WikiError: the home wiki can't be asked.
        """
        if self.page:
            return NamedCampaign(title=self.page, name=self.name)
        known = self._known(settings.program, memory)
        if number := _NUMBERED.fullmatch(known or self.key):
            return NamedCampaign(title=_title(wikis, settings.home, number[1]), name=self.name)
        if known or (_LETTERS.fullmatch(self.key) and "-" in self.key):
            sentence = f"“{self.key}” does not tell which page the message is on: give it too, -page:TITLE."
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
        return NamedCampaign(title=self.key, name=self.name)

    def _known(self, program: str, memory: Ledger | None) -> str:
        """Give the name of the ledger's campaign that is meant; empty: it knows of none."""
        letters = _LETTERS.fullmatch(self.key)
        for name in memory.campaigns() if memory else ():
            prefix = Campaign(program=program, name=name, title="").prefix
            if name == self.key or (letters and f"{letters[1]}-" == prefix):
                return name
        return ""

    def check(self, campaign: Campaign) -> None:
        """See that a page given beside the key is of the same campaign.

        Raises:
            CommandError: it is of another.
        """
        letters = _LETTERS.fullmatch(self.key)
        if self.key in {campaign.title, campaign.name} or (letters and f"{letters[1]}-" == campaign.prefix):
            return
        if self.page:
            sentence = f"“{self.page}” is not the page of “{self.key}”: it is that of “{campaign.name}”."
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)


def _title(wikis: Wikis, home: str, number: str) -> str:
    answer = wikis.home.connect(pageids=number)
    page = (answer.get("pages") or [{}])[0]
    if "title" not in page:
        sentence = f"There is no page with the number {number} on {home}. Give the message page, -page:TITLE."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    return str(page["title"])
