"""Shell: the preflight: what a wiki says of people and their talk pages, fifty or more at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.program.talkpage import TalkPage
from bot.wiki.pages import batches, page_text
from bot.wiki.waiting import steady
from bot.wiki.wiki import CATEGORY, Wiki

USER_TALK = 3
"""The number of the user talk namespace on every wiki."""

MESSAGE_DISABLED = frozenset({"", "-"})
"""What a system message says where its feature is turned off."""


def optout_categories(greeting: Mapping[str, Any], preset: str | None) -> tuple[str, ...]:
    """Give the categories whose pages get no message: the wiki's own, then the settings'.

    The namespace is written as the wiki itself writes it.
    """
    own = greeting.get("namespaces", {}).get(str(CATEGORY), {}).get("name", "Category")
    aliases = [a["alias"] for a in greeting.get("namespacealiases", ()) if a.get("id") == CATEGORY]
    known = {name.casefold() for name in (own, "Category", *aliases)}
    names = [preset] if preset else []
    for message in greeting.get("allmessages", ()):
        name = str(message.get("content", "")).strip()
        if not message.get("missing") and name not in MESSAGE_DISABLED:
            names.insert(0, name)
    bare = []
    for name in names:
        prefix, colon, rest = name.partition(":")
        bare.append(rest.strip() if colon and prefix.strip().casefold() in known else name)
    return tuple(dict.fromkeys(f"{own}:{name}" for name in bare))


def preflight(
    wiki: Wiki,
    usernames: Sequence[str],
    *,
    optout_categories: Sequence[str],
    rights: frozenset[str] | None = None,
) -> dict[str, TalkPage]:
    """Look at people and their talk pages before anything is written.

    One request for each batch; one more where talk pages redirect to other people's. Whose talk page is there
    and can't be read is left out: they wait.

    Args:
        wiki: connected.
        usernames: whom to look at.
        optout_categories: pages in one of them get no message.
        rights: of whoever will write; None: of our own account.
    """
    found: dict[str, TalkPage] = {}
    for some in batches(usernames, wiki.batch):
        found |= _look(wiki, some, optout_categories, wiki.account.rights if rights is None else rights)
    return found


def question(titles: Sequence[str], optout_categories: Sequence[str]) -> dict[str, str]:
    """Give the parameters that ask for pages with all that matters to a message."""
    asked = {
        "titles": "|".join(titles),
        "redirects": "1",
        "prop": "revisions|info|categories" if optout_categories else "revisions|info",
        "rvprop": "ids|content",
        "rvslots": "main",
        "inprop": "protection",
        "curtimestamp": "1",
    }
    if optout_categories:
        asked |= {"clcategories": "|".join(optout_categories), "cllimit": "max"}
    return asked


def _look(
    wiki: Wiki, usernames: Sequence[str], optout_categories: Sequence[str], rights: frozenset[str]
) -> dict[str, TalkPage]:
    asked = {
        "list": "users",
        "ususers": "|".join(usernames),
        "usprop": "blockinfo|centralids",
        **question([f"User talk:{name}" for name in usernames], optout_categories),
    }
    read_at = steady()
    answer = wiki.query(asked)
    accounts = {user["name"]: user for user in answer.get("users", ())}
    normalised = {entry["from"]: entry["to"] for entry in answer.get("normalized", ())}
    redirects = {entry["from"]: entry for entry in answer.get("redirects", ())}
    pages = {page.get("title", ""): page for page in answer.get("pages", ())}
    away = {entry["title"] for entry in answer.get("interwiki", ())}
    ends: dict[str, tuple[str, bool]] = {}
    for name in usernames:
        title = normalised.get(f"User talk:{name}", f"User talk:{name}")
        ends[name] = _follow(title, redirects, pages, away)
    owners = _owners_of_redirects(wiki, accounts, ends)
    found = {}
    for name in usernames:
        title, leads_away = ends[name]
        account = accounts.get(_first_upper(name), {})
        if not account.get("userid"):
            account = owners.get(_owner(title), account)
        page = pages.get(title)
        text = page_text(page, title)
        content_model = (page or {}).get("contentmodel", "wikitext")
        if not text.readable and content_model == "wikitext":
            continue
        found[name] = TalkPage(
            person_id=_person_id(wiki.name, account),
            blocked="blockid" in account and not account.get("blockpartial", False),
            title=title,
            redirect_leads_away=leads_away,
            protected=is_protected(page or {}, rights),
            content_model=content_model,
            opted_out=bool((page or {}).get("categories")),
            baserevid=text.revid,
            text=text.text,
            read_at=read_at,
        )
    return found


def _follow(
    title: str, redirects: Mapping[str, Any], pages: Mapping[str, Any], away: set[str]
) -> tuple[str, bool]:
    """Follow a redirect on the same wiki; tell whether it leads where nothing may be written."""
    seen = {title}
    while title in redirects:
        target = redirects[title]["to"]
        if redirects[title].get("tointerwiki") or target in away or target in seen:
            return title, True
        title = target
        seen.add(title)
    page = pages.get(title, {})
    return title, len(seen) > 1 and (page.get("ns") != USER_TALK or "/" in title)


def _owners_of_redirects(
    wiki: Wiki, accounts: Mapping[str, Any], ends: Mapping[str, tuple[str, bool]]
) -> dict[str, Any]:
    """Ask who owns the talk pages to which pages of vanished names lead: people who were renamed."""
    names = sorted(
        {
            _owner(title)
            for name, (title, away) in ends.items()
            if not away
            and not accounts.get(_first_upper(name), {}).get("userid")
            and _owner(title) != _first_upper(name)
        }
    )
    owners: dict[str, Any] = {}
    for some in batches(names, wiki.batch):
        asked = {"list": "users", "ususers": "|".join(some), "usprop": "blockinfo|centralids"}
        owners |= {user["name"]: user for user in wiki.query(asked).get("users", ())}
    return owners


def _owner(title: str) -> str:
    """Give the user whose talk page this is."""
    return title.partition(":")[2].partition("/")[0]


def _first_upper(name: str) -> str:
    return re.sub(r"^.", lambda letter: letter[0].upper() if len(letter[0].upper()) == 1 else letter[0], name)


def _person_id(wiki: str, account: Mapping[str, Any]) -> str:
    """Tell who somebody is whatever their name: by the global account where there is one."""
    if not account.get("userid"):
        return ""
    central = account.get("centralids", {}).get("CentralAuth")
    return f"CentralAuth:{central}" if central else f"{wiki}:{account['userid']}"


def is_protected(page: Mapping[str, Any], rights: frozenset[str]) -> bool:
    """Tell whether a page, as the wiki gives it, is protected against an account with these rights."""
    wanted = "create" if page.get("missing") else "edit"
    levels = {entry["level"] for entry in page.get("protection", ()) if entry["type"] == wanted}
    needed = {
        {"sysop": "editprotected", "autoconfirmed": "editsemiprotected"}.get(level, level) for level in levels
    }
    return bool(needed - rights)
