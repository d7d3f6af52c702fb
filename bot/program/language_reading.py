"""Pure: the languages that people write into a cell, read as they mean them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.program.language_names import current_code, fold, names
from bot.wikitext.reading import Reading, reading

CELL_LENGTH = 2000
PIECE_LENGTH = 200
"""Characters; longer cells and pieces are prose and not looked into."""

NAME_WORDS = 4
"""Words of the longest names worth looking for in a row of names without commas."""

MARKUP = re.compile(
    r"<!--.*?-->|<(?!/?br\b)[^<>]*>|'{2,}|\[\[(?:[^\[\]|]*\|)?|\]\]|\{\{\s*#?babel\s*[:|]|[{}]", re.I
)
SEPARATOR = re.compile(r"</?br\s*/?>|[\n\t,;/|&+•·●▪*#،؛、，；／]|\s[-–—]\s|^ *[-–—]\s", re.I | re.M)
REMARK = re.compile(r"(?<=\w)\s*[(\[（][^()\[\]（）]*[)\]）]")

JOINER = re.compile(r"\s+(?:and|or|y|e|o|et|ou|und|i|og|och|и|і|و|أو)\s+|\s+و(?=\w{3})", re.I)
"""Words between two languages; the Arabic one is written with the word that follows."""

LEADING_JOINER = re.compile(r"\s*(?:(?:and|or|y|e|et|ou|und|also|أو|و)\s+|و(?=\w{3}))", re.I)

CODE = re.compile(r"\s*([a-z]{2,8}(?:[-_][a-z0-9]{2,8})*)\s*", re.I | re.A)
LEVEL = re.compile(r"\s*([a-z]{2,3}(?:-[a-z]{2,8})*)\s*[-:= ]\s*([0-5nm])\s*", re.I | re.A)
"""A Babel level: `es-N`, `en-3`; `-0` says that the person does not speak it."""

NOT_SAID = re.compile(
    r"\W*(?:n/a|tb[ac]|none|ninguno|ninguna|aucune?|nenhum|nenhuma|لا شيء|لا يوجد)?\W*", re.I
)
"""A cell that says nothing."""

LEVEL_WORDS = frozenset(
    fold(word)
    for word in """
    native natively nativo nativa natif nativement bilingual bilingüe bilingue fluent fluently fluido fluida
    fluente fluência fluidez courant courante couramment basic básico básica base basique beginner débutant
    débutante principiante iniciante intermediate intermedio intermedia intermediário intermédiaire advanced
    avanzado avanzada avançado avançada avancé avancée maternelle materna materno mother tongue lengua langue
    língua lingua language languages idioma idiomas speaker speak hablante hablo falante falo parle locuteur
    professional profesional professionnel profissional conversational working near good very well bien bon
    bonne muito muy très bom boa little bit some a un um une algo poco pouco peu only solo seulement también
    também aussi too mainly mostly principal preferred preferido preferida preferably préférée first second
    level nivel niveau nível de d of du do le la el in en c1 c2 b1 b2 a1 a2 l1 l2 0 1 2 3 4 5 n m 100 my mi
    i je yo eu can please but pero mais mas gracias merci plus
    لغة اللغة أم الأم لغتي قليل قليلا من متقدم متقدمة متوسط متوسطة مبتدئ مبتدئة بطلاقة طلاقة جيد جيدة جدا فقط
    أيضا الأصلية
    """.split()  # noqa: SIM905 - a list would be four times as long
)
"""Words about how well somebody speaks; they may stand on either side of a language's name."""


def read_language(text: str) -> str | None:
    """Read one language: a code, or a name in any of five languages or its own, with or without a level.

    Returns:
        The MediaWiki code in small letters; None: unknown, shared by two languages, or said not to be spoken.
    """
    if len(text) > CELL_LENGTH or len(text := MARKUP.sub(" ", text).strip()) > PIECE_LENGTH:
        return None
    if level := LEVEL.fullmatch(text):
        code = current_code(level[1])
        return code if level[2] != "0" else None
    if (match := CODE.fullmatch(text)) and (code := current_code(match[1])):
        return code
    without = REMARK.sub(" ", text)
    return _look_up(fold(text)) or _without_level(fold(text)) or _without_level(fold(without))


