"""Delivery lists as a source of people: each once, what is wrong with its place, the sign-ups first."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.program.delivery_list import SourcePage
from bot.program.limits import TARGETS
from bot.program.participant import Participant, Roster
from bot.program.problems import Place

WIKIS = {"es.example.org": "es", "ar.example.org": "ar"}


def page(title: str = "Lists/Alumni") -> SourcePage:
    return SourcePage(title=title, wiki_named=WIKIS.get, local_site="meta.example.org")


def person(name: str) -> Participant:
    place = Place(page="Sign-up", row=1, line=1)
    return Participant(username=name, wiki=None, home_wiki="", languages=("fr",), place=place)


def names(roster: Roster) -> list[tuple[str, str]]:
    return [(someone.username, someone.home_wiki) for someone in roster.participants]


def test_each_form_of_a_list_gives_its_people_with_their_wikis() -> None:
    wikitext = (
        "{{#target:User talk:Mina Abara}}\n{{#target:Usuario discusión:Mina Abara|es.example.org}}\n"
        "{{target|user=Tomas Belgrano|site=es.example.org}}\n{{#target:User:Lea Dubois|meta.example.org}}"
    )
    assert names(page().read(wikitext)) == [
        ("Mina Abara", ""),
        ("Tomas Belgrano", "es.example.org"),
        ("Lea Dubois", ""),
    ]
    targets = [{"title": "User talk:Mina Abara"}, {"title": "User talk:Karim", "site": "ar.example.org"}]
    assert names(page().read(json.dumps({"description": "", "targets": targets}))) == [
        ("Mina Abara", ""),
        ("Karim", "ar.example.org"),
    ]


def test_what_cannot_be_written_to_is_a_problem_with_its_place() -> None:
    wikitext = (
        "{{#target:User talk:Mina Abara}}\n{{#target:Village pump}}\n"
        "{{#target:User talk:Mina Abara/Archive}}\n"
        "{{#target:User talk:Lea|evil.example.net}}\n{{#target:User talk:A[b}}"
    )
    found = page().read(wikitext)
    assert names(found) == [("Mina Abara", "")]
    told = {problem.reason: (problem.values, problem.place) for problem in found.problems}
    at = "Lists/Alumni"
    assert told["problem-list-person"] == (
        (at, 3, "User talk:Mina Abara/Archive"),
        Place(page=at, row=3, line=3),
    )
    assert told["problem-list-site"] == ((at, 4, "evil.example.net"), Place(page=at, row=4, line=4))
    assert told["problem-list-entry"][1] == Place(page=at, row=5, line=5)
    assert len(found.problems) == 4


def test_a_list_that_names_nobody_or_is_broken_is_a_problem() -> None:
    assert [problem.reason for problem in page().read("Hello").problems] == ["problem-list-empty"]
    assert [problem.reason for problem in page().read('{"targets": [').problems] == ["problem-list-missing"]


def test_a_list_of_a_million_targets_is_not_read() -> None:
    found = page().read("{{#target:User talk:Mina}}\n" * 1_000_000)
    assert found.participants == ()
    assert [problem.values for problem in found.problems] == [("Lists/Alumni", TARGETS)]


def test_pages_of_a_category_are_people() -> None:
    found = page("Category:Alumni").of_members(["User:Mina Abara", "User talk:Mina Abara", "User:Lea/Box"])
    assert names(found) == [("Mina Abara", "")]
    assert [problem.reason for problem in found.problems] == ["problem-list-person"]


@given(st.text(alphabet='{}#target:User talkAB|=\n"[],es.example.org', max_size=200))
def test_any_text_is_read_without_losing_an_entry(text: str) -> None:
    found = page().read(text)
    assert found.participants or found.problems
    assert len({someone.username for someone in found.participants}) == len(found.participants)
