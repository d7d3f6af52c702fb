from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.words.catalogue import Catalogue
from bot.words.dates import NoTimeZoneError, format_date, format_list, format_moment

MOMENT = datetime(2026, 12, 17, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "17 December 2026, 16:05 (UTC)"),
        ("es", "17 de diciembre de 2026, 16:05 (UTC)"),
        ("ar", "17 ديسمبر 2026، 16:05 (ت ع م)"),
        ("fr", "17 décembre 2026 à 16:05 (UTC)"),
        ("pt", "17 de dezembro de 2026, 16:05 (UTC)"),
        ("pt-br", "17 de dezembro de 2026, 16:05 (UTC)"),
        ("de", "17. Dezember 2026, 16:05 (UTC)"),
        ("simple", "17 December 2026, 16:05 (UTC)"),
        ("tlh", "17 December 2026, 16:05 (UTC)"),
    ],
)
def test_a_moment_says_its_day_its_time_and_utc(language: str, text: str) -> None:
    assert format_moment(MOMENT, language) == text


def test_a_moment_elsewhere_is_told_in_utc() -> None:
    west = timezone(timedelta(hours=-8))
    assert format_moment(datetime(2026, 12, 31, 20, 0, tzinfo=west), "en") == "1 January 2027, 04:00 (UTC)"
    assert format_date(datetime(2026, 12, 31, 20, 0, tzinfo=west), "es") == "1 de enero de 2027"


def test_a_moment_may_come_as_a_wiki_writes_it() -> None:
    assert format_moment("2026-12-17T16:05:00Z", "en") == format_moment(MOMENT, "en")


@pytest.mark.parametrize("moment", ["2026-12-17T16:05:00", datetime(2026, 12, 17)])  # noqa: DTZ001
def test_a_moment_without_a_time_zone_is_refused(moment: str | datetime) -> None:
    with pytest.raises(NoTimeZoneError, match="no time zone"):
        format_date(moment, "en")


def test_another_program_may_write_moments_otherwise() -> None:
    words = Catalogue(overrides={"en": {"moment": "$2 UTC on $1"}})
    assert format_moment(MOMENT, "en", words=words) == "16:05 UTC on 17 December 2026"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a, b and c"),
        ("es", "a, b y c"),
        ("ar", "a وb وc"),
        ("fr", "a, b et c"),
        ("pt", "a, b e c"),
        ("tlh", "a, b and c"),
    ],
)
def test_a_list_is_joined_as_the_language_joins_it(language: str, text: str) -> None:
    assert format_list(["a", "b", "c"], language) == text


def test_short_lists_need_no_comma() -> None:
    assert format_list([], "en") == ""
    assert format_list(["a"], "en") == "a"
    assert format_list(["a", "b"], "en") == "a and b"
