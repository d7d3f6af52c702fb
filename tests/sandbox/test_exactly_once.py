"""Exactly once: no fault, crash, second run or lost ledger doubles or loses a message."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import WIKIS
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import Campaign, spread

pytestmark = pytest.mark.sandbox

KILLS = 30

AFTER_THE_SAVE = [
    Fault.GATEWAY_504_AFTER,
    Fault.BAD_GATEWAY_502_AFTER,
    Fault.DROP_AFTER,
    Fault.LATE_AFTER,
    Fault.CUT_BODY_AFTER,
    Fault.HTML_BODY_AFTER,
    Fault.EMPTY_200,
    Fault.GATEWAY_504_NOW_SAVE_LATER,
]

BEFORE_THE_SAVE = [
    Fault.ERROR_503_BEFORE,
    Fault.DROP_BEFORE,
    Fault.RATE_LIMITED_429,
    Fault.MAXLAG,
    Fault.READONLY,
    Fault.BADTOKEN,
]


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, time_limit=4.0)
    campaign.sandbox.users(60)
    campaign.write_message()
    campaign.sign_up(spread(60))
    return campaign


@pytest.fixture
def proxied(campaign: Campaign) -> Iterator[Campaign]:
    with ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(FaultProxy(campaign.sandbox.ports[wiki], late=6, save_later=2.5))
            for wiki in WIKIS
        }
        yield campaign


def test_killed_thirty_times_each_person_has_one_section(proxied: Campaign) -> None:
    seed = int(os.environ.get("LETSCONNECT_SEED") or random.SystemRandom().randrange(10**6))
    print(f"LETSCONNECT_SEED={seed}")
    die = random.Random(seed)
    for _ in range(KILLS):
        kill_while_writing(proxied, die)
    last = proxied.deliver()
    print(f"{KILLS} kills at {proxied.count_writes()} writes; then: {last.out.splitlines()[0]}")
    assert last.status == 0, last.out + last.err
    assert proxied.wrong() == {}


def kill_while_writing(campaign: Campaign, die: random.Random) -> None:
    """Begin a run, and kill it at a random moment about one of its next writes."""
    wanted = campaign.count_writes() + die.randrange(4)
    run = campaign.start()
    while run.poll() is None and campaign.count_writes() < wanted:
        time.sleep(0.002)
    with contextlib.suppress(subprocess.TimeoutExpired):
        run.wait(timeout=die.uniform(0.0, 0.15))
    run.kill()
    run.wait()


@pytest.mark.parametrize("fault", [*AFTER_THE_SAVE, *BEFORE_THE_SAVE], ids=lambda fault: fault.name.lower())
def test_a_spoiled_answer_doubles_and_loses_nothing(proxied: Campaign, fault: Fault) -> None:
    people = spread(12, ("es", "ar"))
    proxied.sign_up(people)

    def rule(request: Request) -> Fault | None:
        # The second and the fifth message of a wiki, whatever else was asked in between.
        if request.action != "edit" or "sectiontitle" not in request.parameters:
            return None
        proxy = next(p for p in proxied.proxies.values() if any(r is request for r in p.requests))
        edits = [r for r in proxy.requests if r.action == "edit"]
        return fault if len(edits) in {2, 5} else None

    for proxy in proxied.proxies.values():
        proxy.rule = rule
    run = proxied.deliver()
    for proxy in proxied.proxies.values():
        proxy.settle()
        proxy.rule = None
    if run.status == 75:
        run = proxied.deliver()
    assert run.status == 0, run.out + run.err
    assert proxied.wrong() == {}


def test_two_runs_at_once_deliver_each_message_once(campaign: Campaign) -> None:
    runs = [campaign.start() for _ in range(3)]
    for run in runs:
        run.wait(timeout=120)
    assert sorted(run.returncode for run in runs)[0] == 0
    assert campaign.deliver().status == 0
    assert campaign.wrong() == {}


def test_a_wiki_that_goes_away_half_way_holds_up_no_other(proxied: Campaign) -> None:
    def away(_request: Request) -> Fault | None:
        edits = [r for r in proxied.proxies["es"].requests if r.action == "edit"]
        return Fault.DROP_BEFORE if len(edits) > 3 else None

    proxied.proxies["es"].rule = away
    run = proxied.deliver()
    assert run.status == 75
    assert {wiki for wiki, _ in proxied.wrong()} == {"es"}
    proxied.proxies["es"].rule = None
    assert proxied.deliver().status == 0
    assert proxied.wrong() == {}


def test_a_wiki_that_is_down_from_the_start_holds_up_no_other(campaign: Campaign) -> None:
    with FaultProxy(campaign.sandbox.ports["fr"]) as proxy:
        gone = proxy
    campaign.proxies = {"fr": gone}  # closed: nobody listens on its port
    run = campaign.deliver()
    assert run.status == 75
    assert {wiki for wiki, _ in campaign.wrong()} == {"fr"}
    campaign.proxies = {}
    assert campaign.deliver().status == 0
    assert campaign.wrong() == {}
