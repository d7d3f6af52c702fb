"""Languages of an issue: one that can't be read waits alone; for one that is missing all wait, for a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.words.catalogue import default_catalogue
from tests.sandbox.campaign import KEY, Campaign
from tests.sandbox.newsletter_wikis import HidingProxy, set_newsletter
from tests.sandbox.newsletters import LEADS, NOW, Desk, archive_title, draft_title, talk, words_of
from tests.sandbox.test_approval import save

pytestmark = pytest.mark.sandbox

WORDS = default_catalogue()
PEOPLE = [
    ("meta", "Editor 0001", "en", "yes"),
    ("es", "Editor 0002", "es", "yes"),
    ("ar", "Editor 0003", "ar", "yes"),
]
NEW = ("es", "Editor 0004", "es", "yes")


@pytest.fixture
def desk(fresh_sandbox: Sandbox, tmp_path: Path) -> Desk:
    """An issue in three languages, and one reader of each."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(5)
    set_newsletter(campaign, languages="en es ar")
    desk = Desk(campaign)
    desk.sign_up(PEOPLE)
    desk.list_translators([])
    return desk


def got(desk: Desk) -> dict[str, list[str]]:
    """Give the languages of the messages that each person has."""
    found = {}
    for wiki, name in desk.campaign.names:
        text = desk.campaign.text(wiki, f"User talk:{name}")
        languages = [code for code, words in LEADS.items() if words in text]
        assert len(KEY.findall(text)) == len(languages), text
        found[name[-1]] = languages
    return found


@contextmanager
def unreadable(campaign: Campaign, title: str) -> Iterator[None]:
    """Keep a page's text from the bot for a while."""
    with HidingProxy(campaign.sandbox.ports["meta"]) as proxy:
        proxy.hidden = title
        campaign.proxies = {"meta": proxy}
        yield
        campaign.proxies = {}


@pytest.mark.soak
def test_a_translation_that_can_t_be_read_waits_and_delays_no_other(desk: Desk) -> None:
    campaign = desk.campaign
    desk.write(1, ("en", "es", "ar"))
    desk.run()
    with unreadable(campaign, draft_title(1, "es")):
        desk.say_ready()
        first = desk.run()
        assert first.status == 75, first.out + first.err
        assert got(desk) == {"1": ["en"], "2": [], "3": ["ar"]}
        assert campaign.text("meta", archive_title(1, "ar"))
        assert campaign.text("meta", archive_title(1, "es")) == ""
    second = desk.run()
    assert second.status == 0, second.out + second.err
    assert got(desk) == {"1": ["en"], "2": ["es"], "3": ["ar"]}
    assert campaign.text("meta", archive_title(1, "es"))

    desk.sign_up([*PEOPLE, NEW])
    with unreadable(campaign, archive_title(1, "es")):
        third = desk.run()
        assert third.status in {1, 75}, third.out + third.err
        assert got(desk) == {"1": ["en"], "2": ["es"], "3": ["ar"], "4": []}
    assert desk.run().status == 0
    assert got(desk) == {"1": ["en"], "2": ["es"], "3": ["ar"], "4": ["es"]}


def test_an_issue_waits_for_its_translations_and_then_names_what_it_gives_instead(desk: Desk) -> None:
    campaign = desk.campaign
    set_newsletter(campaign, "wait_hours = 100", 'fallback = "es"')
    for language in ("en", "ar"):
        title = draft_title(1, "" if language == "en" else language)
        campaign.save("meta", title, words_of(language), at=(NOW - timedelta(hours=1)).isoformat())
    longer = words_of("en").replace(LEADS["en"], f"{LEADS['en']} And a third thing, which is new here.")
    save(campaign, draft_title(), longer)
    more = words_of("es").replace(LEADS["es"], f"{LEADS['es']} Y una tercera cosa.")
    save(campaign, draft_title(1, "es"), more)
    desk.run()
    desk.say_ready()
    first = desk.run()
    assert first.status == 0, first.out + first.err
    assert "waits for ar" in first.out
    assert "العربية" in campaign.text("meta", talk()).partition("\n* ")[0]
    assert campaign.text("meta", archive_title()) == ""
    assert got(desk) == {"1": [], "2": [], "3": []}

    set_newsletter(campaign, "wait_hours = 0")
    second = desk.run()
    assert second.status in {0, 1}, second.out + second.err
    assert got(desk) == {"1": ["en"], "2": ["es"], "3": ["es"]}
    told = WORDS.say("ar", "newsletter-fallback", "العربية", "الإسبانية")
    assert told in campaign.text("ar", "User talk:Editor 0003")
    assert campaign.text("meta", archive_title(1, "ar")) == ""

    save(campaign, draft_title(1, "ar"), words_of("ar").replace(LEADS["ar"], f"{LEADS['ar']} وشيء ثالث."))
    desk.sign_up([*PEOPLE, ("ar", "Editor 0004", "ar", "yes")])
    third = desk.run()
    assert third.status == 0, third.out + third.err
    assert got(desk) == {"1": ["en"], "2": ["es"], "3": ["es"], "4": ["ar"]}
    assert LEADS["ar"] in campaign.text("meta", archive_title(1, "ar"))
    changes = campaign.newest()
    assert desk.run().status == 0
    assert campaign.newest() == changes


def test_a_missing_translation_is_waited_for_until_it_is_there(desk: Desk) -> None:
    desk.write(1, ("en", "ar"))
    desk.run()
    desk.say_ready()
    first = desk.run()
    assert "waits for es" in first.out, first.out
    assert got(desk) == {"1": [], "2": [], "3": []}
    desk.write(1, ("es",))
    second = desk.run()
    assert second.status == 0, second.out + second.err
    assert got(desk) == {"1": ["en"], "2": ["es"], "3": ["ar"]}


@pytest.mark.soak
def test_a_translation_rests_before_it_goes_out(desk: Desk) -> None:
    campaign = desk.campaign
    set_newsletter(campaign, "rest_minutes = 30")
    for language, minutes in (("en", 90), ("ar", 60), ("es", 5)):
        title = draft_title(1, "" if language == "en" else language)
        at = (NOW - timedelta(minutes=minutes)).isoformat(timespec="seconds")
        campaign.save("meta", title, words_of(language), at=at)
    desk.run()
    desk.say_ready()
    first = desk.run()
    assert first.status in {0, 75}, first.out + first.err
    assert got(desk) == {"1": ["en"], "2": [], "3": ["ar"]}
    assert campaign.text("meta", archive_title(1, "es")) == ""
    set_newsletter(campaign, "rest_minutes = 0")
    second = desk.run()
    assert second.status == 0, second.out + second.err
    assert got(desk) == {"1": ["en"], "2": ["es"], "3": ["ar"]}
    assert campaign.text("meta", archive_title(1, "es"))
