"""Shell: the messages that a campaign has delivered, as each wiki has them today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.plan.amend import Message, Reason
from bot.plan.own_section import appended, mark_of, rewritten
from bot.program.changes import Change
from bot.program.talkpage import TalkPage
from bot.run.census import Census
from bot.wiki.contributions import contributions_since, delivered_in
from bot.wiki.message_edits import Changed, TalkRevision, changes_in, read_revisions, sizes_of
from bot.wiki.pages import batches
from bot.wiki.wiki import SMALL_BATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trace:
    """What ledger and contributions have of one message."""

    key: str
    language: str
    revid: int
    changed: Change | None = None


@dataclass(slots=True, kw_only=True)
class DeliveredMessages:
    """Reads a campaign’s messages wiki by wiki; the ledger knows even of those on deleted pages."""

    census: Census
    _traces: dict[str, dict[str, _Trace]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        memory, name = self.census.memory, self.census.campaign.name
        for each in memory.delivered(name) if memory else ():
            trace = _Trace(key=each.key, language=each.language, revid=each.revid or 0)
            self._traces[each.wiki][each.key] = trace

    def messages(self, name: str) -> Iterator[tuple[Message, TalkPage | None]]:
        """Give a wiki's messages, each with its owner's talk page; nothing where the wiki is away.

        Raises:
            WikiAwayError: the wiki went away meanwhile.
        """
        if not self.census.greet(name):
            return
        traces = self._traces[name] | self._seen(name)
        for some in batches(sorted(traces.values(), key=lambda trace: trace.key), SMALL_BATCH):
            messages = self._read(name, some)
            owners = sorted({message.owner for message in messages if message.owner})
            pages = self.census.look(name, owners)
            for message in messages:
                yield message, pages.get((name, message.owner))

    def _seen(self, name: str) -> dict[str, _Trace]:
        """Give what the bot's contributions say."""
        wiki, campaign = self.census.wikis[name], self.census.campaign
        if not wiki.username:
            return {}
        answer = _contributions(self.census, name)
        found = {
            key: _Trace(key=key, language=message.language, revid=message.revid)
            for key, message in delivered_in(answer, campaign.program, campaign.prefix).items()
        }
        for key, changed in changes_in(answer, campaign.program, campaign.prefix).items():
            found[key] = _Trace(
                key=key, language=changed.language, revid=changed.revid, changed=changed.change
            )
        return found

    def _read(self, name: str, traces: Sequence[_Trace]) -> list[Message]:
        wiki = self.census.wikis[name]
        revisions = read_revisions(wiki, [trace.revid for trace in traces])
        first = {trace.revid for trace in traces if not trace.changed}
        parents = [r.parentid for revid, r in revisions.items() if revid in first and r.parentid]
        sizes = {0: 0, **sizes_of(wiki, parents)}
        return [self._message(name, trace, revisions.get(trace.revid), sizes) for trace in traces]

    def _message(
        self, name: str, trace: _Trace, revision: TalkRevision | None, sizes: Mapping[int, int]
    ) -> Message:
        mark = mark_of(self.census.campaign.program, trace.key)
        posted, fault = None, None
        if revision is None or revision.text is None:
            fault = Reason.DELETED
        elif not self._is_own(name, revision):
            fault = Reason.FOREIGN
        elif trace.changed:
            posted = rewritten(revision.text, mark)
        elif revision.parentid in sizes:
            posted = appended(revision.text, mark, before=sizes[revision.parentid])
        recalled = trace.changed is Change.RECALL
        return Message(
            key=trace.key,
            wiki=name,
            language=trace.language,
            title=revision.title if revision else "",
            owner=revision.owner if revision else "",
            revid=trace.revid,
            posted=posted or "",
            changed=trace.changed,
            fault=fault or (Reason.EDITED if posted is None and not recalled else None),
        )

    def _is_own(self, name: str, revision: TalkRevision) -> bool:
        """Tell whether the bot's own account wrote it; on wikis that MassMessage serves it never does."""
        wikis = self.census.wikis
        account = wikis[name].username or wikis.home.username or revision.username
        return self.census.settings.wikis[name].direct and revision.username == account


def changes_of(census: Census, name: str) -> dict[str, Changed]:
    """Ask a wiki for the newest change of each of a campaign's messages, by key."""
    return changes_in(_contributions(census, name), census.campaign.program, census.campaign.prefix)


def _contributions(census: Census, name: str) -> dict[str, Any]:
    wiki = census.wikis[name]
    return wiki.query(contributions_since(wiki.username, census.began_at(), pages=census.campaign.pages))
