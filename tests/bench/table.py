"""Figures as columns, and whether each bar is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure and the most, or least, that it should be."""

    name: str
    figure: float
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def line(self) -> tuple[str, ...]:
        """Give it as a line of a table."""
        words = "at least" if self.at_least else "at most"
        verdict = "met" if self.met else "NOT MET"
        return (self.name, f"{self.figure:.3f}", f"{words} {self.limit:g}", verdict)


def print_table(title: str, lines: Sequence[Sequence[str]]) -> None:
    """Print lines as columns, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print(f"\n{title}")
    for first, *others in lines:
        columns = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
        print("  ".join((first.ljust(widths[0]), *columns)), flush=True)


def print_bars(bars: Sequence[Bar]) -> bool:
    """Print the bars; tell whether all are met."""
    print_table("Bars", [("", "figure", "bar", ""), *(bar.line() for bar in bars)])
    return all(bar.met for bar in bars)
