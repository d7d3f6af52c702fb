"""Pure: the page on which a plan waits for an organiser, as wikitext of the home wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.plan.agreement import AgreementPage
from bot.plan.naming import own_name
from bot.plan.report import Reporter, Standing
from bot.program.approval import Approval, Fingerprint, Objected
from bot.wikitext.enclosing import stands_alone, stays_in_place
from bot.wikitext.quoting import link_or_text, quote
from bot.words.dates import format_list
from bot.words.direction import direction, wrap

_MARKS = re.compile(r"<!-- plan \w+ texts:(\w*) people:(\w*) settings:(\w*) changed:([a-z,]*) -->")

APPROVED = "approval-word"
"""The word with which an organiser's line begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What people get in one language."""

    language: str
    heading: str  # wikitext of one line
    wikitext: str  # below the heading, without the signature
    revid: int  # of the page it was read from


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What carrying a plan out takes."""

    edits: int
    wikis: int
    minutes: int  # at the polite rate of the slowest wiki


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage(AgreementPage):
    """Writes the page of one plan in the home wiki's language, and how to approve in all that are offered.

    Args:
        message: title of the message page.
        report: title of the report that there will be.
    """

    word: ClassVar[str] = APPROVED
    how: ClassVar[str] = "approval-how"

    message: str
    report: str

    def waiting(
        self,
        *,
        fingerprint: Fingerprint,
        changed: Sequence[str],
        objected: Sequence[Objected],
        standing: Standing,
        cost: Cost,
        texts: Sequence[Text],
    ) -> str:
        """Give the page of a plan that waits.

        Args:
            fingerprint: of the plan.
            changed: in what it differs from the plan before; see `Fingerprint.changes`.
            objected: approvals that don't count.
            standing: numbers, who is left out, what needs a person.
            cost: what it takes.
            texts: the message in each language.
        """
        lines = [
            self._say("approval-stage-waiting"),
            *self._objections(objected),
            *self._changes(changed),
            *self._how(fingerprint.code),
            _marks(fingerprint, changed),
            self._about(),
            "",
            self._say("approval-cost", cost.edits, cost.wikis, cost.minutes),
            *self._texts(texts),
            Reporter(words=self.words, language=self.language).write(standing).partition("\n")[2],
        ]
        return "\n".join(lines)

    def approved(self, page: str, approval: Approval) -> str:
        """Give the page of a plan that is approved; what the plan says stays as it was approved."""
        who, diff = self._who(approval)
        return self._settled(page, self._say("approval-stage-approved", who, diff))

    def routine(self, page: str, most: int) -> str:
        """Give the page of a plan that needs no approval of its own.

        Args:
            page: as it would be if it waited.
            most: up to how many people the settings allow.
        """
        return self._settled(page, self._say("approval-stage-routine", most))

    def _settled(self, page: str, stage: str) -> str:
        at = _MARKS.search(page)
        rest = page[at.start() :] if at else page
        return f"{stage}\n{self._say('approval-report', link_or_text(self.report))}\n{rest}"

    def summary(self, fingerprint: Fingerprint, people: int) -> str:
        """Give the summary of the edit that posts a plan."""
        return self._say("approval-summary", self.message, people, fingerprint.code)

    def summary_approved(self, approval: Approval) -> str:
        """Give the summary of the edit that says that a plan is approved."""
        return self._say("approval-summary-approved", self.message, approval.username)

    def _about(self) -> str:
        return self._say("approval-about", link_or_text(self.message))

    def _changes(self, changed: Sequence[str]) -> Iterator[str]:
        if changed:
            what = format_list([self._say(f"approval-changed-{name}") for name in changed], self.language)
            yield f"* {self._say('approval-changed', what)}"

    def _texts(self, texts: Sequence[Text]) -> Iterator[str]:
        yield f"\n== {self._say('approval-heading-messages')} =="
        for text in texts:
            seen = f"[[Special:PermaLink/{text.revid}|{self._say('approval-source')}]]"
            yield f"\n=== {own_name(text.language, self.language)} ===\n{seen}\n"
            yield _shown(text)


def _shown(text: Text) -> str:
    """Show a message as it will look; where it could reach beyond its place or cover it, letter by letter."""
    whole = f"'''{text.heading}'''\n\n{text.wikitext}"
    box = "border-inline-start:4px solid #36c;padding-inline-start:1em;margin:.5em 0"
    way = direction(text.language)
    if stands_alone(whole) and stays_in_place(whole):
        return f'<div dir="{way}" style="{box}">\n{wrap(whole, text.language, within=None)}\n</div>'
    lines = "<br />\n".join(quote(line) or "&nbsp;" for line in whole.splitlines())
    return f'<div dir="{way}" style="{box};font-family:monospace">\n{lines}\n</div>'


def _marks(fingerprint: Fingerprint, changed: Sequence[str]) -> str:
    """Give the hidden line by which the next run knows what this plan was made of."""
    return (
        f"<!-- plan {fingerprint.code} texts:{fingerprint.texts} people:{fingerprint.people}"
        f" settings:{fingerprint.settings} changed:{','.join(changed)} -->"
    )


def changes_since(page: str, fingerprint: Fingerprint) -> tuple[str, ...]:
    """Tell in what a plan differs from the one a page shows; for the same plan, what the page says of it."""
    marks = _MARKS.search(page)
    if marks is None:
        return ()
    before = Fingerprint(texts=marks[1], people=marks[2], settings=marks[3])
    if before == fingerprint:
        return tuple(name for name in marks[4].split(",") if name in {"texts", "people", "settings"})
    return fingerprint.changes(before)
