"""The clock of the machine is put forward or back while messages are delivered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import Campaign, spread

pytestmark = pytest.mark.sandbox

A_DAY = 24 * 3600

CLOCK = """
import os, time

_right = time.time
_file = os.environ["TEST_CLOCK"]
time.time = lambda: _right() + (float(open(_file).read()) if os.path.exists(_file) else 0.0)
"""
"""Python reads it when it starts."""


def test_a_clock_that_jumps_while_answers_are_lost_doubles_and_loses_nothing(
    fresh_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    clock = tmp_path / "clock"
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parents[2]}")
    monkeypatch.setenv("TEST_CLOCK", str(clock))
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, time_limit=2.0)
    fresh_sandbox.users(6)
    campaign.sign_up(spread(6, ("es",)))
    campaign.write_message()

    def rule(request: Request) -> Fault | None:
        if "sectiontitle" not in request.parameters:
            return None
        written = sum("sectiontitle" in each.parameters for each in proxy.requests)
        if jump := {2: A_DAY, 4: -A_DAY}.get(written):
            clock.with_suffix(".new").write_text(str(jump))
            clock.with_suffix(".new").replace(clock)  # just before the answer is lost
        return {2: Fault.GATEWAY_504_AFTER, 4: Fault.GATEWAY_504_NOW_SAVE_LATER}.get(written)

    with FaultProxy(fresh_sandbox.ports["es"], save_later=1) as proxy:
        proxy.rule = rule
        campaign.proxies = {"es": proxy}
        first = campaign.deliver()
        proxy.settle()
        asked = proxy.count()
        proxy.rule = None
        clock.unlink()  # somebody puts the clock right
        second = campaign.deliver()
    assert (first.status, first.err) == (0, ""), first.out
    assert (second.status, "0 to write, 6 delivered before" in second.out) == (0, True), second.out
    assert campaign.wrong() == {}
    assert asked < 40, asked  # pages are not looked at anew for each message
