"""Pages with tables made sign-ups, where somebody stands in one row or in none, and a judge of changes."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.program.columns import MARKUP, KnownHeadings, fold_heading, split_table
from bot.program.sign_up_row import first_user, is_struck
from bot.wikitext.table import Row, Table
from bot.wikitext.tables import read_tables
from tests.onwiki.gadget import Rows

NAME = "Zoé O'Marsh & co"
VALUE = "a|b {{c}} || ''d'' ==\n| <s> [[e]]"
SHOWN = " ".join(VALUE.split())

Outline = list[list[list[tuple[str, bool]]]]


@dataclass(frozen=True, slots=True)
class Case:
    """A page, how its columns are headed, and where the person stands."""

    text: str
    columns: dict[str, list[str]]
    table: int
    row: int  # -1: the person stands nowhere

    @property
    def config(self) -> dict[str, object]:
        """Give it as the gadget has it."""
        return {"columns": self.columns, "withdrawn": []}


def made_sign_ups(page: str, most: int = 3) -> Iterator[Case]:
    """Take the first row of each table as headings, and put the person in rows below it."""
    for index, table in enumerate(read_tables(page)):
        columns: dict[str, list[str]] = {}
        for name, cell in zip(
            ("user", "languages", "region"), table.rows[0].cells if table.rows else (), strict=False
        ):
            if fold_heading(cell.own_text) and [cell.own_text] not in columns.values():
                columns[name] = [cell.own_text]
        if "user" not in columns:
            continue
        case = Case(page, columns, index, -1)
        if _sign_ups(case, page)[:1] == [index] and _row_of(case, page) is None:
            yield case
        for row in range(1, min(len(table.rows), most + 1)):
            start, end = table.rows[row].cells[0].span
            case = Case(f"{page[:start]} [[User:{NAME}|Zoé]]{page[end:]}", columns, index, row)
            if _row_of(case, case.text) == (index, row):
                yield case


def random_pages(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    """Give examples, to be looked at all at once."""
    pages: list[str] = []

    @settings(max_examples=count, database=None, suppress_health_check=list(HealthCheck), deadline=None)
    @given(strategy)
    def collect(page: str) -> None:
        pages.append(page)

    collect()
    return pages


def outcomes(rows: Rows, cases: Sequence[Case]) -> Counter[str]:
    """Change, or add, and strike out the person on each page; judge, and count what was done and refused."""
    counted: Counter[str] = Counter()
    values = {"languages": VALUE, "region": ""}
    asked = [{name: value for name, value in values.items() if name in case.columns} for case in cases]
    changes = rows.each("change", [(c.text, c.config, NAME, v) for c, v in zip(cases, asked, strict=True)])
    leaves = rows.each("leave", [(c.text, c.config, NAME) for c in cases])
    for case, wanted, changed, left in zip(cases, asked, changes, leaves, strict=True):
        for what, answer in (("change" if case.row >= 0 else "add", changed), ("leave", left)):
            counted[f"{what} {answer.get('reason', 'done')}"] += 1
            if not answer["ok"]:
                assert set(answer) == {"ok", "reason", "line"}, answer
            elif case.row < 0:
                _judge_addition(case, answer["text"], wanted) if what == "add" else _equal(
                    answer["text"], case.text
                )
            else:
                _judge_change(case, answer["text"], None if what == "leave" else wanted)
    return counted


def _judge_change(case: Case, text: str, wanted: dict[str, str] | None) -> None:
    before, after = read_tables(case.text), read_tables(text)
    assert _outline(before, case) == _outline(after, case), (
        f"other rows are changed:\n{case.text}\n->\n{text}"
    )
    start, end = before[case.table].rows[case.row].span
    assert text.startswith(case.text[:start]), (case, text)
    assert text.endswith(case.text[end:]), (case, text)
    own = after[case.table].rows[case.row]
    _judge_own(case, own, wanted)
    old = before[case.table].rows[case.row]
    columns = split_table(before[case.table], KnownHeadings.of(case.columns))[0]
    for index, cell in enumerate(old.cells):
        if wanted is None and index not in {columns.known["user"], *columns.numbers}:
            assert not MARKUP.sub("", own.cells[index].own_text).strip(), (case, text)
        elif index not in columns.known.values():
            assert own.cells[index].own_text == cell.own_text, (case, text)


def _judge_addition(case: Case, text: str, wanted: dict[str, str]) -> None:
    before, after = read_tables(case.text), read_tables(text)
    assert len(after[case.table].rows) == len(before[case.table].rows) + 1, (case, text)
    place = next(i for i, row in enumerate(after[case.table].rows) if _name(row.cells[0].own_text) == NAME)
    added = Case(text, case.columns, case.table, place)
    assert place == len(before[case.table].rows), (case, text)
    assert _outline(before, case) == _outline(after, added), (
        f"other rows are changed:\n{case.text}\n->\n{text}"
    )
    _judge_own(case, after[case.table].rows[place], wanted)
    grown = len(text) - len(case.text)
    assert any(text[:at] + text[at + grown :] == case.text for at in range(len(case.text) + 1)), (case, text)


def _judge_own(case: Case, row: Row, wanted: dict[str, str] | None) -> None:
    user = row.cells[0].own_text
    assert _name(user) == NAME, (case, user)
    assert is_struck(user) == (wanted is None), (case, user)
    for name, index in _columns(case, read_tables(case.text)[case.table]).items():
        if name == "user":
            continue
        written = row.cells[index].own_text if index < len(row.cells) else ""
        intended = " ".join((wanted or {}).get(name, "").split())
        shown = {html.unescape(written), html.unescape(MARKUP.sub("", written)).strip()}
        assert intended in shown, (case, name, written)


def _outline(tables: Iterable[Table], case: Case) -> Outline:
    return [
        [
            [(cell.own_text, cell.is_header) for cell in row.cells]
            for index, row in enumerate(table.rows)
            if (number, index) != (case.table, case.row)
        ]
        for number, table in enumerate(tables)
    ]


def _columns(case: Case, table: Table) -> dict[str, int]:
    return dict(split_table(table, KnownHeadings.of(case.columns))[0].known)


def _sign_ups(case: Case, text: str) -> list[int]:
    return [number for number, table in enumerate(read_tables(text)) if "user" in _columns(case, table)]


def _row_of(case: Case, text: str) -> tuple[int, int] | None:
    """Give where the person stands alone, as the bot reads it."""
    found = []
    for number, table in enumerate(read_tables(text)):
        columns, body = split_table(table, KnownHeadings.of(case.columns))
        for row in body:
            cell = row.cell(columns.known["user"])
            if cell is not None and _name(cell.own_text) == NAME:
                found.append((number, table.rows.index(row.row)))
    return found[0] if len(found) == 1 else None


def _name(text: str) -> str:
    user = first_user(text)
    return user.username if user else ""


def _equal(one: Any, other: Any) -> None:
    assert one == other
