"""Pure: the countries that people write into a cell, read as ISO 3166 codes."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from babel.core import get_global

from bot.program.language_names import NAMED_IN, fold, locales
from bot.wikitext.reading import reading

TEXT_LENGTH = 300
"""Characters; what is longer is prose and not looked into."""

ALTERNATES = {
    "AE": "uae|u.a.e.|emirates|emiratos|eau|الإمارات",
    "AU": "aus|oz",
    "AQ": "antarctic",
    "BA": "bosnia|bosnie|bósnia|bih|البوسنة",
    "BN": "brunei darussalam",
    "BO": "estado plurinacional de bolivia",
    "BR": "bresil|brasil|brazil",
    "CD": "drc|dr congo|rdc|rd congo|congo kinshasa|congo drc|democratic republic of the congo"
    "|democratic republic of congo|république démocratique du congo|república democrática del congo"
    "|república democrática do congo|zaire|الكونغو الديمقراطية|جمهورية الكونغو الديمقراطية",
    "CF": "car|rca|centrafrique",
    "CG": "congo brazzaville|republic of the congo|république du congo|república del congo"
    "|república do congo|جمهورية الكونغو",
    "CI": "ivory coast|cote d ivoire|rci|costa de marfil|costa do marfim|كوت ديفوار",
    "CN": "prc|mainland china|people s republic of china|中国大陆|中國",
    "CV": "cape verde|cap vert|الرأس الأخضر",
    "CZ": "czech republic|czechia|república checa|chequia|république tchèque|tchéquie|česká republika",
    "DO": "dominicana|república dominicana|rep dominicana|rd",
    "EH": "western sahara|sáhara occidental|sahara occidental|الصحراء الغربية",
    "FM": "federated states of micronesia",
    "GB": "uk|u.k.|england|scotland|wales|northern ireland|great britain|britain|inglaterra|escocia"
    "|gales|irlanda del norte|gran bretaña|angleterre|écosse|pays de galles|grande bretagne|r u"
    "|royaume uni|escócia|grã bretanha|reino unido|بريطانيا|إنجلترا|انكلترا|cymru|alba",
    "GM": "the gambia|la gambie",
    "HK": "hong kong|hongkong|香港|هونغ كونغ",
    "IE": "republic of ireland|eire",
    "IR": "islamic republic of iran|persia",
    "KP": "dprk|democratic people s republic of korea",
    "KR": "korea|republic of korea|rok|corée|corea|coreia|كوريا",
    "LA": "lao|lao pdr",
    "LY": "libia|lybia|líbia",
    "MA": "maroc|marruecos|المملكة المغربية",
    "MD": "republic of moldova|moldavia|moldávia|moldavie",
    "MK": "macedonia|macédoine|macedônia|fyrom|republic of north macedonia",
    "MM": "burma|birmania|birmanie|birmânia|بورما",
    "MO": "macau|macao|澳門|ماكاو",
    "MX": "mexico|méjico|mejico|mexique|cdmx|المكسيك",
    "NL": "holland|holanda|hollande|netherlands|the netherlands|هولندا",
    "PE": "perú",
    "PG": "png",
    "PH": "the philippines|pilipinas",
    "PS": "palestine|palestina|state of palestine|estado de palestina|فلسطين|دولة فلسطين|gaza|west bank",
    "RU": "russian federation|federación rusa|federação russa",
    "SA": "ksa|kingdom of saudi arabia|arabia saudí|arabie séoudite|السعودية",
    "SV": "salvador",
    "SY": "syrian arab republic",
    "SZ": "swaziland|suazilandia|suazilândia",
    "TL": "east timor|timor oriental|timor leste|timor lorosae",
    "TR": "turkey|turquía|turquia|turquie|türkiye|turkiye|تركيا",
    "TT": "trinidad|trinité et tobago",
    "TW": "台灣|臺灣|republic of china|chinese taipei",
    "TZ": "tanzania|united republic of tanzania|tanzanie|tanzânia",
    "US": "usa|u.s.|u.s.a.|united states of america|the us|the united states|estados unidos de américa"
    "|estados unidos da américa|ee uu|eeuu|e.e.u.u.|eua|e.u.a.|états unis d amérique|etats unis"
    "|الولايات المتحدة الأمريكية|أمريكا",
    "VA": "holy see|vatican",
    "VE": "república bolivariana de venezuela",
    "VN": "viet nam",
    "XK": "kosova|kosovo",
}
"""Names in use besides CLDR's, parted by `|`."""

UNSURE = frozenset({"congo", "virgin islands", "america", "ر د"})
"""Names that more than one country bears."""

ALSO_PLACES = frozenset(
    {"georgia", "jersey", "lebanon", "granada", "guinea", "salvador", "alba", "car", "oz"}
)
"""Names of countries that, beside another place's name, are mostly something else (`Atlanta, Georgia`)."""

