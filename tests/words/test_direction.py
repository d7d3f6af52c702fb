from __future__ import annotations

import pytest

from bot.words.codes import LanguageCodeError, bcp47
from bot.words.direction import direction, wrap


@pytest.mark.parametrize(
    "language", ["ar", "AR", "ary", "arz", "fa", "he", "ur", "ckb", "ug-arab", "ar-eg", "az-arab", "ff-adlm"]
)
def test_these_are_written_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize(
    "language", ["en", "es", "fr", "pt-br", "qu", "ks-deva", "ug-latn", "ku", "zz", "zh-hans"]
)
def test_these_are_written_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"


def test_a_message_in_another_language_says_so_around_itself() -> None:
    assert (
        wrap("مرحبا", "ar", within="en") == '<div lang="ar" dir="rtl" class="mw-content-rtl">\nمرحبا\n</div>'
    )
    assert (
        wrap("Olá", "pt-br", within="ar")
        == '<div lang="pt-BR" dir="ltr" class="mw-content-ltr">\nOlá\n</div>'
    )


def test_a_message_in_the_wikis_language_stays_as_it_is() -> None:
    assert wrap("Hola", "es", within="es") == "Hola"
    assert wrap("Hola", "ES", within="es") == "Hola"


@pytest.mark.parametrize("code", ['ar" onclick="x', "", "ar dir", "<b>", "en_GB", "a" * 40])
def test_no_markup_gets_in_as_a_code(code: str) -> None:
    with pytest.raises(LanguageCodeError):
        wrap("x", code, within="en")
    with pytest.raises(LanguageCodeError):
        wrap("x", "en", within=code)


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("pt-br", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        ("simple", "en-simple"),
        ("be-x-old", "be-tarask"),
        ("sr-ec", "sr-Cyrl"),
        ("es-419", "es-419"),
        ("de-formal", "de-x-formal"),
    ],
)
def test_codes_are_written_as_html_wants_them(code: str, html: str) -> None:
    assert bcp47(code) == html