@lru_cache(maxsize=8)
def _joiner(besides: Reading) -> re.Pattern[str]:
    """Give the words between two languages, those that are set among them."""
    words = "|".join(map(re.escape, besides.of_kind("read-and")))
    return re.compile(rf"{JOINER.pattern}|\s+(?:{words})\s+", re.IGNORECASE) if words else JOINER


@lru_cache(maxsize=8)
def _level_words(besides: Reading) -> frozenset[str]:
    words = (word for each in besides.of_kind("read-level") for word in fold(each).split())
    return LEVEL_WORDS.union(words)


def says_nothing(text: str) -> bool:
    """Tell whether a cell, or a piece of one, says that there is nothing."""
    if NOT_SAID.fullmatch(text):
        return True
    return fold(text) in {fold(word) for word in reading().of_kind("read-none")}


def _look_up(folded: str) -> str | None:
    if code := names().get(folded):
        return code
    return current_code(folded.replace(" ", "-")) if CODE.fullmatch(folded) or folded == "pt br" else None


def _without_level(folded: str) -> str | None:
    """Look a name up after words about levels are taken off, from the end and then from the start.

    Some of them are codes as well (`de`, `la`, `en`): those go only where a whole name follows.
    """
    words = folded.split()
    levels = _level_words(reading())
    while words:
        if code := _look_up(" ".join(words)):
            return code
        if words[-1] in levels and not current_code(words[-1]):
            words.pop()
        elif words[0] in levels and not (current_code(words[0]) and current_code(words[-1])):
            words.pop(0)
        else:
            return None
    return None


def read_languages(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a cell of languages, parted as people part them.

    Args:
        text: the cell's wikitext.

    Returns:
        The MediaWiki codes in the person's order, each once; and the pieces that name no known language.
    """
    if len(text) > CELL_LENGTH:
        return (), (text,)
    text = MARKUP.sub(" ", text).strip()
    if says_nothing(text):
        return (), ()
    text = REMARK.sub(lambda remark: SEPARATOR.sub(" ", remark[0]), text)
    codes: dict[str, None] = {}
    unread: list[str] = []
    for piece in SEPARATOR.split(text):
        found, left = _read_piece(piece.strip())
        codes.update(dict.fromkeys(found))
        unread += left
    return tuple(codes), tuple(unread)


def _read_piece(piece: str) -> tuple[list[str], list[str]]:
    """Read what stands between two separators: mostly one language, sometimes several joined by words."""
    if len(piece) > PIECE_LENGTH:
        return [], [piece]
    if says_nothing(piece) or _not_spoken(piece):
        return [], []
    if code := read_language(piece):
        return [code], []
    if (joiner := LEADING_JOINER.match(piece)) and joiner.end() < len(piece):
        found, left = _read_piece(piece[joiner.end() :])
        if found:
            return found, left
    parts = [part for part in _joiner(reading()).split(piece) if part.strip()]
    readings = [_read_row(part) for part in parts]
    if any(readings):
        unread = [part.strip() for part, codes in zip(parts, readings, strict=True) if not codes]
        return [code for codes in readings for code in codes], unread
    return [], [piece]


def _not_spoken(piece: str) -> bool:
    level = LEVEL.fullmatch(piece)
    return bool(level and level[2] == "0" and current_code(level[1]))


def _read_row(text: str) -> list[str]:
    """Read languages parted by nothing but spaces or hyphens; empty: not all of it names languages."""
    if code := read_language(text):
        return [code]
    by_hyphen = [read_language(part) for part in text.split("-")]
    if all(by_hyphen):
        return [code for code in by_hyphen if code]
    return list(_read_words(text.split()))


def _read_words(words: list[str]) -> Iterator[str]:
    found: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + NAME_WORDS), start, -1):
            if code := read_language(" ".join(words[start:end])):
                found.append(code)
                start = end
                break
        else:
            if fold(words[start]) not in _level_words(reading()):
                return
            start += 1
    yield from found
