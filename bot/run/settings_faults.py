"""Shell: faults of a settings file as sentences: which file, which key, what it says, what is allowed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from bot.run.settings_values import Allowed, FaultsError

MOST_FAULTS = 50
"""Faults listed at once; more are counted."""

_LOOKS_SECRET = re.compile(
    r"passw|passphrase|^pass$|^pwd$|token|secret|credential|authenticat|api[_-]?key|access[_-]?key|consumer|oauth",
    re.IGNORECASE,
)
_DEEPEST = 20  # tables in tables; the settings have three
_MISPLACED = (
    "a password doesn't belong here: put it in Pywikibot's password file, and change it if others saw it."
)

Location = tuple[int | str, ...]


class SettingsError(Exception):
    """The settings can't be used; its text has one sentence a line, each of which someone can act on."""

    def __init__(self, faults: Sequence[str]) -> None:
        listed = [shown(fault, 2000) for fault in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            listed.append(f"And {len(faults) - MOST_FAULTS} more faults; mend these first.")
        super().__init__("\n".join(listed))
        self.faults = tuple(listed)


def shown(text: str, length: int) -> str:
    """Give text on one line, shortened, with what can't be seen made visible."""
    short = text if len(text) <= length else f"{text[: length - 1]}…"
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in short)


def find_secrets(tables: Mapping[str, object]) -> Iterator[Location]:
    """Find the keys that look as if they held a secret, wherever they are."""
    waiting: list[tuple[Location, object]] = [((), tables)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(((*place, index), part) for index, part in enumerate(value))
        elif isinstance(value, Mapping) and len(place) < _DEEPEST:
            for key, part in value.items():
                # The table of a wiki may be called anything.
                if _LOOKS_SECRET.search(key[:100]) and not (
                    place == ("wikis",) and isinstance(part, Mapping)
                ):
                    yield (*place, key)
                else:
                    waiting.append(((*place, key), part))


def describe(error: ValidationError, model: type[BaseModel], secrets: Iterable[Location]) -> list[str]:
    """Give one sentence for each fault, those about secrets first, without ever showing a secret."""
    private = list(dict.fromkeys(secrets))
    faults = [f"{_key_path(place)}: {_MISPLACED}" for place in private]
    found = error.errors(include_url=False)
    within = {fault["loc"][:length] for fault in found for length in range(len(fault["loc"]))}
    for fault in found:
        place = fault["loc"]
        if fault["type"] == "too_short" and place in within:
            continue  # only because its parts are at fault
        together = fault.get("ctx", {}).get("error")
        if isinstance(together, FaultsError):
            faults.extend(together.faults)
        elif not any(place[: len(secret)] == secret for secret in private):
            faults.append(_sentence(fault["type"], place, fault["input"], model))
    return list(dict.fromkeys(faults))


def _sentence(kind: str, place: Location, value: object, model: type[BaseModel]) -> str:
    key_path = _key_path(place)
    if kind == "extra_forbidden":
        return f"{key_path} is not a known key{_suggest(str(place[-1]), _keys_at(place[:-1], model))}."
    allowed = _allowed_at(place, model)
    if kind == "missing":
        return f"{key_path} is missing; give {allowed}."
    if place[-1:] == ("[key]",):
        return f"{_key_path(place[:-1])} has a name that can't be used; allowed: {allowed}."
    return f"{key_path} is {_value(value)}; allowed: {allowed}."


def _suggest(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key[:60].lower(), known, n=1)
    return (f" (did you mean {near[0]}?)" if near else "") + f"; allowed here: {', '.join(known)}"


def _key_path(place: Location) -> str:
    path = ""
    for step in place:
        if isinstance(step, int):
            path += f"[{step + 1}]"
        else:
            key = shown(step, 40)
            plain = re.fullmatch(r"[A-Za-z0-9_-]+", key)
            path += ("." if path else "") + (key if plain else f'"{key}"')
    return path or "the file"


def _value(value: object) -> str:
    if isinstance(value, str):
        return f'"{shown(value, 60)}"' if value else "empty"
    if isinstance(value, dict | list):
        # Not shown: what stands in it was written for another key, and may be private.
        return f"{'a' if value else 'an empty'} {'table' if isinstance(value, dict) else 'list'}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of many digits"
    return shown(str(value), 60)


def _allowed_at(place: Location, model: type[BaseModel]) -> str:
    allowed = "another value"
    for hint in _walk(place, model):
        allowed = _words(hint) or allowed
    return allowed


def _keys_at(place: Location, model: type[BaseModel]) -> list[str]:
    hints = list(_walk(place, model))
    table = _model_in(hints[-1]) if hints else model
    return list(table.model_fields) if table else []


def _walk(place: Location, model: type[BaseModel]) -> Iterator[Any]:
    """Give the type at each step from the top table down to the place, as far as it is known."""
    here: Any = model
    for step, following in zip_longest(place, place[1:]):
        table, keyed = _model_in(here), _mapping_in(here)
        if table is not None and step in table.model_fields:
            here = table.model_fields[str(step)]
        elif keyed is not None:
            here = keyed[0] if following == "[key]" else keyed[1]
        yield here


def _words(hint: Any) -> str | None:
    metadata = hint.metadata if isinstance(hint, FieldInfo) else get_args(hint)
    found = [part.words for part in metadata if isinstance(part, Allowed)]
    if not found and isinstance(hint, FieldInfo):
        found = [words for part in get_args(hint.annotation) if (words := _words(part))]
    return found[-1] if found else None


def _model_in(hint: Any) -> type[BaseModel] | None:
    bare = hint.annotation if isinstance(hint, FieldInfo) else hint
    bare = get_args(bare)[0] if get_origin(bare) is Annotated else bare
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _mapping_in(hint: Any) -> tuple[Any, Any] | None:
    bare = hint.annotation if isinstance(hint, FieldInfo) else hint
    return get_args(bare)[:2] if get_origin(bare) in {Mapping, dict} else None
