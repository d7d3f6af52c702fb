"""Another program on other wikis: set up by settings, words and pages alone."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.wikitext.owned import read_owned
from bot.words.dates import format_date, format_month
from tests.sandbox.campaign import Campaign, Run
from tests.sandbox.test_approval import ORGANISER, save

pytestmark = pytest.mark.sandbox

PROGRAM = Path(__file__).parents[1] / "second_program"
SIGNUP = "Wiki Gardens/Sign-up"
WORKSHOPS = "Wiki Gardens/Workshops"
MESSAGE = "Wiki Gardens/News/Spring"
LIST = "Wiki Gardens/Workshops/Pruning"
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
SOON = TODAY + timedelta(days=6, hours=16)
JANUARY = datetime(TODAY.year + 1, 1, 25, 18, tzinfo=UTC)

ROWS = (
    "[[:uk:Користувачка:Editor 0001|Оксана]] || українська || uk || Степ || Україна || Обрізка || Компост"
    " || Обрізка дерев || Київ || 2 на місяць || 24 години",
    "[[:pl:Wikipedystka:Editor 0002|Zofia]] || polski i angielski || pl || Bałtyk || Polska || Kompost ||"
    " || Обрізка дерев || Warszawa || bez limitu || wszystkie",
    "[[Обговорення користувача:Editor 0003]] || англійська || m || || Литва || || || || Вільнюс || ||",
    "[[:uk:Користувач:Editor 0004]] || українська (рідна), польська || Українська Вікіпедія || || Молдова"
    " || Обрізка || || Обрізка дерев || || || жодних",
    "[[:pl:Dyskusja wikipedysty:Editor 0005]] || || Polska Wikipedia || Wybrzeże Bałtyku || Łotwa"
    " || || || || || żadnych ||",
    "[[:uk:Користувач:Editor 0006]] || ельфійська || uk || Степ || Польща || || || || || ||",
)  # fmt: skip
HEADINGS = (
    "Хто / Kto !! Мови / Języki !! Домашня вікі !! Регіон / Region !! Країна !! Хочу навчитися"
    " !! Можу поділитися !! Майстерні / Warsztaty !! Часовий пояс !! Повідомлень на місяць !! Нагадування"
)
MESSAGES = {
    "": "== Spring in the gardens ==\nCome and see.\n",
    "/uk": "== Весна в садах ==\nПриходьте подивитися.\n",
    "/pl": "== Wiosna w ogrodach ==\nPrzyjdźcie zobaczyć.\n",
}


def signup_page() -> str:
    rows = "".join(f"|-\n| {row}\n" for row in ROWS)
    gone = '\n== Zrezygnowali ==\n{| class="wikitable"\n! Kto\n|-\n| [[:pl:Wikipedysta:Editor 0007]]\n|}\n'
    return f'{{| class="wikitable"\n! {HEADINGS}\n{rows}|}}\n{gone}'


def calendar_page(moment: str, state: str = "підтверджено") -> str:
    head = "! Тема !! Коли !! Веде !! Мова !! Переклад !! Запис !! Список !! Стан\n"
    pruning = (
        f"|-\n| Обрізка дерев || {moment} || [[:uk:Користувачка:Editor 0001]] || українська || польська"
        " ([[:pl:Wikipedystka:Editor 0002]], potwierdzone), angielski: szukamy"
        f" || [https://example.org/join тут] || [[{LIST}]] || {state}\n"
    )
    compost = (
        f"|-\n| Kompost || poniedziałek, 25 stycznia {JANUARY.year} r., godz. 19:00–20:30 (Warszawa)"
        " || || polski || || || || planowane\n"
    ).replace("poniedziałek, ", "")
    bees = "|-\n| Бджоли || ще не відомо || || українська || || || ||\n"
    over = (
        f"|-\n| Ґрунти || {written(TODAY - timedelta(days=1))} UTC || || українська || || || || відбулася\n"
    )
    return (
        f'== Найближчі ==\n{{| class="wikitable"\n{head}{pruning}{compost}{bees}{over}|}}\n\n'
        f'== Минулі майстерні ==\n{{| class="wikitable"\n{head}|}}\n'
    )


def written(moment: datetime) -> str:
    """Write a moment as people do in Ukrainian."""
    return f"{format_date(moment, 'uk')}, {moment:%H:%M}"


@pytest.fixture
def gardens(second_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    second_sandbox.restore()
    second_sandbox.users(7)
    campaign = Campaign(sandbox=second_sandbox, folder=tmp_path, message=MESSAGE)
    shutil.copytree(PROGRAM / "words", tmp_path / "words")
    shutil.copy(PROGRAM / "settings.toml", tmp_path / "settings.toml")
    campaign.save("meta", "Wiki Gardens", "Gardens of three languages.")
    campaign.save("meta", "Talk:Wiki Gardens", "Ask us.")
    campaign.save("meta", SIGNUP, signup_page())
    campaign.save("meta", WORKSHOPS, calendar_page(f"{written(SOON)} UTC"))
    campaign.save("meta", LIST, "# [[Користувач:Editor 0003]]\n# [[:uk:Користувачка:Editor 0001]]\n")
    for suffix, text in MESSAGES.items():
        campaign.save("meta", f"{MESSAGE}{suffix}", text)
    return campaign


def run(campaign: Campaign, script: str, *arguments: str, status: int = 0) -> Run:
    done = campaign.run("-always", *arguments, script=f"{script}.py")
    assert (done.status, done.err) == (status, ""), done.out + done.err
    return done


def nothing_more(campaign: Campaign, script: str, said: str, *, status: int = 0) -> None:
    """See that a second run plans and writes nothing."""
    newest = {wiki: campaign.edits(wiki) for wiki in campaign.sandbox.ports}
    assert said in run(campaign, script, status=status).out
    assert {wiki: campaign.edits(wiki) for wiki in campaign.sandbox.ports} == newest


def test_sign_ups_are_read_and_kept(gardens: Campaign) -> None:
    first = run(gardens, "signups", status=1)
    assert "“ельфійська” is not a language known here" in first.out
    assert "Poland is not in the region “Степ”" in first.out
    told = [line for line in first.out.splitlines() if line.startswith("  - ") and "(line" in line]
    assert len(told) == 2, told

    attention = read_owned(gardens.text("meta", SIGNUP), "attention") or ""
    assert "<bdi>ельфійська</bdi>” is not a language known here" in attention
    english, ukrainian, polish = (
        gardens.text("meta", f"Wiki Gardens/Gardeners{suffix}") for suffix in ("", "/uk", "/pl")
    )
    assert "6 people have signed up." in english
    assert "Записалося 6 людей." in ukrainian
    assert "Zapisało się 6 osób." in polish
    assert "Навчитися хочуть 3 людини." in ukrainian
    assert "Uczyć chcą się 3 osoby." in polish
    assert "Umiejętnościami dzieli się 1 osoba." in polish
    assert "Степ" in ukrainian
    assert "Балтійське узбережжя" in ukrainian
    assert "Wybrzeże Bałtyku" in polish
    assert "Oriente Medio" not in english
    assert "польська" in ukrainian
    assert "ukraiński" in polish
    assert "Editor 0007" not in english
    assert "Editor 0004" in gardens.text("meta", "Wiki Gardens/Lists/uk")
    assert "Editor 0002" in gardens.text("meta", "Wiki Gardens/Lists/pl")
    nothing_more(gardens, "signups", "Pages to write: 0", status=1)


def test_the_calendar_is_kept_in_three_languages(gardens: Campaign) -> None:
    run(gardens, "update_calendar")
    text = gardens.text("meta", WORKSHOPS)
    assert text.index("Ґрунти") > text.index("== Минулі майстерні =="), "what is over has moved"
    english, ukrainian, polish = (
        gardens.text("meta", f"{WORKSHOPS}{suffix}") for suffix in ("", "/uk", "/pl")
    )
    assert "Upcoming workshops" in english
    assert "Найближчі майстерні" in ukrainian
    assert "Najbliższe warsztaty" in polish
    assert f"25 stycznia {JANUARY.year}" in polish
    assert f"25 січня {JANUARY.year}" in ukrainian
    assert f"25 January {JANUARY.year}" in english
    assert "18:00" in polish
    assert "Editor 0002" in ukrainian
    assert "Kto prowadzi" not in polish
    assert "буде оголошено" in ukrainian
    assert "zostanie ogłoszone" in polish
    assert "Степ" in ukrainian
    nothing_more(gardens, "update_calendar", "Pages to write: 0")


def test_a_message_goes_out_in_each_one_s_language(gardens: Campaign) -> None:
    first = run(gardens, "announce", status=1)
    assert "5 to write" in first.out, first.out
    assert (
        "Monthly limit on messages reached; the next message mentions this one: 1 (pl:Editor 0005)"
        in first.out
    )
    assert "Sample in Polish, for Dyskusja wikipedysty:Editor 0002 on pl:" in first.out
    ukrainian = gardens.text("uk", "Обговорення користувача:Editor 0001")
    polish = gardens.text("pl", "Dyskusja wikipedysty:Editor 0002")
    assert "== Весна в садах ==" in ukrainian
    assert (
        "Ви отримали це повідомлення, бо записалися на [[:m:Wiki Gardens/Sign-up|сторінці запису]]."
        in ukrainian
    )
    assert "== Wiosna w ogrodach ==" in polish
    assert "[[:m:Talk:Wiki Gardens|stronie dyskusji programu]]" in polish
    assert "== Spring in the gardens ==" in gardens.text("meta", "User talk:Editor 0003")
    assert "== Весна в садах ==" in gardens.text("uk", "User talk:Editor 0004")
    assert gardens.text("pl", "User talk:Editor 0007") == ""
    assert "<!-- wiki-gardens " in ukrainian
    report = gardens.text("meta", f"Wiki Gardens/Reports/{MESSAGE}")
    assert "5 messages delivered on 3 wikis" in report
    assert "українська" in report
    nothing_more(gardens, "announce", "0 to write", status=1)


def test_people_are_reminded_in_their_language_and_time(gardens: Campaign) -> None:
    first = run(gardens, "remind")
    assert "Reminders: 3 to write." in first.out, first.out
    ukrainian = gardens.text("uk", "User talk:Editor 0001")
    polish = gardens.text("pl", "User talk:Editor 0002")
    assert "== Ви записалися: Обрізка дерев ==" in ukrainian
    assert "(Київ)" in ukrainian, ukrainian
    assert format_date(SOON, "uk") in ukrainian
    assert "== Zapisano cię: Обрізка дерев ==" in polish
    assert format_date(SOON, "pl") in polish
    assert "(Warszawa)" in polish
    assert "You are registered" in gardens.text("meta", "User talk:Editor 0003")
    assert "for the workshop" in gardens.text("meta", "User talk:Editor 0003")
    assert gardens.text("uk", "User talk:Editor 0004") == "", "who wants no reminders gets none"
    nothing_more(gardens, "remind", "Reminders: 0 to write.")
    gone = calendar_page(f"{written(SOON)} UTC", "скасовано")
    gardens.save("meta", WORKSHOPS, gone, at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    run(gardens, "remind")
    assert "== Скасовано: Обрізка дерев ==" in gardens.text("uk", "User talk:Editor 0001")
    assert "не відбудеться" in gardens.text("uk", "User talk:Editor 0001")
    assert "== Odwołane: Обрізка дерев ==" in gardens.text("pl", "User talk:Editor 0002")


def test_the_doctor_says_what_the_words_lack(gardens: Campaign) -> None:
    done = gardens.run(script="doctor.py")
    assert "messages are missing in uk (" in done.out
    assert "people get them in en." in done.out


UKRAINIAN_HOME = {
    'home = "meta"': 'home = "uk"',
    "Wiki Gardens/Sign-up": "Вікіпедія:Вікісади/Запис",
    "Talk:Wiki Gardens": "Обговорення Вікіпедії:Вікісади",
    "Wiki Gardens/Reports": "Вікіпедія:Вікісади/Звіти",
    "Wiki Gardens/Gardeners": "Вікіпедія:Вікісади/Садівники",
    "Wiki Gardens/Lists": "Вікіпедія:Вікісади/Переліки",
    "Wiki Gardens/Seeds": "Вікіпедія:Вікісади/Насіння",
    "Wiki Gardens/Workshops": "Вікіпедія:Вікісади/Майстерні",
    "User:LetsConnectBot/Stop": "Користувач:LetsConnectBot/Стоп",
}


@pytest.mark.soak
def test_the_home_wiki_may_be_ukrainian(gardens: Campaign) -> None:
    settings = (gardens.folder / "settings.toml").read_text(encoding="utf-8")
    for old, new in UKRAINIAN_HOME.items():
        settings = settings.replace(old, new)
    (gardens.folder / "settings.toml").write_text(settings, encoding="utf-8")
    gardens.message = "Вікіпедія:Вікісади/Новини/Весна"
    signup = UKRAINIAN_HOME["Wiki Gardens/Sign-up"]
    gardens.save("uk", signup, signup_page())
    for suffix, other in (("", "/uk"), ("/en", ""), ("/pl", "/pl")):
        gardens.save("uk", f"{gardens.message}{suffix}", MESSAGES[other])

    first = run(gardens, "signups", status=1)
    assert "“ельфійська”" in first.out
    attention = read_owned(gardens.text("uk", signup), "attention") or ""
    assert "'''Потребує уваги'''" in attention
    assert "ельфійська</bdi>» — невідома тут мова" in attention
    assert "Записалося 6 людей." in gardens.text("uk", UKRAINIAN_HOME["Wiki Gardens/Gardeners"])

    run(gardens, "announce", status=1)
    report = gardens.text("uk", f"{UKRAINIAN_HOME['Wiki Gardens/Reports']}/{gardens.message}")
    assert "Доставлено 5 повідомлень у 3 вікі." in report
    assert "== Spring in the gardens ==" in gardens.text("meta", "User talk:Editor 0003")
    assert "[[:Обговорення Вікіпедії:Вікісади|" in gardens.text("uk", "User talk:Editor 0001")
    nothing_more(gardens, "announce", "0 to write", status=1)

    people = "".join(f"|-\n| [[Користувач:Editor {number:04}]] || українська || uk\n" for number in (1, 4))
    gardens.save("uk", signup, f'{{| class="wikitable"\n! Хто !! Мови !! Домашня вікі\n{people}|}}\n')
    gardens.message = "Вікіпедія:Вікісади/Новини/Літо"
    gardens.save("uk", gardens.message, "== Літо в садах ==\nПоливайте.\n")
    run(gardens, "announce")
    report = gardens.text("uk", f"{UKRAINIAN_HOME['Wiki Gardens/Reports']}/{gardens.message}")
    assert "Доставлено 2 повідомлення у 1 вікі." in report


LETTER = "Grants:Wiki Gardens/Letter"
DRAFT = f"{LETTER}/Draft/Issue 1"
ISSUE = f"{LETTER}/Archive/{TODAY.year}/Issue 1"
LETTERS = {
    "": ("Issue 1 – {month}", "Gardens wake up.", "What is happening this month", "We sow."),
    "uk": ("Випуск 1 – {month}", "Сади прокидаються.", "Що відбувається цього місяця", "Сіємо."),
    "pl": ("Wydanie 1 – {month}", "Ogrody się budzą.", "Co się dzieje w tym miesiącu", "Siejemy."),
}
SUBSCRIBERS = (
    "[[:uk:Користувачка:Editor 0001]] || українська || uk || так",
    "[[:pl:Wikipedystka:Editor 0002]] || polski || pl || streszczenie",
    "[[Користувач:Editor 0003]] || англійська || m || так, повністю",
    "[[:uk:Користувач:Editor 0004]] || українська || uk || ні",
    "[[:pl:Wikipedysta:Editor 0005]] || polski || pl || nie",
)


def test_the_newsletter_goes_out_in_three_languages(gardens: Campaign) -> None:
    rows = "".join(f"|-\n| {row}\n" for row in SUBSCRIBERS)
    head = "! Хто / Kto !! Мови !! Домашня вікі !! Розсилка / Biuletyn\n"
    gardens.save("meta", SIGNUP, f'{{| class="wikitable"\n{head}{rows}|}}\n')
    for language, (heading, lead, section, words) in LETTERS.items():
        month = format_month(TODAY.year, TODAY.month, language or "en")
        text = f"== {heading.format(month=month)} ==\n{lead}\n\n=== {section} ===\n{words}\n"
        save(gardens, f"{DRAFT}/{language}" if language else DRAFT, text)
    assert "translations: uk complete, pl complete" in run(gardens, "newsletter").out
    told = gardens.text("meta", DRAFT.replace("Grants:", "Grants talk:"))
    assert "українська" in told
    assert "polski" in told
    found = re.search(r"User:LetsConnectBot/Plans/[a-z2-7]+", told)
    assert found, told
    text = gardens.text("meta", found[0])
    code = re.search(r"<!-- plan (\w+) -->", text)
    assert code, text
    save(gardens, found[0], f"{text}\n* Готово {code[1]} [[Користувачка:{ORGANISER}|Noor]]\n")
    run(gardens, "newsletter")
    assert "Сади прокидаються." in gardens.text("meta", f"{ISSUE}/uk")
    ukrainian, polish, english = (
        gardens.text(wiki, f"User talk:Editor {number:04}")
        for wiki, number in (("uk", 1), ("pl", 2), ("meta", 3))
    )
    assert "Випуск 1" in ukrainian
    assert "Сіємо." in ukrainian
    assert "Відмовитися від розсилки" in ukrainian, ukrainian
    assert "Wydanie 1" in polish
    assert "Siejemy." not in polish, "they want it short"
    assert "Czytaj całe wydanie" in polish
    assert "We sow." in english
    assert gardens.text("uk", "User talk:Editor 0004") == ""
    nothing_more(gardens, "newsletter", "0 to write")
