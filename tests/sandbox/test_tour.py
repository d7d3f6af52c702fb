"""The tour shows the pages that the bot made, and counts its edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.accounts import BOT
from bot.sandbox.tour import Tour, take_pictures
from tests.browser import CHROMIUM, NEEDS_CHROMIUM

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox import Sandbox

EDIT = """
$title = Title::newFromText( %r );
$page = MediaWiki\\MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( $title );
$content = ContentHandler::makeContent( "== مرحبا ==\\nنص", $title );
echo $page->doUserEditContent( $content, User::newFromName( %r ), 'test' )->isOK() ? 'saved' : 'not saved';
"""


@pytest.fixture
def tour(fresh_sandbox: Sandbox) -> Tour:
    pages = {
        "signup": "Grants:Connect/Sign-up",
        "report": "Grants:Connect/Reports",
        "calendar": "Grants:Connect/Calendar",
    }
    return Tour(urls=fresh_sandbox.urls, home="meta", pages=pages)


def edit(sandbox: Sandbox, wiki: str, title: str) -> None:
    assert sandbox.php(wiki, EDIT % (title, BOT)) == "saved"


def test_a_seeded_sandbox_has_no_edits_of_the_bot_and_only_the_sign_up_page_to_show(tour: Tour) -> None:
    assert tour.edits() == 0
    assert [sight.name for sight in tour.sights()] == ["signup"]


def test_the_newest_report_and_each_wiki_s_talk_page_are_shown(tour: Tour, sandbox: Sandbox) -> None:
    edit(sandbox, "meta", "Grants:Connect/Reports/2026-12")
    edit(sandbox, "meta", "Grants:Connect/Calendar")
    edit(sandbox, "meta", "User talk:Editor 0001")
    edit(sandbox, "ar", "User talk:محرر 1")
    assert tour.edits() == 4
    signup, report, calendar, in_arabic, *talk = tour.sights()
    assert signup.url == f"{sandbox.urls['meta']}/wiki/Grants:Connect/Sign-up"
    assert report.title == "Grants:Connect/Reports/2026-12"
    assert (calendar.title, in_arabic.title) == ("Grants:Connect/Calendar", "Grants:Connect/Calendar/ar")
    assert [page.name for page in talk] == ["talk-meta", "talk-ar"]


@pytest.mark.browser
@NEEDS_CHROMIUM
def test_a_picture_is_taken_of_each_page(tour: Tour, sandbox: Sandbox, tmp_path: Path) -> None:
    edit(sandbox, "ar", "User talk:محرر 1")
    assert CHROMIUM
    pictures = list(take_pictures(tuple(tour.sights()), tmp_path, chromium=CHROMIUM))
    assert [picture.name for picture in pictures] == ["signup.png", "talk-ar.png"]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
