"""The page on which people stop the newsletter asks in all languages and answers each person in theirs."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest

from bot.plan.leave_page import (
    MOST_ANSWERS,
    MOST_PROBLEMS,
    PRELOAD,
    LeavePage,
    leave_address,
    leave_wordings,
    preload_of,
)
from bot.program.leaving import Answer, Left
from bot.program.problems import Problem
from bot.words.catalogue import default_catalogue

LANGUAGES = ("en", "es", "ar", "fr", "pt")
TITLE = "Let's Connect Newsletter/Unsubscribe"
WORDS = default_catalogue()
PAGE = LeavePage(words=WORDS, language="en", languages=LANGUAGES, title=TITLE)
ADDRESS = re.compile(r"\{\{fullurl:([^|{}]*)\|([^|{}]*)\}\}")


def answer(name: str, *, leaves: bool = True, language: str = "en") -> Answer:
    return Answer(username=name, leaves=leaves, language=language, at="2026-11-26T12:00:00Z")


def test_each_language_has_both_links() -> None:
    text = PAGE.write(Left())
    assert text.count("<div lang=") == len(LANGUAGES)
    assert '<div lang="ar" dir="rtl" class="mw-content-rtl">' in text
    asked = [parse_qs(query) for _, query in ADDRESS.findall(text)]
    wanted = [
        f"{WORDS.say(language, key)}" for language in LANGUAGES for key in ("leave-stop", "leave-again")
    ]
    assert [query["preloadparams[]"] for query in asked] == [[words] for words in wanted]
    assert {tuple(query["preload"]) for query in asked} == {(preload_of(TITLE),)}
    assert all(f"}}}} {words}]'''" in text for words in wanted)


def test_the_line_is_words_and_signature() -> None:
    assert PRELOAD.replace("<noinclude></noinclude>", "") == "* $1. ~~~~"


def test_the_address_leads_from_any_wiki_to_the_home_wiki_s_form() -> None:
    address = leave_address(f"m:{TITLE}", preload_of(TITLE), WORDS, "ar")
    [(title, query)] = ADDRESS.findall(address)
    assert title == "m&#58;Let's Connect Newsletter/Unsubscribe"
    asked = parse_qs(query)
    assert asked["preload"] == [preload_of(TITLE)]
    assert asked["preloadparams[]"] == ["إيقاف وصول النشرة"]
    assert (asked["section"], asked["nosummary"], asked["action"]) == (["new"], ["1"], ["edit"])
    assert (
        WORDS.say("ar", "leave-again")
        in parse_qs(ADDRESS.findall(leave_address(TITLE, "P", WORDS, "ar", again=True))[0][1])[
            "preloadparams[]"
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_person_is_answered_in_their_language_and_not_notified(language: str) -> None:
    text = PAGE.write(Left(answers=(answer("Ana", language=language),)))
    assert text.count("<bdi>Ana</bdi>") == 1
    assert "[[" not in text
    assert WORDS.say(language, "leave-done", "<bdi>Ana</bdi>", "X").split("X")[0] in text
    again = PAGE.write(Left(answers=(answer("Ana", leaves=False, language=language),)))
    assert WORDS.say(language, "leave-done-again", "<bdi>Ana</bdi>", "X").split("X")[0] in again


def test_the_newest_answers_and_some_problems_are_told() -> None:
    answers = tuple(answer(f"P{number}") for number in range(MOST_ANSWERS + 5))
    problems = tuple(
        Problem(reason="problem-leave-forged", values=(f"V{number}",)) for number in range(MOST_PROBLEMS + 5)
    )
    text = PAGE.write(Left(answers=answers, problems=problems))
    assert len(re.findall(r"<bdi>P\d+</bdi>", text)) == MOST_ANSWERS
    assert f"<bdi>P{MOST_ANSWERS + 4}</bdi>" in text
    assert len(re.findall(r"<bdi>V\d+</bdi>", text)) == MOST_PROBLEMS


def test_names_are_shown_and_do_nothing() -> None:
    text = PAGE.write(
        Left(
            answers=(answer("{{x}} [[User:Y]] ~~~~"),),
            problems=(Problem(reason="problem-leave-forged", values=("'''<b>",)),),
        )
    )
    assert "{{x}}" not in text
    assert "~~~~" not in text
    assert "<b>" not in text


def test_no_words_begin_with_those_that_mean_the_other_thing() -> None:
    wordings = leave_wordings(WORDS)
    assert {each.language for each in wordings} == set(WORDS.languages())
    for each in wordings:
        for other in wordings:
            if each.leaves != other.leaves:
                assert not each.text.startswith(other.text)
