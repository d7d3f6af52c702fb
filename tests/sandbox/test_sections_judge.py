"""The wiki itself is the judge of where a page's sections begin and how deep they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.wikitext.sections import read_sections

# Not `= c =`: below a template that is never closed MediaWiki takes its first sign for a parameter's.
PIECES = st.sampled_from(
    [
        *("== a ==", "=== b ===", "====== d ======", "======= e =======", "== f", "=", "==="),
        *("== g =\n", "== h ==  ", "== i == <!-- x -->", "== j == <!-- x --> <!-- y -->", "<!-- -->== k =="),
        *("<!--", "-->", "<!-- z -->", "<nowiki>", "</nowiki>", "<pre>", "</pre>", "======", " == n =="),
        *("<noinclude>", "</noinclude>", "<gallery>", "</gallery>", "== m ==<noinclude/>"),
        *("{{x|", "}}", "[[l|", "]]", "-{", "}-", "== é اب ==", "== [[l]] ==", "== {{x}} =="),
        *("\n", "\n", "\n", "\n\n", "text", "* text", ":text ~"),
    ]
)


@pytest.fixture
def sections_of(api: Callable[[str], str]) -> Callable[[str], list[tuple[int, int]]]:
    """Give what Meta says of a page's sections: level and place."""
    session = requests.Session()

    def ask(wikitext: str) -> list[tuple[int, int]]:
        asked = {"action": "parse", "prop": "sections", "text": wikitext, "contentmodel": "wikitext"}
        answer = session.post(api("meta"), data={**asked, "format": "json", "formatversion": "2"}, timeout=60)
        found = answer.json()["parse"]["sections"]
        return [(int(s["level"]), s["byteoffset"]) for s in found if s["byteoffset"] is not None]

    return ask


def test_sections_are_those_of_the_wiki(
    sections_of: Callable[[str], list[tuple[int, int]]], pytestconfig: pytest.Config
) -> None:
    examples = 3000 if pytestconfig.getoption("--soak") else 60

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(pieces=st.lists(PIECES, max_size=14))
    def equal(pieces: list[str]) -> None:
        text = "".join(pieces)
        ours = [(s.level, s.start) for s in read_sections(text)]
        assert ours == sections_of(text)

    equal()
