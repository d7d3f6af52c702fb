"""Pure: the sign-up page itself: made where there is none, else given the box and nothing more."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.plan.onwiki.skeletons import fill
from bot.plan.onwiki.titles import Titles
from bot.program.columns import fold_heading
from bot.wikitext.transclusions import find_transclusions
from bot.words.catalogue import Catalogue

_CALLED = re.compile(r"\{\{\s*:?\s*([^{}|<>]+?)\s*(?=\||\}\})")
_LANGUAGES = re.compile(r"\s*<languages\s*/>[^\S\n]*(?:\n|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Writes the sign-up page.

    Args:
        language: of the home wiki.
        translatable: whether the wiki has the extension Translate.
        labels: by column and language, what a column is called.
        headings: by column, how it may be called so that the bot knows it.
    """

    words: Catalogue
    titles: Titles
    language: str
    translatable: bool
    labels: Mapping[str, Mapping[str, str]]
    headings: Mapping[str, Collection[str]]

    def write(self) -> str:
        """Write a page that does not exist yet: the box, a few words, an empty table."""
        intro = self.words.say(self.language, "form-frame")
        if self.translatable:
            intro = f"<translate>\n{intro}\n</translate>"
        text = fill(
            "sign-up",
            form=call_of(self.titles.form),
            intro=intro,
            headings="\n".join(f"! {self._heading(column)}" for column in self.headings),
        )
        return f"<languages/>\n{text}" if self.translatable else text

    def _heading(self, column: str) -> str:
        """Give a column's name in all languages in which the bot would know it again."""
        known = {fold_heading(each) for each in self.headings[column]}
        labels = self.labels.get(column, {}).values()
        names: Sequence[str] = [label for label in labels if fold_heading(label) in known]
        return " / ".join(dict.fromkeys(names)) or next(iter(self.headings[column]))


def call_of(title: str) -> str:
    """Give what shows a page on another, in whatever namespace it is."""
    return f"{{{{:{title}}}}}"


def calls(wikitext: str, title: str, *, page: str) -> bool:
    """Tell whether a page shows another one, by its title or as a subpage of its own (`{{/Form}}`)."""
    wanted = _normal(title)
    return any(
        _normal(f"{page}{match[1].rstrip('/')}" if match[1].startswith("/") else match[1]) == wanted
        for call in find_transclusions(wikitext)
        for match in _CALLED.finditer(call.wikitext)
    )


def put_form(wikitext: str, title: str, *, page: str) -> str:
    """Give a sign-up page with the box at its top, below the links to its languages, unless it is there."""
    if calls(wikitext, title, page=page):
        return wikitext
    languages = _LANGUAGES.match(wikitext)
    place = languages.end() if languages else 0
    before = wikitext[:place]
    if before and not before.endswith("\n"):
        before += "\n"
    return f"{before}{call_of(title)}\n{wikitext[place:]}"


def _normal(title: str) -> str:
    plain = " ".join(title.replace("_", " ").split())
    return plain[:1].upper() + plain[1:]
