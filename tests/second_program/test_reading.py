"""People write Ukrainian and Polish: nothing but words in a folder, and CLDR, lets that be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.program.clinic_cells import read_interpretation, read_state
from bot.program.clinic_row import ZONES
from bot.program.clinic_table import ClinicTables
from bot.program.clinics import ClinicState, Offer
from bot.program.countries import read_country
from bot.program.issue_reading import Way, read_issue
from bot.program.language_reading import read_languages
from bot.program.message_cap import read_cap
from bot.program.newsletter import ArchivePage, number_said
from bot.program.newsletter_choice import NewsletterChoice, UnreadableNewsletterError, read_newsletter
from bot.program.reminder_choice import read_reminders
from bot.program.time_zones import read_time_zone
from bot.run.own_words import read_own_words
from bot.wikitext.private_headings import is_private_heading
from bot.wikitext.reading import READ, Reading
from bot.wikitext.time_phrases import NoTime, Reason, TimePhrase, read_length, read_time_phrase
from bot.wikitext.times import read_timestamp
from bot.wikitext.users import find_users
from bot.wikitext.withdrawn import is_withdrawn_heading
from tests.reading import reading_with

FOLDER = Path(__file__).with_name("words")
EVENING = datetime(2027, 1, 25, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_ukrainian_and_polish() -> Iterator[None]:
    words = read_own_words(FOLDER, called="words")
    with reading_with(Reading.of(("en", "uk", "pl"), words.read)):
        yield


def test_every_kind_of_word_is_there() -> None:
    assert set(READ) - set(read_own_words(FOLDER, called="words").read) == {"read-time-of"}


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("25 січня 2027 року, 18:00 UTC", EVENING, None),
        ("понеділок, 25 січня 2027, 18:00–19:30 UTC", EVENING, 90),
        ("25 січ. 2027, з 18:00 до 19:30 UTC", EVENING, 90),
        ("25 січня 2027 р. о 18:00 (Київ)", EVENING - timedelta(hours=2), None),
        ("25 січня 2027, полудень UTC", EVENING - timedelta(hours=6), None),
        ("25 stycznia 2027 r., godz. 18:00 (Warszawa)", EVENING - timedelta(hours=1), None),
        ("poniedziałek 25 stycznia 2027, 18:00–19:30 UTC", EVENING, 90),
        ("od 18:00 do 19:30 UTC, 25 stycznia 2027", EVENING, 90),
        ("pon. 25 sty 2027 18:00 UTC", EVENING, None),
        ("25 stycznia 2027 o 18:00 czasu uniwersalnego", EVENING, None),
        ("25 de enero de 2027, 18:00 UTC", EVENING, None),
    ],
)
def test_times_are_read(text: str, start: datetime, minutes: int | None) -> None:
    read = read_time_phrase(text, ZONES)
    assert isinstance(read, TimePhrase), text
    assert read.start == start
    assert read.length == (timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ще не відомо", Reason.UNDECIDED),
        ("do ustalenia", Reason.UNDECIDED),
        ("вівторок, 25 січня 2027, 18:00 UTC", Reason.WEEKDAY),
        ("31 kwietnia 2027, 18:00 UTC", Reason.IMPOSSIBLE),
        ("25 січня 2027", Reason.NO_TIME),
    ],
)
def test_what_is_not_sure_is_not_read(text: str, reason: Reason) -> None:
    read = read_time_phrase(text, ZONES)
    assert isinstance(read, NoTime)
    assert read.reason is reason


@pytest.mark.parametrize("text", ["2 години", "2 godziny", "2 godz.", "120 хвилин", "120 minut"])
def test_lengths_are_read_by_cldr_s_units(text: str) -> None:
    assert read_length(text) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("language", "text", "when"),
    [
        ("uk", "[[Користувачка:Оксана|Оксана]] 18:00, 25 січня 2027 (UTC)", EVENING),
        ("uk", "20:00, 25 січня 2027 (EET)", EVENING),
        ("pl", "[[Wikipedystka:Zofia|Zofia]] 19:00, 25 sty 2027 (CET)", EVENING),
        ("pl", "18:00, 3 maj 2027 (UTC)", datetime(2027, 5, 3, 18, tzinfo=UTC)),
    ],
)
def test_signatures_are_read(language: str, text: str, when: datetime) -> None:
    assert read_timestamp(text, language) == when


@pytest.mark.parametrize(
    "text",
    [
        "[[Користувач:Zofia]]",
        "[[Користувачка:Zofia|Зося]]",
        "[[Обговорення користувачки:Zofia]]",
        "[[Wikipedystka:Zofia]]",
        "[[:pl:Wikipedysta:Zofia]]",
        "[[Dyskusja wikipedystki:zofia]]",
    ],
)
def test_names_are_found_in_every_namespace(text: str) -> None:
    assert [mention.username for mention in find_users(text)] == ["Zofia"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("українська, польська", ("uk", "pl")),
        ("polski i ukraiński", ("pl", "uk")),
        ("українська (рідна) та англійська", ("uk", "en")),
        ("język polski", ("pl",)),
        ("français, angielski", ("fr", "en")),
        ("немає", ()),
    ],
)
def test_languages_are_read(text: str, codes: tuple[str, ...]) -> None:
    assert read_languages(text) == (codes, ())


def test_countries_and_cities_are_read() -> None:
    assert [*map(read_country, ["Україна", "Польща", "Polska", "Ukraina", "Литва"])] == [
        *("UA", "PL", "PL", "UA", "LT")
    ]
    assert [*map(read_time_zone, ["Київ", "Warszawa", "Вільнюс"])] == [
        *("Europe/Kyiv", "Europe/Warsaw", "Europe/Vilnius")
    ]


@pytest.mark.parametrize(
    ("text", "cap"),
    [
        ("2 на місяць", 2),
        ("щонайбільше 3", 3),
        ("немає", 0),
        ("raz w miesiącu", 1),
        ("dwa razy", 2),
        ("bez limitu", None),
    ],
)
def test_how_many_messages_are_wanted_is_read(text: str, cap: int | None) -> None:
    assert read_cap(text) == cap


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24 години, 1 година", {24, 1}),
        ("7 dni i 1 godzina", {168, 1}),
        ("тиждень", {168}),
        ("жодних", set()),
        ("wszystkie", None),
    ],
)
def test_which_reminders_are_wanted_is_read(text: str, hours: set[int] | None) -> None:
    assert read_reminders(text) == hours


@pytest.mark.parametrize(
    ("text", "wanted", "summary"),
    [
        ("так", True, None),
        ("Tak!", True, None),
        ("ні", False, None),
        ("Nie", False, None),
        ("brak", False, None),
        ("Так, стисло", True, True),
        ("skrót", True, True),
        ("w całości", True, False),
        ("Tak, cały tekst", True, False),
    ],
)
def test_whether_the_newsletter_is_wanted_is_read(text: str, wanted: bool, summary: bool | None) -> None:
    assert read_newsletter(text) == NewsletterChoice(wanted=wanted, summary=summary)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Підтверджено", ClinicState.CONFIRMED),
        ("скасовано", ClinicState.CANCELLED),
        ("odwołane", ClinicState.CANCELLED),
        ("przełożone", ClinicState.MOVED),
        ("не підтверджено", None),
        ("planowane", ClinicState.PLANNED),
    ],
)
def test_states_are_read(text: str, state: ClinicState | None) -> None:
    assert read_state(text) is state


def test_interpretation_is_read() -> None:
    found, unread = read_interpretation(
        "польська ([[Користувачка:Зофія]], підтверджено)\nangielski: szukamy\nniemiecki: brak"
    )
    assert [(each.language, each.usernames, each.offer) for each in found] == [
        ("pl", ("Зофія",), Offer.CONFIRMED),
        ("en", (), Offer.WANTED),
    ]
    assert not unread


def test_headings_are_known() -> None:
    tables = ClinicTables(headings={"topic": ["Тема"], "when": ["Коли"]})
    table = "{|\n! Тема !! Коли\n|-\n| Сад || 25 січня 2027, 18:00 UTC\n|}\n"
    [coming, past] = tables.find(f"{table}\n== Минулі майстерні ==\n{table}")
    assert (coming.is_past, past.is_past) == (False, True)
    assert is_withdrawn_heading("Zrezygnowali")
    assert is_withdrawn_heading("Не беруть участі")
    assert is_private_heading("Електронна пошта")
    assert is_private_heading("Imię i nazwisko")


def test_without_them_none_of_it_is_known() -> None:
    with reading_with(Reading()):
        assert isinstance(read_time_phrase("25 січня 2027, 18:00 UTC", ZONES), NoTime)
        assert read_languages("українська, литовська")[1]
        with pytest.raises(UnreadableNewsletterError):
            read_newsletter("так")
        assert read_state("скасовано") is None
        assert not is_withdrawn_heading("Zrezygnowali")


def test_the_page_for_operators_names_every_kind() -> None:
    page = (FOLDER.parents[2] / "docs" / "another-program.md").read_text(encoding="utf-8")
    missing = [kind for kind, says in READ.items() if f"| `{kind}` | {says} |\n" not in page]
    assert not missing


def test_the_newsletter_is_read() -> None:
    assert [*map(number_said, ["Випуск 12 — січень 2027", "Wydanie 3", "Issue 4", "Сад 5"])] == [
        12,
        3,
        4,
        None,
    ]
    page = ArchivePage(
        title="Gardens/Archive/2027/Issue 12/uk",
        text="== Випуск 12 — січень 2027 ==\n[[Gardens/Archive/2026/Issue 11/uk|Попередній випуск]]"
        " [[Gardens/Archive/2027/Issue 13/uk|Далі →]]\n[[Категорія:Сади]]\n",
    )
    read = read_issue(page, "uk", "Gardens")
    assert (read.number, read.date and read.date.text) == (12, "2027-01")
    assert [link.way for link in read.navigation] == [Way.PREVIOUS, Way.NEXT]
    assert read.categories == {"Сади"}
