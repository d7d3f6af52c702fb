"""A clinic stays itself under another title, on another day and elsewhere; nobody makes it another's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.clinic_identity import Rememberer
from bot.program.clinic_memory import Memory, Record, Version, read_records, write_records
from bot.program.clinic_table import read_calendar
from bot.program.clinics import ClinicState
from bot.wikitext.exclusion import unparsed_stretches
from tests.plan.calendars import NOW, TABLES, calendar, row

A, B = datetime(2027, 3, 24, 17, tzinfo=UTC), datetime(2027, 4, 7, 9, tzinfo=UTC)
DAY = timedelta(days=1)
AT = '"2027-03-01T12:00:00Z"'
LINK = "[https://example.org/a x]"


def remember(
    rows: Sequence[str], before: Memory | None = None, *, now: datetime = NOW, may_move: bool = True
) -> Memory:
    reading = read_calendar(calendar(rows), page="C", tables=TABLES)
    keeper = Rememberer(program="garden", now=now, may_move=lambda _: may_move)
    return keeper.remember(reading.clinics, list(before.records()) if before else [])


def ids(memory: Memory) -> dict[str, str]:
    return {each.clinic.topic: each.id for each in memory.known}


def numbers(memory: Memory) -> dict[str, int]:
    return {each.clinic.topic: each.record.newest.number for each in memory.known}


TWO = (row("Surveys", A, "", "", "", LINK), row("Metrics", B))


@pytest.mark.parametrize(
    ("rows", "same", "version"),
    [
        (TWO[::-1], {"Surveys": "Surveys", "Metrics": "Metrics"}, {"Surveys": 1, "Metrics": 1}),
        (
            (row("Polls", A, "", "", "", LINK), TWO[1]),
            {"Polls": "Surveys", "Metrics": "Metrics"},
            {"Polls": 1, "Metrics": 1},
        ),
        (
            (row("Surveys", A + DAY, "", "", "", LINK), TWO[1]),
            {"Surveys": "Surveys"},
            {"Surveys": 2, "Metrics": 1},
        ),
        (
            (row("Surveys", B, "", "", "", LINK), row("Metrics", A)),
            {"Surveys": "Surveys", "Metrics": "Metrics"},
            {"Surveys": 2, "Metrics": 2},
        ),
        (
            (row("'''surveys'''", A, "", "", "", LINK), TWO[1]),
            {"surveys": "Surveys"},
            {"surveys": 1, "Metrics": 1},
        ),
        ((row("Surveys", A), TWO[1]), {"Surveys": "Surveys"}, {"Surveys": 2, "Metrics": 1}),
        ((TWO[0], row("Metrics", B, "", "", "ES")), {"Metrics": "Metrics"}, {"Surveys": 1, "Metrics": 2}),
        (
            (TWO[0], row("Metrics", B, "", "", "", "", "", "cancelled")),
            {"Metrics": "Metrics"},
            {"Surveys": 1, "Metrics": 2},
        ),
        (
            (TWO[0], row("Metrics", B, "", "", "", "", "", "confirmed")),
            {"Metrics": "Metrics"},
            {"Surveys": 1, "Metrics": 1},
        ),
    ],
)
def test_what_changes_and_what_stays(
    rows: tuple[str, ...], same: dict[str, str], version: dict[str, int]
) -> None:
    before = remember(TWO)
    after = remember(rows, before)
    assert {topic: ids(after)[topic] for topic in same} == {
        now: ids(before)[was] for now, was in same.items()
    }
    assert numbers(after) == version
    again = remember(rows, after, now=NOW + DAY)
    assert list(again.records()) == list(after.records())


def test_another_title_and_time_at_once_are_another_clinic_never_a_wrong_one() -> None:
    before = remember(TWO)
    after = remember((row("Polls", A + DAY), TWO[1]), before)
    assert ids(after)["Metrics"] == ids(before)["Metrics"]
    assert ids(after)["Polls"] not in ids(before).values()
    assert [each.id for each in after.gone] == [ids(before)["Surveys"]]
    assert [problem.reason for problem in after.problems] == ["clinic-gone"]
    back = remember((row("Polls", A + DAY), *TWO), after)
    assert ids(back)["Surveys"] == ids(before)["Surveys"]
    assert (back.gone, back.problems) == ((), ())


def test_a_topic_that_comes_again_after_it_is_over_is_another_clinic() -> None:
    before = remember(TWO)
    later = remember((row("Surveys", A + 60 * DAY),), before, now=A + 30 * DAY)
    assert ids(later)["Surveys"] != ids(before)["Surveys"]
    both = remember((row("Surveys", A), row("Surveys", A + 60 * DAY)))
    assert len({each.id for each in both.known}) == 2


def test_clinics_of_one_title_are_told_apart_by_their_times() -> None:
    rows = (row("Office hours", A), row("Office hours", B), row("Office hours", B + DAY))
    before = remember(rows)
    after = remember((rows[2], row("Office hours", A + DAY), rows[1]), before)
    by_start = {each.clinic.start: each.id for each in before.known}
    assert {each.clinic.start: each.id for each in after.known} == {
        B + DAY: by_start[B + DAY],
        B: by_start[B],
        A + DAY: by_start[A],
    }


def test_the_same_row_twice_counts_once_and_is_told() -> None:
    found = remember((TWO[0], TWO[0]))
    assert len(found.known) == 1
    assert [problem.reason for problem in found.problems] == ["clinic-twice"]


@pytest.mark.parametrize(
    "changed",
    [
        row("Surveys", A + DAY, "", "", "", LINK),
        row("Surveys", A),
        row("Surveys", A, "", "", "", LINK, "", "cancelled"),
    ],
)
def test_what_a_stranger_changes_is_told_and_not_followed(changed: str) -> None:
    before = remember(TWO)
    after = remember((changed, TWO[1]), before, may_move=False)
    [surveys] = [each for each in after.known if each.clinic.topic == "Surveys"]
    assert surveys.record.disputed
    assert not surveys.is_sure
    assert surveys.record.versions == before.known[0].record.versions
    assert [problem.reason for problem in after.problems] == ["clinic-corrected"]
    back = remember(TWO, after, may_move=False)
    assert list(back.records()) == list(before.records())
    accepted = remember((changed, TWO[1]), after)
    assert numbers(accepted)["Surveys"] == 2
    assert accepted.problems == ()


def test_who_offers_to_interpret_may_write_so_and_nobody_is_told_before_an_organiser_has_seen_it() -> None:
    before = remember(TWO)
    rows = (TWO[0], row("Metrics", B, "", "", "ES ([[User:Ana]])"))
    after = remember(rows, before, may_move=False)
    assert numbers(after) == {"Surveys": 1, "Metrics": 1}
    assert after.problems == ()
    assert numbers(remember(rows, after)) == {"Surveys": 1, "Metrics": 2}


def test_a_time_that_can_t_be_read_leaves_what_is_remembered_alone() -> None:
    before = remember(TWO)
    after = remember((row("Surveys", "24 March, 5", "", "", "", LINK), TWO[1]), before)
    assert list(after.records()) == list(before.records())
    undecided = remember((row("Surveys", "TBD", "", "", "", LINK, "", "postponed"), TWO[1]), after)
    [surveys] = [each for each in undecided.known if each.clinic.topic == "Surveys"]
    assert (surveys.id, surveys.record.newest.start) == (ids(before)["Surveys"], "")


VERSIONS = st.builds(
    Version,
    number=st.integers(1, 10**6),
    start=st.sampled_from(["", "2027-03-24T17:00:00Z"]),
    place=st.text(st.characters(exclude_characters=" \n", codec="utf-8"), max_size=9),
    languages=st.lists(st.sampled_from(["es", "pt-br", "ar"]), max_size=3).map(tuple),
    state=st.sampled_from(list(ClinicState)),
    at=st.just("2027-03-01T12:00:00Z"),
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
RECORDS = st.builds(
    Record,
    id=st.text("abcdefghij234567", min_size=8, max_size=8),
    topic=TEXTS,
    page=TEXTS,
    local=st.just("2027-03-24T17:00:00"),
    zone=TEXTS,
    versions=st.lists(VERSIONS, min_size=1, max_size=3).map(tuple),
    last_seen=st.sampled_from(["", "2027-03-01T12:00:00Z"]),
)


@given(st.lists(RECORDS, max_size=5, unique_by=lambda each: each.id))
def test_records_are_read_as_they_were_written_and_show_nothing(records: list[Record]) -> None:
    text = write_records(records)
    assert read_records(f"before\n{text}\nafter") == records
    assert [stretch.tag for stretch in unparsed_stretches(text)] == ["comment"] * len(records)
    assert "~~~" not in text
    assert "".join(line for line in text.split("\n") if not line.startswith("<!-- clinic {")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "<!-- clinic {} -->",
        "<!-- clinic {broken -->",
        '<!-- clinic {"id": "aaaaaaaa"} -->',
        '<!-- clinic {"id": "aaaaaaaa", "versions": []} -->',
        '<!-- clinic {"id": "aaaaaaaa", "versions": [[1]]} -->',
        f'<!-- clinic {{"id": "aaaaaaaa", "versions": [["x", "", "", "", "planned", {AT}]]}} -->',
        f'<!-- clinic {{"id": "aaaaaaaa", "versions": [[1, "soon", "", "", "planned", {AT}]]}} -->',
        f'<!-- clinic {{"id": "../../x", "versions": [[1, "", "", "", "planned", {AT}]]}} -->',
        '<!-- clinic {"id": "aaaaaaaa", "versions": "many"} -->',
        f'<!-- clinic {{"id": {json.dumps("a" * 100_000)}, "versions": 1}} -->',
        "<!-- clinic " + "{" * 5000 + "} -->",
        '<!-- clinic {"id": ' + "[" * 200_000 + "} -->",
        '<!-- clinic {"id": "aaaaaaaa", "versions": [[1, "", "", "", "", "0001-01-01T00:00+14:00"]]} -->',
    ],
)
def test_what_vandals_write_is_no_record(text: str) -> None:
    assert read_records(text) == []


def test_the_first_of_two_records_with_one_id_counts() -> None:
    [record] = remember(TWO[:1]).records()
    forged = replace(record, topic="other")
    assert read_records(write_records([record, forged])) == [record]
