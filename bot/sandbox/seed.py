"""Shell: the pages that a new sandbox begins with, and the people they speak of."""

from __future__ import annotations

import hashlib
import json
import tomllib
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.sandbox import accounts, php
from bot.sandbox.accounts import ORGANISERS, Account, Passwords
from bot.sandbox.state import Record, State

SEED = Path(__file__).with_name("seed")
"""Wikitext by wiki, and the two lists of what it is for."""

_WHEN = datetime(2026, 11, 2, 12, tzinfo=UTC)


def read_index(name: str) -> list[dict[str, Any]]:
    """Give the entries of `seed/pages.toml` ("page") or `seed/people.toml` ("person")."""
    file = SEED / {"page": "pages.toml", "person": "people.toml"}[name]
    entries: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))[name]
    return entries


def fingerprint() -> str:
    """Give a sum over all that makes a new sandbox what it is."""
    total = hashlib.sha256()
    for file in sorted([*SEED.rglob("*.*"), *php.SCRIPTS.glob("*.php"), Path(accounts.__file__)]):
        if file.name not in {"router.php", "evaluate.php"}:
            total.update(file.read_bytes())
    return total.hexdigest()[:12]


def people_of(wiki: str, passwords: Passwords) -> list[Account]:
    """Give the accounts that the seed pages need on one wiki."""
    return [
        Account(
            name=person["name"],
            password=passwords.editors,
            gender=person.get("gender"),
            blocked=wiki in person.get("blocked", ()),
        )
        for person in read_index("person")
        if wiki in person["wikis"]
    ]


def pages_of(wiki: str) -> list[dict[str, Any]]:
    """Give the seed pages of one wiki as php/pages.php reads them, in the order of saving."""
    pages = []
    index = read_index("page")
    # Where the clock is behind the seed, a page dated after now would pass for newer than any edit to it.
    newest = max(page.get("at", _WHEN) for page in index)
    shift = max(newest + timedelta(days=1) - datetime.now(UTC), timedelta())
    for page in index:
        if page["wiki"] in {wiki, "every"}:
            text = (SEED / page["file"]).read_text(encoding="utf-8")
            pages.append(
                {
                    "title": page["title"],
                    # As a wiki saves it: composed letters, no blanks at the end.
                    "text": unicodedata.normalize("NFC", text).rstrip(),
                    "by": page.get("by", ORGANISERS[0]),
                    "at": (page.get("at", _WHEN) - shift).strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "protect": page.get("protect"),
                    "model": page.get("model"),
                }
            )
    return pages


def write(state: State, record: Record, wiki: str, databases: Path | None = None) -> None:
    """Save the seed pages of one wiki."""
    text = json.dumps(pages_of(wiki), ensure_ascii=False)
    php.run(state, record, wiki, php.SCRIPTS / "pages.php", text=text, databases=databases)
