"""Shell: logging in with a bot password of Pywikibot's; owner-only OAuth needs no login at all."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import pywikibot
from pywikibot.comms import http
from pywikibot.login import ClientLoginManager

from bot.program.fault_rules import rule_of
from bot.program.faults import AT_ONCE, Patience, Sign
from bot.wiki.errors import LoginError, WikiAwayError
from bot.wiki.exchange import Reply, uses_oauth
from bot.wiki.waiting import Waiting, pause

IN_ALREADY = "Aborted"
"""Said to who is logged in: an earlier try went well, and only its answer was lost. As whom is asked next."""


_ONE_AT_A_TIME = threading.Lock()
"""All wikis share one file of cookies and one of passwords, and threads one filter of warnings."""


def load_cookies(site: pywikibot.site.APISite) -> None:
    """Take the cookies that an earlier run left."""
    if not uses_oauth(site):
        with _ONE_AT_A_TIME:
            http.cookie_jar.load(site.username(), ignore_discard=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """Why a try to log in failed."""

    reason: str  # a code or a short sentence
    patience: Patience  # AT_ONCE: no waiting mends it
    wait: float = 0.0  # seconds the wiki asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Logs in to one wiki; each request is sent once, and the wiki's cookies are kept."""

    name: str  # the wiki's, for messages
    site: pywikibot.site.APISite
    post: Callable[[dict[str, str]], Reply]
    patient: bool  # whether to wait and try again where the wiki can't log anybody in now
    sleep: Callable[[float], None] = field(default=pause)

    def run(self, *, seen_as: str) -> None:
        """Log in.

        Args:
            seen_as: the account as which the wiki sees us now; empty: none.

        Raises:
            LoginError: the account can't be used.
            WikiAwayError: the wiki can't log anybody in now.
        """
        if uses_oauth(self.site):
            reason = f"the tokens are “{seen_as}”’s" if seen_as else "the wiki did not look at the tokens"
            raise login_error(self.name, self.site, reason)
        account, password = self._password()
        waiting = Waiting()
        while refusal := self._try(account, password):
            if refusal.patience is AT_ONCE:
                raise login_error(self.name, self.site, refusal.reason)
            wait = waiting.next(refusal.patience, at_least=refusal.wait) if self.patient else None
            if wait is None:
                message = f"{self.name}: nobody can log in now ({refusal.reason}). Try again later."
                raise WikiAwayError(message, wait=refusal.wait)
            self.sleep(wait)
        with _ONE_AT_A_TIME:
            http.cookie_jar.save(ignore_discard=True)

    def _password(self) -> tuple[str, str]:
        """Let Pywikibot read its password file."""
        try:
            with _ONE_AT_A_TIME, warnings.catch_warnings():
                warnings.simplefilter("error")  # its warning of a bad line holds the password
                found = ClientLoginManager(site=self.site, user=self.site.username())
        except Warning:
            reason = "a line of the password file is amiss"
            raise login_error(self.name, self.site, reason) from None
        except (pywikibot.exceptions.Error, OSError, ValueError) as error:
            raise login_error(self.name, self.site, _first_line(str(error))) from None
        if not found.password:
            raise login_error(self.name, self.site, "no password for it")
        return str(found.login_name), str(found.password)

    def _try(self, account: str, password: str) -> _Refusal | None:
        """Log in once; None: it went well."""
        reply = self.post({"action": "query", "meta": "tokens", "type": "login"})
        token = (reply.answer or {}).get("query", {}).get("tokens", {}).get("logintoken", "")
        if reply.error or not token:
            return _refusal(reply)
        reply = self.post({"action": "login", "lgname": account, "lgpassword": password, "lgtoken": token})
        answer = (reply.answer or {}).get("login", {})
        if reply.error or not answer:
            return _refusal(reply)
        if answer.get("result") in {"Success", IN_ALREADY}:
            return None
        said = answer.get("reason") or {}
        # A wiki names the reason only within it; `Failed` is said of a wrong password and of haste alike.
        code = str(said.get("code", "")) if isinstance(said, dict) else ""
        text = str(said.get("text", "")) if isinstance(said, dict) else str(said)
        rule = rule_of(Sign(code=code or str(answer.get("result", ""))))
        return _Refusal(reason=_first_line(text) or code, patience=rule.asking)


def _refusal(reply: Reply) -> _Refusal:
    reason = _first_line(str(reply.error.get("text", ""))) or reply.reason
    passing = reply.rule.asking is not AT_ONCE
    return _Refusal(
        reason=reply.reason if passing else reason, patience=reply.rule.asking, wait=reply.retry_after
    )


def login_error(name: str, site: pywikibot.site.APISite, reason: str) -> LoginError:
    """Say that an account can't be used, and what to check."""
    check = (
        "authenticate in user-config.py and the consumer on Special:OAuthConsumerRegistration"
        if uses_oauth(site)
        else "the password file and the bot password on Special:BotPasswords"
    )
    return LoginError(f"{name}: cannot log in as “{site.username()}” ({reason}). Check {check}.")


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0]
