"""The preview in Chromium: it fetches nothing, fits a phone, and serves keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from bot.plan.preview.model import Addressee, PageChange, Preview
from bot.plan.preview.page import write_page
from bot.program.languages import fallbacks
from bot.words.catalogue import default_catalogue
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.plan.preview_plans import NAMES, preview, rendering, signups
from tests.plan.test_preview import HOSTILE

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

WORDS = default_catalogue(fallbacks)
LANGUAGES = ("en", "es", "ar", "fr", "pt")
WIDE, NARROW = 1100, 360
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
VISIBLE = (
    "[...document.querySelectorAll('#people-table tbody tr')].filter((row) => row.checkVisibility()).length"
)
AXE = """async () => {
    const found = await axe.run({rules: {'target-size': {enabled: true}}});
    const told = (each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 150))}`;
    return [found.passes.length, found.violations.map(told)];
}"""
RULES = 30
"""So many of axe's rules at least find something on the page to look at."""


@dataclass(slots=True, kw_only=True)
class Shown:
    """A page that is open, and what it did by itself."""

    page: Page
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # on the console, in dialogs, as errors


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as chromium:
        yield chromium


@contextmanager
def shown(
    browser: Browser, folder: Path, of: Preview, *, language: str = "en", width: int = WIDE, **context: Any
) -> Iterator[Shown]:
    """Open a preview, with every request but the one for the file itself stopped and noted."""
    file = folder / "preview.html"
    file.write_text(write_page(of, words=WORDS, language=language), encoding="utf-8", errors="replace")
    opened = browser.new_context(viewport={"width": width, "height": 800}, **context)
    found = Shown(page=opened.new_page())

    def route(route: Route) -> None:
        if route.request.url == file.as_uri():
            route.continue_()
        else:
            found.requests.append(route.request.url)
            route.abort()

    def dismiss(dialog: Dialog) -> None:
        found.said.append(dialog.message)
        dialog.dismiss()

    opened.route("**/*", route)
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.on("dialog", dismiss)
    found.page.goto(file.as_uri())
    yield found
    opened.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(WIDE, "light", marks=pytest.mark.soak), (NARROW, "light"), (WIDE, "dark")],
)
def test_nobody_is_kept_from_reading_it(
    browser: Browser, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    of = replace(preview(120), signups=signups())
    with shown(browser, tmp_path, of, language=language, width=width, color_scheme=scheme) as found:
        assert found.page.evaluate("document.documentElement.scrollWidth") <= width
        found.page.evaluate(OPEN_ALL)
        assert found.page.evaluate("document.documentElement.scrollWidth") <= width
        found.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
        looked_at, violations = found.page.evaluate(AXE)
        assert violations == []
        assert looked_at >= RULES
        assert (found.requests, found.said) == ([], [])


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_does_nothing(browser: Browser, tmp_path: Path, text: str) -> None:
    who = Addressee(username=text, wiki="es", language="es", address="https://es.wiki.example/?title=A")
    change = PageChange(title=text, address="https://m.example/", language="en", before=text, after=text * 2)
    body = f"<h2>{text}</h2>{text}<a href='javascript:alert(1)'>x</a><base href='//x.example'>"
    message = rendering("es", "es", title=text, summary=text, html=body)
    of = replace(preview(title=text, people=[who], renderings=[message]), signups=signups(change))
    with shown(browser, tmp_path, of) as found:
        found.page.evaluate(OPEN_ALL)
        for link in found.page.get_by_role("link").all():
            assert (link.get_attribute("href") or "https:").startswith(("https:", "#"))
        found.page.wait_for_timeout(100)
        assert (found.requests, found.said) == ([], [])
        assert found.page.locator("#people-table tbody bdi").first.inner_text().strip() == text.strip()


def test_people_are_found_by_name_wiki_and_language(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, preview(1000)) as found:
        page, status = found.page, found.page.get_by_role("status")
        assert page.evaluate(VISIBLE) == 50
        page.get_by_label("Search people").fill("rocio vega 7")
        sevens = [n for n in range(0, 1000, len(NAMES)) if str(n + 1).startswith("7")]
        expect(status).to_have_text(f"Matching: {len(sevens)} of 1,000")
        assert page.evaluate(VISIBLE) == len(sevens)
        page.get_by_label("Search people").fill("nobody at all")
        expect(status).to_have_text("Nobody matches. Clear the search to see everybody.")
        page.get_by_role("button", name="Clear").click()
        assert status.inner_text() == "Matching: 1,000 of 1,000"
        assert page.evaluate("document.activeElement.id") == "search"
        page.get_by_label("Wiki", exact=True).select_option("ar")
        page.get_by_label("Language", exact=True).select_option("Arabic")
        assert "of 1,000" in status.inner_text()
        assert set(
            page.locator("#people-table tbody tr:not([hidden]) td:nth-child(2)").all_inner_texts()
        ) == {"ar"}
        assert (found.requests, found.said) == ([], [])


def test_the_table_grows_and_the_focus_goes_on(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, preview(120)) as found:
        more = found.page.get_by_role("button", name="Show more")
        more.focus()
        found.page.keyboard.press("Enter")
        assert found.page.evaluate(VISIBLE) == 100
        assert found.page.evaluate("document.activeElement.closest('tr').rowIndex") == 51
        more.click()
        assert found.page.evaluate(VISIBLE) == 120
        assert not more.is_visible()


def test_the_keyboard_reaches_the_content_at_once_and_a_folded_message(
    browser: Browser, tmp_path: Path
) -> None:
    with shown(browser, tmp_path, preview(120)) as found:
        page = found.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        folded = page.locator("details[id]:not([open])").first
        anchor = folded.get_attribute("id")
        page.locator(f'#people-table a[href="#{anchor}"]').first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{anchor}")).to_have_attribute("open", "")
        assert page.evaluate("document.activeElement.localName") == "summary"


def test_without_scripts_everybody_is_in_the_table(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, preview(120), java_script_enabled=False) as found:
        assert found.page.locator("#people-table tbody tr:visible").count() == 120
        assert not found.page.locator("#filters").is_visible()


def test_on_paper_everybody_is_in_the_table(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, preview(120)) as found:
        found.page.emulate_media(media="print")
        assert found.page.evaluate(VISIBLE) == 120
        assert not found.page.locator("#filters").is_visible()
