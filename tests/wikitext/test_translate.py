"""Pages of the Translate extension: their units, their readers' text, and the guard of every edit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.owned import append_owned, replace_owned
from bot.wikitext.translate import (
    TranslateError,
    check_untouched,
    read_units,
    with_variable_names,
    without_translate,
)
from tests.growth import assert_grows_linearly

NESTED = '<tvar name="a">[[<tvar name="b">X</tvar>]]</tvar>'
BEGIN, END = "<!-- bot:news begin -->", "<!-- bot:news end -->"

# A page, its units as (number, text), and what readers get.
PAGES: list[tuple[str, list[tuple[str | None, str]], str]] = [
    ("Plain text.\n\n== A ==", [], "Plain text.\n\n== A =="),
    ("", [], ""),
    ("<translate></translate>", [], ""),
    ("<translate>\n\n \n</translate>", [], "\n "),
    ("<translate>New.</translate>", [(None, "New.")], "New."),
    ("<translate>\nNew.\n\nNewer.\n</translate>", [(None, "New."), (None, "Newer.")], "New.\n\nNewer."),
    ("<translate><!--T:1--> One.</translate>", [("1", "One.")], "One."),
    ("<translate>\n<!--T:1-->\nOne.\n</translate>\n", [("1", "One.")], "One.\n"),
    (
        "<translate>\n<!--T:1-->\nOne.\n\n<!--T:7-->\nTwo,\nstill two.\n</translate>",
        [("1", "One."), ("7", "Two,\nstill two.")],
        "One.\n\nTwo,\nstill two.",
    ),
    (
        "<translate>\n<!--T:1-->\r\nOne.\r\n\r\nTwo.</translate>",
        [("1", "One."), (None, "Two.")],
        "One.\r\n\r\nTwo.",
    ),
    ("<translate>== A == <!--T:1--></translate>", [("1", "== A ==")], "== A =="),
    (
        "<translate>\n== A == <!--T:1-->\n\n<!--T:2-->\nText.</translate>",
        [("1", "== A =="), ("2", "Text.")],
        "== A ==\n\nText.",
    ),
    ("<translate>== A == <!--T:1-->\nBelow.</translate>", [("1", "== A ==\nBelow.")], "== A ==\nBelow."),
    ("<translate>\n<!--T:1-->\n== A ==\n</translate>", [("1", "== A ==")], "== A =="),
    ("<translate>=== é ===\t<!--T:12--></translate>", [("12", "=== é ===")], "=== é ==="),
    ("<translate>Text at its end. <!--T:3--></translate>", [("3", "Text at its end.")], "Text at its end."),
    ("<translate>Text.\n<!--T:3-->\n</translate>", [("3", "Text.")], "Text.\n"),
    ("<translate>a\n<!--T:3-->\nb</translate>", [("3", "a\nb")], "a\nb"),
    ("<translate>a<!--T:3-->\nb</translate>", [("3", "a\nb")], "a\nb"),
    ("<translate nowrap><!--T:1--> One</translate>", [("1", "One")], "One"),
    ("== <translate><!--T:1--> A</translate> ==", [("1", "A")], "== A =="),
    (
        "* <translate><!--T:1--> a</translate>\n* <translate><!--T:2--> b</translate>",
        [("1", "a"), ("2", "b")],
        "* a\n* b",
    ),
    (
        "<translate>\n<!--T:1-->\n* a\n* b\n\n<!--T:2-->\n# c\n</translate>",
        [("1", "* a\n* b"), ("2", "# c")],
        "* a\n* b\n\n# c",
    ),
    (
        "{|\n! <translate><!--T:1-->\nCountry</translate>\n! <translate><!--T:2-->\nNotes</translate>\n|}",
        [("1", "Country"), ("2", "Notes")],
        "{|\n! Country\n! Notes\n|}",
    ),
    ("{|\n|+ <translate><!--T:3--> Cap</translate>\n|}", [("3", "Cap")], "{|\n|+ Cap\n|}"),
    (
        "<translate>\n<!--T:1-->\n{|\n| a\n|}\n\n<!--T:2-->\nb\n</translate>",
        [("1", "{|\n| a\n|}"), ("2", "b")],
        "{|\n| a\n|}\n\nb",
    ),
    (
        '<translate><!--T:1--> Hi <tvar name="1">[[X]]</tvar>.</translate>',
        [("1", 'Hi <tvar name="1">[[X]]</tvar>.')],
        "Hi [[X]].",
    ),
    ("<translate>Hi <tvar name=n>X</tvar></translate>", [(None, "Hi <tvar name=n>X</tvar>")], "Hi X"),
    ("<translate>Hi <tvar name='n' >X</tvar ></translate>", [(None, "Hi <tvar name='n' >X</tvar >")], "Hi X"),
    ("<translate>Hi <tvar|n>X</></translate>", [(None, "Hi <tvar|n>X</>")], "Hi X"),
    (f"<translate><!--T:1--> {NESTED}</translate>", [("1", NESTED)], "[[X]]"),
    ("<translate><tvar|a><tvar|b>X</></></translate>", [(None, "<tvar|a><tvar|b>X</></>")], "X"),
    (
        "<translate>{{t|<tvar|a>}}</>{{u|<tvar|b>}}</></translate>",
        [(None, "{{t|<tvar|a>}}</>{{u|<tvar|b>}}</>")],
        "{{t|}}{{u|}}",
    ),
    ("<translate>a </> b <tvar|x>c</translate>", [(None, "a </> b <tvar|x>c")], "a </> b <tvar|x>c"),
    ("<nowiki><translate><!--T:1--></nowiki>", [], "<nowiki><translate><!--T:1--></nowiki>"),
    ("<nowiki><translate>a</translate>", [(None, "a")], "<nowiki>a"),
    (
        "<translate><!--T:1--> a <nowiki></translate><!--T:2--></nowiki> b</translate>",
        [("1", "a <nowiki></translate><!--T:2--></nowiki> b")],
        "a <nowiki></translate><!--T:2--></nowiki> b",
    ),
    ("<!-- <translate> -->\n<translate>a</translate>", [(None, "a")], "<!-- <translate> -->\na"),
    ("<translate><!--T:1-->\n<!-- note -->\na</translate>", [("1", "<!-- note -->\na")], "<!-- note -->\na"),
    ("<translate>a\n \nb</translate>", [(None, "a\n \nb")], "a\n \nb"),
    ("<translate>a\n\n\n\n b</translate>", [(None, "a"), (None, "b")], "a\n\n\n\n b"),
    ("<translate><!--T:intro--> a</translate>", [("intro", "a")], "a"),
    ("<translate><!--T:1--> مرحبا</translate>", [("1", "مرحبا")], "مرحبا"),
    ("<translate><!--T:1-->\n  a</translate>", [("1", "  a")], "  a"),
    ("<Translate>a</Translate>", [], "<Translate>a</Translate>"),
]


@pytest.mark.parametrize(("page", "units", "shown"), PAGES)
def test_a_page_is_read_as_the_wiki_reads_it(
    page: str, units: list[tuple[str | None, str]], shown: str
) -> None:
    read = read_units(page)
    assert [(unit.number, unit.text) for unit in read] == units
    assert without_translate(page) == shown
    for unit in read:
        if unit.marker is None:
            assert page[unit.start : unit.end] == unit.text
        else:
            assert page[slice(*unit.marker)] == f"<!--T:{unit.number}-->"


@pytest.mark.parametrize(("page", "units", "shown"), PAGES)
def test_an_edit_before_and_behind_changes_no_unit(
    page: str, units: list[tuple[str | None, str]], shown: str
) -> None:
    edited = append_owned(f"Before.\n\n{page}", "news", "One.")
    check_untouched(page, edited)
    again = replace_owned(edited, "news", "Two.\n\n\nThree.")
    check_untouched(edited, again)
    assert page in again
    assert [(unit.number, unit.text) for unit in read_units(again)] == units
    assert shown in without_translate(again)


@pytest.mark.parametrize("page", [page for page, units, _ in PAGES if any(number for number, _ in units)])
@pytest.mark.parametrize(
    "edit",
    [
        lambda page, unit: page.replace(f"<!--T:{unit.number}-->", f"<!--T:{unit.number}9-->", 1),
        lambda page, unit: page.replace(f"<!--T:{unit.number}-->", "", 1),
        lambda page, unit: page[: unit.end - 1] + "~" + page[unit.end - 1 :],
        lambda page, unit: page[: unit.start] + "~" + page[unit.start :],
        lambda page, _: page.replace("</translate>", "\n\nMore.\n</translate>"),
        lambda page, _: page.replace("<translate", "<translate><!--T:99--> New.</translate><translate", 1),
        lambda page, _: page.replace("<translate", "<!-- <translate", 1),
        lambda page, _: page + "<!--T:99-->",
        lambda page, _: page + "<translate>New.</translate>",
        lambda page, _: page + "<translate></translate>",
        lambda page, _: page + "<translate>",
        lambda page, _: page + "<tvar|x>y</>",
        lambda page, _: page + page,
        lambda page, _: page.replace("</translate>", " </translate>", 1),
        lambda page, _: page.replace("<translate nowrap>", "<translate>"),
        lambda page, _: page.replace("<translate>", "<translate nowrap>"),
        lambda _page, _unit: "",
    ],
)
def test_an_edit_that_touches_a_unit_is_refused(page: str, edit: Callable[..., str]) -> None:
    unit = next(unit for unit in read_units(page) if unit.number)
    edited = edit(page, unit)
    if edited == page:
        return  # no such tag on this page
    with pytest.raises(TranslateError):
        check_untouched(page, edited)


TWO = "<translate>\n<!--T:1-->\nOne word.\n\n<!--T:2-->\nTwo words.\n\nNew.\n</translate>\n"


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (TWO.replace("Two words", "2 words"), 'Line 6: unit 2 ("Two words.") would be changed'),
        (TWO.replace("T:2", "T:3"), 'unit 2 ("Two words.") would be renumbered to 3'),
        (TWO.replace("<!--T:2-->\n", ""), 'unit 2 ("Two words.") would lose its marker'),
        (TWO.replace("<!--T:2-->\nTwo words.\n\n", ""), 'unit 2 ("Two words.") would be removed'),
        (TWO.replace("New.", "<!--T:3-->\nNew."), 'unit 3 ("New."): its marker would be invented'),
        (TWO.replace("New.", "Newer."), 'a unit without a number ("New.") would be changed or removed'),
        (TWO.replace("New.", "New.\n\nX."), 'a unit without a number ("X.") would be added between'),
        (
            "<translate>\n<!--T:2-->\nTwo words.\n\n<!--T:1-->\nOne word.\n\nNew.\n</translate>\n",
            'unit 1 ("One word.") would be moved',
        ),
        (
            TWO.replace("<!--T:2-->\nTwo words.", "Two words. <!--T:2-->"),
            'unit 2 ("Two words."): its marker would be moved',
        ),
        (TWO.replace("T:2", "T:x").replace("T:1", "T:2").replace("T:x", "T:1"), "unit 1"),
        (TWO.replace("word.\n\n", "word.\n\n\n"), 'unit 1 ("One word."): the tags, the order or the blanks'),
        (
            TWO.replace("</translate>", ""),
            "would put the marks of translation amiss. Line 1: <translate> is never",
        ),
        (TWO + "<!-- <translate> -->", "outside the units"),
    ],
)
def test_the_sentence_names_the_unit(after: str, sentence: str) -> None:
    with pytest.raises(TranslateError) as caught:
        check_untouched(TWO, after)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<translate>a", "Line 1: <translate> is never closed"),
        ("a\n</translate>", "Line 2: </translate> closes nothing"),
        (
            "<translate>a\n<translate>b</translate></translate>",
            "Line 2: <translate> stands inside that of line 1",
        ),
        ("<translate>a</translate></translate>", "closes nothing"),
        (
            "<translate><!--T:1--> a\n\n<!--T:1--> b</translate>",
            "Line 3: the marker <!--T:1--> stands on line 1 too",
        ),
        ("<translate><!--T:1--> a <!--T:2--></translate>", "stand in one unit"),
        ("<!--T:1-->\n<translate>a</translate>", "Line 1: the marker <!--T:1--> stands outside <translate>"),
        ("<translate>a <!--T:1--> b</translate>", "where it stands"),
        ("<translate><!--T:1-->a</translate>", "where it stands"),
        ("<translate>\n<!--T:1-->\n\na</translate>", "has no text"),
        ("<translate><!--T:1--></translate>", "has no text"),
        ("<translate><!--T: note--> a</translate>", "no name that the wiki takes"),
        ("<translate>a <!-- </translate>", "never closed"),
    ],
)
def test_marks_that_are_amiss_are_told(page: str, sentence: str) -> None:
    with pytest.raises(TranslateError) as caught:
        read_units(page)
    assert sentence in str(caught.value)


def test_the_bots_own_part_may_change_in_a_unit_and_around_units() -> None:
    page = f"<translate>\n<!--T:1-->\nOne.\n{BEGIN}\na\n{END}\n</translate>\n"
    check_untouched(page, page.replace("\na\n", "\nb\n\nc\n"))
    check_untouched(page, page.replace("\na\n", "\n"))
    own = f"{BEGIN}\n<translate>\n<!--T:4-->\nOld.\n</translate>\n{END}"
    check_untouched(own, own.replace("Old.", "New."))


def test_the_bots_own_part_keeps_the_numbers_of_its_markers() -> None:
    own = f"{BEGIN}\n<translate>\n<!--T:4-->\nOld.\n</translate>\n{END}"
    for edit in (own.replace("T:4", "T:5"), own.replace("<!--T:4-->\n", ""), f"{BEGIN}\n{END}"):
        with pytest.raises(TranslateError, match="unit 4"):
            check_untouched(own, edit)
    with pytest.raises(TranslateError, match=r"invented|outside"):
        check_untouched(f"{BEGIN}\n{END}", own)


def test_a_unit_cannot_be_hidden_in_a_part_of_the_bots_own() -> None:
    with pytest.raises(TranslateError, match="unit 1"):
        check_untouched(TWO, f"{BEGIN}\n{TWO}{END}")


def test_a_page_whose_marks_are_amiss_may_change_elsewhere_only() -> None:
    page = "Lead.\n<translate>\n<!--T:1-->\na\n<translate>\nb</translate>\nTail.\n"
    check_untouched(page, page.replace("Lead", "Head").replace("Tail", "End"))
    for edit in (
        page.replace("T:1", "T:2"),
        page.replace("\na", "\nx"),
        page.replace("a\n<translate>", "a\n"),
    ):
        with pytest.raises(TranslateError, match="amiss"):
            check_untouched(page, edit)


def test_what_is_shown_in_nowiki_may_come_and_go() -> None:
    check_untouched(TWO, TWO + "Write <nowiki><translate><!--T:1--></nowiki>.")


def test_translators_see_names_instead_of_variables() -> None:
    page = '<translate><!--T:1--> a <tvar name="x">[[<tvar|y>b</>]]</tvar> <tvar|2>c</></translate>'
    assert with_variable_names(page) == "a $x $2"


MARKS = [
    "<translate>", "</translate>", "<translate nowrap>", "<!--T:1-->", "<!--T:22-->", "<!--", "-->", "<!--T:",
    "<nowiki>", "</nowiki>", "<tvar|x>", "</>", '<tvar name="x">', "</tvar>", "\n", "\n\n", "\r\n", " ",
    "== a ==", "b", "ع", BEGIN, END,
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(MARKS), max_size=25).map("".join))


@given(TEXTS)
def test_any_text_gives_units_in_order_or_the_one_error(text: str) -> None:
    try:
        units = read_units(text)
    except TranslateError:
        return
    at = 0
    for unit in units:
        assert at <= unit.start < unit.end <= len(text)
        assert unit.text.strip()
        at = unit.end


@given(TEXTS, TEXTS)
def test_any_edit_is_let_through_or_refused_and_units_let_through_are_the_same(
    before: str, after: str
) -> None:
    without_translate(before)
    with_variable_names(before)
    check_untouched(before, before)
    try:
        check_untouched(before, after)
        had = read_units(before)
    except TranslateError:
        return
    has = read_units(after)
    assert [unit.number for unit in had if unit.number] == [unit.number for unit in has if unit.number]


@pytest.mark.parametrize(
    "piece",
    [
        "<translate>", "</translate>", "<translate>a</translate>", "<!--T:", "<!--T:1-->", "<nowiki>",
        "<tvar|x>", "<tvar name=", "<tvar", "</>", "\n", "\n\n", " ", "<translate>a\n\n</translate>",
        "<tvar|x></>", BEGIN,
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "<translate>", "<tvar|a>"])
@pytest.mark.no_cover
def test_hostile_pages_are_read_in_linear_time(start: str, piece: str) -> None:
    def work(size: int) -> None:
        page = start + piece * (size // len(piece)) + "</translate>"
        with contextlib.suppress(TranslateError):
            read_units(page)
        without_translate(page)
        with contextlib.suppress(TranslateError):
            check_untouched(page, page + "x")

    assert_grows_linearly(work, size=200_000)
