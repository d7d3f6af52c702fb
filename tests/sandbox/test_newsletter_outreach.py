"""An issue for others than the subscribers: it goes to its own list, and is archived among the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import Campaign
from tests.sandbox.newsletters import (
    HEADS,
    LANGUAGES,
    LEADS,
    NOW,
    ROOT,
    Desk,
    archive_title,
    heading,
    words_of,
)
from tests.sandbox.spoiling import do
from tests.sandbox.test_approval import save

pytestmark = pytest.mark.sandbox

DRAFT = f"{ROOT}/Draft/Outreach"
ARCHIVED = f"{ROOT}/Archive/{NOW.year}/Outreach"
PUMP, AFFILIATE = "Project:Village pump", "Affiliates of the coast/Letters"
TARGETS = (
    "{{#target:User talk:Editor 0003|ar.wikipedia.org}}\n"
    "{{#target:User talk:Editor 0004}}\n"
    f"{{{{#target:{PUMP}|es.wikipedia.org}}}}\n"
    f"{{{{#target:{AFFILIATE}}}}}\n"
)
SUBSCRIBERS = [("meta", "Editor 0001", "en", "yes"), ("es", "Editor 0002", "es", "yes")]
GETS = {("ar", "User talk:Editor 0003"): "ar", ("meta", "User talk:Editor 0004"): "en"}
GETS |= {("es", PUMP): "es", ("meta", AFFILIATE): "en"}


def outreach(language: str) -> str:
    return words_of(language).replace(
        heading(language), heading(language).replace(f"{HEADS[language]} 1", "Outreach")
    )


@pytest.fixture
def desk(fresh_sandbox: Sandbox, tmp_path: Path) -> Desk:
    """Subscribers, and a list of others."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(5)
    desk = Desk(campaign)
    desk.sign_up(SUBSCRIBERS)
    campaign.save("es", PUMP, "Hola.\n")
    campaign.save("meta", AFFILIATE, "Hello.\n")
    for number in (1, 2):
        for language in LANGUAGES:
            title = archive_title(number, "" if language == "en" else language)
            campaign.save("meta", title, words_of(language, number))
    return desk


def sections(campaign: Campaign) -> dict[tuple[str, str], int]:
    pages = [*GETS, *((wiki, f"User talk:{name}") for wiki, name, _, _ in SUBSCRIBERS)]
    return {page: campaign.text(*page).count("<!-- letsconnect ") for page in pages}


def test_it_goes_to_its_list_and_to_nobody_else(desk: Desk) -> None:
    campaign = desk.campaign
    new = desk.run("-new", "-name:Outreach", "-always")
    assert new.status == 0, new.out + new.err
    assert campaign.text("meta", DRAFT)
    for language in LANGUAGES:
        save(campaign, DRAFT if language == "en" else f"{DRAFT}/{language}", outreach(language))
    save(campaign, f"{DRAFT}/Targets", TARGETS)
    first = desk.run()
    assert first.status == 0, first.out + first.err
    desk.say_ready(title=DRAFT)
    save(campaign, f"{DRAFT}/Targets", f"{TARGETS}{{{{#target:User talk:Editor 0005}}}}\n", by="Editor 0005")
    assert desk.run().status == 0
    assert not any(sections(campaign).values()), "not to others than those whom an organiser saw"
    save(campaign, f"{DRAFT}/Targets", TARGETS)
    desk.run()
    desk.say_ready(title=DRAFT, more=" once more")
    second = desk.run()
    assert second.status == 0, second.out + second.err
    expected = {**dict.fromkeys(sections(campaign), 0), **dict.fromkeys(GETS, 1)}
    assert sections(campaign) == expected
    for (wiki, title), language in GETS.items():
        assert LEADS[language] in campaign.text(wiki, title)

    for language in LANGUAGES:
        below = "" if language == "en" else f"/{language}"
        assert LEADS[language] in campaign.text("meta", f"{ARCHIVED}{below}")
        assert f"[[:{archive_title(2)}{below}|" in campaign.text("meta", f"{ARCHIVED}{below}")
        assert f"[[:{ARCHIVED}{below}|" in campaign.text("meta", f"{archive_title(2)}{below}")
    assert f"[[:{ARCHIVED}|" in campaign.text("meta", f"{ROOT}/Archive")

    changes = campaign.newest()
    assert desk.run().status == 0
    assert campaign.newest() == changes
    delete(campaign, f"{DRAFT}/Targets")
    third = desk.run()
    assert third.status == 1, third.out + third.err
    assert sections(campaign) == expected, "a list that is gone does not make it one for the subscribers"


def delete(campaign: Campaign, title: str) -> None:
    """Delete a page."""
    do(
        campaign.sandbox,
        "meta",
        f"""
        $gone = $page( Title::newFromText( "{title}" ) );
        $services->getDeletePageFactory()->newDeletePage( $gone, $admin )->deleteUnsafe( 'tested' );
        """,
    )
