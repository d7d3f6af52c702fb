"""The status page tells organisers how the program stands, and changes only when there is news."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import DAILY, Campaign, spread
from tests.sandbox.test_approval import SIGNATURE, add, plan_of, save

pytestmark = pytest.mark.sandbox

STATUS = "Grants:Connect/Bot status"
STOP = "User:LetsConnectBot/Stop"
TIMETABLE = f"""{DAILY}
[[timetable]]
name = "status"
command = "report"
every_minutes = 60
"""


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    pages = f'status = "{STATUS}"'
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, pages=pages, tables=TIMETABLE)
    fresh_sandbox.users(4)
    campaign.write_message(["en", "es", "ar"])
    campaign.sign_up(spread(4, ("es", "ar")))
    return campaign


def report(campaign: Campaign, *arguments: str, status: int = 0) -> str:
    run = campaign.run(*arguments, script="report.py")
    assert run.status == status, run.out + run.err
    return run.out


def test_the_page_follows_what_happens_and_no_more(campaign: Campaign) -> None:
    said = report(campaign)
    assert "Running" in said
    assert "message: last change never" in said
    english, arabic = campaign.text("meta", STATUS), campaign.text("meta", f"{STATUS}/ar")
    assert "'''The bot is running.'''" in english
    assert "'''البوت يعمل.'''" in arabic
    edits = campaign.edits("meta")
    report(campaign)
    assert campaign.edits("meta") == edits, "there is no news"

    title, code = plan_of(campaign)
    assert title in report(campaign)
    assert f"[[:{title}|" in campaign.text("meta", STATUS)
    add(campaign, title, f"* Approved {code} {SIGNATURE}")
    assert campaign.run("-once", script="run_schedule.py").status == 0
    assert not campaign.wrong()
    english = campaign.text("meta", STATUS)
    assert title not in english
    assert re.search(r"\d edits", english)
    edits = campaign.edits("meta")
    report(campaign)
    assert campaign.edits("meta") == edits


@pytest.mark.soak
def test_a_plan_that_is_cancelled_waits_no_longer(campaign: Campaign) -> None:
    title, _ = plan_of(campaign)
    report(campaign)
    assert title in campaign.text("meta", STATUS)
    assert campaign.run("-cancel").status == 0
    report(campaign)
    assert title not in campaign.text("meta", STATUS)


def test_a_stopped_bot_says_why_and_writes_nothing(campaign: Campaign) -> None:
    report(campaign)
    save(campaign, STOP, "Please wait. ~~~~")
    edits = campaign.edits("meta")
    said = report(campaign, status=3)
    assert f"“{STOP}” on meta has text" in said
    assert "empty the page to let the bot go on. Only an organiser" in said
    assert campaign.edits("meta") == edits


def test_a_dry_run_writes_nothing(campaign: Campaign) -> None:
    before = campaign.newest()
    assert "Running" in report(campaign, "-simulate")
    assert campaign.newest() == before
    assert not campaign.ledger.exists()
