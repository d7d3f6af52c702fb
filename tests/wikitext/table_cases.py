"""Awkward pages and what MediaWiki makes of them.

Run as a module with the address of a wiki's API it writes that anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.wikitext.tables import Table, read_tables

CORE_TAGS = frozenset({"pre", "nowiki", "gallery", "indicator", "langconvert"})
"""Extension tags that any MediaWiki has."""

FOLDER = Path(__file__).parents[1] / "pages" / "tables"


def names() -> list[str]:
    """Give the cases' names."""
    return sorted(path.stem for path in FOLDER.glob("*.wikitext"))


def page(name: str) -> str:
    """Give a case's page."""
    return FOLDER.joinpath(f"{name}.wikitext").read_bytes().decode()


def outline(tables: list[Table]) -> list[list[list[list[object]]]]:
    """Give tables, rows and cells as JSON has them: text, header, rowspan, colspan."""
    return [
        [[[c.text, c.is_header, c.rowspan, c.colspan] for c in row.cells] for row in table.rows]
        for table in tables
    ]


def expected(name: str) -> object:
    """Give the outline that was equal to MediaWiki's rendering when it was written."""
    return json.loads(FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8"))


def write(api: str) -> None:
    """Ask a wiki about each case, and write what it agrees to."""
    from tests.wikitext.mediawiki_judge import MediaWikiJudge  # noqa: PLC0415 - only this needs the network

    judge = MediaWikiJudge(api)
    for name in names():
        for difference in judge.differences(page(name)):
            sys.exit(f"{name}: {difference}")
        tables = outline(read_tables(page(name), extension_tags=CORE_TAGS))
        rows = [
            "[" + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in table) + "]" for table in tables
        ]
        FOLDER.joinpath(f"{name}.json").write_text("[" + ",\n ".join(rows) + "]\n", encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1])
