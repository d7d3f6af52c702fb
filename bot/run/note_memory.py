"""Shell: what is known of notes: which faults are dealt with, and of which somebody has been told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from bot.ledger.ledger import Delivery, Ledger
from bot.plan.edits import Campaign
from bot.plan.notes import Fault, keys_in
from bot.program.outcomes import Outcome
from bot.wiki.history import read_texts
from bot.wiki.wiki import Wiki


@dataclass(slots=True, kw_only=True)
class NoteMemory:
    """Remembers in the ledger; what it lacks is read from the notes themselves, archived or not.

    Args:
        ledger: None: there is none yet.
        dry: whether nothing may be written down.
    """

    ledger: Ledger | None
    campaign: Campaign
    home: Wiki
    dry: bool
    told: set[str] = field(default_factory=set)  # keys of faults

    def dealt_with(self, faults: Collection[Fault]) -> set[str]:
        """Give the digests of faults for which nothing more is to be done, whoever wrote them."""
        keys = {self._done_key(fault.digest): fault.digest for fault in faults}
        found = self.ledger.remembered(self.campaign.name, keys=keys) if self.ledger else []
        return {keys[each.key] for each in found}

    def deal_with(self, faults: Iterable[Fault], reason: str) -> None:
        """Remember that nothing more is to be done about faults."""
        self._pass_over([self._done_key(fault.digest) for fault in faults], reason)

    def take_over(self, also: Iterable[Delivery] = ()) -> None:
        """Learn of what people have been told: a note has the key of one fault, its text those of all.

        Args:
            also: notes that the ledger does not know.

        Raises:
            WikiError: the wiki can't be asked.
        """
        known = list(self.ledger.deliveries(self.campaign.name)) if self.ledger else []
        self.told |= {each.key for each in (*known, *also) if each.outcome is Outcome.POSTED}
        read = {each.key for each in known if each.outcome is Outcome.SKIPPED}
        unread = {
            each.revid: each
            for each in (*known, *also)
            if each.outcome is Outcome.POSTED and each.revid and self._read_key(each.key) not in read
        }
        for revid, text in read_texts(self.home, unread):
            self.remember(unread[revid], keys_in(text, self.campaign))

    def remember(self, note: Delivery, keys: Iterable[str]) -> None:
        """Remember all keys of a note that was posted."""
        self.told |= set(keys)
        if self.ledger is None or self.dry:
            return
        others = [
            Delivery(
                key=key,
                wiki=note.wiki,
                username=note.username,
                title=note.title,
                language=note.language,
                outcome=Outcome.POSTED,
                reason="",
                revid=None,  # only the note itself has its revision
                at=note.at,
                intended_at=note.intended_at,
            )
            for key in keys
            if key != note.key
        ]
        self.ledger.adopt_all(others, campaign=self.campaign.name)
        self._pass_over([self._read_key(note.key)], "its keys are known")

    def _done_key(self, digest: str) -> str:
        return self.campaign.key(f"dealt with\n{digest}")

    def _read_key(self, key: str) -> str:
        return self.campaign.key(f"read\n{key}")

    def _pass_over(self, keys: Collection[str], reason: str) -> None:
        if self.ledger and not self.dry:
            self.ledger.pass_over(keys, campaign=self.campaign.name, wiki=self.home.name, reason=reason)
