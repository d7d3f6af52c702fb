"""The row that a request asks for is written once, whatever happens between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from bot.program.outcomes import Outcome
from bot.program.request_marks import Kind, Met, mark_of
from bot.program.row_table import RowChangeError
from bot.program.sign_up_request import Request
from bot.run import request_rows as module
from bot.run.keeping import TRIES
from bot.run.request_rows import RequestRows
from bot.run.settings import read_settings
from bot.wiki import accounts
from bot.words.catalogue import default_catalogue
from tests.run.good_settings import GOOD
from tests.run.stub_pages import StubPages

SETTINGS = read_settings(GOOD, Path())
TITLE = SETTINGS.pages.signup
PAGE = "{|\n! User !! Languages\n|-\n| [[User:Bob]] || fr {{x}}\n|}\n"
ANA = Request(
    username="Ana",
    userid=2,
    revid=70,
    at="2026-11-26T11:00:00Z",
    language="es",
    leaves=False,
    values={"languages": "es"},
    text="",
    line=1,
)
BOB = replace(ANA, username="Bob", userid=3, revid=71)
ROW = "|-\n| [[User:Ana|Ana]] || es\n"


@dataclass(slots=True)
class Home(StubPages):
    """The home wiki, with a clock, and what the bot's edits of the sign-up page say."""

    summaries: list[tuple[str, str]] = field(default_factory=list)
    language: str = "en"

    def clock(self) -> float:
        return 1_800_000_000.0


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Home:
    """A sign-up page on which nothing was met."""
    home = Home(texts={TITLE: PAGE}, revids={TITLE: 100})

    def own_summaries(_wiki: object, _title: str, _since: str) -> Iterator[tuple[str, str]]:
        yield from home.summaries

    monkeypatch.setattr(module, "own_summaries", own_summaries)
    monkeypatch.setattr(accounts, "look_up", home.look_up)
    monkeypatch.setattr(accounts, "renamed_to", home.renamed_to)
    monkeypatch.setattr(module, "expand_calls", lambda *_args, **_more: {"{{x}}": "x"})
    return home


def rows(home: Home) -> RequestRows:
    return RequestRows(
        settings=SETTINGS,
        home=cast("Any", home),
        words=default_catalogue(),
        say=lambda _: None,
        before_write=lambda: None,
        title=TITLE,
    )


def test_a_row_is_written_once_and_remembered(home: Home) -> None:
    job = rows(home)
    for _ in range(2):
        assert job.write(ANA).outcome is Outcome.POSTED
    assert home.texts[TITLE] == PAGE.replace("|}", f"{ROW}|}}")
    assert home.edits == [TITLE]
    assert job.met[70] == Met(
        username="Ana", revid=70, kind=Kind.SIGNED_UP, language="es", at="2026-11-24T00:00:00Z"
    )


def test_what_a_summary_says_is_not_written_again(home: Home) -> None:
    home.summaries.append(("2026-11-26T12:00:00Z", f"x {mark_of('garden', Kind.CHANGED, 70, 'es')}"))
    job = rows(home)
    job.learn([ANA.at])
    assert job.write(ANA).outcome is Outcome.POSTED
    assert home.edits == []


def test_a_lost_answer_is_looked_up(home: Home) -> None:
    def lost(title: str) -> dict[str, Any]:
        home.summaries.append(("2026-11-26T12:00:00Z", mark_of("garden", Kind.SIGNED_UP, 70, "es")))
        home.texts[title] = "changed by hand since"
        return {"batchcomplete": True}

    home.fault = lost
    assert rows(home).write(ANA).outcome is Outcome.POSTED
    assert home.texts[TITLE] == "changed by hand since"


def test_somebody_s_edit_between_is_kept(home: Home) -> None:
    def conflict(title: str) -> dict[str, Any] | None:
        home.fault = lambda _: None
        home.texts[title] = PAGE.replace("fr", "pt")
        home.revids[title] = 101
        return {"errors": [{"code": "editconflict", "text": ""}]}

    home.fault = conflict
    assert rows(home).write(ANA).outcome is Outcome.POSTED
    assert home.texts[TITLE] == PAGE.replace("fr", "pt").replace("|}", f"{ROW}|}}")


def test_a_page_that_changes_again_and_again_waits_for_the_next_run(home: Home) -> None:
    tried = []

    def conflict(title: str) -> dict[str, Any]:
        tried.append(title)
        return {"errors": [{"code": "editconflict", "text": ""}]}

    home.fault = conflict
    assert rows(home).write(ANA).outcome is Outcome.CHANGED
    assert len(tried) == TRIES
    home.fault = lambda _: {"errors": [{"code": "protectedpage", "text": "no"}]}
    assert rows(home).write(ANA).outcome is not Outcome.POSTED
    assert home.edits == []


def test_a_row_whose_cells_a_template_makes_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(home).changed(PAGE, BOB).text == PAGE.replace("fr {{x}}", "es")
    monkeypatch.setattr(module, "expand_calls", lambda *_args, **_more: {"{{x}}": "x || y"})
    with pytest.raises(RowChangeError, match="template"):
        rows(home).changed(PAGE, BOB)
    assert ROW in rows(home).changed(PAGE, ANA).text


def test_a_row_in_a_translatable_part_is_left_to_people(home: Home) -> None:
    page = f"<translate>\n<!--T:1-->\n{PAGE}</translate>\n"
    with pytest.raises(RowChangeError, match="odd"):
        rows(home).changed(page, ANA)


