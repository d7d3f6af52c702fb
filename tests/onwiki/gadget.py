"""The sign-up gadget's code in a browser, without a wiki: many cases at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from bot.plan.onwiki.gadget_files import read_parts, shrink
from bot.plan.onwiki.gadget_patterns import PATTERNS
from tests.browser import browsing

_CALL = """([name, calls]) => {
    const whole = each => each && each.columns ? Object.assign({}, PATTERNS, each) : each;
    return JSON.stringify(JSON.parse(calls).map(given => (rows[name] || lists[name])(...given.map(whole))));
}"""


class Rows:
    """What rows.js and lists.js export, called with lists of arguments."""

    def __init__(self, page: Page) -> None:
        """Take a page in which it is loaded."""
        self._page = page

    def each(self, name: str, calls: Sequence[Sequence[object]]) -> list[Any]:
        """Call a function once for each list of arguments, and give the answers.

        To configs is added what the bot knows of wikitext and of private data.
        """
        answers: list[Any] = json.loads(self._page.evaluate(_CALL, [name, json.dumps(calls)]))
        assert len(answers) == len(calls)
        return answers

    def one(self, name: str, *given: object) -> Any:
        """Call a function once."""
        return self.each(name, [given])[0]


@contextmanager
def loaded_rows() -> Iterator[Rows]:
    """Open a browser with the gadget's code but its dialog, small as on a wiki, in an empty page."""
    code = "\n".join(shrink(part) for part in read_parts()[:-1])
    with browsing() as browser:
        page = browser.new_page()
        page.add_script_tag(content=f"const PATTERNS = {json.dumps(PATTERNS)};\n{code}")
        yield Rows(page)
