"""One reader on one page, in a process of its own: seconds of CPU and the memory at its peak."""

from __future__ import annotations

import multiprocessing
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.bench.pages import HOSTILE, HOSTILE_SIZE, hostile
from tests.bench.readers import READERS

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one measurement gave."""

    found: int
    times: int  # how often the page was read
    seconds: float  # CPU, median
    peak: float  # MB (10⁶ bytes) of the whole process, libraries and page included; 0: not known here
    growth: float  # MB of it since before the first reading


PATIENCE = 20.0
"""Seconds after which a page isn't read again, nor a larger one at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """A page of one pattern: seconds of CPU, and how many times as long as for half of it."""

    pattern: str
    seconds: float
    growth: float


def measure(reader: str, page: str, *, times: int) -> Figures:
    """Read a page several times, a slow reader's fewer, in a fresh process."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh) as pool:
        return pool.submit(_measure, reader, page, times).result()


def _measure(reader: str, page: str, times: int) -> Figures:
    read = READERS[reader]
    read("{|\n! User\n|-\n| [[User:Ana]]\n|}\n# [[User:Ana]]\n")  # what is loaded or compiled once
    before = _peak()
    seconds: list[float] = []
    found = 0
    while len(seconds) < times and sum(seconds) < PATIENCE:
        start = time.process_time()
        found = read(page)
        seconds.append(time.process_time() - start)
    peak = _peak()
    median = statistics.median(seconds)
    return Figures(found=found, times=len(seconds), seconds=median, peak=peak, growth=peak - before)


def measure_hostile(reader: str, *, shown: int) -> tuple[list[Hostile], float]:
    """Give the slowest of all hostile pages, and the peak of memory in MB, in a fresh process."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh) as pool:
        return pool.submit(_measure_hostile, reader, shown).result()


def _measure_hostile(reader: str, shown: int) -> tuple[list[Hostile], float]:
    read = READERS[reader]
    seconds = {pattern: _seconds(read, hostile(pattern)) for pattern in HOSTILE}
    slowest = sorted(HOSTILE, key=lambda pattern: -seconds[pattern])[:shown]
    halves = {pattern: _seconds(read, hostile(pattern)[: HOSTILE_SIZE // 2]) for pattern in slowest}
    found = [
        Hostile(pattern=pattern, seconds=seconds[pattern], growth=seconds[pattern] / halves[pattern])
        for pattern in slowest
    ]
    return found, _peak()


def _seconds(read: Callable[[str], object], page: str) -> float:
    start = time.process_time()
    read(page)
    return time.process_time() - start


def _peak() -> float:
    """Give the process's largest resident memory so far in MB; 0 where the system doesn't tell."""
    status = Path("/proc/self/status")
    found = _PEAK.search(status.read_text(encoding="ascii", errors="replace")) if status.exists() else None
    return int(found[1]) * 1024 / 1_000_000 if found else 0.0
