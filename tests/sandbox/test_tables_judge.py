"""The wiki's own rendering is the judge of how tables are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.wikitext import table_cases
from tests.wikitext.mediawiki_judge import MediaWikiJudge
from tests.wikitext.table_pages import pages

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
"""Real pages, not the project's own: beside the checkout, if at all. Their first line says whence."""


@pytest.fixture
def judge(meta_api: str) -> MediaWikiJudge:
    """Give Meta as the judge."""
    return MediaWikiJudge(meta_api)


def test_awkward_pages_are_read_as_the_wiki_renders_them(judge: MediaWikiJudge) -> None:
    found = {name: judge.differences(table_cases.page(name)) for name in table_cases.names()}
    assert {name: differences for name, differences in found.items() if differences} == {}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no sample pages beside the checkout")
def test_real_pages_are_read_as_the_wiki_renders_them(judge: MediaWikiJudge) -> None:
    found = {}
    for path in sorted(SAMPLES.iterdir()):
        _, _, page = path.read_text(encoding="utf-8").partition("\n")
        if differences := judge.differences(page):
            found[path.name] = differences
    assert found == {}


def test_random_awkward_pages_are_read_as_the_wiki_renders_them(
    judge: MediaWikiJudge, pytestconfig: pytest.Config
) -> None:
    examples = 5000 if pytestconfig.getoption("--soak") else 500

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(page=pages())
    def equal(page: str) -> None:
        assert judge.differences(page) == []

    equal()
