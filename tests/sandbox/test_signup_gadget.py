"""The sign-up gadget in a browser: its dialog and buttons, what they write, what they say when they can't."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from bot.sandbox.sandbox import Sandbox
from tests.browser import NEEDS_CHROMIUM
from tests.sandbox.campaign import SIGNUP
from tests.sandbox.signup_wiki import (
    CALENDAR,
    LANGUAGES,
    PAGE,
    PATIENCE,
    WIDE,
    WORDS,
    Wiki,
    dialog,
    done,
    on_edit,
    opened_wiki,
    say,
)

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

expect.set_options(timeout=PATIENCE)
SKINS = {"en": "vector-2022", "es": "vector", "ar": "vector-2022", "fr": "minerva", "pt": "vector-2022"}
NARROW = 360
AXE = """async () => {
    const found = await axe.run({rules: {'target-size': {enabled: true}}});
    return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 200))}`);
}"""
TOO_WIDE = """() => [...document.querySelectorAll('.oo-ui-window-body, .oo-ui-window-body *')]
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.right > innerWidth + 1 || box.left < -1)
    .map(([each]) => each.className)"""


@pytest.fixture(scope="module")
def wiki(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    with opened_wiki(sandbox, tmp_path_factory.mktemp("gadget"), people=9) as wiki:
        yield wiki


@pytest.fixture(autouse=True)
def quiet(wiki: Wiki) -> Iterator[None]:
    """Begin each test with the page as it was; nothing may be told to the console."""
    wiki.reset()
    yield
    said, wiki.said[:] = [*wiki.said], []
    assert said == []


def press_to(page: Page, found: str, key: str = "Tab") -> None:
    """Press a key until the focus is there."""
    for _ in range(80):
        if page.evaluate("(found) => !!document.activeElement.closest(found)", found):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {found}")


def test_signing_up_in_arabic_by_keyboard_alone(wiki: Wiki) -> None:
    before = wiki.text()
    page = wiki.show("Editor 0002", language="ar")
    expect(page.get_by_role("button", name=say("sign-up", language="ar"))).to_be_visible()
    press_to(page, ".lc-form [role=button]")
    page.keyboard.press("Enter")
    shown = dialog(page)
    assert (shown.get_attribute("lang"), shown.get_attribute("dir")) == ("ar", "rtl")
    expect(shown.get_by_label(say("field-languages", language="ar"))).to_be_focused()
    page.keyboard.type("العربية")
    page.keyboard.press("Enter")
    page.keyboard.type("français")  # not finished with Enter, and taken too
    press_to(page, ".oo-ui-dropdownWidget-handle")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    for text in ("مجموعة", "جمع التبرعات"):
        page.keyboard.press("Tab")
        press_to(page, "input[type=text]")
        page.keyboard.type(text)
    press_to(page, "input[type=checkbox]")
    page.keyboard.press("Space")
    press_to(page, ".oo-ui-processDialog-actions-primary [role=button]")
    page.keyboard.press("Enter")
    expect(done(page)).to_have_text(say("done-sign-up", language="ar"))
    after = wiki.text()
    row = next(line for line in after.splitlines() if "Editor 0002" in line)
    cells = [cell.strip() for cell in row.removeprefix("|").split("||")]
    assert after.replace(f"|-\n{row}\n", "") == before
    assert cells[:2] == ["[[User:Editor 0002|Editor 0002]]", "العربية, français"]
    assert cells[2]
    assert cells[3:] == ["مجموعة", "جمع التبرعات", "", "Fundraising basics", "", "", cells[9], ""]
    assert cells[9] == page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")


def test_only_the_cell_that_was_changed_is_written(wiki: Wiki) -> None:
    before = wiki.text()
    shown = wiki.open("Editor 0001", say("change"))
    shown_at: list[str] = []

    def tick(one: Route) -> None:
        """Show the page with another time, the first two times."""
        if "contentmodel" not in (one.request.post_data or "") or len(shown_at) > 1:
            one.continue_()
            return
        shown_at.append(f"<p>{len(shown_at)}</p>")
        answer = one.fetch()
        found = answer.json()
        found["parse"]["text"] += shown_at[-1]
        one.fulfill(response=answer, json=found)

    shown.page.route("**/api.php", tick)
    shown.get_by_role("checkbox", name=say("reminder-1")).check()
    shown.get_by_role("button", name=say("save")).click()
    expect(done(shown.page)).to_have_text(say("done-change"))
    shown.page.unroute_all()
    assert len(shown_at) == 2
    assert wiki.text() == before.replace("| || 24 hours\n", "| || 24 hours, 1 hour\n")


def test_a_row_that_lacks_cells_gets_them(wiki: Wiki) -> None:
    before = wiki.reset(PAGE.replace("|}", "|-\n| [[User:Editor 0008]] || pt\n|}"))
    shown = wiki.open("Editor 0008", say("change"))
    shown.get_by_label(say("field-affiliation")).fill("A group")
    shown.get_by_role("button", name=say("save")).click()
    expect(done(shown.page)).to_have_text(say("done-change"))
    assert wiki.text() == before.replace("0008]] || pt\n", "0008]] || pt || || A group\n")


def test_who_comes_back_finds_what_was_kept(wiki: Wiki) -> None:
    row = (
        "| <s>[[User:Editor 0008]]</s> || es || || || wikidata || || Video-editing. || || || UTC || 24 horas"
    )
    before = wiki.reset(PAGE.replace("|}", f"|-\n{row}\n|}}"))
    shown = wiki.open("Editor 0008", say("sign-up-again"))
    expect(shown.get_by_role("checkbox", name="Video editing")).to_be_checked()
    expect(shown.get_by_role("checkbox", name="Fundraising")).not_to_be_checked()
    expect(shown.get_by_label(say("field-reminders"))).to_have_value("24 horas")
    tag = shown.locator(".oo-ui-tagItemWidget").filter(has_text="wikidata")
    tag.locator(".oo-ui-buttonElement-button").click()
    shown.get_by_label(say("field-learn")).fill("Wikidata")
    shown.get_by_role("button", name=say("save")).click()
    expect(done(shown.page)).to_have_text(say("done-sign-up"))
    assert wiki.text() == before.replace("<s>[[User:Editor 0008]]</s>", "[[User:Editor 0008]]").replace(
        "wikidata", "Wikidata"
    )


def test_a_table_is_asked_for_what_it_has_columns_for(wiki: Wiki) -> None:
    wiki.reset("{|\n! User !! Country !! I can interpret into !! Messages a month\n|}")
    shown = wiki.open("Editor 0008", say("sign-up"))
    for label, value in (("country", "Peru"), ("interprets", "es; fr"), ("cap", "2")):
        shown.get_by_label(WORDS.say("en", f"request-label-{label}"), exact=True).fill(value)
    shown.get_by_role("button", name=say("save")).click()
    expect(done(shown.page)).to_have_text(say("done-sign-up"))
    assert "Editor 0008]] || Peru || es, fr || 2\n" in wiki.text()
    wiki.reset("{|\n! User\n|}")  # asks for nothing more
    page = wiki.show("Editor 0008")
    page.get_by_role("button", name=say("sign-up")).click()
    expect(page.locator(".oo-ui-processDialog")).to_contain_text(say("no-fields"))
    page.get_by_role("button", name=say("save")).click()
    expect(done(page)).to_have_text(say("done-sign-up"))
    assert "[[User:Editor 0008|Editor 0008]]" in wiki.text()


def test_who_leaves_takes_links_and_templates_along(wiki: Wiki) -> None:
    row = "| [[User:Editor 0008]] || pt || || [https://example.org Group] {{Nobody made this}}"
    before = wiki.reset(PAGE.replace("|}", f"|-\n{row}\n|}}"))
    page = wiki.show("Editor 0008")
    page.get_by_role("button", name=say("leave")).click()
    page.locator(".oo-ui-messageDialog").get_by_role("button", name=say("leave")).click()
    expect(done(page)).to_have_text(say("done-leave"))
    assert wiki.text() == before.replace(row, "| <s>[[User:Editor 0008]]</s> ||  || || ")


def test_leaving_and_signing_up_again(wiki: Wiki) -> None:
    page = wiki.show("Editor 0009")
    page.get_by_role("button", name=say("leave")).click()
    page.locator(".oo-ui-messageDialog").get_by_role("button", name=say("leave")).click()
    expect(done(page)).to_have_text(say("done-leave"))
    assert "| <s>[[User:Editor 0009|Editor 0009]]</s> ||" in wiki.text()
    page.get_by_role("button", name=say("sign-up-again")).click()
    shown = dialog(page)
    shown.get_by_label(say("field-languages")).fill("pt")
    shown.get_by_role("button", name=say("save")).click()
    expect(done(page)).to_have_text(say("done-sign-up"))
    assert "<s>" not in wiki.text()
    expect(page.get_by_role("button", name=say("change"))).to_be_visible()


def test_registering_for_a_clinic_and_no_more(wiki: Wiki) -> None:
    before = wiki.text()
    page = wiki.show("Editor 0001", CALENDAR)
    label = "Video editing · 20 December 2026"
    page.get_by_role("button", name=f"{say('register')}: {label}").click()
    expect(page.locator(".oo-ui-messageWidget")).to_have_text(say("done-register", label))
    assert wiki.text() == before.replace("Other clinic (3 May)", "Other clinic (3 May), Video editing")
    page.get_by_role("button", name=f"{say('unregister')}: {label}").click()
    expect(page.locator(".oo-ui-messageWidget")).to_have_text(say("done-unregister", label))
    assert wiki.text() == before


def test_who_has_no_row_gets_the_dialog_with_the_clinic_chosen(wiki: Wiki) -> None:
    label = "Video editing · 20 December 2026"
    shown = wiki.open("Editor 0003", f"{say('register')}: {label}", CALENDAR)
    expect(shown.get_by_role("checkbox", name=label)).to_be_checked()
    expect(shown.get_by_role("checkbox", name="Fundraising")).not_to_be_checked()
    shown.get_by_role("button", name=say("save")).click()
    expect(shown.page.locator(".oo-ui-messageWidget")).to_have_text(say("done-sign-up"))
    assert "[[User:Editor 0003|Editor 0003]] || || || || || || Video editing ||" in " ".join(
        wiki.text().split()
    )
    expect(shown.page.get_by_role("button", name=f"{say('unregister')}: {label}")).to_be_visible()


def test_an_edit_in_between_keeps_both_rows(wiki: Wiki) -> None:
    before = wiki.text()
    other = "|-\n| [[User:Editor 0005|Editor 0005]] || fr || || || || || || || || ||\n|}"
    shown = wiki.open("Editor 0004", say("sign-up"))

    def act(one: Route, number: int) -> None:
        if number == 1:
            wiki.campaign.save("meta", SIGNUP, before.replace("|}", other), by="Editor 0005")
        one.continue_()

    sent, judged = on_edit(shown.page, act), []
    shown.page.on("request", lambda request: judged.append("contentmodel" in (request.post_data or "")))
    shown.get_by_label(say("field-languages")).fill("es")
    shown.get_by_role("button", name=say("save")).click()
    expect(done(shown.page)).to_have_text(say("done-sign-up"))
    shown.page.unroute_all()
    after = wiki.text()
    assert sum(judged) == 4, "what is made anew is judged too"
    row = next(line for line in after.splitlines() if "Editor 0004" in line)
    assert after == before.replace("|}", other.replace("|}", f"|-\n{row}\n|}}"))
    assert len(sent) == 2
    assert "baserevid=" in (sent[0].post_data or "")
    assert "basetimestamp" not in (sent[0].post_data or ""), "the wiki would overwrite what others just saved"


def test_a_lost_answer_is_looked_up_and_not_sent_again(wiki: Wiki) -> None:
    shown = wiki.open("Editor 0006", say("sign-up"))
    lost: list[Route] = []

    def lose(one: Route) -> None:
        if "contentmodel" in (one.request.post_data or "") and not lost:
            lost.append(one)
            one.abort()
        else:
            one.fallback()

    def act(one: Route, _: int) -> None:
        one.fetch()
        one.abort()

    sent = on_edit(shown.page, act)
    shown.page.route("**/api.php", lose)
    shown.get_by_label(say("field-languages")).fill("es")
    shown.get_by_role("button", name=say("save")).click()
    expect(done(shown.page)).to_have_text(say("done-sign-up"))
    shown.page.unroute_all()
    assert (len(sent), len(lost)) == (1, 1)
    assert wiki.text().count("[[User:Editor 0006|") == 1
    assert all("ERR_FAILED" in each for each in wiki.said), wiki.said
    wiki.said.clear()


def test_private_data_is_refused_at_the_field(wiki: Wiki) -> None:
    before = wiki.text()
    shown = wiki.open("Editor 0007", say("sign-up"))
    about = shown.get_by_label(say("field-affiliation"))
    about.fill("write to someone@example.org")
    shown.get_by_role("button", name=say("save")).click()
    expect(shown.get_by_role("alert")).to_have_text(say("private-email"))
    expect(about).to_be_focused()
    assert wiki.text() == before


ERRORS = {
    "readonly": "readonly",
    "maxlag": "busy",
    "blocked": "blocked",
    "protectedpage": "protected",
    "abusefilter-disallowed": "filter",
    "spamblacklist": "filter",
    "badtoken": "badtoken",
    "assertnameduserfailed": "logged-out",
    "something-new": "other",
}


def test_each_refusal_is_told_and_what_was_typed_stays(wiki: Wiki) -> None:
    shown = wiki.open("Editor 0007", say("sign-up"))
    about, alert = shown.get_by_label(say("field-affiliation")), shown.get_by_role("alert")
    about.fill("A group")
    answers: list[tuple[str, dict[str, Any]]] = [
        (code, {"errors": [{"code": code, "text": "As told."}]}) for code in ERRORS
    ]
    answers += [("captcha", {"edit": {"result": "Failure", "captcha": {"type": "simple", "id": "1"}}})]
    for code, answer in answers:
        sent = on_edit(shown.page, lambda one, _, answer=answer: one.fulfill(json=answer))  # type: ignore[misc]
        shown.get_by_role("button", name=say("save")).click()
        key = f"error-{ERRORS.get(code, code)}"
        takes = WORDS.original("en", f"gadget-{key}").count("$1")
        expect(alert).to_contain_text(say(key, *["As told."] * takes))
        assert len(sent) == (2 if code == "badtoken" else 1), code
        assert about.input_value() == "A group"
        shown.page.unroute_all()
    held: list[Route] = []
    on_edit(shown.page, lambda one, _: held.append(one))
    shown.get_by_role("button", name=say("save")).click()
    expect(shown.locator(".oo-ui-processDialog-actions-primary .oo-ui-widget-disabled")).to_have_count(1)
    while not held:
        shown.page.wait_for_timeout(50)
    shown.page.keyboard.press("Escape")
    held[0].fulfill(json=dict(answers)["assertnameduserfailed"])
    expect(alert.get_by_role("link", name=say("log-in"))).to_have_attribute("target", "_blank")
    shown.page.unroute_all()
    assert "Editor 0007" not in wiki.text()
    shown.get_by_role("button", name=say("save")).click()
    expect(done(shown.page)).to_have_text(say("done-sign-up"))


def test_a_wiki_that_can_not_be_reached_is_told(wiki: Wiki) -> None:
    shown = wiki.open("Editor 0008", say("sign-up"))
    sent = on_edit(shown.page, lambda one, _: one.abort())
    shown.get_by_label(say("field-languages")).fill("es")
    shown.get_by_role("button", name=say("save")).click()
    expect(shown.get_by_role("alert")).to_have_text(say("error-network"))
    shown.page.unroute_all()
    assert len(sent) == 4
    assert all("ERR_FAILED" in each for each in wiki.said), wiki.said
    wiki.said.clear()


def test_who_has_no_account_is_told_how_to_get_one(wiki: Wiki) -> None:
    page = wiki.show("")
    expect(page.locator(".lc-form")).to_contain_text(say("anonymous"))
    login = page.locator(".lc-form").get_by_role("link", name=say("log-in"))
    assert "returnto=Grants" in (login.get_attribute("href") or "")
    expect(page.get_by_role("button", name=say("sign-up"))).to_have_count(0)
    page = wiki.show("~2026-12345")
    expect(page.locator(".lc-form")).to_contain_text(say("temporary"))
    page = wiki.show("", language="arz")  # which falls back to Arabic
    expect(page.locator(".lc-form")).to_contain_text(say("anonymous", language="ar"))
    page = wiki.show("", CALENDAR)
    page.get_by_role("button", name=say("register")).last.click()
    expect(page.locator(".lc-clinic").last).to_contain_text(say("anonymous"))


def test_a_row_that_it_cannot_change_is_told(wiki: Wiki) -> None:
    wiki.reset(PAGE.replace("|}", "|-\n| [[User:Editor 0001|Editor 0001]] || es\n|}"))
    page = wiki.show("Editor 0001")
    expect(page.locator(".lc-form")).to_contain_text(say("cant-twice"))
    expect(page.locator(".lc-form")).to_contain_text("The form without JavaScript")
    link = page.locator(".lc-form").get_by_role("link", name=say("by-hand"))
    assert "action=edit" in (link.get_attribute("href") or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_kept_from_the_dialog(wiki: Wiki, language: str) -> None:
    title = f"{SIGNUP}&useskin={SKINS[language]}"
    shown = wiki.open("Editor 0001", say("change", language=language), title, language)
    page = shown.page
    for field in ("clinics", "reminders"):
        group = shown.get_by_role("group", name=say(f"field-{field}", language=language))
        expect(group).to_have_accessible_description(say(f"help-{field}", language=language))
    region = shown.locator(".oo-ui-dropdownWidget-handle").first
    expect(region).to_have_accessible_description(say("help-region", language=language))
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 740})
        page.wait_for_timeout(400)  # the dialog grows
        assert page.evaluate(AXE) == []
        assert page.evaluate(TOO_WIDE) == []
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    focused = page.evaluate("document.activeElement.textContent")
    page.set_viewport_size({"width": WIDE, "height": 800})
    assert focused == say("change", language=language)


def test_other_pages_load_nothing(wiki: Wiki) -> None:
    page = wiki.person("Editor 0001")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for query in ("title=Main_Page", f"title={SIGNUP}&action=history", f"title={SIGNUP}&oldid=1"):
        page.goto(f"{wiki.campaign.sandbox.urls['meta']}/index.php?{query}")
        page.wait_for_load_state("networkidle")
        assert not page.evaluate("document.querySelector('.lc-form [role=button]')")
    assert not [url for url in asked if "api.php" in url or "oojs-ui-windows" in url]
    wiki.said.clear()  # a page that isn't there is told
