"""The directory shows who may be shown, quoted and linked, the same for the same sign-ups."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from bot.plan import directory
from bot.plan.signups import directory_text
from bot.program.participant import Participant, Roster
from bot.program.places import wikimedia_regions
from bot.wikitext.tables import read_tables
from tests.plan.signup_people import HOSTILE, PREFIXES, REGIONS, SMALL, VOCABULARY, WORDS, participant

SHARERS = """\
== Who shares what ==
{| class="wikitable" style="display:table;table-layout:fixed;width:100%"
! scope="col" style="width:40%" | Skill
! scope="col" | Who
|-
! scope="row" style="text-align:start;vertical-align:top;overflow-wrap:anywhere" | <bdi>fundraising</bdi>
<div style="font-weight:normal">2</div>
| style="vertical-align:top;overflow-wrap:anywhere" |
* <bdi>[[:w:es:User:Quilla|Quilla]]</bdi> — español · English — The South
* <bdi>[[:User:سلوى|سلوى]]</bdi> — <bdi>العربية</bdi> — The North
|}
"""
ARABIC = """\
<div lang="ar" dir="rtl" class="mw-content-rtl">
* سجَّل 3 أشخاص.
* شخصان يشاركان مهاراتهما.
* شخصان يرغبان في التعلُّم.
{| class="wikitable" style="display:table;width:24em;max-width:100%"
|+ style="text-align:start" | عدد الأشخاص في كل منطقة
! scope="col" | المنطقة
! scope="col" style="width:1%" | العدد
|-
! scope="row" style="text-align:start" | الجنوب
<div style="width:100%;height:.6em;background:#36c" role="presentation"></div>
| style="text-align:end" | 1
|-
"""


def written(roster: Roster, **changes: Any) -> str:
    wanted: dict[str, Any] = {"regions": REGIONS, "language": "en", "page_language": "en", **changes}
    return directory_text(
        roster, vocabulary=VOCABULARY, words=WORDS, prefixes=PREFIXES, home="meta", **wanted
    )


def crowd(count: int) -> list[Participant]:
    regions = [region.key for region in wikimedia_regions()]
    chance = random.Random(7)
    codes = ["en", "es", "ar", "fr", "pt-br", "sw", "ig", "hi", "bn", "id", "tr", "uk"]
    skills = [f"Skill {number} of many ({letter})" for number in range(60) for letter in "ab"]
    return [
        participant(
            f"{chance.choice(['Wikimedian', 'محررة الموسوعة', 'Редактор'])} {number}",
            number,
            languages=tuple(chance.sample(codes, 3)),
            region=chance.choice(regions),
            share=tuple(chance.sample(skills, 3)),
            learn=tuple(chance.sample(skills, 3)),
            home_wiki=chance.choice(["es", "ar", ""]),
        )
        for number in range(1, count + 1)
    ]


def test_numbers_come_first() -> None:
    assert written(SMALL).startswith(
        "* 3 people have signed up.\n* 2 people share skills.\n* 2 people want to learn.\n{|"
    )


def test_sharers_stand_under_their_skill_whatever_they_call_it() -> None:
    assert SHARERS in written(SMALL)


def test_in_arabic_on_an_english_page_it_says_its_direction() -> None:
    text = written(SMALL, language="ar")
    assert text.startswith(ARABIC)
    assert "| <bdi>جمع التبرعات</bdi>\n" in text
    assert "Quilla]]</bdi> — <bdi>español</bdi> · <bdi>English</bdi> — الجنوب\n" in text
    assert text.endswith("|}\n</div>")


@pytest.mark.parametrize("language", ["en", "es", "ar", "fr", "pt"])
def test_who_withdrew_or_has_a_private_row_is_nowhere(language: str) -> None:
    text = written(SMALL, language=language)
    for word in ("Hidden", "secret", "Gone", "juggling", "svenska", "Swedish"):
        assert word not in text
    assert "Bertil" in text


def test_each_bar_is_as_long_as_its_number_and_every_number_is_text() -> None:
    people = [participant(f"P{n}", n, region="south" if n < 4 else "north") for n in range(1, 5)]
    chart = read_tables(written(Roster(participants=tuple(people))))[0]
    south, north = chart.rows[1:]
    assert [south.cells[1].text, north.cells[1].text] == ["3", "1"]
    assert "width:100%" in south.cells[0].text
    assert "width:34%" in north.cells[0].text


def test_the_order_of_the_rows_makes_no_difference() -> None:
    people = crowd(60)
    first = written(Roster(participants=tuple(people)), regions=wikimedia_regions())
    for seed in range(5):
        random.Random(seed).shuffle(people)
        assert written(Roster(participants=tuple(people)), regions=wikimedia_regions()) == first


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_thousand_people_fit_and_long_lists_are_folded_up(language: str) -> None:
    roster = Roster(participants=tuple(crowd(1000)))
    text = written(roster, regions=wikimedia_regions(), language=language)
    assert len(text.encode()) < directory.MOST_BYTES
    assert WORDS.say(language, "directory-cut") not in text
    assert 'class="wikitable mw-collapsible"' in text
    assert (
        '| style="vertical-align:top;overflow-wrap:anywhere" | <div class="mw-collapsible mw-collapsed">\n* '
        in text
    )


def test_names_as_long_as_a_wiki_allows_still_fit() -> None:
    people = [replace(person, username=f"{'ك' * 120}{number}") for number, person in enumerate(crowd(1000))]
    text = written(Roster(participants=tuple(people)), regions=wikimedia_regions())
    assert len(text.encode()) < directory.MOST_BYTES
    assert WORDS.say("en", "directory-cut") in text


def test_nobody_at_all_is_said_in_words() -> None:
    assert written(Roster()).startswith("* Nobody has signed up yet.\n")
    assert "{|" not in written(Roster())


def test_the_wiki_of_a_row_is_found_by_what_it_names() -> None:
    roster = Roster(participants=(participant("Quilla", 1, wiki="es", share=("x",)),))
    assert "[[:w:ar:User:Quilla|" in written(roster, wiki_named={"es": "ar"})
    assert "[[:User:Quilla|" in written(roster, wiki_named={"es": None})


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stays_text(text: str) -> None:
    roster = Roster(
        participants=(participant(text, 1, share=(text,), learn=(text,), home_wiki=text, languages=("en",)),)
    )
    plain = Roster(participants=(participant("Z", 1, share=("Z",), learn=("Z",), languages=("en",)),))
    page, other = written(roster), written(plain)
    bare = page.replace("[[:User:http://spam.example|", "")  # a title, which links nowhere else
    for markup in ("{{", "[[Category", "<script", "~~~", "__", "'''", "http:", "<!--", "\u202e", "#REDIRECT"):
        assert markup not in bare
    assert page.count("\n") == other.count("\n")
    assert [len(table.rows) for table in read_tables(page)] == [
        len(table.rows) for table in read_tables(other)
    ]
    assert page.count("</div>") == other.count("</div>")
    assert page.count("</bdi>") == other.count("</bdi>")


def test_who_would_interpret_stands_under_the_language_into_which() -> None:
    people = (
        participant("Bo", 1, interprets=("ar", "fr")),
        participant("Ana", 2, interprets=("fr",)),
        participant("Cy", 3),
    )
    text = written(Roster(participants=people))
    section = text.partition("== Who would interpret, and into which language ==\n")[2]
    french, arabic = read_tables(section)[0].rows[1:]
    assert french.cells[0].text.startswith("French")
    assert french.cells[1].text == "<bdi>[[:User:Ana|Ana]]</bdi>\u00a0· <bdi>[[:User:Bo|Bo]]</bdi>"
    assert arabic.cells[1].text == "<bdi>[[:User:Bo|Bo]]</bdi>"
    assert "interpret" not in written(SMALL)
