"""Pure: which language for whom, what stands in for a missing one, and what languages are called."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from bot.program.language_reading import read_language, read_languages
from bot.program.language_table import CURRENT, ENGLISH, fallbacks, language_table

__all__ = [
    "Choice",
    "autonym",
    "choose",
    "fallbacks",
    "name_in",
    "read_language",
    "read_languages",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The language somebody wants, and the one they get."""

    wanted: str  # MediaWiki code
    given: str  # one of those available

    @property
    def fell_back(self) -> bool:
        """Tell whether they get another than they want."""
        return self.wanted != self.given


def choose(
    said: Sequence[str], wiki_language: str, available: Collection[str], *, fallback: str = ""
) -> Choice:
    """Choose the language in which somebody gets a message.

    Tried in this order:

    1. each language the person said, or the same language written otherwise if MediaWiki falls back to
       it (`pt` and `pt-br`, `zh-hans` and `zh`);
    2. what MediaWiki shows instead of each of them, English left out;
    3. the fallback that the program has named, then English.

    So who says Catalan and Spanish gets Spanish, not the French that stands in Catalan's chain; who says
    only Portuguese gets English, not the Spanish of the wiki they write on. The wiki's language is the
    person's where they said none.

    Args:
        said: MediaWiki codes in the person's order; empty: nothing said.
        wiki_language: MediaWiki code of the language of their talk page's wiki.
        available: the languages in which there is a message.
        fallback: the language named for those for whom there is none; empty: English.

    Raises:
        ValueError: nothing is available.
    """
    languages = tuple(said) or (wiki_language,)
    for code in (
        *_same(languages),
        *_instead(languages),
        fallback,
        ENGLISH,
        wiki_language,
        *sorted(available),
    ):
        if code in available:
            return Choice(wanted=languages[0], given=code)
    raise ValueError("There is no message in any language: write one.")


def _same(languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        yield language
        yield from (code for code in fallbacks(language) if _primary(code) == _primary(language))


def _instead(languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        yield from (code for code in fallbacks(language) if code != ENGLISH)


def _primary(code: str) -> str:
    return code.partition("-")[0]


def autonym(code: str) -> str:
    """Give a language's name in itself: `português do Brasil`; the code where nobody has recorded one."""
    listed = language_table().autonyms.get(code, ())
    return listed[0] if listed else code


def name_in(code: str, language: str) -> str:
    """Give a language's name in another: `name_in("ar", "es")` is `árabe`.

    Where CLDR has no name in that language, those of its fallbacks are tried, then the autonym.

    Args:
        code: MediaWiki code of the language that is named.
        language: MediaWiki code of the language that names it.
    """
    for speaking in (language, *fallbacks(language)):
        locale = _locale(speaking)
        for key in (code, CURRENT.get(code, code)):
            if locale and (name := locale.languages.get(_cldr(key)) or _with_territory(key, locale)):
                return str(name)
    return autonym(code)


def _with_territory(code: str, speaking: Locale) -> str | None:
    """Give a name such as `português (Brasil)` where CLDR has none of one word."""
    named = _locale(code) if "-" in code else None
    return named.get_display_name(speaking) if named and named.territory else None


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(_cldr(language))
    except (UnknownLocaleError, ValueError):
        return None


def _cldr(code: str) -> str:
    """Write a code as CLDR does: `pt_BR`, `zh_Hans`."""
    first, *rest = code.split("-")
    return "_".join([first, *(part.upper() if len(part) == 2 else part.title() for part in rest)])
