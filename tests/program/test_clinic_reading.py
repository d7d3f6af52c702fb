"""Clinics as organisers write them, in five languages: read as meant, or a problem with its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.clinic_cells import read_interpretation, read_materials, read_state
from bot.program.clinic_headings import CLINIC_HEADINGS, with_more
from bot.program.clinic_page import read_clinic_page
from bot.program.clinic_table import ClinicTables, read_calendar
from bot.program.clinics import Clinic, ClinicState, Reading
from bot.wikitext.time_phrases import read_length
from bot.wikitext.time_reasons import NoTime, Reason
from tests.growth import assert_grows_linearly
from tests.wikitext.time_phrase_cases import CASES

TABLES = ClinicTables(headings=CLINIC_HEADINGS)
EVENING = datetime(2027, 3, 24, 17, tzinfo=UTC)


def read(text: str, tables: ClinicTables = TABLES) -> Reading:
    return read_calendar(text, page="C", tables=tables)


def table(head: str, *rows: str) -> str:
    return f"{{|\n! {head}\n" + "".join(f"|-\n| {row}\n" for row in rows) + "|}\n"


def only(text: str, tables: ClinicTables = TABLES) -> Clinic:
    reading = read(text, tables)
    assert reading.problems == ()
    [clinic] = reading.clinics
    return clinic


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "What !! Date and time (UTC) !! Who !! Main language",
            "A || 24 March 2027, 17:00 || [[User:Ana]] || en",
        ),
        ("Who !! Main language !! Topic !! When", "[[User:Ana]] || English || A || 24 March 2027, 5 pm UTC"),
        (
            "Tema !! Fecha !! Hora !! Ponentes !! Idioma",
            "A || 24 de marzo de 2027 || 17 h (UTC) || [[:es:Usuaria:Ana]] || inglés",
        ),
        (
            "الموضوع !! الموعد !! المتحدثون !! اللغة",
            "A || ٢٤ مارس ٢٠٢٧، ١٧:٠٠ UTC || [[مستخدم:Ana]] || الإنجليزية",
        ),
        (
            "Sujet !! Date !! Heure !! Intervenants !! Langue",
            "A || 24 mars 2027 || 18 h (Paris) || [[Utilisateur:Ana]] || anglais",
        ),
        (
            "Assunto !! Data e horário !! Com quem !! Palestrante !! Língua",
            "A || 24/03/2027, 14h (São Paulo) || || [[Usuária:Ana]] || inglês",
        ),
        (
            "What / Qué !! When / Cuándo (UTC) !! Who / Quién !! Language / Idioma",
            "A || 2027-03-24 17:00 || {{u|Ana}} || EN",
        ),
        (
            "''What'' !! <translate><!--T:3--> When</translate> !! style=\"width:9em\" | Who !! Language",
            "A || 24 March 2027, 17:00–19:00 UTC || [[User:ana]] || English",
        ),
    ],
)
def test_a_row_is_read_by_its_headings_in_any_language_and_order(head: str, row: str) -> None:
    clinic = only(table(head, row))
    assert (clinic.topic, clinic.start, clinic.end) == ("A", EVENING, EVENING + timedelta(hours=2))
    assert (clinic.sharers, clinic.language) == (("Ana",), "en")


def test_headings_say_the_year_and_the_zone() -> None:
    rows = table("What !! Date !! Time (Africa/Lagos)", "A || Wednesday, 24 March || 18:00")
    text = f"== Clinics of 2027 ==\n{rows}"
    assert only(text).start == EVENING
    of_table = table("What !! When (UTC)", "A || 24 March, 17:00").replace("{|\n", "{|\n|+ Spring 2027\n")
    assert only(of_table).start == EVENING


def test_a_row_of_headings_may_be_of_data_cells_and_the_settings_add_headings() -> None:
    text = "{|\n| Sitzung || Wann\n|-\n| A || 24 March 2027, 17:00 UTC\n|}"
    more = ClinicTables(headings=with_more({"topic": ("Sitzung",), "when": ("Wann",)}), past=("Vorbei",))
    assert only(text, more).topic == "A"
    assert only(f"== Vorbei 2027 ==\n{text}", more).in_past
    assert read(text).clinics == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Past",
        "Past clinics",
        "Clínicas pasadas",
        "العيادات السابقة",
        "Passées",
        "Clínicas passadas",
        "Past / Pasadas",
        "Past 2026",
    ],
)
def test_past_clinics_are_known_by_the_heading_above(heading: str) -> None:
    row = table("What !! When", "A || 24 March 2027, 17:00 UTC")
    assert only(f"== {heading} ==\n{row}").in_past
    assert not only(f"== {heading} ==\n== Next ==\n{row}").in_past


@pytest.mark.parametrize("divider", ['! colspan="2" | April', "| colspan=\"4\" | '''April'''"])
def test_a_row_that_names_a_month_is_no_clinic(divider: str) -> None:
    text = table("What !! When", "A || 24 March 2027, 17:00 UTC").replace("|}", f"|-\n{divider}\n|}}")
    assert only(text).topic == "A"


def test_what_the_bot_keeps_is_no_table_of_the_organisers() -> None:
    mine = table("What !! When", "A || 24 March 2027, 17:00 UTC")
    text = f"<!-- bot:clinics begin -->\n{mine}<!-- bot:clinics end -->\n"
    assert read(text).clinics == ()
    assert [each.place.line for each in read(text + mine).clinics] == [text.count("\n") + 4]


REASONS = {case[2][1:]: case[1] for case in CASES if case[2].startswith("!")}


@pytest.mark.parametrize(
    "reason", [reason for reason in Reason if reason not in {Reason.EMPTY, Reason.UNDECIDED}]
)
def test_a_time_that_is_not_sure_is_a_problem_with_its_place(reason: Reason) -> None:
    phrase = REASONS[reason].replace("|", "{{!}}")
    reading = read(f"Intro\n{table('What !! When', f'Surveys || {phrase}')}")
    assert [problem.reason for problem in reading.problems] == [f"clinic-time-{reason}"]
    [problem] = reading.problems
    assert problem.values[:3] == (1, 5, "Surveys")
    [clinic] = reading.clinics
    assert isinstance(clinic.when, NoTime)
    assert clinic.start is None


@pytest.mark.parametrize("said", ["TBD", "", "por confirmar", "سيحدد لاحقا", "à confirmer"])
def test_a_time_that_is_not_decided_is_no_problem(said: str) -> None:
    assert only(table("What !! When", f"Surveys || {said}")).start is None


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("confirmed", ClinicState.CONFIRMED),
        ("'''Cancelled'''", ClinicState.CANCELLED),
        ("cancelada por enfermedad", ClinicState.CANCELLED),
        ("ملغاة", ClinicState.CANCELLED),
        ("reportée", ClinicState.MOVED),
        ("Adiada", ClinicState.MOVED),
        ("Prevista", ClinicState.PLANNED),
        ("مؤكدة", ClinicState.CONFIRMED),
        ("", None),
        ("purple", None),
        ("cancelled? confirmed?", None),
    ],
)
def test_states_in_five_languages(said: str, state: ClinicState | None) -> None:
    assert read_state(said) is state


def test_a_topic_struck_out_is_cancelled_and_an_unknown_state_a_problem() -> None:
    assert only(table("What !! When", "<s>A</s> || 24 March 2027, 17:00 UTC")).state is ClinicState.CANCELLED
    reading = read(table("What !! When !! Status", "A || 24 March 2027, 17:00 UTC || purple"))
    assert [problem.reason for problem in reading.problems] == ["clinic-state"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ES, FR", "es offered; fr offered"),
        ("ES/FR/PT", "es offered; fr offered; pt offered"),
        ("Spanish and Arabic", "es offered; ar offered"),
        ("Spanish ([[User:Ana]], confirmed), Arabic: needed", "es Ana confirmed; ar wanted"),
        (
            "* español: [[User:Ana|Ana]] ✓\n* arabe ([[User:Laila]])\n* French (TBC)",
            "es Ana confirmed; ar Laila offered; fr wanted",
        ),
        ("[[User:Ana]] (ES)", "es Ana offered"),
        ("{{u|Ana}} – Spanish", "es Ana offered"),
        ("العربية ([[مستخدم:ليلى]]، مؤكد)", "ar ليلى confirmed"),
        ("العربية: مطلوب، الفرنسية", "ar wanted; fr offered"),
        ("español: se busca<br>francés: [[User:Ana]]", "es wanted; fr Ana offered"),
        ("portugais (confirmé) ; arabe", "pt confirmed; ar offered"),
        ("pt-br: [[User:Ana]]", "pt-br Ana offered"),
        ("ES: [[User:Ana]], ES: [[User:Bea]] (confirmed)", "es Ana Bea confirmed"),
        ("ES: <s>[[User:Ana]]</s> [[User:Bea]]", "es Bea offered"),
        ("<s>ES</s>, FR", "fr offered"),
        ("AR?", "ar wanted"),
        ("none", ""),
        ("–", ""),
        ("", ""),
    ],
)
def test_who_interprets_into_which_language(said: str, expected: str) -> None:
    found, unread = read_interpretation(said)
    assert unread == ()
    shown = "; ".join(" ".join([each.language, *each.usernames, each.offer.value]) for each in found)
    assert shown == expected


@pytest.mark.parametrize("said", ["[[User:Ana]]", "Klingonish", "ES FR: [[User:Ana]]"])
def test_interpretation_that_can_t_be_read_is_told(said: str) -> None:
    _, unread = read_interpretation(said)
    assert len(unread) == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("[https://a.example/x EN] [https://a.example/y AR]", "x en, y ar"),
        ("EN: https://a.example/x ES: https://a.example/y", "x en, y es"),
        ("https://a.example/x (FR)", "x fr"),
        ("[https://a.example/x Spanish], [https://a.example/y português]", "x es, y pt"),
        ("[https://a.example/x here]", "x sw"),
        ("(EN)(ES)", ""),
        ("<!-- [https://a.example/x EN] -->", ""),
    ],
)
def test_recordings_by_language(said: str, expected: str) -> None:
    found = read_materials(said, "sw")
    assert ", ".join(f"{each.target.rpartition('/')[2]} {each.language}" for each in found) == expected


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("2 hours", 120),
        ("90 min", 90),
        ("1 h 30", 90),
        ("1:30", 90),
        ("2", 120),
        ("90", 90),
        ("1h", 60),
        ("2 horas", 120),
        ("ساعة", None),
        ("long", None),
        ("0", None),
        ("30 hours", None),
    ],
)
def test_lengths(said: str, minutes: int | None) -> None:
    assert read_length(said) == (None if minutes is None else timedelta(minutes=minutes))


def test_a_length_comes_from_the_time_or_its_own_column_and_not_from_both() -> None:
    head = "What !! When !! Duration"
    assert only(table(head, "A || 24 March 2027, 17:00 UTC || 90 min")).length == timedelta(minutes=90)
    assert only(table(head, "A || 24 March 2027, 17:00–18:00 UTC || ")).length == timedelta(hours=1)
    reading = read(table(head, "A || 24 March 2027, 17:00–18:00 UTC || 2 h"))
    assert [problem.reason for problem in reading.problems] == ["clinic-lengths"]


@pytest.mark.parametrize(
    "text",
    [
        "* '''Topic''': Surveys\n* '''Date and time''': 24 March 2027, 17:00 UTC\n* Who: [[User:Ana]]\n",
        "{|\n| Tema || Surveys\n|-\n| Fecha y hora || 24 de marzo de 2027, 17:00 UTC\n|-\n"
        "| Ponente || [[User:Ana]]\n|}",
        "{{Clinic\n| title = Surveys\n| when = 24 March 2027, "
        "[https://zonestamp.toolforge.org/1805907600 17:00 UTC]\n"
        "| who = [[User:Ana|A]]\n}}",
        "; الموضوع : Surveys\n; الموعد : ٢٤ مارس ٢٠٢٧، ١٧:٠٠ UTC\n; المتحدث : [[User:Ana]]\n",
    ],
)
def test_a_clinic_may_have_a_page_of_its_own(text: str) -> None:
    reading = read_clinic_page(text, page="Clinics/One", headings=CLINIC_HEADINGS)
    [clinic] = reading.clinics
    assert (clinic.topic, clinic.start, clinic.sharers, clinic.page) == (
        "Surveys",
        EVENING,
        ("Ana",),
        "Clinics/One",
    )
    assert reading.problems == ()


def test_a_page_without_a_time_is_no_clinic_and_one_without_a_topic_is_named_by_its_title() -> None:
    assert read_clinic_page("* Who: [[User:Ana]]", page="P", headings=CLINIC_HEADINGS) == Reading()
    [clinic] = read_clinic_page("* Date: TBD", page="Clinics/Maps", headings=CLINIC_HEADINGS).clinics
    assert clinic.topic == "Maps"


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_cell_is_read_or_told(cell: str, other: str) -> None:
    read(
        table(
            "What !! When !! Interpretation !! Recording !! Status",
            f"{cell} || {other} || {cell} || {cell} || {other}",
        )
    )
    read_clinic_page(f"* Date: {cell}\n{other}", page="P", headings=CLINIC_HEADINGS)


def test_a_long_calendar_costs_no_more_a_row() -> None:
    rows = ["A || 24 March 2027, 17:00 UTC || ES ([[User:Ana]]), AR"]
    assert_grows_linearly(lambda size: read(table("What !! When !! Interpretation", *rows * size)), size=1600)
