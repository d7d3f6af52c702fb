"""A slip in a file that holds secrets is told without them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pywikibot import config

from bot.wiki.errors import LoginError
from bot.wiki.exchange import Reply
from bot.wiki.login import Login
from tests.wiki.test_login import Site

SECRET = "very0secret7"

START = """
from bot.wiki.errors import StartError
from bot.wiki.start import start
try:
    start(["-verbose"])
except StartError as error:
    print(error)
"""


@pytest.mark.parametrize(
    "line",
    [
        f"authenticate['*.wikipedia.org'] = ('key', {SECRET})",
        f"authenticate['*.wikipedia.org'] = ('key', '{SECRET}",
        f"int('{SECRET}')",
        f"raise KeyError('{SECRET}')",
    ],
)
def test_a_slip_in_user_config_is_told_by_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "user-config.py").write_text(f"family = 'wikipedia'\nmylang = 'en'\n{line}\n")
    (tmp_path / "user-config.py").chmod(0o600)
    done = subprocess.run(
        [sys.executable, "-c", START],
        env={**os.environ, "PYWIKIBOT_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "line 3 of user-config.py is amiss" in done.stdout
    assert SECRET not in done.stdout + done.stderr


class SiteOfFamily(Site):
    """What Pywikibot's password file wants to know of a site."""

    code = "en"

    class family:  # noqa: N801 - as Pywikibot has it
        name = "wikipedia"


@pytest.mark.parametrize(
    "line",
    [
        f"('a', 'b', 'LetsConnectBot', 'c', '{SECRET}')",
        f"('LetsConnectBot', {SECRET}",
        f"('LetsConnectBot', ['{SECRET}'])",
        f"'{SECRET}'",
        f"('Somebody', '{SECRET}')",
        f"('LetsConnectBot', '{SECRET * 30}')",
    ],
)
def test_a_slip_in_the_password_file_is_told_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    path = tmp_path / "user-password.py"
    path.write_text(f"{line}\n")
    path.chmod(0o600)
    monkeypatch.setattr(config, "password_file", str(path))
    site: Any = SiteOfFamily()
    login = Login(name="es", site=site, post=lambda _: Reply(status=0, answer=None), patient=False)
    with pytest.raises(LoginError, match="Check the password file") as caught:
        login.run(seen_as="")
    said = capsys.readouterr()
    assert SECRET not in str(caught.value) + said.out + said.err
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
