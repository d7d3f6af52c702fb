"""Pure: templates that name people: `{{u|Ana}}`, `{{ping|Ana|Rui}}`."""

import re
from collections.abc import Iterator

from bot.wikitext.namespaces import TEMPLATE_NAMES, USER_NAMES, fold_name
from bot.wikitext.titles import decode
from bot.wikitext.user_titles import Person, TitleReader

USER_TEMPLATES = frozenset(
    name.strip()
    for name in """
    u|u2|ut|ul|ulc|ulx|user|user0|user1|user2|user3|user4|user5|user6|user7|user link|userlink|userlinks
    user links|user-multi|usertalk|user talk|user-c|user toolbox|usercheck|usercheck-short|user page|userpage
    noping|no ping|noping2|user no ping|target user|unsigned|unsigned ip|unsignedip
    usuario|usuaria|usuario discusión|usuaria discusión|usuari|usuària|enlace usuario|no firmado|sin firmar
    utilisateur|utilisatrice|discussion utilisateur|non signé|non signée|lien utilisateur|u'|u-
    usuário|usuária|usuário(a)|utilizador|utilizadora|não assinou
    benutzer|benutzerin|benutzer link|unsigniert|utente|gebruiker|użytkownik|участник|користувач
    مستخدم|مستخدمة|وصلة مستخدم|بدون إشارة|غير موقع|利用者|用户|使用者
    """.replace("\n", "|").split("|")
    if name.strip()
)
"""Names of templates whose first parameter is a user; in `find_users` they are compared folded."""

PING_TEMPLATES = frozenset(
    name.strip()
    for name in """
    ping|pinging|ping user|pinguser|pinga|pingo|reply to|replyto|reply|reply2|re|rto|yo|@|to|mention|mentions
    hey|user mention|notify|respuesta|responder a|mención|menciones|notif|notification|notifier
    mention utilisateur|répondre|réponse à|pour|responder|resposta|menção|notificar|antwort|antworten|ответ
    إشارة|أشر|نبه|رد على|رد|منشن|بينغ
    """.replace("\n", "|").split("|")
    if name.strip()
)
"""Names of templates whose every numbered parameter is a user."""

_BRACES = re.compile(r"\{{2,}|\}{2,}")
_NAME = re.compile(r"[^{}|\[\]<>]{1,80}(?=[|}])")
_SUBST = re.compile(r"(?:safe)?subst:", re.IGNORECASE)
_OWN_LEVEL = re.compile(r"\{\{|\[\[[^\[\]{}]*\]\]|\|")
_NESTED = re.compile(r"\{\{|\[\[")
_LINK = re.compile(r"\[\[([^\[\]{}|<>\n]*)(?:\|[^\[\]{}]*)?\]\]")
_BEFORE_NAME = TEMPLATE_NAMES | {"msg", ""}
_LONGEST = 2000  # characters of a parameter that can be a name
_NAMED = {"1", "username", "user name"}


def brace_pairs(text: str) -> dict[int, int]:
    """Give, for each template's opening braces, where its closing ones end; parameters are left out."""
    pairs: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    for found in _BRACES.finditer(text):
        at, end = found.span()
        if found[0][0] == "{":
            opened.append((at, end - at))
            continue
        while opened and end - at >= 2:
            start, count = opened.pop()
            taken = min(count, end - at, 3)
            at += taken
            if taken == 2:
                pairs[start + count - 2] = at
            if count - taken >= 2:
                opened.append((start, count - taken))
    return pairs


class TemplateReader:
    """Reads the templates of one page."""

    def __init__(self, text: str, titles: TitleReader, one: frozenset[str], many: frozenset[str]) -> None:
        """Take the page, masked, and the folded names of templates that name one person or many."""
        self.text = text
        self.titles = titles
        self.one = one
        self.many = many
        self._pairs: dict[int, int] | None = None

    def read(self, start: int) -> tuple[list[Person], int]:
        """Give the people whom the template at `start` names and where it ends; nobody if it isn't one."""
        named = _NAME.match(self.text, start + 2)
        if not named:
            return [], start + 2
        name = _template_name(named[0])
        is_many = name in self.many
        if not is_many and name not in self.one:
            return [], start + 2
        if self._pairs is None:
            self._pairs = brace_pairs(self.text)
        end = self._pairs.get(start, -1)
        if end < 0:
            return [], start + 2
        values = self._values(named.end(), end - 2, is_many=is_many)
        people = [person for value in values if (person := self._person(value))]
        return people, end if people else start + 2

    def _values(self, at: int, end: int, *, is_many: bool) -> Iterator[str]:
        """Give the parameters that are users, as written; of a parameter given twice the last."""
        numbered: dict[str, str] = {}
        position = 0
        for part in self._parts(at, end):
            nested = _NESTED.search(part)
            key, equals, value = part.partition("=")
            if equals and (not nested or len(key) < nested.start()):
                key = fold_name(key)
                if is_many and not (key.isascii() and key.isdigit()):
                    continue
                if not is_many:
                    key = "1" if key in _NAMED or key in USER_NAMES else ""
            else:
                position += 1
                key, value = str(position), part
            numbered[key] = value
        if is_many:
            yield from numbered.values()
        elif "1" in numbered:
            yield numbered["1"]

    def _parts(self, at: int, end: int) -> Iterator[str]:
        """Split at the bars that stand in no other template and in no link."""
        pairs = self._pairs or {}
        start = at
        parts = 0
        while found := _OWN_LEVEL.search(self.text, at, end):
            at = found.end()
            if found[0] == "{{":
                at = max(at, min(pairs.get(found.start(), at), end))
            elif found[0] == "|":
                if parts:
                    yield self.text[start : min(found.start(), start + _LONGEST)]
                parts += 1
                start = at
        if parts:
            yield self.text[start : min(end, start + _LONGEST)]

    def _person(self, value: str) -> Person | None:
        """Read a parameter: a name, a title, or a link."""
        value = value.strip()
        if link := _LINK.fullmatch(value):
            value = link[1]
        if not value or len(value) >= _LONGEST:
            return None
        return self.titles.read(value) or self.titles.person(decode(value))


def _template_name(written: str) -> str:
    """Fold a template's name as written, without its namespace."""
    name = _SUBST.sub("", written.strip())
    namespace, colon, rest = name.partition(":")
    if colon and fold_name(namespace) in _BEFORE_NAME:
        name = rest
    return fold_name(name)
