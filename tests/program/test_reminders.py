"""Which messages about a clinic are due: each rule by itself, and all of them together over a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.program.clinic_memory import Known, Version, iso
from bot.program.clinics import ClinicState, Material
from bot.program.reminders import Due, Item, Rules, Wish, due_to
from tests.plan.calendars import calendar, memory, row

RULES = Rules(hours=(168, 24, 1), thanks=timedelta(days=3))
START = datetime(2027, 3, 24, 17, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANY = Wish()
LIMA = ZoneInfo("America/Lima")  # 12:00 when the clinic begins
RECORDING = Material(target="https://example.org/r", is_address=True, language="en")


def known(start: datetime = START, *, topic: str = "Surveys", recorded: bool = False) -> Known:
    [found] = memory(calendar([row(topic, start)])).known
    clinic = replace(found.clinic, recordings=(RECORDING,)) if recorded else found.clinic
    return replace(found, clinic=clinic)


def version(of: Known, **changes: object) -> Known:
    """Give the clinic with a further version."""
    newest = of.record.newest
    told = {name: getattr(newest, name) for name in Version.__dataclass_fields__}
    further = Version(**{**told, **changes, "number": newest.number + 1})
    return replace(of, record=replace(of.record, versions=(*of.record.versions, further)))


def moved(of: Known, start: datetime) -> Known:
    clinic = known(start).clinic
    return replace(version(of, start=iso(start)), clinic=clinic)


def off(of: Known) -> Known:
    found = version(of, state=ClinicState.CANCELLED)
    return replace(found, clinic=replace(of.clinic, state=ClinicState.CANCELLED))


def had(of: Known, *occasions: str, number: int = 1) -> set[Item]:
    return {Item(clinic=of.id, occasion=each, version=number) for each in occasions}


def due(
    *clinics: Known,
    now: datetime,
    done: Collection[Item] = (),
    wish: Wish = ANY,
    lead: timedelta = timedelta(),
) -> list[Due]:
    return due_to([(each, lead) for each in clinics], wish=wish, done=done, now=now, rules=RULES)


def said(found: Sequence[Due]) -> list[str]:
    """Give for each clinic what the words are about, and all that is covered."""
    return [f"{each.occasion}: {' '.join(sorted(item.occasion for item in each.items))}" for each in found]


def test_who_registers_is_told_at_once_and_once() -> None:
    clinic = known()
    assert said(due(clinic, now=START - 30 * DAY)) == ["registered: registered"]
    assert due(clinic, now=START - 30 * DAY, done=had(clinic, "registered")) == []


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (8 * DAY, ""),
        (7 * DAY + HOUR, ""),
        (7 * DAY, "before-168"),
        (4 * DAY, "before-168"),  # three days late: no nearer to the next than to its own time
        (4 * DAY - HOUR, ""),  # the next says it better
        (DAY, "before-24"),
        (12.5 * HOUR, "before-24"),
        (12 * HOUR, ""),
        (HOUR, "before-1"),
        (timedelta(minutes=1), "before-1"),
        (timedelta(), ""),
        (-HOUR, ""),
    ],
)
def test_a_reminder_comes_at_its_time_and_a_late_one_while_it_makes_sense(
    before: timedelta, expected: str
) -> None:
    clinic = known()
    found = due(clinic, now=START - before, done=had(clinic, "registered"))
    assert [each.occasion for each in found] == ([expected] if expected else [])


def test_what_was_said_later_makes_what_is_earlier_needless() -> None:
    clinic = known()
    assert due(clinic, now=START - 7 * DAY, done=had(clinic, "registered", "before-24")) == []
    assert due(clinic, now=START - 2 * DAY, done=had(clinic, "before-168", "registered")) == []


def test_who_registers_late_gets_one_message_for_both() -> None:
    clinic = known()
    assert said(due(clinic, now=START - 20 * HOUR)) == ["registered: before-24 registered"]
    assert said(due(clinic, now=START - timedelta(minutes=5))) == ["registered: before-1 registered"]
    assert due(clinic, now=START) == []


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (frozenset(), [0, 0, 0, 0]),
        (frozenset({24}), [1, 0, 1, 1]),  # late, and the only one they want
        (frozenset({2}), [1, 0, 0, 1]),  # the nearest there is
        (frozenset({168, 1}), [1, 1, 0, 1]),
        (None, [1, 1, 1, 1]),
    ],
)
def test_people_may_choose_fewer(hours: frozenset[int] | None, expected: list[int]) -> None:
    clinic, wish = known(), Wish(hours=hours)
    done = had(clinic, "registered")
    found = [
        len(due(clinic, now=START - 10 * DAY, wish=wish)),
        *(len(due(clinic, now=START - each * HOUR, done=done, wish=wish)) for each in (168, 24, 1)),
    ]
    assert found == expected


def test_the_longer_reminders_wait_for_the_morning() -> None:
    night = datetime(2027, 3, 24, 4, tzinfo=UTC)  # 23:00 of the day before in Lima
    clinic, wish = known(night + DAY), Wish(zone=LIMA)
    done = had(clinic, "registered", "before-168")
    assert due(clinic, now=night, done=done, wish=wish) == []
    assert due(clinic, now=night + 8 * HOUR, done=done, wish=wish) == []
    assert said(due(clinic, now=night + 9 * HOUR, done=done, wish=wish)) == ["before-24: before-24"]
    assert said(due(clinic, now=night, done=done)) == ["before-24: before-24"], "whose zone is not known"
    late = night + DAY - HOUR
    assert said(due(clinic, now=late, done=done, wish=wish)) == ["before-1: before-1"], "the last never waits"


def test_a_reminder_does_not_wait_until_it_is_too_late() -> None:
    rules = Rules(hours=(12,), thanks=DAY)
    night = datetime(2027, 3, 24, 4, tzinfo=UTC)
    clinic = known(night + 9 * HOUR)  # 08:00 in Lima
    found = due_to(
        [(clinic, timedelta())], wish=Wish(zone=LIMA), done=had(clinic, "registered"), now=night, rules=rules
    )
    assert said(found) == ["before-12: before-12"]


def test_a_big_clinic_begins_early_so_that_the_last_is_told_in_time() -> None:
    clinic = known()
    done = had(clinic, "registered", "before-168", "before-24")
    assert due(clinic, now=START - 1.5 * HOUR, done=done) == []
    assert len(due(clinic, now=START - 1.5 * HOUR, done=done, lead=HOUR / 2)) == 1
    assert due(clinic, now=START - 3 * HOUR, done=done, lead=10 * HOUR) == [], "never twice as early"


def test_changes_are_told_to_those_who_were_told_otherwise() -> None:
    clinic = known()
    done = had(clinic, "registered")
    later = moved(clinic, START + DAY)
    [found] = due(later, now=START - 10 * DAY, done=done)
    assert (found.occasion, found.news) == ("news", frozenset({"time"}))
    assert said(due(later, now=START - 10 * DAY)) == ["registered: registered"], "whom nobody told before"
    both = done | had(clinic, "news", number=2)
    assert due(later, now=START - 10 * DAY, done=both) == []
    back = moved(later, START)
    assert [each.news for each in due(back, now=START - 10 * DAY, done=both)] == [{"time"}]
    assert due(back, now=START - 10 * DAY, done=done) == [], "they never heard of the other time"
    link = version(clinic, place="other", languages=("es",))
    assert [each.news for each in due(link, now=START - DAY, done=done)] == [{"place", "interpretation"}]
    assert due(link, now=START, done=done) == []


def test_reminders_begin_anew_for_another_time() -> None:
    clinic = known()
    done = had(clinic, "registered", "before-168", "before-24")
    later = moved(clinic, START + 20 * DAY)
    done |= had(later, "news", number=2)
    assert said(due(later, now=START + 13 * DAY, done=done)) == ["before-168: before-168"]


def test_a_cancellation_is_told_once_to_those_who_knew_of_it_and_so_is_its_end() -> None:
    clinic = off(known())
    assert due(clinic, now=START - DAY) == []
    done = had(clinic, "registered")
    assert said(due(clinic, now=START - DAY, done=done)) == ["cancelled: cancelled"]
    assert due(clinic, now=START, done=done) == []
    done |= had(clinic, "cancelled", number=2)
    assert due(clinic, now=START - DAY, done=done) == []
    again = replace(version(clinic, state=ClinicState.PLANNED), clinic=known().clinic)
    [found] = due(again, now=START - 2 * DAY, done=done)
    assert (found.occasion, found.news) == ("news", frozenset({"state"}))
    assert due(off(known()), now=START + 5 * DAY, done=had(clinic, "registered")) == [], "no thanks either"


def test_each_message_says_until_when_it_makes_sense() -> None:
    clinic, done = known(), had(known(), "registered")
    assert [each.until for each in due(clinic, now=START - DAY, done=done)] == [START]
    later = off(moved(clinic, START + DAY))  # of the other time they never heard
    assert [each.until for each in due(later, now=START - DAY, done=done)] == [START]
    thanks = due(known(recorded=True), now=START + DAY, done=done)
    assert [each.until for each in thanks] == [START + 2 * HOUR + 14 * DAY]


def test_thanks_never_push_a_reminder_out_of_a_message() -> None:
    past = [known(START - (20 + each) * HOUR, topic=f"Past {each}", recorded=True) for each in range(14)]
    soon = known()
    done = set().union(*(had(each, "registered") for each in (*past, soon)))
    found = due(*past, soon, now=START - HOUR, done=done)
    assert said(found)[0] == "before-1: before-1"
    assert len(found) == 12


def test_who_was_told_anything_is_not_told_again_that_they_are_registered() -> None:
    clinic = known()
    for number in range(30):  # the oldest versions are forgotten
        clinic = version(clinic, place=f"p{number}")
    clinic = replace(clinic, record=replace(clinic.record, versions=clinic.record.versions[-20:]))
    newest = clinic.record.newest.number
    assert due(clinic, now=START - 10 * DAY, done=had(clinic, "news", number=newest)) == []


def test_nothing_is_said_of_a_clinic_whose_time_is_disputed() -> None:
    clinic = known()
    disputed = replace(clinic, record=replace(clinic.record, disputed=iso(START)))
    assert due(disputed, now=START - HOUR, done=had(clinic, "registered")) == []


def test_thanks_wait_for_a_recording_and_not_for_ever() -> None:
    done = had(known(), "registered")
    end = START + 2 * HOUR
    assert due(known(), now=end, done=done) == []
    assert said(due(known(recorded=True), now=end, done=done)) == ["thanks: thanks"]
    assert said(due(known(), now=end + 3 * DAY, done=done)) == ["thanks: thanks"]
    assert due(known(recorded=True), now=end, done=done | had(known(), "thanks")) == []
    assert due(known(recorded=True), now=end + 14 * DAY, done=done) == []
    assert due(known(recorded=True), now=end) == [], "who was never told of it"


def test_two_clinics_of_a_day_make_one_message_of_the_longer_reminders() -> None:
    one, other = known(), known(START + 3 * HOUR, topic="Metrics")
    done = had(one, "registered") | had(other, "registered")
    now = START - DAY
    assert said(due(one, other, now=now, done=done | had(one, "before-168") | had(other, "before-168"))) == [
        "before-24: before-24",
        "before-24: before-24",
    ]
    hour_before = START - HOUR
    done |= had(one, "before-24") | had(other, "before-24")
    assert said(due(one, other, now=hour_before, done=done)) == ["before-1: before-1"]
    next_day = known(START + DAY, topic="Grants")
    assert (
        len(
            due(
                one,
                next_day,
                now=now,
                done=had(one, "registered") | had(next_day, "registered", "before-168"),
            )
        )
        == 1
    )


@settings(max_examples=200, deadline=None)
@given(
    runs=st.lists(st.integers(-200, 30 * 24), min_size=1, max_size=60, unique=True),
    moves=st.lists(st.tuples(st.integers(0, 14 * 24), st.integers(-48, 48)), max_size=3),
    zone=st.sampled_from([None, LIMA, ZoneInfo("Asia/Kolkata")]),
    wanted=st.sampled_from([None, frozenset({24}), frozenset({168, 1}), frozenset()]),
)
def test_however_the_runs_fall_nothing_is_said_twice_nor_after_the_start(
    runs: list[int],
    moves: list[tuple[int, int]],
    zone: ZoneInfo | None,
    wanted: frozenset[int] | None,
) -> None:
    clinic = known()
    begin = START - 14 * DAY
    done: set[Item] = set()
    told: Counter[tuple[str, int]] = Counter()
    changes = sorted(moves)
    for hour in sorted(runs):
        now = begin + hour * HOUR
        while changes and begin + changes[0][0] * HOUR <= now and clinic.clinic.start:
            clinic = moved(clinic, clinic.clinic.start + changes.pop(0)[1] * HOUR)
        for each in due(clinic, now=now, done=done, wish=Wish(hours=wanted, zone=zone)):
            assert wanted != frozenset()
            start = each.known.clinic.start
            assert start
            assert each.occasion == "thanks" or now < start
            assert not set(each.items) & done
            done.update(each.items)
            told.update((item.occasion, item.version) for item in each.items)
        assert due(clinic, now=now, done=done, wish=Wish(hours=wanted, zone=zone)) == [], "a second run"
    assert not told or max(told.values()) == 1
    assert sum(count for (occasion, _), count in told.items() if occasion in {"registered", "thanks"}) <= 2
