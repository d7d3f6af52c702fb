"""The wiki's own rendering is the judge of how tables are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.wikitext import table_cases
from tests.wikitext.mediawiki_judge import MediaWikiJudge
from tests.wikitext.table_pages import pages

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
"""Real pages, not the project's own: beside the checkout, if at all. Their first line says whence."""


AT_ONCE = 25
"""Random pages in one request."""


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
    made = random_pages(5000 if pytestconfig.getoption("--soak") else 200)
    found: dict[str, list[str]] = {}
    for start in range(0, len(made), AT_ONCE):
        found |= judge.all_differences(made[start : start + AT_ONCE])
    print(f"{len(made)} random pages, {len(found)} differences")
    assert found == {}


def random_pages(count: int) -> list[str]:
    """Make pages up; they are not made smaller when they fail, for all that fail are told at once."""
    made: list[str] = []

    @settings(max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(page=pages())
    def keep(page: str) -> None:
        made.append(page)

    keep()
    return made
