"""What can go wrong between a client and a wiki, when it does, and what the client then sees."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit


class Fault(StrEnum):
    """One way to spoil an exchange. AFTER: the wiki got the request and acted; BEFORE: it never saw it."""

    GATEWAY_504_AFTER = "504 after"
    BAD_GATEWAY_502_AFTER = "502 after"
    DROP_AFTER = "connection dropped after"
    LATE_AFTER = "answer late"  # by the proxy's `late` seconds
    CUT_BODY_AFTER = "body cut"  # half of it, then the connection closes
    HTML_BODY_AFTER = "HTML page instead of the answer"
    EMPTY_200 = "empty answer"  # the wiki acted, the body got lost
    GATEWAY_504_NOW_SAVE_LATER = "504 at once, forwarded later"  # by the proxy's `save_later` seconds
    ERROR_503_BEFORE = "503 before"
    DROP_BEFORE = "connection dropped before"
    RATE_LIMITED_429 = "429 before"
    MAXLAG = "maxlag before"
    READONLY = "readonly before"
    BADTOKEN = "badtoken before"


NOT_FORWARDED = frozenset(
    {
        Fault.ERROR_503_BEFORE,
        Fault.DROP_BEFORE,
        Fault.RATE_LIMITED_429,
        Fault.MAXLAG,
        Fault.READONLY,
        Fault.BADTOKEN,
    }
)
# After each of these the wiki has saved, or is about to, and the client can't know.
DOUBTFUL = frozenset(Fault) - NOT_FORWARDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as the proxy got it."""

    number: int  # from 1, in order of arrival at this proxy
    method: str
    path: str  # with the query
    headers: Sequence[tuple[str, str]]
    body: bytes
    parameters: Mapping[str, str]  # of query and body together

    @property
    def action(self) -> str:
        """Give the API action; empty where it is no API request."""
        return self.parameters.get("action", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer as it goes to the client; `body` as it stands on the wire, compressed or not."""

    status: int
    reason: str
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = field(default=b"", repr=False)


Rule = Callable[[Request], Fault | None]


def read_parameters(path: str, content_type: str, body: bytes) -> dict[str, str]:
    """Read the parameters of the query and of a form body, urlencoded or multipart."""
    parameters = dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))
    if content_type.startswith("application/x-www-form-urlencoded"):
        parameters.update(parse_qsl(body.decode(), keep_blank_values=True))
    elif content_type.startswith("multipart/form-data"):
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        for part in BytesParser(policy=HTTP).parsebytes(head + body).walk():
            name = part.get_param("name", header="Content-Disposition")
            if isinstance(part, Message) and isinstance(name, str):
                content = part.get_payload(decode=True)
                parameters[name] = content.decode(errors="replace") if isinstance(content, bytes) else ""
    return parameters


def faults_on(
    fault: Fault, *, action: str = "edit", method: str | None = None, nth: Collection[int] | None = None
) -> Rule:
    """Spoil requests of one action: the nth of them, counted from 1; None: every one.

    Args:
        method: also only this method; None: any.
    """
    seen = 0

    def rule(request: Request) -> Fault | None:
        nonlocal seen
        if request.action != action or method not in {None, request.method}:
            return None
        seen += 1
        return fault if nth is None or seen in nth else None

    return rule


def faults_at_random(
    faults: Sequence[Fault], *, seed: int, probability: float, action: str | None = "edit"
) -> Rule:
    """Spoil requests of one action (None: all) by a seeded die."""
    die = random.Random(seed)

    def rule(request: Request) -> Fault | None:
        if action not in {None, request.action} or die.random() >= probability:
            return None
        return die.choice(faults)

    return rule


_PAGES = {
    Fault.GATEWAY_504_AFTER: (504, "Gateway Timeout"),
    Fault.GATEWAY_504_NOW_SAVE_LATER: (504, "Gateway Timeout"),
    Fault.BAD_GATEWAY_502_AFTER: (502, "Bad Gateway"),
    Fault.ERROR_503_BEFORE: (503, "Service Unavailable"),
    Fault.RATE_LIMITED_429: (429, "Too Many Requests"),
    Fault.HTML_BODY_AFTER: (200, "OK"),
}
# https://www.mediawiki.org/wiki/API:Errors_and_warnings, https://www.mediawiki.org/wiki/Manual:Maxlag_parameter
_API_ERRORS: dict[Fault, tuple[str, str, dict[str, object]]] = {
    Fault.MAXLAG: ("maxlag", "Waiting for db1: 6 seconds lagged.", {"host": "db1", "lag": 6}),
    Fault.READONLY: (
        "readonly",
        "The wiki is currently in read-only mode.",
        {"readonlyreason": "maintenance"},
    ),
    Fault.BADTOKEN: ("badtoken", "Invalid CSRF token.", {}),
}
_HEADERS = {
    Fault.RATE_LIMITED_429: (("Retry-After", "1"),),
    Fault.MAXLAG: (("Retry-After", "1"), ("X-Database-Lag", "6")),
}


def spoiled_reply(fault: Fault, request: Request) -> Reply | None:
    """Give what the client sees instead of the wiki's answer; None: that answer, late or cut, or nothing."""
    headers = _HEADERS.get(fault, ())
    if fault in _PAGES:
        status, reason = _PAGES[fault]
        page = (
            f"<!DOCTYPE html><html><head><title>{status} {reason}</title></head><body>{reason}</body></html>"
        )
        headers = (("Content-Type", "text/html; charset=utf-8"), *headers)
        return Reply(status=status, reason=reason, headers=headers, body=page.encode())
    headers = (("Content-Type", "application/json; charset=utf-8"), *headers)
    if fault in _API_ERRORS:
        headers = (*headers, ("MediaWiki-API-Error", _API_ERRORS[fault][0]))
        return Reply(status=200, reason="OK", headers=headers, body=_api_error(fault, request))
    return Reply(status=200, reason="OK", headers=headers) if fault is Fault.EMPTY_200 else None


def _api_error(fault: Fault, request: Request) -> bytes:
    """Write an API error in the format the client asked for; without asking, in the old one."""
    code, text, more = _API_ERRORS[fault]
    answer: dict[str, object] = {"error": {"code": code, "info": text, **more}}
    if request.parameters.get("errorformat", "bc") != "bc":
        answer = {"errors": [{"code": code, "text": text, "module": request.action, "data": more}]}
    return json.dumps(answer).encode()
