"""Shell: one wiki: logging in, asking, reading many pages at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pywikibot
from pywikibot.comms import http

from bot.wiki.errors import LoginError, WikiAwayError, WikiRefusedError
from bot.wiki.exchange import Reply, exchange

AWAY = frozenset({"maxlag", "readonly", "ratelimited"})
"""API errors that pass by themselves; anything beginning with `internal_api_error` too."""

READ_TRIES = 3
"""How often a read is tried in all; reading twice harms nobody."""

SMALL_BATCH, LARGE_BATCH = 50, 500
"""Titles a request may name, without and with the right `apihighlimits`."""

WAIT_AT_MOST = 30.0
"""Seconds a run waits for a wiki that asks for patience, before it says: later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account we use on a wiki, as the wiki sees it."""

    name: str  # empty: not logged in
    rights: frozenset[str]
    groups: frozenset[str]
    blocked: bool  # on the whole wiki


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page as it was read."""

    title: str
    pageid: int  # 0: no such page
    revid: int | None  # None: no such page
    text: str
    readable: bool = True  # False: there is a page, its text could not be had

    @property
    def exists(self) -> bool:
        """Tell whether the wiki has the page."""
        return self.revid is not None


@dataclass(slots=True)
class Wiki:
    """A wiki of the settings.

    Args:
        name: its key in the settings.
        site: Pywikibot's site.
        username: the account; empty: read without one.
        clock: seconds since the epoch.
    """

    name: str
    site: pywikibot.site.APISite
    username: str
    language: str
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    account: Account | None = None
    token: str = ""
    greeting: dict[str, Any] = field(default_factory=dict)

    def connect(self, **also: str) -> dict[str, Any]:
        """Log in if need be, and ask the first question in the same breath.

        Where the cookies of an earlier run still hold this costs one request.

        Args:
            also: further parameters of the query.

        Raises:
            WikiAwayError: no answer.
            LoginError: the account can't be used.
        """
        if self.username:
            http.cookie_jar.load(self.site.username(), ignore_discard=True)
        answer = self._greet(also)
        if self.username and self.account_name() != self.username:
            self._log_in()
            answer = self._greet(also)
            if self.account_name() != self.username:
                message = f"{self.name}: logged in as “{self.account_name()}”, expected “{self.username}”."
                raise LoginError(message)
        self.greeting = answer
        return answer

    def account_name(self) -> str:
        """Give the name we are logged in as; empty: none."""
        return self.account.name if self.account else ""

    @property
    def batch(self) -> int:
        """How many titles one request may name."""
        rights = self.account.rights if self.account else frozenset()
        return LARGE_BATCH if "apihighlimits" in rights else SMALL_BATCH

    def _greet(self, also: Mapping[str, str]) -> dict[str, Any]:
        asked = {
            "meta": "userinfo|tokens|allmessages|siteinfo",
            "uiprop": "rights|groups|blockinfo",
            "type": "csrf",
        }
        asked |= {"siprop": "namespaces"}
        asked |= {"ammessages": "massmessage-optout-category", "amlang": self.language}
        answer = self.query({**asked, **also}, logged_in=False)
        user = answer["userinfo"]
        self.account = Account(
            name="" if user.get("anon") else user["name"],
            rights=frozenset(user.get("rights", ())),
            groups=frozenset(user.get("groups", ())),
            blocked="blockid" in user and not user.get("blockpartial", False),
        )
        self.token = answer["tokens"]["csrftoken"]
        return answer

    def _log_in(self) -> None:
        try:
            self.site.login()
        except (pywikibot.exceptions.Error, OSError, RuntimeError, EOFError) as error:
            message = (
                f"{self.name}: cannot log in as “{self.username}” ({_first_line(error)}). "
                f"Check the password file and the bot password on Special:BotPasswords."
            )
            raise LoginError(message) from None

    def query(self, parameters: Mapping[str, str], *, logged_in: bool = True) -> dict[str, Any]:
        """Ask `action=query`, follow its continuations, and give all answers merged.

        Raises:
            WikiAwayError: no answer after some tries.
            WikiRefusedError: an API error.
        """
        merged: dict[str, Any] = {}
        further: dict[str, str] = {}
        while True:
            answer = self.ask({"action": "query", **parameters, **further}, logged_in=logged_in)
            _merge(merged, answer.get("query", {}))
            merged.setdefault("curtimestamp", answer.get("curtimestamp", ""))
            if "continue" not in answer:
                return merged
            further = {name: str(value) for name, value in answer["continue"].items()}

    def ask(self, parameters: Mapping[str, str], *, logged_in: bool = True) -> dict[str, Any]:
        """Ask something that may be asked twice, and give the API's answer."""
        asked = dict(parameters)
        if logged_in and self.username:
            asked["assertuser"] = self.username
        for left in reversed(range(READ_TRIES)):
            reply = exchange(self.site, asked)
            if reply.answer is not None and not reply.error:
                return reply.answer
            if reply.error and reply.error["code"] not in AWAY:
                raise WikiRefusedError(self.name, reply.error["code"], reply.error.get("text", ""))
            if left and reply.status:
                self.sleep(min(reply.retry_after or 1.0, WAIT_AT_MOST))
            elif left:
                self.sleep(0.2)
        raise WikiAwayError(f"{self.name}: {self._fault(reply)}. Try again later.")

    def _fault(self, reply: Reply) -> str:
        if reply.error:
            return f"the wiki can't serve us now ({reply.error['code']})"
        host = self.site.hostname()
        return f"the wiki at {host} can't be read ({reply.fault})"

    def read_pages(self, titles: Sequence[str]) -> dict[str, PageText]:
        """Read pages by title, many in a request; a title that can't be one is a page that isn't there."""
        pages: dict[str, PageText] = {}
        for some in batches(titles, self.batch):
            pages |= pages_in(self.query(content_of(some)), some)
        return pages


