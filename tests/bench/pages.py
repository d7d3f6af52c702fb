"""The pages that are timed: sign-ups as people write them, and what a hostile hand would write."""

from __future__ import annotations

HEADINGS = {
    "user": ("User",),
    "languages": ("Languages",),
    "country": ("Country",),
    "wants": ("Wants to learn",),
    "shares": ("Can share",),
}

_HEADING = '{| class="wikitable sortable"\n! User !! Languages !! Country !! Wants to learn !! Can share\n'
_LANGUAGES = ("es, en", "العربية / fr", "pt", "fr, en, ln", "de")
_COUNTRIES = ("Chad", "Perú", "Tunisia", "Portugal", "India")

HOSTILE_SIZE = 2_000_000
"""Characters."""

HOSTILE_TABLES = (
    "{|",
    "{|\n",
    "{{",
    "[[",
    "<small>",
    "''",
    "<table><td>",
    "\n:{|\n|a",
    "\n=",
    "{{a\n=",
)
HOSTILE_USERS = ("User:X ", "[[User:a]", "[[User:a]]", "[[User:%41", "[[", "{{", "{{u|", "::", "https://a")
HOSTILE_LISTS = ("# a\n", "# <s>x\n", "#\n", "#", "<s>", "\n=", ":#[[User:A]]\n", "# (\n")


def table(rows: int) -> str:
    """Give a sign-up table of about 100 bytes a row."""
    return _HEADING + "".join(map(_row, range(rows))) + "|}\n"


def _row(number: int) -> str:
    user = f"[[User:Tesfa {number}|Tesfa {number}]]"
    kind = number % 5
    return f"|-\n| {user} || {_LANGUAGES[kind]} || {_COUNTRIES[kind]} || Wikidata queries || Photo editing\n"


def signed_list(rows: int) -> str:
    """Give a sign-up list of about 100 bytes a row."""
    return "== Participants ==\n" + "".join(map(_entry, range(rows)))


def _entry(number: int) -> str:
    user = f"[[User:Tesfa {number}|Tesfa {number}]] ([[User talk:Tesfa {number}|talk]])"
    return f"# {user} glad to help 10:{number % 60:02}, 1 May 2026 (UTC)\n"


def hostile(pattern: str) -> str:
    """Give a page of one pattern, over and over."""
    return (pattern * (HOSTILE_SIZE // len(pattern) + 1))[:HOSTILE_SIZE]
