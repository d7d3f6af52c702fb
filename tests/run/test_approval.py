"""However much is written on a plan's page, it is judged within stated limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.plan.edits import Campaign
from bot.plan.section import SectionMaker
from bot.program.announcement import Announcement
from bot.program.approval import OWNED, PageRevision
from bot.run import approval
from bot.run.approval import MOST_CHARACTERS, MOST_REVISIONS, Approvals
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.settings import read_settings
from bot.wikitext.owned import append_owned
from bot.words.catalogue import default_catalogue
from tests.run.good_settings import GOOD

POSTED = append_owned("", OWNED, "<!-- plan abc -->")


@pytest.mark.parametrize(
    "flood",
    [
        [POSTED] * MOST_REVISIONS,
        ["x" * 2_000_000] * (MOST_CHARACTERS // 2_000_000 + 1),
    ],
)
def test_a_flood_is_told_with_a_way_out(flood: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def revisions(_wiki: object, _title: str) -> Any:
        for text in [*flood, *flood, *flood]:
            read.append(text)
            yield PageRevision(revid=1, userid=9, username="Somebody Else", text=text)

    monkeypatch.setattr(approval, "revisions_of", revisions)
    anything = cast("Any", SimpleNamespace(home="meta"))
    wikis = cast("Any", SimpleNamespace(home=SimpleNamespace(username="ProgramBot")))
    approvals = Approvals(settings=anything, wikis=wikis, words=anything, memory=anything, say=print)
    with pytest.raises(CommandError, match="delete the page") as caught:
        approvals._verdict("User:ProgramBot/Plans/abc", "abc")
    assert caught.value.status is ExitStatus.NEEDS_PERSON
    assert len(read) <= len(flood)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("announce-ask", "Questions? [[$1|Ask]]."),
        ("announce-why", "You are on [[$1|the list]]."),
        ("announce-unsubscribe", "Strike out your row."),
        ("announce-unsubscribe-category", "Add [[:$1]]."),
    ],
)
def test_whatever_organisers_word_otherwise_is_another_plan(text: str, of: str) -> None:
    anything = cast("Any", SimpleNamespace())
    wikis = cast("Any", SimpleNamespace(home_prefix=lambda _, **_more: ""))
    settings = read_settings(GOOD, Path())
    approvals = Approvals(settings=settings, wikis=wikis, words=anything, memory=anything, say=print)
    message = Announcement(language="en", heading="Clinic", body="Come.", page="M")

    def code(**overrides: str) -> str:
        words = replace(default_catalogue(), overrides={"en": overrides})
        campaign = Campaign(program="garden", name="c", title="M")
        maker = SectionMaker(campaign=campaign, words=words, signup_page="S", team_page="T")
        messages = SimpleNamespace(announcements={"en": message})
        planning = SimpleNamespace(maker=maker, messages=messages, people=lambda: iter(()))
        return approvals._fingerprint(cast("Any", planning)).code

    assert code() == code()
    assert code() != code(**{text: of})
