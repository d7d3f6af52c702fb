"""A year of clinics, hour by hour: exactly the reminders that the rules, written down a second time, ask for.

The second writing counts in whole hours, knows nothing of the first, and walks through each
person's year alone.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.program.clinic_memory import Known, Record, Version, iso
from bot.program.clinics import Clinic, ClinicState, Material
from bot.program.problems import Place
from bot.program.reminders import Item, Rules, Wish, due_to
from bot.wikitext.time_phrases import TimePhrase

BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
HOURS, CLINICS, PEOPLE, SEED = 365 * 24, 30, 200, 2027
RULES = Rules(hours=(168, 24, 1), thanks=timedelta(days=3))
OFF = ((100 * 24, 103 * 24), (200 * 24 + 5, 203 * 24 + 5))  # hours in which the bot does not run
LENGTH = 2


@dataclass(slots=True)
class Timeline:
    """What organisers do with a clinic: from an hour on it begins at another, is off, or has another link."""

    id: str
    changes: list[tuple[int, int, bool, str]]  # since when; start; whether it is off; link
    recorded_at: int  # hour; beyond the year: never

    def number_at(self, hour: int) -> int:
        return sum(since <= hour for since, *_ in self.changes)


@dataclass(slots=True)
class Somebody:
    name: str
    offset: int | None  # of their clocks, in hours
    wanted: frozenset[int] | None
    registered: dict[str, int] = field(default_factory=dict)  # hour, by clinic


def year() -> tuple[dict[str, Timeline], list[Somebody]]:
    dice = random.Random(SEED)
    clinics = {}
    for number in range(CLINICS):
        start = 300 + number // 2 * 560 + number % 2 * dice.choice([0, 3, 30])  # often two on a day
        changes = [(0, start, False, "a")]
        for _ in range(dice.choice([0, 0, 0, 1, 1, 2])):
            since = start - dice.randrange(2, 200)
            what = dice.choice(["move", "move", "off", "link"])
            if since <= changes[-1][0]:
                continue
            _, at, is_off, link = changes[-1]
            changes.append(
                {
                    "move": (since, at + dice.choice([-1, 3, 24, 72, 200]), is_off, link),
                    "off": (since, at, not is_off, link),
                    "link": (since, at, is_off, f"{link}b"),
                }[what]
            )
        recorded = start + dice.choice([4, 30, 60, 100, 100_000])
        clinics[f"c{number:02}"] = Timeline(f"c{number:02}", changes, recorded)
    people = []
    for number in range(PEOPLE):
        wanted = dice.choice([None, None, None, frozenset({24}), frozenset({168, 1}), frozenset()])
        somebody = Somebody(f"p{number:03}", dice.choice([None, -5, 0, 3, 7]), wanted)
        for clinic in dice.sample(sorted(clinics), dice.randrange(2, 9)):
            start = clinics[clinic].changes[0][1]
            lead = dice.choice([1, 5, 20, 100, 160, 300])
            somebody.registered[clinic] = max(0, start - lead)
        people.append(somebody)
    return clinics, people


def runs() -> Iterator[int]:
    return (hour for hour in range(HOURS) if not any(first <= hour < last for first, last in OFF))


Sent = tuple[int, str, str, frozenset[str]]
"""Hour, person, clinic, and what was covered."""


def known_at(timeline: Timeline, hour: int) -> Known:
    versions = []
    for number, (since, start, is_off, link) in enumerate(timeline.changes[: timeline.number_at(hour)], 1):
        versions.append(
            Version(
                number=number,
                start=iso(BEGIN + timedelta(hours=start)),
                place=link,
                languages=(),
                state=ClinicState.CANCELLED if is_off else ClinicState.PLANNED,
                at=iso(BEGIN + timedelta(hours=since)),
            )
        )
    begins = BEGIN + timedelta(hours=timeline.changes[len(versions) - 1][1])
    recording = Material(target="https://example.org/r", is_address=True, language="en")
    clinic = Clinic(
        topic=timeline.id,
        when=TimePhrase(local=begins.replace(tzinfo=None), zone="UTC", start=begins, length=None),
        place=Place(page="C", row=1, line=1),
        length=timedelta(hours=LENGTH),
        state=versions[-1].state,
        recordings=(recording,) if hour >= timeline.recorded_at else (),
    )
    record = Record(id=timeline.id, topic="", page="", local="", zone="", versions=tuple(versions))
    return Known(clinic=clinic, record=record)


def by_the_bot(clinics: dict[str, Timeline], people: list[Somebody]) -> list[Sent]:
    sent: list[Sent] = []
    done: dict[str, set[Item]] = defaultdict(set)
    wishes = {
        each.name: Wish(
            hours=each.wanted,
            zone=None if each.offset is None else timezone(timedelta(hours=each.offset)),
        )
        for each in people
    }
    for hour in runs():
        now = BEGIN + timedelta(hours=hour)
        known = {name: known_at(each, hour) for name, each in clinics.items()}
        for each in people:
            theirs = [
                (known[name], timedelta())
                for name, since in each.registered.items()
                if since <= hour <= since + 60 * 24
            ]
            if not theirs:
                continue
            for due in due_to(theirs, wish=wishes[each.name], done=done[each.name], now=now, rules=RULES):
                done[each.name].update(due.items)
                covered = frozenset(item.occasion for item in due.items)
                sent.append((hour, each.name, due.known.id, covered))
    return sent


@dataclass(slots=True)
class Told:
    """What one person knows of one clinic."""

    number: int = 0  # of the change they know; 0: nothing
    registered: bool = False
    thanked: bool = False
    waves: dict[int, set[int]] = field(default_factory=dict)  # reminders had, by start


def by_the_rules(clinics: dict[str, Timeline], people: list[Somebody]) -> list[Sent]:
    sent: list[Sent] = []
    for person in people:
        if person.wanted == frozenset():
            continue
        waves = [wave for wave in (168, 24, 1) if person.wanted is None or wave in person.wanted]
        told = {name: Told() for name in person.registered}
        for hour in runs():
            open_ = [n for n, since in person.registered.items() if since <= hour <= since + 60 * 24]
            now: dict[str, set[str]] = {}
            for name in open_:
                if covered := _due(clinics[name], told[name], hour, waves, person.offset):
                    now[name] = covered
            for name in open_:
                others = {other: covered for other, covered in now.items() if other != name}
                if name not in now and (wave := _joined(clinics, name, others, hour, person.offset or 0)):
                    had = min(told[name].waves.get(_start(clinics[name], hour), set()), default=1000)
                    if wave in waves and wave < had:
                        now[name] = {f"before-{wave}"}
            for name, covered in now.items():
                _remember(clinics[name], told[name], hour, covered)
                sent.append((hour, person.name, name, frozenset(covered)))
    return sent


def _remember(clinic: Timeline, told: Told, hour: int, covered: set[str]) -> None:
    told.number = clinic.number_at(hour)
    start = clinic.changes[told.number - 1][1]
    told.registered |= "registered" in covered
    told.thanked |= "thanks" in covered
    for each in covered:
        if each.startswith("before-"):
            told.waves.setdefault(start, set()).add(int(each[7:]))


def _due(clinic: Timeline, told: Told, hour: int, waves: list[int], offset: int | None) -> set[str]:
    _, start, is_off, link = clinic.changes[clinic.number_at(hour) - 1]
    before = clinic.changes[told.number - 1] if told.number else None
    if is_off:
        return {"cancelled"} if before and not before[2] and hour < before[1] else set()
    if hour >= start + LENGTH:
        ends = start + LENGTH
        may = before is not None and not told.thanked and hour < ends + 14 * 24
        return {"thanks"} if may and (hour >= clinic.recorded_at or hour >= ends + 72) else set()
    if hour >= start:
        return set()
    covered = set()
    if before and (before[1], before[2], before[3]) != (start, is_off, link):
        covered.add("news")
    if not told.registered:
        covered.add("registered")
    had = min(told.waves.get(start, set()), default=1000)
    open_ = []
    for place, wave in enumerate(waves):
        late = hour - (start - wave)
        next_ = waves[place + 1] if place + 1 < len(waves) else None
        if wave < had and late >= 0 and not (next_ and late > (wave - next_) / 2):
            open_.append(wave)
    if not covered:
        open_ = [wave for wave in open_ if not _asleep(wave, hour, start, offset)]
    if open_:
        covered.add(f"before-{min(open_)}")
    return covered


def _asleep(wave: int, hour: int, start: int, offset: int | None) -> bool:
    if wave < 12 or offset is None:
        return False
    local = (hour + offset) % 24
    if 8 <= local < 22:
        return False
    return hour + (8 - local) % 24 <= start - 1


def _start(clinic: Timeline, hour: int) -> int:
    return clinic.changes[clinic.number_at(hour) - 1][1]


def _joined(
    clinics: dict[str, Timeline], name: str, others: dict[str, set[str]], hour: int, offset: int
) -> int:
    """Give the reminder of another clinic on that day along with which this one's goes; 0: none."""
    _, start, is_off, _ = clinics[name].changes[clinics[name].number_at(hour) - 1]
    if is_off or hour >= start:
        return 0
    for other, covered in others.items():
        waves = [int(each[7:]) for each in covered if each.startswith("before-")]
        same_day = (_start(clinics[other], hour) + offset) // 24 == (start + offset) // 24
        if len(covered) == 1 and waves and waves[0] >= 24 and same_day:
            return waves[0]
    return 0


