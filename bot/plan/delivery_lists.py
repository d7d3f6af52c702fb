"""Pure: delivery lists as MassMessage reads them, one for each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.program.languages import name_in
from bot.wikitext.quoting import quote_title
from bot.wikitext.targets import NotATitleError, normalise_title
from bot.words.catalogue import Catalogue


class Listed(Protocol):
    """Someone with the wiki of their talk page: an `announce.Recipient`, a `matching.Person`."""

    @property
    def username(self) -> str:
        """The name, without namespace."""

    @property
    def wiki(self) -> str:
        """The wiki's key in the settings."""


def delivery_list_text(
    people: Iterable[Listed],
    *,
    hosts: Mapping[str, str],
    list_language: str,
    words: Catalogue,
    language: str,
) -> str:
    """Write the list as wikitext: a comment, then one `{{#target:}}` a line, sorted, each page once.

    Args:
        people: those who get what is sent to this list. A name no page can have is left out.
        hosts: host name by wiki, of every wiki on which there is somebody.
        list_language: MediaWiki code of those on the list.
        words: the catalogue.
        language: of the comment.
    """
    note = _note(words, language, list_language)
    lines = [f"{{{{#target:{quote_title(title)}|{hosts[wiki]}}}}}" for title, wiki in _targets(people)]
    return "\n".join([f"<!-- {note} -->", *lines])


def _targets(people: Iterable[Listed]) -> list[tuple[str, str]]:
    """Give talk pages with their wikis, sorted, each once."""
    found: set[tuple[str, str]] = set()
    for person in people:
        try:
            found.add((normalise_title(f"User talk:{person.username}"), person.wiki))
        except NotATitleError:
            continue
    return sorted(found)


def _note(words: Catalogue, language: str, list_language: str) -> str:
    return words.say(language, "delivery-note", name_in(list_language, language))
