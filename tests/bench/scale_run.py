"""One run of a large campaign, in a process of its own; prints its figures as JSON.

    python -m tests.bench.scale_run whole|begin|fill PEOPLE FOLDER

`whole` delivers to everybody. `begin` stops before its first message. `fill` leaves in the folder what a run
leaves that has delivered to half of them, for `begin` to take up.
"""

# ruff: noqa: PLC0415 - Pywikibot reads its folder as it is imported
from __future__ import annotations

import contextlib
import io
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tests.bench import many_people

if TYPE_CHECKING:
    from bot.ledger.ledger import Ledger
    from tests.bench.many_wikis import World

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
THOUSAND = 1000
AT_ONCE = 5000
"""Messages of an earlier run that are put into the ledger at a time."""

Result = TypeVar("Result")


class EnoughError(Exception):
    """The run has come as far as is measured."""


def peak() -> float:
    """Give the process's largest resident memory so far, in MB (10⁶ bytes)."""
    found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii", errors="replace"))
    return int(found[1]) * 1024 / 1_000_000 if found else 0.0


@dataclass(slots=True)
class Costs:
    """Seconds spent with the ledger for a delivery: of the first thousand, and of the last."""

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    _open: dict[str, float] = field(default_factory=dict)

    def add(self, key: str, work: Callable[[], Result], *, ends: bool) -> Result:
        """Time some work with the ledger for one message."""
        began = time.perf_counter()
        result = work()
        spent = self._open.pop(key, 0.0) + time.perf_counter() - began
        if not ends:
            self._open[key] = spent
            return result
        if len(self.first) < THOUSAND:
            self.first.append(spent)
        self.last.append(spent)
        del self.last[:-THOUSAND]
        return result

    def watch(self, ledger: Ledger) -> None:
        """Time what each delivery asks of the ledger."""
        kind: Any = type(ledger)
        intend, settle = kind.intend, kind.settle
        kind.intend = lambda ledger, intent, **more: self.add(
            intent.key, lambda: intend(ledger, intent, **more), ends=False
        )
        kind.settle = lambda ledger, key, *ending, **more: self.add(
            key, lambda: settle(ledger, key, *ending, **more), ends=True
        )


def fill(ledger: Ledger, world: World, count: int) -> None:
    """Leave what a run leaves that delivered so many messages: in the ledger and on the wikis."""
    from bot.ledger.ledger import Delivery
    from bot.plan.edits import Campaign
    from bot.program.outcomes import Outcome
    from tests.bench.many_wikis import now, page_number

    number = page_number(many_people.MESSAGE)
    campaign = Campaign(program="letsconnect", name=f"announce:{number}", title=many_people.MESSAGE)
    at = now()
    for start in range(0, count, AT_ONCE):
        done = [
            Delivery(
                key=campaign.key(f"CentralAuth:{n + 2}"),
                wiki=many_people.wiki_name(n),
                username=many_people.person_name(n),
                title=f"User talk:{many_people.person_name(n)}",
                language="en",
                outcome=Outcome.POSTED,
                reason="",
                revid=n + 1,
                at=at,
                intended_at=time.time(),
            )
            for n in range(start, min(count, start + AT_ONCE))
        ]
        ledger.adopt_all(done, campaign=campaign.name)
        world.fill((each.wiki, each.title, at, f"Clinic [letsconnect:{each.key}/en]") for each in done)
    moments = {many_people.wiki_name(n): time.time() for n in range(many_people.WIKIS)}
    ledger.has_read_back(campaign.name, moments)


def run(kind: str, people: int, folder: Path) -> dict[str, float]:
    """Run the announce job; give its figures."""
    many_people.prepare(folder)
    from bot.wiki.start import start

    start([])
    from bot.ledger.ledger import Ledger
    from bot.program.languages import fallbacks
    from bot.run.announce import Announce
    from bot.run.console import Console
    from bot.words.catalogue import default_catalogue
    from tests.bench.many_wikis import StubWikis, World

    imported = peak()
    settings = many_people.settings_for(people, folder)
    world = World(people, folder)
    ledger = Ledger(settings.ledger)
    if kind == "fill":
        fill(ledger, world, people // 2)
        return {}
    costs = Costs()
    costs.watch(ledger)
    first: dict[str, float] = {}

    def begun(edits: int) -> None:
        if edits:
            return
        first.update(seconds=time.monotonic(), cpu=time.process_time(), requests=world.requests.total())
        if kind != "whole":
            raise EnoughError

    world.before_edit = begun
    words = default_catalogue(fallbacks)
    job = Announce(
        settings=settings,
        wikis=StubWikis(settings=settings, simulate=False, world=world),
        words=words,
        console=Console(words=words, out=io.StringIO(), always=True),
        title=many_people.MESSAGE,
        memory=ledger,
        dry=False,
    )
    began, cpu = time.monotonic(), time.process_time()
    with contextlib.suppress(EnoughError):
        job.run()
    return {
        "imported": imported,
        "planning": first["seconds"] - began,
        "planning_cpu": first["cpu"] - cpu,
        "requests": first["requests"] - 1,
        "delivering": time.monotonic() - first["seconds"],
        "edits": world.edits,
        "peak": peak(),
        "first": statistics.median(costs.first or [0.0]),
        "last": statistics.median(costs.last or [0.0]),
    }


def main() -> None:
    """Run as the command line says."""
    kind, people, folder = sys.argv[1:]
    os.environ["PYWIKIBOT_DIR"] = folder
    print(json.dumps(run(kind, int(people), Path(folder))))


if __name__ == "__main__":
    main()
