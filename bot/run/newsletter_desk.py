"""Shell: what all work on the newsletter has in common."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.plan.edits import Campaign
from bot.program.gate import GateRules
from bot.program.issue_draft import Draft
from bot.program.newsletter import ArchiveRules, read_name
from bot.program.outcomes import Ending
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.keeping import Change, PartKeeper
from bot.run.settings import Settings
from bot.run.work import Work
from bot.wiki.pages import PageText

_PUBLISHED = "newsletter:"
_COUNTING = "newsletter-counting:"

LONGEST_NAME = 150
"""Characters of an issue's name that the ledger holds as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What is remembered of an issue that the bot published."""

    title: str  # in the archive
    at: datetime  # aware
    ready_at: datetime  # aware
    is_linked: bool = False  # whether neighbours, index and the redirect to the newest lead to it
    targets: str = ""  # code of the list to which it goes; empty: it goes to the subscribers


@dataclass(slots=True, kw_only=True)
class NewsletterDesk(Work):
    """The wikis, settings and words with which the newsletter's jobs work."""

    now: datetime

    @property
    def rules(self) -> ArchiveRules:
        """What the archive is to be like.

        Raises:
            CommandError: the settings name no newsletter.
        """
        return archive_rules(self.settings)

    @property
    def language(self) -> str:
        """The home wiki's."""
        return self.settings.home_wiki.language

    @property
    def languages(self) -> tuple[str, ...]:
        """Those into which issues are translated, in their order."""
        return tuple(code for code in self.settings.languages.offered if code != self.language)

    @property
    def gate_rules(self) -> GateRules:
        """When an issue goes out."""
        of_settings = self.settings.newsletter
        wait = of_settings.wait_hours
        return GateRules(
            targets=tuple(code for code in of_settings.targets or self.languages if code != self.language),
            wait=None if wait is None else timedelta(hours=wait),
            rest=timedelta(minutes=of_settings.rest_minutes),
        )

    def draft_campaign(self, draft: Draft, kind: str) -> Campaign:
        """Give the campaign of what is asked about a draft; it stays the same while the draft is moved."""
        name = f"{kind}:{draft.source.pageid}"
        return Campaign(program=self.settings.program, name=name, title=draft.source.title)

    def issue_campaign(self, title: str) -> Campaign:
        """Give the campaign of an issue in the archive.

        It goes by the issue's number, or by its year and name: neither a draft nor a page of the archive that
        was deleted and made anew sends it again.
        """
        read = read_name(title, self.rules)
        issue = (
            title if read is None else read[0].leaf if read[0].number else f"{read[0].year}/{read[0].leaf}"
        )
        if len(issue) > LONGEST_NAME:
            issue = hashlib.sha256(issue.encode()).hexdigest()
        return Campaign(program=self.settings.program, name=f"newsletter:{issue}", title=title)

    def say(self, key: str, *values: str | int) -> str:
        """Say a message in the home wiki's language."""
        return self.words.say(self.language, key, *values)

    def keep(self, page: PageText, part: Change, *, summary: str) -> Ending:
        """Bring a page up to date; nothing is written where it says so already."""
        self.before_write()
        return PartKeeper(wiki=self.wikis.home, say=self.console.say).keep(page, part, summary=summary)

    def is_counting(self, page: PageText) -> bool:
        """Tell whether it is known that a page of the archive says what counts."""
        return self.memory is not None and self.memory.kept(f"{_COUNTING}{page.pageid}") == str(page.revid)

    def remember_counting(self, page: PageText) -> None:
        """Remember that a page of the archive says what counts, as long as it stands as it is."""
        if self.memory and not self.dry:
            self.memory.keep(f"{_COUNTING}{page.pageid}", str(page.revid), at=self.now.timestamp())

    def published(self, draft: Draft) -> Published | None:
        """Give what is remembered of a draft's publication; None: nothing."""
        return _published(self.memory.kept(_name(draft)) if self.memory else None)

    def is_current(self, published: Published) -> bool:
        """Tell whether an issue still goes to those who have not had it."""
        days = (self.now - published.at).total_seconds() / 86400
        return days < self.settings.newsletter.deliver_days

    def without_draft(self, pageids: Collection[int]) -> list[str]:
        """Give the titles of current issues whose drafts are not among those that are there."""
        there = {f"{_PUBLISHED}{number}" for number in pageids}
        kept = self.memory.kept_all(_PUBLISHED) if self.memory else {}
        found = (_published(value) for name, value in kept.items() if name not in there)
        return sorted(each.title for each in found if each and self.is_current(each))

    def remember(self, draft: Draft, published: Published) -> None:
        """Remember a draft's publication."""
        if self.memory and not self.dry and self.published(draft) != published:
            value = {
                "title": published.title,
                "at": published.at.isoformat(),
                "ready_at": published.ready_at.isoformat(),
                "is_linked": published.is_linked,
                "targets": published.targets,
            }
            text = json.dumps(value, ensure_ascii=False)
            self.memory.keep(_name(draft), text, at=self.now.timestamp())


def _name(draft: Draft) -> str:
    return f"{_PUBLISHED}{draft.source.pageid}"


def _published(text: str | None) -> Published | None:
    with suppress(ValueError, KeyError, TypeError):
        found: Mapping[str, Any] = json.loads(text or "")
        return Published(
            title=found["title"],
            at=datetime.fromisoformat(found["at"]),
            ready_at=datetime.fromisoformat(found["ready_at"]),
            is_linked=found["is_linked"] is True,
            targets=found["targets"],
        )
    return None


def archive_rules(settings: Settings) -> ArchiveRules:
    """Give what the archive is to be like.

    Raises:
        CommandError: the settings name no newsletter.
    """
    root = settings.pages.newsletter
    if root is None:
        raise CommandError(
            ExitStatus.WRONG_SETTINGS,
            "No newsletter: give its title as pages.newsletter in the settings.",
        )
    return ArchiveRules(
        root=root,
        language=settings.home_wiki.language,
        languages=settings.languages.offered,
        categories=settings.newsletter.categories,
    )
