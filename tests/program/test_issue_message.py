"""An issue's page becomes one section: a heading, what it says, its lead and its topics."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.announcement import HeadingMissingError, NotClosedError
from bot.program.issue_message import IssueMessage, choose_form, read_issue_message
from bot.program.publishing import publishable
from bot.wikitext.enclosing import leaves_open
from bot.wikitext.owned import append_owned
from bot.wikitext.sections import read_sections
from tests.growth import assert_grows_linearly
from tests.program.test_publishing import PIECES

PAGE = "Garden/News/Archive/2026/Issue 3"


def read(text: str) -> IssueMessage:
    return read_issue_message(text, page=PAGE)


WORDS = {
    "en": ("Issue 3 – December 2026", "Hello!", "Clinics", "Movement news"),
    "es": ("Número 3 – diciembre de 2026", "¡Hola!", "Clínicas", "Noticias del movimiento"),
    "ar": ("العدد 3 – ديسمبر 2026", "مرحبا \u2067(أهلا)\u2069!\u200f", "العيادات", "أخبار الحركة"),
    "fr": ("Numéro 3 – décembre 2026", "Bonjour\u202f!", "Cliniques", "Nouvelles du mouvement"),
    "pt": ("Edição 3 – dezembro de 2026", "Olá!", "Clínicas", "Notícias do movimento"),
}


@pytest.mark.parametrize("language", WORDS)
def test_a_page_is_read_in_five_languages(language: str) -> None:
    heading, lead, first, second = WORDS[language]
    page = publishable(
        f"<languages/>\n== {heading} ==\n{lead}\n\n== {first} ==\n=== x ===\na\n\n== {second} ==\nb\n"
        "[[Category:Garden news]]\n",
        {},
    )
    message = read(append_owned(page, "navigation", "[[x]] · [[y]]\n[[Category:Garden]]"))
    assert message == IssueMessage(
        heading=heading,
        full=f"{lead}\n\n=== {first} ===\n==== x ====\na\n\n=== {second} ===\nb",
        summary=lead,
        topics=(first, second),
    )


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("= A =", "A"),
        ("====A====", "A"),
        ("== '''The''' [[Garden|garden]], [[Issue 3]] <small>(3)</small> ==", "The garden, Issue 3 (3)"),
        ("== a == b ==", "a = b"),
        ("=== a ==", "= a"),
        ("== <!-- x --> a ==", "a"),
    ],
)
def test_a_heading_is_plain(written: str, words: str) -> None:
    assert read(f"\n{written}\nb").heading == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello.\n== Late ==\n",
        "==",
        "{|\n|\n== a ==\n|}\n",
        "<nowiki>\n== a ==\n</nowiki>",
        "== <b></b> ==",
    ],
)
def test_a_page_that_does_not_begin_with_a_heading_is_refused(text: str) -> None:
    with pytest.raises(HeadingMissingError, match=PAGE):
        read(text)


@pytest.mark.parametrize(
    ("rest", "full", "topics"),
    [
        ("= b =\nx\n== c ==\n", "=== b ===\nx\n==== c ====", ("b",)),
        ("===== b =====\nx\n====== c ======\n", "=== b ===\nx\n==== c ====", ("b",)),
        ("= b =\n== c ==\n=== d ===\n==== e ====\n===== f =====\n", None, ("b",)),
        ("=== b ===\n== c ==\n", "==== b ====\n=== c ===", ("c",)),
        ("== b == \n== [[c|d]] ==\n", "=== b === \n=== [[c|d]] ===", ("b", "d")),
        ("=== b ==\n=====\n", "==== b ===\n=======", ("= b", "=")),
        ("<nowiki>\n== n ==\n</nowiki>\n== b ==\n", "<nowiki>\n== n ==\n</nowiki>\n=== b ===", ("b",)),
        (
            "<pre>\n<h1>n</h1></pre>\n<h1>b</h1><H2 id=x>c</h2>",
            "<pre>\n<h1>n</h1></pre>\n<h3>b</h3><H3 id=x>c</h3>",
            (),
        ),
        ("{|\n|\n== t ==\n|}\n=== b ===\n", "{|\n|\n=== t ===\n|}\n=== b ===", ("b",)),
        ("{{x|\n== n ==\n}}\n== b ==\n", "{{x|\n== n ==\n}}\n=== b ===", ("b",)),
    ],
)
def test_headings_are_shifted_together(rest: str, full: str | None, topics: tuple[str, ...]) -> None:
    message = read(f"== a ==\n{rest}")
    assert message.topics == topics
    if full is None:
        full = "=== b ===\n==== c ====\n===== d =====\n====== e ======\n====== f ======"
    assert message.full == full


def test_what_is_about_the_page_is_left_out() -> None:
    text = (
        "__NOTOC__\n<noinclude>x</noinclude>\n== a ==\n__TOC__\n\n[[Category:X]] [[ category : Y|z]]\n"
        "[[تصنيف:ن]]\n\n<onlyinclude>b</onlyinclude> __FORCETOC__[[:Category:Z]] <nowiki>__NOTOC__</nowiki>"
        " __init__ [[File:c.jpg|[[Category:N]]d]]\n__SIN_TDC__ __لا_فهرس__"
    )
    assert read(text).full == ("b [[:Category:Z]] <nowiki>__NOTOC__</nowiki> __init__ [[File:c.jpg|d]]")


def test_the_lead_ends_where_the_next_heading_begins() -> None:
    assert read("== a ==\n\nb\n\n* c\n\n=== d ===\ne").summary == "b\n\n* c"
    assert read("== a ==\n=== d ===\ne").summary == ""
    assert read("== a ==\nb").summary == "b"


def test_a_lead_inside_a_box_that_holds_all_is_given_without_the_box() -> None:
    message = read('== a ==\n<div class="x">\nb <b>c</b>\n== d ==\ne\n</div>')
    assert message.full == '<div class="x">\nb <b>c</b>\n=== d ===\ne\n</div>'
    assert message.summary == "b <b>c</b>"


@pytest.mark.parametrize("rest", ["{|\n| b\n== d ==\ne\n|}", "[[File:x.jpg|thumb|\n== d ==\n]]"])
def test_a_lead_that_would_swallow_what_follows_is_none(rest: str) -> None:
    with contextlib.suppress(NotClosedError):
        message = read(f"== a ==\nx {rest}")
        assert not leaves_open(message.summary)


@pytest.mark.parametrize(
    "rest",
    [
        *("<!-- b", "<nowiki>b", "{|\n| b", "{|\n{|\n|}", "<div>b", "<div><div>b</div>", "<small>b"),
        *(
            "<table><tr><td>b",
            "{{x|b",
            "[[File:x.jpg|b",
            "<pre>b",
            ":{|\n|b",
            "<div>\n</div\n",
            "<b>x</b><b>",
            "{{{!}}\n| b",
        ),
    ],
)
def test_what_would_swallow_the_signature_is_refused(rest: str) -> None:
    with pytest.raises(NotClosedError, match=PAGE):
        read(f"== a ==\n{rest}")


@pytest.mark.parametrize(
    "rest",
    [
        *("{|\n| b\n|}", "<div>b</div>", "a<br>b", "<p>b\n<li>c", "<br/>", "<references/>"),
        *(
            "<nowiki><div></nowiki>",
            "<div/>",
            "{{x|<div>}}",
            "</div>",
            "<nowiki/>",
            "< div",
            "a <b",
            "<foo>",
            "{{{!}}\n| b\n|}",
            "[[a]]",
        ),
    ],
)
def test_what_closes_all_that_it_opens_is_read(rest: str) -> None:
    assert read(f"== a ==\n{rest}").full == rest


def test_what_fits_is_sent_in_full() -> None:
    message = read("== a ==\nاب")
    assert choose_form(message, most_bytes=4)
    assert not choose_form(message, most_bytes=3)
    assert choose_form(read(f"== a ==\n{'x' * 50_000}"))
    assert not choose_form(read(f"== a ==\n{'x' * 50_001}"))


@given(pieces=st.lists(PIECES, max_size=16))
def test_a_message_is_one_section_and_swallows_nothing(pieces: list[str]) -> None:
    with contextlib.suppress(HeadingMissingError, NotClosedError):
        message = read(f"== a ==\n{''.join(pieces)}")
        for text in (message.full, message.summary):
            assert all(section.level >= 3 for section in read_sections(text))
            assert not leaves_open(text)
            assert not re.search(r"<h[12]\b", text) or "nowiki" in text or "pre" in text
        assert "==" not in message.heading
        assert "\n" not in message.heading
        assert message.full.startswith(message.summary) or "<" in message.full
        # read as a page of its own again, it says the same
        again = read(f"== {message.heading} ==\n{message.full}")
        assert again.full == message.full


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "{|\n",
        "== a ==\n",
        "[[Category:",
        "__NOTOC__",
        "__",
        "<h1>",
        "=",
        "{{",
        "<b></b>",
        "[[",
        "|}\n",
        "'",
    ],
)
@pytest.mark.no_cover
def test_hostile_pages_are_read_in_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        with contextlib.suppress(HeadingMissingError, NotClosedError):
            read(f"== a ==\n{piece * (size // len(piece))}")

    assert_grows_linearly(work, size=200_000)
