"""Pure: a talk page, and what its wiki says of the person it belongs to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """What a wiki says of one person and their talk page, at one moment."""

    person_id: str  # who it is, whatever the name: `CentralAuth:42`, `es:42`; empty: no such account
    blocked: bool  # on the whole wiki, not on some pages
    title: str  # the page to write to: redirects followed
    redirect_leads_away: bool  # to another wiki, or out of user talk
    protected: bool  # against the bot
    content_model: str  # `wikitext`, or something the bot can't write
    opted_out: bool  # by category
    baserevid: int | None  # newest revision; None: the page does not exist
    text: str  # empty: no page
    read_at: float  # seconds, by a clock that never jumps, when the wiki said so
