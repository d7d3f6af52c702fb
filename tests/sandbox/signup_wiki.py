"""A wiki with the sign-up gadget, and people's browsers in which it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Route, expect

from bot.plan.onwiki.gadget_files import join_code, read_parts, words_of, write_json
from bot.run.onwiki_gadget import config_of, setup_of
from bot.run.settings import load_settings
from bot.sandbox.sandbox import Sandbox
from bot.words.catalogue import default_catalogue
from tests.browser import browsing
from tests.sandbox.campaign import SIGNUP, Campaign

WORDS = default_catalogue()
CALENDAR = "Grants:Knowledge Sharing/Connect/Calendar"
SKILLS = "Grants:Knowledge Sharing/Connect/Skills"
LANGUAGES = ("en", "es", "ar", "fr", "pt")
Fields = dict[str, str | float | bool]
FORMAT: Fields = {"format": "json", "formatversion": "2"}
WIDE = 1200
PATIENCE = 20_000
"""Milliseconds, on a busy machine."""
STILL = re.compile(r"/(load\.php|resources/|skins/|extensions/)")
"""Addresses of what is the same for everybody."""

HEADINGS = (
    "User !! Languages !! Region !! Affiliation !! Wants to learn !! Can share !! Clinics !! Newsletter"
    " !! Home wiki !! Time zone !! Reminders"
)
BY_HAND = (
    "|- class='odd' <!-- mine -->\n|[[User:Editor 0001|Ed]] ([[User talk:Editor 0001|talk]])||es,  ''fr''\n"
    "|  || [[Some Group]]||A/V &amp; sound|| b, c || Other clinic (3 May)|| sí ||es\n| || 24 hours\n"
)
PAGE = (
    '<div class="lc-form">The form without JavaScript</div>\nHello.\n\n{| class="wikitable sortable"\n'
    f"! {HEADINGS}\n{BY_HAND}|-\n| [[User:Editor 0009|Editor 0009]] || pt || || || || || || || || ||\n|}}\n"
)
CLINICS = "".join(
    f'* <span class="lc-clinic" data-clinic="{name}" data-label="{name} · {day} December 2026"></span>\n'
    for name, day in (("Fundraising basics", 17), ("Video editing", 20))
)
VOCABULARY = "* fundraising: es: recaudación de fondos; ar: جمع التبرعات\n* video editing: fr: montage vidéo"


def say(key: str, *values: str, language: str = "en") -> str:
    """Give one of the gadget's words."""
    return WORDS.say(language, f"gadget-{key}", *values)


