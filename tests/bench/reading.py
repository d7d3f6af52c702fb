"""Print how fast pages are read, and how much memory that takes: `python -m tests.bench.reading`."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench import pages
from tests.bench.measuring import PATIENCE, measure, measure_hostile
from tests.bench.readers import LIBRARIES, OURS, READERS, is_missing

_ROWS = (5_000, 10_000)
_TIMES = 5
_LIMIT = 2.0  # seconds for a hostile page
_SHOWN = 4  # hostile pages of each reader


def main() -> None:
    """Print all figures."""
    print("Seconds are of CPU. Peak memory is a fresh process's resident set at its largest (VmHWM),")
    print("libraries and page included; growth is what reading added to it.")
    _print_tables()
    _print_people()
    for reader in READERS:
        if reader not in LIBRARIES:
            _print_hostile(reader)


def _print_tables() -> None:
    """Compare readers of tables."""
    lines = [("reader", "rows", "page MB", "cells", "median", "of", "peak", "growth")]
    ratios = []
    for reader in (OURS, *LIBRARIES):
        if is_missing(reader):
            ratios.append(f"{reader} isn't installed: pip install letsconnect-bot[bench].")
            continue
        seconds: list[float] = []
        for rows in _ROWS:
            if seconds and seconds[0] > PATIENCE:
                continue
            page = pages.table(rows)
            figures = measure(reader, page, times=_TIMES)
            seconds.append(figures.seconds)
            size = f"{len(page.encode()) / 1e6:.2f}"
            memory = (f"{figures.peak:.0f} MB", f"{figures.growth:.0f} MB")
            lines.append(
                (
                    reader,
                    f"{rows}",
                    size,
                    f"{figures.found}",
                    f"{figures.seconds:.3f} s",
                    f"{figures.times}",
                    *memory,
                )
            )
        if len(seconds) < len(_ROWS):
            ratios.append(f"{reader}: {_ROWS[1]} rows not tried, {_ROWS[0]} take over {PATIENCE:.0f} s.")
            continue
        ratio = seconds[1] / seconds[0]
        ratios.append(f"{reader}: {_ROWS[1]} rows take {ratio:.2f} times as long as {_ROWS[0]}.")
    _print("Tables", lines)
    print(*ratios, sep="\n")


def _print_people() -> None:
    """Time what reads people."""
    lines = [("reader", "page", "found", f"median of {_TIMES}", "peak", "growth")]
    table, signed = pages.table(_ROWS[0]), pages.signed_list(_ROWS[0])
    for reader, page, name in (
        ("find_users", table, "table"),
        ("find_users", signed, "list"),
        ("read_lists", signed, "list"),
        ("read_roster", table, "table"),
        ("read_roster", signed, "list"),
    ):
        figures = measure(reader, page, times=_TIMES)
        memory = (f"{figures.peak:.0f} MB", f"{figures.growth:.0f} MB")
        lines.append((reader, name, f"{figures.found}", f"{figures.seconds:.3f} s", *memory))
    _print(f"People, {_ROWS[0]} rows", lines)


def _print_hostile(reader: str) -> None:
    """Time pages of one pattern; print the slowest."""
    found, peak = measure_hostile(reader, shown=_SHOWN)
    lines = [("page of", "seconds", f"{_LIMIT:.0f} s", "times as long as half of it")]
    for page in found:
        verdict = "under" if page.seconds < _LIMIT else "OVER"
        lines.append((ascii(page.pattern), f"{page.seconds:.2f} s", verdict, f"{page.growth:.1f}"))
    size = f"{pages.HOSTILE_SIZE / 1e6:.0f} MB"
    _print(f"{reader}: slowest of {len(pages.HOSTILE)} hostile pages of {size}, peak {peak:.0f} MB", lines)


def _print(title: str, lines: Sequence[Sequence[str]]) -> None:
    """Print lines as columns, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print(f"\n{title}")
    for first, *others in lines:
        columns = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
        print("  ".join((first.ljust(widths[0]), *columns)), flush=True)


if __name__ == "__main__":
    main()
