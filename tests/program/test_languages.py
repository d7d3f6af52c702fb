from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.languages import Choice, autonym, choose, fallbacks, name_in, read_language, read_languages
from tests.growth import assert_grows_linearly

READ = {
    "ar": "ar|AR|Arabic|árabe|Árabe|arabe|العربية|عربي|عربية|عربى|العربيه|اللغة العربية|"
    "\u200fالعربية\u200e|ar-N|ara",
    "en": "en|EN|English|anglais|inglés|ingles|Inglês|الإنجليزية|الانجليزية|إنجليزي|en-3|"
    "English (native)|lengua inglesa|English (US)|native English speaker|simple",
    "es": "es|ES|español|Espanol|ESPAÑOL|Español nativo|castellano|Spanish|espagnol|espanhol|"
    "الإسبانية|es-N|es-MX|es_419|Spanish (native)|español – C1|'''español'''|{{es}}|"
    "\u2068español\u2069",
    "fr": "fr|français|Français|francais|francés|francês|French|الفرنسية|un peu de français|"
    "French: basic|fr-CA|langue maternelle: français",
    "pt": "pt|português|portugués|Portuguese|portugais|البرتغالية|Português europeu|pt-PT",
    "pt-br": "pt-br|pt-BR|pt_BR|PT-br|ptbr|Português do Brasil|português brasileiro|"
    "Brazilian Portuguese|Portuguese (Brazil)|português (Brasil)|brasileiro|"
    "portugais brésilien|البرتغالية البرازيلية",
    "de": "de|Deutsch|German|alemán|allemand|alemão|الألمانية",
    "ca": "ca|català|Catalan|catalán",
    "qu": "qu|Runa Simi|Quechua|quichua",
    "gn": "gn|guaraní|Avañe'ẽ|avañe’ẽ",
    "sw": "sw|Kiswahili|Swahili|suajili",
    "ary": "ary|Darija|Moroccan Arabic",
    "ru": "ru|Русский|russe",
    "ja": "ja|日本語|japonés",
    "hi": "hi|हिन्दी|Hindi",
    "zh": "zh|中文|Mandarin|chino",
    "zh-hans": "zh-hans|zh-Hans|Simplified Chinese|Chinese (simplified)",
    "nb": "no|nb|Norwegian",
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, listed in READ.items() for text in listed.split("|")]
)
def test_a_language_is_read(code: str, text: str) -> None:
    assert read_language(text) == code


def test_a_language_is_read_from_a_link() -> None:
    assert read_language("[[:en:Spanish language|Spanish]]") == "es"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "—",
        "Klingonese",
        "everything",
        "xx",
        "I am from Spain",
        "isiNdebele",
        "Makua",
        "en-0",
        "e",
        "x" * 5000,
    ],
)
def test_what_is_unknown_or_shared_or_not_spoken_is_no_language(text: str) -> None:
    assert read_language(text) is None


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("English, español", ("en", "es")),
        ("العربية، الفرنسية", ("ar", "fr")),
        ("العربية والإنجليزية وقليل من الفرنسية", ("ar", "en", "fr")),
        ("العربية و الإنجليزية", ("ar", "en")),
        ("es/en/fr", ("es", "en", "fr")),
        ("es | en", ("es", "en")),
        ("Español<br>English<br />Français", ("es", "en", "fr")),
        ("* Español\n* English", ("es", "en")),
        ("- Español\n- English", ("es", "en")),
        ("• Arabic • French", ("ar", "fr")),
        ("English and French", ("en", "fr")),
        ("English, Spanish, and French", ("en", "es", "fr")),
        ("Español e inglés", ("es", "en")),
        ("Español y portugués", ("es", "pt")),
        ("português e espanhol", ("pt", "es")),
        ("français et anglais", ("fr", "en")),
        ("en, et, fr", ("en", "et", "fr")),
        ("ES EN FR", ("es", "en", "fr")),
        ("es-en", ("es", "en")),
        ("Español-Inglés-Francés", ("es", "en", "fr")),
        ("English Spanish Portuguese", ("en", "es", "pt")),
        ("Spanish (native), English (intermediate, written)", ("es", "en")),
        ("I speak some Spanish and a little English", ("es", "en")),
        ("{{#babel:es-N|en-3|fr-0}}", ("es", "en")),
        ("es-N; en-3; de-0", ("es", "en")),
        ("English, english, EN", ("en",)),
        ("<!-- mine -->'''English'''", ("en",)),
        ("pt · pt-br", ("pt", "pt-br")),
    ],
)
def test_a_cell_is_parted_as_people_part_it(cell: str, codes: tuple[str, ...]) -> None:
    assert read_languages(cell) == (codes, ())


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "?", "n/a", "N/A", "none", "ninguno", "...", "\n"])
def test_a_cell_may_say_nothing(cell: str) -> None:
    assert read_languages(cell) == ((), ())


