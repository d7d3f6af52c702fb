"""Shell: how a wiki and its pages stand for the bot: version, clock, lag, and what may be edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.wiki.pages import batches
from bot.wiki.wiki import Wiki


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiState:
    """What a wiki says of itself, and of our account."""

    version: tuple[int, int]  # of MediaWiki, such as (1, 45); (0, 0): not said
    generator: str  # such as "MediaWiki 1.45.0"
    language: str  # of its content
    read_only: str  # why nobody can edit now; empty: everybody can
    lag: float  # seconds by which its databases are behind
    now: datetime  # by its clock; aware, UTC, whole seconds
    has_email: bool  # our account has a confirmed address
    partly_blocked: bool  # our account, on some pages


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """How a page stands."""

    title: str
    exists: bool
    model: str  # its content model, such as "wikitext"; also that which a new page would have
    redirect: bool
    editable: bool  # by our account, or can be made by it


def state_of(wiki: Wiki) -> WikiState:
    """Ask how a wiki stands, in one request.

    Raises:
        WikiError: it can't be asked.
    """
    asked = {
        "meta": "siteinfo|userinfo",
        "siprop": "general|dbrepllag",
        "uiprop": "email|blockinfo",
        "curtimestamp": "1",
    }
    answer = wiki.query(asked)
    general, user = answer.get("general", {}), answer.get("userinfo", {})
    number = general.get("generator", "").removeprefix("MediaWiki ").split(".")
    read_only = general.get("readonlyreason") or "no reason is given" if general.get("readonly") else ""
    return WikiState(
        version=(int(number[0]), int(number[1]))
        if all(map(str.isdigit, number[:2])) and number[1:]
        else (0, 0),
        generator=general.get("generator", ""),
        language=general.get("lang", ""),
        read_only=str(read_only),
        lag=max((float(each.get("lag", 0)) for each in answer.get("dbrepllag", ())), default=0.0),
        now=datetime.fromisoformat(answer["curtimestamp"]).astimezone(UTC),
        has_email=bool(user.get("emailauthenticated")),
        partly_blocked=bool(user.get("blockpartial", False)),
    )


def page_states(wiki: Wiki, titles: Iterable[str]) -> dict[str, PageState]:
    """Ask how pages stand, many in a request; redirects are not followed."""
    found: dict[str, PageState] = {}
    for some in batches(list(dict.fromkeys(titles)), wiki.batch):
        asked = {"titles": "|".join(some), "prop": "info", "intestactions": "edit|create"}
        answer = wiki.query(asked)
        renamed = {entry["from"]: entry["to"] for entry in answer.get("normalized", ())}
        pages = {page.get("title", ""): page for page in answer.get("pages", ())}
        for title in some:
            page = pages.get(renamed.get(title, title), {})
            exists = bool(page) and not (page.get("missing") or page.get("invalid"))
            may = page.get("actions", {})
            found[title] = PageState(
                title=title,
                exists=exists,
                model=page.get("contentmodel", ""),
                redirect=bool(page.get("redirect", False)),
                editable=bool(may.get("edit")) and bool(exists or may.get("create")),
            )
    return found
