"""Who registered for which clinic, and which reminders they want."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.program.participant import Roster
from bot.program.registrations import Registrations, registration_name, registrations
from bot.program.reminder_choice import UnreadableChoiceError, read_reminders
from bot.program.skills import read_skills
from bot.wikitext.quoting import quote
from tests.plan.calendars import calendar, memory, row
from tests.plan.signup_people import participant

MARCH, APRIL = datetime(2027, 3, 24, 17, tzinfo=UTC), datetime(2027, 4, 7, 9, tzinfo=UTC)
KNOWN = memory(
    calendar(
        [
            row("Surveys that people answer", MARCH, "", "", "", "", "[[Program/List]]"),
            row("Office hours", MARCH),
            row("Office hours", APRIL),
            row("تصميم الاستبيانات", APRIL),
        ]
    )
).known
SURVEYS, FIRST, SECOND, ARABIC = (each.id for each in KNOWN)
EMPTY: dict[str, Roster | None] = {"Program/List": Roster()}


def names(found: Registrations, clinic: str) -> list[str]:
    return [person.username for person in found.people[clinic]]


@pytest.mark.parametrize(
    ("said", "clinic"),
    [
        ("surveys that people answer", SURVEYS),
        ("«Surveys that people answer»!", SURVEYS),
        ("Surveys that people answer (24 March)", SURVEYS),
        ("Office hours (7 April)", SECOND),
        ("Office hours (24 mars)", FIRST),
        ("تصميم الإستبيانات", ARABIC),
        ("تصميم الاستبيانات", ARABIC),
        (SURVEYS, SURVEYS),
        ("Something else", ""),
    ],
)
def test_a_clinic_is_named_by_its_topic_with_its_date_where_there_are_several(said: str, clinic: str) -> None:
    ana = participant("Ana", 1, clinics=(said,))
    found = registrations(KNOWN, Roster(participants=(ana,)), EMPTY)
    assert [name for name in found.people if found.people[name]] == ([clinic] if clinic else [])
    assert found.problems == ()


@pytest.mark.parametrize("said", ["Office hours", "Office hours (some day)"])
def test_a_title_of_several_is_told_and_nobody_registered_by_it(said: str) -> None:
    people = tuple(participant(name, n, clinics=(said,)) for n, name in enumerate(("Ana", "Bea")))
    found = registrations(KNOWN, Roster(participants=people), EMPTY)
    assert not any(found.people.values())
    assert [(problem.reason, problem.values) for problem in found.problems] == [("clinic-ambiguous", (said,))]


def test_what_the_sign_up_page_says_of_somebody_goes_before_a_list_and_who_withdrew_is_on_none() -> None:
    ana = participant("Ana", 1, languages=("es",), time_zone="America/Lima")
    gone = participant("Bea", 2)
    listed = Roster(
        participants=(participant("Ana", 1), participant("Bea", 2), participant("Cem", 3)),
        withdrawn=(participant("Dua", 4),),
    )
    found = registrations(KNOWN, Roster(participants=(ana,), withdrawn=(gone,)), {"Program/List": listed})
    assert found.people[SURVEYS] == (ana, participant("Cem", 3))


def test_who_struck_out_their_line_of_a_list_is_off_it_though_the_table_names_the_clinic() -> None:
    dua = participant("Dua", 1, clinics=("Surveys that people answer",))
    listed = Roster(withdrawn=(participant("Dua", 4),))
    found = registrations(KNOWN, Roster(participants=(dua,)), {"Program/List": listed})
    assert names(found, SURVEYS) == []


def test_a_list_that_can_t_be_read_is_told_with_the_clinic() -> None:
    found = registrations(KNOWN, Roster(), {"Program/List": None})
    [problem] = found.problems
    assert (problem.reason, problem.values) == (
        "clinic-list-missing",
        ("Program/List", "Surveys that people answer"),
    )


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("", None),
        ("all", None),
        ("todos", None),
        ("نعم", None),
        ("none", set()),
        ("ninguno", set()),
        ("aucun", set()),
        ("nenhum", set()),
        ("لا شيء", set()),
        ("'''No'''", set()),
        ("24 hours, 1 hour", {24, 1}),
        ("7 days", {168}),
        ("1h", {1}),
        ("24 h / 1 h", {24, 1}),
        ("7 días y 24 horas", {168, 24}),
        ("7 jours, 1 heure", {168, 1}),
        ("1 semana", {168}),
        ("٧ أيام", {168}),
        ("ساعة", {1}),
        ("يوم و ساعة", {24, 1}),
        ("7 dias e 1 hora", {168, 1}),
    ],
)
def test_which_reminders_somebody_wants_in_five_languages(said: str, hours: set[int] | None) -> None:
    assert read_reminders(said) == hours


@pytest.mark.parametrize("said", ["sometimes", "perhaps 3", "24", "on Mondays", "7 days by e-mail"])
def test_a_choice_that_can_t_be_read_is_an_error(said: str) -> None:
    with pytest.raises(UnreadableChoiceError):
        read_reminders(said)


def test_the_name_of_a_clinic_leads_back_to_it_alone() -> None:
    odd = memory(calendar([row("Ask, listen; act", MARCH), row("R&D {{x}} | C#", APRIL)])).known
    given = [registration_name(each, KNOWN) for each in KNOWN]
    assert given == ["Surveys that people answer", FIRST, SECOND, "تصميم الاستبيانات"]
    for known, beside in [*((each, KNOWN) for each in KNOWN), *((each, odd) for each in odd)]:
        written = quote(registration_name(known, beside))
        ana = participant("Ana", 1, clinics=read_skills(written))
        found = registrations(beside, Roster(participants=(ana,)), EMPTY)
        assert [name for name in found.people if found.people[name]] == [known.id], written
