from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.catalogue import Catalogue, MissingWord, default_catalogue, languages, say
from bot.words.codes import LanguageCodeError
from bot.words.templates import MessageFormError, read_template

ARABIC = {
    0: "لم تُسلَّم أي رسالة بعد",
    1: "سُلِّمت رسالة واحدة",
    2: "سُلِّمت رسالتان",
    3: "سُلِّمت 3 رسائل",
    10: "سُلِّمت 10 رسائل",
    11: "سُلِّمت 11 رسالة",
    99: "سُلِّمت 99 رسالة",
    100: "سُلِّمت 100 رسالة",
    103: "سُلِّمت 103 رسائل",
    1234: "سُلِّمت 1,234 رسالة",
}


def _catalogue(message: str, language: str = "en") -> Catalogue:
    return Catalogue(overrides={language: {"test": message}})


def test_a_message_is_said_with_its_values() -> None:
    assert say("en", "report-changes-summary", "Clinic") == "Messages of “Clinic” corrected or taken back"
    assert say("fr", "report-changes-summary", "Atelier") == (
        "Messages de «\u00a0Atelier\u00a0» corrigés ou retirés"
    )


def test_the_default_catalogue_is_made_once() -> None:
    assert default_catalogue() is default_catalogue()


def test_the_languages_with_a_file_are_given_without_the_documentation() -> None:
    assert languages() == ("ar", "en", "es", "fr", "pt")


@pytest.mark.parametrize(("count", "start"), ARABIC.items())
def test_arabic_has_six_forms_and_western_digits(count: int, start: str) -> None:
    assert say("ar", "report-numbers", count, 1).startswith(start)


@pytest.mark.parametrize(
    ("language", "none"),
    [
        ("en", "No message has been delivered yet."),
        ("es", "Todavía no se ha entregado ningún mensaje."),
        ("fr", "Aucun message n’a encore été distribué."),
        ("pt", "Ainda não foi entregue nenhuma mensagem."),
    ],
)
def test_none_is_said_as_none(language: str, none: str) -> None:
    assert say(language, "report-numbers", 0, 0) == none


def test_a_plural_inside_a_plural_counts_its_own_number() -> None:
    assert say("en", "report-numbers", 2, 1) == "2 messages delivered on one wiki."
    assert say("en", "report-numbers", 1, 1) == "One message delivered on one wiki."


@pytest.mark.parametrize(
    ("language", "number"), [("en", "1,234"), ("es", "1.234"), ("fr", "1\u202f234"), ("ar", "1,234")]
)
def test_numbers_are_written_as_the_language_writes_them(language: str, number: str) -> None:
    assert number in say(language, "report-numbers", 1234, 2)


def test_a_million_takes_the_last_form_where_no_other_is_given() -> None:
    assert say("fr", "report-numbers", 1_000_000, 2).endswith("messages distribués sur 2 wikis.")


@pytest.mark.parametrize(
    ("language", "like"), [("pt-br", "pt"), ("es-419", "es"), ("ca", "en"), ("AR", "ar"), ("fr-ca", "fr")]
)
def test_a_language_without_a_file_gets_the_next_of_its_chain(language: str, like: str) -> None:
    assert say(language, "skip-nouser") == say(like, "skip-nouser")


def test_a_chain_from_outside_is_followed() -> None:
    words = Catalogue(fallbacks=lambda code: {"gl": ("pt", "en")}.get(code, ("en",)))
    assert words.say("gl", "skip-nouser") == say("pt", "skip-nouser")


def test_the_number_of_a_borrowed_message_is_written_in_the_language_it_borrows() -> None:
    assert "1,234" in say("ca", "report-numbers", 1234, 2)


def test_overrides_say_it_otherwise_and_leave_the_rest() -> None:
    words = Catalogue(
        overrides={"es": {"skip-nouser": "¡No hay tal cuenta!"}, "sw": {"skip-ip": "Anwani ya IP"}}
    )
    assert words.say("es", "skip-nouser") == "¡No hay tal cuenta!"
    assert words.say("es", "skip-ip") == say("es", "skip-ip")
    assert words.say("sw", "skip-ip") == "Anwani ya IP"
    assert words.say("sw", "skip-nouser") == say("en", "skip-nouser")
    assert "sw" in words.languages()


def test_overrides_may_add_messages() -> None:
    words = _catalogue("Hello, $1")
    assert words.say("fr", "test", "Zoraida") == "Hello, Zoraida"
    assert "test" in words.keys()  # noqa: SIM118 - no mapping


def test_a_missing_message_is_named() -> None:
    with pytest.raises(MissingWord, match="no-such-key"):
        say("es", "no-such-key")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(MissingWord, match=r"report-changes-summary.*\$1"):
        say("en", "report-changes-summary")


def test_text_can_not_be_counted() -> None:
    with pytest.raises(MissingWord, match="give a number"):
        say("en", "report-numbers", "3", 1)


@pytest.mark.parametrize("code", ["", "en_US", "../en", "e", "en-", "english language", "en\n", "ar\u200f"])
def test_what_can_not_be_a_code_is_refused(code: str) -> None:
    with pytest.raises(LanguageCodeError):
        say(code, "skip-nouser")


@given(value=st.text())
def test_nothing_in_a_value_is_read_as_part_of_the_message(value: str) -> None:
    assert (
        _catalogue("<$1|$2>").say("en", "test", value, "$1{{PLURAL:$1|a|b}}")
        == f"<{value}|$1{{{{PLURAL:$1|a|b}}}}>"
    )


def test_links_and_templates_inside_a_form_keep_their_bars() -> None:
    words = _catalogue("{{PLURAL:$1|[[$2|one]] {{u|x}}|[[$2|$1]]}} end")
    assert words.say("en", "test", 1, "A") == "[[A|one]] {{u|x}} end"
    assert words.say("en", "test", 5, "A") == "[[A|5]] end"


def test_an_exact_form_goes_before_the_rule_and_may_be_empty() -> None:
    words = _catalogue("{{PLURAL:$1|0=|7=seven|one|$1}}")
    assert [words.say("en", "test", count) for count in (0, 1, 2, 7)] == ["", "one", "2", "seven"]


@pytest.mark.parametrize("message", ["{{PLURAL:$1|one", "{{PLURAL:$1|0=none}}", "{{PLURAL:$1|a {{u|b}}"])
def test_a_broken_plural_is_refused(message: str) -> None:
    with pytest.raises(MessageFormError):
        read_template(message)
