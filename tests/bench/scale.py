"""Print what very many people cost in memory and time: `python -m tests.bench.scale`.

The wikis answer at once and nothing is sent, so that all there is to see is the bot's own work and its
ledger's. Each run is a process of its own. Seconds are those of the wall; those of the processor stand beside
them, for a busy machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from tests.bench.table import Bar, print_bars, print_table

WHOLE = (10_000, 100_000)
DONE_A_REQUEST = 500
"""People who have their message, for each of whom so many a resumed run may ask one thing."""

COLUMNS = ("imported", "peak", "planning", "planning_cpu", "requests", "delivering", "edits", "first", "last")


def measure(*kinds: str, people: int) -> Mapping[str, float]:
    """Run a campaign in fresh processes, one for each kind; give the figures of the last."""
    figures: Mapping[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            command = [sys.executable, "-m", "tests.bench.scale_run", kind, str(people), folder]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            figures = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _line(name: str, figures: Mapping[str, float]) -> tuple[str, ...]:
    units = {"imported": "{:.0f} MB", "peak": "{:.0f} MB", "requests": "{:.0f}", "edits": "{:.0f}"}
    units |= dict.fromkeys(("planning", "planning_cpu", "delivering"), "{:.1f} s")
    shown = {**figures, "first": figures["first"] * 1000, "last": figures["last"] * 1000}
    return (name, *(units.get(column, "{:.2f} ms").format(shown[column]) for column in COLUMNS))


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description="Print what very many people cost.")
    parser.add_argument("--people", type=int, nargs=2, default=WHOLE, metavar=("FEW", "MANY"))
    few, many = parser.parse_args().people
    runs = {f"{number} people": measure("whole", people=number) for number in (few, many)}
    half = measure("fill", "begin", people=many)
    fresh = measure("begin", people=many // 2)
    print_table(
        "Campaigns on 800 wikis; first and last: the ledger's median cost of a message, of a thousand",
        [
            ("", *(column.replace("_", " ") for column in COLUMNS)),
            *(_line(name, figures) for name, figures in runs.items()),
            _line(f"{many} people, half done, to the first message", half),
            _line(f"{many // 2} people, none done, to the first message", fresh),
        ],
    )
    small, large = runs.values()
    bars = [
        Bar(name="memory at its peak, MB", figure=large["peak"], limit=120),
        Bar(name=f"memory, of that of {few} people", figure=large["peak"] / small["peak"], limit=1.15),
        Bar(name="planning, seconds", figure=large["planning"], limit=60),
        Bar(name="ledger, last thousand of first", figure=large["last"] / large["first"], limit=1.2),
        Bar(name="half done: first message after seconds", figure=half["planning"], limit=15),
        Bar(
            name=f"half done: more requests than without them, for {DONE_A_REQUEST} done",
            figure=(half["requests"] - fresh["requests"]) / (many / 2 / DONE_A_REQUEST),
            limit=1,
        ),
    ]
    sys.exit(not print_bars(bars))


if __name__ == "__main__":
    main()
