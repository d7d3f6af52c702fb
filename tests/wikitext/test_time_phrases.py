"""When something takes place, as people write it: the right reading, or a reason; never a wrong one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.program.time_zones import read_time_zone, zone_of
from bot.wikitext.time_phrases import NoTime, Reason, TimePhrase, Zones, read_time_phrase
from bot.words.dates import format_date, format_full_moment, format_moment
from tests.growth import assert_grows_linearly
from tests.wikitext.time_phrase_cases import CASES

ZONES = Zones(read=read_time_zone, zone_of=zone_of)


def told(reading: TimePhrase | NoTime) -> str:
    if isinstance(reading, NoTime):
        return f"!{reading.reason}"
    length = "" if reading.length is None else f" {reading.length.seconds // 60}"
    return f"{reading.local:%Y-%m-%d %H:%M} {reading.zone}{length}"


@pytest.mark.parametrize(("language", "phrase", "expected"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_a_phrase_is_read_as_it_is_meant_or_not_at_all(language: str, phrase: str, expected: str) -> None:
    assert language in {"en", "es", "ar", "fr", "pt"}
    assert told(read_time_phrase(phrase, ZONES)) == expected


def test_the_cases_are_many_in_each_language() -> None:
    counts = {
        language: sum(case[0] == language for case in CASES) for language in ("en", "es", "ar", "fr", "pt")
    }
    assert sum(counts.values()) >= 150
    assert min(counts.values()) >= 20
    assert len({case[1] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_case(reason: Reason) -> None:
    assert f"!{reason}" in {case[2] for case in CASES}


@pytest.mark.parametrize(
    ("phrase", "at_fault"),
    [
        ("24 March 2027, 17:00 <b>EST</b>", "EST"),
        ("Thursday 24 March 2027, 17:00 UTC", "Thursday"),
        ("'''5/6/2027''', 17:00 UTC", "5/6/2027"),
        ("٢٤ مارس ٢٠٢٧، تقريبا ١٧:٠٠ UTC", "تقريبا"),
        ("24 March 2027, 17:00 UTC / 19:00 Lagos", "19:00 Lagos"),
    ],
)
def test_what_is_at_fault_is_pointed_at(phrase: str, at_fault: str) -> None:
    reading = read_time_phrase(phrase, ZONES)
    assert isinstance(reading, NoTime)
    assert phrase[slice(*reading.span)] == at_fault


def test_a_column_or_a_heading_may_say_the_year_and_the_zone() -> None:
    reading = read_time_phrase("24 March, 17:00", ZONES, year=2027, zone="Africa/Lagos")
    assert told(reading) == "2027-03-24 17:00 Africa/Lagos"
    assert told(read_time_phrase("24 March 2028, 17:00 UTC", ZONES, year=2027, zone="Africa/Lagos")) == (
        "2028-03-24 17:00 UTC"
    )


AWKWARD = ("Europe/Paris", "America/New_York", "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe")
PLACES = (*AWKWARD, "Africa/Lagos", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns")
FIXED = ("UTC", "UTC+03:00", "UTC-05:00", "UTC+05:45", "UTC-09:30", "UTC+14:00")
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2035, 12, 31, 23, 59, tzinfo=UTC)


def changes(zone: str) -> list[datetime]:
    """Give the moments at which the clocks of a zone change, to the hour."""
    found = []
    moment = FIRST
    while moment < LAST:
        after = moment + timedelta(days=1)
        if moment.astimezone(zone_of(zone)).utcoffset() != after.astimezone(zone_of(zone)).utcoffset():
            found.append(moment)
        moment = after
    return found


def moments() -> st.SearchStrategy[datetime]:
    """Give any minutes, those around changes of clocks more often."""
    anywhere = st.integers(0, (LAST - FIRST) // timedelta(minutes=1)).map(
        lambda n: FIRST + timedelta(minutes=n)
    )
    near = st.tuples(
        st.sampled_from([moment for zone in AWKWARD for moment in changes(zone)]), st.integers(0, 24 * 60)
    ).map(lambda pair: pair[0] + timedelta(minutes=pair[1]))
    return st.one_of(anywhere, near)


@settings(max_examples=500)
@given(
    moment=moments(),
    zone=st.sampled_from((*PLACES, *FIXED)),
    language=st.sampled_from(["en", "es", "ar", "fr", "pt", "pt-br"]),
)
def test_what_the_bot_writes_it_reads(moment: datetime, zone: str, language: str) -> None:
    written = format_full_moment(moment, language, zone=zone_of(zone), zone_name=zone)
    reading = read_time_phrase(written, ZONES)
    assert isinstance(reading, TimePhrase), (written, reading)
    assert reading.start == moment
    assert (reading.zone, reading.local) == (zone, moment.astimezone(zone_of(zone)).replace(tzinfo=None))
    in_utc = read_time_phrase(format_moment(moment, language), ZONES)
    assert isinstance(in_utc, TimePhrase)
    assert (in_utc.start, in_utc.zone) == (moment, "UTC")
    written = format_full_moment(moment, language)
    with_weekday = read_time_phrase(written, ZONES)
    assert isinstance(with_weekday, TimePhrase), (written, with_weekday)
    assert with_weekday.start == moment


@pytest.mark.parametrize("zone", AWKWARD)
@pytest.mark.parametrize("language", ["en", "es", "ar", "fr", "pt"])
@pytest.mark.no_cover
def test_every_gap_and_fold_of_these_years_is_known(zone: str, language: str) -> None:
    """Every half hour of a day of change: one reading, none in a gap, none without an offset in a fold."""
    tz = zone_of(zone)
    for change in changes(zone):
        seen: dict[datetime, list[datetime]] = {}
        for half in range(-48, 96):
            moment = change + timedelta(minutes=30 * half)
            seen.setdefault(moment.astimezone(tz).replace(tzinfo=None, fold=0), []).append(moment)
        first, last = min(seen), max(seen)
        local = first
        while local <= last:
            day = format_date(local.replace(tzinfo=UTC), language)
            reading = read_time_phrase(f"{day}, {local:%H:%M} ({zone})", ZONES)
            expected = seen.get(local, [])
            if len(expected) == 1:
                assert isinstance(reading, TimePhrase)
                assert reading.start == expected[0]
            else:
                assert isinstance(reading, NoTime)
                assert reading.reason is (Reason.FOLD if expected else Reason.GAP)
            local += timedelta(minutes=30)


@given(st.text(max_size=80))
def test_any_text_is_read_or_has_a_reason(text: str) -> None:
    reading = read_time_phrase(text, ZONES)
    if isinstance(reading, NoTime):
        start, end = reading.span
        assert 0 <= start <= end <= len(text)


PIECES = [
    *(
        "24",
        "5",
        "17",
        "2027",
        "1500",
        "March",
        "mar",
        "de",
        "marzo",
        "مارس",
        "Wed",
        "17:00",
        "5 pm",
        "-",
        "–",
        "a",
    ),
    *(
        "UTC",
        "CET",
        "Lagos",
        "UTC-3",
        "(",
        ")",
        ",",
        "/",
        "+",
        "and",
        "not",
        "h",
        "م",
        "2 hours",
        "<s>",
        "&ndash;",
    ),
    "https://zonestamp.toolforge.org/1805907600",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_pieces_in_any_order_give_no_unsaid_hour_or_day(pieces: list[str]) -> None:
    text = " ".join(pieces)
    reading = read_time_phrase(text, ZONES)
    if isinstance(reading, TimePhrase):
        assert reading.local.date() == date(2027, 3, 24) or "17" in text or "5" in text
        assert reading.local.minute == 0
        assert reading.start == reading.local.replace(tzinfo=zone_of(reading.zone)).astimezone(UTC)
        assert not {"not", "+", "<s>"} & set(pieces)


@pytest.mark.parametrize(
    "hostile", ["24 March ", "17:00 ", "UTC ", "- ", "a ", "(", "New ", "<s", "&#", "2027-", "ساعة "]
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    def read(size: int) -> None:
        for _ in range(size):
            read_time_phrase((hostile * 500)[:500], ZONES)

    assert_grows_linearly(read, size=40)
