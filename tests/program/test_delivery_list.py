"""Delivery lists as a source of people: each once, what is wrong with its place, the sign-ups first."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.program.delivery_list import SourcePage
from bot.program.limits import TARGETS
from bot.program.participant import Participant, Roster
from bot.program.problems import Place

WIKIS = {"es.example.org": "es", "ar.example.org": "ar"}


def page(title: str = "Lists/Alumni") -> SourcePage:
    return SourcePage(title=title, wiki_named=WIKIS.get, local_site="meta.example.org")


def of_pages(title: str = "Lists/Pumps") -> SourcePage:
    return SourcePage(
        title=title, wiki_named=WIKIS.get, local_site="meta.example.org", pages=True, home="meta"
    )


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
    for source in (page("Category:Alumni"), of_pages("Category:Alumni")):
        found = source.of_members(["User:Mina Abara", "User talk:Mina Abara", "User:Lea/Box"])
        assert names(found) == [("Mina Abara", "")]
        assert [problem.reason for problem in found.problems] == ["problem-list-person"]


def test_a_page_that_is_nobody_s_talk_page_is_a_recipient_where_the_list_may_name_pages() -> None:
    wikitext = (
        "{{#target:User talk:Mina Abara}}\n{{#target:Project:Village pump}}\n"
        "{{#target:Project:Village pump|es.example.org}}\n{{#target:project:Village pump|es.example.org}}\n"
        "{{#target:User:Mina Abara/Letters}}\n{{#target:Talk:Group|meta.example.org}}"
    )
    found = of_pages().read(wikitext)
    assert names(found) == [
        ("Mina Abara", ""),
        ("[[meta:Project:Village pump]]", ""),
        ("[[es:Project:Village pump]]", ""),
        ("[[meta:User:Mina Abara/Letters]]", ""),
        ("[[meta:Talk:Group]]", ""),
    ]
    assert [each.page_title for each in found.participants[:2]] == ["", "Project:Village pump"]
    assert found.participants[2].place == Place(page="Lists/Pumps", row=3, line=3)
    assert found.problems == ()


def test_what_no_page_can_be_is_a_problem_on_a_list_of_pages_too() -> None:
    wikitext = (
        "{{#target:Project:Pump|evil.example.net}}\n{{#target:Especial:Contribuciones/Mina}}\n"
        "{{#target:es:Usuario:Mina}}\n{{#target:A[b}}\n{{#target:Talk:" + "x" * 255 + "}}"
    )
    found = of_pages().read(wikitext)
    assert found.participants == ()
    told = {problem.place.row: problem.reason for problem in found.problems if problem.place}
    assert told == {
        1: "problem-list-site",
        2: "problem-list-page",
        3: "problem-list-page",
        4: "problem-list-entry",
        5: "problem-list-page",
    }


@given(st.lists(st.sampled_from(["User talk:Mina", "User:Lea/Box", "Project:Pump", "Pump"]), max_size=9))
def test_people_are_the_same_whether_or_not_a_list_may_name_pages(titles: list[str]) -> None:
    text = "".join(f"{{{{#target:{title}}}}}\n" for title in titles)
    people, both = page().read(text), of_pages().read(text)
    assert [one for one in both.participants if not one.page_title] == [
        replace(one, place=replace(one.place, page="Lists/Pumps")) for one in people.participants
    ]
    assert len(both.participants) == len(set(titles))


@given(st.text(alphabet='{}#target:User talkAB|=\n"[],es.example.org', max_size=200))
def test_any_text_is_read_without_losing_an_entry(text: str) -> None:
    found = page().read(text)
    assert found.participants or found.problems
    assert len({someone.username for someone in found.participants}) == len(found.participants)
