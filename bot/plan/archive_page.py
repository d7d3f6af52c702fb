"""Pure: the page on which the plan of the archive's keeper waits for an organiser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.plan.agreement import AgreementPage
from bot.plan.archive import ArchivePlan
from bot.plan.plan_page import APPROVED
from bot.program.approval import Approval, Fingerprint, Objected
from bot.wikitext.quoting import link_or_text


def plan_code(plan: ArchivePlan, *, program: str, root: str) -> str:
    """Give the letters by which this very plan is approved."""
    moves = [f"{each.from_title}\n{each.to_title}" for each in plan.moves]
    redirects = [f"{each.title}\n{each.target}" for each in plan.redirects]
    parts = [f"{each.title}\n{each.part}\n{each.content}" for each in plan.parts]
    return Fingerprint.of(
        texts=[*moves, "", *redirects, "", *parts], people=(), settings=[program, root]
    ).code


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePlanPage(AgreementPage):
    """Writes the page, in the home wiki's language, and how to approve in all that are offered.

    Args:
        root: title below which the newsletter lies.
    """

    word: ClassVar[str] = APPROVED
    how: ClassVar[str] = "archive-plan-how"

    root: str

    def waiting(self, code: str, plan: ArchivePlan, objected: Sequence[Objected]) -> str:
        """Give the part of a plan that waits."""
        lines = [
            self._say("archive-plan-about", link_or_text(self.root)),
            *self._objections(objected),
            *self._how(code),
            f"<!-- plan {code} -->",
            *self._steps(plan),
        ]
        return "\n".join(lines)

    def approved(self, code: str, plan: ArchivePlan, approval: Approval) -> str:
        """Give the part of a plan that is approved."""
        who, diff = self._who(approval)
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
