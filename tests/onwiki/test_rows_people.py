"""Whose row the gadget takes a row for, beside whose the bot does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from bot.program.sign_up_row import first_user, is_struck
from bot.wikitext.headings import Headings
from bot.wikitext.tables import read_tables
from bot.wikitext.withdrawn import WITHDRAWN_HEADINGS, is_withdrawn_heading
from tests.browser import NEEDS_CHROMIUM
from tests.onwiki.gadget import Rows, loaded_rows
from tests.onwiki.row_cases import random_pages

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

CONFIG: dict[str, object] = {"columns": {"user": ["User"], "learn": ["Learn"]}, "withdrawn": []}
ME = "Zoé O'Marsh"


def _one_of(texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts.split("¦"))


_NAME = st.sampled_from([*[ME] * 6, "zoé O'Marsh", "Zoé_O&#39;Marsh", "Zo%C3%A9 O'Marsh", "Bo", f"User:{ME}"])
_SPACE = _one_of(
    "User:¦User:¦User:¦User:¦User:¦User:¦User:¦User:¦user:¦User :¦User talk:¦User_talk:¦"
    "Usuaria:¦مستخدمة:¦U:¦u:¦UT:¦BD:¦用户:¦Special:Contributions/¦Especial:Contribuciones/¦"
    "Special:Log/¦Help:¦Menuser:¦User: ¦U: "
)
_CHAIN = st.sampled_from([*[""] * 8, ":", "m:", ":es:", "w:fr:", "meta:", "nowhere:", "Help:"])
_TITLE = st.tuples(
    _CHAIN, _SPACE, _NAME, st.sampled_from(["", "", "", "", "", "/sub", "#top", "/sub/more"])
).map("".join)
_AFTER = _one_of(
    "¦¦ (WMF)¦(WMF)¦ (talk)¦(x)¦ (wmf)¦ 2¦.B¦. B¦!¦! x¦?¦? x¦, hi¦,hi¦; x¦، x¦ – x¦ – ¦–x¦-x¦"
    " - x¦--¦ -- x¦ & Bo¦&Bo¦ &amp; Bo¦ 12:30¦ 9h05¦ 5 May 2024¦ 5. Mai 2024¦"
    " 5 de mayo de 2024¦ 5 of 2024¦ 123 x¦: x¦:¦ · x¦· x¦=¦''¦''x''¦'s¦\nBo¦<br>x¦ and Bo¦ y ¦"
    ' Sol¦ana¦   x¦_¦_x¦~~~~¦™¦。¦«x»¦"x"¦ User:Bo¦ and User:Bo¦ m:User:Bo¦ [[User:Bo]]¦ | x¦'
    "</s>¦ [x]¦ {{x}}¦/sub¦\t¦*¦_m:User:Bo¦-m:User:Bo"
)
_BEFORE = _one_of(
    "¦¦¦¦¦¦¦¦x ¦x¦see ¦<s>¦'''¦* ¦(¦/¦_¦%¦1¦é¦>¦-¦: ¦\n¦[[Help:x]] ¦[[¦{{flag|es}} ¦"
    "{{y|[[User:Bo]]}} ¦<nowiki>User:Bo</nowiki> ¦[https://example.org x] ¦"
    "https://example.org/wiki/User:Bo ¦a:b ¦User: ¦Bo: "
)
_HOST = st.sampled_from(
    [
        "meta.wikimedia.org",
        "es.wikipedia.org",
        "es.m.wikipedia.org",
        "www.wikidata.org",
        "127.0.0.1:8080",
        "example.org",
    ]
)
_PATH = st.sampled_from(
    ["/wiki/", "/w/index.php?title=", "/w/index.php?action=edit&title=", "/index.php/", "/w/"]
)
_QUERY = st.sampled_from(["", "?uselang=es", "&action=edit&redlink=1", "#top", ".", "&amp;x=y"])
_TITLE_IN_ADDRESS = st.sampled_from(
    [
        "User:Zo%C3%A9_O%27Marsh",
        "User:Zo%C3%A9_O'Marsh",
        "User%3AZoé_O'Marsh",
        "Usuaria:Zoé_O'Marsh/x",
        "User:Bo",
        "Bo",
    ]
)
_ADDRESS = st.tuples(
    st.sampled_from(["https:", "http:", "", "HTTPS:"]), st.just("//"), _HOST, _PATH, _TITLE_IN_ADDRESS, _QUERY
).map("".join)
_TEMPLATE = st.sampled_from(["u", "U", "user", "Ping", "reply to", "u2", "مستخدم", "unsigned", "template:u"])
_VALUE = _NAME | _TITLE | _TITLE.map("[[{}]]".format)
_NAMING = st.one_of(
    _TITLE.map("[[{}]]".format),
    _TITLE.map("[[{}|Zoé]]".format),
    _TITLE.map("[[{}| Bo] ]".format),
    _TITLE,
    _TITLE,
    _TITLE,
    _ADDRESS,
    _ADDRESS.map("[{} Zoé]".format),
    _ADDRESS.map("[{}]".format),
    st.tuples(_TEMPLATE, _VALUE).map("{{{{{0[0]}|{0[1]}}}}}".format),
    st.tuples(_TEMPLATE, _VALUE).map("{{{{{0[0]}|1={0[1]}|x}}}}".format),
    st.tuples(_TEMPLATE, _VALUE).map("{{{{{0[0]}|lang=es|{0[1]}}}}}".format),
)
CELLS = st.lists(st.tuples(_BEFORE, _NAMING, _AFTER).map("".join), min_size=1, max_size=2).map("".join)
"""What may stand in the column of users."""


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    with loaded_rows() as loaded:
        yield loaded


@pytest.mark.parametrize("more", [1, 2])
def test_the_row_that_counts_goes_before_struck_ones(rows: Rows, more: int) -> None:
    struck = "|-\n| <s>[[User:Ana]]</s>\n| maps\n" * more
    page = f"{{|\n! User !! Learn\n{struck}|-\n| [[User:Ana]]\n| video\n{struck}|}}"
    assert rows.one("open", page, CONFIG, "Ana")["values"]["learn"] == "video"
    changed = rows.one("change", page, CONFIG, "Ana", {"learn": "sound"})
    assert changed == {"ok": True, "text": page.replace("video", "sound")}


HEADS = (
    "Attending|Not attending|Not attending but interested|Withdrawn – 2025|Withdrawn: 2025|Withdrawn - spring"
    "|Withdrawn|Withdrawn 2025|Not attending in spring|[[Help:x|Regrets]]|''Bajas''|Bajas / Regrets|Bajas / x"
    "|Regrets (2025)|Not attending this time (x) / No asistiré|No voy, pero interesa|Bajas <!-- x -->"
    "|x: Bajas|Regrets{{x}}|<nowiki>Regrets</nowiki>|REGRETS!|not attending/no asistiré · bajas|= Regrets ="
    "||لن أحضر أو لكن"
)
SECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["={}=", "== {} ==", "=== {} ===", "== {} ===", "<h2>{}</h2>", "<!--c-->== {} == "]),
        st.sampled_from(HEADS.split("|")),
    ).map(lambda head: head[0].format(head[1])),
    max_size=3,
).map("\n\n".join)


def test_tables_of_people_who_withdrew_are_those_of_the_bot(rows: Rows) -> None:
    pages = [f"x\n{sections}\n{page_of('[[User:Ana]]')}" for sections in random_pages(SECTIONS, 400)]
    config = {**CONFIG, "withdrawn": sorted(WITHDRAWN_HEADINGS)}
    answers = rows.each("open", [(page, config, "Ana") for page in pages])
    read = []
    for page in pages:
        headings = Headings(page).of(page.index("{|"))
        read.append(any(is_withdrawn_heading(words) for words in headings))
    told = [answer.get("reason") == "no-user-column" for answer in answers]
    assert [one for one in zip(pages, told, read, strict=True) if one[1] != one[2]] == []
    assert len(pages) / 8 < sum(read) < len(pages)


def page_of(cell: str) -> str:
    return f"{{|\n! User !! Learn\n|-\n| {cell}\n| maps\n|}}"


def as_the_bot_reads(page: str) -> str:
    """Tell whose row it is, as the gadget would."""
    cell = read_tables(page)[0].rows[1].cells[0].own_text
    user = first_user(cell)
    return "none" if user is None or user.username != ME else "struck" if is_struck(cell) else "in"


def test_gadget_and_bot_agree_whose_row_it_is(rows: Rows) -> None:
    pages = list(map(page_of, random_pages(CELLS, 1500)))
    answers = rows.each("open", [(page, CONFIG, ME) for page in pages])
    told = [answer.get("state", "refused") for answer in answers]
    read = [as_the_bot_reads(page) for page in pages]
    differ = [
        (page.split("\n| ", 1)[1], one, other)
        for page, one, other in zip(pages, told, read, strict=True)
        if one not in {other, "refused"}
    ]
    assert differ == []
    assert told.count("refused") < len(pages) / 8
    assert read.count("none") > len(pages) / 5
    assert read.count("in") > len(pages) / 5
