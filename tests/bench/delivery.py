"""Print what a message costs, beside other ways to write it: `python -m tests.bench.delivery`.

The wikis are a sandbox of their own, in `.sandbox/bench`, on free ports. Each way writes the same text to
talk pages that do not exist yet, in a process of its own; logging in does not count. The ways take turns, and
their order is turned around each round, so that other work of the machine falls on all of them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox import Sandbox, accounts
from bot.sandbox.accounts import BOT, BOT_APP
from bot.sandbox.state import PROJECT, WIKIS
from tests.bench.table import Bar, print_bars, print_table
from tests.proxy import proxies
from tests.sandbox.campaign import MESSAGE, Campaign

WAYS = {
    "this": "this delivery",
    "bare": "requests, section=new",
    "editpage": "pywikibot editpage(section='new')",
    "save": "pywikibot page.text, save()",
}
LATENCY = 0.2
"""Seconds that the proxies add to each reply."""

Person = tuple[str, str, str]
"""Wiki, user name, what they wrote for a language."""


@dataclass(slots=True, kw_only=True)
class Cost:
    """What some messages took so far."""

    messages: int = 0
    requests: int = 0
    seconds: float = 0.0

    def add(self, messages: int, said: str) -> None:
        """Add a run's own figures."""
        figures = json.loads(said)
        self.messages += messages
        self.requests += figures["requests"]
        self.seconds += figures["seconds"]

    @property
    def requests_each(self) -> float:
        """Requests a message."""
        return self.requests / self.messages

    @property
    def seconds_each(self) -> float:
        """Seconds a message."""
        return self.seconds / self.messages


@dataclass(slots=True, kw_only=True)
class Bench:
    """Writes to people who have had nothing yet, one way or another."""

    sandbox: Sandbox
    folder: Path
    people_made: int = 0
    runs: int = 0
    text: str = ""  # of a message, as this delivery sends it

    def people(self, count: int, wikis: Sequence[str]) -> list[Person]:
        """Make so many accounts, spread over wikis."""
        numbers = range(self.people_made, self.people_made + count)
        self.people_made += count
        people = [(wikis[number % len(wikis)], f"Bench {number:05}", "") for number in numbers]
        for wiki in wikis:
            made = [
                accounts.Account(name=name, password=self.sandbox.passwords.editors)
                for their_wiki, name, _ in people
                if their_wiki == wiki
            ]
            accounts.make(self.sandbox.state, self.sandbox.record, wiki, made)
        return people

    def deliver(self, cost: Cost, people: Sequence[Person], *, at_once: int = 3, delay: float = 0.0) -> None:
        """Deliver with the announce command, on all wikis the people are on."""
        campaign = self._campaign(people, at_once)
        ports = self.sandbox.ports if delay else {}
        with proxies(ports) as campaign.proxies:
            for proxy in campaign.proxies.values():
                proxy.delay = delay
            campaign.run("-simulate")  # logs in
            said = self._post(campaign, "this", MESSAGE, f"run-{self.runs}")
        cost.add(len(people), said)
        if wrong := campaign.wrong():
            raise SystemExit(f"Not delivered once: {wrong}")

    def write(self, way: str, cost: Cost, people: Sequence[Person]) -> None:
        """Write the same text in another way."""
        campaign = self._campaign(people, 3)
        work = {
            "titles": [f"User talk:{name}" for _, name, _ in people],
            "text": self.text,
            "login": f"{BOT}@{BOT_APP}",
            "password": self.sandbox.passwords.bot,
        }
        file = campaign.folder / "work.json"
        file.write_text(json.dumps(work), encoding="utf-8")
        cost.add(len(people), self._post(campaign, way, f"{self.sandbox.urls['meta']}/api.php", str(file)))

    def take_sample(self) -> None:
        """See how long a message is, and let PHP compile what it needs."""
        people = self.people(3, ["meta"])
        self.deliver(Cost(), people)
        page = Campaign(sandbox=self.sandbox, folder=self._fresh_folder()).text(
            "meta", f"User talk:{people[0][1]}"
        )
        self.text = page.partition("==\n")[2].strip()

    def _campaign(self, people: Sequence[Person], at_once: int) -> Campaign:
        campaign = Campaign(sandbox=self.sandbox, folder=self._fresh_folder())
        settings = campaign.folder / "settings.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(
            text.replace("[limits]", f"[limits]\nrequests_at_once = {at_once}"), encoding="utf-8"
        )
        campaign.sign_up(people)
        campaign.write_message()
        return campaign

    def _fresh_folder(self) -> Path:
        self.runs += 1
        folder = self.folder / f"run-{self.runs}"
        folder.mkdir()
        return folder

    def _post(self, campaign: Campaign, *arguments: str) -> str:
        environment = campaign.environment()
        environment["PYTHONPATH"] = str(PROJECT)
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.posting", *arguments],
            env=environment,
            cwd=campaign.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{arguments}: {done.stdout}\n{done.stderr}")
        return done.stdout.strip().splitlines()[-1]


