"""The gadget's reading and changing of sign-up tables, judged by the bot's own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st

from bot.program.columns import KnownHeadings, split_table
from bot.program.roster import SignUpPage
from bot.program.row_change import strike_row
from bot.wikitext.tables import read_tables
from tests.browser import NEEDS_CHROMIUM
from tests.onwiki.gadget import Rows, loaded_rows
from tests.onwiki.row_cases import made_sign_ups, outcomes, random_pages
from tests.wikitext import table_cases, table_pages

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

SEED = Path(__file__).parents[2] / "bot" / "sandbox" / "seed" / "meta" / "sign-up.wikitext"
COLUMNS = {
    "user": ["User", "Usuario", "المستخدم"],
    "languages": ["Languages", "Idiomas"],
    "home_wiki": ["Home wiki"],
    "region": ["Region", "Région"],
    "affiliation": ["Affiliation"],
    "learn": ["I want to learn"],
    "share": ["I can share"],
}
CONFIG = {"columns": COLUMNS, "withdrawn": ["not attending", "no asistiré", "regrets"]}
HEAD = '{| class="wikitable"\n! User !! Languages !! Home wiki\n'
_ODD = re.compile(
    r"</?(?:t[a-z]*|caption)\b[^<>]*>|<b$|[{}]{2,}!?|<!--(?! \S+ -->)|\|\+|rowspan|colspan|<includeonly>.*?>"
)
"""What makes a table none that can be followed, most often."""

SIGN_UPS = st.lists(table_pages.rows(0), min_size=1, max_size=4).map(
    lambda rows: (
        HEAD.replace("Home wiki", "Region")
        + _ODD.sub("", "".join("|-\n" + "\n".join(row) + "\n" for row in rows))
        + "|}\n"
    )
)
"""Tables of people, as hurried people leave them."""


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    with loaded_rows() as loaded:
        yield loaded


def test_awkward_pages_are_changed_in_one_row_or_refused(rows: Rows) -> None:
    cases = [case for name in table_cases.names() for case in made_sign_ups(table_cases.page(name))]
    counted = outcomes(rows, cases)
    # Done of 56 are 37 changes, of 95 additions 50; those refused hold HTML tables, odd braces, spans.
    assert counted["change done"] >= 37, counted
    assert counted["add done"] >= 50, counted
    assert counted["leave done"] >= 87, counted


def test_random_pages_are_changed_in_one_row_or_refused(rows: Rows) -> None:
    pages = random_pages(SIGN_UPS, 200) + random_pages(table_pages.pages(), 60)
    counted = outcomes(rows, [case for page in pages for case in made_sign_ups(page, most=1)])
    assert counted["add done"] >= 20, counted
    assert counted["change done"] >= 20, counted


def test_everybody_on_a_real_page_is_found_changed_and_struck_out(rows: Rows) -> None:
    text = SEED.read_text(encoding="utf-8")
    reader = SignUpPage(page="P", headings=COLUMNS)
    roster = reader.read(text)
    names = [person.username for person in (*roster.participants, *roster.withdrawn)]
    assert len(names) > 25
    opened = rows.each("open", [(text, CONFIG, name) for name in names])
    changed = rows.each(
        "change", [(text, CONFIG, name, {"languages": "fr", "learn": "Maps, {{x}}"}) for name in names]
    )
    left = rows.each("leave", [(text, CONFIG, name) for name in names])
    twice = [name for name, answer in zip(names, opened, strict=True) if not answer["ok"]]
    assert twice == ["Ines Calderwood"]
    for name, row, change, leave in zip(names, opened, changed, left, strict=True):
        if name in twice:
            assert {answer["reason"] for answer in (row, change, leave)} == {"twice"}
            continue
        assert row["state"] == ("in" if name in {p.username for p in roster.participants} else "struck")
        after = reader.read(change["text"])
        (person,) = (each for each in after.participants if each.username == name)
        assert (person.languages, person.learn) == (("fr",), ("Maps, {{x}}",)) or "," in str(person.learn)
        others = [each for each in roster.participants if each.username != name]
        assert [each for each in after.participants if each.username != name] == others
        gone = reader.read(leave["text"])
        assert [each for each in gone.participants if each.username != name] == others
        assert name in {each.username for each in gone.withdrawn}
        (own,) = (each for each in gone.withdrawn if each.username == name)
        assert (own.languages, own.learn, own.region) == ((), (), "")


@pytest.mark.parametrize(
    ("table", "after"),
    [
        ("|-\n| [[User:Ana]] || es || en\n|}", "|-\n| [[User:Ana]] || fr || en\n|}"),
        ("|-\n| [[User:Ana]]\n|}", "|-\n| [[User:Ana]] || fr\n|}"),
        ("|-\n| [[User:Ana]]\n| es\n| en\n|}", "|-\n| [[User:Ana]]\n| fr\n| en\n|}"),
        ("|-\n! [[User:Ana]]\n| es\n|}", "|-\n! [[User:Ana]]\n| fr\n|}"),
        ("|-\n|[[User:Ana]]||es||en\n|}", "|-\n|[[User:Ana]]||fr||en\n|}"),
        ("|-\n|[[User:Ana]]||||en\n|}", "|-\n|[[User:Ana]]|| fr ||en\n|}"),
        ("|-\n| [[User:Ana]] || style=x | es || en\n|}", "|-\n| [[User:Ana]] || style=x | fr || en\n|}"),
        (
            "|-\n| [[User:Ana]] || es <!-- c -->\n<!-- d -->\n|}",
            "|-\n| [[User:Ana]] || fr <!-- c -->\n<!-- d -->\n|}",
        ),
        ("|-\r\n| [[User:Ana]] ||\r\n|}", "|-\r\n| [[User:Ana]] || fr\r\n|}"),
        ("|-\n| <s>[[User:Ana]]</s> || es || <s>en</s>\n|}", "|-\n| [[User:Ana]] || fr || en\n|}"),
        ("|-\n| [[User:Bo]] || es || en", "|-\n| [[User:Bo]] || es || en\n|-\n| [[User:Ana|Ana]] || fr ||"),
        ("|-\n|}", "|-\n| [[User:Ana|Ana]] || fr ||\n|-\n|}"),
        ("|-\r\n| x\r\n|}", "|-\r\n| x\r\n|-\r\n| [[User:Ana|Ana]] || fr ||\r\n|}"),
        ("|-\n| [[User:Ana]] || es\n</translate>\n|}", "|-\n| [[User:Ana]] || fr\n</translate>\n|}"),
        ("|-\n| [[User:Ana]]\n* maps\n|}", "|-\n| [[User:Ana]]\n* maps\n| fr\n|}"),
    ],
)
def test_only_what_must_is_changed(rows: Rows, table: str, after: str) -> None:
    answer = rows.one("change", HEAD + table, CONFIG, "Ana", {"languages": "fr"})
    assert answer == {"ok": True, "text": HEAD + after}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("No table", "no-table"),
        ("{|\n! Colour\n|}", "no-user-column"),
        ("<table><tr><th>User</th></tr></table>", "html"),
        (HEAD + "|-\n<td>x</td>\n|}", "html"),
        (HEAD + "|-\n| [[User:Ana]]\n|-\n| {{u|ana}}\n|}", "twice"),
        (HEAD + "{{Sign-up row\n|user=Ana\n|languages=es}}\n|}", "template"),
        (HEAD + "|-\n| {{participant|Ana}} || es\n|}", "template"),
        (HEAD + "|-\n| [[User:Ana]] || es\n{{Row|Bo}}\n|}", "template"),
        (HEAD + "|-\n| [[User:Bo]] || rowspan=2 | es || en\n|-\n| [[User:Ana]]\n|}", "spans"),
        (HEAD + "|-\n| [[User:Bo]] || rowspan=5 | es || en\n|}", "spans"),
        (HEAD + "|-\n| colspan=2 | [[User:Ana]] || en\n|}", "spans"),
        (HEAD + "|-\n| [[User:Ana]] || {{#if:x|es\n|}", "odd"),
        (HEAD + "|-\n| [[User:Ana]] || <!-- es\n|}", "odd"),
        (HEAD + "|-\n| [[User:Ana]] || {{!}} es\n|}", "odd"),
        (HEAD + "|-\n| [[User:Ana]] || es\n{|\n|}\n|}", "odd"),
        (HEAD + "|-\n| [[User:Ana]] || es\n== More ==\ntext", "odd"),
        ("== Not attending / No asistiré ==\n" + HEAD + "|-\n| [[User:Ana]]\n|}", "no-user-column"),
    ],
)
def test_what_cannot_surely_be_followed_is_refused(rows: Rows, page: str, reason: str) -> None:
    answer = rows.one("change", page, CONFIG, "Ana", {"languages": "fr"})
    assert (answer["ok"], answer.get("reason")) == (False, reason)


def test_what_is_odd_elsewhere_does_not_matter(rows: Rows) -> None:
    table = HEAD + "|-\n| [[User:Ana]] || es\n|}\n"
    before = "{|\n| {{!}} <td> {{{1}}}\n|}\n<div>''open <small>\n== Attending / Not attending ==\n"
    withdrawn = "\n== Regrets ==\n=== Africa ===\n" + HEAD + "|-\n| [[User:Ana]]\n|}\n"
    others = (
        "|-\n| rowspan=2 | [[User:Bo]] || es\n|-\n| fr\n{{Row|Cy}}\n|- class=x\n| [[User:Di || [[User:Ana]]\n"
    )
    pages = [before + table, table + withdrawn + "{{ <!-- ", table.replace("|-\n", others + "|-\n", 1)]
    for page, answer in zip(
        pages, rows.each("change", [(p, CONFIG, "Ana", {"languages": "fr"}) for p in pages]), strict=True
    ):
        assert answer == {"ok": True, "text": page.replace("[[User:Ana]] || es", "[[User:Ana]] || fr")}


def test_a_comment_ends_where_it_says_so(rows: Rows) -> None:
    hello, head = "<!--T:1--> Hello.\n", HEAD + "|-\n"
    lines = [
        "| [[User:Ana]] || es || Maps <!-- a -->\n|-\n<!-- b --> | [[User:Bo]] || es\n",
        "| [[User:Bo]] || es <!-- a -->\n|-\n<!-- b -->| [[User:Ana]] || es <!-- c -->\n",
        "<!-- b --> <!-- c -->\n| [[User:Ana]] || es\n",
        "<!-- b --> -- <!-- c -->\n| [[User:Ana]] || es\n",
    ]
    pages = [f"{hello}{head}{line}|}}\n== More == <!--T:2-->\n" for line in lines]
    answers = rows.each("change", [(page, CONFIG, "Ana", {"languages": "fr"}) for page in pages])
    expected = [page.replace("[[User:Ana]] || es", "[[User:Ana]] || fr") for page in pages]
    assert answers == [{"ok": True, "text": text} for text in expected]


def test_headings_are_known_as_the_bot_knows_them(rows: Rows) -> None:
    headings = [
        "User / المستخدم",
        "'''Usuario'''",
        "<translate><!--T:1--> User</translate>",
        "[[User|USER:]]",
        "user • x",
        "\u200fالمستخدم\u200e",
        "Users",
        "user name",
        "x - Usuario",
        "<small>User</small> *",
        "style=x | User",
        "<!-- User -->",
        "ＵＳＥＲ",
        "us\u200ber",
        "x<br>User",
        "x\nUsuario",
    ]
    pages = [f"{{|\n! Languages\n! {heading}\n|}}" for heading in headings]
    known = KnownHeadings.of(COLUMNS)
    expected = [dict(split_table(read_tables(page)[0], known)[0].known) for page in pages]
    for page, answer, columns in zip(
        pages, rows.each("open", [(p, CONFIG, "Ana") for p in pages]), expected, strict=True
    ):
        wanted = ["languages", "user"] if "user" in columns else None
        assert answer.get("columns") == wanted, (page, answer, columns)


@pytest.mark.parametrize(
    ("name", "mine", "others"),
    [
        (
            "Ana María",
            [
                "[[User:Ana María]]",
                "[[:es:Usuaria:ana_María|A]]",
                "{{u|Ana María}}",
                "{{ping|ana_María}}",
                "User:Ana María",
                "{{user|lang=x|1=Ana María}}",
                "[[Usuario discusión:Ana María|A]]",
                "[[Special:Contributions/Ana María]]",
                "<s>[[User:Ana María]]</s>",
                "[[User:Ana&nbsp;Mar&#237;a]]",
                "[https://meta.wikimedia.org/wiki/User:Ana_Mar%C3%ADa A]",
                "m:User:Ana María, hi",
                "[[m:User:Ana María/sub|A]] and [[User:Bo]]",
                "{{u|User:Ana María}}",
                "[[\u200eUser:Ana María\u200f]]",
                "[[user:Ana María#top]]",
                "\n{{u|Ana María}}",
                "menu: see [[User:Ana María]]",
                "[[User:Ana María",
            ],
            [
                "[[User:Bo]] via [[User:Ana María]]",
                "[[User:Ana]]",
                "[[User:Ana Maríaa]]",
                "Ana María",
                "[[Ana María]]",
                "[[User:Bo/Ana María]]",
                "<!-- [[User:Ana María]] -->",
                "<nowiki>[[User:Ana María]]</nowiki>",
                "User:Ana Maríaa",
                "User:Ana María Sol",
            ],
        ),
        (
            "A.*b+(c)$",
            ["[[User:A.*b+(c)$]]", "{{u|A.*b+(c)$}}"],
            ["[[User:Axxbc]]", "{{u|Abbc}}", "User:A.*b+(c)$"],
        ),
        (
            "O''Neil & Sons",
            ["[[User:O''Neil & Sons]]", "[[User:O&#39;&#39;Neil &amp; Sons|x]]"],
            ["[[User:O'Neil & Sons]]"],
        ),
        (
            "ليلى الزيتونية",
            [
                "[[:ar:مستخدمة:ليلى الزيتونية|ليلى]]",
                "[[نقاش المستخدم:ليلى_الزيتونية]]",
                "{{مستخدم|ليلى الزيتونية}}",
            ],
            ["[[مستخدم:ليلى]]"],
        ),
        ("A:B", ["[[User:A:B]]", "{{u|A:B}}"], ["[[User:B]]", "{{u|B}}", "[[User:A]]"]),
        ("B", ["[[:m:User:B]]"], ["[[User:A:B]]", "{{u|A:B}}", "User:A:B"]),
        ("~2026-48213-07", ["[[User:~2026-48213-07]]"], ["[[User:~2026-48213-08]]"]),
    ],
)
def test_a_person_is_told_from_others_in_any_spelling(
    rows: Rows, name: str, mine: list[str], others: list[str]
) -> None:
    cells = [*mine, *others]
    answers = rows.each(
        "open", [(f"{HEAD}|-\n| {cell} || [[User:{name}]]\n|}}", CONFIG, name) for cell in cells]
    )
    states = [answer.get("state", answer.get("reason")) for answer in answers]
    expected = ["struck" if "<s>" in cell else "in" for cell in mine] + ["none"] * len(others)
    assert list(zip(cells, states, strict=True)) == list(zip(cells, expected, strict=True))
    added = rows.one("change", f"{HEAD}|}}", CONFIG, name, {})
    assert rows.one("open", added["text"], CONFIG, name)["state"] == "in"


@pytest.mark.parametrize("heading", ["#", "№", "No.", "'''Nr'''", "Nº", "Number", "About me", "E-mail", ""])
def test_who_leaves_leaves_the_same_as_by_the_bot(rows: Rows, heading: str) -> None:
    page = (
        f"{{|\n! {heading} !! User !! Languages !! {heading}\n|-\n| 7 || [[User:Ana]] || es || 8 || beyond\n"
        "|-\n| 8 || [[User:Bo]] || es || 9 || beyond\n|}"
    )
    struck = strike_row(page, COLUMNS, "Ana")
    assert ("| 7 " in struck) is (heading not in {"Number", "About me", "E-mail", ""})
    assert rows.one("leave", page, CONFIG, "Ana") == {"ok": True, "text": struck}
