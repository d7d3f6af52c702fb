"""What needs attention is told by row, in the page's language, and private rows are not pointed at."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

import pytest

from bot.plan.signups import attention_text
from bot.program.participant import Roster
from bot.program.problems import CountryCode, LanguageCode, Problem
from tests.plan.signup_people import HOSTILE, SMALL, VOCABULARY, WORDS, participant, private, problem

ENGLISH = """\
'''Needs attention'''
* Row 2 (line 20): “<bdi>Elvish &#91;&#91;x&#93;&#93;</bdi>” is not a language known here. \
Write a code such as es, or a language’s name.
* Row 3 (line 30): to which organised group does <bdi>Bertil</bdi> belong? An informal group counts too. \
Write it in the row.
* One row needs an organiser’s attention.
* One skill is not in the vocabulary yet: <bdi>Lua</bdi>. \
Add it there, or add it as another name of a skill that is."""


def told(roster: Roster, **changes: Any) -> str:
    wanted: dict[str, Any] = {"vocabulary": VOCABULARY, "language": "en", "page_language": "en", **changes}
    return attention_text(roster, words=WORDS, **wanted)


def test_a_small_roster_in_english() -> None:
    assert told(SMALL) == ENGLISH


def test_a_small_roster_in_arabic_on_an_english_page_says_its_direction() -> None:
    lines = told(SMALL, language="ar").split("\n")
    assert lines[0] == '<div lang="ar" dir="rtl" class="mw-content-rtl">'
    assert lines[1] == "'''أمور تحتاج إلى انتباه'''"
    assert lines[2].startswith("* الصف 2 (السطر 20): «<bdi>Elvish &#91;&#91;x&#93;&#93;</bdi>» ليست لغة")
    assert lines[4] == "* صف واحد يحتاج إلى مراجعة من فريق التنظيم."
    assert lines[5].startswith("* مهارة واحدة غير مُدرجة بعد في قائمة المفردات: <bdi>Lua</bdi>.")
    assert lines[6] == "</div>"


def test_where_nothing_needs_attention_one_sentence_says_so() -> None:
    assert told(Roster()) == "No row needs attention at the moment."


@pytest.mark.parametrize("language", ["en", "es", "ar", "fr", "pt"])
def test_private_rows_are_only_counted(language: str) -> None:
    roster = Roster(
        participants=(participant("Hidden", 44, learn=("secret skill",)), participant("Open", 55)),
        problems=(
            problem("problem-language", 44, "Klingon"),
            problem("problem-twice", 55, "Hidden", 44),
            problem("problem-affiliation", 56, "Open"),
        ),
        private=(private(44), private(45), private(46)),
    )
    text = told(roster, language=language, page_language=language)
    assert not re.search("44|45|46|440|Hidden|secret|Klingon|55", text)
    assert "Open" in text
    assert "3" in text
    assert len(text.split("\n")) == 3


def test_the_order_of_reading_makes_no_difference() -> None:
    problems = [problem("problem-language", row, f"tongue {row % 3}") for row in (2, 10, 9, 10, 1)]
    people = [participant(f"P{n}", n, learn=(f"skill {n % 5}", "Skill 1")) for n in range(1, 20)]
    texts = set()
    for seed in range(10):
        random.Random(seed).shuffle(problems)
        random.Random(seed).shuffle(people)
        texts.add(told(Roster(participants=tuple(people), problems=tuple(problems))))
    [text] = texts
    assert re.findall(r"Row (\d+)", text) == ["1", "2", "9", "10"]


def test_no_more_than_a_hundred_problems_are_told_and_the_rest_counted() -> None:
    problems = tuple(problem("problem-affiliation", row, f"P{row}") for row in range(1, 131))
    text = told(Roster(problems=problems))
    assert text.count("\n* Row ") == 100
    assert text.endswith("* 30 more lines are not shown here yet; they will appear once others are mended.")


def test_the_skills_named_most_often_are_proposed_and_all_are_counted() -> None:
    people = [participant(f"P{n}", n, learn=(f"skill {n}", "chess")) for n in range(1, 81)]
    text = told(Roster(participants=tuple(people)))
    assert "81 skills are not in the vocabulary yet: <bdi>chess</bdi> · <bdi>skill 1</bdi> · " in text
    assert text.count("<bdi>skill") == 49
    assert " · …. Add" in text


def test_without_a_vocabulary_no_skill_is_proposed() -> None:
    assert "Lua" not in told(SMALL, vocabulary=None)


def test_countries_and_languages_are_named_in_the_language() -> None:
    at = problem("", 7).place
    there = Problem(reason="problem-region", values=(7, 70, CountryCode("CL"), "North"), place=at)
    assert "Row 7 (line 70): Chile is not in" in told(Roster(problems=(there,)))
    assert "تشيلي" in told(Roster(problems=(there,)), language="ar")
    code = Problem(reason="problem-fallback", values=(LanguageCode("sv"), 2, LanguageCode("es")))
    assert "No translation into Swedish; 2 people get the message in Spanish." in told(
        Roster(problems=(code,))
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stays_text(text: str) -> None:
    person = participant("Ana", 1, learn=(text,))
    roster = Roster(participants=(person,), problems=(problem("problem-language", 1, text),))
    clean = replace(roster, participants=(replace(person, learn=("zz",)),))
    told_text = told(roster)
    for markup in (
        "{{",
        "[[",
        "<script",
        "~~~",
        "||",
        "==",
        "__",
        "</div",
        "'''b",
        "http:",
        "<!--",
        "\u202e",
    ):
        assert markup not in told_text
    assert told_text.count("\n") == told(clean).count("\n")
