from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.plan.onwiki.form_pages import FormPages
from bot.plan.onwiki.frame import Frame, calls, put_form
from bot.plan.onwiki.row_template import RowTemplate, columns_in_order
from bot.plan.onwiki.skeletons import fill
from bot.plan.onwiki.titles import Titles
from bot.program.columns import KnownHeadings, split_table
from bot.program.skills import read_vocabulary
from bot.wikitext.tables import read_tables
from bot.wikitext.translate import check_untouched
from bot.words.catalogue import default_catalogue

FIVE = ("en", "es", "ar", "fr", "pt")
WORDS = default_catalogue()
TITLES = Titles(program="p", signup="Grants:P/Sign-up", gadget="User:B/S", requests="Grants:P/Requests")
HEADINGS = {
    "user": ("User", "Usuario"),
    "languages": ("Idiomas",),
    "time_zone": ("Time zone",),
    "learn": ("Learn",),
}
LABELS = {
    "user": {"en": "User name", "es": "Usuario"},
    "languages": {"en": "Languages", "es": "Idiomas"},
    "time_zone": {"en": "Time zone", "es": "Zona horaria"},
    "learn": {"en": "I want to learn"},
}
COLUMNS = (
    "languages home_wiki region country affiliation learn share clinics newsletter time_zone interprets cap"
)


def form_pages(titles: Titles = TITLES) -> FormPages:
    return FormPages(
        words=WORDS,
        titles=titles,
        languages=FIVE,
        sign_up=dict.fromkeys(FIVE, "Sign me up"),
        leave=dict.fromkeys(FIVE, "Take me out"),
    )


def frame(*, translatable: bool = False) -> Frame:
    return Frame(
        words=WORDS,
        titles=TITLES,
        language="en",
        translatable=translatable,
        labels=LABELS,
        headings=HEADINGS,
    )


def template() -> RowTemplate:
    return RowTemplate(words=WORDS, title=TITLES.row, languages=FIVE, labels=LABELS)


def test_the_box_has_two_buttons_in_each_language_and_says_what_is_public() -> None:
    box = form_pages().box()
    assert box.startswith('<div class="lc-form plainlinks">')
    assert (box.count("<inputbox>"), box.count("</inputbox>")) == (10, 10)
    assert 'lang="ar" dir="rtl"' in box
    for code in FIVE:
        assert f"preload=Grants:P/Sign-up/Form/{code}\n" in box
        assert f"preload=Grants:P/Sign-up/Form/Leave/{code}\n" in box
        assert f"editintro=Grants:P/Sign-up/Form/Intro/{code}\n" in box
        assert WORDS.say(code, "form-public") in box
    assert box.count("page=Grants:P/Requests\n") == 10
    assert box.count("<div>\n<inputbox>") == 10
    assert box.count("<div") == box.count("</div>")


def test_without_a_page_of_requests_the_box_says_what_is_public_and_has_no_buttons() -> None:
    box = form_pages(Titles(program="p", signup="Grants:P/Sign-up")).box()
    assert "<inputbox>" not in box
    assert WORDS.say("ar", "form-public") in box
    assert "[[:Grants:P/Sign-up/Row|" in box


@pytest.mark.parametrize("language", FIVE)
def test_above_the_edit_forms_it_says_how_and_what_is_public(language: str) -> None:
    assert WORDS.say(language, "form-public") in form_pages().intro(language)
    assert WORDS.say(language, "form-account") in form_pages().intro(language)
    assert "[[:Grants:P/Sign-up/Row|" in form_pages().notice(language)


def test_the_columns_of_a_table_are_told_in_their_order() -> None:
    text = (
        "{|\n! Other\n|}\n{| class=x\n|+ c\n|-\n! Idiomas !! What? !! Usuario / User\n|-\n| es || || Ana\n|}"
    )
    assert columns_in_order(text, HEADINGS) == ("languages", "", "user")
    assert columns_in_order("no table", HEADINGS) == ()


