"""Pure: bars that people can read at a glance: a table with each number as text and a bar beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from bot.words.codes import BRITISH, find_locale

MOST_OPEN = 20
"""Rows of a table that readers may wish to fold up."""

CHART = "display:table;width:24em;max-width:100%"
"""All charts are as wide as each other, so that their bars compare; mobile skins make tables blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a chart."""

    label: str  # wikitext
    number: int
    to_come: int = 0  # shown paler behind the number


def folding(rows: int) -> str:
    """Give the class of a table that may be long."""
    return "wikitable mw-collapsible" if rows > MOST_OPEN else "wikitable"


def number_text(number: float, language: str) -> str:
    """Write a number as a language writes it."""
    return format_decimal(number, locale=find_locale(language) or BRITISH)


def chart(
    title: str, columns: Sequence[str], bars: Sequence[Bar], language: str, *, others: Bar | None = None
) -> Iterator[str]:
    """Give the lines of a chart.

    Bars are blocks within their row's heading: they begin where lines of the language begin, and take
    no room beside the text, so that the chart fits a narrow screen.

    Args:
        title: wikitext.
        columns: headings of what is counted, of the numbers, and if there is a third, of what is to come;
            wikitext.
        bars: in the order shown; none: nothing is given.
        language: in which numbers are written.
        others: a last row for all that have none of their own; its bar would dwarf theirs: it has none.
    """
    if not bars:
        return
    most = max(bar.number + bar.to_come for bar in bars) or 1
    yield f'{{| class="{folding(len(bars))}" style="{CHART}"'
    yield f'|+ style="text-align:start" | {title}'
    yield f'! scope="col" | {columns[0]}'
    yield from (f'! scope="col" style="width:1%" | {column}' for column in columns[1:])
    for bar in (*bars, *([others] if others else ())):
        yield "|-"
        yield f'! scope="row" style="text-align:start" | {bar.label}'
        if bar is not others and (width := -(-100 * (bar.number + bar.to_come) // most)):
            yield strip(bar.number, bar.to_come, width=width)
        for number in (bar.number, bar.to_come)[: len(columns) - 1]:
            yield f'| style="text-align:end" | {number_text(number, language)}'
    yield "|}"


def strip(number: int, to_come: int = 0, *, width: int = 100) -> str:
    """Give one bar: what is there, and paler what is to come.

    Args:
        number: what is there.
        to_come: what is to come.
        width: of all of it, in hundredths of the room there is.
    """
    block = f"width:{width}%;height:.6em"
    if not to_come:
        return f'<div style="{block};background:#36c" role="presentation"></div>'
    there = 100 * number // (number + to_come)
    inner = f'<div style="width:{there}%;height:.6em;background:#36c"></div>'
    return f'<div style="{block};background:#c8ccd1" role="presentation">{inner}</div>'
