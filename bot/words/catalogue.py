"""Pure: the catalogue of messages: one file a language in `i18n`, which other programs may add to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.numbers import format_decimal

from bot.words.codes import BRITISH, check_code, find_locale
from bot.words.templates import Plural, Template, Value, choose_form, read_template

ENGLISH = "en"
DOCUMENTATION = "qqq"
"""The file that tells translators what each message is for; no language."""

Fallbacks = Callable[[str], Sequence[str]]


class MissingWord(LookupError):  # noqa: N818 - says what it is
    """No language of the chain has the message, or a value that the message needs was not given."""


def wider_languages(language: str) -> tuple[str, ...]:
    """Give the languages that a code names more widely, then English: `pt-br` gives `pt`, `en`."""
    parts = language.split("-")
    wider = ["-".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    return (*(code for code in wider if code != ENGLISH), ENGLISH)


def _nothing() -> dict[str, dict[str, str]]:
    return {}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages by language and key.

    Args:
        overrides: by language, then key: what another program says otherwise or besides.
        fallbacks: gives for a language those to try after it, in order; English last.
    """

    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    fallbacks: Fallbacks = wider_languages

    def say(self, language: str, key: str, *values: str | int) -> str:
        """Say a message.

        Args:
            language: MediaWiki code; where it lacks the message, the next of its chain is taken.
            key: of the message.
            values: for `$1`, `$2`, ... Numbers are written as the language writes them; text goes in
                as it is, and nothing in it is read as part of the message.

        Raises:
            MissingWord: no language of the chain has the message, or a value is missing.
            LanguageCodeError: the language can't be a code.
        """
        code, message = self._find(check_code(language), key)
        locale = find_locale(code) or BRITISH
        saying = _Saying(key=key, language=code, locale=locale, values=values)
        return "".join(saying.fill(_template(message)))

    def original(self, language: str, key: str) -> str:
        """Give a message as its file has it, with its places for values.

        Raises:
            MissingWord: no language of the chain has it.
        """
        return self._find(check_code(language), key)[1]

    def languages(self) -> tuple[str, ...]:
        """Give the languages that have messages, sorted."""
        return tuple(sorted({*package_languages(), *self.overrides}))

    def keys(self) -> frozenset[str]:
        """Give the keys of all messages there are."""
        own = (key for messages in self.overrides.values() for key in messages)
        return frozenset({*package_messages(ENGLISH), *own})

    def _find(self, language: str, key: str) -> tuple[str, str]:
        for code in dict.fromkeys((language, *self.fallbacks(language), ENGLISH)):
            for messages in (self.overrides.get(code, {}), package_messages(code)):
                if key in messages:
                    return code, messages[key]
        raise MissingWord(f"There is no message “{key}”, not even in English: add it to i18n/en.json.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """One message on its way out."""

    key: str
    language: str
    locale: Locale
    values: tuple[str | int, ...]

    def fill(self, template: Template) -> Iterator[str]:
        """Give the parts with their values."""
        for part in template.parts:
            match part:
                case Plural():
                    yield from self.fill(choose_form(part, self._count(part.number), self.locale))
                case Value():
                    yield self._write(self._value(part.number))
                case _:
                    yield part

    def _value(self, number: int) -> str | int:
        if not 0 < number <= len(self.values):
            raise MissingWord(
                f"The message “{self.key}” ({self.language}) needs a value for ${number}: "
                f"it got {len(self.values)}."
            )
        return self.values[number - 1]

    def _count(self, number: int) -> int:
        count = self._value(number)
        if isinstance(count, str):
            raise MissingWord(
                f"The message “{self.key}” ({self.language}) counts ${number}: give a number, not “{count}”."
            )
        return count

    def _write(self, value: str | int) -> str:
        # Arabic too: Babel writes Western digits unless told otherwise, as Arabic MediaWiki does.
        return value if isinstance(value, str) else format_decimal(value, locale=self.locale)


@cache
def _template(message: str) -> Template:
    return read_template(message)


@cache
def package_languages() -> frozenset[str]:
    """Give the languages that have a file, without the documentation."""
    names = (entry.name for entry in files("bot.words.i18n").iterdir())
    return frozenset(name.removesuffix(".json") for name in names if name.endswith(".json")) - {DOCUMENTATION}


@cache
def package_messages(language: str) -> Mapping[str, str]:
    """Give the messages of a language's file; empty: it has no file."""
    if language not in package_languages() | {DOCUMENTATION}:
        return {}
    text = files("bot.words.i18n").joinpath(f"{language}.json").read_text(encoding="utf-8")
    return {key: message for key, message in json.loads(text).items() if not key.startswith("@")}


@cache
def default_catalogue(fallbacks: Fallbacks = wider_languages) -> Catalogue:
    """Give the catalogue of the package's own messages, always the same one."""
    return Catalogue(fallbacks=fallbacks)


def say(language: str, key: str, *values: str | int) -> str:
    """Say a message of the package's own; see `Catalogue.say`."""
    return default_catalogue().say(language, key, *values)


def languages() -> tuple[str, ...]:
    """Give the languages that have a file, sorted."""
    return default_catalogue().languages()
