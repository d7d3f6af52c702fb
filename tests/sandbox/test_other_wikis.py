"""The sandbox brings the Wikipedias of other languages, as MediaWiki has them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import PROJECT

pytestmark = pytest.mark.sandbox


def ask(sandbox: Sandbox, wiki: str, **parameters: str) -> Any:
    asked = {"action": "query", "format": "json", "formatversion": "2", **parameters}
    return requests.get(f"{sandbox.urls[wiki]}/api.php", params=asked, timeout=60).json()["query"]


def test_the_wikis_are_those_that_were_asked_for(second_sandbox: Sandbox) -> None:
    assert list(second_sandbox.ports) == ["meta", "uk", "pl"]
    assert second_sandbox.is_up()
    assert list(Sandbox(second_sandbox.state.folder).record.wikis) == ["meta", "uk", "pl"]


@pytest.mark.parametrize(
    ("wiki", "language", "user", "talk"),
    [
        ("uk", "uk", "Користувач", "Обговорення користувача"),
        ("pl", "pl", "Wikipedysta", "Dyskusja wikipedysty"),
        ("meta", "en", "User", "User talk"),
    ],
)
def test_each_speaks_its_language(
    second_sandbox: Sandbox, wiki: str, language: str, user: str, talk: str
) -> None:
    answer = ask(second_sandbox, wiki, meta="siteinfo", siprop="general|namespaces")
    assert answer["general"]["lang"] == language
    assert [answer["namespaces"][number]["name"] for number in ("2", "3")] == [user, talk]


def test_interwiki_links_lead_from_one_to_the_other(second_sandbox: Sandbox) -> None:
    answer = ask(second_sandbox, "pl", titles="uk:Сад|m:Garden", iwurl="1")
    urls = {link["iw"]: link["url"] for link in answer["interwiki"]}
    assert urls["uk"].startswith(second_sandbox.urls["uk"])
    assert urls["m"].startswith(second_sandbox.urls["meta"])


def test_the_settings_that_it_makes_name_them(second_sandbox: Sandbox) -> None:
    text = (second_sandbox.state.folder / "settings.toml").read_text(encoding="utf-8")
    assert '[wikis.pl]\nfamily = "letsconnect_sandbox"\ncode = "pl"\nlanguage = "pl"\n' in text
    assert "[wikis.es]" not in text


def test_a_language_that_mediawiki_does_not_have_is_told(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(PROJECT / "scripts" / "sandbox.py"),
        "up",
        "-wikis:uk,xx",
        f"-state:{tmp_path}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert done.stderr.strip() == "MediaWiki has no language “xx”: name others with -wikis:uk,pl."
