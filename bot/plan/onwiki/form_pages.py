"""Pure: the box at the top of the sign-up page, and what stands above edit forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.plan.onwiki.skeletons import fill
from bot.plan.onwiki.titles import Titles
from bot.program.languages import autonym
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap

_BUTTONS = '<div style="display: flex; flex-wrap: wrap; gap: 0.5em; margin: 0.3em 0">'


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPages:
    """Writes the box and what belongs to it.

    Args:
        languages: that are offered.
        sign_up: by language, the heading with which a sign-up begins.
        leave: by language, the heading with which somebody leaves.
    """

    words: Catalogue
    titles: Titles
    languages: Sequence[str]
    sign_up: Mapping[str, str]
    leave: Mapping[str, str]

    def box(self) -> str:
        """Write the box: for each language two buttons, and what becomes public; the gadget replaces it."""
        blocks = (wrap("\n".join(self._block(code)), code, within=None) for code in self.languages)
        return fill("form", languages="\n".join(blocks))

    def intro(self, language: str) -> str:
        """Write what stands above the form without JavaScript."""
        keys = ("form-intro", "form-public", "form-account")
        lines = (f"* {self.words.say(language, key)}" for key in keys)
        return wrap("\n".join(lines), language, within=None)

    def notice(self, language: str) -> str:
        """Write what stands above the edit form of the sign-up page."""
        said = (self.words.say(language, key) for key in ("form-notice", "form-public"))
        return wrap(" ".join([*said, self._by_hand(language)]), language, within=None)

    def _block(self, language: str) -> Iterator[str]:
        say, name = self.words.say, quote(autonym(language))
        if not self.titles.requests:
            yield f"'''{name}:''' {say(language, 'form-public')} {self._by_hand(language)}"
            return
        yield f"'''{name}:''' {say(language, 'form-about')}"
        yield _BUTTONS
        yield self._button(
            say(language, "form-sign-up"),
            self.sign_up[language],
            self.titles.preload(language),
            editintro=self.titles.intro(language),
        )
        yield self._button(say(language, "form-leave"), self.leave[language], self.titles.leave(language))
        yield "</div>"
        yield f"<small>{say(language, 'form-public')} {self._by_hand(language)}</small>"

    def _by_hand(self, language: str) -> str:
        return self.words.say(language, "form-by-hand", f":{self.titles.row}")

    def _button(self, label: str, heading: str, preload: str, **more: str) -> str:
        """Give a button that opens the form for a new section, its heading filled in already."""
        options = {
            "type": "commenttitle",
            "page": self.titles.requests,
            "preload": preload,
            **more,
            "default": heading,
            "hidden": "yes",
            "break": "no",
            "buttonlabel": label,
        }
        lines = (f"{name}={value}" for name, value in options.items())
        return "\n".join(["<div>", "<inputbox>", *lines, "</inputbox>", "</div>"])
