"""Organisers steer from wiki pages; nobody else's edits there count, and what is wrong is explained."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.proxy import FaultProxy
from tests.sandbox.campaign import MESSAGE, Campaign, spread
from tests.sandbox.spoiling import do
from tests.sandbox.test_approval import BLOCK, ORGANISER, plan_of, save

pytestmark = pytest.mark.sandbox

SETTINGS = "Grants:Connect/Bot settings"
TALK = "Grants talk:Connect/Bot settings"
PROTECTED = "User:LetsConnectBot/settings.json"
STRANGER = "Editor 0005"
STOP = "User:LetsConnectBot/Stop"
BOT_TALK = "User talk:LetsConnectBot"
ASK = "¿Dudas? Escribe en [[$1|la página]]."


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """Four people on two wikis, and both pages named in the settings."""
    pages = f'settings = "{SETTINGS}"\nprotected = "{PROTECTED}"'
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, pages=pages)
    fresh_sandbox.users(5)
    campaign.write_message(["en", "es", "ar"])
    campaign.sign_up(spread(4, ("es", "ar")))
    return campaign


def steer(campaign: Campaign, *rows: str, by: str = ORGANISER) -> None:
    table = "".join(f"|-\n| {row}\n" for row in rows)
    save(campaign, SETTINGS, f"{{|\n! Setting !! Value\n{table}|}}", by=by)


def protect(campaign: Campaign, text: str, *, by: str = "Admin") -> None:
    campaign.save("meta", PROTECTED, text, by=by, model="json")


def test_an_organiser_changes_a_text_and_sees_a_mistake_explained(campaign: Campaign) -> None:
    steer(campaign, f"announce || [[{MESSAGE}]]", f"text announce-ask es || {ASK}")
    run = campaign.run("-listed", "-approval", script="announce.py")
    assert run.status == 1, run.out + run.err
    assert "The plan waits" in run.out
    assert campaign.text("meta", TALK) == ""
    [title] = {line.split("“")[1].split("”")[0] for line in run.out.splitlines() if "The plan waits" in line}
    assert "¿Dudas?" in campaign.text("meta", title)

    steer(campaign, f"announce || [[{MESSAGE}]]", "text announce-ask es || {{evil}}", "colour || red")
    again = campaign.run("-listed", "-approval", script="announce.py")
    talk = campaign.text("meta", TALK)
    assert "Line 6" in talk
    assert "colour" in talk
    assert "Special:PermaLink/" in talk
    assert "{{evil}}" not in talk
    assert "¿Dudas?" in campaign.text("meta", title), "the last good version is in force"
    assert "colour" in again.out

    edits = campaign.edits("meta")
    campaign.run("-listed", "-approval", script="announce.py")
    assert campaign.edits("meta") == edits, "what is explained is not explained again"

    steer(campaign, f"announce || [[{MESSAGE}]]")
    campaign.run("-listed", "-approval", script="announce.py")
    assert "has no mistakes" in campaign.text("meta", TALK)
    assert "¿Dudas?" not in campaign.text("meta", title)


def test_messages_with_an_organiser_s_words_are_not_amended_to_the_bot_s_own(campaign: Campaign) -> None:
    steer(campaign, f"text announce-ask es || {ASK}")
    assert campaign.deliver().status == 0
    before = campaign.newest()
    run = campaign.deliver(f"-amend:{MESSAGE}")
    assert (run.status, campaign.newest()) == (0, before), run.out + run.err


def test_what_anybody_else_writes_there_does_not_count(campaign: Campaign) -> None:
    steer(campaign, "pause announce || yes")
    steer(campaign, "pause announce || no", f"announce || [[{MESSAGE}]]", by=STRANGER)
    run = campaign.run("-always")
    assert (run.status, "paused announce" in run.err) == (3, True), run.out + run.err
    assert campaign.deliver(f"-amend:{MESSAGE}").status == 3
    assert campaign.text("meta", TALK) == "", "what is held back writes nothing"
    assert campaign.run(script="report.py").status == 0
    assert STRANGER in campaign.text("meta", TALK)
    save(campaign, SETTINGS, "", by=STRANGER)
    assert campaign.run("-always").status == 3
    save(campaign, SETTINGS, "#REDIRECT [[Elsewhere]]", by=STRANGER)
    run = campaign.run("-always")
    assert (run.status, "last good version" in run.out) == (3, True), run.out + run.err
    campaign.ledger.unlink()
    run = campaign.run("-always")
    assert (run.status, "is a redirect" in run.err) == (1, True), "not known: nothing is written"
    assert sum(campaign.sections().values()) == 0


def test_a_blocked_organiser_steers_nothing(campaign: Campaign) -> None:
    steer(campaign, "pause announce || yes")
    assert campaign.run("-always").status == 3
    do(campaign.sandbox, "meta", BLOCK)
    assert campaign.run("-always").status == 0
    assert not campaign.wrong()


def test_the_protected_page_names_organisers_and_lowers_limits(campaign: Campaign) -> None:
    steer(campaign, "pause announce || yes")
    protect(campaign, f'{{"organisers": ["{STRANGER}"], "limits": {{"people": 3}}}}')
    run = campaign.run("-always")
    assert (run.status, "limits.people is 3" in run.err) == (1, True), run.out + run.err
    protect(campaign, '{"limits": {"people": 100000}}')
    steer(campaign, "pause announce || no")
    protect(campaign, '{"organisers": "everybody"}')
    run = campaign.run("-always")
    assert run.status == 0, "the version before is in force, and its organisers are those of the file"
    assert "must be a list of user names" in campaign.text("meta", "User talk:LetsConnectBot/settings.json")
    assert not campaign.wrong()


def test_a_protected_page_of_somebody_else_or_of_another_kind_does_not_count(campaign: Campaign) -> None:
    protect(campaign, f'{{"organisers": ["{STRANGER}"]}}', by=STRANGER)  # as if it had been moved there
    steer(campaign, "pause announce || yes", by=STRANGER)
    title, _ = plan_of(campaign)
    assert title
    campaign.save("meta", PROTECTED, f'{{"organisers": ["{STRANGER}"]}}', by="Admin", model="wikitext")
    assert plan_of(campaign)[0] == title
    campaign.save("meta", PROTECTED, "#REDIRECT [[Elsewhere]]", by="Admin", model="wikitext")
    run = campaign.run("-approval")
    assert (run.status, "is a redirect" in run.err) == (1, True), run.out + run.err


def test_a_message_on_the_bot_s_talk_page_stops_it_until_an_organiser_answers(campaign: Campaign) -> None:
    protect(campaign, '{"talk_pauses": true}')
    save(campaign, BOT_TALK, "== Hello ==\nWhat is this?", by=STRANGER)
    before = campaign.newest()
    run = campaign.run("-always")
    assert (run.status, f"{STRANGER} wrote on “{BOT_TALK}”" in run.err) == (3, True), run.out + run.err
    assert campaign.newest() == before
    assert STRANGER in campaign.run(script="report.py").out
    save(campaign, BOT_TALK, "== Hello ==\nWhat is this?\n: A newsletter.")
    assert campaign.run("-always").status == 0
    assert not campaign.wrong()


def test_a_stop_can_t_be_taken_away_by_whom_it_is_meant_for(campaign: Campaign) -> None:
    save(campaign, STOP, "Stop, please.", by="Editor 0001")
    save(campaign, STOP, "", by=STRANGER)
    run = campaign.run("-always")
    assert (run.status, f"was emptied by {STRANGER}" in run.err) == (3, True), run.out + run.err
    save(campaign, STOP, "#REDIRECT [[User:LetsConnectBot/Nothing]]", by=STRANGER)
    assert campaign.run("-always").status == 3
    assert campaign.run(script="signups.py").status == 3
    assert sum(campaign.sections().values()) == 0
    save(campaign, STOP, "All is well.")
    save(campaign, STOP, "")
    assert campaign.run("-always").status == 0
    assert not campaign.wrong()


@pytest.mark.parametrize("by", ["Editor 0001", "Admin", ORGANISER])
def test_a_stop_is_over_when_who_wrote_it_an_administrator_or_an_organiser_says_so(
    campaign: Campaign, by: str
) -> None:
    save(campaign, STOP, "Stop, please.", by="Editor 0001")
    assert campaign.run("-always").status == 3
    save(campaign, STOP, "", by=by)
    assert campaign.run("-always").status == 0
    assert not campaign.wrong()


def test_a_stop_that_is_taken_away_during_a_run_stops_it_all_the_same(campaign: Campaign) -> None:
    campaign.sandbox.users(220)
    campaign.sign_up(spread(220, ("es", "ar")))
    with ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(FaultProxy(campaign.sandbox.ports[wiki], delay=0.1))
            for wiki in ("es", "ar")
        }
        process = campaign.start()
        until = time.monotonic() + 90
        while campaign.count_writes() < 3:
            assert time.monotonic() < until
            time.sleep(0.05)
        save(campaign, STOP, "Stop, please.", by="Editor 0001")
        save(campaign, STOP, "", by=STRANGER)
        assert process.wait(120) == 3
    assert 3 <= sum(campaign.sections().values()) < 220


def test_small_routine_plans_need_no_approval_of_their_own(campaign: Campaign) -> None:
    protect(campaign, '{"routine": {"announce": 3}}')
    title, _ = plan_of(campaign)
    assert sum(campaign.sections().values()) == 0
    protect(campaign, '{"routine": {"announce": 4}}')
    assert campaign.run("-approval").status == 0
    assert not campaign.wrong()
    assert "'''Approved in advance.'''" in campaign.text("meta", title)
