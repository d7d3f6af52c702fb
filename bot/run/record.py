"""Shell: the operator's own copy of a run: everybody by name, in a file that nobody else reads.

`docs/record.schema.json` is the shape of the file. A change that readers of older files would not understand
raises VERSION.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.ledger.ledger import Delivery
from bot.plan.report import Stage, Standing
from bot.plan.tally import Tally
from bot.program.problems import Problem
from bot.run.console import Console
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.progress import Progress

VERSION: Literal[1] = 1


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class CampaignShape(_Shape):
    """Which campaign."""

    name: str
    """What tells it from all others of the program."""
    title: str
    """The message page."""
    report: str
    """The report's page."""


class NumbersShape(_Shape):
    """Messages of one wiki in one language."""

    wiki: str
    language: str
    delivered: int
    """In this run and before."""
    to_come: int


class SkippedShape(_Shape):
    """Somebody who gets nothing, by rule."""

    wiki: str
    username: str
    reason: str
    """`optout`, `blocked`, …"""


class WaitingShape(_Shape):
    """Somebody who waits for a later run: their language can't be read, or their wiki is away."""

    wiki: str
    username: str
    language: str


class ToldShape(_Shape):
    """Something to mend, or to know."""

    reason: str
    """The key of its sentence."""
    text: str
    """The sentence in English."""
    page: str
    """Where: a page of the home wiki; empty: not on a page."""
    row: int
    """Of the sign-ups; 0: not a row."""
    line: int
    """Of the page's wikitext; 0: not said."""


class FailedShape(_Shape):
    """A message that this run tried and that did not come through."""

    wiki: str
    username: str
    key: str
    outcome: str
    """`refused`, `later`, `doubt`, …"""
    reason: str
    """What the wiki said."""


class WikiShape(_Shape):
    """How this run's delivery on one wiki ended."""

    wiki: str
    written: int
    total: int
    left: str
    """Why the rest was left for another run; empty: it was not."""


class DeliveredShape(_Shape):
    """A message that stands on a talk page, from this run or an earlier one."""

    key: str
    wiki: str
    username: str
    """Empty: they withdrew since."""
    page: str
    language: str
    revid: int | None
    at: str
    """The wiki's time, ISO 8601, UTC."""


class Record(_Shape):
    """One run of a campaign."""

    version: Literal[1]
    campaign: CampaignShape
    stage: Stage
    exit_status: int | None
    """Of the command; null: it has not ended."""
    numbers: list[NumbersShape]
    skipped: list[SkippedShape]
    waiting: list[WaitingShape]
    problems: list[ToldShape]
    notes: list[ToldShape]
    wikis: list[WikiShape]
    failed: list[FailedShape]
    delivered: list[DeliveredShape] = Field(description="The oldest first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """Writes the record, one entry at a time: a campaign may have a hundred thousand."""

    path: Path
    report: str  # title of the report page
    console: Console

    def save(
        self,
        tally: Tally,
        standing: Standing,
        *,
        deliveries: Iterable[Delivery],
        progresses: Sequence[Progress] = (),
        status: ExitStatus | None = None,
    ) -> None:
        """Write what was planned and how it ended; an earlier file stays whole until this one is.

        Args:
            tally: what was planned.
            standing: how far the campaign is.
            deliveries: what came through.
            progresses: how this run's delivery went.
            status: how the command ends; None: it goes on.

        Raises:
            CommandError: the file can't be written.
        """
        campaign = CampaignShape(name=tally.campaign.name, title=tally.campaign.title, report=self.report)
        head = {
            "version": VERSION,
            "campaign": campaign.model_dump(),
            "stage": standing.stage,
            "exit_status": status,
        }
        lists: dict[str, Iterable[_Shape]] = {
            "numbers": _numbers(standing),
            "skipped": (
                SkippedShape(wiki=s.wiki, username=s.username, reason=s.reason.value) for s in tally.skips
            ),
            "waiting": (
                WaitingShape(wiki=h.wiki, username=h.username, language=h.language) for h in tally.held
            ),
            "problems": map(self._told, standing.problems),
            "notes": map(self._told, tally.notes),
            "wikis": map(_wiki, progresses),
            "failed": (failed for progress in progresses for failed in _failed(progress)),
            "delivered": map(_delivered, deliveries),
        }
        part = self.path.with_name(f"{self.path.name}.part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                os.fchmod(descriptor, 0o600)  # it may be left from a run that was killed
                _write(file, head, lists)
            part.replace(self.path)
        except OSError as error:
            sentence = (
                f"-json: {self.path} can't be written ({error.strerror}). Name a file in a folder of yours."
            )
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence) from None

    def _told(self, problem: Problem) -> ToldShape:
        place = problem.place
        return ToldShape(
            reason=problem.reason,
            text=self.console.tell(problem),
            page=place.page if place else "",
            row=place.row if place else 0,
            line=place.line if place else 0,
        )


def _write(file: IO[str], head: Mapping[str, object], lists: Mapping[str, Iterable[_Shape]]) -> None:
    """Write an object: first some values, then lists, with one entry on a line."""
    values = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items())
    file.write("{\n" + ",\n".join(values))
    for name, entries in lists.items():
        file.write(f",\n{json.dumps(name)}: [")
        for count, entry in enumerate(entries):
            file.write(",\n" if count else "\n")
            file.write(entry.model_dump_json())
        file.write("]")
    file.write("\n}\n")


def _numbers(standing: Standing) -> Iterator[NumbersShape]:
    for wiki, language in sorted({*standing.delivered, *standing.to_come}):
        yield NumbersShape(
            wiki=wiki,
            language=language,
            delivered=standing.delivered[wiki, language],
            to_come=standing.to_come[wiki, language],
        )


def _wiki(progress: Progress) -> WikiShape:
    left = progress.left.reason if progress.left else ""
    return WikiShape(wiki=progress.wiki, written=progress.posted, total=progress.total, left=left)


def _failed(progress: Progress) -> Iterator[FailedShape]:
    for key, ending in progress.endings.items():
        yield FailedShape(
            wiki=progress.wiki,
            username=progress.names[key],
            key=key,
            outcome=ending.outcome.value,
            reason=ending.reason,
        )


def _delivered(delivery: Delivery) -> DeliveredShape:
    return DeliveredShape(
        key=delivery.key,
        wiki=delivery.wiki,
        username=delivery.username,
        page=delivery.title,
        language=delivery.language,
        revid=delivery.revid,
        at=delivery.at,
    )
