"""Pure: which wiki an interwiki prefix, a chain of them or a host name means."""

import re
from collections.abc import Iterator, Sequence

from bot.wikitext.namespaces import LANGUAGES

_SISTERS = {
    "b": "wikibooks",
    "n": "wikinews",
    "q": "wikiquote",
    "s": "wikisource",
    "v": "wikiversity",
    "voy": "wikivoyage",
    "wikt": "wiktionary",
}
_SHORT = {long: short for short, long in _SISTERS.items()} | {
    "meta": "m",
    "metawikimedia": "m",
    "metawiki": "m",
    "metawikipedia": "m",
    "commons": "c",
    "wikimediacommons": "c",
    "wikidata": "d",
    "mediawikiwiki": "mw",
    "wikipedia": "w",
    "wikispecies": "species",
    "wikifunctions": "f",
    "incubator": "wmincubator",
    "testwikipedia": "test",
    "betawiki": "translatewiki",
    "wikimediafoundation": "foundation",
    "wmf": "foundation",
}
_OTHERS = {"test", "test2", "testcommons", "testwikidata", "outreach", "wikimania", "wikitech", "strategy"}

PREFIXES = LANGUAGES | set(_SISTERS) | set(_SHORT) | set(_SHORT.values()) | _OTHERS
"""Small letters: the languages and projects of the Wikimedia interwiki map whose pages can be users'."""

_LOOPBACK = re.compile(r"(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?", re.ASCII)
_PROJECT_HOST = re.compile(r"(?:www\.)?([a-z-]+)\.(?:m\.)?([a-z]+)\.org")
_HOSTS = {"mediawiki": "mw", "wikidata": "d", "wikifunctions": "f"}
_OWN_HOSTS = {
    "meta": "meta",
    "commons": "commons",
    "species": "species",
    "incubator": "incubator",
    "outreach": "outreach",
    "wikimania": "wikimania",
    "wikitech": "wikitech",
    "foundation": "foundation",
    "strategy": "strategy",
}


def wiki_of(chain: Sequence[str]) -> str | None:
    """Give the one prefix that a chain of known prefixes comes to; an empty chain is no wiki.

    The last prefix counts, and a Wikipedia's language stands alone: `w:es` is `es`. A sister project keeps
    its language: `wikt:es` and `es:wikt` are both `wikt:es`, never the Wikipedia `es`.
    """
    if not chain:
        return None
    *before, last = chain
    if before and last in LANGUAGES and _SHORT.get(before[-1], before[-1]) in _SISTERS:
        return f"{before[-1]}:{last}"
    if before and before[-1] in LANGUAGES and _SHORT.get(last, last) in _SISTERS:
        return f"{last}:{before[-1]}"
    return last


def fold_wiki(wiki: str | None) -> str | None:
    """Give the same text for all prefixes of one wiki: `m`, `meta` and `metawikimedia` are one."""
    return wiki and ":".join(_SHORT.get(part, part) for part in wiki.split(":"))


def wiki_of_host(host: str) -> str | None:
    """Give the prefix of a wiki of Wikimedia; a loopback host, which has none, as it is; None: any other."""
    host = host.lower()
    if _LOOPBACK.fullmatch(host):
        return host
    return next(_prefixes_of_host(host), None)


def _prefixes_of_host(host: str) -> Iterator[str]:
    found = _PROJECT_HOST.fullmatch(host if host.count(".") > 1 else f"www.{host}")
    if not found:
        return
    name, project = found[1], found[2]
    if project == "wikimedia" and name in _OWN_HOSTS:
        yield _OWN_HOSTS[name]
    elif project in _HOSTS and name in {"www", "m"}:
        yield _HOSTS[project]
    elif project == "wikipedia" and name in LANGUAGES | {"test", "test2"}:
        yield name
    elif project in _SISTERS.values() and name in LANGUAGES:
        yield f"{_SHORT[project]}:{name}"
