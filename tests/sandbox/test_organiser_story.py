"""An organiser steers the program in a browser alone: text, mistake, approval, report, stop and go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bot.sandbox.sandbox import Sandbox
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.sandbox.campaign import MESSAGE, REPORT, Campaign, Run, spread
from tests.sandbox.test_approval import ORGANISER, PLAN

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

SETTINGS = "Grants:Connect/Bot settings"
TALK = "Grants talk:Connect/Bot settings"
STATUS = "Grants:Connect/Bot status"
STOP = "User:LetsConnectBot/Stop"
TABLE = f"""{{| class="wikitable"
! Setting !! Value
|-
| announce || [[{MESSAGE}]]
|-
| text announce-ask es || ¿Dudas? Escribe en [[$1|la página]].
|}}"""


class Organiser:
    """Noor, in her browser."""

    def __init__(self, page: Page, campaign: Campaign) -> None:
        self.page = page
        self.url = campaign.sandbox.urls["meta"]
        self.go("Special:UserLogin")
        page.fill("#wpName1", ORGANISER)
        page.fill("#wpPassword1", campaign.sandbox.passwords.of(ORGANISER))
        page.click("#wpLoginAttempt")

    def go(self, title: str, query: str = "") -> str:
        """Open a page; give what can be read on it."""
        self.page.goto(f"{self.url}/index.php?title={title.replace(' ', '_')}{query}")
        return self.page.inner_text("#content")

    def write(self, title: str, text: str) -> None:
        self.go(title, "&action=edit")
        self.page.fill("#wpTextbox1", text)
        self.page.click("#wpSave")

    def approve(self, plan: str) -> None:
        self.go(plan)
        self.page.click("text=add your approval")
        assert "Approved" in self.page.input_value("#wpTextbox1")
        self.page.click("#wpSave")


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    pages = f'settings = "{SETTINGS}"\nstatus = "{STATUS}"'
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, pages=pages)
    fresh_sandbox.users(6)
    campaign.write_message(["en", "es", "ar"])
    campaign.sign_up(spread(4, ("es", "ar")))
    return campaign


@pytest.fixture
def organiser(campaign: Campaign) -> Iterator[Organiser]:
    with browsing() as browser:
        yield Organiser(browser.new_page(), campaign)


def bot(campaign: Campaign) -> Run:
    """Let the bot do what its timetable would."""
    run = campaign.run("-listed", "-approval")
    campaign.run(script="report.py")
    return run


def test_an_organiser_needs_no_terminal(campaign: Campaign, organiser: Organiser) -> None:
    organiser.write(SETTINGS, TABLE)
    run = bot(campaign)
    [plan] = PLAN.findall(run.out)
    assert "¿Dudas? Escribe en la página." in organiser.go(plan)
    assert "waits for an organiser’s approval (4 people)" in organiser.go(STATUS)

    organiser.write(SETTINGS, TABLE.replace("announce-ask", "announce-asks"))
    bot(campaign)
    explained = organiser.go(TALK)
    assert "Line 6: there is no setting “text announce-asks es”" in explained
    assert "stay in force" in explained
    organiser.write(SETTINGS, TABLE)

    organiser.approve(plan)
    assert bot(campaign).status == 0
    assert not campaign.wrong()
    assert "Approved by Noor Organiser" in organiser.go(plan)
    assert "Done. Nothing is left to be delivered." in organiser.go(REPORT)
    assert "has no mistakes" in organiser.go(TALK)

    organiser.write(STOP, "Please wait.")
    campaign.sign_up(spread(6, ("es", "ar")))
    before = campaign.edits("meta")
    assert bot(campaign).status == 3
    assert campaign.edits("meta") == before
    organiser.write(STOP, "")
    assert PLAN.findall(bot(campaign).out) == [plan]
    assert "who gets the message" in organiser.go(plan)
    organiser.approve(plan)
    assert bot(campaign).status == 0
    assert not campaign.wrong()
