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
from tests.faults import Fault, Request, faults_on
from tests.proxy import FaultProxy
from tests.sandbox.campaign import REPORT, Campaign, spread
from tests.sandbox.test_announce import rename

pytestmark = pytest.mark.sandbox

KILLS, MANY_KILLS = 10, 30

WORST = {
    Fault.DROP_AFTER,
    Fault.LATE_AFTER,
    Fault.GATEWAY_504_NOW_SAVE_LATER,
    Fault.DROP_BEFORE,
    Fault.BADTOKEN,
}
"""Those that run alone by default; test_fault_table.py has each of them, and --soak runs each alone."""


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


def test_killed_again_and_again_each_person_has_one_section(
    sixty: Campaign, pytestconfig: pytest.Config
) -> None:
    kills = MANY_KILLS if pytestconfig.getoption("--soak") else KILLS
    seed = int(os.environ.get("LETSCONNECT_SEED") or random.SystemRandom().randrange(10**6))
    print(f"LETSCONNECT_SEED={seed}")
    die = random.Random(seed)
    for _ in range(kills):
        kill_while_writing(sixty, die)
    last = sixty.deliver()
    print(f"{kills} kills at {sixty.count_writes()} writes; then: {last.out.splitlines()[0]}")
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


@pytest.mark.parametrize(
    "fault",
    [each if each in WORST else pytest.param(each, marks=pytest.mark.soak) for each in Fault],
    ids=lambda fault: fault.name.lower(),
)
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
    assert run.status == 0, run.out + run.err
    assert twelve.wrong() == {}


def test_a_login_whose_answer_was_cut_off_has_logged_in(twelve: Campaign) -> None:
    for file in (twelve.folder / "pywikibot").glob("*.lwp"):
        file.unlink()  # the cookies of an earlier run
    rule = faults_on(Fault.CUT_BODY_AFTER, action="login", nth=[1, 2])
    for proxy in twelve.proxies.values():
        proxy.rule = rule
    run = twelve.deliver()
    assert (run.status, run.err) == (0, "")
    assert twelve.wrong() == {}


def test_a_page_that_moved_while_a_write_was_in_doubt_is_written_to_at_its_new_place(
    twelve: Campaign,
) -> None:
    wiki, name, _ = spread(12, ("es", "ar"))[0]
    twelve.proxies[wiki].rule = faults_on(Fault.ERROR_503_BEFORE)
    twelve.deliver()
    twelve.save(wiki, f"User talk:{name}", "Hello.")
    rename(twelve, wiki, name, "Renamed Editor")
    twelve.proxies[wiki].rule = None
    assert twelve.deliver().status == 0
    assert "letsconnect" not in twelve.text(wiki, f"User talk:{name}")
    assert twelve.text(wiki, "User talk:Renamed Editor").count("<!-- letsconnect ") == 1


@pytest.mark.soak
def test_an_older_ledger_from_a_backup_and_an_archived_page_double_nothing(twelve: Campaign) -> None:
    people = spread(12, ("es", "ar"))
    twelve.sign_up(people[:4])
    twelve.deliver()
    backup = twelve.ledger.read_bytes()
    twelve.sign_up(people)
    twelve.deliver()
    for file in twelve.folder.glob("ledger*"):
        file.unlink()
    twelve.ledger.write_bytes(backup)
    wiki, name, _ = people[8]
    twelve.save(wiki, f"User talk:{name}", "All archived.")
    assert "0 to write, 12 delivered before" in twelve.deliver().out
    assert twelve.wrong() == {(wiki, name): 0}  # archived by its owner: it was delivered


def test_who_signs_up_later_and_shares_a_talk_page_is_not_told_again_there(twelve: Campaign) -> None:
    people = spread(12, ("es", "ar"))
    (wiki, owner, _), (_, other, _) = people[0], people[2]
    twelve.save(wiki, f"User talk:{other}", f"#REDIRECT [[User talk:{owner}]]")
    twelve.sign_up([people[2]])
    twelve.deliver()
    twelve.sign_up([people[0], people[2]])
    assert "0 to write" in twelve.deliver().out
    assert twelve.text(wiki, f"User talk:{owner}").count("<!-- letsconnect ") == 1


def test_a_write_in_doubt_of_somebody_who_left_is_settled_by_a_later_run(twelve: Campaign) -> None:
    people = spread(12, ("es", "ar"))
    wiki, name, _ = people[0]
    proxy = twelve.proxies[wiki]
    proxy.rule = lambda request: (
        Fault.DROP_AFTER
        if "sectiontitle" in request.parameters
        else (
            Fault.ERROR_503_BEFORE
            if request.parameters.get("list") == "usercontribs" and proxy.count(action="edit")
            else None
        )
    )
    twelve.sign_up([people[0]])
    assert twelve.deliver().status == 75
    proxy.rule = None
    twelve.sign_up([people[1]])
    assert twelve.deliver().status == 0
    assert f"|{name}]]" in twelve.text("meta", f"{REPORT}/1")


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


@pytest.mark.soak
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
