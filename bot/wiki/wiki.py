"""Shell: one wiki: connecting, and asking what may be asked twice."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pywikibot

from bot.program.fault_rules import LOGIN_REFUSED
from bot.program.faults import AT_ONCE
from bot.program.outcomes import Outcome
from bot.wiki.errors import LoginError, WikiAwayError, WikiRefusedError
from bot.wiki.exchange import Reply, exchange
from bot.wiki.login import Login, load_cookies, login_error
from bot.wiki.pages import PageText, batches, content_of, pages_in
from bot.wiki.waiting import Waiting, pause, steady

SMALL_BATCH, LARGE_BATCH = 50, 500
"""Titles a request may name, without and with the right `apihighlimits`."""

CATEGORY = 14
"""The number of the category namespace on every wiki."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount:
    """The account we use on a wiki, as the wiki sees it."""

    name: str  # empty: not logged in
    rights: frozenset[str]
    groups: frozenset[str]
    blocked: bool  # on the whole wiki


NOBODY = OwnAccount(name="", rights=frozenset(), groups=frozenset(), blocked=False)


@dataclass(slots=True, kw_only=True)
class Wiki:
    """A wiki of the settings."""

    name: str  # its key in the settings
    site: pywikibot.site.APISite
    username: str  # the account; empty: read without one
    language: str  # of its content
    sleep: Callable[[float], None] = pause
    clock: Callable[[], float] = time.time  # seconds since the epoch
    steady: Callable[[], float] = steady  # for the pace of writes
    throttle: float = 0.0  # seconds between two writes, as the settings ask
    account: OwnAccount = NOBODY
    token: str = ""
    greeting: dict[str, Any] = field(default_factory=dict)  # of the first answer, what is asked later
    patient: bool = True  # whether to wait and ask again where the wiki is away
    is_home: bool = False  # whether its pages are named in the settings, so that all namespaces are kept
    _next_turn: float = 0.0
    _turns: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def post(self, parameters: dict[str, str]) -> Reply:
        """Send one request, once."""
        return exchange(self.site, parameters)

    def take_turn(self) -> float:
        """Take the next turn to write, and give the seconds until it comes.

        All writes of this process on the wiki are in one line, so that it is written to no faster than the
        settings and the wiki's own rate limits allow.
        """
        with self._turns:
            now = self.steady()
            turn = max(now, self._next_turn)
            self._next_turn = turn + max(self.throttle, self.write_pause)
        return turn - now

    def await_turn(self) -> None:
        """Take the next turn to write, and wait until it comes."""
        if wait := self.take_turn():
            self.sleep(wait)

    def connect(self, **also: str) -> dict[str, Any]:
        """Log in if need be, and ask the first question in the same breath.

        Where the cookies of an earlier run still hold, or OAuth is used, this costs one request.

        Args:
            also: further parameters of the query.

        Raises:
            WikiAwayError: no answer.
            LoginError: the account can't be used.
        """
        merged: dict[str, Any] = {}
        for answer in self.greet(**also):
            _merge(merged, answer)
        return merged

    def greet(self, **also: str) -> Iterator[dict[str, Any]]:
        """Connect, as above, and give the answers one by one, which may be many.

        Nothing is asked before the first is taken.
        """
        if self.username:
            load_cookies(self.site)
        answers = self._greet(also)
        first = self._greeted(next(answers))
        if self.username and self.account.name != self.username:
            self._log_in()
            answers = self._greet(also)
            first = self._greeted(next(answers))
            if self.account.name != self.username:
                message = f"{self.name}: logged in as “{self.account.name}”, expected “{self.username}”."
                raise LoginError(message)
        yield first
        yield from answers

    def _log_in(self) -> None:
        login = Login(name=self.name, site=self.site, post=self.post, patient=self.patient, sleep=self.sleep)
        login.run(seen_as=self.account.name)

    @property
    def batch(self) -> int:
        """How many titles one request may name."""
        return LARGE_BATCH if "apihighlimits" in self.account.rights else SMALL_BATCH

    def _greet(self, also: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        asked = {
            "meta": "userinfo|tokens|allmessages|siteinfo",
            "uiprop": "rights|groups|blockinfo|ratelimits",
            "type": "csrf",
            "siprop": "namespaces|namespacealiases",
            "ammessages": "massmessage-optout-category",
            "amlang": self.language,
        }
        return self.answers({**asked, **also}, logged_in=False)

    def _greeted(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Take from the first answer who we are and what we may, and give it back."""
        user = answer["userinfo"]
        self.account = OwnAccount(
            name="" if user.get("anon") else user["name"],
            rights=_one_of(frozenset(user.get("rights", ()))),
            groups=_one_of(frozenset(user.get("groups", ()))),
            blocked="blockid" in user and not user.get("blockpartial", False),
        )
        self.token = answer["tokens"]["csrftoken"]
        self.greeting = _kept(answer, whole=self.is_home)
        return answer

    @property
    def write_pause(self) -> float:
        """Seconds between two edits that keep us below the wiki's own rate limits; 0: it has none for us."""
        limits = self.greeting.get("userinfo", {}).get("ratelimits", {}).get("edit", {})
        if "noratelimit" in self.account.rights or not isinstance(limits, dict):
            return 0.0
        return max((each["seconds"] / max(1, each["hits"]) for each in limits.values()), default=0.0)

    def query(self, parameters: Mapping[str, str], *, logged_in: bool = True) -> dict[str, Any]:
        """Ask `action=query`, follow its continuations, and give all answers merged.

        Raises:
            WikiAwayError: no answer after some tries.
            WikiRefusedError: an API error.
        """
        merged: dict[str, Any] = {}
        for answer in self.answers(parameters, logged_in=logged_in):
            _merge(merged, answer)
        return merged

    def answers(self, parameters: Mapping[str, str], *, logged_in: bool = True) -> Iterator[dict[str, Any]]:
        """Ask `action=query` and give each answer as it comes, continuations followed.

        Raises:
            WikiAwayError: no answer after some tries.
            WikiRefusedError: an API error.
        """
        further: dict[str, str] = {}
        while True:
            answer = self.ask({"action": "query", **parameters, **further}, logged_in=logged_in)
            yield {"curtimestamp": answer.get("curtimestamp", ""), **answer.get("query", {})}
            if "continue" not in answer:
                return
            further = {name: str(value) for name, value in answer["continue"].items()}

    def ask(self, parameters: Mapping[str, str], *, logged_in: bool = True) -> dict[str, Any]:
        """Ask something that may be asked twice, and give the API's answer.

        Raises:
            WikiAwayError: no answer after some tries.
            LoginError: the wiki does not take our OAuth tokens.
            WikiRefusedError: another API error.
        """
        asked = dict(parameters)
        if logged_in and self.username:
            asked["assertuser"] = self.username
        waiting = Waiting()
        renewed = False
        while True:
            reply = self.post(asked)
            if not reply.error and reply.answer is not None and _answers(reply.answer, asked["action"]):
                return reply.answer
            if reply.rule.outcome is Outcome.STALE and "assertuser" in asked and not renewed:
                renewed = True
                self.connect()
                continue
            self._check_passing(reply)
            wait = waiting.next(reply.rule.asking, at_least=reply.retry_after) if self.patient else None
            if wait is None:
                raise WikiAwayError(
                    f"{self.name}: {self._fault(reply)}. Try again later.", wait=reply.retry_after
                )
            self.sleep(wait)

    def _check_passing(self, reply: Reply) -> None:
        """Raise what asking again won't mend."""
        if reply.rule.asking is not AT_ONCE or not reply.error:
            return
        text = reply.error.get("text", "")
        if reply.rule is LOGIN_REFUSED:
            raise login_error(self.name, self.site, text)
        raise WikiRefusedError(self.name, reply.reason, text)

    def _fault(self, reply: Reply) -> str:
        if reply.error:
            return f"the wiki can't serve us now ({reply.reason})"
        return f"the wiki at {self.site.hostname()} can't be read ({reply.reason})"

    def is_redirect(self, title: str) -> bool:
        """Tell whether a page is a redirect now."""
        pages = self.query({"titles": title, "prop": "info"}).get("pages", ())
        return any(page.get("redirect", False) for page in pages)

    def read_pages(self, titles: Sequence[str]) -> dict[str, PageText]:
        """Read pages by title, many in a request; a title that can't be one is a page that isn't there."""
        pages: dict[str, PageText] = {}
        for some in batches(titles, self.batch):
            pages |= pages_in(self.query(content_of(some)), some)
        return pages


def _answers(answer: Mapping[str, Any], action: str) -> bool:
    """Tell whether JSON is an answer of the API to this action, not of something on the way."""
    return action in answer or (action == "query" and ("batchcomplete" in answer or "continue" in answer))


@lru_cache(maxsize=64)
def _one_of(names: frozenset[str]) -> frozenset[str]:
    """Give the same set for equal ones: an account has the same rights on hundreds of wikis."""
    return names


def _kept(greeting: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """Give what is asked of a greeting later: a run holds those of all its wikis.

    Args:
        greeting: a wiki's.
        whole: whether all its namespaces are kept.
    """
    limits = greeting["userinfo"].get("ratelimits", {})
    return {
        "userinfo": {"ratelimits": limits} if isinstance(limits, dict) else {},
        "allmessages": greeting.get("allmessages", []),
        "namespaces": {
            number: {"name": namespace.get("name", ""), "canonical": namespace.get("canonical", "")}
            for number, namespace in greeting.get("namespaces", {}).items()
            if whole or number == str(CATEGORY)
        },
        "namespacealiases": [
            alias for alias in greeting.get("namespacealiases", ()) if whole or alias.get("id") == CATEGORY
        ],
    }


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
            known = {_print(entry) for entry in into[name]}
            into[name].extend(entry for entry in value if _print(entry) not in known)
        elif name not in into or not isinstance(value, dict):
            into[name] = value


def _identity(page: Mapping[str, Any]) -> object:
    return page.get("pageid") or page.get("title")


def _print(entry: object) -> str:
    return json.dumps(entry, sort_keys=True, ensure_ascii=False)
