"""Pure: the template that makes one row of the sign-up table, for people who edit it by hand."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.plan.onwiki.skeletons import fill
from bot.program.columns import MOST_COLUMNS, KnownHeadings
from bot.wikitext.tables import read_tables
from bot.words.catalogue import Catalogue

USER = "user"
UNKNOWN = ""
"""A column whose heading is in no list of the settings: its cell stays empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTemplate:
    """Writes the template.

    Args:
        languages: that are offered.
        labels: by column and language, what a column is called; all but that of users.
    """

    words: Catalogue
    title: str
    languages: Sequence[str]
    labels: Mapping[str, Mapping[str, str]]

    def write(self, order: Sequence[str]) -> str:
        """Write it for a table with these columns, as `columns_in_order` gives them."""
        known = [USER, *(column for column in order if column not in {USER, UNKNOWN})]
        return fill(
            "row",
            title=self.title,
            cells="| " + " || ".join(_cell(column) for column in order),
            example="|".join(f"{column}=" for column in known),
            data=json.dumps(self._data(known), ensure_ascii=False, indent="\t"),
        )

    def _data(self, columns: Sequence[str]) -> dict[str, object]:
        return {
            "description": self._in_all("row-about"),
            "params": {column: self._parameter(column) for column in columns},
            "paramOrder": list(columns),
            "format": "inline",
        }

    def _parameter(self, column: str) -> dict[str, object]:
        told = {
            "label": self._in_all("row-user") if column == USER else self.labels[column],
            "description": self._in_all(f"row-about-{column.replace('_', '-')}"),
        }
        if column == USER:
            return {**told, "type": "wiki-user-name", "required": True}
        return {**told, "type": "line", "suggested": column in {"languages", "learn", "share"}}

    def _in_all(self, key: str) -> dict[str, str]:
        return {code: self.words.say(code, key) for code in self.languages}


def columns_in_order(wikitext: str, headings: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Give the columns of the first sign-up table of a page, unknown ones as `UNKNOWN`; empty: no table.

    Args:
        wikitext: the page.
        headings: of each column.
    """
    known = KnownHeadings.of(headings)
    for table in read_tables(wikitext):
        for cells in table.lines(MOST_COLUMNS):
            columns = known.recognise(cells).known
            if USER in columns:
                names = {index: column for column, index in columns.items()}
                return tuple(names.get(index, UNKNOWN) for index in range(len(cells)))
    return ()


def _cell(column: str) -> str:
    if column == USER:
        return "[[User:{{{user}}}|{{{user}}}]]"
    return f"{{{{{{{column}|}}}}}}" if column else ""
