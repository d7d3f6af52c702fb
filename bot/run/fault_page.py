"""Shell: the page `docs/faults.md`, made of the table: `python -m bot.run.fault_page > docs/faults.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bot.program.fault_rules import (
    CHANGED,
    DOUBTFUL,
    OF_OURS,
    OF_PEOPLE,
    PASSING,
    REFUSED,
    RULED,
    STALE,
    STOPPING,
    UNKNOWN,
)
from bot.program.faults import AT_ONCE, WRITING, Extent, Patience, Rule

HEAD = f"""\
# What can go wrong, and what the bot does

Made of the one table in the code (`bot/program/fault_rules.py`) by
`python -m bot.run.fault_page > docs/faults.md`; a test sees that it is current.

Before each write the ledger holds an intent, and each write is tried once. Where a rule says that the bot
waits, the waits grow, each about twice the one before, from {WRITING.first:g} s to {WRITING.longest:g} s, a
quarter more or less by chance, and none is shorter than the wiki asks for. After `limits.patience` seconds
({WRITING.in_all:g} where the settings say nothing) the wiki is left until the next run. Waits are measured by
a clock that never jumps.

“Leaves” is what the fault leaves alone: this page, this wiki, or the whole run. A question to the wiki, or
a login, may be repeated; “asked again for” is how long. The report on the wiki names each person, page and
wiki that was left, with what the wiki said.
"""

PARTS = {
    "Passes by itself": PASSING,
    "The answer was lost": DOUBTFUL,
    "Session or token grown old": STALE,
    "The page is not as it was read": CHANGED,
    "A rule of the wiki for this page": RULED,
    "The wiki says no": REFUSED,
    "The bot may not write": STOPPING,
    "New to us": (UNKNOWN,),
    "No error of the API": OF_PEOPLE,
    "On our own machine": OF_OURS,
}
"""The rules under their headings."""

LEAVES = {Extent.PAGE: "page", Extent.WIKI: "wiki", Extent.RUN: "run"}


def fault_page() -> str:
    """Give the page as Markdown."""
    return HEAD + "".join(f"\n## {title}\n\n{''.join(_table(rules))}" for title, rules in PARTS.items())


def _table(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "| what happens | shows as | write ends as | leaves | asked again for | what follows |\n"
    yield "|---|---|---|---|---|---|\n"
    for rule in rules:
        signs = ", ".join(f"`{sign}`" for sign in rule.signs) or "–"
        outcome = rule.outcome.value if rule.outcome else "–"
        then = f"{rule.then} {rule.cure}".rstrip()
        cells = (rule.what, signs, outcome, LEAVES[rule.extent], _say(rule.asking), then)
        yield f"| {' | '.join(cells)} |\n"


def _say(patience: Patience) -> str:
    return "–" if patience is AT_ONCE else f"{patience.in_all:g} s"


if __name__ == "__main__":
    sys.stdout.write(fault_page())
