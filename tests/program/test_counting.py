"""What people get of a published page is the bot's text and organisers' own changes, never a stranger's."""

from __future__ import annotations

from bot.plan.issue_messages import archived_text, read_archived
from bot.program.approval import PageRevision
from bot.program.counting import counting_text
from bot.program.newsletter import NAVIGATION
from bot.wikitext.owned import append_owned

BOT, ORGANISER, STRANGER = "ExampleBot", "Organiser", "Stranger"
ISSUE = "== Issue 12 – November 2026 ==\nGardens.\n"
WITH_LINKS = append_owned(ISSUE, NAVIGATION, "[[Issue 11]]")


def counting(*history: tuple[str, str | None], language: str = "en") -> str | None:
    revisions = [
        PageRevision(revid=number, userid=1, username=name, text=text)
        for number, (name, text) in enumerate(history, 1)
    ]
    return counting_text(
        revisions,
        says=lambda text: read_archived(text, language, home="en", page=""),
        bot=BOT,
        is_organiser=lambda each: each.username == ORGANISER,
    )


def test_the_bots_text_counts() -> None:
    assert counting((BOT, ISSUE)) == ISSUE
    assert counting((BOT, ISSUE), (BOT, WITH_LINKS)) == ISSUE


def test_what_a_stranger_writes_does_not_count() -> None:
    spoiled = ISSUE.replace("Gardens", "Buy")
    assert counting((BOT, ISSUE), (STRANGER, spoiled)) == ISSUE
    links = append_owned(spoiled, NAVIGATION, "[[Issue 11]]")
    assert counting((BOT, ISSUE), (STRANGER, spoiled), (BOT, links)) == ISSUE
    assert counting((STRANGER, spoiled)) is None
    assert counting() is None


def test_an_organiser_mends_a_word() -> None:
    mended = WITH_LINKS.replace("Gardens", "Our gardens")
    assert counting((BOT, ISSUE), (BOT, WITH_LINKS), (ORGANISER, mended)) == mended


def test_an_organiser_does_not_pass_what_a_stranger_put_elsewhere() -> None:
    spoiled = f"{ISSUE}\nBuy.\n"
    mended = spoiled.replace("Gardens", "Our gardens")
    assert counting((BOT, ISSUE), (STRANGER, spoiled), (ORGANISER, mended)) == ISSUE
    clean = ISSUE.replace("Gardens", "Our gardens")
    history = ((BOT, ISSUE), (STRANGER, spoiled), (STRANGER, ISSUE), (ORGANISER, clean))
    assert counting(*history) == clean


def test_a_page_of_a_stranger_counts_once_an_organiser_edits_it() -> None:
    assert counting((STRANGER, ISSUE), (ORGANISER, f"{ISSUE}\nYes.\n")) == f"{ISSUE}\nYes.\n"


def test_a_hidden_text_counts_for_nothing() -> None:
    assert counting((BOT, ISSUE), (STRANGER, None), (ORGANISER, f"{ISSUE}\nMore.\n")) == ISSUE


def test_links_make_no_difference_in_another_language() -> None:
    text = archived_text("== العدد 12 ==\nحدائق.", "ar", home="en")
    links = append_owned(text, NAVIGATION, "[[Issue 11]]")
    mended = links.replace("حدائق", "حدائقنا")
    assert counting((BOT, text), (BOT, links), (ORGANISER, mended), language="ar") == mended
