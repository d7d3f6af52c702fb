"""Talk pages as the wiki tells of them, for the tests of what is planned."""

from __future__ import annotations

from typing import Any

from bot.program.talkpage import TalkPage


def talk_page(**changes: Any) -> TalkPage:
    """Give the talk page of somebody to whom everybody may write."""
    fields: dict[str, Any] = {
        "person_id": "es:1",
        "blocked": False,
        "title": "User talk:Ana",
        "redirect_leads_away": False,
        "protected": False,
        "content_model": "wikitext",
        "opted_out": False,
        "baserevid": 5,
        "text": "",
        "read_at": 0.0,
    }
    return TalkPage(**{**fields, **changes})
