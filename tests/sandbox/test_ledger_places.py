"""A campaign with its ledger on a MariaDB server, and one whose ledger goes while a run has it open."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.mariadb import MariaDB
from tests.sandbox.campaign import Campaign, spread
from tests.sandbox.test_exactly_once import begin
from tests.sandbox.test_faults_of_setup import change_settings

pytestmark = pytest.mark.sandbox


@pytest.fixture
def twelve(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """Twelve people on two wikis."""
    return begin(fresh_sandbox, tmp_path, spread(12, ["es", "fr"]))


def test_two_runs_with_their_ledger_on_a_server_deliver_each_message_once(
    twelve: Campaign, mariadb: MariaDB
) -> None:
    server = mariadb.new_database()
    address = f"mariadb://root@/{server.database}?unix_socket={server.socket}"
    change_settings(twelve, 'ledger = "ledger.sqlite3"', f'ledger = "{address}"')
    other = twelve.start()
    run = twelve.deliver()
    assert (run.status in {0, 75}, other.wait(120) in {0, 75}) == (True, True), run.err
    assert twelve.deliver().status == 0
    assert twelve.wrong() == {}
    assert not twelve.ledger.exists()
    assert mariadb.run("SELECT COUNT(*) FROM deliveries WHERE outcome = 'posted'", server.database) == [(12,)]
    said = f"ok  ledger   {server.database} on the database server: can be used"
    assert said in twelve.run("-all", script="doctor.py").out


def test_a_run_whose_ledger_is_deleted_ends_in_one_sentence_and_the_next_doubles_nothing(
    twelve: Campaign,
) -> None:
    change_settings(twelve, "throttle = 0", "throttle = 1")
    running = subprocess.Popen(
        twelve.command("-always"),
        env=twelve.environment(),
        cwd=twelve.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    before = twelve.edits("es")
    while twelve.edits("es") < before + 2 and running.poll() is None:
        time.sleep(0.1)
    for file in twelve.folder.glob("ledger*"):
        file.unlink()
    _, said = running.communicate(timeout=120)
    assert running.returncode == 75, said
    assert "ledger.sqlite3 was deleted or replaced while it was open. Run this again." in said
    change_settings(twelve, "throttle = 1", "throttle = 0")
    assert twelve.deliver().status == 0
    assert twelve.wrong() == {}
