"""Pure: each language's message as its wikis show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.plan.preview.model import Announced, Rendering
from bot.plan.preview.safe_html import made_safe

MOST_IN_ALL = 1_500_000
"""Characters of all messages' HTML; what comes after is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message in one language on one wiki."""

    anchor: str
    rendering: Rendering
    host: str
    people: int
    html: Markup  # harmless; empty: too long


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A language's messages, those for most people first."""

    language: str
    people: int
    shown: Sequence[Message]
    elsewhere: Sequence[str]  # wikis on which it is not shown


def messages_in(announced: Announced, *, picture: Callable[[str], str]) -> Mapping[str, Spoken]:
    """Give the messages by language, the one for most people first.

    Args:
        announced: the plan.
        picture: says in words that there is a picture.
    """
    numbers = announced.numbers
    people = {code: sum(n for (_, c), n in numbers.items() if c == code) for _, code in numbers}
    rendered = {(each.wiki, each.language): each for each in announced.renderings}
    left = MOST_IN_ALL
    found: dict[str, Spoken] = {}
    for code in sorted(people, key=lambda code: (-people[code], code)):
        wikis = sorted(
            (wiki for wiki, c in numbers if c == code), key=lambda wiki: (-numbers[wiki, code], wiki)
        )
        shown: list[Message] = []
        for wiki in wikis:
            if rendering := rendered.get((wiki, code)):
                html = _html(rendering, picture, left)
                left -= len(html)
                shown.append(
                    Message(
                        anchor=f"message-{len(found)}-{len(shown)}",
                        rendering=rendering,
                        host=urlsplit(rendering.address).netloc,
                        people=numbers[wiki, code],
                        html=html,
                    )
                )
        found[code] = Spoken(
            language=code,
            people=people[code],
            shown=shown,
            elsewhere=[wiki for wiki in wikis if (wiki, code) not in rendered],
        )
    return found


def _html(rendering: Rendering, picture: Callable[[str], str], left: int) -> Markup:
    safe = made_safe(rendering.html, address=rendering.address, picture=picture)
    return Markup(safe if len(safe) <= left else "")  # noqa: S704 - made safe
