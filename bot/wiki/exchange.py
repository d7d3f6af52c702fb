"""Shell: one HTTP exchange with a wiki's API: sent once, never re-sent by a library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pywikibot
import requests
from pywikibot.comms import http

from bot.program.fault_rules import rule_of
from bot.program.faults import Lost, Rule, Sign

NONCE_USED = "mwoauth-invalid-authorization: Nonce already used"
"""How the table of faults names a signed request that came twice."""

MAXLAG = 5
"""Seconds of replication lag above which a wiki asks bots to wait (https://www.mediawiki.org/wiki/Manual:Maxlag_parameter)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: an answer of the API, or why there is none."""

    status: int  # HTTP status; 0: no reply at all
    answer: dict[str, Any] | None  # the API's JSON object; None: cut off, or not JSON
    lost: Lost | None = None  # why there is no answer; None: there is one
    retry_after: float = 0.0  # seconds

    @property
    def error(self) -> dict[str, Any]:
        """The API's first error as `{"code": …, "text": …}`; empty: none, or none of the API's."""
        answer = self.answer or {}
        errors = answer.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else answer.get("error")
        if not isinstance(first, dict) or not isinstance(first.get("code"), str):
            return {}
        return {
            **first,
            "text": str(first.get("text", first.get("info", ""))),
        }  # `info` as old wikis write it

    @property
    def rule(self) -> Rule:
        """What follows from this reply, where it does not bring what was asked for."""
        code = str(self.error.get("code", ""))
        block = self.error.get("data") or {}
        partial = isinstance(block, dict) and (block.get("blockinfo") or {}).get("blockpartial", False)
        if nonce_was_used(self):
            code = NONCE_USED
        return rule_of(Sign(code=code, status=self.status, lost=self.lost, for_this_page=bool(partial)))

    @property
    def reason(self) -> str:
        """Why there is no answer, in a few words."""
        if self.error:
            return str(self.error["code"])
        if self.lost and self.lost is not Lost.UNREADABLE:
            return self.lost.value
        return f"HTTP {self.status}, {Lost.UNREADABLE.value}"


def uses_oauth(site: pywikibot.site.APISite) -> bool:
    """Tell whether each request is signed, so that nothing is logged in and no cookie counts."""
    return bool(site.is_oauth_token_available())


def exchange(site: pywikibot.site.APISite, parameters: dict[str, str]) -> Reply:
    """Post one request to the API and give whatever comes back.

    Cookies, OAuth, User-Agent and time limits are Pywikibot's; its re-sending is not used.
    """
    body = {
        **parameters,
        "format": "json",
        "formatversion": "2",
        "errorformat": "plaintext",
        "errorlang": "en",
        "maxlag": str(MAXLAG),
    }
    headers = {"user-agent": http.user_agent(site)}
    if uses_oauth(site):
        # A wiki refuses a request that bears both a signature and the cookies of a login (HTTP 400).
        headers["cookie"] = ""
    response = http.fetch(
        site.base_url(site.apipath()),
        method="POST",
        data=body,
        headers=headers,
        default_error_handling=False,
        allow_redirects=False,
        verify=site.verify_SSL_certificate(),
    )
    if isinstance(response, Exception):
        return Reply(status=0, answer=None, lost=_lost(response))
    try:
        answer = json.loads(response.content)
    except ValueError:
        answer = None
    return Reply(
        status=response.status_code,
        answer=answer if isinstance(answer, dict) else None,
        lost=None if isinstance(answer, dict) else Lost.UNREADABLE,
        retry_after=_seconds(response.headers.get("retry-after", "")),
    )


def _never_sent(error: Exception) -> bool:
    """Tell whether the connection could not even be made."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    return isinstance(error, requests.exceptions.ConnectionError) and any(
        name in repr(error) for name in ("NewConnectionError", "NameResolutionError")
    )


def _lost(error: Exception) -> Lost:
    if _never_sent(error):
        return Lost.NO_CONNECTION
    if isinstance(error, requests.exceptions.Timeout):
        return Lost.LATE
    if isinstance(error, requests.exceptions.RequestException):
        return Lost.BROKE_OFF
    raise error


def _seconds(header: str) -> float:
    try:
        return max(0.0, float(header))
    except ValueError:
        return 0.0


def nonce_was_used(reply: Reply) -> bool:
    """Tell whether the wiki has had this very signed request before: something on the way sent it twice."""
    code, text = reply.error.get("code", ""), reply.error.get("text", "")
    return code.startswith("mwoauth-invalid-authorization") and "Nonce already used" in text
