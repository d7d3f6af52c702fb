"""Pure: the small language of messages: `$1`, and `{{PLURAL:$1|one|other}}` with plurals inside plurals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories in the order in which MediaWiki's messages give their forms."""

TOKEN = re.compile(r"\{\{PLURAL:\$(?P<count>\d+)\||\$(?P<value>\d+)|(?P<open>\[\[|\{\{)|(?P<close>\]\]|\}\})")
EXACT = re.compile(r"(\d+)=")


class MessageFormError(ValueError):
    """A message that can't be read: a plural without end or without forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The place of a value: `$1`."""

    number: int  # from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plural:
    """The forms between which a number chooses."""

    number: int  # the value that decides, from 1
    exact: Mapping[int, Template]  # `0=` and the like
    forms: tuple[Template, ...]  # by the language's categories, in the order of CATEGORIES


Part = str | Value | Plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A message that waits for its values."""

    parts: tuple[Part, ...]

    def plurals(self) -> Iterator[Plural]:
        """Give every plural, those inside others too."""
        for part in self.parts:
            if isinstance(part, Plural):
                yield part
                for form in (*part.exact.values(), *part.forms):
                    yield from form.plurals()

    def values(self) -> frozenset[int]:
        """Give the numbers of all values the message speaks of, in any of its forms."""
        found = {part.number for part in self.parts if isinstance(part, Value)}
        for plural in self.plurals():
            found.add(plural.number)
            for form in (*plural.exact.values(), *plural.forms):
                found |= form.values()
        return frozenset(found)


def read_template(message: str) -> Template:
    """Read a message.

    Raises:
        MessageFormError: a plural has no end, or no form.
    """
    forms, _ = _read(message, 0, inside=False)
    return forms[0]


def _read(message: str, start: int, *, inside: bool) -> tuple[list[Template], int]:
    """Read up to the end, or up to the `}}` of the plural we are inside; `|` parts its forms."""
    forms: list[list[Part]] = [[]]
    depth = 0  # of links and templates, whose own `|` and ends are text
    position = start
    while position < len(message):
        token = TOKEN.match(message, position)
        if token is None:
            if message[position] == "|" and inside and not depth:
                forms.append([])
            else:
                forms[-1].append(message[position])
            position += 1
            continue
        position = token.end()
        if token["count"]:
            plural, position = _read_plural(message, position, int(token["count"]))
            forms[-1].append(plural)
        elif token["value"]:
            forms[-1].append(Value(number=int(token["value"])))
        elif token["close"] == "}}" and inside and not depth:
            return [_join(form) for form in forms], position
        else:
            depth = max(0, depth + (1 if token["open"] else -1))
            forms[-1].append(token[0])
    if inside:
        raise MessageFormError(f"A plural in “{message}” has no end: add }}}}.")
    return [_join(form) for form in forms], position


def _read_plural(message: str, start: int, number: int) -> tuple[Plural, int]:
    found, end = _read(message, start, inside=True)
    exact: dict[int, Template] = {}
    forms: list[Template] = []
    for form in found:
        first = form.parts[0] if form.parts else ""
        if isinstance(first, str) and (mark := EXACT.match(first)):
            rest = first[mark.end() :]
            exact[int(mark[1])] = Template(parts=((rest,) if rest else ()) + form.parts[1:])
        else:
            forms.append(form)
    if not forms:
        raise MessageFormError(f"A plural in “{message}” has no form for the numbers it does not name.")
    return Plural(number=number, exact=exact, forms=tuple(forms)), end


def _join(parts: Sequence[Part]) -> Template:
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return Template(parts=tuple(joined))


def categories(locale: Locale) -> tuple[str, ...]:
    """Give a language's plural categories in the order of a message's forms."""
    tags = {*locale.plural_form.tags, "other"}
    return tuple(category for category in CATEGORIES if category in tags)


def choose_form(plural: Plural, count: int, locale: Locale) -> Template:
    """Choose a plural's form; where a message gives fewer forms than the language has, its last one."""
    if count in plural.exact:
        return plural.exact[count]
    place = categories(locale).index(locale.plural_form(count))
    return plural.forms[min(place, len(plural.forms) - 1)]
