"""Exactly once: no fault, crash, second run or lost ledger doubles or loses a message."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import time
from collections.abc import Iterator, Sequence
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


def begin(sandbox: Sandbox, folder: Path, people: Sequence[tuple[str, str, str]]) -> Campaign:
    campaign = Campaign(sandbox=sandbox, folder=folder, time_limit=4.0)
    campaign.sandbox.users(len(people))
    campaign.write_message()
    campaign.sign_up(people)
    return campaign


@contextlib.contextmanager
def proxied(campaign: Campaign) -> Iterator[Campaign]:
    """Put a proxy before each wiki."""
    with contextlib.ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(FaultProxy(campaign.sandbox.ports[wiki], late=6, save_later=2.5))
            for wiki in WIKIS
        }
        yield campaign


@pytest.fixture
def sixty(fresh_sandbox: Sandbox, tmp_path: Path) -> Iterator[Campaign]:
    """Sixty people on six wikis, a proxy before each."""
    with proxied(begin(fresh_sandbox, tmp_path, spread(60))) as campaign:
        yield campaign


@pytest.fixture
def twelve(fresh_sandbox: Sandbox, tmp_path: Path) -> Iterator[Campaign]:
    """Twelve people on two wikis, a proxy before each."""
    with proxied(begin(fresh_sandbox, tmp_path, spread(12, ("es", "ar")))) as campaign:
        yield campaign


def test_killed_thirty_times_each_person_has_one_section(sixty: Campaign) -> None:
    seed = int(os.environ.get("LETSCONNECT_SEED") or random.SystemRandom().randrange(10**6))
    print(f"LETSCONNECT_SEED={seed}")
    die = random.Random(seed)
    for _ in range(KILLS):
        kill_while_writing(sixty, die)
    last = sixty.deliver()
    print(f"{KILLS} kills at {sixty.count_writes()} writes; then: {last.out.splitlines()[0]}")
    assert last.status == 0, last.out + last.err
    assert sixty.wrong() == {}


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
def test_a_spoiled_answer_doubles_and_loses_nothing(twelve: Campaign, fault: Fault) -> None:
    def rule(request: Request) -> Fault | None:
        # The second and the fifth message of a wiki, whatever else was asked in between.
        if request.action != "edit" or "sectiontitle" not in request.parameters:
            return None
        proxy = next(p for p in twelve.proxies.values() if any(r is request for r in p.requests))
        edits = [r for r in proxy.requests if r.action == "edit"]
        return fault if len(edits) in {2, 5} else None

    for proxy in twelve.proxies.values():
        proxy.rule = rule
    run = twelve.deliver()
    for proxy in twelve.proxies.values():
        proxy.settle()
        proxy.rule = None
    if run.status == 75:
        run = twelve.deliver()
    assert run.status == 0, run.out + run.err
    assert twelve.wrong() == {}


def test_two_runs_at_once_deliver_each_message_once(twelve: Campaign) -> None:
    runs = [twelve.start() for _ in range(3)]
    for run in runs:
        run.wait(timeout=120)
    assert sorted(run.returncode for run in runs)[0] == 0
    assert twelve.deliver().status == 0
    assert twelve.wrong() == {}


def test_a_wiki_that_goes_away_half_way_holds_up_no_other(twelve: Campaign) -> None:
    def away(_request: Request) -> Fault | None:
        edits = [r for r in twelve.proxies["es"].requests if r.action == "edit"]
        return Fault.DROP_BEFORE if len(edits) > 3 else None

    twelve.proxies["es"].rule = away
    run = twelve.deliver()
    assert run.status == 75
    assert {wiki for wiki, _ in twelve.wrong()} == {"es"}
    twelve.proxies["es"].rule = None
    assert twelve.deliver().status == 0
    assert twelve.wrong() == {}


def test_a_wiki_that_is_down_from_the_start_holds_up_no_other(twelve: Campaign) -> None:
    with FaultProxy(twelve.sandbox.ports["ar"]) as proxy:
        gone = proxy
    before, twelve.proxies = twelve.proxies, {"ar": gone}  # closed: nobody listens on its port
    run = twelve.deliver()
    assert run.status == 75
    assert {wiki for wiki, _ in twelve.wrong()} == {"ar"}
    twelve.proxies = before
    assert twelve.deliver().status == 0
    assert twelve.wrong() == {}
