"""Rows that are over go to the past ones, byte for byte, and nothing else changes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plan.rollover import RolledOver, roll_over
from bot.program.clinic_table import read_calendar
from bot.wikitext.tables import read_tables
from tests.plan.calendars import PAGE, TABLES

NOW = datetime(2027, 6, 1, tzinfo=UTC)
HEAD = "! What !! When (UTC) !! Who !! Main language !! Interpretation"
FIRST = NOW - timedelta(days=60 * 5)

STYLES = (
    "|-\n| {topic} || {when} || [[User:Ana|Ana]] || English || ES, AR\n",
    "|-\n| {topic}\n| {when}\n| [[User:Ana|Ana]] || English\n| ES ([[User:Bea]])\n",
    "|- style=\"background:#fff\"\n|style=\"width:5em\"| '''{topic}'''||{when}||{{{{u|Ana}}}}||español\n",
    "|-\n<!-- moved twice, ask Ana -->\n| {topic} || {when} ||  || العربية || EN<br>FR\n",
    "|-\n! {topic}\n| {when} || [[User:Ana]] and [[User:Bea]] || fr ||\n* ES\n* PT ([[User:Cem]])\n",
    "|-----\n| [[{topic}]] || {when}\n",
)
"""How editors write a row."""


def written(number: int) -> str:
    """Give the row of a clinic; there is one every fifth day, the sixtieth is today."""
    start = FIRST + timedelta(days=5 * number, hours=16)
    topic = f"العيادة {number}" if number % 7 == 3 else f"Clinic {number}"
    when = f"{start:%A}, {start.day} {start:%B %Y}, {start:%H:%M}–{start + timedelta(hours=2):%H:%M}"
    return STYLES[number % len(STYLES)].format(topic=topic, when=when)


def page(upcoming: list[str], past: list[str], *, head: str = HEAD) -> str:
    return (
        f'Intro <nowiki>|-</nowiki>\n== Upcoming ==\n{{| class="wikitable"\n{HEAD}\n{"".join(upcoming)}|}}\n'
        f'Between.\n\n== Past ==\n{{| class="wikitable sortable"\n|+ What was\n{head}\n{"".join(past)}|}}\n\n'
        "[[Category:Clinics]]\n"
    )


def roll(text: str, now: datetime = NOW) -> RolledOver:
    clinics = read_calendar(text, page=PAGE, tables=TABLES).clinics
    over = [each for each in clinics if not each.in_past and each.end and each.end <= now]
    return roll_over(text, over, tables=TABLES)


@pytest.mark.parametrize("newest_last", [False, True])
def test_a_calendar_of_120_clinics(newest_last: bool) -> None:
    rows = [written(number) for number in range(120)]
    held = rows[:30]
    upcoming, over, later = rows[30:], rows[30:60], rows[60:]
    if not newest_last:
        held = held[::-1]
    before = page(upcoming, held)
    assert len(read_calendar(before, page=PAGE, tables=TABLES).clinics) == 120
    assert read_calendar(before, page=PAGE, tables=TABLES).problems == ()
    found = roll(before)
    assert (len(found.moved), found.problems) == (30, ())
    after = page(later, [*held, *over] if newest_last else [*over[::-1], *held])
    assert found.wikitext == after
    again = roll(after)
    assert (again.wikitext, again.moved) == (after, ())


def test_the_first_past_clinic_goes_into_an_empty_table() -> None:
    before = page([written(59), written(61)], [])
    assert roll(before).wikitext == page([written(61)], [written(59)])


def test_a_past_table_may_have_more_columns_behind() -> None:
    head = f"{HEAD} !! Recording !! Slides"
    before = page([written(59)], [], head=head)
    assert roll(before).wikitext == page([], [written(59)], head=head)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("== Past ==", "== Other ideas =="), "clinic-no-past"),
        (
            ("|+ What was\n" + HEAD, "|+ What was\n! What !! Who !! When (UTC) !! Main language"),
            "clinic-columns",
        ),
        (("| Clinic 59 ||", '| rowspan="1" | Clinic 59 ||'), ""),
        (("| Clinic 54 ||", '| rowspan="2" | Clinic 54 ||'), "clinic-spans"),
        (("|-\n| Clinic 54", "|- \n| Clinic 54"), ""),
        (("ES, AR\n|-\n| Clinic 54", "ES, AR\n|}\n{|\n| Clinic 54"), None),
    ],
)
def test_what_can_t_be_moved_is_told_and_stays_byte_for_byte(
    change: tuple[str, str], reason: str | None
) -> None:
    plain = "|-\n| Clinic {} || Monday, 3 May 2027, {:02}:00 || || English || ES, AR\n"
    rows = [plain.format(number, hour) for number, hour in ((53, 9), (54, 12), (59, 15))]
    before = page(rows, [written(2)]).replace(*change, 1)
    found = roll(before)
    if reason:
        assert {problem.reason for problem in found.problems} == {reason}
        assert found.wikitext == before
    assert Counter(found.wikitext.splitlines()) == Counter(before.splitlines())


PIECES = st.sampled_from(
    [
        *(written(number) for number in (2, 9, 40, 55, 58, 63, 80)),
        "|-\n",
        "|}\n",
        "{|\n",
        f"{{|\n{HEAD}\n",
        "== Past ==\n",
        "== Upcoming ==\n",
        "| Clinic || 3 May 2027, 12:00 || || ||\n",
        '|-\n| rowspan="2" | Two || 3 May 2027, 13:00\n|-\n| 4 May 2027, 13:00\n',
        "<!-- \n",
        "-->\n",
        "<nowiki>\n",
        "text\n",
        "{{template|\n",
        "}}\n",
        "<!-- bot:clinics begin -->\n",
        "<!-- bot:clinics end -->\n",
        "| || ",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_whatever_the_page_no_line_is_lost_and_no_row_damaged(pieces: list[str]) -> None:
    before = page([written(59)], [written(3)]) + "".join(pieces)
    found = roll(before)
    assert Counter(found.wikitext.split("\n")) == Counter(before.split("\n"))
    if not found.moved:
        assert found.wikitext == before

    def rows(text: str) -> Counter[tuple[str, ...]]:
        return Counter(
            tuple(cell.text for cell in row.cells) for table in read_tables(text) for row in table.rows
        )

    assert rows(found.wikitext) == rows(before)