@pytest.mark.no_cover
def test_a_year_brings_exactly_the_reminders_that_the_rules_ask_for() -> None:
    clinics, people = year()
    sent = by_the_bot(clinics, people)
    assert Counter(sent) == Counter(by_the_rules(clinics, people))
    assert max(Counter((person, hour, clinic) for hour, person, clinic, _ in sent).values()) == 1
    for hour, _, clinic, covered in sent:
        start = clinics[clinic].changes[clinics[clinic].number_at(hour) - 1][1]
        assert "thanks" in covered or hour < start
    for occasion in ("registered", "thanks"):
        times = Counter((person, clinic) for _, person, clinic, covered in sent if occasion in covered)
        assert max(times.values()) == 1
    counts = Counter(occasion for *_, covered in sent for occasion in covered)
    assert counts == TABLE
    assert len({(hour, person) for hour, person, *_ in sent}) == 2608
    assert not [hour for hour, *_ in sent if any(first <= hour < last for first, last in OFF)]


TABLE = Counter(
    {
        "before-1": 560,
        "before-168": 364,
        "before-24": 460,
        "cancelled": 56,
        "news": 174,
        "registered": 730,
        "thanks": 674,
    }
)
"""How many were told what in that year; several together make one message: 2608 of them."""


def test_the_year_has_all_that_can_happen() -> None:
    clinics, people = year()
    moved = [each for each in clinics.values() if len({start for _, start, _, _ in each.changes}) > 1]
    off = [each for each in clinics.values() if any(is_off for _, _, is_off, _ in each.changes)]
    assert (len(clinics), len(people)) == (CLINICS, PEOPLE)
    assert len(moved) > 5
    assert len(off) > 2
    assert {each.wanted for each in people} >= {None, frozenset(), frozenset({24})}
    days = Counter(each.changes[-1][1] // 24 for each in clinics.values())
    assert max(days.values()) > 1, "two clinics on a day"
