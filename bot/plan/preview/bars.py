"""Pure: the bars of a preview's charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_BARS = 15
"""Of one chart; the others share one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart."""

    label: str
    number: int
    width: float  # hundredths of the longest


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title."""

    name: str  # letters for ids
    title: str
    column: str  # heading of what is counted
    unit: str  # heading of the numbers
    bars: Sequence[Bar]


def bars_of(
    numbers: Counter[str], *, label: Callable[[str], str], others: Callable[[int], str]
) -> Sequence[Bar]:
    """Give the bars, the largest first; the last one may stand for all that have none of their own.

    Args:
        numbers: by what is counted.
        label: names what is counted.
        others: names so many others.
    """
    order = sorted(numbers, key=lambda name: (-numbers[name], name))
    rows = [(label(name), numbers[name]) for name in order[:MOST_BARS]]
    if rest := order[MOST_BARS:]:
        rows.append((others(len(rest)), sum(numbers[name] for name in rest)))
    most = max((number for _, number in rows), default=1)
    return [Bar(name, number, round(100 * number / most, 2)) for name, number in rows]
