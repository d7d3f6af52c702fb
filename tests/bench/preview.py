"""Print what a preview of many people costs: `python -m tests.bench.preview`.

The wikis are a sandbox of their own, in `.sandbox/bench`, on free ports; the command runs as people run it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bot.sandbox import Sandbox, accounts
from bot.sandbox.state import PROJECT, WIKIS
from tests.bench.table import Bar, print_bars, print_table
from tests.sandbox.campaign import MESSAGE, Campaign, spread

ROUNDS = 3


def campaign_of(people: int, sandbox: Sandbox, folder: Path) -> Campaign:
    """Sign up so many editors, spread over six wikis and five languages."""
    campaign = Campaign(sandbox=sandbox, folder=folder)
    signed_up = spread(people)
    for wiki in WIKIS:
        made = [
            accounts.Account(name=name, password=sandbox.passwords.editors)
            for theirs, name, _ in signed_up
            if theirs == wiki
        ]
        accounts.make(sandbox.state, sandbox.record, wiki, made)
    campaign.sign_up(signed_up)
    campaign.write_message()
    return campaign


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description="Print what a preview of many people costs.")
    parser.add_argument("--people", type=int, default=1000)
    people = parser.parse_args().people
    sandbox = Sandbox(PROJECT / ".sandbox" / "bench", port=0)
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            sandbox.up()
            sandbox.restore()
            campaign = campaign_of(people, sandbox, Path(folder))
            for _ in range(ROUNDS):
                began = time.monotonic()
                run = campaign.run(f"-page:{MESSAGE}", script="preview.py")
                seconds.append(time.monotonic() - began)
                if f"{people} to write" not in run.out:
                    raise SystemExit(run.out + run.err)
        finally:
            sandbox.down()
        size = (Path(folder) / "preview.html").stat().st_size / 1_000_000
    print_table(
        f"Preview of {people} people on six wikis",
        [
            ("", "first", "fastest", "size"),
            ("", f"{seconds[0]:.1f} s", f"{min(seconds):.1f} s", f"{size:.2f} MB"),
        ],
    )
    bars = [
        Bar(name="seconds, the slowest of three", figure=max(seconds), limit=10),
        Bar(name="megabytes", figure=size, limit=3),
    ]
    sys.exit(not print_bars(bars))


if __name__ == "__main__":
    main()
