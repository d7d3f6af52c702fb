"""A job runs once for each moment of the timetable, late where that makes sense, again where it failed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.timetable import (
    LONGEST_WAIT,
    Entry,
    Failing,
    Past,
    after_run,
    due,
    last_moment,
    next_moment,
    next_try,
)

DAILY = Entry(name="sign-ups", command="signups", at=(time(5, 30), time(17, 0)))
WEEKLY = Entry(name="weekly", command="report", at=(time(8, 0),), weekdays=frozenset({0, 3}))
OFTEN = Entry(name="often", command="announce", every=timedelta(minutes=20), grace=timedelta(minutes=20))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+00:00")


def run(began: str, status: int | None) -> Past:
    return Past(began=at(began), ended=None if status is None else at(began), status=status)


@pytest.mark.parametrize(
    ("entry", "now", "last", "following"),
    [
        (DAILY, "26T05:29", "25T17:00", "26T05:30"),
        (DAILY, "26T05:30", "26T05:30", "26T17:00"),
        (DAILY, "26T23:59", "26T17:00", "27T05:30"),
        (WEEKLY, "26T07:59", "23T08:00", "26T08:00"),  # a Thursday
        (WEEKLY, "27T00:00", "26T08:00", "30T08:00"),
        (OFTEN, "26T00:19:59", "26T00:00", "26T00:20"),
    ],
)
def test_moments_follow_the_timetable(entry: Entry, now: str, last: str, following: str) -> None:
    assert (last_moment(entry, at(now)), next_moment(entry, at(now))) == (at(last), at(following))


@given(st.sampled_from([DAILY, WEEKLY, OFTEN]), st.integers(1_704_000_000, 2_050_000_000))
def test_the_next_moment_is_the_last_one_when_it_has_come(entry: Entry, seconds: int) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    last, following = last_moment(entry, now), next_moment(entry, now)
    assert last
    assert following
    assert last <= now < following
    assert last_moment(entry, following) == following
    assert next_moment(entry, last) == following


def test_a_job_is_due_at_its_moment_and_while_it_makes_sense() -> None:
    for now, expected in [("26T05:29", None), ("26T05:30", at("26T05:30")), ("26T11:30", at("26T05:30"))]:
        assert due(DAILY, now=at(now), last_due=at("25T17:00"), runs=[]) == expected
    assert due(DAILY, now=at("26T11:31"), last_due=None, runs=[]) is None


@pytest.mark.parametrize("status", [0, 1, 2])
def test_a_job_that_came_to_its_end_is_not_due_again(status: int) -> None:
    runs = [run("26T05:30", status)]
    assert due(DAILY, now=at("26T09:00"), last_due=at("26T05:30"), runs=runs) is None


@pytest.mark.parametrize("status", [75, 70, 137, 3, None])
def test_a_job_that_failed_or_was_stopped_is_tried_again_with_growing_waits(status: int | None) -> None:
    runs: list[Past] = []
    waits = []
    for _ in range(9):
        again = next_try(DAILY, runs, at("26T05:30"))
        if runs:
            waits.append(again - runs[-1].began)
            before = again - timedelta(seconds=1)
            assert due(DAILY, now=before, last_due=at("26T05:30"), runs=runs) is None
        ended = None if status is None else again
        runs.append(Past(began=again, ended=ended, status=status))
    assert timedelta(minutes=4) <= waits[0] <= timedelta(minutes=6)
    assert max(waits) <= LONGEST_WAIT * 1.2
    assert waits[3] > waits[1]


def test_a_clock_that_was_put_back_repeats_nothing() -> None:
    assert due(DAILY, now=at("26T16:00"), last_due=at("26T17:00"), runs=[]) is None


def test_a_run_of_a_clock_that_was_far_ahead_keeps_no_job_from_running() -> None:
    ahead = datetime(2036, 2, 7, tzinfo=UTC)
    assert due(DAILY, now=at("26T17:05"), last_due=ahead, runs=[]) == at("26T17:00")


def test_a_job_is_failing_until_it_works_again() -> None:
    first = after_run(None, status=75, began=at("26T05:30"))
    assert first == Failing(since=at("26T05:30"), times=1, status=75)
    second = after_run(first, status=None, began=at("26T05:35"))
    assert second == Failing(since=at("26T05:30"), times=2, status=None)
    for status in (0, 1, 3):
        assert after_run(second, status=status, began=at("26T06:00")) is None


def test_a_person_is_told_after_some_failures_or_a_day_or_of_wrong_settings_at_once() -> None:
    now = at("26T12:00")
    assert not Failing(since=at("26T05:30"), times=3, status=75).to_be_told(now)
    assert Failing(since=at("26T05:30"), times=4, status=75).to_be_told(now)
    assert Failing(since=at("25T12:00"), times=1, status=75).to_be_told(now)
    assert Failing(since=at("26T05:30"), times=1, status=2).to_be_told(now)
    assert not Failing(since=at("26T05:30"), times=9, status=2, told=True).to_be_told(now)
