"""Delivery lists read back to the targets that went in."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bot.plan.signups import delivery_list_text
from bot.program.matching import Person
from bot.wikitext.targets import Target, read_target_list, read_targets
from tests.plan.signup_people import WORDS

HOSTS = {"meta": "meta.wikimedia.org", "es": "es.wikipedia.org"}
PEOPLE = [
    Person(username="Quilla", wiki="es"),
    Person(username="bertil", wiki="meta"),
    Person(username="Quilla", wiki="es"),
    Person(username="سلوى", wiki="meta"),
    Person(username="A&B = 'c'' __d -!", wiki="es"),
    Person(username="Quilla", wiki="meta"),
]


def as_text(people: list[Person], **changes: Any) -> str:
    wanted: dict[str, Any] = {"hosts": HOSTS, "list_language": "es", "language": "en", **changes}
    return delivery_list_text(people, words=WORDS, **wanted)


def test_a_list_is_a_comment_and_one_target_a_line() -> None:
    assert as_text(PEOPLE[:3]) == (
        "<!-- Delivery list of those who read this language: Spanish. "
        "The bot rewrites it on every run: change the sign-up page instead. -->\n"
        "{{#target:User talk:Bertil|meta.wikimedia.org}}\n"
        "{{#target:User talk:Quilla|es.wikipedia.org}}"
    )


def test_it_reads_back_to_the_same_targets_each_once() -> None:
    listed = read_target_list(as_text(PEOPLE))
    assert not listed.problems
    assert set(listed.targets) == {
        Target(title="User talk:Quilla", site="es.wikipedia.org"),
        Target(title="User talk:Quilla", site="meta.wikimedia.org"),
        Target(title="User talk:Bertil", site="meta.wikimedia.org"),
        Target(title="User talk:سلوى", site="meta.wikimedia.org"),
        Target(title="User talk:A&B = 'c'' d -!", site="es.wikipedia.org"),
    }
    assert len(listed.targets) == 5


def test_the_order_of_people_makes_no_difference() -> None:
    shuffled = random.Random(3).sample(PEOPLE, len(PEOPLE))
    assert as_text(shuffled) == as_text(PEOPLE)


@pytest.mark.parametrize("name", ["[[x]]", "a|b", "}}{{subst:x}}", "<!--", "", "a#b"])
def test_a_name_that_no_page_can_have_is_left_out(name: str) -> None:
    assert read_targets(as_text([Person(username=name, wiki="es"), PEOPLE[1]])) == [
        Target(title="User talk:Bertil", site="meta.wikimedia.org")
    ]


@pytest.mark.parametrize("language", ["en", "es", "ar", "fr", "pt"])
def test_the_comment_ends_where_it_should(language: str) -> None:
    first, *targets = as_text(PEOPLE, language=language).split("\n")
    assert first.startswith("<!-- ")
    assert first.find("--", 4) == len(first) - 3
    assert len(targets) == 5
