"""The bot writes Ukrainian and Polish: plurals, dates, lists by CLDR."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.program.languages import autonym, fallbacks, name_in
from bot.words.catalogue import Catalogue
from bot.words.dates import (
    city_of,
    format_date,
    format_full_moment,
    format_length,
    format_list,
    format_month,
    format_weekday_hour,
)
from bot.words.direction import direction

EVENING = datetime(2027, 1, 25, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "ukrainian", "polish"),
    [
        (0, "0 повідомлень", "0 wiadomości"),
        (1, "1 повідомлення", "1 wiadomość"),
        (2, "2 повідомлення", "2 wiadomości"),
        (5, "5 повідомлень", "5 wiadomości"),
        (11, "11 повідомлень", "11 wiadomości"),
        (21, "21 повідомлення", "21 wiadomości"),
        (22, "22 повідомлення", "22 wiadomości"),
        (112, "112 повідомлень", "112 wiadomości"),
    ],
)
def test_plurals_have_one_few_and_many(number: int, ukrainian: str, polish: str) -> None:
    words = Catalogue(
        overrides={
            "uk": {"counted": "{{PLURAL:$1|$1 повідомлення|$1 повідомлення|$1 повідомлень}}"},
            "pl": {"counted": "{{PLURAL:$1|$1 wiadomość|$1 wiadomości|$1 wiadomości}}"},
        }
    )
    assert words.say("uk", "counted", number) == ukrainian
    assert words.say("pl", "counted", number) == polish


def test_few_and_many_differ() -> None:
    forms = {"uk": "{{PLURAL:$1|one|few|many}}", "pl": "{{PLURAL:$1|one|few|many}}"}
    words = Catalogue(overrides={code: {"form": form} for code, form in forms.items()})
    said = {
        code: [words.say(code, "form", number) for number in (1, 2, 4, 5, 12, 21, 22, 25)] for code in forms
    }
    assert said["uk"] == ["one", "few", "few", "many", "many", "one", "few", "many"]
    assert said["pl"] == ["one", "few", "few", "many", "many", "many", "few", "many"]


def test_months_stand_in_the_genitive_beside_a_day() -> None:
    assert format_date(EVENING, "pl") == "25 stycznia 2027"
    assert format_date(EVENING, "uk") == "25 січня 2027\u202fр."
    assert format_full_moment(EVENING, "pl").startswith("poniedziałek, 25 stycznia 2027")
    assert format_full_moment(EVENING, "uk").startswith("понеділок, 25 січня 2027\u202fр.")


def test_and_in_the_nominative_alone() -> None:
    assert format_month(2027, 1, "pl") == "styczeń 2027"
    assert format_month(2027, 1, "uk") == "січень 2027\u202fр."


def test_cities_are_called_as_people_call_them() -> None:
    assert [city_of("Europe/Kyiv", code) for code in ("uk", "pl", "en")] == ["Київ", "Kijów", "Kyiv"]
    assert [city_of("Europe/Warsaw", code) for code in ("uk", "pl")] == ["Варшава", "Warszawa"]
    assert city_of("America/Argentina/Buenos_Aires", "pl") == "Buenos Aires"
    assert city_of("Asia/Kolkata", "ar") == "كالكتا"


def test_hours_lists_and_lengths() -> None:
    assert format_weekday_hour(EVENING, UTC, "uk") == "пн 18:00"
    assert format_weekday_hour(EVENING, UTC, "pl") == "pon. 18:00"
    assert format_list(["сад", "ліс", "парк"], "uk") == "сад, ліс і парк"
    assert format_list(["ogród", "las", "park"], "pl") == "ogród, las i park"
    assert format_length(timedelta(minutes=150), "uk") == "2 години і 30 хвилин"
    assert format_length(timedelta(hours=5), "pl") == "5 godzin"


def test_languages_have_names_chains_and_directions() -> None:
    assert (name_in("pl", "uk"), name_in("uk", "pl")) == ("польська", "ukraiński")
    assert (autonym("uk"), autonym("pl")) == ("українська", "polski")
    assert fallbacks("szl") == ("pl", "en")
    assert (direction("uk"), direction("pl")) == ("ltr", "ltr")
