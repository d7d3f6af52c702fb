"""Chromium for tests: whether it is here, and a browser that is closed in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.sandbox.tour import find_chromium

CHROMIUM = find_chromium()

NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium; as root: apt-get install chromium")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Open a browser, and close it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
