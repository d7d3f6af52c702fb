"""A program's own words: what their files give, and one sentence for every fault in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.run.doctor_words import look_at_words
from bot.run.own_words import MAX_BYTES
from bot.run.settings import SettingsError, read_settings
from bot.run.wording import catalogue_of, read_as_set
from bot.wikitext.reading import Reading, reading
from tests.reading import reading_with
from tests.run.good_settings import changed

PENDING = "{{PLURAL:$1|Лишилося $1 повідомлення|Лишилися $1 повідомлення|Лишилося $1 повідомлень}}"


def write(folder: Path, **files: object) -> Path:
    """Write files of words, and give the settings file's path."""
    (folder / "words").mkdir()
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (folder / "words" / f"{name}.json").write_text(text, encoding="utf-8")
    return folder / "settings.toml"


def test_a_language_is_added_and_a_message_worded_otherwise(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        uk={"@metadata": {"authors": ["Оксана"]}, "report-pending": PENDING},
        en={"report-heading-numbers": "How many"},
        qqq={"whatever": "for translators"},
    )
    words = catalogue_of(read_settings(changed("words", "words"), path))
    assert words.say("uk", "report-pending", 1) == "Лишилося 1 повідомлення"
    assert words.say("uk", "report-pending", 2) == "Лишилися 2 повідомлення"
    assert words.say("uk", "report-pending", 5) == "Лишилося 5 повідомлень"
    assert words.say("uk", "report-pending", 21) == "Лишилося 21 повідомлення"
    assert words.say("uk", "report-heading-numbers") == "How many"
    assert words.say("es", "report-heading-numbers") == "En cifras"
    assert words.languages() == ("ar", "en", "es", "fr", "pt", "uk")


def test_without_a_folder_everything_is_the_package_s(tmp_path: Path) -> None:
    settings = read_settings(changed("home", "meta"), tmp_path / "s.toml")
    assert catalogue_of(settings).overrides == {}


def test_words_to_read_are_those_of_all_files(tmp_path: Path) -> None:
    path = write(tmp_path, uk={"read-yes": "так | авжеж"}, pl={"read-yes": "tak", "read-no": "nie"})
    settings = read_settings(changed("words", "words"), path)
    with reading_with(Reading()):
        read_as_set(settings)
        assert sorted(reading().of_kind("read-yes")) == ["tak", "авжеж", "так"]
        assert reading().of_kind("read-no") == ("nie",)
        assert set(reading().languages) == {"pt-br", "pl", "uk"}


NAME = "its name is no language code; name it as MediaWiki has the code, such as uk.json"
BROKEN: dict[str, tuple[str, object, str]] = {
    "no language": ("Ukrainian words", {}, NAME),
    "capitals": ("UK", {}, NAME),
    "no JSON": (
        "uk",
        '{\n "moment": "a",\n}',
        "line 3, column 1: not valid JSON (Expecting property name enclosed in double quotes);"
        " mend that line",
    ),
    "a list": ("uk", [], 'is no table of messages; write it as { "key": "text" }'),
    "a key twice": ("uk", '{"moment": "$1 $2", "moment": "$1 $2"}', '"moment" is there twice; keep one'),
    "too large": (
        "uk",
        " " * (MAX_BYTES + 1),
        "is larger than 1 MB; the words of a language have less than a tenth of that",
    ),
    "an unknown key": ("uk", {"momment": "x"}, '"momment" is not a known message (did you mean moment?)'),
    "a key like no other": ("uk", {"zzzzzz": "x"}, '"zzzzzz" is not a known message'),
    "a number": ("uk", {"moment": 3}, '"moment" is no text; write it in quotes'),
    "nothing": ("uk", {"moment": " "}, '"moment" is no text; write it in quotes'),
    "no word to read": ("uk", {"read-yes": ""}, '"read-yes" is no text; write it in quotes'),
    "two lines": ("uk", {"moment": "$1\n$2"}, '"moment" is not one line; write it on one'),
    "a plural without end": (
        "uk",
        {"report-pending": "{{PLURAL:$1|a|b"},
        '"report-pending" has a plural without end or without forms; write {{PLURAL:$1|one|other}}',
    ),
    "a value too few": (
        "uk",
        {"moment": "$1"},
        '"moment" lacks $2; it must have the same values as in English: "$1, $2 (UTC)"',
    ),
    "a value too many": (
        "uk",
        {"moment": "$1 $2 $3"},
        '"moment" has $3; it must have the same values as in English: "$1, $2 (UTC)"',
    ),
    "forms too many": (
        "pl",
        {"report-pending": "{{PLURAL:$1|$1|$1|$1|$1|$1}}"},
        '"report-pending" has a plural of more than 4 forms, as many as CLDR knows for this language',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_one_sentence_with_its_place(
    tmp_path: Path, name: str, content: object, sentence: str
) -> None:
    path = write(tmp_path, **{name: content})
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("words", "words"), path)
    assert str(caught.value) == f"{path}: words/{name}.json: {sentence}."


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "words" / "uk.json").write_bytes('{\n"moment": "січня"}'.encode("cp1251"))
    with pytest.raises(SettingsError, match=r"words/uk\.json: line 2 is not UTF-8; save the file with"):
        read_settings(changed("words", "words"), path)


def test_all_faults_of_all_files_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, uk={"a1": "x", "moment": 1}, pl="{")
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("words", "words"), path)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("value", ["nowhere", "", 3, "settings.toml"])
def test_a_folder_that_is_none_is_told(tmp_path: Path, value: object) -> None:
    (tmp_path / "settings.toml").touch()
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("words", value), tmp_path / "settings.toml")
    shown = "empty" if value == "" else value if isinstance(value, int) else f'"{value}"'
    assert str(caught.value) == (
        f"{tmp_path}/settings.toml: words is {shown}; allowed: the path of a folder with a file for each"
        " language, such as uk.json, relative to the settings file."
    )


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    path = write(tmp_path)
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("words", "words"), path)
    assert str(caught.value) == (
        f"{path}: words is a folder without files; put one there for each language, such as uk.json."
    )


def test_the_doctor_tells_what_a_language_lacks(tmp_path: Path) -> None:
    path = write(tmp_path, uk={"moment": "$1, $2 (UTC)"}, pl={"moment": "$1, $2 (UTC)"})
    tables = changed("words", "words")
    tables["languages"]["offered"] = ["en", "es", "uk", "szl"]
    found = list(look_at_words(read_settings(tables, path)))
    assert [finding.good for finding in found] == [False, False, False]
    assert "messages are missing in uk (moment-local, announce-ask, " in found[0].text
    assert "people get them in ru, en" in found[0].text or "people get them in en" in found[0].text
    assert "in szl (moment, moment-local, announce-ask, …): people get them in pl, en" in found[1].text
    assert found[2].text == "there are words in pl, which languages.offered does not have. Add it there."


def test_the_doctor_says_nothing_of_languages_that_are_whole(tmp_path: Path) -> None:
    tables = changed("languages/offered", ["en", "es", "ar"])
    assert not list(look_at_words(read_settings(tables, tmp_path / "settings.toml")))
