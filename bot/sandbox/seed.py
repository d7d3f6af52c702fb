"""Shell: the pages that a new sandbox begins with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.sandbox import php
from bot.sandbox.state import Record, State

SEED = Path(__file__).with_name("seed")


def pages_of(wiki: str) -> list[dict[str, Any]]:
    """Give the seed pages of one wiki as php/pages.php reads them, in the order of saving."""
    del wiki
    return []


def write(state: State, record: Record, wiki: str, databases: Path | None = None) -> None:
    """Save the seed pages of one wiki."""
    if pages := pages_of(wiki):
        text = json.dumps(pages, ensure_ascii=False)
        php.run(state, record, wiki, php.SCRIPTS / "pages.php", text=text, databases=databases)
