"""However much is written on a plan's page, it is judged within stated limits."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.program.approval import OWNED, PageRevision
from bot.run import approval
from bot.run.approval import MOST_CHARACTERS, MOST_REVISIONS, Approvals
from bot.run.exit_status import CommandError, ExitStatus
from bot.wikitext.owned import append_owned

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
