"""A month of the timetable with the jobs there are, on real wikis: kills, outages, approvals.

The timetable's clock is the test's; what a job does takes the time it takes.
"""

from __future__ import annotations

import io
import random
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import pytest

from bot.ledger.ledger import opened
from bot.program.timetable import Entry, last_moment
from bot.run.ending import RUN
from bot.run.schedule import Keeper
from bot.run.schedule_log import HeartbeatFile, ScheduleLog
from bot.sandbox.sandbox import Sandbox
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import KEY, Campaign, spread
from tests.sandbox.test_approval import CODE, ORGANISER, SIGNATURE, add, save

pytestmark = [pytest.mark.sandbox, pytest.mark.soak]

SETTINGS, STATUS = "Grants:Connect/Bot settings", "Grants:Connect/Bot status"
START = datetime(2027, 1, 1, tzinfo=UTC)
DAYS, SEED = 31, 20270101
MESSAGES = {day: f"Let's Connect/Announcements/Week {day}" for day in (1, 8, 15, 22)}
TWO = ("es", "ar")
ENTRIES = (
    Entry(name="messages", command="announce", arguments=("-listed",), at=(time_of_day(6), time_of_day(18))),
    Entry(name="sign-ups", command="signups", at=(time_of_day(5),)),
    Entry(name="status", command="report", at=(time_of_day(20),)),
)
UNASKED = {"announce": "-approval"}


class KilledError(BaseException):
    """The process that keeps the timetable is killed, and its job with it."""


@dataclass(slots=True, kw_only=True)
class RealJobs:
    """Runs the commands themselves; kills some of them."""

    campaign: Campaign
    die: random.Random
    now: float = START.timestamp()
    at_work: Counter[str] = field(default_factory=Counter)
    done: Counter[tuple[str, datetime | None]] = field(default_factory=Counter)
    kills: int = 0

    def clock(self) -> float:
        return self.now

    def run(self, entry: Entry, run: str, *, meanwhile: Callable[[], None]) -> int | None:
        assert not self.at_work[entry.name], "at the same time as itself"
        self.at_work[entry.name] += 1
        began = datetime.fromtimestamp(self.now, UTC)
        meanwhile()
        script = f"{entry.command}.py"
        asked = UNASKED.get(entry.command, "-always")
        process = subprocess.Popen(
            self.campaign.command(*entry.arguments, asked, script=script),
            env={**self.campaign.environment(), RUN: run},
            cwd=self.campaign.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            if self.die.random() < 0.12:
                time.sleep(self.die.uniform(0.3, 2.5))
                process.kill()
                self.kills += 1
                raise KilledError
            status = process.wait(180)
        finally:
            process.wait(30)
            self.now += 60
            self.at_work[entry.name] -= 1
        if status in {0, 1}:
            self.done[entry.name, last_moment(entry, began)] += 1
        return status


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    pages = f'settings = "{SETTINGS}"\nstatus = "{STATUS}"'
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, pages=pages)
    fresh_sandbox.users(30)
    campaign.sign_up(spread(12, TWO))
    return campaign


def away(_: Request) -> Fault:
    """The wiki is down."""
    return Fault.DROP_BEFORE


def write_message(campaign: Campaign, title: str, listed: list[str]) -> None:
    for code in ("", "/es", "/ar"):
        save(campaign, f"{title}{code}", f"== {title}{code} ==\nCome.\n")
    listed.append(title)
    links = " ".join(f"[[{each}]]" for each in listed)
    save(campaign, SETTINGS, f"{{|\n! Setting !! Value\n|-\n| announce || {links}\n|}}")


def approve_all(campaign: Campaign) -> None:
    """Approve each plan that waits, as the organiser would."""
    found = campaign.ask("meta", list="allpages", apnamespace="2", apprefix="LetsConnectBot/Plans/")
    for page in found["allpages"]:
        text = campaign.text("meta", page["title"])
        codes = CODE.findall(text)
        if codes and "Waiting for an organiser" in text and f"* Approved {codes[0]}" not in text:
            add(campaign, page["title"], f"* Approved {codes[0]} {SIGNATURE}", by=ORGANISER)


def test_a_month_of_real_jobs(campaign: Campaign) -> None:
    die = random.Random(SEED)
    jobs = RealJobs(campaign=campaign, die=die)
    listed: list[str] = []
    with ExitStack() as stack:
        ledger = stack.enter_context(opened(campaign.ledger))
        proxies = {wiki: stack.enter_context(FaultProxy(campaign.sandbox.ports[wiki])) for wiki in TWO}
        campaign.proxies = proxies
        kept = Keeper(
            entries=ENTRIES,
            ledger=ledger,
            runner=jobs,
            log=ScheduleLog(clock=jobs.clock, out=io.StringIO()),
            heart=HeartbeatFile(path=None, clock=jobs.clock),
            clock=jobs.clock,
        )
        people = 12
        for day in range(DAYS):
            midnight = (START + timedelta(days=day)).timestamp()
            if day in MESSAGES:
                write_message(campaign, MESSAGES[day], listed)
            if day % 5 == 3:
                people += 2
                campaign.sign_up(spread(people, TWO))
            down = die.choice(TWO) if die.random() < 0.15 else None
            for hour in range(24):
                jobs.now = max(jobs.now, midnight + hour * 3600)
                for wiki, proxy in proxies.items():
                    proxy.rule = away if wiki == down and hour == 6 else None
                try:
                    kept.tick()
                except KilledError:
                    jobs.now += 300
                if hour == 12:
                    approve_all(campaign)
        for _ in range(4):
            approve_all(campaign)
            campaign.run("-listed", "-approval")
    for wiki, name in campaign.names:
        page = {"es": "Usuario discusión", "ar": "نقاش المستخدم"}[wiki]
        text = campaign.text(wiki, f"{page}:{name}")
        keys = [key.partition("-")[0] for key in KEY.findall(text)]
        assert len(keys) == len(set(keys)) == len(MESSAGES), (name, keys)
    assert max(jobs.done.values()) == 1, "twice for one moment"
    moments = Counter(name for name, _ in jobs.done)
    assert moments["sign-ups"] >= DAYS - 2, moments
    assert moments["messages"] >= 2 * DAYS - 4, moments
    assert moments["status"] >= DAYS - 2, moments
    assert jobs.kills > 5
    assert re.search(r"The bot is running", campaign.text("meta", STATUS))
