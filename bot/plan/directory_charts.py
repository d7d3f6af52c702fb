"""Pure: bars that people can read at a glance: a table with each number as text and a bar beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from bot.words.codes import BRITISH, find_locale

MOST_OPEN = 20
"""Rows of a table that is shown unfolded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a chart."""

    label: str  # wikitext
    number: int


def folding(rows: int) -> str:
    """Give the class of a table that may be long."""
    return "wikitable mw-collapsible mw-collapsed" if rows > MOST_OPEN else "wikitable"


def number_text(number: float, language: str) -> str:
    """Write a number as a language writes it."""
    return format_decimal(number, locale=find_locale(language) or BRITISH)


def chart(title: str, columns: tuple[str, str], bars: Sequence[Bar], language: str) -> Iterator[str]:
    """Give the lines of a chart.

    Bars are blocks within their row's heading: they begin where lines of the language begin, and take
    no room beside the text, so that the chart fits a narrow screen.

    Args:
        title: wikitext.
        columns: headings of what is counted and of the numbers, wikitext.
        bars: in the order shown; none: nothing is given.
        language: in which numbers are written.
    """
    if not bars:
        return
    most = max(bar.number for bar in bars) or 1
    yield f'{{| class="{folding(len(bars))}" style="max-width:100%"'
    yield f"|+ {title}"
    yield f'! scope="col" | {columns[0]}'
    yield f'! scope="col" | {columns[1]}'
    for bar in bars:
        width = -(-100 * bar.number // most)
        yield "|-"
        yield f'! scope="row" style="text-align:start" | {bar.label}'
        if bar.number:
            yield f'<div style="width:{width}%;height:.6em;background:#36c" role="presentation"></div>'
        yield f'| style="text-align:end" | {number_text(bar.number, language)}'
    yield "|}"
