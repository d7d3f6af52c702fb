"""Shell: the title of a page's talk page, by the wiki's own names of its namespaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TALK = 1
"""The number of the main namespace's talk."""


def talk_title(title: str, namespaces: Mapping[str, Any]) -> str:
    """Give the title of the talk page of a page that is no talk page.

    Args:
        title: of the page.
        namespaces: by number, as the wiki tells of them when we connect.
    """
    prefix, colon, name = title.partition(":")
    for number, each in namespaces.items():
        names = {each.get("name", "").casefold(), each.get("canonical", "").casefold()} - {""}
        if colon and prefix.casefold() in names:
            return f"{_name(int(number) | 1, namespaces)}:{name}"
    return f"{_name(TALK, namespaces)}:{title}"


def _name(number: int, namespaces: Mapping[str, Any]) -> str:
    return str(namespaces.get(str(number), {}).get("name", "Talk"))
