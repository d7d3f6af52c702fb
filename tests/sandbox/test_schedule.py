"""The timetable on real wikis: jobs as processes, ended in order, killed, and taken up again."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.proxy import FaultProxy
from tests.sandbox.campaign import DAILY, Campaign, spread
from tests.sandbox.test_approval import SIGNATURE, add, plan_of

pytestmark = pytest.mark.sandbox

TIMETABLE = f"""
[running]
heartbeat = "beat.json"
log = "json"
{DAILY}"""
PEOPLE = 60


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Iterator[Campaign]:
    """Many people on two wikis that take their time, and an approved plan for all of them."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, tables=TIMETABLE)
    fresh_sandbox.users(PEOPLE)
    campaign.write_message(["en", "es", "ar"])
    campaign.sign_up(spread(PEOPLE, ("es", "ar")))
    title, code = plan_of(campaign)
    add(campaign, title, f"* Approved {code} {SIGNATURE}")
    with ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(FaultProxy(campaign.sandbox.ports[wiki], delay=0.1))
            for wiki in ("es", "ar")
        }
        yield campaign


def start(campaign: Campaign) -> subprocess.Popen[str]:
    return subprocess.Popen(
        campaign.command(script="run_schedule.py"),
        env=campaign.environment(),
        cwd=campaign.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(what: str, true: Callable[[], bool]) -> None:
    until = time.monotonic() + 90
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def ledger(campaign: Campaign, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(campaign.ledger)) as database:
        return database.execute(statement).fetchall()


def be_due_again(campaign: Campaign) -> None:
    """Let the moments of failed runs be long ago, so that nobody waits."""
    with closing(sqlite3.connect(campaign.ledger)) as database, database:
        database.execute("UPDATE runs SET began = began - 90000, ended = ended - 90000")


def test_sigterm_ends_a_delivery_in_order_and_the_next_process_finishes_it(campaign: Campaign) -> None:
    process = start(campaign)
    wait_for("no writes", lambda: campaign.count_writes() > 8)
    assert json.loads((campaign.folder / "beat.json").read_text())["job"] == "message"
    told_at = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=30)
    took = time.monotonic() - told_at
    assert (process.returncode, took < 5) == (0, True), (took, out)
    assert ledger(campaign, "SELECT count(*) FROM deliveries WHERE outcome IS NULL") == [(0,)], out
    assert ledger(campaign, "SELECT count(*) FROM leases") == [(0,)]
    written = sum(campaign.sections().values())
    assert 8 <= written < PEOPLE
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[-1]["text"] == "ended as it was told to"
    assert any(line["run"] and "Interrupted" in line["text"] for line in lines)
    be_due_again(campaign)
    run = campaign.run("-once", script="run_schedule.py")
    assert (run.status, campaign.wrong()) == (0, {}), run.out + run.err
    [(status, edits)] = ledger(
        campaign, "SELECT status, edits FROM runs WHERE due IS NOT NULL ORDER BY began DESC LIMIT 1"
    )
    assert status == 0
    assert int(str(edits)) >= PEOPLE - written
    before = campaign.newest()
    assert campaign.run("-once", script="run_schedule.py").status == 0
    assert campaign.newest() == before, "it is done for today"


def test_a_killed_timetable_is_taken_up_and_doubles_nothing(campaign: Campaign) -> None:
    process = start(campaign)
    wait_for("no writes", lambda: campaign.count_writes() > 8)
    process.kill()
    process.communicate(timeout=30)
    held = "SELECT count(*) FROM leases WHERE name LIKE 'wiki%'"
    wait_for("the job ends too", lambda: ledger(campaign, held) == [(0,)])
    assert ledger(campaign, "SELECT count(*) FROM deliveries WHERE outcome IS NULL") == [(0,)]
    written = sum(campaign.sections().values())
    assert 8 <= written < PEOPLE
    be_due_again(campaign)
    run = campaign.run("-once", script="run_schedule.py")
    assert (run.status, campaign.wrong()) == (0, {}), run.out + run.err
    assert sum(campaign.sections().values()) == PEOPLE
    listed = campaign.run("-list", script="run_schedule.py")
    assert "message: announce" in listed.out
    assert "next: " in listed.out
