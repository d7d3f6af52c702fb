"""Shell: one HTTP exchange with a wiki's API: sent once, never re-sent by a library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pywikibot
import requests
from pywikibot.comms import http

from bot.wiki.login import uses_oauth

MAXLAG = 5
"""Seconds of replication lag above which a wiki asks bots to wait (https://www.mediawiki.org/wiki/Manual:Maxlag_parameter)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: an answer of the API, or why there is none."""

    status: int  # HTTP status; 0: no reply at all
    answer: dict[str, Any] | None  # the API's JSON object; None: cut off, or not JSON
    fault: str = ""  # why there is no answer, in a few words
    sent: bool = True  # False: the request surely never reached the wiki
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
        return Reply(status=0, answer=None, fault=_say(response), sent=not _never_sent(response))
    try:
        answer = json.loads(response.content)
    except ValueError:
        answer = None
    fault = "" if isinstance(answer, dict) else f"HTTP {response.status_code}, no answer of the API"
    return Reply(
        status=response.status_code,
        answer=answer if isinstance(answer, dict) else None,
        fault=fault,
        retry_after=_seconds(response.headers.get("retry-after", "")),
    )


def _never_sent(error: Exception) -> bool:
    """Tell whether the connection could not even be made."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    return isinstance(error, requests.exceptions.ConnectionError) and any(
        name in repr(error) for name in ("NewConnectionError", "NameResolutionError")
    )


def _say(error: Exception) -> str:
    if isinstance(error, requests.exceptions.Timeout):
        return "no answer in time"
    if _never_sent(error):
        return "no connection"
    if isinstance(error, requests.exceptions.RequestException):
        return "the connection broke off"
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
