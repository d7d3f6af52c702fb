"""A plan waits on the wiki until an organiser approves it there; nobody else can make the bot speak."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import HEADINGS, MESSAGE, Campaign, spread
from tests.sandbox.spoiling import do

pytestmark = pytest.mark.sandbox

ORGANISER = "Noor Organiser"
SIGNATURE = f"[[User:{ORGANISER}|Noor]] 12:00, 26 November 2026 (UTC)"
PLAN = re.compile(r"waits for an organiser: “(User:LetsConnectBot/Plans/[a-z2-7]{6})”")
BLOCK = f"""
$blocked = User::newFromName( '{ORGANISER}' );
$services->getBlockUserFactory()
    ->newBlockUser( $blocked, $admin, 'infinity', '', [ 'isAutoblocking' => false ] )->placeBlockUnsafe();
"""
CODE = re.compile(r"<!-- plan ([a-z2-7]{10}) ")


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """Four people on two wikis."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(5)
    campaign.write_message(["en", "es", "ar"])
    campaign.sign_up(spread(4, ("es", "ar")))
    return campaign


def plan_of(campaign: Campaign) -> tuple[str, str]:
    """Run it, see that it waits and has written to nobody; give the plan's page and code."""
    run = campaign.run("-approval")
    assert (run.status, PLAN.findall(run.err)) != (0, []), run.out + run.err
    assert run.status == 1, run.out + run.err
    [title] = PLAN.findall(run.err)
    [code] = CODE.findall(campaign.text("meta", title))
    return title, code


def add(campaign: Campaign, title: str, line: str, *, by: str = ORGANISER) -> None:
    save(campaign, title, f"{campaign.text('meta', title)}\n{line}", by=by)


def save(campaign: Campaign, title: str, text: str, *, by: str = ORGANISER) -> None:
    """Save a page as it is saved now: histories go by time."""
    campaign.save("meta", title, text, by=by, at=datetime.now(UTC).isoformat(timespec="seconds"))


def test_the_whole_story(campaign: Campaign) -> None:
    title, code = plan_of(campaign)
    assert sum(campaign.sections().values()) == 0
    edits = campaign.edits("meta")
    assert plan_of(campaign) == (title, code)
    assert campaign.edits("meta") == edits, "a plan that is the same is not posted again"

    add(campaign, title, f"* Approved {code} {SIGNATURE}", by="Editor 0005")
    assert plan_of(campaign) == (title, code)
    assert "Editor 0005" in campaign.text("meta", title).partition("<!-- plan")[0]
    assert sum(campaign.sections().values()) == 0

    add(campaign, title, f"* Aprobado {code} {SIGNATURE}")
    run = campaign.run("-approval")
    assert run.status == 0, run.out + run.err
    assert f"Approved by {ORGANISER}" in run.out
    assert not campaign.wrong()
    assert f"'''Approved''' by <bdi>[[:User:{ORGANISER}" in campaign.text("meta", title)

    edits = campaign.edits("meta")
    again = campaign.run("-approval")
    assert (again.status, campaign.edits("meta")) == (0, edits), again.out + again.err


@pytest.mark.soak
def test_a_draft_or_list_that_changed_since_is_planned_again(campaign: Campaign) -> None:
    title, code = plan_of(campaign)
    add(campaign, title, f"* Approved {code} {SIGNATURE}")
    campaign.save("meta", f"{MESSAGE}/es", f"== {HEADINGS['es']} ==\nCambiado.\n")
    same, second = plan_of(campaign)
    assert (same, second != code) == (title, True)
    assert "the texts" in campaign.text("meta", title)
    add(campaign, title, f"* Approved {second} {SIGNATURE}")
    campaign.sign_up(spread(5, ("es", "ar")))
    _, third = plan_of(campaign)
    assert third not in {code, second}
    assert "who gets the message" in campaign.text("meta", title)
    assert sum(campaign.sections().values()) == 0
    add(campaign, title, f"* Approved {third} {SIGNATURE}")
    assert campaign.run("-approval").status == 0
    assert not campaign.wrong()


def test_a_blocked_organiser_approves_nothing(campaign: Campaign) -> None:
    title, code = plan_of(campaign)
    add(campaign, title, f"* Approved {code} {SIGNATURE}")
    do(campaign.sandbox, "meta", BLOCK)
    assert plan_of(campaign) == (title, code)
    assert "the account is blocked" in campaign.text("meta", title)
    assert sum(campaign.sections().values()) == 0


def test_a_plan_s_page_that_was_moved_away_approves_nothing(campaign: Campaign) -> None:
    title, code = plan_of(campaign)
    add(campaign, title, f"* Approved {code} {SIGNATURE}")
    save(campaign, title, "#REDIRECT [[Grants:Elsewhere]]", by="Editor 0005")
    run = campaign.run("-approval")
    assert (run.status, "is a redirect" in run.err) == (1, True), run.err
    assert sum(campaign.sections().values()) == 0


def test_a_message_can_t_reach_beyond_its_place_on_the_plan_s_page(campaign: Campaign) -> None:
    campaign.save("meta", f"{MESSAGE}/es", f"== {HEADINGS['es']} ==\n<div><s>{{| [[a ~~~~ {{{{subst:y\n")
    title, _ = plan_of(campaign)
    answer = campaign.parse("meta", title)
    assert [line["line"] for line in answer["sections"] if line["toclevel"] == 1] == [
        "What people will get",
        "Needs a person",
        "Numbers",
    ]
    assert "{{subst:y" in unescape(answer["text"])
    edits = campaign.edits("meta")
    plan_of(campaign)
    assert campaign.edits("meta") == edits
