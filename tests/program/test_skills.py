from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.skills import Clash, Proposal, Skill, Vocabulary, read_skills, read_vocabulary
from bot.wikitext.quoting import quote
from tests.growth import assert_grows_linearly

PAGE = """== Skills ==
One line a skill; write the first name you would show.
* fundraising: recaudación de fondos, جمع التبرعات, collecte de fonds, captação de recursos, grant writing
* video editing: es: edición de video; fr: montage vidéo, montage
* outreach
** pt: divulgação
* Photo/video
* ''Community health'' <!-- new -->: salud comunitaria

{| class="wikitable"
! English !! Español !! العربية
|-
| Translation || traducción, traducciones || ترجمة
|-
| Wikidata || || ويكي بيانات
|}
"""
VOCABULARY = read_vocabulary(PAGE)


def test_a_page_gives_its_skills_in_order() -> None:
    assert [skill.key for skill in VOCABULARY] == [
        "fundraising",
        "video editing",
        "outreach",
        "Photo/video",
        "Community health",
        "Translation",
        "Wikidata",
    ]
    assert VOCABULARY.clashes == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Fundraising", "fundraising"),
        ("fund-raising", "fundraising"),
        ("FUND RAISING", "fundraising"),
        ("recaudacion de fondos", "fundraising"),
        ("\u200fجمع التبرعات\u200e", "fundraising"),
        ("collectes de fonds", "fundraising"),
        ("Captação  de recursos", "fundraising"),
        ("translations", "Translation"),
        ("ترجمة", "Translation"),
        ("الترجمة", "Translation"),
        ("divulgacao", "outreach"),
        ("photo / video", "Photo/video"),
        ("wiki data", "Wikidata"),
    ],
)
def test_a_skill_is_found_in_every_spelling(text: str, key: str) -> None:
    skill = VOCABULARY.find(text)
    assert skill is not None
    assert skill.key == VOCABULARY.key_of(text) == key


def test_a_skill_is_named_in_each_language() -> None:
    assert VOCABULARY["video editing"].name_in("fr") == "montage vidéo"
    assert VOCABULARY["outreach"].name_in("pt-br") == "divulgação"
    assert VOCABULARY["outreach"].name_in("es") == "outreach"
    assert VOCABULARY.name_of("traducciones", "ar") == "ترجمة"
    assert VOCABULARY.name_of("Lua", "ar") == "Lua"


def test_a_name_of_two_skills_is_the_firsts_and_told() -> None:
    vocabulary = read_vocabulary(
        "* editing: writing\n* drafting: writing\n* writing: prose\n* Editing: mending"
    )
    assert vocabulary.key_of("writing") == "editing"
    assert vocabulary.key_of("mending") == "editing"
    assert vocabulary.key_of("prose") == "writing"
    assert vocabulary.clashes == (
        Clash(name="writing", key="editing", other="drafting"),
        Clash(name="writing", key="editing", other="writing"),
    )


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("* coding: lua, python", Skill(key="coding", synonyms=("lua", "python"))),
        ("# coding", Skill(key="coding")),
        ("; coding: lua", Skill(key="coding", synonyms=("lua",))),
        ("* coding, lua", Skill(key="coding", synonyms=("lua",))),
        (
            "* en: coding; es: programación، código",
            Skill(
                key="coding",
                synonyms=("programación", "código"),
                names={"en": "coding", "es": "programación"},
            ),
        ),
        ("* [[Help:Coding|coding]] : <nowiki>lua</nowiki>, coding", Skill(key="coding", synonyms=("lua",))),
    ],
)
def test_a_line_of_the_vocabulary_is_read(line: str, skill: Skill) -> None:
    assert list(read_vocabulary(line)) == [skill]


def test_a_table_may_have_no_headings() -> None:
    (coding, sewing) = read_vocabulary("{|\n| coding || lua, es: código\n|-\n| sewing\n|}")
    assert coding == Skill(key="coding", synonyms=("lua", "código"), names={"es": "código"})
    assert sewing == Skill(key="sewing")


def test_rows_of_headings_in_a_table_are_no_skills() -> None:
    (coding,) = read_vocabulary(
        "{|\n! Skill !! Other names\n|-\n| coding || lua\n|-\n! Skill !! Other names\n|}"
    )
    assert coding == Skill(key="coding", synonyms=("lua",))


@pytest.mark.parametrize("page", ["", "Nothing but prose: really.", "* ", "*: ;", "{|\n|}", "== Heading =="])
def test_a_page_without_skills_gives_none(page: str) -> None:
    assert len(read_vocabulary(page)) == 0


