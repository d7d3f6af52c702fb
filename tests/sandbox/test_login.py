"""Logging in to real wikis that want patience."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from bot.sandbox.sandbox import Sandbox
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import Campaign

pytestmark = pytest.mark.sandbox

THROTTLED = "$wgPasswordAttemptThrottle = [ [ 'count' => 1, 'seconds' => 3 ] ];"


def test_a_login_too_soon_after_others_is_waited_for(fresh_sandbox: Sandbox, tmp_path: Path) -> None:
    """As the wiki's own throttle and a gateway before it see to."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    campaign.sign_up([("meta", "Noor Organiser", "")])
    campaign.write_message(["en"])
    forget_cookies(campaign)

    def rule(request: Request) -> Fault | None:
        if request.action != "login":
            return None
        if proxy.count(action="login") == 1:
            fresh_sandbox.set_extra(THROTTLED, "meta")
            try_to_log_in(fresh_sandbox.urls["meta"])
            return None
        return Fault.RATE_LIMITED_429 if proxy.count(action="login") == 2 else None

    with FaultProxy(fresh_sandbox.ports["meta"]) as proxy:
        proxy.rule = rule
        campaign.proxies = {"meta": proxy}
        run = campaign.deliver()
        tries = proxy.count(action="login")
    assert (run.status, run.err) == (0, "")
    assert tries > 2
    assert campaign.wrong() == {}


def forget_cookies(campaign: Campaign) -> None:
    for cookies in (campaign.folder / "pywikibot").glob("*.lwp"):
        cookies.unlink()


def try_to_log_in(url: str) -> None:
    """Use up what the wiki allows, with a wrong password."""
    with requests.Session() as session:
        asked = {"action": "query", "meta": "tokens", "type": "login", "format": "json"}
        token = session.get(f"{url}/api.php", params=asked).json()["query"]["tokens"]["logintoken"]
        session.post(
            f"{url}/api.php",
            data={
                "action": "login",
                "lgname": "LetsConnectBot@announce",
                "lgpassword": "0" * 32,
                "lgtoken": token,
                "format": "json",
            },
        )
