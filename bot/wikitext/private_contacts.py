"""Pure: e-mail addresses, also veiled ones, and links to personal chats, in a text as readers see it."""

import re
from collections.abc import Iterator

_AT_WORDS = r"(?:at|a|arroba|arobase|arobas|آت|ات|@)"
_DOT_WORDS = r"(?:dot|punto|point|ponto|نقطة|\.)"
_AT = re.compile(
    rf"(?P<sign>@|%40|\{{\{{ ?(?:@|at|arroba|arobase) ?\}}\}})|[\[({{<]\s?{_AT_WORDS}\s?[\])}}>]"
    r"|(?P<word>(?<=\s)(?:at|arroba|arobase|آت)(?=\s))",
    re.IGNORECASE,
)
_MAY_HOLD_ADDRESS = re.compile(r"[@%{(\[<]|\s(?:dot|punto|point|ponto|نقطة)\s", re.IGNORECASE)
_VEILED_DOT = (
    rf"\s?[\[({{<]\s?{_DOT_WORDS}\s?[\])}}>]\s?|\s(?:dot|punto|point|ponto|نقطة)\s|\{{\{{ ?(?:dot|\.) ?\}}\}}"
)
_DOMAIN = re.compile(
    rf"\s{{0,2}}[\w-]{{1,63}}(?:(?:\.|{_VEILED_DOT})[\w-]{{1,63}}){{0,6}}(?:\.|(?P<veiled>{_VEILED_DOT}))[^\W\d_]{{2,24}}(?![^\W_])",
    re.IGNORECASE,
)
_DOT_BEFORE = re.compile(rf"(?:{_VEILED_DOT})\Z", re.IGNORECASE)
_LOCAL_SIGNS = frozenset(".+%'-_")
_LONGEST_LOCAL = 64
_MAILTO = "mailto:"
_SPAM_TEMPLATE = re.compile(
    r"\{\{\s?(?:no ?spam|spamless|e-?mail|courriel|correo)\s?\|"
    r"\s?[^{}|\s]{1,64}\s?\|\s?[^{}|\s]{1,100}\s?\}\}",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"""(?<![\w.-])(?:https?://)?(?:www\.)?(?:
        (?:t\.me|telegram\.(?:me|dog)|wa\.me|m\.me|signal\.me|signal\.group|chat\.whatsapp\.com|line\.me
        |discord\.gg|discord(?:app)?\.com/(?:users|invite)|snapchat\.com/add|join\.skype\.com|matrix\.to/\#
        |viber\.me|u\.wechat\.com|threema\.id)/[^\s\[\]{}|<>"(),;،]{0,199}[\w/=+\-]
        | api\.whatsapp\.com/send/?\?[^\s\[\]{}|<>"(),;،]{0,199}[\w/=+\-]
        | (?:tg|whatsapp|viber|sgnl|weixin)://[^\s\[\]{}|<>"(),;،]{0,199}[\w/=+\-]
        | skype:[^\s\[\]{}|<>"?]{3,40}(?:\?\w{2,10})?
    )
    | (?<!\w)(?:telegram|tele?gram|signal|whats\s?app|skype|discord|wechat|viber
      |تيليجرام|تيليغرام|تلغرام|تليجرام|تلجرام|واتس\s?آب|واتساب)
      (?:\s?(?:id|user|handle|me|usuario|compte|conta))?\s?[:=]?\s{0,2}@[\w.]{3,40}""",
    re.IGNORECASE | re.VERBOSE,
)


_CHAT_STEMS = (
    *(
        ".me/",
        "elegram",
        "whats",
        "signal",
        "skype",
        "discord",
        "chat",
        "snapchat",
        "matrix.to",
        "viber",
        "threema",
    ),
    *("tg://", "sgnl://", "weixin://", "تيليج", "تيليغ", "تلغ", "تليج", "تلج", "واتس"),
)


def email_spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where e-mail addresses stand, `mailto:` with them.

    A bare word "at" makes one only with a veiled dot: `ana at example dot org`, not `look at example.org`.
    """
    at = 0
    for found in _AT.finditer(text) if _MAY_HOLD_ADDRESS.search(text) else ():
        if found.start() < at:
            continue
        domain = _DOMAIN.match(text, found.end())
        if not domain or (found["word"] and not domain["veiled"]):
            continue
        start = _local_start(text, found.start(), at)
        if start < 0:
            continue
        if text[max(0, start - len(_MAILTO)) : start].lower() == _MAILTO:
            start -= len(_MAILTO)
        at = domain.end()
        yield start, at
    yield from (found.span() for found in _SPAM_TEMPLATE.finditer(text))


def _local_start(text: str, end: int, low: int) -> int:
    """Give where the name before the "@" at `end` begins; -1 if there is none."""
    start = end
    for _ in range(4):
        at = start
        while at > low and end - at < 3 and text[at - 1] in " \n" and start == end:
            at -= 1
        word_end = at
        floor = max(low, at - _LONGEST_LOCAL)
        while at > floor and (text[at - 1].isalnum() or text[at - 1] in _LOCAL_SIGNS):
            at -= 1
        while at < word_end and text[at] in _LOCAL_SIGNS:
            at += 1
        if at == word_end:
            return start if start < end else -1
        if text[at - 1 : at] == "@" and at > low:
            return -1  # an account of the fediverse: @name@server
        start = at
        dot = _DOT_BEFORE.search(text, max(low, start - 12), start)
        if not dot or dot.start() == max(low, start - 12):
            break
        start = dot.start()
    return start


def chat_spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where links to messengers stand, and names of accounts there."""
    small = text.lower()
    if any(stem in small for stem in _CHAT_STEMS):
        yield from (found.span() for found in _CHAT.finditer(text) if not _NUMBER_LINK.match(found[0]))


_NUMBER_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:wa\.me/|api\.whatsapp\.com/send/?\?(?:\w+=\w*&)*phone=|(?:whatsapp|viber)://\w+/?\?(?:phone|number)=)"
    r"(?:\+|%2B)?\d{6}",
    re.IGNORECASE,
)
