"""The report on the wiki: written when it says anything new, kept current without harm to any delivery."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bot.ledger.ledger import Delivery, Ledger, opened
from bot.ledger.outbox import Outbox
from bot.plan.edits import Campaign, Held, Skip, SkipReason
from bot.plan.report import OWNED, Reporter
from bot.plan.report_lists import ListWriter
from bot.plan.tally import Tally
from bot.program.faults import AT_ONCE, WRITING
from bot.program.outcomes import Ending, Outcome
from bot.run.control import Control
from bot.run.keeping import PartKeeper
from bot.run.progress import Progress
from bot.run.report import FRESH, LOOK, MANY, OLD, CampaignReport
from bot.run.report_pages import ReportPages
from bot.run.side_by_side import Steps
from bot.wikitext.owned import read_owned
from bot.words.catalogue import default_catalogue
from tests.run.stub_pages import StubPages

CAMPAIGN = Campaign(program="letsconnect", name="announce:7", title="Program/Message")
TITLE = "User:B/Reports/Program/Message"
WORDS = default_catalogue()


def delivery(number: int, **changes: Any) -> Delivery:
    fields: dict[str, Any] = {
        "key": f"k{number:06}",
        "wiki": ("es", "ar")[number % 2],
        "username": f"Editor {number:06}",
        "title": f"User talk:Editor {number:06}",
        "language": ("es", "ar")[number % 2],
        "outcome": Outcome.POSTED,
        "reason": "",
        "revid": number + 1,
        "at": f"2026-11-24T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z",
        "intended_at": 1.0,
    }
    return Delivery(**{**fields, **changes})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        yield ledger


class Desk:
    """A report with all that it needs, on a wiki in memory, with a clock that the test turns."""

    def __init__(self, ledger: Ledger, wiki: StubPages, *, pages: bool = True) -> None:
        self.ledger, self.wiki, self.now = ledger, wiki, 1000.0
        self.said: list[str] = []
        self.outbox = Outbox()
        self.tally = Tally(campaign=CAMPAIGN)
        read = wiki.read_pages([TITLE, f"{TITLE}/1", f"{TITLE}/2"]) if pages else {}
        wiki.reads.clear()
        prefixes = {"es": "es:", "ar": "ar:"}
        kept = ReportPages(
            keeper=PartKeeper(wiki=cast("Any", wiki), say=self.said.append),
            reporter=Reporter(words=WORDS, language="en"),
            writer=ListWriter(words=WORDS, language="en", report=TITLE, prefixes=prefixes),
            ledger=ledger,
            campaign=CAMPAIGN,
            title=TITLE,
            pages=read,
        )
        self.report = CampaignReport(
            pages=kept,
            ledger=ledger,
            outbox=self.outbox,
            tally=self.tally,
            control=Control(),
            mass_wikis=(),
            say=self.said.append,
            patience=AT_ONCE,
            clock=lambda: self.now,
        )

    @property
    def text(self) -> str:
        return read_owned(self.wiki.texts[TITLE], OWNED) or ""


def look(following: Steps[None]) -> float:
    """Follow until nothing is to be written any more."""
    return next(wait for wait in following if wait)


def deliver(ledger: Ledger, numbers: range) -> None:
    ledger.adopt_all((delivery(number) for number in numbers), campaign=CAMPAIGN.name)


def test_a_small_campaign_costs_two_edits_and_no_question(ledger: Ledger) -> None:
    deliver(ledger, range(40))
    desk = Desk(ledger, StubPages())
    assert desk.report.finish().outcome is Outcome.POSTED
    assert desk.wiki.edits == [f"{TITLE}/1", TITLE]
    assert desk.wiki.reads == []
    assert desk.text.startswith("'''Done.'''")


def test_a_second_run_edits_nothing_and_a_larger_campaign_edits_its_last_list_and_the_report(
    ledger: Ledger,
) -> None:
    wiki = StubPages()
    deliver(ledger, range(2500))
    Desk(ledger, wiki).report.finish()
    assert wiki.edits == [f"{TITLE}/1", f"{TITLE}/2", f"{TITLE}/3", TITLE]
    before = dict(wiki.texts)
    wiki.edits.clear()
    assert Desk(ledger, wiki).report.finish().outcome is Outcome.POSTED
    assert (wiki.edits, wiki.texts) == ([], before)
    deliver(ledger, range(2500, 2600))
    Desk(ledger, wiki).report.finish()
    assert wiki.edits == [f"{TITLE}/3", TITLE]


def test_a_lost_ledger_that_knows_fewer_empties_the_list_behind_the_last(tmp_path: Path) -> None:
    wiki = StubPages()
    with opened(tmp_path / "one.sqlite3") as ledger:
        deliver(ledger, range(2100))
        Desk(ledger, wiki).report.finish()
    wiki.texts[f"{TITLE}/4"], wiki.revids[f"{TITLE}/4"] = "Somebody's own page.", 99
    with opened(tmp_path / "two.sqlite3") as ledger:
        deliver(ledger, range(900))
        Desk(ledger, wiki).report.finish()
    assert read_owned(wiki.texts[f"{TITLE}/2"], OWNED) == ""
    assert read_owned(wiki.texts[f"{TITLE}/3"], OWNED) == ""
    assert wiki.texts[f"{TITLE}/4"] == "Somebody's own page."


def test_what_is_still_to_come_is_counted_and_what_another_run_delivered_is_not(ledger: Ledger) -> None:
    desk = Desk(ledger, StubPages())
    desk.outbox.address((("es", "ar")[n % 2], f"Editor {n:06}", "[]") for n in range(10))
    desk.outbox.plan((n + 1, f"k{n:06}", f"User talk:{n}", ("es", "ar")[n % 2], "{}") for n in range(10))
    desk.tally.held.append(Held(wiki="ar", username="نور", language="fr"))
    desk.tally.skips.append(Skip(wiki="ar", username="Bo", reason=SkipReason.OPTOUT))
    deliver(ledger, range(4))
    standing = desk.report.standing()
    assert standing.to_come == {("es", "es"): 3, ("ar", "ar"): 3, ("ar", "fr"): 1}
    assert standing.delivered == {("es", "es"): 2, ("ar", "ar"): 2}
    desk.report.finish()
    assert "7 messages are still to be delivered" in desk.text
    assert "Bo" not in desk.text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("paused", "'''Waiting for a person.''' The operator has paused"),
        ("cancelled", "'''Stopped.'''"),
        ("canary 5", "'''Waiting for a person.''' The first messages are out"),
        ("go", "'''Under way.'''"),
    ],
)
def test_the_report_says_what_it_waits_for(ledger: Ledger, state: str, said: str) -> None:
    desk = Desk(ledger, StubPages())
    desk.tally.held.append(Held(wiki="ar", username="نور", language="ar"))
    desk.tally.left = 1
    deliver(ledger, range(4))
    ledger.set_state(CAMPAIGN.name, state)
    desk.report.finish()
    assert desk.text.startswith(said)


def test_a_wiki_that_stopped_the_bot_waits_for_a_person_and_says_why(ledger: Ledger) -> None:
    desk = Desk(ledger, StubPages())
    desk.tally.held.append(Held(wiki="ar", username="نور", language="ar"))
    left = Ending(outcome=Outcome.HALT, reason="blocked")
    desk.report.progresses = [Progress(wiki="ar", total=3, left=left)]
    desk.report.finish()
    assert desk.text.startswith("'''Waiting for a person.''' Something stopped the delivery")
    assert "the wiki stopped the bot (<bdi>blocked</bdi>)" in desk.text


def test_while_messages_are_written_the_report_follows_at_times_and_reads_no_full_list_again(
    ledger: Ledger,
) -> None:
    desk = Desk(ledger, StubPages())
    progress = Progress(wiki="es", total=5000)
    following = desk.report.follow([progress])
    assert look(following) == LOOK
    desk.now += FRESH
    assert look(following) == LOOK
    assert desk.wiki.edits == []  # nothing is written yet
    deliver(ledger, range(2100))
    progress.posted = 2100
    desk.tally.held.append(Held(wiki="ar", username="نور", language="ar"))
    look(following)
    assert desk.wiki.edits == [f"{TITLE}/1", f"{TITLE}/2", f"{TITLE}/3", TITLE]
    assert desk.text.startswith("'''Under way.'''")
    desk.wiki.edits.clear()
    progress.posted += MANY
    look(following)
    assert desk.wiki.edits == []  # it is fresh
    deliver(ledger, range(2100, 2300))
    desk.wiki.reads.clear()
    desk.now += FRESH
    look(following)
    assert desk.wiki.edits == [f"{TITLE}/3", TITLE]
    assert len(desk.wiki.reads) == 1
    progress.posted += 1
    desk.now += FRESH
    look(following)
    assert len(desk.wiki.edits) == 2  # a single message can wait
    desk.now += OLD
    look(following)
    assert len(desk.wiki.reads) == 2


def test_a_refresh_that_fails_in_any_way_harms_nothing(ledger: Ledger) -> None:
    for fault in ("readonly", "blocked", "internal_api_error_DBQueryError"):
        wiki = StubPages(fault=lambda _, code=fault: {"errors": [{"code": code, "text": ""}]})  # type: ignore[misc]
        desk = Desk(ledger, wiki)
        deliver(ledger, range(300))
        following = desk.report.follow([Progress(wiki="es", total=500, posted=300)])
        look(following)
        desk.now += FRESH
        assert look(following) == LOOK
        assert desk.said
    desk = Desk(ledger, StubPages())
    desk.report.pages.reporter = cast("Any", None)
    following = desk.report.follow([Progress(wiki="es", total=500, posted=300)])
    look(following)
    desk.now += FRESH
    assert look(following) == LOOK
    assert desk.said == ["The report is behind (AttributeError). The end of the run writes it again."]


def test_the_end_waits_for_a_home_wiki_that_can_be_written_again_soon(ledger: Ledger) -> None:
    answers = iter([{"errors": [{"code": "maxlag", "text": ""}]}] * 3)
    wiki = StubPages(fault=lambda _: next(answers, None))
    desk = Desk(ledger, wiki)
    deliver(ledger, range(3))
    desk.report.patience = replace(WRITING, in_all=60.0)
    assert desk.report.finish().outcome is Outcome.POSTED
    assert len(wiki.slept) >= 3
    assert wiki.edits == [f"{TITLE}/1", TITLE]


def test_each_page_waits_for_its_turn(ledger: Ledger) -> None:
    desk = Desk(ledger, StubPages())
    deliver(ledger, range(1500))
    desk.report.finish()
    assert desk.wiki.turns == len(desk.wiki.edits) == 3


def test_people_s_own_words_around_the_report_stay(ledger: Ledger) -> None:
    wiki = StubPages()
    deliver(ledger, range(3))
    Desk(ledger, wiki).report.finish()
    wiki.texts[TITLE] = f"Thanks!\n{wiki.texts[TITLE]}\nWell done."
    deliver(ledger, range(3, 5))
    Desk(ledger, wiki).report.finish()
    assert wiki.texts[TITLE].startswith("Thanks!\n")
    assert wiki.texts[TITLE].endswith("\nWell done.")
    assert "5 messages delivered" in wiki.texts[TITLE]
