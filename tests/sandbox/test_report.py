"""The report on a real wiki: lists of many people, stages, and nothing written twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.ledger.ledger import Delivery, opened
from bot.program.outcomes import Outcome
from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import MESSAGE, REPORT, Campaign, spread
from tests.sandbox.test_announce import ready

pytestmark = pytest.mark.sandbox

EARLIER = 2294
"""Messages of an earlier day, beside those of six editors."""


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    return ready(Campaign(sandbox=fresh_sandbox, folder=tmp_path), 6)


def remember_earlier_messages(campaign: Campaign) -> None:
    """Put messages into the ledger as if they had been delivered long ago."""
    pageid = campaign.ask("meta", titles=MESSAGE)["pages"][0]["pageid"]
    found = [
        Delivery(
            key=f"aaaaaa-{number:012}",
            wiki=("meta", "es", "ar")[number % 3],
            username=f"Earlier {number:04} & friends",
            title=f"User talk:Earlier {number:04} & friends",
            language=("en", "es", "ar")[number % 3],
            outcome=Outcome.POSTED,
            reason="",
            revid=number + 1,
            at=f"2026-11-02T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z",
            intended_at=1.0,
        )
        for number in range(EARLIER)
    ]
    with opened(campaign.ledger) as ledger:
        ledger.adopt_all(found, campaign=f"announce:{pageid}")


def lists(campaign: Campaign) -> list[str]:
    return [campaign.text("meta", f"{REPORT}/{number}") for number in (1, 2, 3, 4)]


def test_the_report_says_what_it_waits_for_and_people_stand_on_lists_that_only_grow(
    campaign: Campaign,
) -> None:
    remember_earlier_messages(campaign)
    assert campaign.deliver("-canary:2").status == 1
    canary = campaign.text("meta", REPORT)
    assert "'''Waiting for a person.''' The first messages are out." in canary
    assert "* 4 messages are still to be delivered." in canary
    assert campaign.deliver("-go").status == 0
    assert campaign.wrong() == {}
    report, people = campaign.text("meta", REPORT), lists(campaign)
    assert "'''Done.''' Nothing is left to be delivered." in report
    assert "* 2,300 messages delivered on 6 wikis." in report
    assert [text.count("Special:Diff/") for text in people] == [1000, 1000, 300, 0]
    assert all(f"[[:{REPORT}/{number}|Messages " in report for number in (1, 2, 3))
    assert re.findall(r"Special:Diff/(\d+)", "".join(people))[:EARLIER] == [
        str(n + 1) for n in range(EARLIER)
    ]
    for wiki, name, _ in spread(6):
        assert f"|{name}]]</bdi> · <bdi>{wiki}</bdi>" in people[2]
    edits = campaign.edits("meta")
    assert "0 to write" in campaign.deliver().out
    assert campaign.deliver("-pause").status == 0
    assert campaign.edits("meta") == edits + 1
    paused = campaign.text("meta", REPORT)
    assert "'''Waiting for a person.''' The operator has paused the delivery." in paused
    assert [line for line in paused.splitlines() if line not in report.splitlines()] == [
        paused.splitlines()[1]
    ]
    assert campaign.deliver().status == 3
    assert campaign.deliver("-resume").status == 0
    assert campaign.text("meta", REPORT) == report
    assert lists(campaign) == people
