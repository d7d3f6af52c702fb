"""By what an issue is known to the ledger and the wikis."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.run.newsletter_desk import LONGEST_NAME, NewsletterDesk
from bot.run.settings import read_settings
from tests.run.good_settings import GOOD


@pytest.fixture
def desk() -> NewsletterDesk:
    tables = {**GOOD, "pages": {**GOOD["pages"], "newsletter": "Garden/News"}}
    anything = cast("Any", SimpleNamespace())
    return NewsletterDesk(
        settings=read_settings(tables, Path()),
        wikis=anything,
        words=anything,
        console=anything,
        memory=None,
        dry=True,
        beat=anything,
        now=anything,
    )


def test_a_number_makes_an_issue_whatever_its_year(desk: NewsletterDesk) -> None:
    names = {desk.issue_campaign(f"Garden/News/Archive/{year}/Issue 12").name for year in (2026, 2027)}
    assert names == {"newsletter:Issue 12"}
    assert desk.issue_campaign("Garden/News/Archive/2027/Issue 13").name not in names


def test_a_name_comes_again_in_another_year(desk: NewsletterDesk) -> None:
    names = {desk.issue_campaign(f"Garden/News/Archive/{year}/Outreach").name for year in (2026, 2027)}
    assert names == {"newsletter:2026/Outreach", "newsletter:2027/Outreach"}


def test_a_long_name_fits_the_ledger(desk: NewsletterDesk) -> None:
    names = {
        desk.issue_campaign(f"Garden/News/Archive/2027/{'ö' * 100}{end * 60}").name for end in ("a", "b")
    }
    assert len(names) == 2
    assert all(len(name) <= LONGEST_NAME + len("newsletter:") for name in names)
