"""Every language's file says all that the others say, with the same values and its own plural forms."""

from __future__ import annotations

import re
import unicodedata

import pytest
from babel import Locale

from bot.words.catalogue import DOCUMENTATION, package_languages, package_messages
from bot.words.templates import CATEGORIES, Template, read_template

LANGUAGES = sorted(package_languages())
TRANSLATIONS = [language for language in LANGUAGES if language != "en"]
KEYS = sorted(package_messages("en"))

SAME_AS_ENGLISH = {
    ("row-no", "es"),
    ("report-column-messages", "fr"),
    ("moment", "es"),
    ("moment", "pt"),
    ("moment-local", "es"),
    ("moment-local", "pt"),
    ("report-column-wiki", "es"),
    ("report-column-wiki", "fr"),
    ("report-column-wiki", "pt"),
    ("report-change", "fr"),
    ("report-message", "fr"),
    ("report-messages", "fr"),
}

NEVER_NONE = {("report-numbers", 2)}
"""Numbers that are never 0 when the form is said: the wikis of one message or more."""


def _plain(template: Template) -> str:
    """Give all the text of a message, every form of it."""
    text = "".join(part for part in template.parts if isinstance(part, str))
    inner = [form for plural in template.plurals() for form in (*plural.exact.values(), *plural.forms)]
    return text + "".join(part for form in inner for part in form.parts if isinstance(part, str))


def _counted(language: str) -> list[str]:
    """Give the plural categories that numbers up to a thousand need (CLDR has more for millions)."""
    rule = Locale(language).plural_form
    needed = {rule(number) for number in range(1001)}
    return [category for category in CATEGORIES if category in needed]


def test_the_five_languages_have_a_file() -> None:
    assert {"en", "es", "ar", "fr", "pt"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", [*TRANSLATIONS, DOCUMENTATION])
def test_every_file_has_the_same_messages(language: str) -> None:
    assert sorted(package_messages(language)) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_message_is_documented(key: str) -> None:
    english = read_template(package_messages("en")[key])
    documentation = package_messages(DOCUMENTATION)[key]
    assert len(documentation) > 10
    if key.startswith("skip-"):
        return
    assert english.values() == {int(number) for number in re.findall(r"\$(\d)", documentation)}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translations_have_the_same_values(language: str) -> None:
    differing = [
        key
        for key in KEYS
        if read_template(package_messages(language)[key]).values()
        != read_template(package_messages("en")[key]).values()
    ]
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_as_many_forms_as_the_language(language: str) -> None:
    wanted = len(_counted(language))
    for key in KEYS:
        for plural in read_template(package_messages(language)[key]).plurals():
            assert len(plural.forms) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_for_several_numbers_shows_the_number(language: str) -> None:
    """Where a language counts 0 as one, "Un message" would be said of none."""
    rule = Locale(language).plural_form
    for key in KEYS:
        for plural in read_template(package_messages(language)[key]).plurals():
            impossible = {0} if (key, plural.number) in NEVER_NONE else set()
            for category, form in zip(_counted(language), plural.forms, strict=True):
                numbers = {number for number in range(1001) if rule(number) == category}
                if len(numbers - impossible - set(plural.exact)) > 1:
                    assert plural.number in form.values(), (key, category)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_message_is_left_in_english(language: str) -> None:
    same = {(key, language) for key in KEYS if package_messages(language)[key] == package_messages("en")[key]}
    assert same == {pair for pair in SAME_AS_ENGLISH if pair[1] == language}


def test_arabic_uses_its_own_punctuation() -> None:
    wrong = {key for key in KEYS if re.search("[,;?]", _plain(read_template(package_messages("ar")[key])))}
    assert not wrong


def test_french_keeps_its_signs_on_the_line_of_the_word() -> None:
    for key in KEYS:
        text = _plain(read_template(package_messages("fr")[key]))
        assert not re.search(r"(?<![\u00a0\u202f\d])[:;?!»](?!\$)(?=\s|$)", text.replace("[[:", "[[")), key
        assert not re.search(r"«(?!\u00a0)", text), key


@pytest.mark.parametrize("language", [*LANGUAGES, DOCUMENTATION])
def test_messages_are_as_a_wiki_keeps_them(language: str) -> None:
    for key, message in package_messages(language).items():
        assert message == unicodedata.normalize("NFC", message), key
        assert message == message.strip(" "), key
        assert "\n" not in message, key
        assert not re.search("[\u200e\u200f\u202a-\u202e]", message), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_and_quotes_in_a_message_are_balanced(language: str) -> None:
    for key in KEYS:
        text = package_messages(language)[key]
        for opening, closing in (("“", "”"), ("«", "»"), ("¿", "?"), ("(", ")"), ("[[", "]]"), ("{{", "}}")):
            if opening != "¿" or language == "es":
                assert text.count(opening) == text.count(closing), (key, opening)
