"""A campaign under everything at once: spoiled answers, kills, two workers, a dead wiki, an archiving bot.

python -m tests.sandbox.chaos -n 20             twenty seeds, a line each
python -m tests.sandbox.chaos --lose-ledger     the ledger deleted twice on the way
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import WIKIS
from tests.faults import Fault, Request, Rule
from tests.proxy import FaultProxy
from tests.sandbox.campaign import KEY, Campaign, spread

SPOILED = 0.15
"""Part of all replies that are spoiled."""

KILL_EVERY = (20, 60)
"""Writes between two kills."""

WORKERS = 2

AWAY = "fr"
AWAY_FROM, AWAY_SECONDS = 0.2, 15.0
"""The wiki that is down for a while: from this part of all writes on, for so many seconds."""

ARCHIVES = 0.1
"""Chance, twenty times a second, that the archiving bot looks at somebody's talk page."""

AT_MOST = 420.0
"""Seconds of chaos; what is left then is delivered in peace."""

SECTION = re.compile(
    r"^== .*? ==$.*?<!-- letsconnect [a-z2-7]{6}-[a-z2-7]{12} -->.*?(?=^==|\Z)", re.DOTALL | re.MULTILINE
)


@dataclass(slots=True, kw_only=True)
class Chaos:
    """One seed's scenario.

    Args:
        losses: how often the ledger is deleted on the way.
    """

    sandbox: Sandbox
    folder: Path
    seed: int
    people: int = 600
    losses: int = 0
    kills: int = 0
    lost: int = 0
    archived: int = 0
    runs: Counter[int] = field(default_factory=Counter)  # ended by themselves, by status
    campaign: Campaign = field(init=False)
    die: random.Random = field(init=False)
    kill_at: int = field(init=False)
    away_until: float = 0.0

    def __post_init__(self) -> None:
        self.die = random.Random(self.seed)
        self.kill_at = self.die.randint(*KILL_EVERY)
        self.sandbox.users(self.people)
        self.campaign = Campaign(sandbox=self.sandbox, folder=self.folder, time_limit=4.0)
        self.campaign.write_message()
        self.campaign.sign_up(spread(self.people))

    def run(self) -> str:
        """Let it rage, then deliver what is left in peace; give the figures."""
        began = time.monotonic()
        with self._proxies():
            self._rage()
            raged = time.monotonic() - began
            for proxy in self.campaign.proxies.values():
                proxy.rule = None
                proxy.settle()
            last = self.campaign.deliver()
            if last.status:
                raise AssertionError(
                    f"seed {self.seed}: the last run ended with {last.status}\n{last.out}{last.err}"
                )
            spoiled = sum(len(proxy.spoiled) for proxy in self.campaign.proxies.values())
            told = f"workers ended {dict(self.runs)}, {raged:.0f} s; last run: {last.out.splitlines()[0]}"
            return (
                f"seed {self.seed}: {self.people} people, {self.campaign.count_writes()} writes,"
                f" {spoiled} answers spoiled, {self.kills} kills, {self.lost} ledgers lost,"
                f" {self.archived} pages archived, {told}"
            )

    def wrong(self) -> dict[tuple[str, str], int]:
        """Give those who have no section, or more than one, on their talk page and its archive together."""
        found = {}
        for wiki in WIKIS:
            names = [name for their_wiki, name in self.campaign.names if their_wiki == wiki]
            for name, count in self._count(wiki, names).items():
                if count != 1:
                    found[wiki, name] = count
        return found

    def _count(self, wiki: str, names: list[str]) -> dict[str, int]:
        counts = dict.fromkeys(names, 0)
        titles = [f"User talk:{name}{page}" for name in names for page in ("", "/Archive")]
        for start in range(0, len(titles), 50):
            asked = "|".join(titles[start : start + 50])
            answer = self.campaign.ask(wiki, titles=asked, prop="revisions", rvprop="content", rvslots="main")
            for page in answer["pages"]:
                if not page.get("missing"):
                    name = page["title"].partition(":")[2].removesuffix("/Archive")
                    counts[name] += len(KEY.findall(page["revisions"][0]["slots"]["main"]["content"]))
        return counts

    @contextlib.contextmanager
    def _proxies(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            self.campaign.proxies = {
                wiki: stack.enter_context(FaultProxy(self.sandbox.ports[wiki], late=6, save_later=2.5))
                for wiki in WIKIS
            }
            for number, (wiki, proxy) in enumerate(self.campaign.proxies.items()):
                proxy.rule = self._rule(wiki, random.Random(self.seed * 100 + number))
            yield

    def _rule(self, wiki: str, die: random.Random) -> Rule:
        def rule(_request: Request) -> Fault | None:
            if wiki == AWAY and time.monotonic() < self.away_until:
                return Fault.DROP_BEFORE
            return die.choice(list(Fault)) if die.random() < SPOILED else None

        return rule

    def _rage(self) -> None:
        """Keep the workers at it until one of them finds that all is done."""
        until = time.monotonic() + AT_MOST
        workers = [self.campaign.start() for _ in range(WORKERS)]
        try:
            while time.monotonic() < until and not any(worker.poll() == 0 for worker in workers):
                for place, worker in enumerate(workers):
                    if worker.poll() is not None:
                        self.runs[worker.returncode] += 1
                        workers[place] = self.campaign.start()
                self._harm(workers)
                time.sleep(0.05)
        finally:
            for worker in workers:
                self._kill(worker)

    def _harm(self, workers: list[subprocess.Popen[str]]) -> None:
        """Do what is due at this number of writes."""
        writes = self.campaign.count_writes()
        if not self.away_until and writes >= AWAY_FROM * self.people:
            self.away_until = time.monotonic() + AWAY_SECONDS
        if self.lost < self.losses and writes >= self.people * (self.lost + 1) // (self.losses + 1):
            self._lose_ledger()
        if writes >= self.kill_at:
            self.kill_at = writes + self.die.randint(*KILL_EVERY)
            self._kill(self.die.choice(workers))
        if self.die.random() < ARCHIVES:
            self._archive_some()

    def _kill(self, worker: subprocess.Popen[str]) -> None:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
            self.kills += 1

    def _lose_ledger(self) -> None:
        """Delete the ledger under the workers' hands."""
        for file in self.folder.glob("ledger*"):
            file.unlink(missing_ok=True)
        self.lost += 1

    def _archive_some(self) -> None:
        """Move a message from a talk page to its archive, as archiving bots do: first there, then here."""
        wiki, name = self.die.choice(self.campaign.names)
        title = f"User talk:{name}"
        page = self.campaign.ask(wiki, titles=title, prop="revisions", rvprop="content|ids", rvslots="main")[
            "pages"
        ][0]
        if page.get("missing"):
            return
        revision = page["revisions"][0]
        text = revision["slots"]["main"]["content"]
        if not (section := SECTION.search(text)):
            return
        rest = text[: section.start()] + text[section.end() :]
        if self._edit(wiki, title, text=rest, baserevid=str(revision["revid"])):
            self._edit(wiki, f"{title}/Archive", appendtext="\n\n" + section[0])
            self.archived += 1

    def _edit(self, wiki: str, title: str, **content: str) -> bool:
        asked = {"action": "edit", "format": "json", "title": title, "summary": "Archiving", "token": "+\\"}
        answer = requests.post(f"{self.sandbox.urls[wiki]}/api.php", data={**asked, **content}, timeout=60)
        return bool(answer.json().get("edit", {}).get("result") == "Success")


def main() -> int:
    """Run some seeds; the status tells whether each person had exactly one section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1, help="how many seeds")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--lose-ledger", action="store_true", help="delete the ledger twice on the way")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory(prefix="letsconnect-chaos-") as folder:
        sandbox = Sandbox(Path(folder, "sandbox"), port=0)
        try:
            sandbox.up()
            for seed in range(options.seed, options.seed + options.n):
                sandbox.restore()
                place = Path(folder, f"seed-{seed}")
                place.mkdir()
                chaos = Chaos(
                    sandbox=sandbox,
                    folder=place,
                    seed=seed,
                    people=options.people,
                    losses=2 * options.lose_ledger,
                )
                print(chaos.run(), flush=True)
                if wrong := chaos.wrong():
                    failures += 1
                    print(f"seed {seed}: not one section each: {wrong}", flush=True)
        finally:
            sandbox.down()
    print(f"{options.n - failures} of {options.n} seeds: exactly {options.people} sections")
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main())
