"""One sentence for every fault, with its key and what is allowed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.run.settings import Settings, SettingsError, read_settings
from tests.run.good_settings import changed, faults_of

WIKI_KEYS = "family, code, language, prefixes, names, throttle, optout_category, request_time_limit, direct"
TITLE = "a page title with its namespace, up to 255 bytes, without any of [ ] { } | < > #"
SECONDS = "a number of seconds from 0 to 3600"
HEADINGS = "a list of column headings in quotes, each one line of text, none empty"
LEDGER = (
    "the path of a file, not of a folder, in a folder that exists, relative to the settings file; or "
    "mariadb://HOST/DATABASE?read_default_file=FILE for a MariaDB server"
)
CODES = 'a list of language codes in small letters as MediaWiki has them, such as ["en", "pt-br"]'
A_CODE = 'a language code in small letters as MediaWiki has it, such as "en" or "pt-br"'
CONTACT = 'an e-mail address, a URL or a wiki user such as "User:Example on Meta", in ASCII letters'
PASSWORD = (
    "a password doesn't belong here: put it in Pywikibot's password file, and change it if others saw it."
)
LEDGER_PASSWORD = (
    "ledger holds a password; put it into a file that only you can read, under [client], name that file "
    "(…?read_default_file=~/replica.my.cnf), and change the password if others saw it; allowed: "
    f"{LEDGER}."
)
BROKEN: dict[str, tuple[str, object, str]] = {
    "no program": (
        "program",
        None,
        "program is missing; give 2 to 21 characters: a small letter a-z, then small letters, "
        "digits or hyphens.",
    ),
    "a program in capitals": (
        "program",
        "Garden Club",
        'program is "Garden Club"; allowed: 2 to 21 characters: a small letter a-z, then small '
        "letters, digits "
        "or hyphens.",
    ),
    "a home that is no wiki": (
        "home",
        "commons",
        'home is "commons"; allowed: one of the wikis below (meta, es).',
    ),
    "no contact": (
        "contact",
        None,
        "contact is missing, but wikis.meta is a public wiki; give an e-mail address, a URL or a "
        "wiki user such "
        'as "User:Example on Meta", by which its administrators can reach you.',
    ),
    "an empty contact": ("contact", "", f"contact is empty; allowed: {CONTACT}."),
    "a contact over two lines": (
        "contact",
        "a@example.org\nX: y",
        f'contact is "a@example.org\\nX: y"; allowed: {CONTACT}.',
    ),
    "a contact that no header can carry": (
        "contact",
        "User:Añá",
        f'contact is "User:Añá"; allowed: {CONTACT}.',
    ),
    "a ledger that is a folder": ("ledger", "/", f'ledger is "/"; allowed: {LEDGER}.'),
    "a ledger in no folder": ("ledger", "no/such/x", f'ledger is "no/such/x"; allowed: {LEDGER}.'),
    "a ledger of another database": (
        "ledger",
        "postgresql://db.example.org/x",
        f'ledger begins with "postgresql:"; allowed: {LEDGER}.',
    ),
    "a ledger's password": ("ledger", "mariadb://ana:sesame@db.example.org/x", LEDGER_PASSWORD),
    "a ledger's password as a parameter": (
        "ledger",
        "mariadb://db.example.org/x?passwd=sesame",
        LEDGER_PASSWORD,
    ),
    "a password for another database": ("ledger", "mysql://ana:sesame@db.example.org/x", LEDGER_PASSWORD),
    "a ledger without database": (
        "ledger",
        "mariadb://db.example.org/",
        f"ledger names no database; allowed: {LEDGER}.",
    ),
    "a ledger with a parameter of its own": (
        "ledger",
        "mariadb://db.example.org/x?init_command=DROP",
        f'ledger has the unknown parameter "init_command"; allowed: {LEDGER}.',
    ),
    "a ledger whose port is a word": (
        "ledger",
        "mariadb://db.example.org:port/x",
        f"ledger has a port that is no number; allowed: {LEDGER}.",
    ),
    "a ledger whose URL is broken": (
        "ledger",
        "mariadb://[db/x",
        f"ledger is no URL that can be read; allowed: {LEDGER}.",
    ),
    "an unknown key": (
        "wikis/es/throtle",
        5,
        f"wikis.es.throtle is not a known key (did you mean throttle?); allowed here: {WIKI_KEYS}.",
    ),
    "a key like no other": (
        "limits/zzz",
        5,
        "limits.zzz is not a known key; allowed here: people, canary, budget, messages_a_month,"
        " requests_at_once, talk_pauses, patience.",
    ),
    "a throttle in words": (
        "wikis/es/throttle",
        "fast",
        f'wikis.es.throttle is "fast"; allowed: {SECONDS}.',
    ),
    "a negative throttle": ("wikis/es/throttle", -1, f"wikis.es.throttle is -1; allowed: {SECONDS}."),
    "a throttle of two hours": ("wikis/es/throttle", 7200, f"wikis.es.throttle is 7200; allowed: {SECONDS}."),
    "a throttle that is no number": (
        "wikis/es/throttle",
        float("nan"),
        f"wikis.es.throttle is nan; allowed: {SECONDS}.",
    ),
    "a throttle that is true": ("wikis/es/throttle", True, f"wikis.es.throttle is true; allowed: {SECONDS}."),
    "a number of many digits": (
        "limits/people",
        1 << 60000,
        "limits.people is a number of many digits; allowed: a whole number from 1 to 100000.",
    ),
    "a yes in quotes": (
        "wikis/es/direct",
        "yes",
        'wikis.es.direct is "yes"; allowed: true or false.',
    ),
    "a title with brackets": ("pages/stop", "[[User:G]]", f'pages.stop is "[[User:G]]"; allowed: {TITLE}.'),
    "a title of spaces": ("pages/stop", "  ", f'pages.stop is "  "; allowed: {TITLE}.'),
    "a title too long": (
        "pages/stop",
        "ñ" * 128,
        f'pages.stop is "{"ñ" * 59}…"; allowed: {TITLE}.',
    ),
    "a page that is missing": ("pages/stop", None, f"pages.stop is missing; give {TITLE}."),
    "a parent of MassMessage's lists with brackets": (
        "pages/massmessage",
        "[[User:G]]",
        f'pages.massmessage is "[[User:G]]"; allowed: {TITLE}.',
    ),
    "pages that are no table": (
        "pages",
        "Garden",
        'pages is "Garden"; allowed: a table [pages] with the keys signup, team, stop and report.',
    ),
    "no heading for users": ("columns/user", [], f"columns.user is an empty list; allowed: {HEADINGS}."),
    "a heading without a list": ("columns/user", "User", f'columns.user is "User"; allowed: {HEADINGS}.'),
    "a heading that is a number": (
        "columns/user",
        ["User", 3],
        f"columns.user[2] is 3; allowed: {HEADINGS}.",
    ),
    "a heading of two columns": (
        "columns/country",
        ["LANGUAGES"],
        'columns.country has the heading "LANGUAGES", which columns.languages has already; allowed: headings '
        "that name one column only.",
    ),
    "a language by its name": (
        "languages/offered",
        ["Spanish"],
        f'languages.offered[1] is "Spanish"; allowed: {CODES}.',
    ),
    "a language twice": (
        "languages/offered",
        ["en", "en"],
        'languages.offered has "en" more than once; allowed: each language once.',
    ),
    "a wiki without language": (
        "wikis/es/language",
        None,
        f"wikis.es.language is missing; give {A_CODE}.",
    ),
    "no wikis": (
        "wikis",
        {},
        "wikis is an empty table; allowed: a table for each wiki, such as [wikis.meta], with the "
        "keys family, "
        "code and language.",
    ),
    "a wiki's name in capitals": (
        "wikis/ES",
        {"family": "wikipedia", "code": "fr", "language": "fr"},
        "wikis.ES has a name that can't be used; allowed: a name of up to 40 characters: a small letter a-z, "
        "then small letters, digits, _ or -.",
    ),
    "a prefix of two wikis": (
        "wikis/es/prefixes",
        ["es", "m"],
        'wikis.es.prefixes has "m", which wikis.meta has already; allowed: names and prefixes that '
        "lead to one "
        "wiki only.",
    ),
    "a prefix with a colon before it": (
        "wikis/es/prefixes",
        [":es"],
        'wikis.es.prefixes[1] is ":es"; allowed: a list of interwiki prefixes in small letters '
        "without colons at "
        'the ends, such as ["es", "w:es"].',
    ),
    "a site twice": (
        "wikis/spanish",
        {"family": "wikipedia", "code": "es", "language": "es", "prefixes": ["x"]},
        'wikis.spanish.code is "es" of the family "wikipedia", which wikis.es is already; allowed: each site '
        "once.",
    ),
    "an opt-out category without namespace": (
        "optout_category",
        "No messages",
        'optout_category is "No messages"; allowed: the title of a category with its namespace, such as '
        '"Category:Opted-out of message delivery".',
    ),
    "an organiser with namespace": (
        "organisers/usernames",
        ["User:Ana"],
        'organisers.usernames[1] is "User:Ana"; allowed: a list of usernames without "User:" and '
        "without any of "
        ": @ / [ ] { } | < > #.",
    ),
    "no people": ("limits/people", 0, "limits.people is 0; allowed: a whole number from 1 to 100000."),
    "a password": ("password", "sesame", f"password: {PASSWORD}"),
    "a token in a wiki's table": ("wikis/es/oauth_token", "sesame", f"wikis.es.oauth_token: {PASSWORD}"),
}


@pytest.mark.parametrize(("key_path", "value", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_value_is_one_sentence_with_key_and_what_is_allowed(
    key_path: str, value: object, sentence: str
) -> None:
    assert faults_of(changed(key_path, value)) == [f"settings.toml: {sentence}"]


def test_several_faults_are_listed_one_a_line() -> None:
    tables = changed("wikis/es/throttle", "fast")
    tables["limits"] = {"people": 0}
    del tables["program"]
    listed = faults_of(tables)
    assert [re.split(" is ", line)[0] for line in listed] == [
        "settings.toml: program",
        "settings.toml: wikis.es.throttle",
        "settings.toml: limits.people",
    ]


def test_of_very_many_faults_the_first_are_listed_and_the_rest_counted() -> None:
    listed = faults_of(changed("columns/user", [""] * 200))
    assert len(listed) == 51
    assert listed[-1] == "And 150 more faults; mend these first."


def test_massmessages_lists_have_a_parent_of_their_own() -> None:
    tables = changed("pages/massmessage", "User:G/Lists")
    tables["pages"]["lists"] = "User:G/Lists"
    [fault] = faults_of(tables)
    assert 'pages.massmessage is "User:G/Lists", which pages.lists is already' in fault


def test_a_secret_is_never_shown_wherever_it_stands() -> None:
    tables = changed("login", {"a": [{"bot_password": "sesame"}]})
    tables["pages"]["team"] = {"password": "sesame"}
    tables["columns"]["api_key"] = ["sesame"]
    listed = faults_of(tables)
    assert "sesame" not in "".join(listed)
    assert sum("doesn't belong here" in line for line in listed) == 3


@pytest.mark.parametrize(
    "address",
    [
        "mariadb://ana:sesame@[db/x",
        "mariadb:/ana:sesame@db/x",
        "MySQL://ana:sesame@db:x/x",
        " mariadb://db?password=sesame",
    ],
)
def test_a_password_in_a_broken_address_of_the_ledger_is_not_shown(address: str) -> None:
    assert "sesame" not in "".join(faults_of(changed("ledger", address)))


def test_the_error_carries_no_other_error_that_shows_values() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("password", "sesame"), Path("settings.toml"))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_wiki_may_be_called_secret() -> None:
    tables = changed("wikis/secret", {"family": "wikipedia", "code": "fr", "language": "fr"})
    assert "secret" in read_settings(tables, Path("settings.toml")).wikis


KEYS = st.sampled_from(
    [
        *Settings.model_fields,
        *(
            "signup",
            "team",
            "user",
            "offered",
            "family",
            "code",
            "throttle",
            "es",
            "meta",
            "password",
            "prefixes",
        ),
    ]
)
LEAVES = st.one_of(
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.sampled_from(["meta", "es", "en", "wikipedia", "User:A"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, st.text(max_size=5)), inner, max_size=6)
    ),
    max_leaves=15,
)


@given(tables=st.dictionaries(st.one_of(KEYS, st.text(max_size=5)), TREES, max_size=9))
def test_no_tables_whatever_raise_anything_but_a_settings_error(tables: dict[str, Any]) -> None:
    try:
        read_settings(tables, Path("settings.toml"))
    except SettingsError as error:
        lines = str(error).split("\n")
        assert all(line.startswith(("settings.toml: ", "And ")) and line.isprintable() for line in lines)


@given(key_path=st.sampled_from([path for path, _, _ in BROKEN.values()]), value=TREES)
def test_good_settings_with_any_one_value_load_or_name_their_fault(key_path: str, value: object) -> None:
    try:
        read_settings(changed(key_path, value), Path("settings.toml"))
    except SettingsError as error:
        text = str(error)
    else:
        return
    assert any(key in text for key in (key_path.rpartition("/")[2], "wikis", "home"))
