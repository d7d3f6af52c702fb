"""Shell: what a wiki makes of template calls, many in one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.wiki.wiki import Wiki

MOST_LETTERS = 200_000
"""Letters of calls sent in one request."""

_BETWEEN = "\n@@@ letsconnect between @@@\n"
"""Stands alone on a line between two calls; no template makes it."""


def expand_calls(wiki: Wiki, calls: Sequence[str], *, title: str) -> dict[str, str]:
    """Give what each call expands to on the page `title`.

    Calls are sent as they stand on the page, which is public; nothing is saved.
    """
    expansions: dict[str, str] = {}
    for some in _portions(list(dict.fromkeys(calls))):
        asked = {"action": "expandtemplates", "title": title, "prop": "wikitext", "text": _BETWEEN.join(some)}
        answer = wiki.ask(asked)
        made = answer["expandtemplates"]["wikitext"].split(_BETWEEN)
        if len(made) == len(some):
            expansions |= dict(zip(some, made, strict=True))
    return expansions


def _portions(calls: Sequence[str]) -> Iterator[Sequence[str]]:
    portion: list[str] = []
    letters = 0
    for call in calls:
        if portion and letters + len(call) > MOST_LETTERS:
            yield portion
            portion, letters = [], 0
        portion.append(call)
        letters += len(call)
    if portion:
        yield portion
