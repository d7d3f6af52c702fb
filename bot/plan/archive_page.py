"""Pure: the page on which the plan of the archive's keeper waits for an organiser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.plan.agreement import Asking
from bot.plan.archive import ArchivePlan
from bot.plan.plan_page import APPROVED
from bot.program.approval import Approval, Fingerprint, Objected
from bot.wikitext.quoting import link_or_text
from bot.words.catalogue import Catalogue


def plan_code(plan: ArchivePlan, *, program: str, root: str) -> str:
    """Give the letters by which this very plan is approved."""
    moves = [f"{each.from_title}\n{each.to_title}" for each in plan.moves]
    redirects = [f"{each.title}\n{each.target}" for each in plan.redirects]
    parts = [f"{each.title}\n{each.part}\n{each.content}" for each in plan.parts]
    return Fingerprint.of(
        texts=[*moves, "", *redirects, "", *parts], people=(), settings=[program, root]
    ).code


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePlanPage:
    """Writes the page, in the home wiki's language, and how to approve in all that are offered.

    Args:
        title: of this page.
        preload: title of the page from which an organiser's line is made.
        root: title below which the newsletter lies.
        languages: in which organisers read.
    """

    words: Catalogue
    language: str
    languages: Sequence[str]
    title: str
    preload: str
    root: str

    @property
    def _asking(self) -> Asking:
        return Asking(
            words=self.words,
            language=self.language,
            languages=self.languages,
            title=self.title,
            preload=self.preload,
            word=APPROVED,
            how="archive-plan-how",
        )

    def waiting(self, code: str, plan: ArchivePlan, objected: Sequence[Objected]) -> str:
        """Give the part of a plan that waits."""
        lines = [
            self._say("archive-plan-about", link_or_text(self.root)),
            *self._asking.objections(objected),
            *self._asking.lines(code),
            f"<!-- plan {code} -->",
            *self._steps(plan),
        ]
        return "\n".join(lines)

    def approved(self, code: str, plan: ArchivePlan, approval: Approval) -> str:
        """Give the part of a plan that is approved."""
        who, diff = self._asking.who(approval)
        stage = self._say("approval-stage-approved", who, diff)
        return "\n".join([stage, f"<!-- plan {code} -->", *self._steps(plan)])

    def _steps(self, plan: ArchivePlan) -> Iterator[str]:
        for move in plan.moves:
            titles = link_or_text(move.from_title), link_or_text(move.to_title)
            yield f"* {self._say('archive-plan-move', *titles)}"
        for redirect in plan.redirects:
            titles = link_or_text(redirect.title), link_or_text(redirect.target)
            yield f"* {self._say('archive-plan-redirect', *titles)}"
        for part in plan.parts:
            yield f"* {self._say('archive-plan-part', link_or_text(part.title))}"

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)
