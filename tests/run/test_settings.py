"""What the settings give."""

from __future__ import annotations

import copy
import re
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.ledger.address import Server
from bot.run.settings import SAMPLE, load_settings, read_settings
from tests.run.good_settings import GOOD, changed


def test_the_sample_loads_and_is_for_public_wikis() -> None:
    settings = load_settings(SAMPLE)
    assert list(settings.wikis) == ["meta", "en", "es", "ar", "fr", "pt"]
    assert settings.home_wiki.site == "meta:meta"
    assert not settings.loopback
    assert settings.ledger == SAMPLE.parent / "ledger.sqlite3"


def test_every_key_of_the_model_stands_in_the_sample() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    settings = load_settings(SAMPLE)
    for table in (
        settings,
        settings.pages,
        settings.columns,
        settings.limits,
        settings.home_wiki,
        settings.running,
    ):
        for key in type(table).model_fields:
            assert re.search(rf"^(# )?\[{{0,2}}{key}\b", text, re.MULTILINE), key


def test_what_is_left_out_has_its_default() -> None:
    settings = read_settings(GOOD, Path("settings.toml"))
    es = settings.wikis["es"]
    assert (es.throttle, es.request_time_limit, es.direct, es.prefixes) == (10, 200, True, ())
    assert (settings.limits.people, settings.organisers.usernames) == (5000, ())
    assert settings.columns.headings() == {"user": ("User", "Usuario"), "languages": ("Languages",)}


def test_only_wikis_without_approval_are_served_through_massmessage_and_only_if_it_has_lists() -> None:
    tables = changed("wikis/es/direct", False)
    assert read_settings(tables, Path("settings.toml")).mass_wikis == ()
    tables["pages"]["massmessage"] = "User:G/MassMessage"
    assert read_settings(tables, Path("settings.toml")).mass_wikis == ("es",)


def test_settings_cannot_be_changed() -> None:
    settings = read_settings(GOOD, Path("settings.toml"))
    with pytest.raises(ValidationError):
        settings.home = "es"
    with pytest.raises(TypeError):
        settings.wikis["fr"] = settings.home_wiki  # type: ignore[index]


def test_each_wiki_knows_its_key() -> None:
    settings = read_settings(GOOD, Path("settings.toml"))
    assert [wiki.key for wiki in settings.wikis.values()] == ["meta", "es"]


def test_the_ledger_may_be_a_server_s_database(tmp_path: Path) -> None:
    url = "mariadb://tool@db.example.org:3307/tool__ledger?read_default_file=replica.my.cnf"
    settings = read_settings(changed("ledger", url), tmp_path / "settings.toml")
    assert settings.ledger == Server(
        host="db.example.org",
        port=3307,
        user="tool",
        database="tool__ledger",
        password_file=tmp_path / "replica.my.cnf",
    )
    assert str(settings.ledger) == "tool__ledger on db.example.org"


def test_the_ledger_is_relative_to_the_file(tmp_path: Path) -> None:
    assert read_settings(GOOD, tmp_path / "settings.toml").ledger == tmp_path / "ledger.sqlite3"
    assert read_settings(changed("ledger", str(tmp_path / "x")), Path("s.toml")).ledger == tmp_path / "x"


def test_a_wiki_without_optout_category_has_the_one_for_all() -> None:
    tables = changed("optout_category", "Category:No messages")
    tables["wikis"]["es"]["optout_category"] = "Categoría:Sin mensajes"
    settings = read_settings(tables, Path("settings.toml"))
    assert settings.optout_category_of(settings.wikis["es"]) == "Categoría:Sin mensajes"
    assert settings.optout_category_of(settings.home_wiki) == "Category:No messages"


def test_the_sandbox_needs_no_contact() -> None:
    tables = changed("contact", None)
    for wiki in tables["wikis"].values():
        wiki["family"] = "letsconnect_sandbox"
    assert read_settings(tables, Path("settings.toml")).loopback


def test_the_good_settings_of_these_tests_are_good() -> None:
    assert read_settings(copy.deepcopy(GOOD), Path("settings.toml")).program == "garden"
    assert tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["home"] == "meta"


def test_organisers_are_named_as_the_wiki_names_them() -> None:
    settings = read_settings(changed("organisers", {"usernames": ["noor_Organiser"]}), Path())
    assert settings.organisers.usernames == ("Noor Organiser",)
