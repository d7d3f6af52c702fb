"""A message page is a heading and a body."""

from __future__ import annotations

import contextlib

import pytest

from bot.program.announcement import HeadingMissingError, NotClosedError, read_announcement


def read(text: str):  # type: ignore[no-untyped-def]
    return read_announcement(text, language="en", page="P")


def test_the_first_heading_is_the_heading_and_all_below_it_the_body() -> None:
    message = read("\n== Next clinic ==\nFirst.\n\n=== When ===\nSoon.\n")
    assert (message.heading, message.body) == ("Next clinic", "First.\n\n=== When ===\nSoon.")


def test_marks_of_translation_are_no_part_of_the_message() -> None:
    text = (
        "<languages />\n<translate>\n<!--T:1-->\n== Next ==\n\n"
        "<!--T:2-->\nOn <tvar name=1>[[X]]</tvar>.</translate>"
    )
    message = read(text)
    assert (message.heading, message.body) == ("Next", "On [[X]].")


def test_what_is_not_to_be_included_is_left_out() -> None:
    assert read("<noinclude>{{draft}}</noinclude>== A ==\nb<noinclude>[[Category:C]]").body == "b"


@pytest.mark.parametrize("text", ["", "Hello.\n== Late ==\n", "=="])
def test_a_page_that_does_not_begin_with_a_heading_is_refused(text: str) -> None:
    with pytest.raises(HeadingMissingError):
        read(text)


@pytest.mark.parametrize("body", ["Hello <!-- not closed", "a <!-- b --> c <!--"])
def test_a_comment_without_an_end_would_swallow_the_signature_and_is_refused(body: str) -> None:
    with pytest.raises(NotClosedError):
        read(f"== A ==\n{body}")


def test_hostile_pages_are_read_in_linear_time() -> None:
    for text in ("<!--T:" * 100_000, "==" + " " * 500_000, "== " + "= " * 200_000, "<noinclude>" * 50_000):
        with contextlib.suppress(HeadingMissingError, NotClosedError):
            read(text)
