"""Shell: what the home wiki calls other wikis and files, for putting its pages on them."""

from __future__ import annotations

from bot.program.home_links import HomeLinks
from bot.wiki.wiki import Wiki

FILE = "6"
"""The number of the namespace of files on every wiki."""


def home_links(wiki: Wiki) -> HomeLinks:
    """Ask a wiki for all prefixes of others; the names of files come with its greeting.

    Raises:
        WikiError: the wiki can't be asked.
    """
    answer = wiki.query({"meta": "siteinfo", "siprop": "interwikimap"})
    prefixes = {each["prefix"] for each in answer.get("interwikimap", ())}
    greeting = wiki.greeting
    own = greeting.get("namespaces", {}).get(FILE, {})
    names = {own.get("name", ""), own.get("canonical", ""), "File", "Image", "Media"}
    names |= {each["alias"] for each in greeting.get("namespacealiases", ()) if str(each.get("id")) == FILE}
    return HomeLinks(interwikis=frozenset(prefixes), file_names=frozenset(names - {""}))
