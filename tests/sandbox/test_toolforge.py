"""The scripts for Toolforge, in an environment like its own: a home, a /tmp, a password as a variable."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import PROJECT
from tests.sandbox.campaign import DAILY, Campaign, spread

pytestmark = pytest.mark.sandbox

TIMETABLE = f"""
[running]
heartbeat = "/TMP/heartbeat.json"
{DAILY}"""


@pytest.fixture
def home(fresh_sandbox: Sandbox, tmp_path: Path) -> Path:
    """A tool's home: the checkout with its environment, settings, and Pywikibot's configuration."""
    place = tmp_path / "tmp"
    tables = TIMETABLE.replace("/TMP", str(place))
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path / "made", tables=tables)
    fresh_sandbox.users(4)
    campaign.write_message(["en"])
    campaign.sign_up(spread(4, ("es", "ar")))
    home = tmp_path / "home"
    home.mkdir()
    (home / ".venv").symlink_to(PROJECT / ".venv")
    (home / "scripts").symlink_to(PROJECT / "scripts")
    shutil.copy(campaign.folder / "settings.toml", home)
    config = (campaign.folder / "pywikibot" / "user-config.py").read_text(encoding="utf-8")
    (home / "user-config.py").write_text(config.replace(str(campaign.folder / "pywikibot"), str(place)))
    for file in (campaign.folder / "pywikibot").glob("*_family.py"):
        shutil.copy(file, home)
    return home


def run(home: Path, script: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LETSCONNECT")},
        "HOME": str(home.parent),
        "LETSCONNECT_HOME": str(home),
        "LETSCONNECT_TMP": str(home.parent / "tmp"),
        **more,
    }
    return subprocess.run(
        [str(PROJECT / "scripts" / "toolforge" / script), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_timetable_is_kept_with_the_password_of_the_environment(
    home: Path, fresh_sandbox: Sandbox
) -> None:
    ports = ",".join(f"{wiki}:{port}" for wiki, port in fresh_sandbox.ports.items())
    secret = f'("LetsConnectBot", BotPassword("announce", "{fresh_sandbox.passwords.bot}"))'
    known = {"LETSCONNECT_PASSWORD": secret, "LETSCONNECT_SANDBOX_PORTS": ports}
    assert run(home, "healthy").returncode == 1
    done = run(home, "run", "run_schedule", "-once", **known)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "The plan waits for an organiser" in done.stdout
    assert fresh_sandbox.passwords.bot not in done.stdout + done.stderr
    place = home.parent / "tmp"
    assert stat.S_IMODE((place / "user-password.py").stat().st_mode) == 0o600
    assert json.loads((place / "heartbeat.json").read_text())["job"] == ""
    assert run(home, "healthy").returncode == 0
    assert not list(home.glob("*.lwp")), "cookies are no matter of the tool's home"
    listed = run(home, "run", "run_schedule", "-list", **known)
    assert "status 1" in listed.stdout


def test_what_is_missing_is_told(home: Path) -> None:
    done = run(home, "run")
    assert (done.returncode, "toolforge envvars create" in done.stderr) == (2, True)
    (home / "settings.toml").unlink()
    done = run(home, "run", LETSCONNECT_PASSWORD="x")
    assert (done.returncode, "settings.toml is missing" in done.stderr) == (2, True)
