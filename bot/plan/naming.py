"""Pure: how people, languages and skills are shown on pages the bot keeps: linked, quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.program.languages import autonym
from bot.program.skills import Vocabulary
from bot.wikitext.quoting import link_or_text, quote
from bot.words.direction import direction

BETWEEN = " · "
"""Between short texts in several scripts; a language's own "and" would join the word after it in Arabic."""

CELL = '| style="vertical-align:top;overflow-wrap:anywhere" |'

APART = " — "
"""Between what is said of somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserLinks:
    """Links to people's user pages, as written on the home wiki."""

    prefixes: Mapping[str, str]  # interwiki prefix by wiki, with its colon; empty on the home wiki
    home: str

    def link(self, username: str, wiki: str) -> str:
        """Give the link, to the home wiki where theirs is not known; a name no page can have stands alone."""
        prefix = self.prefixes.get(wiki or self.home, "")
        return f"<bdi>{link_or_text(f'User:{username}', username, interwiki=prefix.strip(':') or None)}</bdi>"


def own_names(codes: Iterable[str], language: str) -> str:
    """Give languages by their names in themselves: `español · العربية`."""
    return BETWEEN.join(own_name(code, language) for code in codes)


def own_name(code: str, language: str) -> str:
    """Give one language by its name in itself, set apart where that runs the other way than the text."""
    name = quote(autonym(code))
    return name if direction(code) == direction(language) else f"<bdi>{name}</bdi>"


def skill_names(texts: Iterable[str], vocabulary: Vocabulary, language: str) -> dict[str, str]:
    """Give for the key of each skill its name: the vocabulary's, or as most people write it."""
    spellings: dict[str, Counter[str]] = {}
    for text in texts:
        spellings.setdefault(vocabulary.key_of(text), Counter())[text] += 1
    return {
        key: vocabulary.name_of(min((-count, text) for text, count in found.items())[1], language)
        for key, found in spellings.items()
    }


def in_cell(lines: Iterable[str], *, most: int) -> Iterator[str]:
    """Give the wikitext of a table's cell that lists something, folded up where it is long.

    Names of one long word may break anywhere, so that the table fits a narrow screen.
    """
    listed = [f"* {line}" for line in lines]
    if len(listed) <= most:
        yield CELL
        yield from listed
    else:
        yield f'{CELL} <div class="mw-collapsible mw-collapsed">'
        yield from listed
        yield "</div>"


def names_in_cell(names: Iterable[str], *, most: int) -> Iterator[str]:
    """Give the same of names alone, one after the other; no line begins with the sign between them."""
    listed = list(names)
    text = f"\u00a0{BETWEEN.lstrip()}".join(listed)
    yield (
        f'{CELL} <div class="mw-collapsible mw-collapsed">{text}</div>'
        if len(listed) > most
        else f"{CELL} {text}"
    )
