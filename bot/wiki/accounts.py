"""Shell: accounts: who was renamed, who is locked everywhere, and e-mail through the wiki."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.program.outcomes import Ending
from bot.wiki.errors import WikiRefusedError
from bot.wiki.exchange import exchange
from bot.wiki.pages import batches
from bot.wiki.wiki import Wiki
from bot.wiki.writing import meaning

RENAMES_FOLLOWED = 5
"""How many renames in a row are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a wiki says of an account."""

    username: str
    exists: bool
    blocked: bool  # on the whole wiki
    emailable: bool


def look_up(wiki: Wiki, usernames: Iterable[str]) -> dict[str, Account]:
    """Look accounts up, fifty or more in a request."""
    found: dict[str, Account] = {}
    for some in batches(sorted(set(usernames)), wiki.batch):
        asked = {"list": "users", "ususers": "|".join(some), "usprop": "blockinfo|emailable"}
        for user in wiki.query(asked).get("users", ()):
            found[user["name"]] = Account(
                username=user["name"],
                exists=bool(user.get("userid")),
                blocked="blockid" in user and not user.get("blockpartial", False),
                emailable=bool(user.get("emailable")),
            )
    return found


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


def locked_everywhere(wiki: Wiki, username: str) -> bool:
    """Tell whether a global account is locked; False where the wiki has no global accounts."""
    try:
        answer = wiki.ask({"action": "query", "meta": "globaluserinfo", "guiuser": username})
    except WikiRefusedError:
        return False
    info: Mapping[str, object] = answer.get("query", {}).get("globaluserinfo", {})
    return bool(info.get("locked"))


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
