"""One person's row is changed, added or struck out, and every other byte of the page stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.program.roster import SignUpPage
from bot.program.row_change import RowChangeError, change_row, has_withdrawn, row_values, strike_row
from bot.program.row_table import calls_in_row, columns_for, find_row, names_in_rows, own_row, sign_up_tables
from bot.wikitext.quoting import shown
from bot.wikitext.tables import read_tables
from bot.wikitext.users import find_users
from tests.wikitext.table_cases import names, page

HEADINGS = {
    "user": ("User", "المستخدم"),
    "languages": ("Languages",),
    "country": ("Country",),
    "learn": ("I want to learn",),
}

PAGE = """Intro <!-- | -->
{| class="wikitable"
! User !! Languages !! Country !! Colour !! I want to learn
|-
| [[User:Ana|Ana]] || es || [[Chile]] || style="x" | green || Maps
<!-- between -->
|-
| [[User:Bob]]
| en
|-
! scope="row" | {{u|Cy}}
|| fr||||
|-
| <s>[[User:Dee]]</s> || pt
|-
| [[User:Twice]] || || || ||
|-
| [[User:Eli]] || rowspan=2 | es
|-
| [[User:Fay]]
|-
| [[User:twice]]
|-
{{Row|Gus O|es}}
|-
| [[User:Hal]] || {{flag|Chile}} || a
* b
* c
|}
== Not attending ==
{|
! User !! Languages
|-
| [[User:Ivy]] || es
|}
after
"""

HOSTILE = [
    "{{subst:x}}", "~~~~", "[[Category:X]]", "<script>alert(1)</script>", "a || b", "|-", "|}", "\n|-\n| x",
    "<nowiki>", "<!-- c -->", "<!--", "-->", "__TOC__", "''", "'''", "http://example.org", "style=x | y",
    "{|", "<td>", "</table>", "[[User:Mallory]]", "{{!}}", "&#124;", "+", "-", "}", "* list", "= h =",
    "<s>", "مرحبا، عالم", "RFC 1", "{{{1}}}", "<ref>x</ref>", "\u202eabc", "a\x00b", "!! z",
]  # fmt: skip

PEOPLE = ("Ana", "Bob", "Cy", "Dee", "Eli", "Fay", "Gus O", "Hal", "Ivy", "Twice", "Zoe N", "ana", "zoe_N")

values = st.dictionaries(
    st.sampled_from(["languages", "country", "learn", "colour"]),
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(max_size=20),
        st.lists(st.sampled_from([*HOSTILE, "a", " ", "es"]), max_size=5).map("".join),
    ),
    max_size=3,
)


def check_law(before: str, headings: Mapping[str, tuple[str, ...]], name: str, said: dict[str, str]) -> None:
    """What a change or a leaving gives differs from the page in one stretch within the person's row."""
    own = None
    try:
        own = find_row(before, sign_up_tables(before, headings, ()), name)
        after = change_row(before, headings, name, said)
    except RowChangeError:
        pass
    else:
        check_stretch(before, after, own.row.row.span if own else None)
        assert change_row(after, headings, name, said) == after
        now = find_row(after, sign_up_tables(after, headings, ()), name)
        assert now is not None
        there = said.keys() & now.table.columns.known.keys()
        seen = row_values(after, headings, name)
        assert {column: seen.get(column, "") for column in there} == {
            column: shown(said[column]) for column in there
        }
    try:
        struck = strike_row(before, headings, name)
    except RowChangeError:
        return
    check_stretch(before, struck, own.row.row.span if own else None)
    assert strike_row(struck, headings, name) == struck
    try:
        people = SignUpPage(page="", headings=headings).read(struck).participants
    except ValueError:
        return
    assert name not in {person.username for person in people}


