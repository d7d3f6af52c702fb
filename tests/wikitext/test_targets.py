"""Delivery lists in their three forms."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.targets import (
    MAX_JSON,
    NotATitleError,
    Target,
    clean_title,
    normalise_title,
    read_target_list,
    read_targets,
)
from tests.growth import assert_grows_linearly


def pairs(text: str) -> list[tuple[str, str | None]]:
    return [(target.title, target.site) for target in read_targets(text)]


def test_the_parser_function_names_a_page_and_perhaps_a_site() -> None:
    page = "Intro\n{{#target:User talk:Ana Pérez}}\n* {{ #TARGET: User_talk:bo | es.wikipedia.org }} soon\n"
    assert pairs(page) == [("User talk:Ana Pérez", None), ("User talk:Bo", "es.wikipedia.org")]


def test_the_template_names_a_page_or_a_user() -> None:
    page = (
        "{{target | page = Project:Café | site = fr.wikipedia.org}}"
        "{{Target|site=es.wikipedia.org|user=ana}}{{template:target|user=User talk:Bo}}"
        "{{target\n|user=User:Cy\n}}"
    )
    assert pairs(page) == [
        ("Project:Café", "fr.wikipedia.org"),
        ("User talk:Ana", "es.wikipedia.org"),
        ("User talk:Bo", None),
        ("User talk:Cy", None),
    ]


def test_json_lists_targets_with_and_without_a_site() -> None:
    content = {
        "description": "Readers",
        "targets": [
            {"title": "User talk:Ana"},
            {"title": "user_talk:bo", "site": "ar.wikipedia.org"},
            {"title": "X", "site": ""},
        ],
    }
    expected = [("User talk:Ana", None), ("User talk:Bo", "ar.wikipedia.org"), ("X", None)]
    assert pairs(json.dumps(content)) == expected
    assert pairs("\ufeff " + json.dumps(content, indent=4)) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "User talk:Ana B",
        "user talk:ana B",
        "User_talk:Ana_B",
        "User  talk : Ana  B",
        "User talk:Ana&#32;B",
        "User talk:\u200eAna B\u200f",
        "User talk:Ana B#News",
        ":User talk:Ana B",
    ],
)
def test_spellings_of_one_page_are_one_target(spelling: str) -> None:
    assert pairs("{{#target:User talk:Ana B}}{{#target:" + spelling + "}}") == [("User talk:Ana B", None)]


def test_one_title_on_two_sites_is_two_targets() -> None:
    assert len(read_targets("{{#target:X|es.wikipedia.org}}{{#target:X|fr.wikipedia.org}}{{#target:X}}")) == 3


def test_sites_are_compared_as_hosts() -> None:
    assert pairs("{{#target:X|ES.wikipedia.org}}{{#target:X|https://es.wikipedia.org/}}") == [
        ("X", "es.wikipedia.org")
    ]


def test_the_lists_own_wiki_by_name_is_the_local_wiki() -> None:
    found = read_target_list("{{#target:X}}{{#target:X|meta.wikimedia.org}}", local_site="meta.wikimedia.org")
    assert found.targets == (Target(title="X", site=None),)


def test_a_wikis_own_namespaces_are_known_when_given() -> None:
    text = "{{#target:usuario discusión:ana}}{{#target:Usuario_discusión:Ana}}"
    assert len(read_targets(text)) == 2
    assert read_target_list(text, namespaces=["Usuario_discusión"]).targets == (
        Target(title="Usuario discusión:Ana", site=None),
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- {{#target:X}} -->",
        "<nowiki>{{#target:X}}</nowiki>",
        "{{target list}}",
        "{{#targets:X}}",
        "[[target]]",
        "",
    ],
)
def test_what_is_no_entry_is_neither_target_nor_problem(hidden: str) -> None:
    found = read_target_list(hidden)
    assert not found.targets
    assert not found.problems


@pytest.mark.parametrize(
    "entry",
    [
        "{{#target:}}",
        "{{#target: |es.wikipedia.org}}",
        "{{#target:User talk:}}",
        "{{#target:A<b>}}",
        "{{#target:[[User talk:Ana]]}}",
        "{{#target:{{PAGENAME}}}}",
        "{{#target:User talk:Ana",
        "{{#target:User talk:Ana}",
        "{{#target:A&lt;B}}",
        "{{#target:Line\nbreak}}",
        "{{#target:#fragment}}",
        "{{#target:A/../B}}",
        "{{#target:A%41}}",
        "{{#target:A&amp;amp;B}}",
        "{{#target:Special:Contributions/Ana}}",
        "{{#target:~~~~}}",
        "{{#target:" + "x" * 256 + "}}",
        "{{#target:User talk:Ana|not a site}}",
        "{{#target:User talk:Ana|localhost}}",
        "{{#target:User talk:Ana|es.wikipedia.org/w/}}",
        "{{#target:User talk:Ana|user@es.wikipedia.org}}",
        "{{target}}",
        "{{target|User talk:Ana}}",
        "{{target|site=es.wikipedia.org}}",
        "{{target|user=}}",
    ],
)
def test_an_entry_that_cant_be_read_is_told_with_its_line(entry: str) -> None:
    found = read_target_list(f"<!--\n-->\n{entry}\n\n{{{{#target:User talk:Good}}}}")
    assert found.targets[-1].title == "User talk:Good"
    assert len(found.targets) == 1
    [problem] = found.problems
    assert problem.line == 3
    assert problem.reason.startswith("Line 3: ")
    assert len(problem.text) <= 80


@pytest.mark.parametrize(
    "entry",
    [
        "A",
        {},
        {"title": 5},
        {"title": "_"},
        None,
        {"title": "A", "site": 7},
        {"title": "A", "site": ["x"]},
        {"title": "\ud800"},
    ],
    ids=ascii,
)
def test_a_json_target_that_cant_be_read_is_told_with_its_number(entry: object) -> None:
    found = read_target_list(json.dumps({"description": "", "targets": [{"title": "Good"}, entry]}))
    assert [target.title for target in found.targets] == ["Good"]
    assert [problem.reason.partition(":")[0] for problem in found.problems] == ["Target 2"]


@pytest.mark.parametrize(
    "text",
    [
        '{"description": ""}',
        '{"targets": {}}',
        '{"targets": "A"}',
        '{"targets": [',
        '{"targets": [{"title": "A"}]} and more',
        '{"targets": ' + "[" * 500_000,
        '{"targets": ' + '{"a":' * 300_000,
        '{"targets": [' + "9" * 100_000 + "]",
        '{"targets": "' + "x" * MAX_JSON + '"}',
        "{}",
    ],
    ids=range(10),
)
def test_json_that_is_no_list_is_refused_in_one_sentence(text: str) -> None:
    found = read_target_list(text)
    assert not found.targets
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "piece", ["{{", "{{#target:", "{{target|", "}}", "{{#target:X}}", "<!--", "<nowiki>", "{ ", "{{ ", "\n"]
)
def test_hostile_lists_take_linear_time(piece: str) -> None:
    assert_grows_linearly(lambda size: read_target_list(piece * (size // len(piece))), size=400_000)


def test_titles_are_written_as_the_wiki_does() -> None:
    assert normalise_title("user talk:éric") == "User talk:Éric"
    assert normalise_title("ßeta") == "ßeta"
    assert normalise_title("ანა") == "ანა"
    assert normalise_title("A: b") == "A: b"
    assert clean_title("user talk:_ana__b") == "user talk: ana b"


def test_a_name_of_255_bytes_fits_behind_a_namespace() -> None:
    assert normalise_title("User talk:" + "é" * 127)
    with pytest.raises(NotATitleError, match="255 bytes"):
        normalise_title("User talk:" + "é" * 128)


@given(text=st.text(alphabet="{}|:#target page=user\n[]<!->A&;"))
def test_any_text_has_an_answer(text: str) -> None:
    read_target_list(text)
    read_target_list('{"targets":' + text)


TITLES = st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1, max_size=30)


@given(titles=st.lists(TITLES, min_size=1))
def test_every_way_to_write_a_list_gives_the_same_targets(titles: list[str]) -> None:
    function = "\n".join(f"{{{{#target:User talk:{title}}}}}" for title in titles)
    template = "\n".join(f"{{{{target|user={title}}}}}" for title in titles)
    as_json = json.dumps(
        {"description": "", "targets": [{"title": f"User_talk:{title}"} for title in titles]}
    )
    assert read_targets(function) == read_targets(template) == read_targets(as_json)
    assert not read_target_list(function).problems


@given(title=TITLES)
def test_normalising_twice_is_normalising_once(title: str) -> None:
    assert normalise_title(normalise_title(title)) == normalise_title(title)
