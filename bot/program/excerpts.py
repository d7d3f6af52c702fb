"""Pure: somebody's words, quoted in a message to people."""

from __future__ import annotations

from bot.wikitext.private import mask_private

LENGTH = 60
"""Characters quoted of a row."""


def excerpt(text: str) -> str:
    """Give the beginning of somebody's words: one line, private data masked."""
    flat = mask_private(" ".join(text[: 8 * LENGTH].split()))
    return flat if len(flat) <= LENGTH else flat[: LENGTH - 1] + "…"
