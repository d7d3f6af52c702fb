"""Clinics as calendar pages tell of them: what is said is read, what is not sure is a Problem."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.clinic_cells import read_interpretation, read_materials, read_state
from bot.program.clinic_headings import CLINIC_HEADINGS
from bot.program.clinic_page import read_clinic_page
from bot.program.clinic_table import ClinicTables, read_calendar
from bot.program.clinics import ClinicState, Reading
from bot.wikitext.time_phrases import NoTime, read_length
from bot.wikitext.time_reasons import Reason
from tests.growth import assert_grows_linearly
from tests.wikitext.time_phrase_cases import CASES

UNDECIDED = (Reason.EMPTY, Reason.UNDECIDED)


def read(rows: str, heading: str = "! Topic !! When", above: str = "") -> Reading:
    tables = ClinicTables(headings=CLINIC_HEADINGS)
    return read_calendar(f"{above}{{|\n{heading}\n{rows}|}}\n", page="P", tables=tables)


@pytest.mark.parametrize(
    ("heading", "row", "above"),
    [
        ("! Topic !! When", "A || 24 March 2027, 17:00 UTC", ""),
        ("! What / Qué !! When / Cuándo", "A || 24 March 2027, 17:00 UTC", ""),
        ("! Cuándo !! Tema", "24 de marzo de 2027, 17:00 UTC || A", ""),
        ("! Quoi !! Quand", "A || 24 mars 2027, 17 h UTC", ""),
        ("! Assunto !! Quando", "A || 24 de março de 2027, 17h UTC", ""),
        ("! الموضوع !! التاريخ !! الوقت (UTC)", "A || ٢٤ مارس ٢٠٢٧ || ١٧:٠٠", ""),
        ("! Topic !! Date !! Time (UTC)", "A || 24 March || 17:00", "== 2027 ==\n"),
        ("| Topic || When", "A || 24 March 2027, 17:00 UTC", ""),
        ("! colspan=2 | Clinics\n|-\n! Topic !! When", "A || 24 March 2027, 17:00 UTC", ""),
    ],
)
def test_a_table_is_read_in_each_language_and_order(heading: str, row: str, above: str) -> None:
    reading = read(f'<!-- x -->\n|- style="color:red"\n| {row}\n', heading, above)
    (clinic,) = reading.clinics
    assert (clinic.topic, f"{clinic.start:%F %R}", clinic.length) == (
        "A",
        "2027-03-24 17:00",
        timedelta(hours=2),
    )
    assert reading.problems == ()


@pytest.mark.parametrize("years", ["2026–27", "2026/27", "2026 - 27"])
def test_a_heading_of_two_years_says_no_year(years: str) -> None:
    (problem,) = read("|-\n| A || 24 March, 17:00 UTC\n", above=f"== Clinics {years} ==\n").problems
    assert problem.reason == "clinic-time-no-year"


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in UNDECIDED])
def test_each_reason_is_a_problem_with_its_row_and_line(reason: Reason) -> None:
    phrase = next(case[1] for case in CASES if case[2] == f"!{reason}" and "|" not in case[1])
    reading = read(f"|-\n| A || 24 March 2027, 17:00 UTC\n|-\n| B || {phrase}\n")
    assert [clinic.start is None for clinic in reading.clinics] == [False, True]
    assert [(each.reason, each.values[:3]) for each in reading.problems] == [
        (f"clinic-time-{reason}", (2, 6, "B"))
    ]


@pytest.mark.parametrize("phrase", ["", "TBA", "por confirmar", "à confirmer"])
def test_what_is_not_decided_is_no_problem(phrase: str) -> None:
    assert read(f"|-\n| A || {phrase}\n").problems == ()


@pytest.mark.parametrize(
    "page",
    [
        "{|\n! Topic\n| A\n|-\n! Date\n| 24 March 2027\n|-\n! Time\n| 17:00 UTC\n|}",
        "{{Clinic\n|topic=A\n|date=24 March 2027\n|time=17:00 UTC\n}}",
        "'''Topic''': A\n* '''Date:''' 24 March 2027\n* '''Time''': 17:00 UTC\n",
        "* الموضوع: A\n* الموعد: ٢٤ مارس ٢٠٢٧، ١٧:٠٠ UTC",
    ],
)
def test_a_page_of_one_clinic_is_read_in_each_form(page: str) -> None:
    (clinic,) = read_clinic_page(page, page="C/Z", headings=CLINIC_HEADINGS).clinics
    assert (clinic.topic, clinic.page, f"{clinic.start:%F %R}") == ("A", "C/Z", "2027-03-24 17:00")


def test_two_times_on_one_page_are_a_problem_and_neither_is_taken() -> None:
    page = "{{Clinic|when=24 March 2027, 17:00 UTC}}\n* When: 25 March 2027, 17:00 UTC\n"
    reading = read_clinic_page(page, page="C/Z", headings=CLINIC_HEADINGS)
    assert isinstance(reading.clinics[0].when, NoTime)
    assert [each.reason for each in reading.problems] == ["clinic-time-several"]


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("Cancelled", ClinicState.CANCELLED),
        ("annulé !", ClinicState.CANCELLED),
        ("Confirmada", ClinicState.CONFIRMED),
        ("Reportée au 3 mai", ClinicState.MOVED),
        ("مخطط", ClinicState.PLANNED),
        ("previsto", ClinicState.PLANNED),
        *((words, None) for words in ("not confirmed", "to be confirmed", "not cancelled", "غير مؤكد")),
        *((words, None) for words in ("no confirmada", "pas confirmé", "confirmed, moved", "")),
    ],
)
def test_a_state_is_read_and_its_denial_is_none(cell: str, state: ClinicState | None) -> None:
    assert read_state(cell) is state


def test_a_topic_struck_out_is_cancelled() -> None:
    (clinic,) = read("|-\n| <s>A</s> || 24 March 2027, 17:00 UTC\n").clinics
    assert clinic.state is ClinicState.CANCELLED


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("[[User:Ana]] (es)", "es Ana offered"),
        ("es: [[User:Ana]], fr: [[User:Bo]]", "es Ana offered; fr Bo offered"),
        ("[[User:Ana]] (Spanish), [[User:Bo]] (French, confirmed)", "es Ana offered; fr Bo confirmed"),
        ("Spanish – [[User:Ana]] ✓", "es Ana confirmed"),
        ("Spanish: [[User:Ana]], [[User:Bo]]", "es Ana+Bo offered"),
        ("Spanish: [[User:Ana]] and [[User:Bo]]", "es Ana+Bo offered"),
        ("* Spanish: [[User:Ana]]\n* French: needed", "es Ana offered; fr  wanted"),
        ("Español: [[Usuario:Ana]]; árabe: se busca", "es Ana offered; ar  wanted"),
        ("العربية: [[مستخدم:منى]] (مؤكد)، الفرنسية: مطلوب", "ar منى confirmed; fr  wanted"),
        ("français : [[Utilisateur:Bo]] (confirmé), arabe : à confirmer", "fr Bo confirmed; ar  wanted"),
        ("português (a confirmar), inglês: [[Usuário:Rui]]", "pt  wanted; en Rui offered"),
        ("espagnol et arabe", "es  offered; ar  offered"),
        ("EN/FR/AR", "en  offered; fr  offered; ar  offered"),
        ("pt-br: {{u|Rui}} {{done}}", "pt-br Rui confirmed"),
        ("Arabic?", "ar  wanted"),
        ("Spanish: <s>[[User:Ana]]</s>", "es  wanted"),
        ("Spanish: <s>[[User:Ana]]</s> [[User:Bo]]", "es Bo offered"),
        ("<s>Spanish: [[User:Ana]]</s> French: [[User:Bo]]", "fr Bo offered"),
        ("Spanish: not confirmed", "es  wanted"),
        ("français: pas confirmé", "fr  wanted"),
        ("español: sin confirmar", "es  wanted"),
        ("العربية: غير مؤكد", "ar  wanted"),
        ("Français (si possible)", "fr  offered"),
        ("Spanish: yes", "es  confirmed"),
        ("[[:en:Spanish language|Spanish]]: [[User:Ana]]", "es Ana offered"),
        ("Spanish: https://example.org/?x=1", "es  offered"),
        *((nobody, "") for nobody in ("no", "none", "Spanish: no", "No Spanish", "Spanish ❌", "TBC", "لا")),
    ],
)
def test_interpretation_is_read(cell: str, told: str) -> None:
    found, unread = read_interpretation(cell)
    assert "; ".join(f"{each.language} {'+'.join(each.usernames)} {each.offer}" for each in found) == told
    assert unread == ()


@pytest.mark.parametrize(
    "cell", ["Klingonese", "{{Flag|es}} [[User:Ana]]", "[[User:Ana]]", "[[User:Ana]] (Spanish and French)"]
)
def test_interpretation_that_is_not_clear_is_told(cell: str) -> None:
    found, unread = read_interpretation(cell)
    assert (found, len(unread)) == ((), 1)


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("[https://e.example/a EN] · [https://e.example/b ES]", "en es"),
        ("EN: https://e.example/a, ES: https://e.example/b", "en es"),
        ("https://e.example/a (EN) https://e.example/b (ES)", "en es"),
        ("[[File:A.webm|English]] [[File:B.webm]] (fr)", "en fr"),
        ("English: [https://e.example/a x], Español: [https://e.example/b y]", "en es"),
        ("[https://e.example/a Slides (fr)]", "fr"),
        *(
            (f"{words} https://e.example/a", "pt")
            for words in ("The recording is", "Grabación en", "la", "no")
        ),
    ],
)
def test_a_link_is_in_the_language_that_stands_beside_it(cell: str, languages: str) -> None:
    assert " ".join(each.language for each in read_materials(cell, "pt")) == languages


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        *((words, 120) for words in ("2", "2 horas", "ساعتان", "2 hours (120 min)")),
        *((words, 90) for words in ("90", "1:30", "1 h 30", "1h30", "٩٠ دقيقة")),
        *((words, None) for words in ("2 hours 30", "2-3 hours", "0", "-2", "about 2")),
    ],
)
def test_a_length_is_read_whole_or_not_at_all(words: str, minutes: int | None) -> None:
    length = read_length(words)
    assert (length and length // timedelta(minutes=1)) == minutes


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    read(f"|-\n| {text}\n| {text}\n")
    read_clinic_page(f"When: {text}\n", page="P", headings=CLINIC_HEADINGS)
    read_interpretation(text)
    read_materials(text, "en")


def test_a_thousand_rows_take_linear_time() -> None:
    assert_grows_linearly(lambda size: read("|-\n| A || 24 March 2027, 17:00 UTC\n" * size), size=1000)
