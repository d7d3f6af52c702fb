"""What a courier writes, on a wiki that answers at once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.ledger import HeldBack, Ledger, opened
from bot.ledger.outbox import Entry, Outbox
from bot.plan.edits import Campaign, Post
from bot.run.delivery import Courier
from bot.run.mail import Mail, put
from bot.run.progress import Progress
from bot.run.stop_page import StopPage
from bot.wiki.exchange import Reply
from bot.wiki.waiting import steady

CAMPAIGN = Campaign(program="letsconnect", name="announce:7", title="Clinic")
POST = Post(
    key=CAMPAIGN.key("es:1"),
    wiki="es",
    username="Editor 0001",
    title="User talk:Editor 0001",
    language="es",
    heading="Clinic",
    text="You missed: Old news.",
    summary="Clinic",
    baserevid=5,
    read_at=steady(),
    person="p1",
    told="old-news",
)


@dataclass(slots=True)
class StubWiki:
    """Takes every edit."""

    texts: list[str] = field(default_factory=list)
    name: str = "es"
    username: str = "ExampleBot"
    token: str = "token+"
    batch: int = 50

    def take_turn(self) -> float:
        return 0.0

    def post(self, parameters: dict[str, str]) -> Reply:
        self.texts.append(parameters["text"])
        edit = {"result": "Success", "newrevid": 6, "oldrevid": 5, "title": parameters["title"]}
        return Reply(status=200, answer={"edit": {**edit, "newtimestamp": "2026-11-26T00:00:00Z"}})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as found:
        yield found


def deliver(ledger: Ledger, post: Post = POST, *, now: float = 0.0) -> list[str]:
    """Deliver one message that names one that was held back; give the texts that were written."""
    outbox = Outbox()
    outbox.address([("es", POST.username, "")])
    put(outbox, {1: post})

    def again(entries: Sequence[Entry]) -> dict[int, Post]:
        return {entry.seq: replace(POST, text="Nothing missed.", told="") for entry in entries}

    wiki: Any = StubWiki()
    courier = Courier(
        wiki=wiki,
        ledger=ledger,
        campaign=CAMPAIGN,
        mail=Mail(outbox=outbox, wiki="es", again=again),
        stop_page=StopPage(sentence=lambda: ""),
        show=lambda _: None,
        lease_name="wiki:test:es",
        time_limit=200.0,
        patience=60.0,
        clock=lambda: now or time.time(),
        progress=Progress(wiki="es", total=1),
    )
    for _ in courier.steps():
        pass
    outbox.close()
    return list(wiki.texts)


def test_what_another_campaign_has_told_meanwhile_is_not_told_again(ledger: Ledger) -> None:
    assert deliver(ledger) == ["Nothing missed."]


def test_what_is_still_held_back_is_told_once(ledger: Ledger) -> None:
    ledger.hold_back([HeldBack(key="old-news", person="p1", campaign="announce:6", title="Old news")])
    assert deliver(ledger) == ["You missed: Old news."]
    assert ledger.held_back_from(["p1"]) == []


@pytest.mark.parametrize(("now", "written"), [(999.0, 1), (1000.0, 0), (5000.0, 0)])
def test_what_comes_too_late_is_not_written_and_leaves_no_trace(
    ledger: Ledger, now: float, written: int
) -> None:
    timely = replace(POST, told="", not_after=1000.0)
    assert len(deliver(ledger, timely, now=now)) == written
    assert ledger.has(POST.key) == bool(written)
