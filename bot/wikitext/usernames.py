"""Pure: user names: one spelling for each account, and which of them are no accounts."""

import ipaddress
import re
import unicodedata

from bot.wikitext.titles import capitalise, fold_blanks

LONGEST = 255
"""Bytes of a page title; a longer name is nobody's."""

_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){2}\.(?:\d{1,3}|xxx)", re.ASCII)
_IPV6 = re.compile(r"[0-9A-Fa-f:]{2,39}")
_TEMPORARY = re.compile(r"~\d{4}-\d+(?:-\d+)*", re.ASCII)
_VANISHED = re.compile(r"(?:Vanished|Renamed) (?:user|account) .+", re.IGNORECASE)
_BANNED = re.compile(
    r"[#/<>\[\]{}|\x00-\x1f\x7f-\x9f\ufffd\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    r"|%[0-9a-fA-F]{2}|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z0-9\x80-\U0010ffff]+);|~~~|^:|^\.\.?$"
)


def normalise_username(name: str) -> str:
    """Give the one spelling under which the wiki knows a name; doing it twice changes nothing.

    No invisible marks, NFC, single spaces, the first letter capital, IP addresses as MediaWiki titles them.

    Args:
        name: plain text, not wikitext, without a namespace.
    """
    folded = fold_blanks(name)
    if is_ip(folded):
        return _sanitised(folded)
    return unicodedata.normalize("NFC", capitalise(folded))


def is_username(name: str) -> bool:
    """Say whether a normalised name can be an account's, a temporary account's or an IP address."""
    if not name or len(name) > LONGEST or _BANNED.search(name):
        return False
    return name.isascii() or len(name.encode()) <= LONGEST


def is_ip(username: str) -> bool:
    """Say whether a name is an IP address, in MediaWiki's sense: `1.2.3.xxx` and `999.1.1.1` too."""
    name = username if username.isascii() else fold_blanks(username)
    if not name or name[0] not in "0123456789abcdefABCDEF:":
        return False
    return bool(_IPV4.fullmatch(name)) or _ipv6(name) is not None


def is_temporary(username: str) -> bool:
    """Say whether a name is a temporary account's on Wikimedia's wikis: `~2025-12345-67`."""
    return bool(_TEMPORARY.fullmatch(fold_blanks(username)))


def is_vanished(username: str) -> bool:
    """Say whether a name is one that stewards give to people who want to be gone: `Renamed user 1a2b3c`.

    Source: https://meta.wikimedia.org/wiki/Right_to_vanish
    """
    return bool(_VANISHED.fullmatch(fold_blanks(username)))


def _ipv6(name: str) -> ipaddress.IPv6Address | None:
    if ":" not in name or not _IPV6.fullmatch(name):
        return None
    try:
        return ipaddress.IPv6Address(name)
    except ValueError:
        return None


def _sanitised(name: str) -> str:
    """Spell an IP address as in a title of its user page: no leading zeros, nothing shortened, capitals."""
    if address := _ipv6(name):
        return ":".join(f"{int(group, 16):X}" for group in address.exploded.split(":"))
    return ".".join(part if part == "xxx" else str(int(part)) for part in name.split("."))
