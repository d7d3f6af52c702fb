"""Once an issue is published, people who are no organisers change nothing of what goes out, nor to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import Campaign, spread
from tests.sandbox.newsletters import ROOT, Desk, archive_title, draft_title, words_of
from tests.sandbox.test_approval import save

pytestmark = pytest.mark.sandbox


@pytest.fixture
def desk(fresh_sandbox: Sandbox, tmp_path: Path) -> Desk:
    """An organiser's desk, and twelve people who have an account."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(12)
    return Desk(campaign)


def test_strangers_change_nothing_of_what_goes_out(desk: Desk) -> None:
    people = spread(12)
    desk.sign_up([(wiki, name, language, "yes") for wiki, name, language in people[:8]])
    desk.write()
    desk.run()
    desk.say_ready()
    assert desk.run().status == 0
    assert not desk.campaign.wrong()

    title, stranger = archive_title(1), "Editor 0005"
    for page in (title, archive_title(1, "es")):
        text = desk.campaign.text("meta", page)
        save(desk.campaign, page, text.replace("\n", "\nCheap watches.\n", 1), by=stranger)
    save(desk.campaign, f"{draft_title()}/Targets", "{{#target:User talk:Editor 0001}}", by=stranger)
    save(desk.campaign, f"{ROOT}/Draft/No. 1", words_of("en"), by=stranger)
    desk.sign_up([(wiki, name, language, "yes") for wiki, name, language in people])
    late = desk.run()
    assert late.status == 0, late.out + late.err
    assert not desk.campaign.wrong(), "those who came later have it, and nobody has it twice"
    for wiki, name, _ in people[8:]:
        assert "watches" not in desk.campaign.text(wiki, f"User talk:{name}")
    assert f"[[:{title}]]" in desk.campaign.text("meta", f"Talk:{ROOT}/Draft/No. 1")
    edits = desk.campaign.newest()
    assert desk.run().status == 0
    assert desk.campaign.newest() == edits
