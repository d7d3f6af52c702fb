"""Shell: accounts: who was renamed, locked or hidden, what languages they know, and e-mail to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.program.outcomes import Ending
from bot.wiki.errors import WikiRefusedError
from bot.wiki.exchange import exchange
from bot.wiki.pages import batches
from bot.wiki.wiki import Wiki
from bot.wiki.writing import meaning

RENAMES_FOLLOWED = 5
"""How many renames in a row are followed."""

MOST_RENAMES = 20
"""Looked up by one `Renames`: a flood of wrong names must not become a flood of questions."""


ADMINISTRATORS = frozenset({"sysop", "interface-admin"})
"""Groups that may edit other accounts' JSON pages (https://www.mediawiki.org/wiki/Manual:User_rights)."""

CENTRAL = "CentralAuth"
"""Who keeps global accounts (https://www.mediawiki.org/wiki/Extension:CentralAuth)."""

READS = ("N", "5", "4", "3")
"""Levels, the best first, at which a message is read with ease (https://www.mediawiki.org/wiki/Extension:Babel)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a wiki says of an account."""

    username: str
    exists: bool
    blocked: bool  # on the whole wiki
    is_bot: bool
    is_global: bool  # kept by CentralAuth, so that it may be locked or hidden on all wikis
    userid: int = 0  # on this wiki; 0: there is none


class GlobalStanding(StrEnum):
    """How a global account stands."""

    GOOD = "good"
    LOCKED = "locked"
    HIDDEN = "hidden"  # or there is none of the name: the wiki tells both alike


def look_up(wiki: Wiki, usernames: Iterable[str]) -> dict[str, Account]:
    """Look accounts up, fifty or more in a request."""
    found: dict[str, Account] = {}
    for some in batches(sorted(set(usernames)), wiki.batch):
        asked = {"ususers": "|".join(some), "usprop": "blockinfo|groups|centralids"}
        answer = wiki.query({"list": "users", **asked})
        found |= {user["name"]: account_in(user) for user in answer.get("users", ())}
    return found


def names_of(wiki: Wiki, userids: Iterable[int]) -> dict[int, str]:
    """Give the names that accounts have today, by their number on this wiki; a hidden one's is left out."""
    found: dict[int, str] = {}
    for some in batches(sorted({*userids} - {0}), wiki.batch):
        answer = wiki.query({"list": "users", "ususerids": "|".join(map(str, some))})
        found |= {
            user["userid"]: user["name"]
            for user in answer.get("users", ())
            if user.get("name") and not user.get("missing", False) and not user.get("hidden", False)
        }
    return found


def account_in(user: dict[str, Any]) -> Account:
    """Read one user of an answer to `list=users`; of a missing or hidden one there is no number."""
    return Account(
        username=user["name"],
        exists=bool(user.get("userid")) and not user.get("hidden", False),
        blocked="blockid" in user and not user.get("blockpartial", False),
        is_bot="bot" in user.get("groups", ()),
        is_global=CENTRAL in user.get("centralids", {}),
        userid=0 if user.get("hidden", False) else user.get("userid") or 0,
    )


def is_administrator(wiki: Wiki, userid: int) -> bool:
    """Tell whether an account is an administrator's, and not blocked.

    Not by its rights: for a bot password the wiki tells of anybody only those that the password grants.
    """
    asked = {"list": "users", "ususerids": str(userid), "usprop": "groups|blockinfo"}
    [user] = wiki.query(asked)["users"]
    blocked = "blockid" in user and not user.get("blockpartial", False)
    return not blocked and bool(ADMINISTRATORS & set(user.get("groups", ())))


def renamed_to(wiki: Wiki, username: str) -> str | None:
    """Give today's name of an account, by the log of renames; None: the log knows of none."""
    name = username
    for _ in range(RENAMES_FOLLOWED):
        asked = {
            "list": "logevents",
            "letype": "renameuser",
            "letitle": f"User:{name}",
            "lelimit": "1",
            "leprop": "details|title",
        }
        answer = wiki.ask({"action": "query", **asked})
        events = answer.get("query", {}).get("logevents", ())
        new = events[0].get("params", {}).get("newuser", "") if events else ""
        if not new:
            break
        name = new
    return name if name != username else None


@dataclass(slots=True)
class Renames:
    """Looks up what accounts are called today: each once, and only so many."""

    wiki: Wiki
    known: dict[str, str | None] = field(default_factory=dict)  # by the name of old; None: not renamed
    there: set[str] = field(default_factory=set)  # accounts that have their name still

    def today(self, username: str) -> str | None:
        """Give the name that an account has got since it had the given one; None: none that is known.

        Raises:
            WikiError: the wiki can't be asked.
        """
        if username not in self.known and len(self.known) < MOST_RENAMES:
            self.known[username] = renamed_to(self.wiki, username)
        return self.known.get(username)

    def of_gone(self, usernames: Collection[str]) -> dict[str, str]:
        """Give today's names of those of some accounts that there are no more under theirs.

        Raises:
            WikiError: the wiki can't be asked.
        """
        new = {*usernames} - self.there - self.known.keys()
        self.there |= {name for name, account in look_up(self.wiki, new).items() if account.exists}
        gone = (name for name in usernames if name not in self.there)
        return {name: today for name in gone if (today := self.today(name))}


def standing(wiki: Wiki, username: str) -> GlobalStanding | None:
    """Ask how a global account stands; None: the wiki has no global accounts."""
    try:
        answer = wiki.ask({"action": "query", "meta": "globaluserinfo", "guiuser": username})
    except WikiRefusedError:
        return None
    return standing_in(answer)


def standing_in(answer: dict[str, Any]) -> GlobalStanding | None:
    """Read an answer to `meta=globaluserinfo`."""
    info = answer.get("query", {}).get("globaluserinfo")
    if info is None:
        return None
    if info.get("missing", False) is not False or info.get("hidden", False) is not False:
        return GlobalStanding.HIDDEN
    return GlobalStanding.GOOD if info.get("locked", False) is False else GlobalStanding.LOCKED


def languages_of(wiki: Wiki, username: str) -> tuple[str, ...]:
    """Give the languages that somebody reads with ease, by their Babel boxes; the best first."""
    try:
        answer = wiki.ask({"action": "query", "meta": "babel", "babuser": username})
    except WikiRefusedError:
        return ()
    return languages_in(answer)


def languages_in(answer: dict[str, Any]) -> tuple[str, ...]:
    """Read an answer to `meta=babel`."""
    levels: Any = answer.get("query", {}).get("babel") or {}  # an empty list where nothing is told
    read = [(READS.index(level), code.lower()) for code, level in dict(levels).items() if level in READS]
    return tuple(code for _, code in sorted(read, key=lambda each: each[0]))


def email(wiki: Wiki, *, to: str, subject: str, text: str) -> Ending:
    """Send an e-mail through the wiki, once."""
    parameters = {
        "action": "emailuser",
        "target": to,
        "subject": subject,
        "text": text,
        "token": wiki.token,
        "assertuser": wiki.username,
        "errorlang": "en",
    }
    return meaning(exchange(wiki.site, parameters), action="emailuser")
