"""Many people sign up with the gadget within the same seconds: all are there in the end, each once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response

from bot.program.roster import read_roster
from bot.run.settings import load_settings
from bot.sandbox.sandbox import Sandbox
from bot.wikitext.quoting import quote
from tests.browser import NEEDS_CHROMIUM
from tests.sandbox.campaign import SIGNUP
from tests.sandbox.signup_wiki import Wiki, dialog, opened_wiki, say

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

CROWD = [f"Editor {number:04}" for number in range(2, 23) if number != 9]  # 1 and 9 stand on the page
LANGUAGES = ("español", "العربية", "français", "português", "English")
READ = ("es", "ar", "fr", "pt", "en")
PATIENCE = 90_000
SIGN_UP = "document.querySelector('.lc-form [role=button]').click()"
ALL_AT_ONCE = """(at) => {
    const save = document.querySelector('.oo-ui-processDialog-actions-primary [role=button]');
    setTimeout(() => save.click(), at - Date.now());
}"""
STILL = """addEventListener('DOMContentLoaded', () => {
    const still = document.createElement('style');
    still.textContent = '*, *::before, *::after { animation: none !important; transition: none !important; }';
    document.head.append(still);
})"""
"""Twenty pages that move take all of a small machine."""

SAID = "sessionStorage.getItem('lc-said') || document.querySelector('[role=alert]')?.textContent"
"""What the gadget says in the end, for the page that it then shows anew; or why it did nothing."""


def written(number: int) -> tuple[str, str, str]:
    """Give what a person of the crowd writes: language, affiliation, what they want to learn."""
    return LANGUAGES[number % 5], f"Group {number} | A & B's [[x]]", f"maps {number}, مهارة {number}"


@pytest.fixture
def wiki(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    with opened_wiki(sandbox, tmp_path_factory.mktemp("crowd"), people=22) as wiki:
        yield wiki


def heard(page: Page, answers: Counter[str]) -> None:
    """Count the API's answers to edits: `done`, or the error."""

    def count(answer: Response) -> None:
        if "action=edit" in (answer.request.post_data or ""):
            answers[answer.headers.get("mediawiki-api-error", "done")] += 1

    page.on("response", count)


def stays(page: Page) -> None:
    """Let a page not be shown anew, which takes twenty browsers long."""
    page.route("**/index.php?**", lambda route: route.fulfill(status=204))


def fill(page: Page, number: int) -> None:
    """Fill in a dialog."""
    shown = dialog(page)
    for field, value in zip(("languages", "affiliation", "learn"), written(number), strict=True):
        shown.get_by_label(say(f"field-{field}")).fill(value)


@pytest.mark.parametrize("size", [5, pytest.param(20, marks=pytest.mark.soak)])
def test_all_who_sign_up_in_the_same_seconds_are_there(
    wiki: Wiki, size: int, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd = CROWD[:size]
    before = wiki.reset()
    answers: list[Counter[str]] = []
    began = time.monotonic()
    pages = [wiki.person(name, width=400) for name in crowd]
    for page in pages:
        answers.append(Counter())
        heard(page, answers[-1])
        page.set_default_timeout(PATIENCE)
        page.add_init_script(STILL)
        page.goto(f"{wiki.address()}&useskin=fallback", wait_until="commit")
    for number, page in enumerate(pages):
        page.wait_for_selector(".lc-form [role=button]")
        page.evaluate(SIGN_UP)
        fill(page, number)
        stays(page)
    opened = time.monotonic()
    at = time.time() * 1000 + 1000
    for page in pages:
        page.evaluate(ALL_AT_ONCE, at)
    for page in pages:
        page.wait_for_function(SAID, polling=500)
    ended = time.monotonic()
    with capsys.disabled():
        tries = sorted(each["editconflict"] + 1 for each in answers)
        print(f"\n{tries} tries; opened in {opened - began:.1f} s, saved in {ended - opened - 1:.1f} s")
    assert {page.evaluate(SAID) for page in pages} == {"done-sign-up"}
    after = wiki.text()
    rows = [line for line in after.splitlines() if any(f"[[User:{name}|" in line for name in crowd)]
    assert after == before.replace("\n|}", "".join(f"\n|-\n{row}" for row in rows) + "\n|}")
    zone = pages[0].evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert sorted(rows) == sorted(
        f"| [[User:{name}|{name}]] || {language} || || {quote(affiliation)} || {quote(learn)}"
        f" || || || || || {quote(zone)} ||"
        for name, (language, affiliation, learn) in zip(crowd, map(written, range(len(crowd))), strict=True)
    )
    headings = load_settings(wiki.campaign.folder / "settings.toml").columns.headings()
    roster = read_roster(after, page=SIGNUP, headings=headings)
    assert [
        each.place.line for each in roster.problems if each.place and each.place.line > before.count("\n")
    ] == []
    found = {each.username: (each.languages, each.learn) for each in roster.participants}
    assert {name: found[name] for name in crowd} == {
        name: ((READ[number % 5],), (f"maps {number}", f"مهارة {number}"))
        for number, name in enumerate(crowd)
    }
    assert [each["done"] for each in answers] == [1] * len(crowd)
    assert [each for each in wiki.said if "deprecated" not in each] == []  # the skin's own
