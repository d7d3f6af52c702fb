"""Pure: telephone numbers in a text as readers see it, told from all the other numbers on a wiki page."""

import re
from collections.abc import Iterator, Sequence

from bot.wikitext.namespaces import USER_NAMES, fold_name
from bot.wikitext.user_templates import PING_TEMPLATES, USER_TEMPLATES

_NUMBER_LINK = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:wa\.me/|api\.whatsapp\.com/send/?\?(?:\w{1,20}=\w{0,40}&){0,4}phone=)"
    r"|(?:whatsapp|viber)://\w{1,20}/?\?(?:phone|number)=|tel:)(?:\+|%2B)?\d[\d.()-]{5,24}",
    re.IGNORECASE,
)
_BLANK = "\ufdd4"
_OTHER_NUMBERS = re.compile(
    r"""(?:https?:)?//[^\s\[\]{}|<>"]+
    | \[\[[^\[\]|\n]{1,255}
    | \{\{[ ]?(?P<template>[^{}|\n\[\]]{1,40})\|[^{}|\n\[\]]{1,255}
    | ~\d{4}-\d+(?:-\d+)*
    | (?<!\d)\d{4}-\d{4}-\d{4}-\d{3}[\dX]
    | (?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])
    | (?<!\d)(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)(?:[ T,]{1,2}\d{1,2}[:.h]\d\d)?
    | (?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)(?:[ T,]{1,2}\d{1,2}[:.h]\d\d)?
    | (?<!\d)\d{1,2}[:h]\d\d(?!\d)
    | (?<!\d)[-+]?\d{1,3}\.\d{4,}°?[ ]?[NSEW]?,?[ ]{1,2}[-+]?\d{1,3}\.\d{4,}°?[ ]?[NSEW]?
    """,
    re.VERBOSE,
)
_BEFORE = r"(?<![\w@#~.+])(?<!\d[,:/=-])"
_AFTER = r"(?![\w%°])"
_MORE = r"[ .()/-]{0,3}\d"
_ANY_NUMBER = re.compile(rf"\d(?:{_MORE}){{5}}")
_INTERNATIONAL = re.compile(rf"{_BEFORE}(?:\+ ?\(?[1-9]|\(\+[1-9]|00[1-9])(?:{_MORE}){{6,14}}{_AFTER}")
_LOCAL = re.compile(
    rf"""{_BEFORE}(?:
    (?:(?<!\d[ .])(?:
        (?:1[ .-])?[2-9]\d\d(?P<a>[ .-])\d{{3}}(?P=a)\d{{4}}
        | [5-9]\d\d(?P<b>[ -])\d{{3}}(?P=b)\d{{3}}
        | [5-9]\d(?P<c>[ .-])\d{{3}}(?P=c)\d\d(?P=c)\d\d
        | [5-9]\d\d(?P<d>[ .-])\d\d(?P=d)\d\d(?P=d)\d\d
        | [1-9]\d[ ]9?\d{{4}}-\d{{4}}
    ))
    | 0[1-9]\d{{0,6}}(?:[ .-]{{1,2}}\d{{2,8}}){{1,4}} | 0[1-9]\d{{7,9}} | \(0?\d{{2,4}}\)(?:{_MORE}){{5,9}}
    )(?![ .-]\d){_AFTER}""",
    re.VERBOSE,
)
_LABELLED = re.compile(
    rf"""(?<!\w)(?:t[eé]l|t[eé]l[eé](?:f|ph)\w{{0,6}}|phones?|mobile?|m[oó]vil|cel|celular|cell|portable|whats\s?app
    |telem[oó]vel|fone|fax|gsm|sms|call\sme|text\sme|هاتف\w{{0,3}}|الهاتف|تلفون|جوال\w{{0,3}}|الجوال|موبايل|محمول
    |واتس\s?آب|واتساب|واتس)(?!\w)\W{{0,4}}?(?:
    (?:number|no|n[º°]|nr|número|numéro|is|es|est|é|me|at|al|au|رقم|هو)\W{{1,3}}?){{0,2}}
    (?P<digits>(?:\+[ ]?)?\(?\+?\d(?:{_MORE}){{5,14}}){_AFTER}""",
    re.IGNORECASE | re.VERBOSE,
)
_REFERENCE = re.compile(
    r"(?:oldid|diff|curid|revid|rev|page ?id|is[bs]n|doi|oclc|pmid|orcid|viaf|gnd|task|phab|\bid)\W{0,3}\Z",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r" ?(?:bytes?|octets?|KB|MB|km|€|\$|USD|EUR|words|edits|articles|views|بايت)(?!\w)", re.IGNORECASE
)
_NAMESPACE = re.compile(r"([^\W\d_][\w ]{0,40}):[ _]?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROUP = re.compile(r"\d+")
_LOOK_BACK = 40
_USER_TEMPLATES = frozenset(map(fold_name, USER_TEMPLATES | PING_TEMPLATES))


def phone_spans(text: str, stamps: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give where telephone numbers stand: international ones, local shapes, any number called one, links.

    Args:
        text: as readers see it.
        stamps: where timestamps stand in it.
    """
    if not _ANY_NUMBER.search(text):
        return
    yield from (found.span() for found in _NUMBER_LINK.finditer(text))
    blanked = _without_other_numbers(text, stamps)
    yield from (found.span("digits") for found in _LABELLED.finditer(blanked))
    for found in (*_INTERNATIONAL.finditer(blanked), *_LOCAL.finditer(blanked)):
        if not _is_other(blanked, found):
            yield found.span()


def _without_other_numbers(text: str, stamps: Sequence[tuple[int, int]]) -> str:
    """Blank what holds digits and is no telephone number, each character in its place."""
    parts: list[str] = []
    at = 0
    for start, end in stamps:
        parts += [text[at:start], _BLANK * (end - start)]
        at = end
    return _OTHER_NUMBERS.sub(_blank, "".join([*parts, text[at:]]))


def _blank(found: re.Match[str]) -> str:
    template = found["template"]
    if template and fold_name(template) not in _USER_TEMPLATES:
        return found[0]
    return _BLANK * len(found[0])


def _is_other(text: str, found: re.Match[str]) -> bool:
    """Say whether a number that looks like a telephone's is another after all."""
    start, end = found.span()
    groups = _GROUP.findall(found[0])
    if "+" not in found[0] and not 9 <= sum(map(len, groups)) <= 17:
        return True
    if len(groups) > 1 and all(map(_YEAR.fullmatch, groups[-2:])):
        return True
    before = text[max(0, start - _LOOK_BACK) : start]
    return bool(_REFERENCE.search(before) or _UNIT.match(text, end)) or _names_a_user(before)


def _names_a_user(before: str) -> bool:
    """Say whether a text ends in `User:` or its like."""
    found = _NAMESPACE.search(before)
    if not found:
        return False
    words = found[1].split()
    return any(fold_name(" ".join(words[-count:])) in USER_NAMES for count in (1, 2))
