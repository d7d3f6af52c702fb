"""Print what it costs to see what is due: `python -m tests.bench.remind`.

Thirty clinics of a year and a thousand people who registered for five of them each: one run reads the
calendar, asks the ledger what everybody has had, and plans. No wiki is needed.
"""

from __future__ import annotations

import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.ledger.ledger import opened
from bot.plan.edits import Campaign
from bot.program.participant import Participant
from bot.program.problems import Place
from bot.program.reminders import Rules
from bot.run.reminded_people import registered_people
from bot.run.reminder_memory import NAME, ReminderMemory
from bot.run.settings import read_settings
from tests.bench.table import Bar, print_bars, print_table
from tests.plan.calendars import calendar, memory, row
from tests.run.good_settings import GOOD

CLINICS, PEOPLE, EACH, ROUNDS = 30, 1000, 5, 3
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
RULES = Rules(hours=(168, 24, 1), thanks=timedelta(days=3))


def main() -> None:
    """Print all figures."""
    settings = read_settings(GOOD, Path("settings.toml"))
    dice = random.Random(1)
    starts = [NOW + timedelta(days=12 * number - 180, hours=4) for number in range(CLINICS)]
    text = calendar([row(f"Clinic {number}", start, "", "English") for number, start in enumerate(starts)])
    people = [
        Participant(
            username=f"Editor {number:04}",
            wiki=None,
            home_wiki="es" if number % 2 else "",
            languages=("es",),
            time_zone="America/Lima",
            place=Place(page="P", row=number, line=number),
        )
        for number in range(PEOPLE)
    ]
    rows = []
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "ledger.sqlite3") as ledger:
        campaign = Campaign(program="garden", name=NAME, title="C", counted=False)
        keeper = ReminderMemory(ledger=ledger, campaign=campaign, home="meta", dry=False)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            known = memory(text, now=NOW).known
            read = time.perf_counter()
            registered: dict[str, list[Participant]] = {each.id: [] for each in known}
            for person in people:
                for each in dice.sample(known, EACH):
                    registered[each.id].append(person)
            asked = time.perf_counter()
            found, _ = registered_people(settings, known, registered)
            done = keeper.dealt_with({name: each.items(RULES) for name, each in found.items()})
            planning = time.perf_counter()
            due = {name: each.due(done.get(name, set()), NOW, RULES) for name, each in found.items()}
            end = time.perf_counter()
            rows.append((read - began, planning - asked, end - planning, sum(map(bool, due.values()))))
            for name, dues in due.items():
                keeper.deal_with(name, [item for each in dues for item in each.items], "told")
    print_table(
        f"{CLINICS} clinics, {PEOPLE} people, {EACH} clinics each: one run after the other",
        [
            ("", "reading, s", "ledger, s", "planning, s", "due to"),
            *(
                (f"run {number}", f"{a:.3f}", f"{b:.3f}", f"{c:.3f}", str(n))
                for number, (a, b, c, n) in enumerate(rows, 1)
            ),
        ],
    )
    slowest = max(sum(row[:3]) for row in rows)
    print_bars([Bar(name="seconds, the slowest of three", figure=slowest, limit=1.0)])


if __name__ == "__main__":
    main()
