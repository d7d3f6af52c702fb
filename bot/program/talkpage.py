"""Pure: a page that messages are written to, and what its wiki says of it and of whose it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """What a wiki says of one person and their talk page, or of a page that is nobody's, at one moment."""

    # Who it is, whatever the name: `CentralAuth:42`, `es:42`, `page:es:42`; empty: no such account, or page.
    person_id: str
    blocked: bool  # on the whole wiki, not on some pages
    title: str  # the page to write to: redirects followed
    redirect_leads_away: bool  # to another wiki, or out of user talk; of nobody's page, to somebody's
    protected: bool  # against the bot
    content_model: str  # `wikitext`, or something the bot can't write
    opted_out: bool  # by category
    baserevid: int | None  # newest revision; None: the page does not exist
    text: str  # empty: no page
    read_at: float  # seconds, by a clock that never jumps, when the wiki said so
    of_nobody: bool = False  # a village pump, the talk page of a project
    for_readers: bool = False  # an article, a template, a file: no message belongs there
