"""When somebody signed: every language's form, to the minute, with its zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.times import find_timestamps, read_timestamp
from tests.growth import assert_grows_linearly

SIGNED = [
    ("en", "03:35, 2 July 2009 (UTC)", "2009-07-02 03:35"),
    ("en", "03:35, July 2, 2009 (UTC)", "2009-07-02 03:35"),
    ("en", "3:05, 2 Jul 2009 (UTC)", "2009-07-02 03:05"),
    ("en", "21:35, 2009 July 2 (EST)", "2009-07-03 02:35"),
    ("en", "03:35, 2 July 2009 (PST)", "2009-07-02 11:35"),
    ("en", "2009-07-02T03:35:59 (UTC)", "2009-07-02 03:35"),
    ("en", "2009-07-02T03:35:59Z", "2009-07-02 03:35"),
    ("fr", "24 novembre 2007 à 06:38 (CET)", "2007-11-24 05:38"),
    ("fr", "24 novembre 2007 à 06:38 UTC", "2007-11-24 06:38"),
    ("fr", "1er août 2024 à 00:10 (CEST)", "2024-07-31 22:10"),
    ("fr", "3 fév 2021 à 12:34 (CET)", "2021-02-03 11:34"),
    ("fr", "3 févr. 2021 à 18h41 (UTC)", "2021-02-03 18:41"),
    ("pt", "19h48min de 3 de fevereiro de 2011 (UTC)", "2011-02-03 19:48"),
    ("pt", "19h48min de 3 de março de 2011 (WEST)", "2011-03-03 18:48"),
    ("pt-br", "19h48min de 3 de dezembro de 2011 (BRT)", "2011-12-03 22:48"),
    ("pt", "08:05, 3 de Maio de 2011 (WET)", "2011-05-03 08:05"),
    ("es", "12:34 3 feb 2021 (UTC)", "2021-02-03 12:34"),
    ("es", "12:34 3 sep 2021 (CEST)", "2021-09-03 10:34"),
    ("es", "12:34 3 sept 2021 (ART)", "2021-09-03 15:34"),
    ("es", "12:34, 3 de febrero de 2021 (UTC)", "2021-02-03 12:34"),
    ("es", "12:34, 3 de febrero del 2021 (-03)", "2021-02-03 15:34"),
    ("ar", "18:41، 24 نوفمبر 2016 (ت ع م)", "2016-11-24 18:41"),
    ("ar", "١٨:٤١، ٢٤ نوفمبر ٢٠١٦ (ت ع م)", "2016-11-24 18:41"),
    ("ar", "\u200f18:41\u200f، \u202b24 نوفمبر\u202c 2016 (ت ع م)\u200f", "2016-11-24 18:41"),
    ("ar", "18:41، 24 نوفمبر 2016 (ت.ع.م)", "2016-11-24 18:41"),
    ("ar", "18:41، 24 نوفمبر 2016 (UTC)", "2016-11-24 18:41"),
    ("ar", "18:41، 24 جويلية 2016 (CET)", "2016-07-24 17:41"),
    ("de", "12:29, 10. Feb. 2009 (CET)", "2009-02-10 11:29"),
    ("de", "12:29, 10. Februar 2009 (CET)", "2009-02-10 11:29"),
    ("de", "12:29, 10. Mai 2009 (MESZ)", "2009-05-10 10:29"),
    ("pl", "12:29, 10 lut 2009 (CET)", "2009-02-10 11:29"),
    ("ru", "12:29, 10 февраля 2009 (UTC)", "2009-02-10 12:29"),
    ("uk", "12:29, 10 лютого 2009 (EET)", "2009-02-10 10:29"),
    ("it", "12:29, 10 feb 2009 (CET)", "2009-02-10 11:29"),
    ("hu", "2009. február 10., 12:29 (CET)", "2009-02-10 11:29"),
    ("cs", "10. 2. 2009, 12:29 (CET)", "2009-02-10 11:29"),
    ("fi", "10. helmikuuta 2009 kello 12.29 (EET)", "2009-02-10 10:29"),
    ("vi", "12:29, ngày 10 tháng 2 năm 2009 (UTC)", "2009-02-10 12:29"),
    ("zh", "2009年2月10日 (二) 12:29 (UTC)", "2009-02-10 12:29"),
    ("ja", "2009年2月10日 (火) 12:29 (UTC)", "2009-02-10 12:29"),
    ("ko", "2009년 2월 10일 (화) 12:29 (KST)", "2009-02-10 03:29"),
    ("fa", "\u200f۱۰ فوریهٔ ۲۰۰۹، ساعت ۱۲:۲۹ (UTC)", "2009-02-10 12:29"),
    ("th", "12:29, 10 กุมภาพันธ์ 2552 (UTC)", "2009-02-10 12:29"),
    ("he", "12:29, 10 בפברואר 2009 (UTC)", "2009-02-10 12:29"),
    ("be-tarask", "12:29, 10 лютага 2009 (UTC)", "2009-02-10 12:29"),
    ("xx", "03:35, 2 July 2009 (UTC)", "2009-07-02 03:35"),
    ("es", "03:35, 2 July 2009 (UTC)", "2009-07-02 03:35"),
]


@pytest.mark.parametrize(("language", "text", "moment"), SIGNED, ids=[f"{c[0]} {c[1]}" for c in SIGNED])
def test_a_signature_is_read_to_the_minute(language: str, text: str, moment: str) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert read_timestamp(text, language) == expected
    line = f"# [[User:Mirela|M]] ([[User talk:Mirela|talk]]) {text} and a remark of 3 words"
    [(found, (start, end))] = find_timestamps(line, language)
    assert found == expected
    assert line[start:end] in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03:35, 2 July 2009",
        "03:35, 2 July 2009 (IST)",
        "03:35, 2 July 2009 (CST)",
        "03:35, 2 July 2009 (BST)",
        "03:35, 2 July 2009 (XYZ)",
        "03:35, 2 July 2009 (+25)",
        "03:35, 2 July 2009 (my time)",
        "03:35, 31 February 2009 (UTC)",
        "03:35, 29 February 2009 (UTC)",
        "03:35, 0 July 2009 (UTC)",
        "25:35, 2 July 2009 (UTC)",
        "03:75, 2 July 2009 (UTC)",
        "03:35, 2 Jully 2009 (UTC)",
        "03:35, 2 July 0000 (UTC)",
        "23:35, 31 December 9999 (PST)",
        "03:35, 02/07/2009 (UTC)",
        "03:35 (UTC)",
        "2 July 2009 (UTC)",
    ],
)
def test_what_is_impossible_or_unsure_is_not_read(text: str) -> None:
    assert read_timestamp(text, "en") is None


def test_the_first_time_of_a_line_is_the_signature() -> None:
    line = "* Ana 03:35, 2 July 2009 (UTC) — again 04:00, 3 July 2009 (UTC)"
    assert read_timestamp(line, "en") == datetime(2009, 7, 2, 3, 35, tzinfo=UTC)
    assert len(find_timestamps(line, "en")) == 2


@given(
    moment=st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001
    language=st.sampled_from(
        ["en", "es", "ar", "fr", "pt", "de", "uk", "pl", "it", "ru", "tr", "sw", "hi", "eu", "id"]
    ),
    zone=st.sampled_from(
        [("UTC", 0), ("CET", 1), ("CEST", 2), ("WEST", 1), ("BRT", -3), ("EST", -5), ("+05:30", 5.5)]
    ),
    width=st.sampled_from(["wide", "abbreviated"]),
)
def test_what_is_signed_is_read(moment: datetime, language: str, zone: tuple[str, float], width: str) -> None:
    month = Locale.parse(language).months["format"][width][moment.month]
    text = f"{moment:%H:%M}, {moment.day} {month} {moment.year} ({zone[0]})"
    signed = moment.replace(second=0, microsecond=0, tzinfo=UTC) - timedelta(hours=zone[1])
    assert read_timestamp(text, language) == signed


@given(
    st.text(), st.one_of(st.text(max_size=12), st.sampled_from(["en", "ar", "zh-hans", "", "-", "de-x-y"]))
)
def test_any_text_in_any_language_is_read(text: str, language: str) -> None:
    assert all(moment.tzinfo is UTC for moment, _ in find_timestamps(text, language))


@given(
    st.lists(
        st.sampled_from(
            ["12:34", " ", ",", "2", "July", "2009", "(UTC)", "(", ")", "à", "\u200f", "١٢", "h", "."]
        )
    )
)
def test_spans_lie_within_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    for moment, (start, end) in find_timestamps(text, "en"):
        assert moment.tzinfo is UTC
        assert 0 <= start < end <= len(text)
        assert read_timestamp(text[start:end], "en") == moment


@pytest.mark.parametrize(
    "hostile", ["12:34 ", "12:34 (UTC) ", "2009 12:34 (UTC) ", "2 July 2009 ", "July 2 ", "١٢:٣٤، ", "1", "("]
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    assert_grows_linearly(lambda size: find_timestamps(hostile * (size // len(hostile)), "ar"), size=200_000)
