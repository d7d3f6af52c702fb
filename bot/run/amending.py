"""Shell: amending and recalling one wiki's messages: each looked at again, then changed by one edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.ledger.ledger import Intent
from bot.plan.amend import Left, Message, Reason, SectionEdit
from bot.program.changes import Change
from bot.program.faults import WRITING
from bot.program.outcomes import Ending, Outcome
from bot.run.side_by_side import Steps
from bot.run.wiki_work import WikiWork
from bot.wiki.message_edits import Changed, is_exact, section_of
from bot.wiki.writing import rewrite_section

TRIES = 4
"""How often a message is tried in one run where its page changes or answers are lost."""

AGAIN = frozenset({Outcome.CHANGED, Outcome.DOUBT, Outcome.STALE, Outcome.LATER})
"""Endings after which the page is looked at again."""

NOT_AS_READ = Ending(outcome=Outcome.CHANGED, reason="the page is not as it was read")
INEXACT = Ending(
    outcome=Outcome.SKIPPED, reason="it can't be changed without touching the page's other parts"
)


@dataclass(slots=True, kw_only=True)
class Amender(WikiWork):
    """Changes the messages of one wiki.

    A change that comes through twice, or late, changes nothing more: the wiki finds the section as it is
    wanted already, or refuses the edit, for its base is no longer the newest revision.
    """

    change: Change
    messages: Sequence[Message]
    look: Callable[[Message], SectionEdit | Left | None]  # at its page now; None: it is as it should be
    changes: Callable[[], dict[str, Changed]]  # the newest change of each message, as the wiki has it now
    left: list[Left] = field(default_factory=list)  # not changed after all
    changed: list[str] = field(default_factory=list)  # keys of the messages changed by this run

    def _work(self) -> Steps[None]:
        yield from self._asked(self._settle_begun)
        for message in self.messages:
            yield from self._change(message)
            if self.progress.left:
                return

    @property
    def _campaign_of_changes(self) -> str:
        return f"{self.change.value}:{self.campaign.name}"

    def _settle_begun(self) -> None:
        """Write down how it ended what an earlier run began and did not see the end of."""
        begun = self.ledger.begun(self._campaign_of_changes, self.wiki.name)
        found = self.changes() if begun else {}
        for each in begun:
            self._settle_one(each.key, found.get(each.key.partition(".")[0]))

    def _settle_one(self, intended: str, changed: Changed | None) -> None:
        if changed and changed.change is self.change:
            self.ledger.settle(intended, Outcome.POSTED, revid=changed.revid, at=changed.at)
        else:
            self.ledger.settle(intended, Outcome.LATER)

    def _change(self, message: Message) -> Steps[None]:
        """Change one message; its page is looked at before each try."""
        waiting = self._waiting()
        for _ in range(TRIES):
            yield from self._asked(self.stop_page.look)
            yield from self._pace()
            edit = yield from self._asked(lambda: self.look(message))
            if not isinstance(edit, SectionEdit):
                self._note_look(message, edit)
                return
            ending = yield from self._try_change(edit)
            if ending.outcome is Outcome.STALE:
                yield from self._asked(self.wiki.connect)
            wait = waiting.next(self._limit, at_least=ending.wait) if ending.outcome in AGAIN else None
            if wait is None:
                break
            yield from self._rest(wait, ending.reason)
        self._note_change(message, ending)
        yield 0.0

    def _note_look(self, message: Message, found: Left | None) -> None:
        """Count what another run has done meanwhile, or what was touched meanwhile."""
        if found:
            self.left.append(found)
        else:
            self.progress.elsewhere += 1
        self.progress.forget(message.key)
        self._show("")

    def _try_change(self, edit: SectionEdit) -> Steps[Ending]:
        """See that the wiki means the same section, then try once, intent and ending written down."""
        section = edit.section
        if section:
            revid, text = yield from self._asked(lambda: section_of(self.wiki, edit.title, section))
            if revid != edit.baserevid:
                return NOT_AS_READ
            if text != edit.message.posted:  # it counts headings in templates too
                section = 0
        if not section and not (yield from self._asked(lambda: self._is_exact(edit))):
            return INEXACT
        intent = self._intent_of(edit)
        if not self.ledger.intend(intent, now=self.clock(), lease=self.lease):
            return NOT_AS_READ
        ending = rewrite_section(
            self.wiki,
            title=edit.title,
            section=section,
            text=edit.text if section else edit.page,
            summary=edit.summary,
            baserevid=edit.baserevid,
        )
        if ending.outcome is Outcome.DOUBT:
            ending = yield from self._after_doubt(edit, ending)
        self.ledger.settle(intent.key, ending.outcome, reason=ending.reason, revid=ending.revid, at=ending.at)
        return ending

    def _is_exact(self, edit: SectionEdit) -> bool:
        return is_exact(self.wiki, edit.title, edit.before)

    def _after_doubt(self, edit: SectionEdit, ending: Ending) -> Steps[Ending]:
        """Read the wiki until the change is found, or can no longer come through."""
        waiting, limit = self._waiting(), replace(WRITING, in_all=self.time_limit)
        while True:
            changed = (yield from self._asked(self.changes)).get(edit.message.key)
            if changed and changed.revid > edit.baserevid and changed.change is self.change:
                return Ending(outcome=Outcome.POSTED, revid=changed.revid, at=changed.at)
            if (wait := waiting.next(limit)) is None:
                return ending
            yield from self._rest(wait, "an answer that was lost")

    def _intent_of(self, edit: SectionEdit) -> Intent:
        return Intent(
            key=f"{edit.message.key}.{edit.baserevid}",
            campaign=self._campaign_of_changes,
            wiki=edit.message.wiki,
            username=edit.username,
            title=edit.title,
            language=edit.message.language,
            heading="",
            text=edit.text,
            summary=edit.summary,
            baserevid=edit.baserevid,
        )

    def _note_change(self, message: Message, ending: Ending) -> None:
        if ending.outcome is Outcome.POSTED:
            self.progress.posted += 1
            self.changed.append(message.key)
            if ending.elsewhere and ending.revid:  # the wiki has merged somebody's edit with ours
                self.left.append(Left(message=message, reason=Reason.RACED))
            self.progress.forget(message.key)
        else:
            self.progress.failed(message.key, message.owner, ending)
        self._leave_after(ending)
        self._show("")
