"""By what an issue is known to the ledger and the wikis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.ledger.ledger import Ledger
from bot.program.issue_draft import Draft, DraftPage
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.new_issue import NewIssue
from bot.run.newsletter_desk import LONGEST_NAME, NewsletterDesk, Published
from bot.run.settings import read_settings
from bot.wiki.pages import PageText
from tests.run.good_settings import GOOD
from tests.run.stub_pages import StubPages


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
        stop_page=anything,
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


NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def remembering(desk: NewsletterDesk, tmp_path: Path) -> Iterator[NewsletterDesk]:
    with closing(Ledger(tmp_path / "ledger.sqlite3")) as memory:
        yield replace(desk, memory=memory, dry=False, now=NOW)


def test_an_issue_whose_draft_is_gone_is_known_while_it_goes_out(remembering: NewsletterDesk) -> None:
    for pageid, days in ((5, 2), (6, 2), (7, 100)):
        page = DraftPage(title=f"D/Issue {pageid}", pageid=pageid, revid=1, moment=NOW, text="")
        at = NOW - timedelta(days=days)
        published = Published(title=f"Archive/Issue {pageid}", at=at, ready_at=at)
        remembering.remember(Draft(leaf=f"Issue {pageid}", source=page), published)
    assert remembering.without_draft([6]) == ["Archive/Issue 5"]
    assert remembering.without_draft([5, 6]) == []


def test_a_page_counts_as_long_as_it_stands_as_it_is(remembering: NewsletterDesk) -> None:
    page = PageText(title="Archive/Issue 5", pageid=9, revid=20, text="")
    assert not remembering.is_counting(page)
    remembering.remember_counting(page)
    assert remembering.is_counting(page)
    assert not remembering.is_counting(replace(page, revid=21))
    assert remembering.without_draft([]) == []


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("readonly", ExitStatus.LATER),
        ("editconflict", ExitStatus.LATER),
        ("protectedpage", ExitStatus.NEEDS_PERSON),
        ("blocked", ExitStatus.NEEDS_PERSON),
    ],
)
def test_a_draft_that_can_t_be_made_says_whether_a_person_must_see_to_it(
    desk: NewsletterDesk, code: str, status: ExitStatus
) -> None:
    home = StubPages(fault=lambda _: {"errors": [{"code": code, "text": ""}]})
    desk.wikis = cast("Any", SimpleNamespace(home=home))
    page = PageText(title="Garden/News/Draft/Issue 12", pageid=0, revid=None, text="")
    with pytest.raises(CommandError, match="Issue 12” was not written") as caught:
        NewIssue(desk=desk, name="", month="")._write(page, "text", "summary")
    assert caught.value.status is status
