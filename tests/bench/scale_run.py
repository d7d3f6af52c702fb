"""One run of a large campaign in a process of its own: `python -m tests.bench.scale_run PEOPLE FOLDER [half]`.

Prints its figures as JSON.
"""

from __future__ import annotations

import io
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)

THOUSAND = 1000


class FirstPost(Exception):
    """The run has come as far as was asked for."""


def peak() -> float:
    """Give the process's largest resident memory so far, in MB (10⁶ bytes)."""
    found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii", errors="replace"))
    return int(found[1]) * 1024 / 1_000_000 if found else 0.0


@dataclass(slots=True)
class Costs:
    """Seconds spent with the ledger for each delivery, of the first thousand and of the last."""

    current: dict[str, float] = field(default_factory=dict)
    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)

    def add(self, key: str, seconds: float) -> None:
        self.current[key] = self.current.get(key, 0.0) + seconds

    def end(self, key: str) -> None:
        cost = self.current.pop(key)
        if len(self.first) < THOUSAND:
            self.first.append(cost)
        self.last.append(cost)
        del self.last[:-THOUSAND]


def main() -> None:
    began = time.monotonic()
    people, folder, half = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] == ["half"]
    os.environ["PYWIKIBOT_DIR"] = str(folder)
    from tests.bench import many_people

    many_people.prepare(folder)
    from bot.wiki.start import start

    start([])
    from tests.bench import many_wikis as many
    from bot.ledger.ledger import Ledger
    from bot.program.languages import fallbacks
    from bot.run.announce import Announce
    from bot.run.console import Console
    from bot.words.catalogue import default_catalogue

    imported = peak()
    settings = many_people.settings_for(people, folder)
    world = many.World(people, folder)
    ledger = Ledger(settings.ledger)
    costs = Costs()
    if half:
        fill(ledger, world, people // 2)
    words = default_catalogue(fallbacks)
    first: list[float] = []
    asked: list[int] = []
    cpu: list[float] = []

    def on_edit(number: int) -> None:
        if not number:
            first.append(time.monotonic())
            cpu.append(time.process_time())
            asked.append(sum(world.requests.values()) - 1)
            if half:
                raise FirstPost

    world.on_edit = on_edit
    job = Announce(
        settings=settings,
        wikis=many.StubWikis(settings=settings, simulate=False, world=world),
        words=words,
        console=Console(words=words, out=io.StringIO(), always=True),
        title=many_people.MESSAGE,
        memory=ledger,
        dry=False,
    )
    started = time.monotonic()
    cpu_started = time.process_time()
    measured(ledger, costs)
    status = None
    try:
        status = int(job.run())
    except FirstPost:
        pass
    ended = time.monotonic()
    print(
        json.dumps(
            {
                "imported": imported,
                "starting": started - began,
                "planning": first[0] - started,
                "planning_cpu": cpu[0] - cpu_started,
                "delivering_cpu": time.process_time() - cpu[0],
                "asked": asked[0],
                "delivering": ended - first[0],
                "status": status,
                "edits": world.edits,
                "peak": peak(),
                "first": statistics.median(costs.first or [0]) * 1000,
                "last": statistics.median(costs.last or [0]) * 1000,
            }
        )
    )


def measured(ledger: Any, costs: Costs) -> None:
    """Time what a delivery asks of the ledger."""
    cls = type(ledger)
    intend, settle = cls.intend, cls.settle

    def timed_intend(self, intent, **more):
        t = time.perf_counter()
        try:
            return intend(self, intent, **more)
        finally:
            costs.add(intent.key, time.perf_counter() - t)

    def timed_settle(self, key, *a, **more):
        t = time.perf_counter()
        try:
            return settle(self, key, *a, **more)
        finally:
            costs.add(key, time.perf_counter() - t)
            costs.end(key)

    cls.intend, cls.settle = timed_intend, timed_settle


def fill(ledger: Any, world: Any, count: int) -> None:
    from bot.ledger.ledger import Delivery
    from bot.plan.edits import Campaign
    from bot.program.outcomes import Outcome
    from tests.bench import many_people
    from tests.bench import many_wikis as many

    campaign = Campaign(
        program="letsconnect",
        name=f"announce:{sum(map(ord, many_people.MESSAGE))}",
        title=many_people.MESSAGE,
    )
    at = many._now()
    deliveries, messages = [], []
    for n in range(count):
        name, wiki, key = (
            many_people.person_name(n),
            many_people.wiki_name(n),
            campaign.key(f"CentralAuth:{n + 2}"),
        )
        deliveries.append(
            Delivery(
                key=key,
                wiki=wiki,
                username=name,
                title=f"User talk:{name}",
                language="en",
                outcome=Outcome.POSTED,
                reason="",
                revid=n + 1,
                at=at,
                intended_at=time.time(),
            )
        )
        messages.append((wiki, f"User talk:{name}", at, f"Next clinic [letsconnect:{key}/en]"))
        if len(deliveries) == 5000:
            ledger.adopt_all(deliveries, campaign=campaign.name)
            world.fill(messages)
            deliveries, messages = [], []
    ledger.adopt_all(deliveries, campaign=campaign.name)
    world.fill(messages)
    ledger.has_read_back(
        campaign.name, {many_people.wiki_name(n): time.time() for n in range(many_people.WIKIS)}
    )
    ledger.database._engine.dispose()


if __name__ == "__main__":
    main()
