"""The doctor says of ledger, rights and pages what is so, or how to mend it, and changes nothing."""

from __future__ import annotations

import gc
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.ledger.address import Server
from bot.ledger.ledger import opened
from bot.ledger.volumes import network_volume
from bot.run import findings
from bot.run.doctor_pages import WRITTEN, WRITTEN_BELOW, PagesLook
from bot.run.doctor_wiki import WikiLook
from bot.run.exit_status import ExitStatus
from bot.run.findings import look_at_ledger
from bot.run.settings import read_settings
from bot.run.settings_model import Pages
from tests.run.good_settings import GOOD

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /data/project rw shared:2 master:1 - nfs4 nas.example.org:/srv rw,vers=4.2
31 30 0:41 / /data/project/own rw - tmpfs tmpfs rw
32 22 0:42 / /mnt/a\040b rw - cifs //nas/x rw
33 22 0:43 / /twice rw - nfs nas:/x rw
34 22 0:44 / /twice rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/home/ledger.sqlite3", ""),
        ("/data/project/tool/ledger.sqlite3", "nfs4"),
        ("/data/project/own/ledger.sqlite3", ""),
        ("/data/projects/ledger.sqlite3", ""),
        ("/mnt/a b/ledger.sqlite3", "cifs"),
        ("/twice/ledger.sqlite3", ""),
    ],
)
def test_a_network_folder_is_known(tmp_path: Path, file: str, kind: str) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    assert network_volume(Path(file), tmp_path / "mountinfo") == kind


def test_where_no_mounts_are_told_no_network_folder_is_known(tmp_path: Path) -> None:
    assert network_volume(tmp_path, tmp_path / "none") == ""


def test_no_ledger_yet_is_well_and_none_is_made(tmp_path: Path) -> None:
    (finding,) = look_at_ledger(tmp_path / "ledger.sqlite3")
    assert (finding.good, finding.text.partition(": ")[2]) == (
        True,
        "there is none yet; the first run makes it",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_can_be_used_is_well(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3"):
        (finding,) = look_at_ledger(tmp_path / "ledger.sqlite3")
    assert (finding.good, finding.text.partition(": ")[2]) == (True, "can be used")


def test_an_older_ledger_is_well_and_stays_so(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "ledger.sqlite3")
    db.execute("PRAGMA user_version = 1")
    db.close()
    (finding,) = look_at_ledger(tmp_path / "ledger.sqlite3")
    assert (finding.good, "older version" in finding.text) == (True, True)


def test_a_ledger_in_a_network_folder_is_not_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "network_volume", lambda _: "nfs4")
    (finding,) = look_at_ledger(tmp_path / "ledger.sqlite3")
    assert (finding.good, finding.status) == (False, ExitStatus.WRONG_SETTINGS)
    assert "network folder (nfs4)" in finding.text


def test_a_file_that_is_no_ledger_is_not_well(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").write_text("no database " * 100)
    (finding,) = look_at_ledger(tmp_path / "ledger.sqlite3")
    assert (finding.good, finding.status) == (False, ExitStatus.WRONG_SETTINGS)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_is_away_is_a_matter_of_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ledger.database.WAITS", ())
    (finding,) = look_at_ledger(Server(database="ledger", socket=tmp_path / "none"))
    gc.collect()  # PyMySQL leaves the socket of a failed connection to the collector
    assert (finding.good, finding.status) == (False, ExitStatus.LATER)
    assert "ledger on the database server can't be reached" in finding.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("user = a\npassword = sesame\n", "Begin it with a line [client]"),
        ("[client]\npassword = sesame\n", "chmod 600"),
        (None, "can't be read (No such file or directory)"),
    ],
)
def test_a_password_file_that_can_not_be_used_is_told_without_what_is_in_it(
    tmp_path: Path, text: str | None, said: str
) -> None:
    file = tmp_path / "replica.my.cnf"
    if text is not None:
        file.write_text(text)
        file.chmod(0o644 if "[client]" in text else 0o600)
    (finding,) = look_at_ledger(Server(database="ledger", password_file=file))
    assert (finding.good, finding.status, said in finding.text) == (False, ExitStatus.WRONG_SETTINGS, True)
    assert "sesame" not in finding.text


READ = {
    *("clinics", "protected", "settings", "signup", "sources", "stop", "team", "translators", "vocabulary"),
    "gadget",  # its files are looked at by their own titles
}


def test_each_page_of_the_settings_is_known_to_be_written_or_only_read() -> None:
    known = [*WRITTEN, *WRITTEN_BELOW, *READ]
    assert sorted(known) == sorted(Pages.model_fields)


EVERYTHING = {"edit", "createtalk", "bot", "apihighlimits", "move", "editmyuserjs", "editmyuserjson"}


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        (set(), ""),
        ({"editmyuserjson"}, "may not write the sign-up gadget's files. Tick “Edit your user CSS/JSON/Java"),
        ({"move"}, "may not move pages, as newsletter -archive does. Tick “Create, edit, and move pages”"),
    ],
)
def test_rights_that_only_some_jobs_need_are_looked_at(lacking: set[str], told: str) -> None:
    pages = {**GOOD["pages"], "gadget": "User:ExampleBot/Sign-up", "newsletter": "News"}
    settings = read_settings({**GOOD, "pages": pages}, Path())
    account = SimpleNamespace(rights=EVERYTHING - lacking, groups={"bot"})
    wiki = cast("Any", SimpleNamespace(name="meta", account=account))
    found = [finding.text for finding in WikiLook(settings=settings, wiki=wiki)._rights() if not finding.good]
    assert len(found) == len(lacking)
    assert told in "".join(found)
    written = PagesLook(settings=settings, wiki=wiki, messages=())._written()
    assert ("User:ExampleBot/Sign-up/config.json" in written) == ("editmyuserjson" not in lacking)