def test_who_leaves_is_struck_out(home: Home) -> None:
    assert rows(home).write(replace(BOB, leaves=True, values={})).outcome is Outcome.POSTED
    assert "| <s>[[User:Bob]]</s> || \n" in home.texts[TITLE]
    assert rows(home).values(home.texts[TITLE], "Bob") == {}
    assert rows(home).values("nothing", "Bob") == {}


LATER = {"result": "Success", "newrevid": 101, "newtimestamp": "2026-11-24T00:00:00Z"}


def test_the_row_of_somebody_who_was_renamed_is_found_and_keeps_its_name(home: Home) -> None:
    home.renamed = {"Bob": "Bobby"}
    job = rows(home)
    bobby = replace(BOB, username="Bobby")
    assert job.write(bobby).outcome is Outcome.POSTED
    assert home.texts[TITLE] == PAGE.replace("fr {{x}}", "es")
    assert job.met[71].kind is Kind.CHANGED
    assert job.values(home.texts[TITLE], "Bobby") == {"languages": "es"}
    assert job.write(replace(bobby, revid=72, leaves=True, values={})).outcome is Outcome.POSTED
    assert "| <s>[[User:Bob]]</s> || \n" in home.texts[TITLE]
    assert home.sought == ["Bob"]


def test_nobody_is_looked_up_where_all_have_rows(home: Home) -> None:
    rows(home).write(BOB)
    assert home.sought == []


def test_two_rows_under_former_names_are_told(home: Home) -> None:
    page = PAGE.replace("|}", "|-\n| [[User:Rob]]\n|}")
    home.renamed = {"Bob": "Bobby", "Rob": "Bobby"}
    with pytest.raises(RowChangeError, match="twice") as caught:
        rows(home).changed(page, replace(BOB, username="Bobby"))
    assert caught.value.line == 6


def test_who_leaves_without_a_row_is_told(home: Home) -> None:
    with pytest.raises(RowChangeError, match="none"):
        rows(home).write(replace(ANA, leaves=True, values={}))
    home.texts[TITLE] += "== Not attending ==\n{|\n! User\n|-\n| [[User:Ana]]\n|}\n"
    assert rows(home).write(replace(ANA, leaves=True, values={})).outcome is Outcome.POSTED
    assert home.edits == []


def test_a_later_request_counts_under_a_former_name_too(home: Home) -> None:
    summary = f"x [[User:Ana]] {mark_of('garden', Kind.CHANGED, 80, 'es')}"
    home.summaries.append(("2026-11-26T12:00:00Z", summary))
    job = rows(home)
    job.learn()
    assert job.is_overtaken(ANA)
    assert not job.is_overtaken(replace(ANA, username="Anna"))
    home.renamed = {"Ana": "Anna"}
    assert rows_after(job).is_overtaken(replace(ANA, username="Anna"))
    assert not job.is_overtaken(replace(ANA, username="Anna", revid=81))


def rows_after(job: RequestRows) -> RequestRows:
    """Give the rows of a later run, which has learned what this one has."""
    later = rows(cast("Home", job.home))
    later.met = job.met
    return later


@pytest.mark.parametrize("whose", ["the bot's", "somebody's"])
def test_an_edit_that_changed_nothing_is_remembered_only_if_it_was_the_bot_s(home: Home, whose: str) -> None:
    def nothing(_title: str) -> dict[str, Any]:
        if whose == "the bot's":
            home.summaries.append(("2026-11-26T12:00:00Z", mark_of("garden", Kind.SIGNED_UP, 70, "es")))
        return {"edit": {"result": "Success", "nochange": True}}

    home.fault = nothing
    job = rows(home)
    assert job.write(ANA).outcome is Outcome.POSTED
    assert [met.at for met in job.met.values()] == ["2026-11-26T12:00:00Z"] * (whose == "the bot's")


def test_an_edit_that_comes_in_late_is_remembered(home: Home) -> None:
    def late(title: str) -> dict[str, Any]:
        home.texts[title] = PAGE.replace("|}", f"{ROW}|}}")
        return {"batchcomplete": True}

    job = rows(home)
    learned: list[int] = []

    def own_summaries(*_: object) -> Iterator[tuple[str, str]]:
        learned.append(1)
        if len(learned) > 1:
            yield "2026-11-26T12:00:00Z", mark_of("garden", Kind.SIGNED_UP, 70, "es")

    home.fault = late
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "own_summaries", own_summaries)
        assert job.write(ANA).outcome is Outcome.POSTED
    assert job.met[70].kind is Kind.SIGNED_UP


def test_a_row_that_the_wiki_merged_with_another_of_theirs_is_told(home: Home) -> None:
    def merged(title: str) -> dict[str, Any]:
        home.texts[title] = PAGE.replace("|}", f"{ROW}{ROW}|}}")
        return {"edit": {**LATER, "oldrevid": 101, "title": title}}

    home.fault = merged
    job = rows(home)
    with pytest.raises(RowChangeError, match="twice"):
        job.write(ANA)
    assert 70 in job.met


def test_a_page_as_planned_is_not_kept_once_it_is_used(home: Home) -> None:
    job = rows(home)
    first = job.changed(PAGE, ANA)
    assert job.changed(PAGE, ANA) is first
    assert not job._made
