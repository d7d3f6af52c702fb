"""Pure: what the wikis tell of messages that MassMessage sends."""

from __future__ import annotations

from dataclasses import dataclass

from bot.wikitext.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A send as the home wiki's log and the list's revision tell it."""

    key: str
    language: str
    subject: str
    at: str  # ISO 8601, UTC
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An edit by which MassMessage put a message on a talk page."""

    title: str
    revid: int
    at: str  # ISO 8601, UTC
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An entry of a target wiki's MassMessage log: who did not get a message, and why."""

    title: str
    action: str  # `skipoptout`, `failure`, …
    subject: str
    reason: str  # of a failure: the wiki's code
    at: str  # ISO 8601, UTC
