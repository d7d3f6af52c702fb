"""What is installed is written over no page that has changed since, or that can't be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.plan.onwiki.install import MARK, State, Wanted
from bot.program.newest_revision import NewestRevision
from bot.program.outcomes import Ending, Outcome
from bot.run import install_onwiki, onwiki_pages
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.install_onwiki import InstallOnWiki
from bot.run.onwiki_pages import OnWikiPages
from bot.run.settings import read_settings
from bot.words.catalogue import default_catalogue
from tests.run.good_settings import GOOD, changed

LINE = Wanted(title="P", text="line\nours", is_line=True)
FORM = Wanted(title="P/Form", text="form")


def command(said: list[str]) -> InstallOnWiki:
    home = SimpleNamespace(username="", account=SimpleNamespace(rights={"edit"}))
    return InstallOnWiki(
        settings=read_settings(GOOD, Path()),
        wikis=cast("Any", SimpleNamespace(home=home)),
        words=default_catalogue(),
        console=cast("Any", SimpleNamespace(say=said.append, always=False, agrees=lambda _: True)),
        now=datetime(2026, 11, 26, tzinfo=UTC),
        memory=None,
        dry=False,
        beat=cast("Any", None),
        stop_page=cast("Any", None),
    )


def test_a_page_that_gets_a_line_goes_on_from_the_text_that_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    first = NewestRevision(title="P", revid=7, text="ours", username="Noor")
    asked: list[str] = []

    def newest_of(_wiki: object, titles: list[str]) -> dict[str, NewestRevision]:
        asked.extend(titles)
        return {title: NewestRevision(title=title) for title in titles}

    monkeypatch.setattr(install_onwiki, "newest_of", newest_of)
    pages = SimpleNamespace(all=lambda: (FORM, LINE), as_read=lambda: {"P": first})
    form, line = command([])._look(cast("Any", pages))
    assert (asked, form.state) == (["P/Form"], State.MISSING)
    assert (line.state, line.there) == (State.LINE, first)


def test_a_page_of_others_that_can_not_be_read_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    there = NewestRevision(title="P", revid=7, readable=False)
    job = command(said)
    monkeypatch.setattr(InstallOnWiki, "_write", lambda *_: pytest.fail("it was written"))
    found = job._found(LINE, there)
    job._write_all([found], makes_leave=False)
    assert (found.state, job.left) == (State.THEIRS, [found])
    assert said == ["“P” can't be read, and is left as it is."]


def test_a_line_that_somebody_took_out_long_ago_is_still_known(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("2026-11-26T12:00:00Z", "Sign-up of [[User:Ana]]")] * 600
    summaries = [*rows, ("2026-01-01T12:00:00Z", f"Pages {MARK}")]
    monkeypatch.setattr(install_onwiki, "own_summaries", lambda _, title: iter(summaries if title else ()))
    there = NewestRevision(title="P", revid=7, text="ours", username="Noor")
    assert command([])._found(LINE, there).state is State.THEIRS


@pytest.mark.parametrize("title", ["Garden/Gadget", "User:Somebody/Sign-up", "User talk:ProgramBot/Sign-up"])
def test_a_gadget_that_others_could_change_is_refused(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        onwiki_pages, "newest_of", lambda _, titles: {each: NewestRevision(title=each) for each in titles}
    )
    names = {"2": {"name": "User"}, "3": {"name": "User talk"}}
    home = SimpleNamespace(username="ProgramBot", greeting={"namespaces": names})

    def pages(gadget: str) -> OnWikiPages:
        return OnWikiPages(
            settings=read_settings(changed("pages/gadget", gadget), Path()),
            wikis=cast("Any", SimpleNamespace(home=home)),
            words=default_catalogue(),
        )

    assert pages("User:ProgramBot/Sign-up").titles.gadget
    with pytest.raises(CommandError) as raised:
        pages(title)
    assert raised.value.status is ExitStatus.WRONG_SETTINGS


@pytest.mark.parametrize(
    ("text", "asked"),
    [("", {"Country", "Languages"}), ("{|\n! User !! Colour !! Country\n|}", {"Country"})],
)
def test_the_form_asks_for_what_the_table_has_a_column_for(
    text: str, asked: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        onwiki_pages,
        "newest_of",
        lambda _, titles: {each: NewestRevision(title=each, text=text) for each in titles},
    )
    headings = {"user": ["User"], "languages": ["Languages"], "country": ["Country"]}
    pages = OnWikiPages(
        settings=read_settings({**changed("pages/requests", "Garden/Requests"), "columns": headings}, Path()),
        wikis=cast("Any", SimpleNamespace(home=SimpleNamespace(username=""))),
        words=default_catalogue(),
    )
    form = next(pages._form_pages())
    assert {each for each in ("User", "Languages", "Country") if f"* {each}:" in form.text} == asked


@pytest.mark.parametrize(
    ("outcome", "written", "status"),
    [
        (Outcome.POSTED, 1, ExitStatus.DONE),
        (Outcome.SKIPPED, 0, ExitStatus.NEEDS_PERSON),
        (Outcome.LATER, 0, ExitStatus.LATER),
    ],
)
def test_the_page_to_leave_by_is_counted_and_ends_the_run_as_any_other(
    outcome: Outcome, written: int, status: ExitStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    job = command(said)
    job.settings = read_settings(changed("pages/leave", "Garden/Leave"), Path())
    monkeypatch.setattr(InstallOnWiki, "before_write", lambda _: None)
    leaving = SimpleNamespace(keep=lambda: Ending(outcome=outcome))
    monkeypatch.setattr(install_onwiki, "leaving", lambda _job, *, dry: leaving if not dry else None)
    job._show([], makes_leave=True)
    assert said[0] == "1 pages on meta; to install or to update: 1"
    job._make_leave()
    assert (job.written, job._status([])) == (written, status)