def content_of(titles: Iterable[str]) -> dict[str, str]:
    """Give the parameters that ask for the newest text of pages."""
    return {
        "titles": "|".join(titles),
        "prop": "revisions",
        "rvprop": "ids|content",
        "rvslots": "main",
        "redirects": "1",
        "curtimestamp": "1",
    }


def pages_in(answer: Mapping[str, Any], titles: Iterable[str]) -> dict[str, PageText]:
    """Find the pages of a query's answer by the titles they were asked by; redirects are followed."""
    by_title = {page.get("title", ""): page for page in answer.get("pages", ())}
    renamed = {entry["from"]: entry["to"] for entry in answer.get("normalized", ())}
    redirects = {entry["from"]: entry["to"] for entry in answer.get("redirects", ())}
    pages = {}
    for title in titles:
        target = renamed.get(title, title)
        pages[title] = page_text(by_title.get(redirects.get(target, target)), title)
    return pages


def page_text(page: Mapping[str, Any] | None, title: str) -> PageText:
    """Read one page of an answer; a text that is hidden or broken is not readable, never empty."""
    if page is None:
        return PageText(title=title, pageid=0, revid=None, text="", readable=False)
    if page.get("missing") or page.get("invalid"):
        return PageText(title=title, pageid=0, revid=None, text="")
    revision = (page.get("revisions") or [{}])[0]
    content = revision.get("slots", {}).get("main", {}).get("content")
    return PageText(
        title=page["title"],
        pageid=page["pageid"],
        revid=revision.get("revid", 0),
        text=content if isinstance(content, str) else "",
        readable=isinstance(content, str),
    )


def batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Cut a sequence into pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _merge(into: dict[str, Any], answer: Mapping[str, Any]) -> None:
    """Merge one more piece of a continued answer: lists grow, pages are joined by their ids."""
    for name, value in answer.items():
        if name == "pages" and "pages" in into:
            by_id = {_identity(page): page for page in into["pages"]}
            for page in value:
                if _identity(page) in by_id:
                    _merge(by_id[_identity(page)], page)
                else:
                    into["pages"].append(page)
        elif isinstance(value, list) and isinstance(into.get(name), list):
            into[name] = into[name] + [entry for entry in value if entry not in into[name]]
        elif name not in into or not isinstance(value, dict):
            into[name] = value


def _identity(page: Mapping[str, Any]) -> object:
    return page.get("pageid") or page.get("title")


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
