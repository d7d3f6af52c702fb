"""Shell: MassMessage's API: lists, sends, and the logs that tell what became of them.

See https://www.mediawiki.org/wiki/Extension:MassMessage/API. A send answers with a number only: who got the
message and who did not is told by the target wikis.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.program.mass_delivery import Arrival, Note
from bot.program.outcomes import Ending, Outcome
from bot.wiki.exchange import Reply
from bot.wiki.extensions import has_extension
from bot.wiki.pages import batches
from bot.wiki.people import USER_TALK
from bot.wiki.wiki import Wiki
from bot.wiki.writing import meaning
from bot.wikitext.targets import Target

LIST_MODEL = "MassMessageListContent"
"""The content model of delivery lists."""

MESSENGER = "MediaWiki message delivery"
"""The account under which MassMessage writes (its `$wgMassMessageAccountUsername`)."""

EMPTY_LIST = '{"description":"","targets":[]}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A send in the home wiki's log."""

    title: str  # of the list
    revid: int  # of the list as it was sent to
    subject: str
    at: str  # ISO 8601, UTC


def has_massmessage(wiki: Wiki) -> bool:
    """Tell whether a wiki has the extension."""
    return has_extension(wiki, "MassMessage")


def sends_since(wiki: Wiki, since: datetime) -> list[Logged]:
    """Give the sends of our account on the home wiki since a moment, the oldest first."""
    asked = _log(since) | {"leaction": "massmessage/send", "leuser": wiki.username}
    entries = wiki.query(asked).get("logevents", ())
    return [
        Logged(
            title=entry["title"],
            revid=int(entry.get("params", {}).get("revid", 0)),
            subject=str(entry.get("comment", "")),
            at=entry["timestamp"],
        )
        for entry in sorted(entries, key=lambda entry: entry["logid"])
        if "title" in entry
    ]


def texts_of(wiki: Wiki, revids: Collection[int]) -> dict[int, str]:
    """Read revisions of lists; one that is hidden or gone is left out."""
    found = {}
    for some in batches([str(revid) for revid in sorted(revids)], wiki.batch):
        asked = {"revids": "|".join(some), "prop": "revisions"}
        answer = wiki.query(asked | {"rvprop": "ids|content", "rvslots": "main"})
        for page in answer.get("pages", ()):
            for revision in page.get("revisions", ()):
                content = revision.get("slots", {}).get("main", {}).get("content")
                if isinstance(content, str):
                    found[revision["revid"]] = content
    return found


def arrivals_between(wiki: Wiki, since: datetime, until: datetime) -> list[Arrival]:
    """Give the messages that MassMessage put on talk pages of a wiki between two moments."""
    asked = {
        "list": "usercontribs",
        "ucuser": MESSENGER,
        "ucnamespace": str(USER_TALK),
        "ucprop": "ids|title|timestamp|comment",
        "uclimit": "max",
        "ucdir": "newer",
        "ucstart": _iso(since),
        "ucend": _iso(until),
    }
    return [
        Arrival(title=each["title"], revid=each["revid"], at=each["timestamp"], summary=each["comment"])
        for each in wiki.query(asked).get("usercontribs", ())
        if "comment" in each
    ]


def notes_since(wiki: Wiki, since: datetime) -> list[Note]:
    """Give what a wiki's log says since a moment of messages that did not arrive, the newest first."""
    return [
        Note(
            title=entry["title"],
            action=entry["action"],
            subject=str(entry.get("params", {}).get("subject", "")),
            reason=str(entry.get("params", {}).get("reason", "")),
            at=entry["timestamp"],
        )
        for entry in wiki.query(_log(since)).get("logevents", ())
        if "title" in entry
    ]


def create_list(wiki: Wiki, title: str, *, summary: str) -> Ending:
    """Make an empty list, sent once; MassMessage's own API changes only lists that exist."""
    parameters = {
        "action": "edit",
        "title": title,
        "text": EMPTY_LIST,
        "contentmodel": LIST_MODEL,
        "summary": summary,
        "createonly": "1",
        "bot": "1",
        "watchlist": "nochange",
    }
    return meaning(wiki.post(_signed(wiki, parameters)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEdit:
    """How a change of a list ended."""

    ending: Ending
    unknown: frozenset[str]  # of the targets to be added, those that MassMessage does not take


def edit_list(
    wiki: Wiki, title: str, *, add: Sequence[str], remove: Sequence[str], description: str
) -> ListEdit:
    """Change a list, sent once.

    Args:
        wiki: the home wiki, connected.
        title: of the list.
        add: targets as `written`, at most a batch.
        remove: targets as `written`, at most a batch.
        description: wikitext.
    """
    parameters = {"action": "editmassmessagelist", "spamlist": title, "description": description}
    if add:
        parameters["add"] = "|".join(add)
    if remove:
        parameters["remove"] = "|".join(remove)
    reply = wiki.post(_signed(wiki, parameters))
    answer = _answer(reply, "editmassmessagelist")
    if answer is None:
        return ListEdit(ending=meaning(reply, action="editmassmessagelist"), unknown=frozenset())
    unknown = frozenset(str(entry.get("*", "")) for entry in answer.get("invalidadd", ()))
    return ListEdit(ending=Ending(outcome=Outcome.POSTED), unknown=unknown)


def send(wiki: Wiki, *, spamlist: str, subject: str, message: str) -> Ending:
    """Send a message to all targets of a list, sent once; MassMessage's queue does the rest."""
    parameters = {"action": "massmessage", "spamlist": spamlist, "subject": subject, "message": message}
    reply = wiki.post(_signed(wiki, parameters))
    if _answer(reply, "massmessage") is None:
        return meaning(reply, action="massmessage")
    return Ending(outcome=Outcome.POSTED)


def written(targets: Iterable[Target], *, home_site: str) -> list[str]:
    """Write targets as the API takes them, each with its site, so that an @ in a name misleads nobody."""
    return sorted(f"{target.title}@{target.site or home_site}" for target in targets)


def _answer(reply: Reply, action: str) -> dict[str, Any] | None:
    """Give the API's answer to an action it carried out; None: it did not, or nobody knows."""
    answer = (reply.answer or {}).get(action)
    return answer if isinstance(answer, dict) and not reply.error else None


def _signed(wiki: Wiki, parameters: dict[str, str]) -> dict[str, str]:
    return {**parameters, "assertuser": wiki.username, "token": wiki.token}


def _log(since: datetime) -> dict[str, str]:
    return {
        "list": "logevents",
        "letype": "massmessage",
        "leprop": "ids|title|type|timestamp|comment|details",
        "lelimit": "max",
        "leend": _iso(since),
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
