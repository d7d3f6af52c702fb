"""Pure: every name by which a language is known here, folded, with its code."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from bot.program.language_table import CURRENT, language_table
from bot.wikitext.reading import KNOWN, reading

NAMED_IN = KNOWN
"""Languages in whose words people may name a language; those that are set come besides."""

ALTERNATES = {
    "ar": "arab|arabi|arabic|ara|standard arabic|فصحى|العربية الفصحى|arabe classique"
    "|árabe estándar|árabe padrão",
    "ary": "darija|darija marocaine|moroccan darija|دارجة|الدارجة المغربية|árabe marroquí",
    "arz": "مصري|اللهجة المصرية|masri|egyptian|egipcio|égyptien|egípcio",
    "de": "german|ger|deu|aleman|alemana|alemã|allemande",
    "en": "eng|ing|inglesa|anglaise|ingles|us english|uk english|inglês americano|إنكليزية|انكليزي|إنجليزي",
    "es": "esp|spa|castellano|castellana|castelhano|castelhana|castillan|castilian|castellà|española"
    "|espanhola|espagnole|spanish castilian|español latino|قشتالية|إسباني|أسبانية|اسباني",
    "fa": "farsi|persian|فارسی",
    "fr": "fra|fre|francesa|française|français de france|فرنسي|فرنساوي",
    "gn": "guarani|avañe'ẽ|guaraní jopara",
    "ht": "kreyol|haitian|créole haïtien",
    "id": "indonesian|bahasa indonesia",
    "it": "ita|italiana|italienne",
    "pt": "por|portuguesa|portugaise|português europeu|português de portugal|portuguese portugal"
    "|portugais du portugal|portugués de portugal|برتغالي",
    "pt-br": "ptbr|brasileiro|brasileira|brazilian|brasileño|brasileña|brasilero|brésilien|brésilienne"
    "|português do brasil|português brasil|português brasileiro|portugués brasileño|portugués de brasil"
    "|portugués brasil|portugués brasilero|portuguese brazil|portuguese brazilian|brazil portuguese"
    "|portugais brésilien|portugais du brésil|portugais brésil|برازيلية|البرتغالية البرازيل"
    "|البرتغالية في البرازيل|برتغالية برازيلية",
    "qu": "quichua|kichwa|quechua sureño|runa simi",
    "ru": "rus|rusa|russe",
    "sw": "kiswahili|swahili|suajili",
    "tr": "turc|turque",
    "uk": "ukrainian|ukrainienne",
    "zgh": "tamazight|amazigh|amazighe|berber|berbère|bereber|أمازيغية|الأمازيغية",
    "zh": "chi|zho|mandarin|mandarín|mandarim|chinesa|chinoise|mandarin chinese"
    "|chino mandarín|chinese mandarin",
    "zh-hans": "chinese simplified|chino simplificado|chinois simplifié|chinês simplificado|简体中文|简体",
    "zh-hant": "chinese traditional|chino tradicional|chinois traditionnel|chinês tradicional|繁體中文|繁體",
}
"""Names in use besides CLDR's, parted by `|`."""


_SHORT = 100  # characters; the same short names stand in very many rows


def fold(text: str) -> str:
    """Give a name as it is compared: no accents, marks, case, punctuation; single spaces.

    Arabic words lose their article and the ending that tells gender, so that `العربية`, `عربية` and
    `عربي` are the same.
    """
    return _fold_again(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    letters = []
    for char in unicodedata.normalize("NFKD", text).casefold():
        category = unicodedata.category(char)
        if category not in {"Mn", "Cf"} and char != "ـ":
            letters.append(char if char.isalnum() or category == "Mc" else " ")
    return " ".join(_fold_arabic(word) for word in "".join(letters).split())


_fold_again = lru_cache(maxsize=4096)(_fold)


def _fold_arabic(word: str) -> str:
    word = word.replace("ى", "ي").replace("ة", "ه").replace("ی", "ي")
    if len(word) > 4:
        word = word.removeprefix("ال")
    return word.removesuffix("ه") if word.endswith("يه") else word


def current_code(code: str) -> str | None:
    """Give the MediaWiki code for a CLDR or MediaWiki one; None: neither has it.

    Regions that MediaWiki does not tell apart fall away: `fr-ca` gives `fr`.
    """
    code = code.lower().replace("_", "-")
    code = CURRENT.get(code, code)
    if code in language_table().autonyms:
        return code
    base, _, rest = code.partition("-")
    known = base in language_table().autonyms and (not rest or rest in _regions())
    return CURRENT.get(base, base) if known else None


@cache
def _regions() -> frozenset[str]:
    return frozenset(str(region).lower() for region in Locale("en").territories)


def names() -> Mapping[str, str]:
    """Give code by folded name.

    First come the names in use besides CLDR's, then those in the five languages, then autonyms, then those
    in languages that are set: what an earlier source says of a name stands. A name that one source gives to
    two languages is left out.
    """
    return _names(reading().languages)


@lru_cache(maxsize=8)
def _names(besides: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str | None] = {}  # None: shared by languages of equal standing
    for source in (_alternates(), _translations(NAMED_IN), _autonyms(), _translations(besides)):
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for name, code in source:
            bearers[fold(name)].add(code)
        for name, codes in bearers.items():
            code = min(codes, key=len)
            one = all(other == code or other.startswith(f"{code}-") for other in codes)
            found.setdefault(name, code if one else None)
    return {name: code for name, code in found.items() if name and code}


def _alternates() -> Iterator[tuple[str, str]]:
    for code, listed in ALTERNATES.items():
        yield from ((name, code) for name in listed.split("|"))


def locales(languages: Iterable[str]) -> Iterator[Locale]:
    """Give CLDR's locales of languages; those that it does not have are left out."""
    for language in languages:
        try:
            yield Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue


def _translations(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    for locale in locales(languages):
        for code, name in locale.languages.items():
            yield name, current_code(code) or code.lower().replace("_", "-")


def _autonyms() -> Iterator[tuple[str, str]]:
    for code, listed in language_table().autonyms.items():
        for name in listed:
            for part in (name, *name.split("/")):
                yield part, CURRENT.get(code, code)
