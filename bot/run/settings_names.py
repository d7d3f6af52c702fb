"""Shell: which wiki of the settings a person means; pure in itself, and no host is ever guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from bot.run.settings_values import fold

LONGEST_NAME = 300
"""Characters beyond which no one names a wiki."""


_LANGUAGE_PROJECTS = frozenset(
    (
        "wikipedia",
        "wiktionary",
        "wikibooks",
        "wikinews",
        "wikiquote",
        "wikisource",
        "wikiversity",
        "wikivoyage",
    )
)
# Only of these is the host known from the family and the code; any other is called by its `names`.
_SINGLE_PROJECTS = frozenset({"meta", "commons", "incubator", "species", "outreach"})


class NamedWiki(Protocol):
    """What a wiki's names are made of."""

    @property
    def family(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def prefixes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def names(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def loopback(self) -> bool: ...  # noqa: D102


def given_names(wiki: NamedWiki) -> tuple[str, ...]:
    """Give the folded names that the settings say; without prefixes the site's code is one."""
    return tuple(dict.fromkeys(fold(name) for name in (*(wiki.prefixes or (wiki.code,)), *wiki.names)))


def index_names(wikis: Mapping[str, NamedWiki]) -> Mapping[str, str]:
    """Map every folded spelling to the key of its wiki.

    What the settings say comes first; a spelling made from family and code counts only if it fits one wiki.
    """
    made: dict[str, set[str]] = {}
    for key, wiki in wikis.items():
        for name in _made_names(wiki):
            made.setdefault(fold(name), set()).add(key)
    index = {name: keys.pop() for name, keys in made.items() if len(keys) == 1}
    for key, wiki in wikis.items():
        index.update(dict.fromkeys(given_names(wiki), key))
    return index


def look_up(written: str, index: Mapping[str, str], wikis: Mapping[str, NamedWiki]) -> str | None:
    """Give the key of the wiki that is meant, or none."""
    if len(written) > LONGEST_NAME:
        return None
    name = fold(written).strip(": ")
    if name in index:
        return index[name]
    if "/" in name:
        host = _host_of(name)
        return index.get(host) if host and "." in host else None
    return _follow_chain(name, index, wikis)


def _host_of(address: str) -> str | None:
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        if parts.scheme not in {"", "http", "https"} or parts.username is not None or parts.hostname is None:
            return None
        return parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    except ValueError:
        return None


def _follow_chain(chain: str, index: Mapping[str, str], wikis: Mapping[str, NamedWiki]) -> str | None:
    key: str | None = None
    for prefix in (part.strip() for part in chain.split(":")):
        if "." in prefix or prefix not in index:
            return None
        step = index[prefix]
        # On another project "es:" is its own Spanish edition, which may not be the one known here.
        if key is not None and not _leads_to(wikis[key], wikis[step], prefix):
            return None
        key = step
    return key


def _leads_to(here: NamedWiki, there: NamedWiki, prefix: str) -> bool:
    if here.family in {there.family, here.code}:  # Meta or Commons: as from the home wiki
        return True
    return there.family == there.code or prefix != fold(there.code)


def _made_names(wiki: NamedWiki) -> Iterator[str]:
    code = wiki.code.replace("_", "-")
    single = wiki.family == wiki.code and wiki.family in _SINGLE_PROJECTS
    if single or wiki.loopback or wiki.family == "wikipedia":
        yield from (code, wiki.code.replace("-", "_") + "wiki")
    elif wiki.family in _LANGUAGE_PROJECTS:
        yield wiki.code.replace("-", "_") + wiki.family
    if single or wiki.family in _LANGUAGE_PROJECTS:
        domain = "wikimedia" if single else wiki.family
        yield from (f"{code}.{domain}", f"{code}.{domain}.org", f"{code}.m.{domain}.org")
