"""Pure: the pages of `bot/onwiki/`, and how their places are filled."""

from __future__ import annotations

from importlib.resources import files
from string import Template


def fill(name: str, **values: str) -> str:
    """Give a page of `bot/onwiki/` with values in its places.

    Args:
        name: of the file, without its ending.
        values: by the names of their places.
    """
    text = files("bot").joinpath("onwiki", f"{name}.wikitext").read_text(encoding="utf-8")
    return Template(text).substitute(values).strip()