def common(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def check_stretch(before: str, after: str, row: tuple[int, int] | None) -> None:
    start = common(before, after)
    start = min(start, row[1]) if row else start
    tail = common(before[start:][::-1], after[start:][::-1])
    if before == after:
        return
    if row is None:
        assert start + tail >= len(before), "something was taken away"
        return
    assert row[0] <= start, "something before the row differs"
    assert len(before) - tail <= row[1], "something behind the row differs"


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(name=st.sampled_from(PEOPLE), said=values)
def test_only_one_row_differs_whatever_is_said(name: str, said: dict[str, str]) -> None:
    check_law(PAGE, HEADINGS, name, said)


@pytest.mark.parametrize("case", names())
def test_awkward_pages_change_in_one_row_or_not_at_all(case: str) -> None:
    wikitext = page(case)
    for table in read_tables(wikitext):
        if not table.rows:
            continue
        heads = dict(zip(("user", "languages", "country", "learn"), table.rows[0].cells, strict=False))
        own = {column: (cell.own_text,) for column, cell in heads.items() if cell.own_text}
        if "user" not in own:
            continue
        people = {mention.username for mention in find_users(wikitext)}
        for name in [*people, "Zoe N"]:
            check_law(wikitext, own, name, {"languages": "es || {{x}}", "learn": "|- ~~~~"})
    check_law(PAGE + wikitext, HEADINGS, "Ana", {"learn": "x"})
    check_law(wikitext + "\n" + PAGE, HEADINGS, "Zoe N", {"learn": "x"})


@pytest.mark.parametrize(
    ("name", "reason", "line"),
    [("Twice", "twice", 22), ("Eli", "spans", 18), ("Fay", "spans", 20), ("Gus O", "template", 24)],
)
def test_what_can_t_be_changed_safely_is_told_with_its_line(name: str, reason: str, line: int) -> None:
    with pytest.raises(RowChangeError) as changing:
        change_row(PAGE, HEADINGS, name, {})
    with pytest.raises(RowChangeError) as leaving:
        strike_row(PAGE, HEADINGS, name)
    told = [(caught.value.reason, caught.value.line) for caught in (changing, leaving)]
    assert told == [(reason, line)] * 2


@pytest.mark.parametrize(
    ("wikitext", "reason"),
    [
        ("no table", "no-table"),
        ("{|\n! Name\n|-\n| [[User:Ana]]\n|}", "no-user-column"),
        ("== Withdrawn ==\n{|\n! User\n|-\n| [[User:Ana]]\n|}", "no-user-column"),
        ("<table><tr><th>User</th></tr><tr><td>[[User:Ana]]</td></tr></table>", "html"),
        ("<table><tr><th>User</th></tr></table>", "html"),
        ("{|\n! User\n|-\n<tr><td>[[User:Ana]]</td></tr>\n|}", "html"),
        ("{|\n! User !! Languages\n|-\n| [[User:Ana]] || a\n{|\n| b\n|}\n|}", "odd"),
        ("{|\n! User !! Languages\n|-\n| [[User:Bo]] || rowspan=3 | a\n|}", "spans"),
    ],
)
def test_pages_on_which_nothing_can_be_changed(wikitext: str, reason: str) -> None:
    with pytest.raises(RowChangeError) as caught:
        change_row(wikitext, HEADINGS, "Ana", {"languages": "es"})
    assert caught.value.reason == reason


def test_a_table_inside_a_cell_of_another_is_changed_in_its_one_row() -> None:
    page = f"{{|\n| left\n|\n{PAGE[PAGE.index('{|') : PAGE.index('== Not')]}\n| right\n|}}\n"
    after = change_row(page, HEADINGS, "Ana", {"country": "Togo"})
    assert after == page.replace("[[Chile]]", "Togo", 1)
    assert change_row(page, HEADINGS, "Zoe N", {}).count("[[User:Zoe N") == 1


def test_templates_in_a_row_are_given() -> None:
    rows = {name: own_row(PAGE, HEADINGS, name) for name in ("Hal", "Ana", "Zoe N")}
    assert {name: calls_in_row(PAGE, own) for name, own in rows.items() if own} == {
        "Hal": ["{{flag|Chile}}"],
        "Ana": [],
    }


def test_whom_the_rows_name_and_what_columns_there_are_is_given() -> None:
    assert names_in_rows(PAGE, HEADINGS) == ("Ana", "Bob", "Cy", "Dee", "Twice", "Eli", "Fay", "Hal")
    assert names_in_rows("no table", HEADINGS) == ()
    page = f"{PAGE}\n== More ==\n{{|\n! User\n|-\n| [[User:Jo]]\n|}}"
    assert columns_for(page, HEADINGS, "Zoe N") == {"user", "languages", "country", "learn"}
    assert columns_for(page, HEADINGS, "Jo") == {"user"}


def line_of(text: str, name: str) -> str:
    return next(line for line in text.split("\n") if name in line)


def test_a_row_is_changed_where_it_stands_with_its_blanks() -> None:
    after = change_row(PAGE, HEADINGS, "Ana", {"country": "Perú | x", "learn": "Maps"})
    assert line_of(after, "Ana") == '| [[User:Ana|Ana]] || es || Perú &#124; x || style="x" | green || Maps'
    assert change_row(PAGE, HEADINGS, "Ana", {"country": "Chile"}) == PAGE


def test_cells_that_a_row_lacks_are_added_in_its_own_style() -> None:
    after = change_row(PAGE, HEADINGS, "Bob", {"learn": "Maps"})
    assert "| [[User:Bob]]\n| en\n|\n|\n| Maps\n|-" in after
    after = change_row(PAGE, HEADINGS, "Dee", {"country": "Chile"})
    assert line_of(after, "Dee") == "| [[User:Dee]] || pt || Chile"
    after = change_row(PAGE, HEADINGS, "Hal", {"learn": "Maps"})
    assert "a\n* b\n* c\n|\n| Maps\n|}" in after


def test_a_new_row_stands_behind_the_last_and_before_what_is_below() -> None:
    after = change_row(PAGE, HEADINGS, "zoe_N", {"languages": "ar", "colour": "red"})
    row = "\n|-\n| [[User:Zoe N|Zoe N]] || ar || || ||"
    assert after == PAGE.replace("* c\n|}", f"* c{row}\n|}}")
    after = change_row(PAGE, HEADINGS, "Ivy", {})
    assert after.index("Zoe" if "Zoe" in after else "[[User:Ivy|Ivy]]") < after.index("Not attending")


def test_who_leaves_is_struck_out_and_says_nothing_more() -> None:
    after = strike_row(PAGE, HEADINGS, "Ana")
    assert line_of(after, "Ana") == '| <s>[[User:Ana|Ana]]</s> ||  ||  || style="x" |  || '
    assert strike_row(PAGE, HEADINGS, "Dee") == PAGE
    assert strike_row(PAGE, HEADINGS, "Zoe N") == PAGE
    assert strike_row(PAGE, HEADINGS, "Ivy") == PAGE
    again = change_row(after, HEADINGS, "Ana", {"languages": "fr"})
    assert line_of(again, "Ana").startswith("| [[User:Ana|Ana]] || fr ||")


def test_who_leaves_leaves_nothing_under_headings_that_nobody_knows() -> None:
    page = (
        "{|\n! # !! User !! E-mail !! About me !! Languages !! Number !!  !! No.\n|-\n"
        "| 7 || [[User:Ana]] || a@people.example.org || born 1987 || es || 555 || x || 8 || beyond\n|}"
    )
    after = strike_row(page, HEADINGS, "Ana")
    assert line_of(after, "Ana") == "| 7 || <s>[[User:Ana]]</s> ||  ||  ||  ||  ||  || 8 || "


@pytest.mark.parametrize("heading", ["#", "№", "No.", "'''Nr'''", "Nº", "N.º", "n°", "م", "Num.:"])
def test_a_row_keeps_its_number(heading: str) -> None:
    page = f"{{|\n! {heading} !! User\n|-\n| 1 || [[User:Ana]]\n|}}"
    assert line_of(strike_row(page, HEADINGS, "Ana"), "Ana") == "| 1 || <s>[[User:Ana]]</s>"


@pytest.mark.parametrize(("name", "gone"), [("Ivy", True), ("Dee", True), ("Ana", False), ("Zoe N", False)])
def test_who_has_left_before_is_told_from_who_never_was_there(name: str, gone: bool) -> None:
    assert has_withdrawn(PAGE, HEADINGS, name) is gone
    assert not has_withdrawn("no table", HEADINGS, name)
