"""What holds a job back holds it back before anything is written, the explanations of mistakes too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.plan.steering import Steering
from bot.program.problems import Problem
from bot.run import beginning, jobs
from bot.run.beginning import Begun
from bot.run.command import Frame, Options
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.settings import read_settings
from bot.run.steering import Steered
from bot.run.steering_talk import Explanation
from bot.words.catalogue import default_catalogue
from tests.run.good_settings import GOOD
from tests.run.stub_pages import StubPages

DAY = date(2026, 11, 26)
SETTINGS = read_settings(GOOD, Path())
WRONG = Explanation(
    title="Garden/Settings",
    problems=(Problem(reason="steering-unknown", values=(3, "colour")),),
    in_force=0,
    ignored="",
)


class Home(StubPages):
    """The home wiki, with its namespaces."""

    greeting: Any = {"namespaces": {"1": {"name": "Talk", "canonical": "Talk"}}}  # noqa: RUF012 - the wiki's


def job(home: StubPages, *, paused: bool = False, simulate: bool = False) -> Begun:
    words = default_catalogue()
    steering = Steering(paused={"announce": None} if paused else {})
    return Begun(
        memory=None,
        lease=None,
        wikis=cast("Any", SimpleNamespace(home=home, simulate=simulate)),
        console=cast("Any", SimpleNamespace(words=words, say=lambda _: None)),
        steered=Steered(settings=SETTINGS, words=words, steering=steering, explanations=(WRONG,)),
        end=lambda status: status,
    )


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(beginning, "check_talk", lambda *_: None)
    monkeypatch.setattr(beginning, "check_stopped", lambda *_: None)
    return Home()


def test_what_is_wrong_with_the_settings_page_is_explained_once_the_job_may_begin(home: Home) -> None:
    job(home).may_begin("announce", DAY)
    job(home).may_begin("announce", DAY)
    assert home.edits == ["Talk:Garden/Settings"]


def test_a_dry_run_explains_nothing_on_the_wiki(home: Home) -> None:
    job(home, simulate=True).may_begin("announce", DAY)
    assert home.edits == []


def test_a_pause_a_message_or_the_stop_page_comes_before_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise CommandError(ExitStatus.STOPPED, "Stopped.")

    with pytest.raises(CommandError, match="paused announce"):
        job(home, paused=True).may_begin("announce", DAY)
    for check in ("check_stopped", "check_talk"):
        monkeypatch.setattr(beginning, check, stop)
        with pytest.raises(CommandError, match="Stopped"):
            job(home).may_begin("announce", DAY)
    assert home.edits == []


@pytest.mark.parametrize(
    ("command", "values", "flags"),
    [
        (jobs.announce, {"page": "Message"}, {"always"}),
        (jobs.announce, {"amend": "Message"}, {"always"}),
        (jobs.announce, {"recall": "Message"}, {"always"}),
        (jobs.signups, {}, set()),
        (jobs.update_calendar, {}, set()),
        (jobs.remind, {}, set()),
        (jobs.newsletter, {}, {"archive"}),
        (jobs.newsletter, {}, {"new"}),
        (jobs.install_onwiki, {}, set()),
    ],
)
def test_every_job_asks_whether_it_may_begin(
    command: Any, values: dict[str, str], flags: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def may_begin(*_: object) -> None:
        raise CommandError(ExitStatus.STOPPED, "Held back.")

    @contextmanager
    def begun(*_: object, **__: object) -> Iterator[object]:
        steered = Steered(settings=SETTINGS, words=cast("Any", None))
        yield SimpleNamespace(may_begin=may_begin, memory=None, steered=steered)

    monkeypatch.setattr(jobs, "begun", begun)
    options = Options(values=values, flags=frozenset(flags), simulate=False)
    frame = Frame(settings=SETTINGS, settings_file=Path(), folder=Path(), options=options)
    with pytest.raises(CommandError, match="Held back"):
        command(frame)


@pytest.mark.parametrize(
    ("command", "values", "flags", "wrong"),
    [
        (
            jobs.newsletter,
            {},
            {"archive", "cancel"},
            "-archive goes with -approval and -always, not with -cancel.",
        ),
        (jobs.newsletter, {"canary": "5", "budget": "2"}, {"archive"}, "not with -budget:, -canary:."),
        (jobs.newsletter, {"name": "Spring"}, {"archive"}, "-name: and -month: go with -new."),
        (
            jobs.newsletter,
            {},
            {"new", "pause"},
            "-new goes with -name:, -month: and -always, not with -pause.",
        ),
        (jobs.newsletter, {}, {"new", "approval"}, "-approval goes with -archive"),
        (
            jobs.announce,
            {"amend": "Message"},
            {"go"},
            "-amend: goes with -page:, -key:, -budget: and -always",
        ),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(
    command: Any, values: dict[str, str], flags: set[str], wrong: str
) -> None:
    options = Options(values=values, flags=frozenset(flags), simulate=False)
    frame = Frame(settings=SETTINGS, settings_file=Path(), folder=Path(), options=options)
    with pytest.raises(CommandError) as caught:
        command(frame)
    assert caught.value.status is ExitStatus.WRONG_SETTINGS
    assert wrong in str(caught.value)
