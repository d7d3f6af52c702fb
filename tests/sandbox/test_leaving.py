"""People stop the newsletter by one click from their own wiki, are answered once, and come back."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bot.plan.leave_page import leave_address, preload_of
from bot.sandbox.sandbox import Sandbox
from bot.words.catalogue import default_catalogue
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.sandbox.campaign import Campaign
from tests.sandbox.test_approval import save

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

PAGE = "Let's Connect Newsletter/Unsubscribe"
TALK = "نقاش المستخدم:Editor 0002"
WORDS = default_catalogue()
STOP, AGAIN = (WORDS.say("ar", key) for key in ("leave-stop", "leave-again"))
FORGED = "* Stop the newsletter. [[User:Editor 0001|Editor 0001]] 12:00, 26 November 2026 (UTC)"

KEEP = """
import json, os, sys
from contextlib import nullcontext
from pathlib import Path
from bot.ledger.ledger import opened
from bot.run.leaving import Leaving
from bot.run.settings import load_settings
from bot.run.wikis import Wikis
from bot.words.catalogue import default_catalogue

settings = load_settings(Path(os.environ["LETSCONNECT_SETTINGS"]))
wikis = Wikis(settings, simulate=False)
wikis.home.connect()
with nullcontext() if "forgetful" in sys.argv else opened(settings.ledger) as memory:
    leaving = Leaving(
        settings=settings,
        wikis=wikis,
        words=default_catalogue(),
        memory=memory,
        dry="dry" in sys.argv,
        say=lambda line: print(line, file=sys.stderr),
    )
    left = leaving.read()
    leaving.keep()
told = [[problem.reason, *problem.values] for problem in left.problems]
print(json.dumps({"left": sorted(left.left), "back": sorted(left.back), "told": told}))
"""


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """People on two wikis, and the page as the bot makes it."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(3)
    kept(campaign)
    return campaign


def kept(campaign: Campaign, *arguments: str) -> dict[str, Any]:
    """Read the page and bring the bot's part up to date, as before and after a send."""
    run = campaign.run_as([sys.executable, "-c", KEEP, *arguments])
    assert (run.status, run.err) == (0, ""), run.err
    found: dict[str, Any] = json.loads(run.out.splitlines()[-1])
    return found


@contextmanager
def logged_in(campaign: Campaign, name: str) -> Iterator[Page]:
    """Open a browser in which somebody is logged in to Meta."""
    url = campaign.sandbox.urls["meta"]
    with browsing() as browser:
        page = browser.new_page()
        page.goto(f"{url}/index.php?title=Special:UserLogin")
        page.fill("#wpName1", name)
        page.fill("#wpPassword1", campaign.sandbox.passwords.of(name))
        page.click("#wpLoginAttempt")
        yield page


def test_from_a_message_on_another_wiki_to_one_answer_and_back(campaign: Campaign) -> None:
    address = leave_address(f"m:{PAGE}", preload_of(PAGE), WORDS, "ar")
    campaign.save("ar", TALK, f"== رسالة ==\nمرحبًا! [{address} {STOP}]")
    there, here = campaign.sandbox.urls["ar"], campaign.sandbox.urls["meta"]
    with logged_in(campaign, "Editor 0002") as page:
        page.goto(f"{there}/index.php?title={TALK.replace(' ', '_')}")
        page.click(f"a.external:has-text('{STOP}')")
        assert page.url.startswith(here)
        assert page.input_value("#wpTextbox1").strip() == f"* {STOP}. ~~~~"
        page.click("#wpSave")
    assert f"* {STOP}. [[User:Editor 0002|" in campaign.text("meta", PAGE)
    edits = campaign.edits("meta")
    for _ in range(2):
        assert kept(campaign) == {"left": ["Editor 0002"], "back": [], "told": []}
    assert campaign.edits("meta") == edits + 1
    text = campaign.text("meta", PAGE)
    assert text.count("<bdi>Editor 0002</bdi>") == 1
    assert WORDS.say("ar", "leave-done", "<bdi>Editor 0002</bdi>", "").partition("(")[0] in text

    with logged_in(campaign, "Editor 0002") as page:
        page.goto(f"{here}/index.php?title={PAGE.replace(' ', '_')}")
        page.click(f"a.external:has-text('{AGAIN}')")
        assert page.input_value("#wpTextbox1").strip() == f"* {AGAIN}. ~~~~"
        page.click("#wpSave")
    for _ in range(2):
        assert kept(campaign) == {"left": [], "back": ["Editor 0002"], "told": []}
    assert campaign.edits("meta") == edits + 2
    assert campaign.text("meta", PAGE).count("<bdi>Editor 0002</bdi>") == 1


def test_a_forged_line_is_told_and_not_obeyed_and_a_line_taken_away_is(campaign: Campaign) -> None:
    own = campaign.text("meta", PAGE)
    signed = "* Dejar de recibir el boletín. [[User:Editor 0003|Editor 0003]] 12:00, 26 November 2026 (UTC)"
    save(campaign, PAGE, f"{own}\n{FORGED}", by="Editor 0003")
    save(campaign, PAGE, f"{own}\n{FORGED}\n{signed}", by="Editor 0003")
    save(campaign, PAGE, f"{own}\n{FORGED}", by="Noor Organiser")
    found = kept(campaign)
    assert found == {
        "left": ["Editor 0003"],
        "back": [],
        "told": [["problem-leave-forged", "Editor 0001"]],
    }
    text = campaign.text("meta", PAGE)
    assert WORDS.say("en", "problem-leave-forged", "<bdi>Editor 0001</bdi>") in text
    assert "Hecho: <bdi>Editor 0003</bdi>" in text
    assert text.endswith(FORGED)
    edits = campaign.edits("meta")
    assert kept(campaign) == found
    assert kept(campaign, "forgetful") == found, "without the ledger the history says the same"
    assert campaign.edits("meta") == edits
    save(campaign, PAGE, campaign.text("meta", PAGE).replace(f"\n{FORGED}", ""), by="Noor Organiser")
    newest = campaign.newest()
    assert kept(campaign, "dry") == {"left": ["Editor 0003"], "back": [], "told": []}
    assert campaign.newest() == newest
    kept(campaign)
    assert "Editor 0001" not in campaign.text("meta", PAGE)


def test_delivery_lists_leave_out_who_stopped_the_newsletter(campaign: Campaign) -> None:
    campaign.sign_up([("es", f"Editor {number:04}", "es") for number in (1, 2, 3)])
    lists = "User:LetsConnectBot/Lists/es"

    def listed() -> list[str]:
        run = campaign.run("-always", script="signups.py")
        assert run.status in {0, 1}, run.err
        return re.findall(r"Editor \d+", campaign.text("meta", lists))

    assert listed() == ["Editor 0001", "Editor 0002", "Editor 0003"]
    signed = "* Dejar de recibir el boletín. [[User:Editor 0003|Editor 0003]] 12:00, 26 November 2026 (UTC)"
    save(campaign, PAGE, f"{campaign.text('meta', PAGE)}\n{FORGED}\n{signed}", by="Editor 0003")
    assert listed() == ["Editor 0001", "Editor 0002"]
    left = campaign.text("meta", PAGE)
    save(campaign, PAGE, "#REDIRECT [[Elsewhere]]", by="Editor 0002")
    assert listed() == ["Editor 0001", "Editor 0002"]
    save(campaign, PAGE, left.replace(signed, ""), by="Noor Organiser")
    assert listed() == ["Editor 0001", "Editor 0002"]
