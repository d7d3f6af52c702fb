"""The bot's parts of a page, and that nothing else changes."""

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.wikitext.owned import OwnedPartError, append_owned, insert_owned, read_owned, replace_owned

BEGIN = "<!-- bot:roster begin (kept by the bot: edits between these two lines are overwritten) -->"
END = "<!-- bot:roster end -->"
PAGE = f"Before\n\n{BEGIN}\n* Ana\n* Bo\n{END}\n\nAfter \n"

TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("<!->nowiki/\r\n \u0301"))
)
CONTENTS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="<"), st.sampled_from("\r\ne\u0301")
    )
)


def saved(content: str) -> str:
    return unicodedata.normalize("NFC", content.replace("\r\n", "\n").replace("\r", "\n"))


def test_a_part_is_read_without_its_markers_and_their_line_ends() -> None:
    assert read_owned(PAGE, "roster") == "* Ana\n* Bo"


def test_a_page_without_the_part_has_none() -> None:
    assert read_owned("Before", "roster") is None
    assert read_owned(PAGE, "directory") is None
    assert read_owned(PAGE, "rost") is None


def test_only_the_part_changes() -> None:
    assert replace_owned(PAGE, "roster", "* Cy") == f"Before\n\n{BEGIN}\n* Cy\n{END}\n\nAfter \n"


def test_an_empty_part_stays_a_part() -> None:
    page = replace_owned(PAGE, "roster", "")
    assert page == f"Before\n\n{BEGIN}\n{END}\n\nAfter \n"
    assert read_owned(page, "roster") == ""
    assert replace_owned(page, "roster", "* Ana\n* Bo") == PAGE


def test_the_part_goes_to_the_end_of_a_page_or_makes_one() -> None:
    assert append_owned("", "roster", "* Ana") == f"{BEGIN}\n* Ana\n{END}"
    assert append_owned("Text", "roster", "* Ana") == f"Text\n{BEGIN}\n* Ana\n{END}"
    assert append_owned("Text\n", "roster", "") == f"Text\n{BEGIN}\n{END}"


def test_appending_what_is_there_replaces_it_in_place() -> None:
    assert append_owned(PAGE, "roster", "* Ana\n* Bo") == PAGE
    assert append_owned(PAGE, "roster", "* Cy") == replace_owned(PAGE, "roster", "* Cy")


@pytest.mark.parametrize(
    "begin",
    [
        "<!--bot:roster begin-->",
        "<!--   bot : roster   begin   kept by us -->",
        "<!-- Bot:roster BEGIN -->",
        "<!--\nbot:roster begin\n-->",
        "<!-- \u200fbot:roster begin (يحفظه البوت) -->",
    ],
)
def test_editors_may_reword_a_marker_and_keep_it_so(begin: str) -> None:
    page = PAGE.replace(BEGIN, begin)
    assert read_owned(page, "roster") == "* Ana\n* Bo"
    assert replace_owned(page, "roster", "* Cy") == f"Before\n\n{begin}\n* Cy\n{END}\n\nAfter \n"


def test_a_part_on_one_line_is_left_so_until_it_changes() -> None:
    page = f"| {BEGIN}12{END} ||"
    assert replace_owned(page, "roster", "12") == page
    assert read_owned(replace_owned(page, "roster", "13"), "roster") == "13"


def test_a_page_with_windows_line_ends_keeps_them() -> None:
    page = PAGE.replace("\n", "\r\n")
    assert replace_owned(page, "roster", "* Ana\n* Bo") == page
    assert replace_owned(page, "roster", "* Cy\n* Di") == PAGE.replace("* Ana\n* Bo", "* Cy\n* Di").replace(
        "\n", "\r\n"
    )


def test_names_and_content_are_compared_as_the_wiki_saves_them() -> None:
    page = append_owned("", "re\u0301gion", "Ame\u0301lie")
    assert "région" in page
    assert "Amélie" in page
    assert replace_owned(page, "région", "Ame\u0301lie") == page


def test_two_parts_stand_side_by_side() -> None:
    page = append_owned(PAGE, "directory", "x")
    assert read_owned(page, "roster") == "* Ana\n* Bo"
    assert read_owned(replace_owned(page, "roster", "y"), "directory") == "x"


@pytest.mark.parametrize("wrapped", ["<nowiki>{}</nowiki>", "<pre>{}</pre>", "<!-- see {} and so on"])
def test_a_marker_only_shown_is_no_marker(wrapped: str) -> None:
    page = wrapped.format(f"{BEGIN}x{END}")
    if "<!-- see" in wrapped:
        page = wrapped.format("bot:roster begin") + " -->"
    assert read_owned(page, "roster") is None
    assert read_owned(f"{page}\n{PAGE}", "roster") == "* Ana\n* Bo"


OTHER_BEGIN, OTHER_END = "<!-- bot:other begin -->", "<!-- bot:other end -->"


