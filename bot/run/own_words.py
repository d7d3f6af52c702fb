"""Shell: a program's own words, from a folder of files as TranslateWiki keeps them: one a language."""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.wikitext.reading import READ
from bot.words.catalogue import DOCUMENTATION, ENGLISH, package_messages
from bot.words.codes import CODE, find_locale
from bot.words.templates import MessageFormError, categories, read_template

MAX_BYTES = 1_000_000
"""Largest file that is read."""

_SHOWN = 60  # characters of a key or a message in a sentence


class OwnWordsError(ValueError):
    """The folder can't be used; its faults are sentences, each with file and key or line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a program says otherwise or besides, and in which words people write to it."""

    folder: Path | None = None  # None: the program has none
    messages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language, then key
    read: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by kind (see `reading.READ`)

    def lacking(self, language: str) -> tuple[str, ...]:
        """Give the messages that a language has neither here nor in the package, in the package's order."""
        there = {*self.messages.get(language, ()), *package_messages(language)}
        return tuple(key for key in package_messages(ENGLISH) if key not in there)


def read_own_words(folder: Path, *, called: str) -> OwnWords:
    """Read all files of a folder.

    Args:
        folder: that holds them.
        called: how faults name it.

    Raises:
        OwnWordsError: with all faults.
    """
    messages: dict[str, dict[str, str]] = {}
    read: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.json")):
        language = path.stem
        if language == DOCUMENTATION:
            continue
        try:
            entries = _entries(path)
        except OwnWordsError as error:
            faults += [f"{called}/{fault}." for fault in error.faults]
            continue
        own = messages.setdefault(language, {})
        for key, text in entries.items():
            if key.startswith("@"):
                continue
            if fault := _fault(language, key, text):
                faults.append(f"{called}/{path.name}: {fault}.")
            elif key in READ:
                read[key] = (*read.get(key, ()), *_listed(text))
            else:
                own[key] = text
    if not messages and not faults:
        faults.append(
            f"{called} is a folder without files; put one there for each language, such as uk.json."
        )
    if faults:
        raise OwnWordsError(faults)
    return OwnWords(folder=folder, messages=messages, read=read)


def _entries(path: Path) -> dict[str, Any]:
    """Read one file, as text.

    Raises:
        OwnWordsError: it is no such file.
    """
    if not CODE.fullmatch(path.stem) or path.stem != path.stem.lower():
        raise _error(path, "its name is no language code; name it as MediaWiki has the code, such as uk.json")
    try:
        content = path.read_bytes()[: MAX_BYTES + 1]
        if len(content) > MAX_BYTES:
            raise _error(path, "is larger than 1 MB; the words of a language have less than a tenth of that")
        entries = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except OSError as error:
        raise _error(path, f"can't be read ({error.strerror}); check who may read it") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _error(path, f"line {line} is not UTF-8; save the file with the encoding UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _error(path, f"{where}: not valid JSON ({error.msg}); mend that line") from None
    except RecursionError:
        raise _error(path, "has tables in tables without end; compare it with the sample") from None
    except _TwiceError as error:
        raise _error(path, f"{error.args[0]} is there twice; keep one") from None
    if not isinstance(entries, dict):
        raise _error(path, 'is no table of messages; write it as { "key": "text" }')
    return entries


class _TwiceError(ValueError):
    """A key that a file has twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(_shown(next(key for key in keys if keys.count(key) > 1)))
    return found


def _error(path: Path, reason: str) -> OwnWordsError:
    return OwnWordsError([f"{path.name}: {reason}"])


def _fault(language: str, key: str, text: object) -> str:
    """Say what is wrong with a message; empty: nothing."""
    shown = _shown(key)
    original = package_messages(ENGLISH).get(key)
    if original is None and key not in READ:
        near = difflib.get_close_matches(key[:_SHOWN], [*package_messages(ENGLISH), *READ], n=1)
        return f"{shown} is not a known message" + (f" (did you mean {near[0]}?)" if near else "")
    if not isinstance(text, str) or not text.strip():
        return f"{shown} is no text; write it in quotes"
    if "\n" in text or any(unicodedata.category(sign) == "Cc" for sign in text):
        return f"{shown} is not one line; write it on one"
    return "" if original is None else _fault_of_text(language, shown, text, original)


def _fault_of_text(language: str, shown: str, text: str, original: str) -> str:
    try:
        template = read_template(text)
    except MessageFormError:
        return f"{shown} has a plural without end or without forms; write {{{{PLURAL:$1|one|other}}}}"
    if wrong := sorted(template.values() ^ read_template(original).values()):
        verb = "has" if wrong[0] in template.values() else "lacks"
        return f"{shown} {verb} ${wrong[0]}; it must have the same values as in English: {_shown(original)}"
    locale = find_locale(language)
    most = len(categories(locale)) if locale else 0
    if most and any(len(plural.forms) > most for plural in template.plurals()):
        return f"{shown} has a plural of more than {most} forms, as many as CLDR knows for this language"
    return ""


def _listed(text: str) -> Iterator[str]:
    return (word for part in text.split("|") if (word := part.strip()))


def _shown(text: str) -> str:
    short = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return f'"{short}"'
