"""Killed at any write of publication and delivery, an issue ends as if nothing had happened."""

from __future__ import annotations

import contextlib
import difflib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import WIKIS
from tests.sandbox.campaign import Campaign
from tests.sandbox.newsletter_wikis import (
    Killing,
    Pages,
    Snapshot,
    TrapProxy,
    Write,
    newest_changes,
    set_newsletter,
    written,
)
from tests.sandbox.newsletters import Desk, archive_title, words_of

pytestmark = pytest.mark.sandbox

LANGUAGES = ("en", "es", "ar")
PEOPLE = [
    ("meta", "Editor 0001", "en", "yes"),
    ("es", "Editor 0002", "es", "yes"),
    ("ar", "Editor 0003", "ar", "summary"),
    ("en", "Editor 0004", "ar", "yes"),
]


QUIET = 14
"""Requests to the home wiki, at most, of a run that has nothing to do; other wikis are not asked at all."""

Step = TypeVar("Step")


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """The wikis before an issue goes out, and after nothing came between."""

    desk: Desk
    killing: Killing
    before: Snapshot
    since: dict[str, int]
    pages: Pages
    times: Counter[tuple[str, str]]
    writes: list[Write]

    def amiss_after_the_next_run(self, step: str) -> list[str]:
        """Run once more, and tell in what the wikis differ from what they should be; empty: in nothing."""
        began = time.monotonic()
        run = self.desk.run()
        said = [run.out, run.err] if run.status or run.err else []
        said += self.differences()
        print(f"{step}: {'amiss' if said else 'well'}, {time.monotonic() - began:.1f} s", flush=True)
        return [step, *said] if said else []

    def differences(self) -> list[str]:
        """Tell in what the wikis differ from what they should be; empty: in nothing."""
        pages, times = written(self.desk.campaign, self.since)
        said = []
        for where in sorted(self.pages.keys() | pages.keys()):
            wanted, found = self.pages.get(where, "(no page)"), pages.get(where, "(no page)")
            if wanted != found:
                said += [
                    str(where),
                    *difflib.unified_diff(wanted.split("\n"), found.split("\n"), lineterm=""),
                ]
        said += [f"written {n} times: {where}" for where, n in times.items() if n != self.times[where]]
        return said


@pytest.fixture(scope="module")
def undisturbed(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    """Two issues archived; the third is ready, four people wait for it in three languages."""
    sandbox.restore()
    sandbox.users(4)
    campaign = Campaign(sandbox=sandbox, folder=tmp_path_factory.mktemp("kill"))
    set_newsletter(campaign, languages=" ".join(LANGUAGES))
    desk = Desk(campaign)
    desk.sign_up(PEOPLE)
    for number in (1, 2):
        for language in LANGUAGES:
            title = archive_title(number, "" if language == "en" else language)
            campaign.save("meta", title, words_of(language, number))
    desk.write(3, LANGUAGES)
    first = desk.run()
    assert first.status == 0, first.out + first.err
    desk.say_ready(3)
    with contextlib.ExitStack() as stack:
        proxies = {wiki: stack.enter_context(TrapProxy(sandbox.ports[wiki])) for wiki in WIKIS}
        for wiki, proxy in proxies.items():
            proxy.wiki = wiki
        campaign.proxies = proxies
        before = Snapshot.take(campaign, campaign.folder / "before")
        since = newest_changes(campaign)
        killing = Killing(campaign, proxies)
        killing.forget()
        run = desk.run()
        assert (run.status, run.err) == (0, ""), run.out + run.err
        assert not campaign.wrong()
        pages, times = written(campaign, since)
        yield Undisturbed(desk, killing, before, since, pages, times, killing.log())


def spread_out(steps: Sequence[Step], count: int, request: pytest.FixtureRequest) -> Sequence[Step]:
    """Give all steps where the long tests are asked for, else so many of them, from the first to the last."""
    if request.config.getoption("--soak") or len(steps) <= count:
        return steps
    return [steps[number * (len(steps) - 1) // (count - 1)] for number in range(count)]


def steps_of(undisturbed: Undisturbed) -> list[tuple[Write, bool]]:
    """Give each write twice: before it reaches the wiki, and once the wiki has saved it."""
    return [(write, after) for write in undisturbed.writes for after in (False, True)]


def test_a_second_run_asks_little_and_writes_nothing(undisturbed: Undisturbed) -> None:
    undisturbed.before.put_back()
    assert undisturbed.desk.run().status == 0
    undisturbed.killing.forget()
    changes = undisturbed.desk.campaign.newest()
    run = undisturbed.desk.run()
    assert (run.status, run.err) == (0, ""), run.out + run.err
    assert undisturbed.desk.campaign.newest() == changes
    asked = {wiki: len(proxy.requests) for wiki, proxy in undisturbed.killing.proxies.items()}
    print(f"requests of a quiet run: {asked}")
    assert not undisturbed.killing.log()
    assert asked.pop("meta") <= QUIET, asked
    assert not any(asked.values()), asked


@pytest.mark.parametrize(
    "loses_ledger", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["", "and the ledger lost"]
)
def test_killed_at_a_write_an_issue_ends_as_if_nothing_had_happened(
    undisturbed: Undisturbed, request: pytest.FixtureRequest, *, loses_ledger: bool
) -> None:
    amiss = []
    for write, after in spread_out(steps_of(undisturbed), 2 if loses_ledger else 4, request):
        undisturbed.before.put_back()
        undisturbed.killing.kill_at(write, after=after)
        if loses_ledger:
            undisturbed.killing.lose_ledger()
        amiss += undisturbed.amiss_after_the_next_run(f"killed {'after' if after else 'before'} {write.name}")
    assert not amiss, "\n".join(amiss)


@pytest.mark.soak
def test_a_lost_answer_doubles_nothing(undisturbed: Undisturbed, request: pytest.FixtureRequest) -> None:
    amiss = []
    for write in spread_out(undisturbed.writes, 2, request):
        undisturbed.before.put_back()
        run = undisturbed.killing.lose_answer_to(write)
        if run.status not in {0, 75}:
            amiss += [write.name, run.out, run.err]
        amiss += undisturbed.amiss_after_the_next_run(f"no answer to {write.name}")
    assert not amiss, "\n".join(amiss)
