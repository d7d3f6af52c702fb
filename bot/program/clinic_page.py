"""Pure: a clinic on a page of its own: a table of two columns, a template, or labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.program.clinic_row import ClinicRow, Fields
from bot.program.clinics import Reading
from bot.program.columns import MARKUP, fold_heading
from bot.program.problems import Place
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.owned import without_owned
from bot.wikitext.tables import read_tables
from bot.wikitext.transclusions import find_transclusions

_OF_TIME = frozenset({"when", "date", "time"})

LONGEST_LABEL = 60
"""Characters."""

_LABELLED = re.compile(
    r"^[*;:#]*\s*'{0,5}(?P<label>[^\n:'={}\[\]|]{2,60}?)\s*'{0,5}\s*:\s*'{0,5}[ \t]*(?P<text>[^\n]*)$",
    re.MULTILINE,
)
_PARAMETER = re.compile(
    r"\|\s*(?P<label>[^=|{}\[\]\n]{1,60}?)\s*=(?P<text>(?:[^{}\[\]|]|\[\[[^\[\]]*\]\]"
    r"|\[[^\[\]]*\]|\{\{[^{}]*\}\})*)"
)


def read_clinic_page(wikitext: str, *, page: str, headings: Mapping[str, Sequence[str]]) -> Reading:
    """Read the clinic that a page tells of.

    Where the page says no topic, the last part of its title is it.

    Args:
        wikitext: of the page.
        page: its title.
        headings: by which fields are known.

    Returns:
        One clinic, with what is wrong in it; none, where the page has no field for when it takes place.
    """
    columns = {fold_heading(name): column for column, names in headings.items() for name in names}
    texts: dict[str, str] = {}
    for label, text in _fields(without_owned(wikitext)):
        column = columns.get(fold_heading(MARKUP.sub("", label).replace("_", " ")), "")
        if column and text.strip():
            before = texts.setdefault(column, text.strip())
            if column in _OF_TIME and text.strip() not in before:
                texts[column] = f"{before}, {text.strip()}"  # said twice: it must agree
    if not texts.keys() & {"when", "date"}:
        return Reading()
    texts.setdefault("topic", page.rpartition("/")[2])
    reader = ClinicRow(fields=Fields(texts=texts), place=Place(page=page, row=0, line=1), page=page)
    clinic = reader.read()
    return Reading(clinics=(clinic,) if clinic else (), problems=tuple(reader.problems))


def _fields(wikitext: str) -> Iterator[tuple[str, str]]:
    for table in read_tables(wikitext):
        for row in table.rows:
            if len(row.cells) == 2 and len(label := row.cells[0].own_text) <= LONGEST_LABEL:
                yield label, row.cells[1].own_text
    seen = without_unparsed(wikitext)
    for call in find_transclusions(seen):
        for match in _PARAMETER.finditer(call.wikitext):
            yield match["label"], match["text"]
    for match in _LABELLED.finditer(seen):
        yield match["label"], match["text"]
