"""A plan's page is judged within stated limits, and a plan waits no longer than there is something to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.ledger.ledger import Ledger, opened
from bot.plan.edits import Campaign
from bot.plan.section import SectionMaker
from bot.plan.tally import Tally
from bot.program.announcement import Announcement
from bot.program.approval import OWNED, Fingerprint, PageRevision, Verdict
from bot.run import announce, verdicts
from bot.run.announce import Announce
from bot.run.approval import Approvals
from bot.run.control import Control, Decision
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.settings import read_settings
from bot.run.verdicts import MOST_CHARACTERS, MOST_REVISIONS, VerdictReader
from bot.run.waiting_plans import forget_unlisted, waiting
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

    monkeypatch.setattr(verdicts, "revisions_of", revisions)
    anything = cast("Any", SimpleNamespace(home="meta"))
    wikis = cast("Any", SimpleNamespace(home=SimpleNamespace(username="ProgramBot")))
    reader = VerdictReader(settings=anything, wikis=wikis, title="User:ProgramBot/Plans/abc")
    with pytest.raises(CommandError, match="delete the page") as caught:
        reader.read("abc", ())
    assert caught.value.status is ExitStatus.NEEDS_PERSON
    assert len(read) <= len(flood)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("announce-ask", "Questions? [[$1|Ask]]."),
        ("announce-why", "You are on [[$1|the list]]."),
        ("announce-unsubscribe", "Strike out your row."),
        ("announce-unsubscribe-category", "Add [[:$1]]."),
        ("announce-why-page", "You are on [[$1|the list]]."),
        ("announce-unsubscribe-page", "Add $1."),
        ("announce-why-settings", "[[$1|We]] write here."),
        ("announce-unsubscribe-settings", "Add $1, or ask."),
    ],
)
def test_whatever_organisers_word_otherwise_is_another_plan(text: str, of: str) -> None:
    anything = cast("Any", SimpleNamespace())
    wikis = cast("Any", SimpleNamespace(home_prefix=lambda _, **_more: ""))
    settings = read_settings(GOOD, Path())
    approvals = Approvals(settings=settings, wikis=wikis, words=anything, memory=anything, say=print)
    message = Announcement(language="en", heading="Clinic", body="Come.", page="M")

    of_pages = text.endswith(("-page", "-settings"))

    def code(overrides: dict[str, str], *, pages: bool = of_pages) -> str:
        words = replace(default_catalogue(), overrides={"en": overrides})
        campaign = Campaign(program="garden", name="c", title="M", pages=pages)
        maker = SectionMaker(campaign=campaign, words=words, signup_page="S", team_page="T")
        messages = SimpleNamespace(announcements={"en": message})
        planning = SimpleNamespace(maker=maker, messages=messages, people=lambda: iter(()))
        return approvals._fingerprint(cast("Any", planning)).code

    assert code({}) == code({})
    assert code({}) != code({text: of})
    assert (code({}, pages=False) == code({text: of}, pages=False)) is of_pages


CAMPAIGN = Campaign(program="garden", name="c", title="M")
HOME = cast("Any", SimpleNamespace(campaign=CAMPAIGN, feedback=None))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        yield ledger


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked of a wiki or written there; the plan's page says nothing."""
    monkeypatch.setattr(VerdictReader, "read", lambda *_: Verdict())
    monkeypatch.setattr(
        Approvals, "_fingerprint", lambda *_: Fingerprint(texts="a", people="b", settings="c")
    )
    for nothing in ("_keep", "_keep_preload"):
        monkeypatch.setattr(Approvals, nothing, lambda *_: None)
    monkeypatch.setattr(Approvals, "_texts", lambda *_: iter(()))


def check(memory: Ledger, *, people: int = 3, routine: int = 0, listed: str = "") -> None:
    """Look whether a plan for some people is approved."""
    tally = Tally(campaign=CAMPAIGN, numbers=Counter({("es", "es"): people}))
    approvals = Approvals(
        settings=read_settings(GOOD, Path()),
        wikis=cast("Any", SimpleNamespace(home=SimpleNamespace(username="ProgramBot"))),
        words=default_catalogue(),
        memory=memory,
        say=lambda _: None,
        routine=routine,
        listed=listed,
    )
    approvals.check(HOME, cast("Any", None), tally)


def wait(memory: Ledger, *, listed: str = "") -> None:
    with pytest.raises(CommandError, match="waits for an organiser"):
        check(memory, listed=listed)
    assert [each.message for each in waiting(memory)] == ["M"]


def announced(
    memory: Ledger, monkeypatch: pytest.MonkeyPatch, *, control: Control, people: int = 0
) -> ExitStatus:
    """Announce a message for some people, on the wiki."""
    tally = Tally(campaign=CAMPAIGN, numbers=Counter({("es", "es"): people}))
    monkeypatch.setattr(announce, "read_home", lambda *_, **_more: HOME)

    @contextmanager
    def gathered(*_: object, **_more: object) -> Iterator[SimpleNamespace]:
        census = SimpleNamespace(forget_what_never_came=lambda _: None, away={})
        planning = SimpleNamespace(census=census, tally=tally)
        yield SimpleNamespace(
            outbox=None, planning=planning, messenger=SimpleNamespace(skips=[]), tally=tally
        )

    report: Any = SimpleNamespace(
        standing=lambda: None,
        finish=lambda: None,
        progresses=[],
        begin=lambda *_: report,
        mark=lambda *_: None,
    )
    monkeypatch.setattr(announce, "gathered", gathered)
    monkeypatch.setattr(Announce, "_reporting", lambda _: report)
    job = Announce(
        settings=read_settings(GOOD, Path()),
        wikis=cast("Any", None),
        words=default_catalogue(),
        console=cast("Any", SimpleNamespace(say=lambda _: None, show_plan=lambda *_: None)),
        title="M",
        dry=False,
        memory=memory,
        control=control,
        on_wiki=True,
    )
    return job.run()


@pytest.mark.usefixtures("still")
def test_a_plan_that_became_routine_waits_no_longer(memory: Ledger) -> None:
    wait(memory)
    check(memory, routine=3)
    assert waiting(memory) == ()


@pytest.mark.usefixtures("still")
def test_a_plan_that_is_cancelled_or_has_nothing_left_waits_no_longer(
    memory: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(memory)
    assert announced(memory, monkeypatch, control=Control()) is ExitStatus.DONE
    assert waiting(memory) == ()
    wait(memory)
    assert announced(memory, monkeypatch, control=Control(decision=Decision.PAUSED)) is ExitStatus.DONE
    assert waiting(memory), "when it goes on, it still wants an approval"
    assert announced(memory, monkeypatch, control=Control(decision=Decision.CANCELLED)) is ExitStatus.DONE
    assert waiting(memory) == ()


@pytest.mark.usefixtures("still")
def test_a_plan_of_a_message_that_is_listed_no_more_waits_no_longer(memory: Ledger) -> None:
    wait(memory, listed="M")
    forget_unlisted(memory, ["M", "N"])
    assert waiting(memory)
    forget_unlisted(memory, ["N"])
    assert waiting(memory) == ()
    wait(memory)
    forget_unlisted(memory, [])
    assert waiting(memory), "it was never one of the listed"
