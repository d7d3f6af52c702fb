"""A small campaign on the sandbox's wikis: people, pages, runs of the command, and what came of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from bot.sandbox import php
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import PROJECT, WIKIS
from tests.proxy import FaultProxy
from tests.sandbox import forks

SIGNUP = "Grants:Knowledge Sharing/Connect/Sign-up"
MESSAGE = "Let's Connect/Announcements/Test"
SEEDED_MESSAGE = "Let's Connect/Announcements/2026-12 clinic"
REPORT = f"User:LetsConnectBot/Reports/{MESSAGE}"
DAILY = f"""
[[timetable]]
name = "message"
command = "announce"
arguments = ["-page:{MESSAGE}"]
every_minutes = 1440
grace_hours = 24
"""
"""A timetable: the message once a day, at once if it never went out."""

MEASURED = 3
"""Coverage is measured of campaigns with so many people at most, and of each file's first runs."""

MOST_RUNS = 2
"""So many are measured in one file: what its later tests do has mostly been done before."""

_measured: Counter[str] = Counter()

BEGUN = "2026-11-01T12:00:00Z"

HEADINGS = {
    "en": "Next clinic",
    "es": "Próxima clínica",
    "ar": "العيادة القادمة",
    "fr": "Prochain atelier",
    "pt": "Próxima clínica",
}
KEY = re.compile(r"<!-- letsconnect ([a-z2-7]{6}-[a-z2-7]{12}) -->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one run of a command ended."""

    status: int
    out: str
    err: str


@dataclass(slots=True, kw_only=True)
class Campaign:
    """People signed up on Meta, a message in some languages, and a folder of its own to run in."""

    sandbox: Sandbox
    folder: Path
    message: str = MESSAGE
    time_limit: float = 3.0
    limits: str = ""  # further lines of the settings' [limits]
    pages: str = ""  # further lines of the settings' [pages]
    tables: str = ""  # further tables of the settings
    proxies: Mapping[str, FaultProxy] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)  # wiki and user name

    def __post_init__(self) -> None:
        shutil.copytree(self.sandbox.pywikibot_dir, self.folder / "pywikibot", dirs_exist_ok=True)
        config = self.folder / "pywikibot" / "user-config.py"
        text = config.read_text().replace(str(self.sandbox.pywikibot_dir), str(config.parent))
        config.write_text(text + "\nsocket_timeout = (3, 4)\n")
        self.write_settings()

    def write_settings(self) -> None:
        """Write settings like the sandbox's own, with this campaign's time limit."""
        own = self.sandbox.state.folder / "settings.toml"
        text = own.read_text(encoding="utf-8")
        text = re.sub(r"request_time_limit = \d+", f"request_time_limit = {self.time_limit}", text)
        text = text.replace("[limits]\n", f"[limits]\n{self.limits}\n")
        text = text.replace("[pages]\n", f"[pages]\n{self.pages}\n")
        (self.folder / "settings.toml").write_text(text + self.tables, encoding="utf-8")

    @property
    def ledger(self) -> Path:
        """The campaign's ledger."""
        return self.folder / "ledger.sqlite3"

    def sign_up(self, people: Sequence[tuple[str, str, str]]) -> None:
        """Make the sign-up page: wiki, user name, what they wrote for a language."""
        self.names = [(wiki, name) for wiki, name, _ in people]
        rows = "".join(
            f"|-\n| [[User:{name}|{name}]] || {language} || {wiki}\n" for wiki, name, language in people
        )
        text = f'{{| class="wikitable"\n! User !! Languages !! Home wiki\n{rows}|}}\n'
        self.save("meta", SIGNUP, text)

    def write_message(self, languages: Sequence[str] = ("en", "es", "ar", "fr", "pt")) -> None:
        """Make the message page and its language pages."""
        pages = [
            {
                "title": MESSAGE if language == "en" else f"{MESSAGE}/{language}",
                "text": f"== {HEADINGS[language]} ==\n[[:m:{SIGNUP}|…]] ({language})\n",
                "by": "Noor Organiser",
                "at": BEGUN,
            }
            for language in languages
        ]
        self.save_all("meta", pages)

    def save(self, wiki: str, title: str, text: str, *, by: str = "Noor Organiser", **more: str) -> None:
        """Save a page as somebody."""
        self.save_all(wiki, [{"title": title, "text": text, "by": by, "at": BEGUN, **more}])

    def save_all(self, wiki: str, pages: Sequence[Mapping[str, str]]) -> None:
        """Save many pages."""
        script = php.SCRIPTS / "pages.php"
        php.run(self.sandbox.state, self.sandbox.record, wiki, script, text=json.dumps(list(pages)))

    def is_measured(self) -> bool:
        """Tell whether coverage is measured of the next run.

        It slows a run to half its speed; the small campaigns show what the large ones do.
        """
        file = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0]
        _measured[file] += 1
        return len(self.names) <= MEASURED and _measured[file] <= MOST_RUNS

    def environment(self, *, measured: bool = False) -> dict[str, str]:
        """Give the environment in which Pywikibot finds the wikis, some behind a proxy."""
        ports = {**self.sandbox.ports, **{wiki: proxy.port for wiki, proxy in self.proxies.items()}}
        named = ",".join(f"{wiki}:{port}" for wiki, port in ports.items())
        inherited = {
            name: text for name, text in os.environ.items() if measured or not name.startswith("COV")
        }
        return {
            **inherited,
            "PYWIKIBOT_DIR": str(self.folder / "pywikibot"),
            "LETSCONNECT_SANDBOX_PORTS": named,
            "LETSCONNECT_SETTINGS": str(self.folder / "settings.toml"),
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, *arguments: str, script: str = "announce.py") -> list[str]:
        """Give the command line."""
        own = ("-page", "-listed", "-amend", "-recall")
        if script == "announce.py" and not any(argument.startswith(own) for argument in arguments):
            arguments = (f"-page:{self.message}", *arguments)
        return [sys.executable, str(PROJECT / "scripts" / script), *arguments]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a run that the test will kill."""
        return self.begin("-always", *arguments)

    def begin(self, *arguments: str, script: str = "announce.py") -> subprocess.Popen[str]:
        """Begin a run, and go on."""
        return subprocess.Popen(
            self.command(*arguments, script=script),
            env=self.environment(),
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, *arguments: str, script: str = "announce.py", timeout: float = 180) -> Run:
        """Run a command to its end."""
        return self.run_as(self.command(*arguments, script=script), timeout=timeout)

    def run_as(self, command: Sequence[str], *, timeout: float = 180) -> Run:
        """Run a command line to its end; a script whose coverage is not measured runs in a fork."""
        measured = self.is_measured()
        environment = self.environment(measured=measured)
        if not measured and forks.can_run(command, environment):
            done = forks.run(command, environment=environment, folder=self.folder, timeout=timeout)
            return _ended(done)
        done = subprocess.run(
            command,
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
        )
        return _ended(done)

    def deliver(self, *arguments: str) -> Run:
        """Run the announcement without questions."""
        return self.run("-always", *arguments)

    def ask(self, wiki: str, **parameters: str) -> Any:
        """Ask a wiki's API, past any proxy."""
        asked = {"action": "query", "format": "json", "formatversion": "2", **parameters}
        answer = requests.post(f"{self.sandbox.urls[wiki]}/api.php", data=asked, timeout=60)
        return answer.json()["query"]

    def parse(self, wiki: str, title: str) -> Any:
        """Have a wiki render a page of its own: `text` is its HTML, `sections` its headings."""
        asked = {"action": "parse", "page": title, "prop": "text|sections", "format": "json"}
        answer = requests.post(
            f"{self.sandbox.urls[wiki]}/api.php", data={**asked, "formatversion": "2"}, timeout=60
        )
        return answer.json()["parse"]

    def text(self, wiki: str, title: str) -> str:
        """Give a page's text; empty: no page."""
        page = self.ask(wiki, titles=title, prop="revisions", rvprop="content", rvslots="main")["pages"][0]
        return "" if page.get("missing") else str(page["revisions"][0]["slots"]["main"]["content"])

    def sections(self) -> Counter[tuple[str, str]]:
        """Count the campaign's sections on each person's talk page."""
        found: Counter[tuple[str, str]] = Counter()
        for wiki in WIKIS:
            names = [name for their_wiki, name in self.names if their_wiki == wiki]
            for start in range(0, len(names), 50):
                titles = "|".join(f"User talk:{name}" for name in names[start : start + 50])
                answer = self.ask(wiki, titles=titles, prop="revisions", rvprop="content", rvslots="main")
                normalised = {entry["to"]: entry["from"] for entry in answer.get("normalized", ())}
                for page in answer["pages"]:
                    name = normalised.get(page["title"], page["title"]).partition(":")[2]
                    text = "" if page.get("missing") else page["revisions"][0]["slots"]["main"]["content"]
                    found[wiki, name] = len(KEY.findall(text))
        return found

    def wrong(self) -> dict[tuple[str, str], int]:
        """Give those who have no section, or more than one."""
        found = self.sections()
        return {person: found[person] for person in self.names if found[person] != 1}

    def edits(self, wiki: str) -> int:
        """Count the bot's edits on a wiki."""
        answer = self.ask(wiki, list="users", ususers="LetsConnectBot", usprop="editcount")
        return int(answer["users"][0]["editcount"])

    def count_writes(self) -> int:
        """Count the edits that passed the proxies."""
        return sum(proxy.count(action="edit") for proxy in self.proxies.values())

    def newest(self) -> dict[str, tuple[int, ...]]:
        """Give each wiki's newest recent changes."""
        return {
            wiki: tuple(
                change["rcid"]
                for change in self.ask(wiki, list="recentchanges", rclimit="50", rcprop="ids")[
                    "recentchanges"
                ]
            )
            for wiki in WIKIS
        }


def _ended(done: subprocess.CompletedProcess[str]) -> Run:
    said = [line for line in done.stderr.splitlines() if not line.startswith("Logging in to ")]
    return Run(status=done.returncode, out=done.stdout, err="\n".join(said))


def spread(count: int, wikis: Sequence[str] = WIKIS) -> list[tuple[str, str, str]]:
    """Give so many editors, spread over wikis, each with a language to ask for."""
    languages = ("", "es", "ar", "français", "Portuguese", "English")
    return [
        (wikis[number % len(wikis)], f"Editor {number + 1:04}", languages[number % len(languages)])
        for number in range(count)
    ]