@pytest.mark.parametrize(
    ("cell", "skills"),
    [
        ("Lua, Wikidata; translation", ["Lua", "Wikidata", "translation"]),
        ("ترجمة، جمع التبرعات", ["ترجمة", "جمع التبرعات"]),
        ("one<br>two<br/>three<br />four", ["one", "two", "three", "four"]),
        ("\n* one\n* ''two''\n• three • four", ["one", "two", "three", "four"]),
        ("1. one\n2) two\n- three", ["one", "two", "three"]),
        ("lua/python", ["lua", "python"]),
        ("a/b testing, and/or more", ["a/b testing", "and/or more"]),
        ("Photo/video", ["Photo/video"]),
        ("Photo/video / Lua", ["Photo/video", "Lua"]),
        ("design (Figma, Canva), Lua", ["design (Figma, Canva)", "Lua"]),
        ("open (never closed, Lua", ["open (never closed", "Lua"]),
        ("traducción y recaudación de fondos", ["traducción", "recaudación de fondos"]),
        ("Wikidata and fundraising and translation", ["Wikidata", "fundraising", "translation"]),
        ("Translation & Wikidata", ["Translation", "Wikidata"]),
        ("traduction et montage", ["traduction et montage"]),  # the first is not known
        ("outreach e captação de recursos", ["outreach", "captação de recursos"]),
        ("ترجمة وجمع التبرعات", ["ترجمة", "جمع التبرعات"]),
        ("ترجمة و جمع التبرعات", ["ترجمة", "جمع التبرعات"]),
        ("research and development", ["research and development"]),
        ("GLAM, SPARQL, and OpenRefine", ["GLAM", "SPARQL", "OpenRefine"]),
        ("Wikidata, wiki data, WIKIDATA", ["Wikidata"]),
        ("C, C++, C#", ["C", "C++", "C#"]),
        ("[[Help:Lua|Lua]], <!-- no -->'''Python'''", ["Lua", "Python"]),
        ("see https://example.org/a/b", ["see https://example.org/a/b"]),
        ("", []),
        ("-", []),
        ("n/a", []),
        ("ninguna", []),
        (" , ; ", []),
    ],
)
def test_a_cell_of_skills_is_parted_as_people_part_it(cell: str, skills: list[str]) -> None:
    assert list(read_skills(cell, VOCABULARY)) == skills


def test_an_unknown_skill_is_proposed_in_its_commonest_spelling() -> None:
    texts = ["lua", "Lua", "Lua", "GLAM", "Wikidata", "glams", "ترجمة"]
    assert VOCABULARY.proposals(texts) == (Proposal(text="Lua", count=3), Proposal(text="GLAM", count=2))


@given(
    st.lists(st.text("abcdefgh", min_size=3, max_size=8), max_size=6),
    st.sampled_from([", ", "; ", "،", "<br>", "\n* "]),
)
def test_what_is_joined_is_parted(words: list[str], joiner: str) -> None:
    once = {Vocabulary().key_of(word): word for word in reversed(words)}
    assert set(read_skills(joiner.join(words))) == set(once.values())


@given(st.text())
def test_any_text_is_read_and_no_letter_of_it_made_up(text: str) -> None:
    for skill in read_skills(text, VOCABULARY):
        assert skill
        assert VOCABULARY.key_of(skill)
        assert set(skill) <= {*text, " "}


@pytest.mark.parametrize(
    "piece", ["<!--", "[[", "(", ",", "a/", "<", " and ", "'", "\n", "(,", "• ", "* a: "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_grows_linearly(lambda size: read_skills(piece * size, VOCABULARY), size=20_000)
    assert_grows_linearly(lambda size: read_vocabulary(piece * size), size=20_000)


@pytest.mark.no_cover
def test_hostile_tables_take_linear_time() -> None:
    head = "{|\n! en !! es\n|-\n| a || rowspan=0 | "
    assert_grows_linearly(
        lambda size: read_vocabulary(head + "b, " * size + "\n|-\n| c\n" * size), size=4_000
    )
    assert_grows_linearly(lambda size: read_vocabulary("{|\n" + "|colspan=1000| a\n|-\n" * size), size=2_000)


@pytest.mark.parametrize("skill", ["R&D", "C#", "C++", "Don''t panic: how?", "x! y", "[[a]]", "<b>bold</b>"])
def test_a_skill_that_was_quoted_is_the_same_skill(skill: str) -> None:
    assert read_skills(f"Maps, {quote(skill)}, {quote('Café')}") == ("Maps", skill, "Café")
