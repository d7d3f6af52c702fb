"""Which wiki someone means by what they wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.run.settings import SAMPLE, Settings, load_settings, read_settings
from tests.run.good_settings import GOOD

SETTINGS = load_settings(SAMPLE)

MEANT = {
    "es": "es",
    "ES": "es",
    ":es:": "es",
    " es : ": "es",
    "w:es": "es",
    ":w:es:": "es",
    "m:es": "es",
    "m:w:es:": "es",
    "w:m": "meta",
    "es:meta": "meta",
    "w": "en",
    "\u200ees\u200f": "es",
    "\u2067pt\u2069": "pt",
    "eswiki": "es",
    "metawiki": "meta",
    "es.wikipedia": "es",
    "ES.Wikipedia.org": "es",
    "es.m.wikipedia.org": "es",
    "meta.wikimedia.org": "meta",
    "https://es.wikipedia.org/wiki/Usuario:Ana": "es",
    "http://ar.wikipedia.org": "ar",
    "//fr.wikipedia.org/": "fr",
    "es.wikipedia.org/wiki/Usuario:Ana": "es",
    "Spanish Wikipedia": "es",
    "spanish_wikipedia": "es",
    "Wikipédia  em português": "pt",
    "ويكيبيديا العربية": "ar",
}
NOT_MEANT = [
    *("", " ", ":", "::", "de", "dewiki", "s", "s:es", "wikt:es", "es:s", "es.wikibooks.org", "wikipedia"),
    *(
        "https://es.wikipedia.org@evil.example/",
        "https://evil.example/es.wikipedia.org",
        "es.wikipedia.org.evil",
    ),
    *("https://es.wikipedia.org:8080/", "ftp://es.wikipedia.org/", "http://[", "https://es.wikipedia.org:x/"),
    *("es/wiki", "https://es/", "es.wikipedia.org:es", "es:Usuario:Ana", "es\nfr", "x" * 5000, "es," * 20),
]


@pytest.mark.parametrize(("written", "key"), MEANT.items())
def test_people_are_understood(written: str, key: str) -> None:
    wiki = SETTINGS.wiki_named(written)
    assert wiki is not None
    assert wiki.key == key


@pytest.mark.parametrize("written", NOT_MEANT)
def test_what_is_not_in_the_settings_is_never_guessed(written: str) -> None:
    assert SETTINGS.wiki_named(written) is None


def with_wikis(**wikis: dict[str, Any]) -> Settings:
    """Give good settings with further wikis."""
    return read_settings({**GOOD, "wikis": {**GOOD["wikis"], **wikis}}, Path("settings.toml"))


def test_a_prefix_leads_on_within_its_own_project_only() -> None:
    wiktionary = {"family": "wiktionary", "code": "en", "language": "en", "prefixes": ["wikt"]}
    settings = with_wikis(wikt=wiktionary)
    assert settings.wiki_named("wikt:es") is None
    meta = settings.wiki_named("wikt:m")
    assert meta is not None
    assert meta.key == "meta"


def test_a_chain_may_be_a_prefix() -> None:
    settings = with_wikis(
        eswikt={"family": "wiktionary", "code": "es", "language": "es", "prefixes": ["wikt:es"]}
    )
    for written, key in {"wikt:es:": "eswikt", "es": "es", "eswiktionary": "eswikt"}.items():
        wiki = settings.wiki_named(written)
        assert wiki is not None
        assert wiki.key == key


def test_the_host_of_an_unknown_project_is_not_made_up() -> None:
    settings = with_wikis(own={"family": "own", "code": "own", "language": "en"})
    assert settings.wiki_named("own.wikimedia.org") is None
    assert settings.wiki_named("own.own.org") is None
    assert settings.wiki_named("own") is not None


def test_a_host_with_a_port_can_be_one_of_the_names() -> None:
    settings = with_wikis(own={"family": "own", "code": "own", "language": "en", "names": ["127.0.0.1:8083"]})
    assert settings.wiki_named("http://127.0.0.1:8083/index.php?title=X") is not None
    assert settings.wiki_named("http://127.0.0.1:8084/") is None


@given(written=st.text())
def test_no_text_whatever_breaks_the_search(written: str) -> None:
    wiki = SETTINGS.wiki_named(written)
    assert wiki is None or wiki.key in SETTINGS.wikis
