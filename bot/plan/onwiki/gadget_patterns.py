"""Pure: what the sign-up gadget must know of wikitext and of private data, as it is written for browsers.

The bot's own reader knows it too, in `bot.wikitext`; its patterns look back, which not all browsers can. They
are patterns of JavaScript with the flags `iu`, for text without markup, marks and other scripts' digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.program.columns import NUMBERED
from bot.wikitext.interwiki import PREFIXES
from bot.wikitext.masking import WIKIMEDIA_TAGS
from bot.wikitext.namespaces import SPECIAL_NAMES, TEMPLATE_NAMES, USER_NAMES, USER_SPECIAL_PAGES
from bot.wikitext.user_templates import PING_TEMPLATES, USER_TEMPLATES

_LETTER = r"[\p{L}\p{N}_]"
_NO_LETTER = r"[^\p{L}\p{N}_]"
_BEGIN = rf"(?:^|{_NO_LETTER})"
_NO_MORE = r"(?![\p{L}\p{N}_%°])"
_REST = r"""[^\s[\]{}|<>"(),;،]"""

_DOT_WORD = r"(?:dot|punto|point|ponto|نقطة)"
_DOT = rf"(?:[[({{<] ?(?:{_DOT_WORD}|\.) ?[\])}}>]| {_DOT_WORD} |\{{\{{ ?(?:dot|\.) ?\}}\}})"
_AT = r"(?:a|at|arroba|arobase?|آت|ات|@)"
_SIGN = r"(?:[ \n]{0,2}(?:@|\{\{ ?(?:@|at|arroba|arobase) ?\}\}|[[({<] ?" + _AT + r" ?[\])}>])|%40)"
_LOCAL = r"(?:^|[^@\p{L}\p{N}.+%'_-])[.+%'_-]*[\p{L}\p{N}][\p{L}\p{N}.+%'_-]*"
_PART = r"[\p{L}\p{N}_-]{1,63}"
_DOMAIN = rf"\s{{0,2}}{_PART}(?:(?:\.| ?{_DOT} ?){_PART}){{0,6}}?(?:\.| ?{_DOT} ?)"
_IN_WORDS = rf"\s(?:at|arroba|arobase|آت)\s{{1,2}}[\p{{L}}\p{{N}}_.-]{{1,99}}{_DOT}"
_EMAIL = rf"{_LOCAL}(?:{_SIGN}{_DOMAIN}|{_IN_WORDS})\p{{L}}{{2,24}}(?![\p{{L}}\p{{N}}])"
_SPAM = r"\{\{\s?(?:no ?spam|spamless|e-?mail|courriel|correo)\s?\|[^{}|]{1,64}\|[^{}|]{1,100}\}\}"

_NUMBER_LINK = (
    r"(?:wa\.me/|api\.whatsapp\.com/send/?\?(?:\w+=\w*&)*phone=|(?:whatsapp|viber)://\w+/?\?(?:phone|number)="
    r"|tel:)(?:\+|%2B)?\d[\d.()-]{5}"
)
_CHAT_HOSTS = (
    r"(?:t\.me|telegram\.(?:me|dog)|wa\.me|m\.me|signal\.(?:me|group)|chat\.whatsapp\.com|line\.me|discord\.gg"
    r"|discord(?:app)?\.com/(?:users|invite)|snapchat\.com/add|join\.skype\.com|matrix\.to/#|viber\.me"
    r"|u\.wechat\.com|threema\.id)/|api\.whatsapp\.com/send/?\?|(?:tg|whatsapp|viber|sgnl|weixin)://"
)
_CHAT_LINK = rf"(?:^|[^\w.-])(?:(?:{_CHAT_HOSTS}){_REST}*[\w/=+-]|skype:{_REST}{{3}})"
_MESSENGERS = r"(?:tele?gram|signal|whats ?app|skype|discord|wechat|viber|ت[يل]{1,3}[جغ]رام|واتس ?آب|واتساب)"
_CHAT_NAME = (
    rf"{_BEGIN}{_MESSENGERS} ?(?:id|user|handle|me|usuario|compte|conta)? ?[:=]? {{0,2}}"
    r"@[\p{L}\p{N}_.]{3}"
)

_YEAR = r"(?:19[2-9]\d|200\d|201[0-6])(?!\d)"
_DAY = r"(?:^|[^\d])\d{1,2}(?:st|nd|rd|th|er|[oa°])?"
_MONTH = r"\p{L}{3,12}\.?"
_DATE = (
    rf"(?:{_DAY}(?:[ ./-]{{1,2}}| (?:de|of) )(?:{_MONTH}|\d{{1,2}})(?:[ ./,،-]{{1,2}}| del? ){_YEAR}"
    rf"|{_MONTH} ?{_DAY},? {_YEAR}|{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}(?!\d))"
)
_GAP = rf"(?!{_LETTER})[^\d\n]{{0,25}}?"
_BIRTH_OF = (
    r"(?:(?:date|year) of birth|birth[ -]?date|dob|d\.o\.b\.?|i was born|my birthday"
    r"|(?:fecha|año) de nacimiento|nací|mi cumpleaños|(?:date|année) de naissance|je suis née?"
    r"|mon anniversaire|(?:data|ano) de nascimento|nasci|meu aniversário"
    r"|(?:تاريخ|سنة) (?:ال)?ميلادي?|عيد ميلادي|مواليد)"
)
_BORN = (
    r"(?:born|birth[ -]?days?|anniversaire|né(?:e|\(e\))?|nacid[oa]s?|nascid[oa]s?|geboren|cumpleaños"
    r"|aniversário|ولدت?|وُلدت?|مولودة?|عيد الميلاد)"
)
_BIRTH = (
    rf"{_BEGIN}(?:{_BIRTH_OF}{_GAP}(?:{_DATE}|{_DAY} (?:de |of )?{_MONTH}|{_MONTH} {_DAY}|{_YEAR})"
    rf"|{_BORN}{_GAP}{_DATE})"
)

_MORE = r"[ .()/-]{0,3}\d"
_TELEPHONE = (
    rf"(?:t[eé]l|t[eé]l[eé](?:f|ph){_LETTER}{{0,6}}|phones?|mobile?|m[oó]vil|cel|celular|cell|portable"
    r"|whats ?app|telem[oó]vel|fone|fax|gsm|sms|(?:call|text) me|(?:ال)?هاتف\p{L}{0,3}|تلفون"
    r"|(?:ال)?جوال\p{L}{0,3}|موبايل|محمول|واتس ?آب|واتساب|واتس)"
)
_LABELLED = (
    rf"{_BEGIN}{_TELEPHONE}(?!{_LETTER}){_NO_LETTER}{{0,4}}?(?:(?:number|no|nr|número|numéro|is|es|est|é|me|at"
    rf"|al|au|رقم|هو){_NO_LETTER}{{1,3}}?){{0,2}}\(?\+? ?\(?\d(?:{_MORE}){{5,14}}{_NO_MORE}"
)
_INTERNATIONAL = rf"(?:\+ ?\(?[1-9]|\(\+[1-9]|00[1-9])(?:{_MORE}){{6,14}}{_NO_MORE}"
_WITH_ZERO = (
    rf"(?:0[1-9]\d{{0,6}}(?:[ .-]{{1,2}}\d{{2,8}}){{1,4}}|0[1-9]\d{{7,9}}|\(0?\d{{2,4}}\)(?:{_MORE}){{5,9}})"
    rf"(?![ .-]\d){_NO_MORE}"
)
_IN_GROUPS = (
    r"(?:(?:1[ .-])?[2-9]\d\d([ .-])\d{3}\1\d{4}|[5-9]\d\d([ -])\d{3}\2\d{3}|[5-9]\d([ .-])\d{3}\3\d\d\3\d\d"
    rf"|[5-9]\d\d([ .-])\d\d\4\d\d\4\d\d|[1-9]\d 9?\d{{4}}-\d{{4}})(?![ .-]\d){_NO_MORE}"
)
_REFERENCE = "oldid|diff|curid|revid|rev|page ?id|is[bs]n|doi|oclc|pmid|orcid|viaf|gnd|task|phab|id"
_UNITS = r"bytes?|octets?|[KM]B|km|€|\$|USD|EUR|words|edits|articles|views|بايت"
_USERS = r"(?:user|usuari|usuári|utilis|utiliz|مستخدم)[^:]{0,20}:[ _]?"
_NO_PHONE = (
    r"[\p{L}\p{N}_@#~.+]⟨|\d[,:/=-]⟨"
    rf"|{_BEGIN}(?:{_REFERENCE}){_NO_LETTER}{{0,3}}⟨|{_USERS}⟨|⟩ ?(?:{_UNITS})(?!\w)"
    r"|(?:19|20)\d\d[^\d⟩]+(?:19|20)\d\d⟩|⟨[^+\d⟩]*(?:\d[^+\d⟩]*){1,8}⟩"
)
_NEVER = "⟨⟩"


def _escape(name: str) -> str:
    """Write a name as part of a pattern; JavaScript allows no needless backslashes."""
    return re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", name)


NAMING = sorted(USER_TEMPLATES | PING_TEMPLATES)
"""Names of templates whose first parameter is a user, in small letters."""

_OTHER_NUMBERS = (
    rf"(?:https?:)?//{_REST}+|\[\[[^[\]|\n]+"
    rf"|\{{\{{ ?(?:{'|'.join(map(_escape, NAMING))}) ?\|[^{{}}|\n]+"
    r"|~\d{4}-[\d-]+|\b(?:\d{4}-){3}\d{3}[\dX]|(?:^|[^\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
    r"|\b(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)|\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)"
    r"|\b\d{1,2}[:h]\d\d(?!\d)|[-+]?\b\d{1,3}\.\d{4,}°? ?[NSEW]?,? {1,2}[-+]?\d{1,3}\.\d{4,}"
)

PRIVATE: dict[str, object] = {
    "alike": [
        ["", r"<!--[^@<>\d]*?-->|<\/?(?:nowiki|wbr|bdi|b|i|span)(?:\s[^<>@]*)?>|'{2,5}"],
        ["-", "[‐-―−]"],
        [".", "[。․]"],
        [" ", "[\t\u00a0]"],
    ],
    "other": _OTHER_NUMBERS,
    "rules": [
        {"kind": "email", "find": _EMAIL},
        {"kind": "email", "find": _SPAM},
        {"kind": "phone", "find": _NUMBER_LINK},
        {"kind": "chat", "find": _CHAT_LINK},
        {"kind": "chat", "find": _CHAT_NAME},
        {"kind": "birth", "find": _BIRTH},
        {"kind": "phone", "find": _LABELLED, "unless": _NEVER},
        {"kind": "phone", "find": _INTERNATIONAL, "unless": _NO_PHONE},
        {"kind": "phone", "find": _WITH_ZERO, "unless": _NO_PHONE},
        {"kind": "phone", "find": _IN_GROUPS, "unless": rf"\d[ .]⟨|{_NO_PHONE}"},
    ],
}
"""How private data look: what is put for signs that are alike, or gone; which numbers are others, and
rules. Those with `unless` look where other numbers are left out; `⟨` and `⟩` stand around what they found."""

TAGS = sorted(WIKIMEDIA_TAGS - {"translate", "tvar"})
"""Extension tags whose content is no wikitext of the page."""


def _any(names: Iterable[str]) -> str:
    """Write names as alternatives, the longest first."""
    return "|".join(_escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


USERS = f"(?:{_any(USER_NAMES)}) ?:|(?:{_any(SPECIAL_NAMES)}):(?:{_any(USER_SPECIAL_PAGES)})/"
"""What stands before a user's name in a title: namespaces in all languages, special pages."""

PATTERNS: dict[str, object] = {
    "tags": TAGS,
    "naming": NAMING,
    "users": USERS,
    "special": _any(SPECIAL_NAMES),
    "prefixes": _any(PREFIXES),
    "templates": _any(TEMPLATE_NAMES),
    "numbered": f"^{NUMBERED}$",
    "private": PRIVATE,
}
"""As it stands in the gadget's data."""
