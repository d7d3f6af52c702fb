"""Shell: the one write, and what each answer to it means.

Each call sends one request, once. What follows from the answer stands in one table, `fault_rules`. A page is
rewritten when its turn has come; who writes a message took a turn before the ledger was told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.program.fault_rules import UNKNOWN, rule_of
from bot.program.faults import Sign
from bot.program.outcomes import Ending, Outcome
from bot.wiki.exchange import Reply
from bot.wiki.wiki import Wiki

READ_ONLY = Ending(outcome=Outcome.HALT, reason="the bot has no account here, and only reads")
"""Nothing is sent to a wiki that is read without an account."""

FOR_THIS_PAGE = "blocked for the page"
"""The rule for a block of the bot on one page."""


_made: list[None] = []
"""One for each write that came through; appending is safe from all threads."""


def edits_made() -> int:
    """Give how many writes of this process came through for certain, so far."""
    return len(_made)


def counted(ending: Ending) -> Ending:
    """Count a write that came through, and give its ending back."""
    _made.append(None)
    return ending


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
    """Wait for a turn, and give a page a new text, sent once.

    Where the page has changed since it was read the wiki merges both changes, if it can: the ending is posted
    and `elsewhere`; else it refuses. (https://www.mediawiki.org/wiki/Manual:$wgDiff3)
    """
    wiki.await_turn()
    return _edit(wiki, title, summary, baserevid, {"text": text})


def rewrite_section(
    wiki: Wiki, *, title: str, section: int, text: str, summary: str, baserevid: int
) -> Ending:
    """Give a section a new text, sent once, as a minor edit, so that nobody is told of a new message.

    Args:
        wiki: connected, with a token.
        title: full title.
        section: its number; 0: `text` is the whole page's.
        text: of the section; empty: it is removed.
        summary: one line, NFC.
        baserevid: the page's newest revision as it was read.
    """
    where = {"section": str(section)} if section else {}
    return _edit(wiki, title, summary, baserevid, {"text": text, "minor": "1", **where})


def _edit(wiki: Wiki, title: str, summary: str, baserevid: int | None, content: dict[str, str]) -> Ending:
    if not wiki.username:  # a wiki that is only read, where an edit would be an anonymous one
        return READ_ONLY
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
    return meaning(wiki.post(parameters), title=title, baserevid=baserevid)


def meaning(reply: Reply, *, action: str = "edit", title: str = "", baserevid: int | None = None) -> Ending:
    """Tell how a write ended, from what came back.

    Args:
        reply: the wiki's.
        action: the API action that was asked for.
        title: the page as it was read; empty: no page.
        baserevid: its newest revision then.
    """
    edit = None if reply.error else (reply.answer or {}).get(action)
    if not isinstance(edit, dict) or not edit:
        return _of_fault(reply)
    # A wiki adds a section to whatever page has the title now, be it a redirect that a move left there.
    elsewhere = baserevid is not None and (edit.get("oldrevid"), edit.get("title")) != (baserevid, title)
    return _of_edit(edit, elsewhere=elsewhere)


def _of_edit(edit: Mapping[str, Any], *, elsewhere: bool) -> Ending:
    """Read the answer of a wiki that understood the edit."""
    if edit.get("result") == "Success":
        revid, at = edit.get("newrevid"), edit.get("newtimestamp", "")
        return counted(Ending(outcome=Outcome.POSTED, revid=revid, at=at, elsewhere=elsewhere))
    code = "captcha" if "captcha" in edit else str(edit.get("code", "refused"))
    rule = rule_of(Sign(code=code))
    return Ending(outcome=rule.outcome or Outcome.HALT, reason=code)


def _of_fault(reply: Reply) -> Ending:
    rule = reply.rule
    outcome = rule.outcome or Outcome.HALT
    reason = f"{reply.reason} for this page" if rule.name == FOR_THIS_PAGE else reply.reason
    sentence = " ".join(str(reply.error.get("text", "")).split())
    if sentence and (outcome is Outcome.REFUSED or rule is UNKNOWN):
        reason = f"{reason}: {sentence}"
    return Ending(
        outcome=outcome,
        reason=reason,
        wait=reply.retry_after,
    )
