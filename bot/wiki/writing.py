"""Shell: the one write, and what each answer to it means.

Each call sends one request, once. What follows from the answer is decided in one table, `MEANINGS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.program.outcomes import Ending, Outcome
from bot.wiki.exchange import Reply, nonce_was_used
from bot.wiki.wiki import Wiki

MEANINGS: dict[str, Outcome] = {
    # Passes by itself, surely not saved.
    "maxlag": Outcome.LATER,
    "readonly": Outcome.LATER,
    "ratelimited": Outcome.LATER,
    # Our session or token has grown old, surely not saved: logged in anew, then tried again.
    "badtoken": Outcome.STALE,
    "assertuserfailed": Outcome.STALE,
    "assertbotfailed": Outcome.STALE,
    "assertnameduserfailed": Outcome.STALE,
    # The page is not as it was read. Either somebody edited it, or our own first try came through.
    "editconflict": Outcome.CHANGED,
    "articleexists": Outcome.CHANGED,
    "missingtitle": Outcome.CHANGED,
    "pagedeleted": Outcome.CHANGED,
    "nosuchrevid": Outcome.CHANGED,
    "contentmodelmismatch": Outcome.CHANGED,
    # A rule of the wiki for this page.
    "protectedpage": Outcome.SKIPPED,
    "cascadeprotected": Outcome.SKIPPED,
    "protectedtitle": Outcome.SKIPPED,
    "protectednamespace": Outcome.SKIPPED,
    "protectednamespace-interface": Outcome.SKIPPED,
    "namespaceprotected": Outcome.SKIPPED,
    "customcssjsprotected": Outcome.SKIPPED,
    # A filter's no. A warning too: it is not sent again.
    "abusefilter-warning": Outcome.REFUSED,
    "abusefilter-disallowed": Outcome.REFUSED,
    "abusefilter-throttled": Outcome.REFUSED,
    "spamblacklist": Outcome.REFUSED,
    "titleblacklist-forbidden": Outcome.REFUSED,
    "titleblacklist-forbidden-edit": Outcome.REFUSED,
    "titleblacklist-forbidden-new-page": Outcome.REFUSED,
    "captcha": Outcome.REFUSED,
    "contenttoobig": Outcome.REFUSED,
    "invalidtitle": Outcome.REFUSED,
    "no-direct-editing": Outcome.REFUSED,
    "sectionsnotsupported": Outcome.REFUSED,
    "parseerror": Outcome.REFUSED,
    # The bot may not write on this wiki at all.
    "blocked": Outcome.HALT,
    "autoblocked": Outcome.HALT,
    "globalblocking-blockedtext-user": Outcome.HALT,
    "writeapidenied": Outcome.HALT,
    "noapiwrite": Outcome.HALT,
    "permissiondenied": Outcome.HALT,
    "noedit": Outcome.HALT,
}
"""What each error code of the API means for a write; a code that is not here stops the wiki."""

OK, REQUEST_TIMEOUT, TOO_MANY_REQUESTS, SERVER_ERROR = 200, 408, 429, 500


def append_section(
    wiki: Wiki, *, title: str, heading: str, text: str, summary: str, baserevid: int | None
) -> Ending:
    """Add a section to a talk page, sent once.

    Args:
        wiki: connected, with a token.
        title: full title.
        heading: wikitext of the section's heading.
        text: wikitext below it.
        summary: one line, NFC. If the newest revision is the bot's and has the very same summary, the
            wiki takes the request for a repeat and refuses it.
        baserevid: the page's newest revision as it was read; None: the page did not exist, and is made
            only if that still holds.
    """
    parameters = {"section": "new", "sectiontitle": heading, "text": text}
    return _edit(wiki, title, summary, baserevid, parameters)


def rewrite(wiki: Wiki, *, title: str, text: str, summary: str, baserevid: int | None) -> Ending:
    """Give a page a new text, sent once; refused if it has changed since it was read."""
    return _edit(wiki, title, summary, baserevid, {"text": text})


def _edit(wiki: Wiki, title: str, summary: str, baserevid: int | None, content: dict[str, str]) -> Ending:
    parameters = {
        "action": "edit",
        "title": title,
        "summary": summary,
        "bot": "1",
        "notminor": "1",
        "watchlist": "nochange",
        "assertuser": wiki.username,
        "token": wiki.token,
        **content,
        **({"createonly": "1"} if baserevid is None else {"baserevid": str(baserevid), "nocreate": "1"}),
    }
    return meaning(wiki.post(parameters))


def meaning(reply: Reply, *, action: str = "edit") -> Ending:
    """Tell how a write ended, from what came back.

    Args:
        reply: the wiki's.
        action: the API action that was asked for.
    """
    if not reply.sent:
        return Ending(outcome=Outcome.LATER, reason=reply.fault, unreachable=True)
    if reply.error:
        return _of_error(reply)
    edit = (reply.answer or {}).get(action)
    return _of_edit(edit) if edit else _of_status(reply)


def _of_edit(edit: Mapping[str, Any]) -> Ending:
    """Read the answer of a wiki that understood the edit."""
    if edit.get("result") == "Success":
        return Ending(outcome=Outcome.POSTED, revid=edit.get("newrevid"), at=edit.get("newtimestamp", ""))
    reason = "captcha" if "captcha" in edit else str(edit.get("code", "refused"))
    return Ending(outcome=Outcome.REFUSED, reason=reason)


def _of_status(reply: Reply) -> Ending:
    """Judge by the HTTP status where the API itself did not answer."""
    if reply.status == TOO_MANY_REQUESTS:
        return Ending(outcome=Outcome.LATER, reason="ratelimited", wait=reply.retry_after)
    if OK < reply.status < SERVER_ERROR and reply.status != REQUEST_TIMEOUT:
        return Ending(outcome=Outcome.HALT, reason=reply.fault)
    reason = reply.fault or "no answer of the API"
    return Ending(outcome=Outcome.DOUBT, reason=reason, unreachable=not reply.status)


def _of_error(reply: Reply) -> Ending:
    code = str(reply.error["code"])
    blockinfo = reply.error.get("data", {}).get("blockinfo", {})
    if code == "blocked" and blockinfo.get("blockpartial"):
        return Ending(outcome=Outcome.SKIPPED, reason="blocked for this page")
    if code.startswith("internal_api_error") or nonce_was_used(reply):
        return Ending(outcome=Outcome.DOUBT, reason=code)
    sentence = " ".join(str(reply.error.get("text", "")).split())
    outcome = MEANINGS.get(code, Outcome.HALT)
    reason = code if code in MEANINGS and outcome is not Outcome.REFUSED else f"{code}: {sentence}"
    return Ending(outcome=outcome, reason=reason, wait=reply.retry_after)
