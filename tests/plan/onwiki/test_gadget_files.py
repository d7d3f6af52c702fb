from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

import pytest

from bot.plan.onwiki.gadget_files import (
    MOST_BYTES,
    Config,
    KnownWiki,
    Setup,
    definition_line,
    join_code,
    put_definition,
    read_parts,
    words_of,
    write_json,
    write_loader,
)
from bot.plan.onwiki.titles import Titles, edit_notice
from bot.program.newsletter_choice import read_newsletter
from bot.program.regions import wikimedia_regions
from bot.program.reminder_choice import read_reminders
from bot.words.catalogue import Catalogue, default_catalogue

TITLES = Titles(program="letsconnect", signup="Program/Sign-up", gadget="User:ProgramBot/Sign-up")
SETUP = Setup(
    signup="Program/Sign-up", gadget=TITLES.gadget, calendar="Program/Calendar", languages=("en", "ar")
)
LINE = "* letsconnect-loader[ResourceLoader|default|hidden|targets=desktop,mobile]|letsconnect-loader.js"


def config(language: str = "en", reminders: Sequence[int] = (168, 24, 1)) -> Config:
    return Config(
        words=default_catalogue(),
        columns={"user": ("User", "Usuario"), "newsletter": ("Newsletter",)},
        regions=wikimedia_regions(),
        offered=("en", "es", "ar"),
        language=language,
        wikis=(KnownWiki(prefix="es", name="Wikipedia en español", host="es.wikipedia.org"),),
        reminders=reminders,
        withdrawn=("Not attending", "Bajas"),
    )


def test_the_config_says_what_the_gadget_needs() -> None:
    found = config().as_json()
    assert found["columns"] == {"user": ["User", "Usuario"], "newsletter": ["Newsletter"]}
    assert found["languages"] == [
        {"code": "en", "name": "English", "dir": "ltr"},
        {"code": "es", "name": "español", "dir": "ltr"},
        {"code": "ar", "name": "العربية", "dir": "rtl"},
    ]
    assert found["wikis"] == [{"prefix": "es", "name": "Wikipedia en español", "host": "es.wikipedia.org"}]
    assert found["withdrawn"] == ["Bajas", "Not attending"]
    assert found["write"] == {
        "yes": "yes",
        "no": "no",
        "summary": "summary",
        "full": "full",
        "none": "none",
        "reminders": {"168": "1 week", "24": "24 hours", "1": "1 hour"},
    }
    regions = found["regions"]
    assert isinstance(regions, list)
    assert len(regions) == 8
    assert set(regions[0]["names"]) == {"en", "es", "ar"}


def test_the_wiki_saves_the_config_as_it_is() -> None:
    text = write_json(config("ar").as_json())
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip()


@pytest.mark.parametrize("language", ["en", "es", "ar", "fr", "pt"])
def test_what_the_gadget_writes_is_what_the_bot_reads(language: str) -> None:
    hours = (1, 2, 3, 12, 24, 48, 72, 264, 168, 336, 504)
    write = config(language, hours).as_json()["write"]
    assert isinstance(write, dict)
    assert read_newsletter(write["no"]).wanted is False
    assert [read_newsletter(write[name]).wanted for name in ("yes", "summary", "full")] == [True] * 3
    assert [read_newsletter(write[name]).summary for name in ("yes", "summary", "full")] == [
        None,
        True,
        False,
    ]
    assert read_reminders(write["none"]) == frozenset()
    assert read_reminders(", ".join(write["reminders"].values())) == frozenset(hours)
    for number, text in write["reminders"].items():
        assert read_reminders(text) == frozenset({int(number)})


def test_words_are_those_whose_keys_begin_so_as_translators_wrote_them() -> None:
    words = Catalogue(
        overrides={
            "en": {"gadget-x": "{{PLURAL:$1|one|$1}} left", "gadget-y": "Yes", "other": "no"},
            "ar": {"gadget-y": "نعم"},
        }
    )
    found = words_of(words, "ar")
    assert (found["gadget-x"], found["gadget-y"]) == ("{{PLURAL:$1|one|$1}} left", "نعم")
    assert all(key.startswith("gadget-") for key in found)
    assert json.loads(write_json(found)) == found
    assert words_of(default_catalogue(), "es")["gadget-field-interprets"] == "Puedo interpretar a"


def test_the_code_is_one_function_with_its_setup_in_one_line() -> None:
    lines = join_code(SETUP, ("var rows = 1;\n", "use( rows );\n")).splitlines()
    [setup] = [line for line in lines if line.startswith("var SETUP = ")]
    assert json.loads(setup.removeprefix("var SETUP = ").removesuffix(";")) == {
        "data": "User:ProgramBot/Sign-up",
        "signup": "Program/Sign-up",
        "calendar": "Program/Calendar",
        "vocabulary": "",
        "pages": [
            "Program/Sign-up",
            "Program/Sign-up/en",
            "Program/Sign-up/ar",
            "Program/Calendar",
            "Program/Calendar/en",
            "Program/Calendar/ar",
        ],
        "below": [],
    }
    assert lines[-3:] == ['(function(){"use strict";var e=1;use(e)})()', "}() );", "// </nowiki>"]


def test_a_title_can_not_end_what_keeps_the_wiki_from_expanding_scripts() -> None:
    code = join_code(Setup(signup="</nowiki>~~~~", gadget="User:X/Y"), ())
    assert code.count("</nowiki>") == 1


def test_the_loader_names_the_code_and_the_pages() -> None:
    loader = write_loader(SETUP, TITLES)
    assert '"code": "MediaWiki:Gadget-letsconnect-sign-up.js"' in loader
    assert '"Program/Calendar/ar"' in loader
    assert "/* SETUP */" not in loader


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", LINE),
        ("== Tools ==\n* other[ResourceLoader]|a.js", f"== Tools ==\n* other[ResourceLoader]|a.js\n{LINE}"),
        (f"* a|a.js\n{LINE}\n* b|b.js\n", f"* a|a.js\n{LINE}\n* b|b.js\n"),
        ("*letsconnect-loader|old.js\r\n* letsconnect-loader-2|b.js", f"{LINE}\n* letsconnect-loader-2|b.js"),
    ],
    ids=["no list", "a list of others", "there already", "an older line"],
)  # fmt: skip
def test_the_definition_is_one_line_among_others(before: str, after: str) -> None:
    assert definition_line(TITLES) == LINE
    assert put_definition(before, LINE) == after
    assert put_definition(after, LINE) == after


def test_an_edit_notice_is_named_as_the_wiki_looks_for_it() -> None:
    namespaces = {"Grants": "200", "User": "2"}
    assert edit_notice("Grants:A b/C", namespaces) == "MediaWiki:Editnotice-200-A b-C"
    assert edit_notice("Grants:A/C", namespaces, language="ar") == "MediaWiki:Editnotice-200-A-C/ar"
    assert edit_notice("Let's: Connect/C", namespaces) == "MediaWiki:Editnotice-0-Let's: Connect-C"


def test_the_wiki_expands_nothing_in_the_gadget() -> None:
    code = join_code(SETUP, read_parts())
    assert code.count("</nowiki>") == 1
    assert code.startswith("// <nowiki>\n")
    assert code.endswith("\n// </nowiki>")


def test_the_gadget_is_small_and_nothing_in_it_is_unseen() -> None:
    code = join_code(SETUP, read_parts())
    assert len(code.encode()) < MOST_BYTES
    assert '"use strict"' in code
    unseen = {sign for sign in code if unicodedata.category(sign)[0] in "CZ"} - {" ", "\n"}
    assert unseen == set()
