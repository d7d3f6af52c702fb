"""Which campaign is meant by what an operator writes behind -amend: or -recall:."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.ledger.ledger import Ledger
from bot.plan.edits import Campaign
from bot.run.campaign_key import CampaignKey, NamedCampaign
from bot.run.exit_status import CommandError
from bot.run.wikis import Wikis
from tests.ledger.examples import intent

TITLE = "Program/Announcements/2026-12"
PAGES: dict[str, list[dict[str, object]]] = {"7": [{"title": TITLE}], "9": [{"pageid": 9, "missing": True}]}
SETTINGS: Any = SimpleNamespace(program="letsconnect", home="meta")
WIKIS = cast(
    "Wikis",
    SimpleNamespace(home=SimpleNamespace(connect=lambda **asked: {"pages": PAGES.get(asked["pageids"], [])})),
)
CAMPAIGN = Campaign(program="letsconnect", name="announce:7", title=TITLE)
NAMED = Campaign(program="letsconnect", name="welcome", title=TITLE)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with a message of each of the two campaigns."""
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    for campaign in (CAMPAIGN, NAMED):
        assert ledger.intend(intent(campaign.key("es:1"), campaign=campaign.name), now=1.0)
    yield ledger
    ledger.close()


def find(key: str, ledger: Ledger | None, *, page: str = "", name: str = "") -> NamedCampaign:
    return CampaignKey(key=key, page=page, name=name).find(SETTINGS, WIKIS, ledger)


def test_a_campaign_is_known_by_title_number_and_letters(ledger: Ledger) -> None:
    assert find(TITLE, ledger) == NamedCampaign(title=TITLE, name="")
    assert find("announce:7", None) == NamedCampaign(title=TITLE, name="")
    assert find(CAMPAIGN.prefix.rstrip("-"), ledger) == NamedCampaign(title=TITLE, name="")
    assert find("update", ledger) == NamedCampaign(title="update", name="")
    assert find(CAMPAIGN.prefix, ledger) == NamedCampaign(title=TITLE, name="")
    assert find(CAMPAIGN.key("es:1"), ledger) == NamedCampaign(title=TITLE, name="")
    assert find("welcome", ledger, page=TITLE, name="welcome") == NamedCampaign(title=TITLE, name="welcome")


@pytest.mark.parametrize("key", ["welcome", NAMED.prefix, "aaaaaa-"])
def test_a_key_that_tells_no_page_asks_for_it(ledger: Ledger, key: str) -> None:
    with pytest.raises(CommandError, match="-page:TITLE"):
        find(key, ledger)


def test_the_number_of_no_page_is_told() -> None:
    with pytest.raises(CommandError, match="no page with the number 9 on meta"):
        find("announce:9", None)


def test_a_page_that_is_not_the_campaigns_is_refused() -> None:
    key = CampaignKey(key=CAMPAIGN.prefix, page="Another page", name="")
    key.check(CAMPAIGN)
    with pytest.raises(CommandError, match="is not the page of"):
        key.check(Campaign(program="letsconnect", name="announce:8", title="Another page"))
