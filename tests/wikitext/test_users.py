"""Whom a page names: every form of a link, template, bare name, address and signature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.users import find_users, normalise_username, people
from tests.growth import assert_grows_linearly

LRM, RLM = "\u200e", "\u200f"


def named(wikitext: str) -> list[tuple[str | None, str]]:
    return [(mention.wiki, mention.username) for mention in find_users(wikitext)]


LINKS = [
    ("[[User:Mirela Ostrov|Mirela]]", None, "Mirela Ostrov"),
    ("[[:User:Mirela]]", None, "Mirela"),
    ("[[user:mirela_ _ostrov ]]", None, "Mirela ostrov"),
    ("[[USER TALK:Mirela]]", None, "Mirela"),
    ("[[ User : Mirela | x ]]", None, "Mirela"),
    ("[[User:Mirela/Taller/2#top]]", None, "Mirela"),
    ("[[Usuario:Rocío]]", None, "Rocío"),
    ("[[Usuaria:Rocío|ro]]", None, "Rocío"),
    ("[[Usuario Discusión:Rocío]]", None, "Rocío"),
    ("[[Usuaria_discusión:Rocío]]", None, "Rocío"),
    ("[[مستخدم:ليلى]]", None, "ليلى"),
    ("[[مستخدمة:ليلى|ليلى]]", None, "ليلى"),
    ("[[نقاش المستخدم:ليلى]]", None, "ليلى"),
    ("[[نقاش_المستخدمة:ليلى]]", None, "ليلى"),
    ("[[Utilisateur:Élodie]]", None, "Élodie"),
    ("[[Utilisatrice:élodie]]", None, "Élodie"),
    ("[[Discussion utilisateur:Élodie|discuter]]", None, "Élodie"),
    ("[[Discussion_utilisatrice:Élodie]]", None, "Élodie"),
    ("[[Usuário:Inês]]", None, "Inês"),
    ("[[Usuária:Inês]]", None, "Inês"),
    ("[[Usuário(a):Inês]]", None, "Inês"),
    ("[[Usuário(a) Discussão:Inês]]", None, "Inês"),
    ("[[Utilizador Discussão:Inês]]", None, "Inês"),
    ("[[Benutzerin:Jördis]]", None, "Jördis"),
    ("[[Benutzer Diskussion:Jördis#top|D]]", None, "Jördis"),
    ("[[Обговорення користувачки:Оля]]", None, "Оля"),
    ("[[Dyskusja wikipedystki:Zofia]]", None, "Zofia"),
    ("[[Discussioni utente:Vera]]", None, "Vera"),
    ("[[使用者討論:小林]]", None, "小林"),
    ("[[利用者‐会話:小林]]", None, "小林"),
    ("[[U:Mirela]]", None, "Mirela"),
    ("[[UT:Mirela]]", None, "Mirela"),
    ("[[Special:Contributions/Mirela|x]]", None, "Mirela"),
    ("[[Especial:Contribuciones/Rocío]]", None, "Rocío"),
    ("[[خاص:مساهمات/ليلى]]", None, "ليلى"),
    ("[[Spécial:Contributions/Élodie]]", None, "Élodie"),
    ("[[Spezial:Beiträge/Jördis]]", None, "Jördis"),
    ("[[Special:CentralAuth/Mirela]]", None, "Mirela"),
    ("[[:es:Usuario:Rocío]]", "es", "Rocío"),
    ("[[es:Usuaria:Rocío]]", "es", "Rocío"),
    ("[[:m:User:Mirela]]", "m", "Mirela"),
    ("[[Meta:User talk:Mirela]]", "meta", "Mirela"),
    ("[[w:es:Usuario:Rocío]]", "es", "Rocío"),
    ("[[:m:w:es:Usuario:Rocío]]", "es", "Rocío"),
    ("[[wikt:es:Usuario:Rocío]]", "wikt:es", "Rocío"),
    ("[[:es:wikt:Usuario:Rocío]]", "wikt:es", "Rocío"),
    ("[[:zh-min-nan:User:Mirela]]", "zh-min-nan", "Mirela"),
    ("[[:es:Special:Contributions/Rocío]]", "es", "Rocío"),
    ("[[User:User:Mirela]]", None, "Mirela"),
    ("[[User:%C3%89lodie%20M]]", None, "Élodie M"),
    ("[[User:Salt &amp; Sand]]", None, "Salt & Sand"),
    ("[[User:O&#39;Neve]]", None, "O'Neve"),
    (f"[[User:{LRM}Mirela{RLM}|x]]", None, "Mirela"),
    ("[[User:\u2068Mirela\u2069]]", None, "Mirela"),
    ("[[\u200eمستخدم:\u202bليلى\u202c]]", None, "ليلى"),
    ("[[User:Mire<!-- was: lla -->la]]", None, "Mirela"),
    ("[[<tvar name=1>User:Mirela</tvar>|x]]", None, "Mirela"),
    ("[[<tvar|who>User:Mirela</>|x]]", None, "Mirela"),
    ("[[User:Mirela|[M]]]", None, "Mirela"),
    ("[[User:Mirela (WMF)]]", None, "Mirela (WMF)"),
    ("[[User:ßeta]]", None, "ßeta"),
    ("[[User:ნინო]]", None, "ნინო"),
    ("[[User:e\u0301va]]", None, "Éva"),
    ("[[User:192.0.2.7]]", None, "192.0.2.7"),
    ("[[Special:Contributions/2001:db8::1]]", None, "2001:DB8:0:0:0:0:0:1"),
    ("[[User:~2025-12345-67]]", None, "~2025-12345-67"),
]


@pytest.mark.parametrize(("wikitext", "wiki", "username"), LINKS, ids=[case[0] for case in LINKS])
def test_a_link_names_its_user(wikitext: str, wiki: str | None, username: str) -> None:
    [mention] = find_users(f"# {wikitext} hello")
    assert (mention.wiki, mention.username) == (wiki, username)
    assert mention.span == (2, 2 + len(wikitext))


TEMPLATES = [
    ("{{u|mirela}}", ["Mirela"]),
    ("{{U|Mirela|M.}}", ["Mirela"]),
    ("{{user|1=Mirela}}", ["Mirela"]),
    ("{{User|user=Mirela}}", ["Mirela"]),
    ("{{user|Mirela|es}}", ["Mirela"]),
    ("{{ping|Mirela|Rui}}", ["Mirela", "Rui"]),
    ("{{Reply to|1=Mirela|2=Rui|p=.}}", ["Mirela", "Rui"]),
    ("{{re|Mirela}}", ["Mirela"]),
    ("{{no ping|Mirela}}", ["Mirela"]),
    ("{{noping|Mirela|me}}", ["Mirela"]),
    ("{{ul|Mirela}}", ["Mirela"]),
    ("{{user talk|Mirela}}", ["Mirela"]),
    ("{{usuario|Rocío}}", ["Rocío"]),
    ("{{Utilisatrice|Élodie}}", ["Élodie"]),
    ("{{notif|Élodie|Mirela}}", ["Élodie", "Mirela"]),
    ("{{usuária|Inês}}", ["Inês"]),
    ("{{مستخدم|ليلى}}", ["ليلى"]),
    ("{{subst:u|Mirela}}", ["Mirela"]),
    ("{{Template:U|Mirela}}", ["Mirela"]),
    ("{{ no_ping\n| Mirela }}", ["Mirela"]),
    ("{{u|User:Mirela}}", ["Mirela"]),
    ("{{u|[[User:Mirela|M]]}}", ["Mirela"]),
    ("{{u|Mirela|{{color|red|M}}}}", ["Mirela"]),
    ("{{unsigned|Mirela|12:29, 10 February 2009 (UTC)}}", ["Mirela"]),
    ("{{U|}}", []),
    ("{{U}}", []),
    ("{{user|1=}}", []),
    ("{{user|{{{1}}}}}", []),
    ("{{u|Mirela", []),
    ("{{other|Mirela}}", []),
    ("{{{u|Mirela}}}", []),
    ("{{#if:x|Mirela}}", []),
]


@pytest.mark.parametrize(("wikitext", "usernames"), TEMPLATES, ids=[case[0] for case in TEMPLATES])
def test_a_template_names_its_users(wikitext: str, usernames: list[str]) -> None:
    mentions = find_users(f"# {wikitext} hello")
    assert [mention.username for mention in mentions] == usernames
    assert {mention.span for mention in mentions} <= {(2, 2 + len(wikitext))}


BARE = [
    ("User:Mirela Ostrov", "User:Mirela Ostrov", None, "Mirela Ostrov"),
    ("| Usuaria:Rocío || es", "Usuaria:Rocío", None, "Rocío"),
    ("* Usuario: Rocío", "Usuario: Rocío", None, "Rocío"),
    ("Utilisateur : Élodie", "Utilisateur : Élodie", None, "Élodie"),
    ("مستخدم:ليلى، مرحبا", "مستخدم:ليلى", None, "ليلى"),
    ("User talk:Mirela]] x", "User talk:Mirela", None, "Mirela"),
    ("User:Mirela, from Bray", "User:Mirela", None, "Mirela"),
    ("User:Mirela (talk)", "User:Mirela", None, "Mirela"),
    ("User:Mirela (WMDE) (talk)", "User:Mirela (WMDE)", None, "Mirela (WMDE)"),
    ("User:Mirela<br>x", "User:Mirela", None, "Mirela"),
    ("User:Mirela – sharing", "User:Mirela", None, "Mirela"),
    ("User:Mirela/Notes", "User:Mirela", None, "Mirela"),
    ("Ask User:Mirela. Thanks", "User:Mirela", None, "Mirela"),
    ("User:Mirela 03:35, 2 July 2009 (UTC)", "User:Mirela", None, "Mirela"),
    ("User:Mirela 2 July 2009", "User:Mirela", None, "Mirela"),
    (":es:Usuario:Rocío", "es:Usuario:Rocío", "es", "Rocío"),
    ("cc:User:Mirela", "User:Mirela", None, "Mirela"),
    ("Special:Contributions/Mirela x", "Special:Contributions/Mirela x", None, "Mirela x"),
    ("[[User:Mirela", "User:Mirela", None, "Mirela"),
    ("U:Mirela", "U:Mirela", None, "Mirela"),
    ("'''User:Mirela'''", "User:Mirela", None, "Mirela"),
]


@pytest.mark.parametrize(("wikitext", "part", "wiki", "username"), BARE, ids=[case[0] for case in BARE])
def test_a_name_without_a_link_ends_well(wikitext: str, part: str, wiki: str | None, username: str) -> None:
    [mention] = find_users(wikitext)
    assert (mention.wiki, mention.username) == (wiki, username)
    assert wikitext[slice(*mention.span)] == part


def test_names_without_a_link_beside_each_other_are_two() -> None:
    assert named("User:Mirela and User:Rui") == [(None, "Mirela"), (None, "Rui")]


ADDRESSES = [
    ("https://es.wikipedia.org/wiki/Usuario:Roc%C3%ADo_B", "es", "Rocío B"),
    ("https://es.m.wikipedia.org/wiki/Usuario:Rocío", "es", "Rocío"),
    ("[https://meta.wikimedia.org/wiki/User:Mirela me]", "meta", "Mirela"),
    ("[//meta.wikimedia.org/wiki/User:Mirela me]", "meta", "Mirela"),
    ("https://fr.wiktionary.org/w/index.php?title=Utilisatrice:Élodie&action=edit", "wikt:fr", "Élodie"),
    ("https://www.mediawiki.org/wiki/User:Mirela", "mw", "Mirela"),
    ("http://127.0.0.1:8083/index.php?title=Usuario:Rocío", "127.0.0.1:8083", "Rocío"),
    ("http://localhost:8081/wiki/User:Mirela", "localhost:8081", "Mirela"),
    ("https://example.org/wiki/User:Mirela", None, ""),
    ("https://es.wikipedia.org.example.org/wiki/User:Mirela", None, ""),
    ("https://es.wikipedia.org/wiki/Luna", None, ""),
]


@pytest.mark.parametrize(("address", "wiki", "username"), ADDRESSES, ids=[case[0] for case in ADDRESSES])
def test_an_address_counts_only_on_wikimedia_and_loopback(
    address: str, wiki: str | None, username: str
) -> None:
    assert named(f"see {address} there") == ([(wiki, username)] if username else [])


@pytest.mark.parametrize(
    "wikitext",
    [
        "",
        "plain text",
        "<!-- [[User:Mirela]] {{u|Mirela}} User:Mirela -->",
        "<nowiki>[[User:Mirela]] {{u|Mirela}}</nowiki>",
        "<syntaxhighlight lang=x>User:Mirela</syntaxhighlight>",
        "<!-- unclosed [[User:Mirela]]",
        "[[Mirela]]",
        "[[Talk:User:Mirela]]",
        "[[User:]]",
        "[[User: |x]]",
        "[[User:/sub]]",
        "[[User:#top]]",
        "[[User::Mirela]]",
        "[[User:a&lt;b]]",
        "[[User:%FF]]",
        "[[User:" + "x" * 256 + "]]",
        "[[Special:MyPage/x]]",
        "[[Category:User templates]]",
        "as a user: I want this",
        "powerUser:Mirela",
        "U: 5",
        "User:",
        "10:30",
    ],
)
def test_what_names_nobody_gives_nothing(wikitext: str) -> None:
    assert named(wikitext) == []


def test_a_signature_gives_a_mention_for_each_link_and_one_person() -> None:
    line = "# [[User:Mirela|M]] ([[User talk:mirela|talk]] · [[Special:Contribs/Mirela|c]]) 03:35, 2 July"
    assert named(line) == [(None, "Mirela")] * 3
    assert [line[slice(*mention.span)] for mention in people(line)] == ["[[User:Mirela|M]]"]


def test_one_person_under_many_spellings_is_one() -> None:
    spellings = (
        f"[[user:mirela_Ostrov]] {{{{u|Mirela  Ostrov}}}} [[Usuaria:{LRM}Mirela Ostrov]] U:Mirela%20Ostrov"
    )
    assert len(find_users(spellings)) == 4
    assert [mention.username for mention in people(spellings)] == ["Mirela Ostrov"]


def test_prefixes_of_one_wiki_are_one_and_those_of_two_are_two() -> None:
    assert len(people("[[m:User:Mirela]] [[meta:User:Mirela]] [[:es:User:Mirela]] [[User:Mirela]]")) == 3


def test_given_namespaces_stand_for_the_page_and_english_stays() -> None:
    page = "[[Felhasználó:Mirela]] [[User:Rui]] [[Usuario:Rocío]] [[:es:Usuario:Inês]]"
    for namespaces in (
        ["Felhasználó"],
        {"Felhasználó": 2, "Usuario": 4},
        {2: ["Felhasználó"], 4: ["Usuario"]},
    ):
        found = find_users(page, namespaces)
        assert [mention.username for mention in found] == ["Mirela", "Rui", "Inês"]


def test_further_prefixes_and_templates_can_be_given() -> None:
    assert [m.wiki for m in find_users("[[:partner:User:Mirela]]", prefixes=["partner"])] == ["partner"]
    assert [m.username for m in find_users("{{Hello|Mirela}}", templates=["hello"])] == ["Mirela"]


PIECES = """
[[ ]] {{ }} | : User Usuaria u ping es m // https: < > <!-- --> <nowiki> Mirela مستخدم # /
%20 &amp; = 1 ''' ~~~~ ,
"""
MARKUP = st.lists(st.sampled_from([*PIECES.split(), " ", "\n", LRM]), max_size=40).map("".join)


@given(st.one_of(st.text(), MARKUP))
def test_any_text_is_read_and_spans_lie_in_order_within_it(wikitext: str) -> None:
    last = 0
    previous = (0, 0)
    for mention in find_users(wikitext):
        start, end = mention.span
        assert 0 <= start < end <= len(wikitext)
        assert start >= last or mention.span == previous
        last, previous = end, mention.span
        assert normalise_username(mention.username) == mention.username


@given(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20), st.sampled_from([" ", "_", "  "])
)
def test_a_span_holds_the_name_in_some_spelling(name: str, blank: str) -> None:
    wikitext = f"x [[User:{name}{blank}{name}|y]] {{{{u|{name}}}}} z"
    mentions = find_users(wikitext)
    assert len(mentions) == 2
    for mention in mentions:
        part = wikitext[slice(*mention.span)].replace("User:", "")
        assert name in part
        assert mention.username.startswith(normalise_username(name))


HOSTILE = """
[[ {{ User: [[User: [[User:x| {{u| es:m:User: // r: {{ping|{{u|x}} }}{{ <tvar User:x_ https://es.wikipedia.org/wiki/User:x|
"""


@pytest.mark.parametrize("hostile", [*HOSTILE.split(), "User:x ", "[//es.wikipedia.org/wiki/User:x "])
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    assert_grows_linearly(lambda size: find_users(hostile * (size // len(hostile))), size=200_000)


def test_deep_templates_take_linear_time() -> None:
    assert_grows_linearly(lambda size: find_users("{{u|" * size + "}}" * size), size=40_000)
