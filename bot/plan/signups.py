"""Pure: what the sign-ups job keeps on the home wiki: attention list, directory, delivery lists, matches."""

from __future__ import annotations

from bot.plan.attention import attention_text
from bot.plan.delivery_lists import Listed, delivery_list_text
from bot.plan.directory import directory_text
from bot.plan.matches import matches_text

__all__ = [
    "Listed",
    "attention_text",
    "delivery_list_text",
    "directory_text",
    "matches_text",
]
