"""Pure: private data in what people write: e-mail addresses, telephone numbers, birth dates, personal chats.

It finds what looks like it, so that nothing of it is copied or pointed at; names that are digits, revision
numbers, times and signatures don't look like it.
"""

import re

from bot.wikitext.plain_shapes import PlainText
from bot.wikitext.private_births import birth_spans
from bot.wikitext.private_contacts import chat_spans, email_spans
from bot.wikitext.private_headings import PRIVATE_HEADINGS, is_private_heading
from bot.wikitext.private_kinds import PrivateKind, PrivateMention
from bot.wikitext.private_phones import phone_spans
from bot.wikitext.timestamp_shapes import timestamp_spans

__all__ = [
    "PRIVATE_HEADINGS",
    "PrivateKind",
    "PrivateMention",
    "find_private",
    "is_private_heading",
    "mask_private",
]

_MAY_HOLD = re.compile(r"[\d@＠﹫%/:&\[({<]|\s(?:dot|punto|point|ponto|نقطة)\s", re.IGNORECASE)
"""Without any of it nothing is private; most cells are such."""

MASK = "…"
"""Stands for what was private."""


def find_private(text: str) -> list[PrivateMention]:
    """Give what looks private, in order; no two overlap.

    Args:
        text: wikitext or plain text, a cell or a page; comments are as public as the rest and count.
    """
    if not _MAY_HOLD.search(text):
        return []
    plain = PlainText(text)
    stamps = timestamp_spans(plain.text)
    found = [
        (*plain.span(start, end), kind)
        for kind, spans in (
            (PrivateKind.EMAIL, email_spans(plain.text)),
            (PrivateKind.CHAT, chat_spans(plain.text)),
            (PrivateKind.PHONE, phone_spans(plain.text, stamps)),
            (PrivateKind.BIRTH, birth_spans(plain.text, stamps)),
        )
        for start, end in spans
    ]
    found.sort(key=lambda mention: (mention[0], -mention[1]))
    mentions: list[PrivateMention] = []
    last = 0
    for start, end, kind in found:
        if end > last:
            mentions.append(PrivateMention(kind=kind, span=(max(start, last), end)))
            last = end
    return mentions


def mask_private(text: str) -> str:
    """Give the text with `…` for everything that looks private."""
    parts: list[str] = []
    at = 0
    for mention in find_private(text):
        parts += [text[at : mention.span[0]], MASK]
        at = mention.span[1]
    return "".join([*parts, text[at:]])
