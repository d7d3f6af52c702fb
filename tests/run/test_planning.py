"""Looking at people anew, and what is forgotten of those whose write was in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.ledger.ledger import opened
from bot.ledger.outbox import Outbox, State
from bot.plan.announce import Done
from bot.plan.edits import SkipReason
from bot.program.participant import Participant, Roster, page_participant
from bot.program.problems import Place
from bot.program.talkpage import TalkPage
from bot.run.census import ALL_TIME, Census
from bot.run.planning import Planning
from tests.ledger.examples import intent
from tests.plan.test_announce import CAMPAIGN, MAKER, NOBODY, READERS, messages, page

WORDS = '[[], null, "Program/Sign-up", 1, 4, null]'


class StubCensus:
    """Says of people what the test chooses."""

    def __init__(self) -> None:
        limits = SimpleNamespace(messages_a_month=1)
        self.settings = SimpleNamespace(limits=limits)
        self.wikis = SimpleNamespace(home=SimpleNamespace(username="ExampleBot"))
        self.readers = READERS
        self.pages: dict[tuple[str, str], TalkPage] = {}
        self.had: dict[str, int] = {}

    def look(self, _wiki: str, _usernames: list[str]) -> dict[tuple[str, str], TalkPage]:
        return self.pages

    def done(self, _wiki: str, _pages: object, *, limited: bool) -> Done:
        return replace(NOBODY, had=self.had if limited else {})


@pytest.fixture
def outbox() -> Iterator[Outbox]:
    box = Outbox()
    box.address([("es", "Editor 0001", WORDS), ("es", "Editor 0002", WORDS)])
    yield box
    box.close()


def test_who_gets_nothing_after_all_is_told_or_waits_and_is_not_lost(outbox: Outbox) -> None:
    census: Any = StubCensus()
    planning = Planning(census=census, outbox=outbox, messages=messages("en", "es"), maker=MAKER)
    entries = outbox.some("es", State.ADDRESSED, 10)
    census.pages = {("es", "Editor 0001"): page("es:1")}  # the other page can't be read now
    census.had = {CAMPAIGN.key("es:1"): 1}
    assert planning.again(entries) == {}
    [skip] = planning.tally.skips
    assert (skip.username, skip.reason) == ("Editor 0001", SkipReason.CAP)
    assert (skip.key, skip.person) == (CAMPAIGN.key("es:1"), CAMPAIGN.person("es:1"))
    assert [held.username for held in planning.tally.held] == ["Editor 0002"]


PUMP = page_participant("Project:Pump", wiki="es", place=Place(page="Lists/Pumps", row=2, line=2))
ANA = Participant(
    username="Ana", wiki=None, home_wiki="", languages=(), place=Place(page="Sign-up", row=1, line=1)
)


class StubSettings(SimpleNamespace):
    """A home wiki, one that the bot edits, one that MassMessage serves."""

    home = "meta"
    mass_wikis = ("ar",)
    wikis = {key: SimpleNamespace(key=key, direct=key != "ar") for key in ("meta", "es", "ar")}  # noqa: RUF012

    def wiki_named(self, text: str) -> Any:
        return self.wikis[text]


def of_pages(outbox: Outbox, *, pages: bool = True) -> Planning:
    census: Any = StubCensus()
    census.settings = StubSettings()
    maker = replace(MAKER, campaign=replace(CAMPAIGN, pages=pages))
    return Planning(census=census, outbox=outbox, messages=messages("en", "es"), maker=maker)


def test_pages_are_addressed_beside_people_and_an_approval_is_of_the_list_that_names_them() -> None:
    with closing(Outbox()) as outbox:
        planning = of_pages(outbox)
        planning.address([Roster(participants=(ANA, PUMP))])
        assert list(planning.people()) == [
            '["es", "[[es:Project:Pump]]", [], null, "Lists/Pumps"]',
            '["meta", "Ana", [], null]',
        ]
        assert planning.tally.problems == []


def test_pages_where_massmessage_delivers_are_told_and_its_people_are_not() -> None:
    roster = Roster(
        participants=(replace(PUMP, username="[[ar:Project:Pump]]"), replace(ANA, home_wiki="ar"))
    )
    with closing(Outbox()) as outbox:
        planning = of_pages(outbox)
        planning.address([roster])
        assert [entry.username for entry in outbox.everybody()] == ["Ana"]
        [problem] = planning.tally.problems
        assert (problem.reason, problem.values) == ("problem-direct-pages", ("ar", 1))


def test_a_campaign_that_goes_to_people_only_takes_no_page() -> None:
    with closing(Outbox()) as outbox, pytest.raises(ValueError, match="people only"):
        of_pages(outbox, pages=False).address([Roster(participants=(PUMP,))])


@pytest.mark.parametrize(
    ("moments", "forgotten"),
    [
        ((1000.0, 1010.0, 1500.0), False),  # it may have come through after the wiki was read back
        ((1000.0, 1300.0, 1310.0), True),
        ((1300.0, 1000.0, 1510.0), False),  # of another run, begun since
        ((9000.0, 1010.0, 1020.0), True),  # the clock was put back
    ],
)
def test_a_write_is_forgotten_only_where_it_was_too_old_when_the_wiki_was_read_back(
    tmp_path: Path, outbox: Outbox, moments: tuple[float, float, float], forgotten: bool
) -> None:
    intended, asked, now = moments
    settings: Any = SimpleNamespace(wikis={"es": SimpleNamespace(request_time_limit=200.0)}, mass_wikis=())
    wikis: Any = {"es": SimpleNamespace(clock=lambda: now)}
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        assert ledger.intend(intent(CAMPAIGN.key("es:1")), now=intended)
        census = Census(
            settings=settings,
            wikis=wikis,
            campaign=CAMPAIGN,
            memory=ledger,
            dry=False,
            message_page="Message",
            readers=dict(READERS),
        )
        census.asked_at["es"] = asked
        census.forget_what_never_came(outbox)
        assert (ledger.begun(CAMPAIGN.name) == []) is forgotten


def test_a_campaign_that_an_operator_named_may_be_older_than_its_page() -> None:
    census = Census(
        settings=SimpleNamespace(),  # type: ignore[arg-type]
        wikis=SimpleNamespace(),  # type: ignore[arg-type]
        campaign=replace(CAMPAIGN, name="spring"),
        memory=None,
        dry=True,
        message_page="Message",
    )
    assert census.began_at() == ALL_TIME  # no page is asked
