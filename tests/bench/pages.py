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

HOSTILE = [
    "{|", "{|\n", "{{", "[[", "<small>", "''", "<table><td>", "\n:{|\n|a", "\n=", "{{a\n=", "{|\n|",
    "{|\n|}\n", "|-\n", "\n!", "||", "{|\n|colspan=1000|\n", "|-\n|rowspan=0|a\n", "<td rowspan=0>",
    "{{!}}", "-{", "{{{", "{{{1|", "{{{{a}}", "{{a|", "}}", "]]", "<", "<!--", "<!-- -->", "\n<!-- -->",
    "<nowiki>", "<nowiki/>", "<ref ", "<translate>", "<tvar|", "<includeonly>", "[[File:a|",
    "[[Category:a|x||", "[http:", "//a", "https://a", "User:", "User:X ", "User:a:", ":es:User:A ",
    "[[User:a]", "[[User:a]]", "[[User:a|", "[[User:%41", "{{u|", "{{ping|a}}", "::", "~~~~", "@", "a@b.",
    "a at b dot ", "%40", "&#", "&#1", "&amp;", "12:34 ", "12:34, 1 May 2020 ",
    "12:34, 1 May 2020 (UTC) ", "1 May ", "1", "1.", "1 ", "(1)", "+1", "2020-01-01 ", "~2025-1",
    "tel: 1", "born 1 May ", "t.me/", "\u200e", "\u202a\u202c", "\u0661", "m\u0301", "# a\n", "# <s>x\n",
    "# (\n", ":#[[User:A]]\n", "* [[User:A]]\n", "1. [[User:A]]\n", "a:\n", "== a ==\n", "#",
    "{{#target:", "{{#target:A}}\n", "{{target|page=A}}", "{{bots|", "{{bots|deny=A}}", "{{nobots}}",
    "<!-- bot:directory begin -->\n", "<!-- bot:", "a", " ", "\n", "\r\n", "\x00", "\ufeff",
    '{"targets":[',
]  # fmt: skip
"""What a page may be full of; every reader is given every one."""


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
