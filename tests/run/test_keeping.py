"""The bot's parts of pages touch no unit of translation; why one was not written is told with its cure."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.program.fault_rules import RULES
from bot.program.faults import Rule
from bot.program.outcomes import Ending, Outcome
from bot.run.exit_status import PASSING, ExitStatus
from bot.run.keeping import Part, PartKeeper, keep_text, not_written
from bot.run.settings import read_settings
from bot.run.update_calendar import UpdateCalendar
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki
from tests.run.good_settings import changed
from tests.run.stub_pages import StubPages

NO_WIKI = cast(Wiki, None)  # nothing is to be asked of it


def test_a_part_is_not_put_into_a_unit_of_translation() -> None:
    page = PageText(
        title="Index", pageid=1, revid=1, text="<translate>\n<!--T:1-->\nOne\nTwo\n</translate>\n"
    )
    part = Part(name="index", content="Three", after=lambda text: text.find("One"))
    told: list[str] = []
    ending = PartKeeper(wiki=NO_WIKI, say=told.append).keep(page, part, summary="")
    assert ending.outcome is Outcome.REFUSED
    assert len(told) == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("readonly", "the wiki is read-only (readonly). The next run tries again."),
        ("protectedpage", "An administrator can lower the protection."),
        ("blocked", "the bot is blocked (blocked). Read why on the bot's contributions page"),
        ("abusefilter-disallowed", "(abusefilter-disallowed: It says no). Ask the filter's editors"),
        ("new-to-us", "was not written: new-to-us: It says no. Mend that, then run this again."),
    ],
)
def test_why_a_page_was_not_written_is_said_with_what_to_do_next(code: str, said: str) -> None:
    answer = {"errors": [{"code": code, "text": "It says no."}]}
    home = StubPages(fault=lambda _: answer)
    told: list[str] = []
    keep_text(cast(Wiki, home), "Garden/Index", "text", summary="", say=told.append)
    [line] = told
    assert line.startswith("“Garden/Index” was not written: ")
    assert said in line


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.outcome and rule.signs], ids=lambda rule: rule.name
)
def test_each_ending_of_a_write_says_what_is_next_and_keeps_its_rule(rule: Rule) -> None:
    for sign in rule.signs:
        said = not_written(
            "Page", Ending(outcome=rule.outcome or Outcome.HALT, reason=sign.replace("*", "x"))
        )
        passes = rule.outcome in PASSING
        assert said.endswith("The next run tries again." if passes else rule.cure)
        assert passes or rule.cure


def test_a_page_s_markers_that_are_amiss_are_to_be_mended() -> None:
    ending = Ending(outcome=Outcome.REFUSED, reason="Line 3: the markers of the part are amiss.")
    said = (
        "“Page” was not written: Line 3: the markers of the part are amiss. Mend that, then run this again."
    )
    assert not_written("Page", ending) == said


def test_the_calendar_counts_the_pages_that_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = {"Calendar": Outcome.POSTED, "Calendar/es": Outcome.SKIPPED, "Calendar/fr": Outcome.POSTED}
    pages = {title: PageText(title=title, pageid=0, revid=None, text="") for title in ended}
    said: list[str] = []
    anything = cast("Any", SimpleNamespace())
    job = UpdateCalendar(
        settings=read_settings(changed("pages/calendar", "Calendar"), Path()),
        wikis=anything,
        words=anything,
        console=cast("Any", SimpleNamespace(say=said.append, agrees=lambda _: True)),
        memory=anything,
        dry=False,
        beat=anything,
        stop_page=anything,
        now=cast("Any", SimpleNamespace(timestamp=lambda: 0.0)),
    )
    job.reader.pages = pages
    monkeypatch.setattr(type(job.reader), "keep", lambda *_, **__: None)
    parts = [(page, Part(name="x", content="x")) for page in pages.values()]
    given: dict[str, Any] = {
        "read": SimpleNamespace(memory=None),
        "view": None,
        "_parts": parts,
        "_files": {},
        "_problems": (),
        "_show": None,
    }
    for name, found in given.items():
        monkeypatch.setattr(UpdateCalendar, name, lambda *_, found=found: found)
    monkeypatch.setattr(UpdateCalendar, "_keep", lambda _self, page, _part: ended[page.title])
    assert job.run() is ExitStatus.NEEDS_PERSON
    assert said == ["2 pages written."]
