"""A draft becomes the page that is archived: nothing for writers is left, and no section without text."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.announcement import NotClosedError
from bot.program.publishing import empty_sections, publishable
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.owned import OwnedPartError
from tests.growth import assert_grows_linearly

BEGIN = "<!-- bot:clinics begin (kept by the bot) -->"
END = "<!-- bot:clinics end -->"

PIECES = st.sampled_from(
    [
        *(
            "== a ==",
            "=== b ===",
            "== Issue 3 ==",
            "= c =",
            "==== d ====",
            "text",
            " ",
            "\t",
            "* text",
            "é اب",
        ),
        *(
            "\n",
            "\n",
            "\n",
            "\n\n",
            "\n\n\n",
            "<!--",
            "-->",
            "<!-- x -->",
            "<!",
            "!-- y --",
            "<!-<!-- z -->- a",
        ),
        *("<nowiki>", "</nowiki>", "<pre>\n", "\n</pre>", "<nowiki/>", "<noinclude>", "</noinclude>"),
        *(
            "<languages/>",
            "<languages />\n",
            "<translate>",
            "\n</translate>",
            "<!--T:1-->\n",
            "<tvar name=1>",
        ),
        *(
            f"\n{BEGIN}\n",
            f"\n{END}\n",
            "{{x|",
            "}}",
            "[[l|",
            "]]",
            "{|\n|\n",
            "\n|}\n",
            "<div>",
            "</div>",
            "-{",
        ),
        *(
            "{",
            "<",
            ">",
            "=",
            "<nowiki",
            "<no<!-- -->wiki>",
            "</>",
            "<tvar|x>",
            "</tvar>",
            "\r\n",
            "<ref>",
            "<h2>",
        ),
    ]
)


def test_what_is_for_writers_goes() -> None:
    draft = (
        "<noinclude>{{Draft}}</noinclude>\n<languages/>\n<translate>\n<!--T:1-->\n== Issue 3 ==\n"
        "<!-- Say hello\n\nto people. -->\n\n\n<!--T:2-->\nHello, <tvar name=who>[[X]]</tvar>!<!-- nice -->"
        f"\n\n</translate>\n== Clinics ==\n<!-- one line each -->\n{BEGIN}\nold\n{END}\n\n"
        "== News ==\nAll well.\n\n\n"
    )
    assert publishable(draft, {"clinics": "* One\n* Two"}) == (
        "== Issue 3 ==\n\nHello, [[X]]!\n\n== Clinics ==\n* One\n* Two\n\n== News ==\nAll well.\n"
    )


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "a\nold\nb\n"),
        ({"clinics": ""}, "a\nb\n"),
        ({"clinics": "\nnew\n"}, "a\nnew\nb\n"),
        ({"other": "x"}, "a\nold\nb\n"),
    ],
)
def test_a_part_is_replaced_by_its_content(parts: dict[str, str], text: str) -> None:
    assert publishable(f"a\n{BEGIN}\nold\n{END}\nb", parts) == text


def test_sections_without_text_are_left_out_with_all_below_them() -> None:
    draft = (
        "Hello.\n\n== A ==\n<!-- write -->\n\n=== B ===\n\n== C ==\n\n=== D ===\nd\n\n=== E ===\n \n"
        f"== F ==\n{BEGIN}\nold\n{END}\n=== G ===\n"
    )
    assert publishable(draft, {"clinics": ""}) == "Hello.\n\n== C ==\n\n=== D ===\nd\n"
    assert empty_sections(draft, {"clinics": ""}) == ("A", "B", "E", "F", "G")
    assert empty_sections(draft, {}) == ("A", "B", "E", "G")


@pytest.mark.parametrize("title", ["Issue 12", "Número 12 – enero", "العدد 12", "Numéro 12", "Edição 12"])
def test_the_heading_with_the_number_of_the_issue_stays(title: str) -> None:
    text = f"== {title} ==\n\n== News ==\nx\n"
    assert publishable(text, {}) == text
    assert publishable(f"== {title} ==\n\n== News ==\n\n", {}) == "\n"


def test_a_first_heading_that_is_a_topic_goes_where_nothing_stands_below_it() -> None:
    assert publishable("== Clinics ==\n<!-- none -->\n\n== News ==\nx", {}) == "== News ==\nx\n"


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n\n\nb\n",
        "<nowiki><!-- x --></nowiki>\n",
        "<pre>\n<!-- x -->\n\n\n== y ==\n</pre>\n",
        "{|\n|\n== a ==\n|}\n",
        "== a ==\n<nowiki/>\n",
        "  lead  \n\t\nb <b>c</b>\n",
        "<syntaxhighlight lang=html><noinclude>x</noinclude></syntaxhighlight>\n",
        "== مرحبا ==\nنص \u200f(أول)\u200f\n",
    ],
)
def test_other_bytes_stay(text: str) -> None:
    assert publishable(text, {}) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\n\n<!-- x -->\n\nb", "a\n\nb\n"),
        ("a\n<!-- x --> <!-- y -->\nb", "a\nb\n"),
        ("a <!-- x --> b", "a  b\n"),
        ("a<!-- x\n y -->b", "ab\n"),
        ("a\n\n<translate>\n</translate>\n\nb", "a\n\nb\n"),
        ("a\n<translate>\n\nb</translate>", "a\n\nb\n"),
        ("<!-- x -->\n\n\n== a ==\nb", "== a ==\nb\n"),
        ("a\n\n<noinclude>\nx\n</noinclude>\n\nb", "a\n\nb\n"),
        ("a\n<noinclude>to the end", "a\n"),
        ("<noinclude><!-- x --></noinclude>a", "a\n"),
        ("<!<!-- x -->-- y -->a", "a\n"),
        ("", "\n"),
    ],
)
def test_no_empty_lines_are_left_behind(text: str, wanted: str) -> None:
    assert publishable(text, {}) == wanted


@pytest.mark.parametrize("text", ["a <!-- b", "<nowiki>x", "<pre>\nx", "a<!-- b --> <!--"])
def test_what_has_no_end_is_refused(text: str) -> None:
    with pytest.raises(NotClosedError):
        publishable(text, {})


@pytest.mark.parametrize(
    "text",
    [
        BEGIN,
        END,
        BEGIN + END + BEGIN + END,
        END + BEGIN,
        f"{BEGIN}<!-- bot:x begin -->{END}<!-- bot:x end -->",
    ],
)
def test_markers_that_are_amiss_are_refused(text: str) -> None:
    for parts in ({}, {"clinics": "x"}):
        with pytest.raises(OwnedPartError):
            publishable(text, parts)


@given(pieces=st.lists(PIECES, max_size=16), part=st.sampled_from([None, "", "* One", "== a =="]))
def test_a_published_page_published_again_is_the_same(pieces: list[str], part: str | None) -> None:
    parts = {} if part is None else {"clinics": part}
    with contextlib.suppress(OwnedPartError, NotClosedError):
        once = publishable("".join(pieces), parts)
        assert publishable(once, parts) == once
        assert empty_sections(once, parts) == ()
        assert once.endswith("\n")
        assert not once.endswith("\n\n")
        assert "<!--" not in without_unparsed(once)


@given(text=st.text(alphabet="ab é\n='*اب\u200f\u2067\u2069", max_size=60))
def test_text_without_marks_stays_byte_for_byte(text: str) -> None:
    published = publishable(f"x\n{text}", {})
    if not empty_sections(f"x\n{text}", {}):
        assert published == f"x\n{text}".rstrip(" \n") + "\n"


@pytest.mark.parametrize(
    "piece",
    [
        "<!--T:", "<!-- x -->", "<!-- x -->\n", "== a ==\n", "== a ==\n\n=== b ===\n", "<noinclude>",
        "<translate>\n",
        "<noinclude></noinclude>\n", "<languages/>", "\n", "<", "=", "[[", "{{", "{|\n", "<pre></pre>", "<!",
        "<nowiki></nowiki>", " ", "<tvar|x>", "-{", "<div>",
    ],
)  # fmt: skip
def test_hostile_pages_are_published_in_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        with contextlib.suppress(OwnedPartError, NotClosedError):
            publishable(piece * (size // len(piece)), {"clinics": "x"})

    assert_grows_linearly(work, size=200_000)


def test_very_many_parts_are_read_in_linear_time() -> None:
    def work(count: int) -> None:
        text = "".join(f"<!-- bot:p{each} begin -->\nx\n<!-- bot:p{each} end -->\n" for each in range(count))
        assert publishable(text, {}) == "x\n" * count

    assert_grows_linearly(work, size=4000)


@pytest.mark.parametrize(
    "text",
    [
        "~~<!-- x -->~~",
        "~<noinclude>x</noinclude>~~",
        "{{sub<!-- -->st:Box}}",
        "{{<noinclude></noinclude> safesubst:Box}}",
        "{{su<!-- -->st:Caja}}",
        "{{نس<!-- -->خ:صندوق}}",
    ],
)
def test_nothing_begins_to_act_when_the_page_is_saved(text: str) -> None:
    made = publishable(f"== Issue 1 – May 2027 ==\n{text}\n", {})
    assert "~~~" not in made
    assert "{{" not in made
    assert publishable(made, {}) == made


def test_what_is_only_shown_stays() -> None:
    text = "== Issue 1 – May 2027 ==\n<nowiki>~~~~ {{subst:Box}}</nowiki> {{Box}}\n"
    assert publishable(text, {}) == text