@dataclass(slots=True, kw_only=True)
class Wiki:
    """Meta with the gadget, and a browser."""

    campaign: Campaign
    browser: Browser
    code: str
    pages: dict[str, Page] = field(default_factory=dict)
    still: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)  # answers by address
    said: list[str] = field(default_factory=list)  # on the console, or as errors

    def reset(self, text: str = PAGE) -> str:
        """Put the sign-up page back."""
        self.campaign.save("meta", SIGNUP, text)
        return self.text()

    def text(self) -> str:
        """Give the sign-up page's text."""
        return self.campaign.text("meta", SIGNUP)

    def person(self, name: str = "", width: int = WIDE) -> Page:
        """Open a browser in which somebody is logged in, with the gadget; empty or temporary: nobody."""
        if name not in self.pages:
            context = self.browser.new_context(viewport={"width": width, "height": width * 2 // 3})
            context.route(STILL, lambda route: self._serve(route))  # noqa: PLW0108 - as below
            page = context.new_page()
            if name and not name.startswith("~"):
                self._log_in(context, name)
            before = f"mw.config.set('wgUserName', '{name}');" if name.startswith("~") else ""
            page.set_default_timeout(PATIENCE)
            # Twice, as for somebody who has it as a gadget and in a script of their own.
            page.add_init_script(
                f'window.RLQ = [["jquery", function () {{ {before}\n{self.code}\n{self.code}\n}}]];'
            )
            page.on("pageerror", lambda error: self.said.append(str(error)))
            page.on("console", lambda message: self._hear(message))  # noqa: PLW0108 - it marks its listeners
            self.pages[name] = page
        return self.pages[name]

    def _log_in(self, context: BrowserContext, name: str) -> None:
        url = self.campaign.sandbox.urls["meta"]
        asked: Fields = {"action": "query", "meta": "tokens", "type": "login", **FORMAT}
        token = context.request.post(f"{url}/api.php", form=asked).json()["query"]["tokens"]["logintoken"]
        secret: Fields = {"username": name, "password": self.campaign.sandbox.passwords.of(name)}
        asked = {**FORMAT, **secret, "action": "clientlogin", "loginreturnurl": url, "logintoken": token}
        answer = context.request.post(f"{url}/api.php", form=asked).json()
        assert answer["clientlogin"]["status"] == "PASS", answer

    def _serve(self, route: Route) -> None:
        """Answer as the wiki did before: it makes scripts and styles anew for each browser."""
        if route.request.url not in self.still:
            answer = route.fetch()
            self.still[route.request.url] = (answer.status, answer.headers, answer.body())
        status, headers, body = self.still[route.request.url]
        route.fulfill(status=status, headers=headers, body=body)

    def _hear(self, message: ConsoleMessage) -> None:
        # Minerva itself has needed that module until it was taken out.
        if message.type in {"error", "warning"} and "mediawiki.Uri" not in message.text:
            self.said.append(message.text)

    def address(self, title: str = SIGNUP, language: str = "en") -> str:
        """Give the address of a page."""
        return f"{self.campaign.sandbox.urls['meta']}/index.php?title={title}&uselang={language}"

    def show(self, name: str, title: str = SIGNUP, language: str = "en") -> Page:
        """Show somebody a page."""
        page = self.person(name)
        page.goto(self.address(title, language))
        return page

    def open(self, name: str, button: str, title: str = SIGNUP, language: str = "en") -> Locator:
        """Open somebody's dialog."""
        page = self.show(name, title, language)
        page.locator(".lc-form, .lc-clinic").get_by_role("button", name=button, exact=True).click()
        return dialog(page)


def dialog(page: Page) -> Locator:
    """Wait for the dialog."""
    found = page.locator(".oo-ui-processDialog")
    expect(found.locator(".oo-ui-fieldLayout").first).to_be_visible()
    # What is typed before the dialog has set the focus would go into its first field.
    expect(found.locator("input:focus")).to_have_count(1)
    return found


def done(page: Page) -> Locator:
    """Give what the page says in the end."""
    expect(page.locator(".oo-ui-processDialog, .oo-ui-messageDialog")).to_have_count(0)
    return page.locator(".lc-form .oo-ui-messageWidget, .lc-clinic .oo-ui-messageWidget")


def on_edit(page: Page, act: Callable[[Route, int], None]) -> list[Request]:
    """Do something at each edit that is sent."""
    sent: list[Request] = []

    def route(one: Route) -> None:
        if parse_qs(one.request.post_data or "").get("action") != ["edit"]:
            one.continue_()
            return
        sent.append(one.request)
        act(one, len(sent))

    page.route("**/api.php", route)
    return sent


@contextmanager
def opened_wiki(sandbox: Sandbox, folder: Path, *, people: int) -> Iterator[Wiki]:
    """Put the gadget's data on Meta, make people, and open a browser."""
    sandbox.restore()
    sandbox.users(people)
    campaign = Campaign(sandbox=sandbox, folder=folder)
    settings = load_settings(sandbox.state.folder / "settings.toml")
    data = str(settings.pages.gadget)
    config = config_of(settings, WORDS, sandbox.urls).as_json()
    for title, value in {"config": config, **{code: words_of(WORDS, code) for code in LANGUAGES}}.items():
        text = write_json(value)
        campaign.save("meta", f"{data}/{title}.json", text, by="LetsConnectBot", model="json")
    for title, text in ((CALENDAR, CLINICS), (SKILLS, VOCABULARY)):
        campaign.save("meta", title, text)
    with browsing() as browser:
        yield Wiki(campaign=campaign, browser=browser, code=join_code(setup_of(settings), read_parts()))
