"""Pure: the page on which the plan of the archive's keeper waits for an organiser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.plan.archive import ArchivePlan
from bot.plan.draft_page import BOX
from bot.plan.prepared_edit import form_address
from bot.program.approval import Approval, Fingerprint, Objected
from bot.program.languages import autonym
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap


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

    def waiting(self, code: str, plan: ArchivePlan, objected: Sequence[Objected]) -> str:
        """Give the part of a plan that waits."""
        lines = [
            self._say("archive-plan-about", link_or_text(self.root)),
            *(f"* {self._objection(each)}" for each in objected),
            *self._how(code),
            f"<!-- plan {code} -->",
            *self._steps(plan),
        ]
        return "\n".join(lines)

    def approved(self, code: str, plan: ArchivePlan, approval: Approval) -> str:
        """Give the part of a plan that is approved."""
        who = f"<bdi>{link_or_text(f'User:{approval.username}', approval.username)}</bdi>"
        diff = f"[[Special:Diff/{approval.revid}|{self._say('report-change')}]]"
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

    def _how(self, code: str) -> Iterator[str]:
        yield BOX
        for language in self.languages:
            word = self.words.say(language, "approval-word")
            address = form_address(self.title, self.preload, word, code)
            text = self.words.say(language, "archive-plan-how", address, f"{word} {code}")
            yield wrap(f"'''{quote(autonym(language))}:''' {text}", language, within=None)
        yield "</div>"

    def _objection(self, each: Objected) -> str:
        who = f"<bdi>{link_or_text(f'User:{each.username}', each.username)}</bdi>" if each.username else "?"
        return self._say(f"approval-refused-{each.reason.value}", who)

    def _say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)