def _expanded(text: str, **values: str) -> str:
    """Give what a wiki makes of the template, which has nothing but parameters."""
    [included] = re.findall("<includeonly>(.*?)</includeonly>", text, re.DOTALL)
    return re.sub(r"\{\{\{(\w+)(\|?)\}\}\}", lambda match: values.get(match[1], ""), included)


def test_what_the_row_template_makes_stands_in_the_columns_of_the_table() -> None:
    page = "{|\n! Idiomas !! What? !! User !! Learn\n|-\n| es || || [[User:A]] ||\n%s\n|}"
    row = _expanded(template().write(columns_in_order(page, HEADINGS)), user="Zoraida", languages="ar")
    [table] = read_tables(page % row)
    columns, rows = split_table(table, KnownHeadings.of(HEADINGS))
    assert [cell.text for cell in rows[-1].cells] == ["ar", "", "[[User:Zoraida|Zoraida]]", ""]
    assert columns.known["learn"] == 3


def test_the_row_template_tells_its_parameters_in_five_languages() -> None:
    text = template().write(("languages", "", "user", "time_zone"))
    data: dict[str, Any] = json.loads(text.partition("<templatedata>")[2].partition("</templatedata>")[0])
    assert list(data["params"]) == data["paramOrder"] == ["user", "languages", "time_zone"]
    assert data["params"]["languages"]["label"] == LABELS["languages"]
    for parameter in data["params"].values():
        assert set(parameter["description"]) == set(FIVE)
    assert "{{subst::Grants:P/Sign-up/Row|user=|languages=|time_zone=}}" in text


@pytest.mark.parametrize("column", [*COLUMNS.split(), "reminders"])
def test_every_column_can_be_told(column: str) -> None:
    labels = {column: {"en": "Some column"}}
    made = RowTemplate(words=WORDS, title="T", languages=FIVE, labels=labels)
    assert f'"{column}": {{' in made.write(("user", column))


def test_a_new_page_has_a_table_that_the_bot_knows_again() -> None:
    text = frame().write()
    assert "! Usuario\n! Idiomas\n! Time zone\n! Learn\n" in text
    assert columns_in_order(text, HEADINGS) == tuple(HEADINGS)
    assert calls(text, TITLES.form, page=TITLES.signup)
    assert "<translate>" not in text


def test_where_pages_are_translated_the_intro_of_a_new_one_can_be() -> None:
    text = frame(translatable=True).write()
    assert text.startswith("<languages/>\n{{:Grants:P/Sign-up/Form}}\n")
    assert text.count("<translate>") == text.count("</translate>") == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "{{:A/Form}}\n"),
        ("Text\n{|\n|}", "{{:A/Form}}\nText\n{|\n|}"),
        ("<languages />\n<translate>x</translate>", "<languages />\n{{:A/Form}}\n<translate>x</translate>"),
        ("<languages/>", "<languages/>\n{{:A/Form}}\n"),
        ("{{/Row}}", "{{:A/Form}}\n{{/Row}}"),
        ("<!-- {{:A/Form}} -->\r\nx", "{{:A/Form}}\n<!-- {{:A/Form}} -->\r\nx"),
    ],
    ids=["empty", "some text", "translated", "nothing but languages", "a subpage", "the box in a comment"],
)  # fmt: skip
def test_a_page_of_others_gets_one_line_and_keeps_the_rest(before: str, after: str) -> None:
    assert put_form(before, "A/Form", page="A") == after
    assert put_form(after, "A/Form", page="A") == after
    check_untouched(before, after)


@pytest.mark.parametrize(
    "call",
    ["{{:A/Form}}", "{{ A/Form }}", "{{a/Form|x}}", "x {{b|{{:A/Form}}}}", "{{/Form}}", "{{ /Form | x }}"],
)
def test_a_page_that_shows_the_box_in_any_way_stays_as_it_is(call: str) -> None:
    assert put_form(f"Top\n{call}", "A/Form", page="A") == f"Top\n{call}"


def test_a_new_list_of_skills_has_none() -> None:
    text = fill("vocabulary", about=WORDS.say("en", "form-vocabulary"))
    assert len(read_vocabulary(text)) == 0