def compare_ways(bench: Bench, messages: int, rounds: int) -> list[Bar]:
    """Write in all ways on one wiki."""
    costs = {way: Cost() for way in WAYS}
    for number in range(rounds):
        for way in list(WAYS)[:: -1 if number % 2 else 1]:
            people = bench.people(messages, ["meta"])
            if way == "this":
                bench.deliver(costs[way], people)
            else:
                bench.write(way, costs[way], people)
    rows = [
        (name, f"{costs[way].requests_each:.3f}", f"{costs[way].seconds_each * 1000:.1f} ms")
        for way, name in WAYS.items()
    ]
    title = f"{messages} messages on one wiki, {rounds} times, {len(bench.text.encode())} bytes each"
    print_table(title, [("way", "requests", "time"), *rows])
    this = costs["this"]
    return [
        Bar(name="requests a message", figure=this.requests_each, limit=1.05),
        Bar(
            name="time, of that of bare requests",
            figure=this.seconds_each / costs["bare"].seconds_each,
            limit=1.25,
        ),
        Bar(name="time, of that of save()", figure=this.seconds_each / costs["save"].seconds_each, limit=0.5),
    ]


def compare_side_by_side(bench: Bench, messages: int, rounds: int, *, delay: float, least: float) -> Bar:
    """Write on six wikis, three requests at once, or one."""
    costs = {1: Cost(), 3: Cost()}
    for number in range(rounds):
        for at_once in list(costs)[:: -1 if number % 2 else 1]:
            bench.deliver(costs[at_once], bench.people(messages, WIKIS), at_once=at_once, delay=delay)
    where = f"each reply {delay:g} s later" if delay else "on the bot's own machine"
    rows = [
        (name, f"{costs[at_once].requests_each:.3f}", f"{costs[at_once].seconds_each * 1000:.1f} ms")
        for at_once, name in ((1, "one after the other"), (3, "side by side"))
    ]
    title = f"{messages} messages on six wikis, {rounds} times, {where}"
    print_table(title, [("", "requests", "time"), *rows])
    speed = costs[1].seconds / costs[3].seconds
    return Bar(
        name=f"six wikis side by side, {where}: times as fast", figure=speed, limit=least, at_least=True
    )


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description="Print what a message costs.")
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", choices=("ways", "side-by-side"))
    chosen = parser.parse_args()
    sandbox = Sandbox(PROJECT / ".sandbox" / "bench", port=0)
    sandbox.up()
    sandbox.restore()
    bars: list[Bar] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(sandbox=sandbox, folder=Path(folder))
            bench.take_sample()
            if chosen.only != "side-by-side":
                bars += compare_ways(bench, chosen.messages, chosen.rounds)
            if chosen.only != "ways":
                half = chosen.messages // 2
                bars.append(compare_side_by_side(bench, half, chosen.rounds, delay=0.0, least=1.2))
                bars.append(compare_side_by_side(bench, half, 1, delay=LATENCY, least=2.7))
    finally:
        sandbox.down()
    sys.exit(not print_bars(bars))


if __name__ == "__main__":
    main()