@pytest.mark.parametrize(
    ("page", "place"),
    [
        (f"\n{BEGIN}\nx", "Line 2"),
        (f"\n\n{END}\nx", "Line 3"),
        (f"{BEGIN}\n{BEGIN}\nx\n{END}", "Lines 1, 2"),
        (f"{BEGIN}\nx\n{END}\n{END}", "Lines 3, 4"),
        (f"{BEGIN}\nx\n{END}\n{BEGIN}\nx\n{END}", "Lines 1, 4"),
        (f"{END}\nx\n{BEGIN}", "Line 1"),
        (f"{BEGIN}\n{OTHER_BEGIN}\n{OTHER_END}\n{END}", "Line 2"),
        (f"{OTHER_BEGIN}\n{BEGIN}\n{END}\n{OTHER_END}", "Line 1"),
        (f"{BEGIN}\n{OTHER_BEGIN}\n{END}\n{OTHER_END}", "Line 2"),
        (f"{OTHER_BEGIN}\n{BEGIN}\n{OTHER_END}\n{END}", "Line 3"),
    ],
)
def test_markers_that_are_no_pair_are_told_with_their_lines(page: str, place: str) -> None:
    for change in (replace_owned, append_owned):
        with pytest.raises(OwnedPartError, match=f"^{place}:"):
            change(page, "roster", "y")
    with pytest.raises(OwnedPartError, match=f"^{place}:"):
        read_owned(page, "roster")


def test_a_broken_part_doesnt_stop_another() -> None:
    page = f"{OTHER_BEGIN}\n{PAGE}"
    assert replace_owned(page, "roster", "y") == f"{OTHER_BEGIN}\n{replace_owned(PAGE, 'roster', 'y')}"


@pytest.mark.parametrize(
    "content", [BEGIN, END, OTHER_BEGIN, "x <!--bot:", "<!--\u200e bot : x end -->", "<!-- open"]
)
def test_content_that_would_break_the_markers_is_refused(content: str) -> None:
    for page in (PAGE, ""):
        with pytest.raises(OwnedPartError):
            append_owned(page, "roster", content)


def test_content_with_an_open_nowiki_is_refused_where_the_page_closes_one() -> None:
    with pytest.raises(OwnedPartError, match="swallowed"):
        replace_owned(f"{PAGE}<nowiki></nowiki>", "roster", "<nowiki>")


def test_a_page_whose_end_is_commented_out_takes_no_part() -> None:
    with pytest.raises(OwnedPartError, match="swallowed"):
        append_owned("text <!-- not yet", "roster", "x")


def test_a_part_that_is_missing_isnt_replaced() -> None:
    with pytest.raises(OwnedPartError, match="no part"):
        replace_owned("text", "roster", "x")


@pytest.mark.parametrize("name", ["", "two words", "a--b", "-->", "a:b", "a-"])
def test_a_name_that_would_break_a_marker_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="can't name a part"):
        read_owned("", name)


@given(before=TEXTS, after=TEXTS, old=CONTENTS, new=CONTENTS)
def test_what_is_written_is_read_and_all_else_stays(before: str, after: str, old: str, new: str) -> None:
    page = f"{before}{BEGIN}\n{old}\n{END}{after}"
    try:
        is_there = read_owned(page, "roster") is not None
    except OwnedPartError:
        is_there = False
    assume(is_there)
    changed = replace_owned(page, "roster", new)
    assert changed.startswith(before + BEGIN)
    assert changed.endswith(END + after)
    assert read_owned(changed, "roster") == saved(new)
    assert replace_owned(changed, "roster", new) == changed


@given(page=TEXTS, content=CONTENTS)
def test_appending_twice_is_appending_once(page: str, content: str) -> None:
    try:
        once = append_owned(page, "roster", content)
    except OwnedPartError:
        assume(False)
    assert once.startswith(page)
    assert append_owned(once, "roster", content) == once


@given(text=st.text(alphabet="<!-> bot:rendwik/\n"))
def test_any_page_is_read_or_told_about(text: str) -> None:
    with suppress(OwnedPartError):
        read_owned(text, "r")


def test_a_part_is_put_on_lines_of_its_own_after_a_place_and_all_else_stays() -> None:
    page = "Intro\n{|\n! User\n|}\n[[Category:C]]\n"
    after = page.index("|}")
    with_part = insert_owned(page, "attention", "* one", after=after)
    lines = with_part.splitlines()
    assert lines[3] == "|}"
    assert lines[5] == "* one"
    assert lines[-1] == "[[Category:C]]"
    assert insert_owned(with_part, "attention", "* one", after=after) == with_part
    begin, end = with_part.index("<!-- bot"), with_part.index("[[Category")
    assert with_part[:begin] + with_part[end:] == page


def test_a_part_after_the_last_line_goes_to_the_end() -> None:
    assert read_owned(insert_owned("{|\n|}", "attention", "x", after=4), "attention") == "x"
