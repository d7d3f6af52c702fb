"""People say by one click how useful a message was, and the report shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.sandbox.campaign import MESSAGE, REPORT, Campaign, spread
from tests.sandbox.test_approval import save

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

PARENT = "Grants:Connect/Feedback"
PAGE = f"{PARENT}/{MESSAGE}"


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, pages=f'feedback = "{PARENT}"')
    fresh_sandbox.users(4)
    campaign.write_message(["en", "es", "ar"])
    campaign.sign_up(spread(4, ("es", "ar")))
    return campaign


def answer_by_click(campaign: Campaign, name: str, word: str, remark: str) -> None:
    """Log in, click the answer, add a remark, publish."""
    url = campaign.sandbox.urls["meta"]
    with browsing() as browser:
        page = browser.new_page()
        page.goto(f"{url}/index.php?title=Special:UserLogin")
        page.fill("#wpName1", name)
        page.fill("#wpPassword1", campaign.sandbox.passwords.of(name))
        page.click("#wpLoginAttempt")
        page.goto(f"{url}/index.php?title={PAGE.replace(' ', '_')}")
        page.click(f"text={word}")
        line = page.input_value("#wpTextbox1")
        assert word in line
        page.fill("#wpTextbox1", line.replace("~~~~", f"{remark} ~~~~"))
        page.click("#wpSave")


def test_answers_come_into_the_report(campaign: Campaign) -> None:
    assert campaign.run().status == 1, "nobody says yes"
    assert campaign.text("meta", PAGE) == ""
    assert campaign.deliver().status == 0
    assert not campaign.wrong()
    talk = campaign.text("ar", "نقاش المستخدم:Editor 0004")
    assert f"[[:m:{PAGE}|" in talk
    answer_by_click(campaign, "Editor 0004", "مفيد جدًّا", "{{نعم}} <script>")
    save(campaign, PAGE, f"{campaign.text('meta', PAGE)}\n* Not useful", by="Editor 0001")
    edits = campaign.edits("meta")
    assert campaign.deliver().status == 0
    report = campaign.text("meta", REPORT)
    assert "What people say" in report
    assert "One answer is not signed" in report
    assert "script" not in report
    assert campaign.edits("meta") == edits + 1
    assert campaign.deliver().status == 0
    assert campaign.edits("meta") == edits + 1