def test_what_is_no_language_is_given_back() -> None:
    assert read_languages("es, Klingonese, English") == (("es", "en"), ("Klingonese",))
    assert read_languages("English and Klingonese") == (("en",), ("Klingonese",))
    assert read_languages("whatever you like best") == ((), ("whatever you like best",))


@given(cell=st.text(max_size=300))
def test_no_letter_of_a_cell_is_lost_in_silence(cell: str) -> None:
    codes, unread = read_languages(cell)
    assert codes or unread or not any(char.isalpha() for char in cell) or _says_nothing(cell)


def _says_nothing(cell: str) -> bool:
    """Whether the letters stand in markup, in a remark, or say that there is nothing."""
    return any(mark in cell for mark in "<[{0") or cell.strip().lower() in {"none", "n/a", "tba", "tbc"}


@pytest.mark.parametrize(
    "piece", ["<!--", "(", "[[", "{{", " ", "\n", "a ", "و ", " و", "-", "es-", "<br", "'"]
)
def test_hostile_cells_take_linear_time(piece: str) -> None:
    read_languages("warm, up, Klingonese")
    assert_grows_linearly(lambda size: read_languages(piece * (size // len(piece))), size=100_000)
    assert_grows_linearly(
        lambda size: read_languages(f"English {piece * (size // len(piece))}x"), size=100_000
    )


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("en", ()),
        ("es", ("en",)),
        ("pt", ("pt-br", "en")),
        ("pt-br", ("pt", "en")),
        ("ca", ("oc", "en")),
        ("gl", ("pt", "en")),
        ("ary", ("ar", "en")),
        ("qu", ("qug", "es", "en")),
        ("gn", ("es", "en")),
        ("en-gb", ("en",)),
        ("zh", ("zh-hans", "zh-hant", "zh-cn", "zh-tw", "zh-hk", "en")),
        ("xx", ("en",)),
    ],
)
def test_chains_are_those_of_mediawiki(code: str, chain: tuple[str, ...]) -> None:
    assert fallbacks(code) == chain


@pytest.mark.parametrize(
    ("said", "wiki", "available", "given"),
    [
        (("es",), "en", "en es", "es"),
        (("qu", "es"), "en", "en es", "es"),
        (("qu",), "en", "en es", "es"),
        (("pt",), "en", "en es", "en"),
        (("pt",), "es", "en es", "en"),
        (("pt",), "en", "en es pt-br", "pt-br"),
        (("pt-br", "en"), "en", "en pt", "pt"),
        (("pt", "es"), "en", "en es", "es"),
        (("ca", "es"), "en", "en es fr", "es"),
        (("gl", "es"), "es", "en es pt", "es"),
        (("gl",), "es", "en es pt", "pt"),
        (("sw", "fr"), "en", "en fr", "fr"),
        (("sw",), "en", "en fr", "en"),
        ((), "ar", "en ar", "ar"),
        ((), "ary", "en ar", "ar"),
        ((), "pt", "en es", "en"),
        ((), "sw", "en", "en"),
        (("fr",), "es", "es", "es"),
        (("fr",), "ja", "pt es", "es"),
    ],
)
def test_the_language_given(said: tuple[str, ...], wiki: str, available: str, given: str) -> None:
    choice = choose(said, wiki, available.split())
    wanted = said[0] if said else wiki
    assert choice == Choice(wanted=wanted, given=given)
    assert choice.fell_back == (wanted != given)


def test_no_message_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="no message"):
        choose(("es",), "en", ())


@given(
    said=st.lists(st.sampled_from(["pt", "pt-br"]), min_size=1),
    wiki=st.sampled_from(["es", "gn", "qu", "en", "pt"]),
    others=st.sets(st.sampled_from(["es", "fr", "ar", "pt", "pt-br"])),
)
def test_portuguese_never_becomes_spanish(said: list[str], wiki: str, others: set[str]) -> None:
    assert choose(said, wiki, {"en", *others}).given in {"pt", "pt-br", "en"}


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("ar", "es", "árabe"),
        ("ar", "ar", "العربية"),
        ("pt-br", "en", "Brazilian Portuguese"),
        ("zh-hans", "fr", "chinois simplifié"),
        ("es", "pt-br", "espanhol"),
        ("no", "en", "Norwegian"),
        ("fr", "xx", "French"),
        ("be-tarask", "en", "беларуская (тарашкевіца)"),
        ("xx", "en", "xx"),
    ],
)
def test_a_language_has_a_name_in_others(code: str, language: str, name: str) -> None:
    assert name_in(code, language) == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ar", "العربية"),
        ("es", "español"),
        ("pt-br", "português do Brasil"),
        ("ary", "الدارجة"),
        ("xx", "xx"),
    ],
)
def test_a_language_has_a_name_in_itself(code: str, name: str) -> None:
    assert autonym(code) == name
