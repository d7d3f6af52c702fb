"""Two people sign up on the wiki, one by the dialog and one without JavaScript, and all that follows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.program.places import wikimedia_regions
from bot.sandbox.sandbox import Sandbox
from bot.words.catalogue import default_catalogue
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.sandbox.campaign import KEY, SIGNUP, Campaign, Run
from tests.sandbox.newsletters import Desk
from tests.sandbox.test_calendar import CALENDAR, day, page, row, stamped
from tests.sandbox.test_install_onwiki import carry_out

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

WORDS = default_catalogue()
JOIN = f"{SIGNUP} here"
"""A sign-up page that is not there yet."""

OTHERS = re.compile(r'"mediawiki\.ui"|status of 404')
"""What the console says of InputBox, and of icons that the sandbox lacks."""

ARABIC, SPANISH = "Editor 0001", "Editor 0002"
TOPIC = "Questions that open doors"
LISTS = "User:LetsConnectBot/Lists"
DIRECTORY = "Grants:Knowledge Sharing/Connect/Directory"


class Person:
    """Somebody in a browser of their own, logged in to Meta."""

    def __init__(
        self, browser: Browser, campaign: Campaign, name: str, language: str, *, scripts: bool = True
    ) -> None:
        self.name, self.language = name, language
        self.url = campaign.sandbox.urls["meta"]
        context = browser.new_context(
            java_script_enabled=scripts, locale=language, timezone_id="Africa/Cairo"
        )
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.go("Special:UserLogin")
        self.page.fill("#wpName1", name)
        self.page.fill("#wpPassword1", campaign.sandbox.passwords.of(name))
        self.page.click("#wpLoginAttempt")

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not OTHERS.search(text):
            self.troubles.append(text)

    def go(self, title: str) -> None:
        query = f"title={title.replace(' ', '_')}&uselang={self.language}"
        self.page.goto(f"{self.url}/index.php?{query}")

    def say(self, key: str, *values: str | int) -> str:
        return WORDS.say(self.language, key, *values)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """A program without a sign-up page, a clinic in less than a day, and a newsletter to come."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(2)
    settings = campaign.folder / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f'"{SIGNUP}', f'"{JOIN}'), encoding="utf-8")
    clinic = row(
        TOPIC, stamped(day(1, 12)), "[[User:Bastien Orvault]]", "English", "ES, AR", "", "", "confirmed"
    )
    campaign.save("meta", CALENDAR, page((clinic,), ()))
    campaign.names = [("ar", ARABIC), ("es", SPANISH)]
    return campaign


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("SIGNUP_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def ran(campaign: Campaign, script: str, *arguments: str) -> Run:
    run = campaign.run("-always", *arguments, script=script)
    assert (run.status, run.err) == (0, ""), run.out + run.err
    return run


def listed(campaign: Campaign, language: str) -> list[str]:
    return re.findall(r"Editor \d+", campaign.text("meta", f"{LISTS}/{language}"))


def test_two_people_from_the_sign_up_to_the_newsletter_and_out(
    campaign: Campaign, browser: Browser, pictures: Path
) -> None:
    install(campaign)
    ran(campaign, "update_calendar.py")
    amal = Person(browser, campaign, ARABIC, "ar")
    nieves = Person(browser, campaign, SPANISH, "es", scripts=False)
    sign_up_by_dialog(amal, pictures)
    sign_up_by_form(nieves, pictures)

    ran(campaign, "signups.py")
    quiet(campaign, "signups.py")
    assert listed(campaign, "ar") == [ARABIC]
    assert listed(campaign, "es") == [SPANISH]
    directory = campaign.text("meta", f"{DIRECTORY}/ar")
    assert "المقابلات" in directory
    assert "Mapas" in directory
    thanks = talk(campaign, "es", SPANISH)
    assert thanks.count(WORDS.say("es", "request-thanks-heading")) == 1

    ran(campaign, "remind.py")
    assert TOPIC in talk(campaign, "ar", ARABIC)
    assert "(القاهرة)" in talk(campaign, "ar", ARABIC)
    assert TOPIC in talk(campaign, "es", SPANISH)
    quiet(campaign, "remind.py")

    desk = Desk(campaign)
    desk.write()
    desk.run()
    desk.say_ready()
    assert desk.run().status == 0
    assert "خرائط وحدائق" in talk(campaign, "ar", ARABIC)
    assert "Mapas y jardines" in talk(campaign, "es", SPANISH)
    for wiki, name in campaign.names:
        show(browser, campaign, wiki, f"User talk:{name}", pictures)
    counted = [len(KEY.findall(talk(campaign, wiki, name))) for wiki, name in campaign.names]

    change_language(amal, pictures)
    leave_by_form(nieves, pictures)
    ran(campaign, "signups.py")
    quiet(campaign, "signups.py")
    assert [listed(campaign, code) for code in ("ar", "es", "fr")] == [[], [], [ARABIC]]
    show(browser, campaign, "meta", JOIN, pictures)

    desk.write(2)
    desk.run()
    desk.say_ready(2)
    assert desk.run().status == 0
    assert "Cartes et jardins" in talk(campaign, "ar", ARABIC)
    now = [len(KEY.findall(talk(campaign, wiki, name))) for wiki, name in campaign.names]
    assert now == [counted[0] + 1, counted[1]], "one more in French, none to who left"
    assert amal.troubles == []


def talk(campaign: Campaign, wiki: str, name: str) -> str:
    return campaign.text(wiki, f"User talk:{name}")


def quiet(campaign: Campaign, script: str) -> None:
    """Run once more; nothing is written."""
    before = campaign.newest()
    ran(campaign, script)
    assert campaign.newest() == before, f"{script} wrote something again"


def show(browser: Browser, campaign: Campaign, wiki: str, title: str, pictures: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(f"{campaign.sandbox.urls[wiki]}/index.php?title={title.replace(' ', '_')}")
    page.screenshot(path=pictures / f"{wiki}-{re.sub(r'[^A-Za-z0-9]+', '-', title)}.png", full_page=True)
    page.close()


def install(campaign: Campaign) -> None:
    """Put everything on the wiki, and do what an interface administrator has to; again, nothing is left."""
    first = campaign.run("-always", script="install_onwiki.py")
    assert (first.status, first.err) == (1, ""), first.out + first.err
    carry_out(campaign, first.out)
    quiet(campaign, "install_onwiki.py")


def sign_up_by_dialog(person: Person, pictures: Path) -> None:
    page, say = person.page, person.say
    person.go(JOIN)
    page.locator(".lc-form").get_by_role("button", name=say("gadget-sign-up"), exact=True).click()
    dialog = page.get_by_role("dialog")
    for column, value in (("languages", "العربية"), ("learn", "المقابلات"), ("share", "تصميم الخرائط")):
        field = dialog.get_by_label(say(f"gadget-field-{column}"), exact=True)
        field.fill(value)
        field.press("Enter")
    dialog.get_by_label(re.compile(f"^{TOPIC}")).check()
    page.screenshot(path=pictures / "dialog-ar.png")
    dialog.get_by_label(say("gadget-field-affiliation"), exact=True).fill("ويكي الواحة")
    choose(person, "region", wikimedia_regions()["mena"].name_in("ar"))
    choose(person, "newsletter", say("gadget-newsletter-full"))
    choose(person, "home_wiki", "ويكيبيديا العربية")
    zone = dialog.get_by_label(say("gadget-field-time_zone"), exact=True)
    assert zone.input_value() == "Africa/Cairo", "as the browser has it"
    page.screenshot(path=pictures / "dialog-ar-filled.png")
    save(person, "gadget-done-sign-up")
    page.screenshot(path=pictures / "signed-up-ar.png")


def choose(person: Person, column: str, label: str) -> None:
    """Choose from a menu as somebody does."""
    label_of_all = person.page.get_by_text(person.say(f"gadget-field-{column}"), exact=True)
    person.page.locator(".oo-ui-fieldLayout", has=label_of_all).get_by_role("combobox").click()
    person.page.get_by_role("option", name=label).click()


def save(person: Person, done: str) -> None:
    person.page.get_by_role("dialog").get_by_role("button", name=person.say("gadget-save")).click()
    person.page.get_by_text(person.say(done)).wait_for()


def change_language(person: Person, pictures: Path) -> None:
    page = person.page
    person.go(JOIN)
    page.locator(".lc-form").get_by_role("button", name=person.say("gadget-change"), exact=True).click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label(person.say("gadget-field-languages"), exact=True)
    dialog.locator(".oo-ui-tagItemWidget", has_text="العربية").locator("a").click()
    field.fill("français")
    field.press("Enter")
    page.screenshot(path=pictures / "change-ar.png")
    save(person, "gadget-done-change")


def sign_up_by_form(person: Person, pictures: Path) -> None:
    page = person.page
    person.go(JOIN)
    page.screenshot(path=pictures / "without-scripts.png")
    page.click(
        f"input[value='{person.say('form-sign-up')}'], button:has-text('{person.say('form-sign-up')}')"
    )
    text = page.input_value("#wpTextbox1")
    for label, value in (
        ("Idiomas", "español"),
        ("Región", "América Latina y el Caribe"),
        ("Afiliación", "Wikimedistas del Altiplano"),
        ("Puedo compartir", "Mapas, R&D"),
        ("Clínicas", TOPIC),
        ("Boletín", "sí"),
        ("Wiki principal", "es"),
    ):
        assert text.count(f"\n* {label}:") == 1, (label, text)
        text = text.replace(f"\n* {label}:", f"\n* {label}: {value}")
    page.fill("#wpTextbox1", text)
    page.screenshot(path=pictures / "form-es.png")
    page.click("#wpSave")


def leave_by_form(person: Person, pictures: Path) -> None:
    page = person.page
    person.go(JOIN)
    page.click(f"input[value='{person.say('form-leave')}'], button:has-text('{person.say('form-leave')}')")
    page.screenshot(path=pictures / "leave-es.png")
    page.click("#wpSave")
