"""Settings that are good, and the same with one value changed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from bot.run.settings import SettingsError, read_settings

GOOD: dict[str, Any] = {
    "program": "garden",
    "home": "meta",
    "contact": "garden@example.org",
    "ledger": "ledger.sqlite3",
    "pages": {"signup": "Garden/Sign-up", "team": "Talk:Garden", "stop": "User:G/Stop", "report": "User:G/R"},
    "columns": {"user": ["User", "Usuario"], "languages": ["Languages"]},
    "languages": {"offered": ["en", "es", "pt-br"]},
    "wikis": {
        "meta": {"family": "meta", "code": "meta", "language": "en", "prefixes": ["m", "meta"]},
        "es": {"family": "wikipedia", "code": "es", "language": "es"},
    },
}


def changed(key_path: str, value: object) -> dict[str, Any]:
    """Give the good settings with one value set; none: taken out."""
    tables = copy.deepcopy(GOOD)
    *above, key = key_path.split("/")
    table = tables
    for step in above:
        table = table.setdefault(step, {})
    if value is None:
        del table[key]
    else:
        table[key] = value
    return tables


def faults_of(tables: dict[str, Any]) -> list[str]:
    """Read tables that are broken, and give the sentences."""
    with pytest.raises(SettingsError) as caught:
        read_settings(tables, Path("settings.toml"))
    return str(caught.value).splitlines()
