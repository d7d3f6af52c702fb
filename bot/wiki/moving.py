"""Shell: moving a page: one request, once, and a redirect is left where it was."""

from __future__ import annotations

from bot.program.outcomes import Ending, Outcome
from bot.wiki.wiki import Wiki
from bot.wiki.writing import READ_ONLY, counted, meaning


def move_page(wiki: Wiki, *, title: str, to: str, summary: str) -> Ending:
    """Wait for a turn to write, and move a page with its talk page; refused where another page stands.

    Args:
        wiki: connected, with a token.
        title: where it is.
        to: where it goes.
        summary: one line.
    """
    if not wiki.username:
        return READ_ONLY
    wiki.await_turn()
    parameters = {
        "action": "move",
        "from": title,
        "to": to,
        "reason": summary,
        "movetalk": "1",
        "watchlist": "nochange",
        "assertuser": wiki.username,
        "token": wiki.token,
    }
    reply = wiki.post(parameters)
    if not reply.error and isinstance((reply.answer or {}).get("move"), dict):
        return counted(Ending(outcome=Outcome.POSTED))
    return meaning(reply, action="move")