NOT_CODES = frozenset({"na", "no", "ok", "tb", "tba", "tbc", "non", "and", "can", "per"})
"""Codes that are ordinary words in a cell (`n/a`, `no`); in capitals the last four are read."""

MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<[^<>]*>|'{2,}|\[\[(?:[^\[\]|]*\|)?|\]\]"
    r"|\{\{\s*(?:flag\w*|country|bandera\w*|drapeau\w*|علم)?\s*\|?|\|[^{}|]*=[^{}|]*|\}\}",
    re.DOTALL | re.IGNORECASE,
)
SEPARATOR = re.compile(r"[\n\t,;/|()\[\]•·،؛–—:]|\s-\s")
FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
REGIONAL_A = 0x1F1E6
BRITISH_FLAG = "\U0001f3f4\U000e0067\U000e0062"
CODE = re.compile(r"[A-Za-z]{2,3}")
THE = (
    *(
        "the ",
        "la ",
        "el ",
        "le ",
        "les ",
        "l ",
        "o ",
        "a ",
        "republic of ",
        "republica de ",
        "republica del ",
    ),
    *("republica do ", "republica da ", "republique de ", "republique du ", "جمهوري ", "دول "),
)
"""What may stand before the name of a country, folded."""


def read_country(text: str) -> str | None:
    """Read one country: a name in any of five languages or its own, a code, or a flag.

    `Lima, Perú` and `🇵🇪 Perú` are read too, as long as only one country is named.

    Args:
        text: a cell's wikitext, or what somebody wrote elsewhere.

    Returns:
        The ISO 3166 code of two capitals, `XK` for Kosovo; None: unknown, or more than one.
    """
    if len(text) > TEXT_LENGTH:
        return None
    plain = MARKUP.sub(" ", text).strip()
    if code := _by_name(plain) or _by_code(plain):
        return code
    flags = {code for code in _flags(plain) if code}
    pieces = [piece.strip() for piece in SEPARATOR.split(FLAG.sub(" ", plain)) if piece.strip()]
    named = {code for piece in pieces if fold(piece) not in ALSO_PLACES and (code := _by_name(piece))}
    found = flags | named or {code for piece in pieces if piece.isupper() and (code := _by_code(piece))}
    return found.pop() if len(found) == 1 else None


def country_codes() -> frozenset[str]:
    """Give the codes of all countries and territories: those of ISO 3166, and `XK`."""
    return _codes()


@cache
def _codes() -> frozenset[str]:
    listed = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in listed.splitlines() if not line.startswith("#")) | {"XK"}


def _by_name(text: str) -> str | None:
    folded = fold(text)
    if code := names().get(folded):
        return code
    for article in THE:
        if folded.startswith(article) and (code := names().get(folded.removeprefix(article))):
            return code
    return None


def _by_code(text: str) -> str | None:
    if not CODE.fullmatch(text) or (text.lower() in NOT_CODES and not (len(text) == 3 and text.isupper())):
        return None
    if (code := text.upper()) in _codes():
        return code
    countries = get_global("territory_aliases").get(code, ())  # three letters
    return countries[0] if len(countries) == 1 and countries[0] in _codes() else None


def _flags(text: str) -> Iterator[str | None]:
    for match in FLAG.finditer(text):
        code = "".join(chr(ord(letter) - REGIONAL_A + ord("A")) for letter in match.groups())
        yield code if code in _codes() else None
    if BRITISH_FLAG in text:
        yield "GB"


def names() -> Mapping[str, str]:
    """Give code by folded name.

    What people call a country in these languages stands before what others call it in theirs; a name
    that several countries bear is left out.
    """
    return _names(reading().languages)


@lru_cache(maxsize=8)
def _names(besides: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str | None] = dict.fromkeys(UNSURE)
    for source in (_alternates(), _translations(NAMED_IN), _autonyms(), _translations(besides)):
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for name, code in source:
            bearers[fold(name)].add(code)
        for name, codes in bearers.items():
            found.setdefault(name, min(codes) if len(codes) == 1 else None)
    return {name: code for name, code in found.items() if name and code}


def _alternates() -> Iterator[tuple[str, str]]:
    for code, listed in ALTERNATES.items():
        yield from ((name, code) for name in listed.split("|"))


def _translations(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    for locale in locales(languages):
        for code, name in locale.territories.items():
            if code in _codes():
                yield name, code
                yield re.sub(r"\s*\(.*?\)", "", name), code


def _autonyms() -> Iterator[tuple[str, str]]:
    text = files("bot.program").joinpath("country_autonyms.json").read_text(encoding="utf-8")
    for code, listed in json.loads(text)["autonyms"].items():
        yield from ((name, code) for name in listed)
