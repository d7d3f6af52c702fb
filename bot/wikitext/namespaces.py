"""Pure: by what names the wikis know users, their talk pages and their contributions."""

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib import resources

from bot.wikitext.titles import fold_blanks

Namespaces = Collection[str] | Mapping[str, int] | Mapping[int, str | Collection[str]]
"""Local names of User and User talk; or name -> number, or number -> names, where only 2 and 3 count."""

_NAMES: dict[str, list[str]] = json.loads(
    resources.files("bot.wikitext").joinpath("namespaces.json").read_text(encoding="utf-8")
)
_USER_NUMBERS = (2, 3)


def fold_name(name: str) -> str:
    """Give the name of a namespace, special page or template as it is compared."""
    return fold_blanks(name).casefold()


CANONICAL_NAMES = frozenset({"user", "user talk"})
"""Folded; every wiki knows them."""

USER_NAMES = frozenset(map(fold_name, _NAMES["user"] + _NAMES["wikimedia"])) | CANONICAL_NAMES
"""Folded names of User and User talk in every language of MediaWiki, gendered ones and aliases too."""

SPECIAL_NAMES = frozenset(map(fold_name, _NAMES["special"]))
"""Folded names of the Special namespace."""

TEMPLATE_NAMES = frozenset(map(fold_name, _NAMES["template"]))
"""Folded names of the Template namespace."""

LANGUAGES = frozenset(_NAMES["languages"])
"""Codes of MediaWiki's languages, by which interwiki links name a wiki."""

USER_SPECIAL_PAGES = frozenset(map(fold_name, _NAMES["contributions"])) | {
    "centralauth",
    "emailuser",
    "globalcontributions",
}
"""Folded names of special pages that have a user name after their slash."""


def user_names(namespaces: Namespaces) -> frozenset[str]:
    """Give the folded names of User and User talk; the English ones are always among them."""
    if namespaces is USER_NAMES:
        return USER_NAMES
    if isinstance(namespaces, str):
        return _folded((namespaces,))
    if not isinstance(namespaces, Mapping):
        return _folded(tuple(namespaces))
    names: list[str] = []
    for key, value in namespaces.items():
        if isinstance(key, str) and value in _USER_NUMBERS:
            names.append(key)
        elif key in _USER_NUMBERS and not isinstance(value, int):
            names.extend((value,) if isinstance(value, str) else value)
    return _folded(tuple(names))


@lru_cache(maxsize=32)
def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return CANONICAL_NAMES.union(filter(None, map(fold_name, names)))
