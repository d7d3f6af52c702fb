"""The stop page is looked at now and then, and a look that failed is none."""

from __future__ import annotations

import pytest

from bot.run.delivery import STOP_PAGE_SECONDS, STOP_PAGE_WRITES, StopPage, StoppedError
from bot.wiki.errors import WikiAwayError


def test_it_is_looked_at_after_so_many_writes_or_seconds() -> None:
    looks: list[float] = []
    now = 0.0

    def look() -> bool:
        looks.append(now)
        return False

    page = StopPage(has_text=look, clock=lambda: now)
    for _ in range(STOP_PAGE_WRITES + 1):
        page.look()
    assert len(looks) == 1
    now = STOP_PAGE_SECONDS + 1
    page.look()
    assert len(looks) == 2


def test_text_on_it_stops() -> None:
    page = StopPage(has_text=lambda: True, clock=lambda: STOP_PAGE_SECONDS)
    with pytest.raises(StoppedError):
        page.look()


def test_a_look_that_failed_is_repeated_before_the_next_write() -> None:
    def away() -> bool:
        raise WikiAwayError("meta: away")

    page = StopPage(has_text=away, clock=lambda: STOP_PAGE_SECONDS)
    for _ in range(3):
        with pytest.raises(WikiAwayError):
            page.look()
