"""Pure: which way a language is written, and a message in another language than the wiki's."""

from __future__ import annotations

from typing import Literal

from bot.words.codes import bcp47, check_code

Direction = Literal["ltr", "rtl"]

RIGHT_TO_LEFT = frozenset(
    """
    aeb aeb-arab ar arc arq ary arz azb bcc bgn bqi ckb dv en-rtl fa glk he khw kk-arab kk-cn ks
    ks-arab ku-arab lki lrc luz ms-arab mzn nqo pnb ps sd sdh skr skr-arab ug ug-arab ur yi
    """.split()  # noqa: SIM905 - a list would be forty lines
)
"""What MediaWiki 1.39 writes from right to left: `$rtl` of its `Messages*.php`, or of their fallback."""

RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
"""Script subtags (ISO 15924) that decide for languages MediaWiki does not have."""


def direction(language: str) -> Direction:
    """Tell which way a language is written.

    Raises:
        LanguageCodeError: it can't be a code.
    """
    code = check_code(language)
    first, *rest = code.split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    if code in RIGHT_TO_LEFT:
        return "rtl"
    if scripts:
        return "rtl" if scripts[0] in RTL_SCRIPTS else "ltr"
    return "rtl" if first in RIGHT_TO_LEFT else "ltr"


def wrap(text: str, language: str, *, within: str | None) -> str:
    """Give wikitext that says its language and direction, where the page around it has another language.

    Args:
        text: whole lines of wikitext in `language`.
        language: of the text.
        within: of the page around it. Where it is the same, the text comes back as it is. None: the text
            goes to pages of many languages, and always says its own.

    Raises:
        LanguageCodeError: one of the two can't be a code.
    """
    if within is not None and check_code(language) == check_code(within):
        return text
    way = direction(language)
    opening = f'<div lang="{bcp47(language)}" dir="{way}" class="mw-content-{way}">'
    return f"{opening}\n{text}\n</div>"
