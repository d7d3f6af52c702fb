"""The rooms import one way, the pure ones are pure, and the README names only commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import house

ROOT = Path(__file__).parents[1]
ROOMS = sorted(folder for folder in (ROOT / "bot").iterdir() if (folder / "__init__.py").exists())
MODULES = [(path, folder.name) for folder in ROOMS for path in sorted(folder.rglob("*.py"))]
SCRIPTS = [(path, "scripts") for path in sorted((ROOT / "scripts").glob("*.py"))]

_NOT_OURS = {".git", ".venv", ".sandbox", ".hypothesis", "build", "dist"}
_TEXT = {"", ".py", ".sh", ".md", ".toml", ".cfg", ".yaml", ".yml", ".php", ".txt", ".sample", ".json"}
_HOME = re.compile("/" + r"(?:root|work|home/\w+|Users/\w+)/")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_room_is_one_of_the_house() -> None:
    assert {folder.name for folder in ROOMS} <= {*house.MAY_IMPORT, "onwiki"} - {"scripts"}


@pytest.mark.parametrize(("path", "room"), MODULES + SCRIPTS, ids=lambda value: getattr(value, "name", None))
def test_the_house_rules_hold(path: Path, room: str) -> None:
    faults = house.faults(path.read_text(encoding="utf-8"), room=room, path=_name(path))
    if path.name == "sandbox.py" and room == "scripts":
        faults = [fault for fault in faults if "bot.sandbox" not in fault]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("room", "line", "reason"),
    [
        ("plan", "from bot.wiki import sites", "plan may not import bot.wiki"),
        ("plan", "from bot import wiki", "plan may not import bot.wiki"),
        ("wikitext", "import bot.program.roster", "wikitext may not import bot.program"),
        ("program", "from bot.words import catalogue", "program may not import bot.words"),
        ("wiki", "from bot.ledger import ledger", "wiki may not import bot.ledger"),
        ("run", "from bot.sandbox import servers", "run may not import bot.sandbox"),
        ("scripts", "from bot.sandbox import servers", "scripts may not import bot.sandbox"),
        ("run", "from . import jobs", "write the whole name"),
        ("run", "def late():\n    import pywikibot", "only bot.wiki imports pywikibot"),
        ("scripts", "import pywikibot.bot", "only bot.wiki imports pywikibot"),
        ("ledger", "import requests", "only bot.wiki imports requests"),
        ("run", "from sqlite3 import connect", "only bot.ledger imports sqlite3"),
        ("plan", "import os.path", "plan is pure and may not import os.path"),
        ("words", "from urllib.request import urlopen", "words is pure and may not import urllib.request"),
        ("plan", "from time import monotonic", "plan is pure and may not import time"),
        ("program", "print(1)", "may not call print()"),
        ("program", "from datetime import datetime\nx = datetime.now()", "has no clock"),
        ("program", "import datetime as d\nx = d.date.today()", "has no clock"),
        ("words", "folder.write_text('')", "may not call .write_text()"),
    ],
)
def test_a_broken_rule_is_found(room: str, line: str, reason: str) -> None:
    head = "Pure: x." if room in house.PURE else "Shell: x."
    [fault] = house.faults(f'"""{head}"""\n{line}\n', room=room)
    assert reason in fault


def test_a_docstring_that_hides_the_kind_of_its_room_is_found() -> None:
    [fault] = house.faults('"""Shell: times."""', room="program")
    assert fault == ":1: the docstring must begin 'Pure: '"


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("scripts", "from bot.run import jobs"),
        ("run", "from bot.wiki.sites import connect\nimport bot.plan.edits\nimport os"),
        (
            "plan",
            "from urllib.parse import quote\nfrom datetime import UTC, datetime\nfrom bot.program import x",
        ),
        ("sandbox", "import sqlite3\nfrom pywikibot import family"),
        ("wikitext", "from bot.wikitext.tables import Cell"),
        ("plan", "from bot import __version__"),
    ],
)
def test_an_allowed_line_is_allowed(room: str, line: str) -> None:
    head = "Pure: x." if room in house.PURE else "Shell: x."
    assert house.faults(f'"""{head}"""\n{line}\n', room=room) == []


def _commands(readme: str) -> set[str]:
    """Give the paths of the project's own commands that a text names."""
    scripts = re.findall(r"(?<![\w/.-])(?:\./)?(scripts/[\w.-]+[\w])", readme)
    by_name = [f"scripts/{name}.py" for name in re.findall(r"\bpwb (?!-)(\w+)", readme)]
    return {*scripts, *by_name}


def test_commands_are_found_in_a_text() -> None:
    assert _commands("`./scripts/demo`, then python scripts/announce.py or `pwb doctor -simulate`.") == {
        "scripts/demo",
        "scripts/announce.py",
        "scripts/doctor.py",
    }


@pytest.mark.parametrize(
    "page",
    ["README.md", "CHANGELOG.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))],
)
def test_every_command_a_page_names_exists(page: str) -> None:
    missing = {
        command
        for command in _commands((ROOT / page).read_text(encoding="utf-8"))
        if not (ROOT / command).exists()
    }
    assert not missing


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{_name(path)}:{number}: {line.strip()}"
        for path in sorted(ROOT.rglob("*"))
        if not _NOT_OURS & set(path.relative_to(ROOT).parts) and path.suffix in _TEXT and path.is_file()
        if not path.name.startswith(".coverage")
        if not any(
            part.endswith((".egg-info", "_cache", "__pycache__")) for part in path.relative_to(ROOT).parts
        )
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if _HOME.search(line)
    ]
    assert not found, "\n".join(found)
