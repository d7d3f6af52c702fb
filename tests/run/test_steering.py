"""What organisers set stays in force, however others flood the page; whose edits count is said there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.ledger.ledger import Ledger, opened
from bot.plan.steering import SteeringError
from bot.program.approval import PageRevision
from bot.run import steering
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.settings import Settings, read_settings
from bot.run.steering import MOST_REVISIONS, Steerer
from bot.run.steering_talk import Explanation, SteeringTalk
from bot.wiki.wiki import Wiki
from bot.words.catalogue import Catalogue, default_catalogue
from tests.run.good_settings import changed

NOOR, STRANGER = 7, 9


def revision(userid: int, text: str) -> PageRevision:
    return PageRevision(revid=1, userid=userid, username="Somebody", text=text)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        yield ledger


def in_force(
    memory: Ledger, monkeypatch: pytest.MonkeyPatch, *history: PageRevision, trusted: int = NOOR
) -> str | None:
    """Give what is in force by a history, the newest first."""

    def read(text: str) -> str:
        if text == "broken":
            raise SteeringError(())
        return text

    monkeypatch.setattr(steering, "revisions_of", lambda _wiki, _title: iter(history))
    steerer = Steerer(
        settings=cast("Settings", SimpleNamespace(pages=SimpleNamespace(protected="Protected"))),
        words=cast("Catalogue", SimpleNamespace()),
        home=cast("Wiki", SimpleNamespace(name="meta", username="")),
        say=lambda _: None,
        memory=memory,
        dry=False,
    )
    return steerer._in_force("Settings", read, lambda each: each.userid == trusted)


def test_a_flood_of_edits_puts_nothing_out_of_force(memory: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = [revision(STRANGER, "pause: no")] * MOST_REVISIONS
    paused = revision(NOOR, "pause: yes")
    with pytest.raises(CommandError, match="None of the newest") as caught:
        in_force(memory, monkeypatch, *flood, paused)
    assert caught.value.status is ExitStatus.NEEDS_PERSON
    assert in_force(memory, monkeypatch, *flood[1:], paused) == "pause: yes"
    assert in_force(memory, monkeypatch, *flood, paused) == "pause: yes", "it is remembered"


def test_what_is_remembered_of_somebody_who_no_longer_counts_is_not_in_force(
    memory: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused = revision(NOOR, "pause: yes")
    assert in_force(memory, monkeypatch, paused) == "pause: yes"
    assert in_force(memory, monkeypatch) == "pause: yes", "the page was deleted"
    assert in_force(memory, monkeypatch, paused, trusted=STRANGER) is None


@pytest.mark.parametrize(("title", "who"), [("Settings", "organisers"), ("Protected", "administrators")])
def test_an_edit_that_does_not_count_is_told_with_whose_edits_do(title: str, who: str) -> None:
    said: list[str] = []
    talk = SteeringTalk(
        settings=read_settings(changed("pages/protected", "Protected"), Path()),
        words=default_catalogue(),
        home=cast("Wiki", SimpleNamespace(username="")),
        say=said.append,
    )
    wrong = Explanation(title=title, problems=(), in_force=0, ignored="Somebody")
    talk.tell(wrong)
    [line] = talk._lines(wrong)
    assert f"only {who}' edits do" in said[0]
    assert f"only {who}’ edits do" in line
