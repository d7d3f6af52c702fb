"""An issue of the newsletter as organisers, translators and readers see it, in a browser."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from bot.sandbox.sandbox import Sandbox
from bot.wikitext.quoting import link_or_text, quote
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.sandbox.campaign import KEY, Campaign
from tests.sandbox.issue_story import (
    CHAPTER,
    LANGUAGES,
    LEADS,
    MONTH,
    MOVEMENT,
    NUMBER,
    PUMP,
    SECTIONS,
    WORDS,
    Reader,
    earlier,
    heading,
    readers,
    section,
    translated,
    write_world,
)
from tests.sandbox.newsletters import ROOT, Desk, archive_title, draft_title, talk
from tests.sandbox.test_approval import ORGANISER

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

PEOPLE = list(readers())
TRANSLATOR = "Editor 0060"
HINT = f"<!-- {WORDS.say('en', 'newsletter-template-hint')} -->"
LEAD_HINT = f"<!-- {WORDS.say('en', 'newsletter-template-lead')} -->"
LEAVE = f"{ROOT}/Unsubscribe"
NARROW = 360
WIDTHS = {1200: "vector", NARROW: "minerva"}
"""By width the skin; the wide one only where somebody wants the pictures."""


class Person:
    """Somebody in their browser, logged in to Meta."""

    def __init__(self, browser: Browser, campaign: Campaign, name: str) -> None:
        self.page = browser.new_context().new_page()
        self.urls = campaign.sandbox.urls
        self.go("Special:UserLogin")
        self.page.fill("#wpName1", name)
        self.page.fill("#wpPassword1", campaign.sandbox.passwords.of(name))
        self.page.click("#wpLoginAttempt")

    def go(self, title: str, query: str = "", wiki: str = "meta") -> str:
        """Open a page; give what can be read on it."""
        self.page.goto(f"{self.urls[wiki]}/index.php?title={title.replace(' ', '_')}{query}")
        return self.page.inner_text("#content")

    def form(self) -> str:
        return self.page.input_value("#wpTextbox1")

    def publish(self, text: str = "") -> None:
        if text:
            self.page.fill("#wpTextbox1", text)
        self.page.click("#wpSave")


@pytest.fixture
def desk(fresh_sandbox: Sandbox, tmp_path: Path) -> Desk:
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(60)
    write_world(campaign, PEOPLE)
    campaign.names = [(each.wiki, each.name) for each in PEOPLE]
    return Desk(campaign)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


def text_of(desk: Desk, title: str) -> str:
    return desk.campaign.text("meta", title)


def test_an_issue_as_everybody_sees_it(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    pictures = Pictures(desk.campaign, browser, tmp_path)
    organiser = Person(browser, desk.campaign, ORGANISER)
    translator = Person(browser, desk.campaign, TRANSLATOR)
    assert desk.run("-new", "-always").status == 0
    pictures.take("new-draft", draft_title(NUMBER))
    pictures.take("template", f"{ROOT}/Template")
    write_words(organiser)
    first = desk.run()
    assert first.status == 0, first.out + first.err
    pictures.take("draft", draft_title(NUMBER))
    pictures.take("draft-talk", talk(NUMBER))
    translate(translator)
    second = desk.run()
    assert second.status == 0, second.out + second.err
    assert "es complete, ar complete, fr complete, pt complete" in second.out
    said = organiser.go(talk(NUMBER))
    for language in LANGUAGES[1:]:
        assert WORDS.say(language, "newsletter-translation-complete") in said
    pictures.take("draft-talk-complete", talk(NUMBER))
    assert not sum(desk.campaign.sections().values())
    edits = desk.campaign.newest()
    assert desk.run().status == 0
    assert desk.campaign.newest() == edits, "nothing is written twice"
    say_ready(organiser, pictures)
    third = desk.run()
    assert third.status == 0, third.out + third.err
    take_pictures(pictures)
    see_archive(desk)
    see_messages(desk)
    edits = desk.campaign.newest()
    fourth = desk.run()
    assert fourth.status == 0, fourth.out
    assert desk.campaign.newest() == edits, "nothing is written twice"
    leave(desk, browser, pictures)


def write_words(organiser: Person) -> None:
    """Open the form and write where the hints are, as an organiser would."""
    organiser.go(draft_title(NUMBER), "&action=edit")
    text = organiser.form()
    assert text.startswith(f"== {heading('en')} ==\n")
    text = text.replace(LEAD_HINT, LEADS["en"])
    for words in (MONTH["en"], HINT, MOVEMENT["en"]):
        text = text.replace(HINT, words.replace(HINT, "\0"), 1)
    organiser.publish(text.replace("\0", HINT))


def translate(translator: Person) -> None:
    """Follow each language's own link; the form has the source's words."""
    for language in LANGUAGES[1:]:
        translator.go(talk(NUMBER))
        translator.page.click(f"div[lang={language}] a.external")
        assert f"/{language}" in unquote(translator.page.url)
        source = translator.form()
        assert source.startswith(f"== {heading('en')} ==\n")
        translator.publish(translated(source, language))


def say_ready(organiser: Person, pictures: Pictures) -> None:
    organiser.go(talk(NUMBER))
    organiser.page.click("#mw-content-text a[href*='Plans/']")
    pictures.take("ready", organiser.page.inner_text("#firstHeading"))
    organiser.page.click("text=say that it is ready")
    assert WORDS.say("en", "newsletter-ready-word") in organiser.form()
    organiser.publish()


def see_archive(desk: Desk) -> None:
    """See the issue's pages, the links between them and their neighbours, the index, the newest."""
    for language in LANGUAGES:
        code = "" if language == "en" else language
        title, before = archive_title(NUMBER, code), earlier(2, code)
        text = text_of(desk, title)
        for words in (heading(language), LEADS[language], MONTH[language], MOVEMENT[language]):
            assert words in text, (language, text)
        for key in SECTIONS:
            assert f"=== {section(language, key)} ===" in text
        assert section(language, "opportunities") not in text, "what is empty is left out"
        if language != "en":
            english = [
                LEADS["en"],
                MOVEMENT["en"],
                *(section("en", key) for key in SECTIONS),
                *facts("en")[:3],
            ]
            assert not [each for each in english if each in text], text
        for fact in facts(language):
            assert fact in text, (fact, text)
        assert "<script" not in re.sub("<nowiki>.*?</nowiki>", "", text)
        assert link_or_text(before, WORDS.say(language, "archive-previous")) in text
        assert 'class="bot-next"' not in text
        assert link_or_text(title, WORDS.say(language, "archive-next")) in text_of(desk, before)
        html = desk.campaign.parse("meta", title)
        assert "Category:Let" in str(
            desk.campaign.ask("meta", titles=title, prop="categories")["pages"][0]["categories"]
        )
        assert "mw-content-rtl" in html["text"] or language != "ar"
    assert text_of(desk, f"{ROOT}/Latest") == f"#REDIRECT [[{archive_title(NUMBER)}]]"
    index = text_of(desk, f"{ROOT}/Archive")
    places = [index.index(title) for title in (archive_title(NUMBER), earlier(2), earlier(1))]
    assert places == sorted(places)


def facts(language: str) -> list[str]:
    people, new = 59, 20
    return [
        WORDS.say(language, "newsletter-numbers-people", people),
        WORDS.say(language, "newsletter-numbers-new", new),
        WORDS.say(language, "calendar-all"),
        "Asking good questions",
        "Talking to newcomers",
    ]


def form_of(text: str, language: str) -> str:
    """Tell in which form an issue stands on a talk page, in a language."""
    if heading(language) not in text:
        return "none" if not KEY.search(text) else "another language"
    assert LEADS[language] in text
    assert WORDS.say(language, "leave-stop") in text
    assert text.count("<div") == text.count("</div>")
    read_on = WORDS.say(language, "newsletter-read-on")
    whole = all(f"=== {section(language, key)} ===" in text for key in SECTIONS)
    if whole and MONTH[language].partition("[")[0] in text and MOVEMENT[language] in text:
        return "full" if read_on not in text else "both"
    listed = [f"<bdi>{quote(section(language, key))}</bdi>" for key in SECTIONS]
    assert all(each in text for each in listed), text
    return "summary" if read_on in text and MOVEMENT[language] not in text else "neither"


def see_messages(desk: Desk) -> None:
    """See that each has one section, in their language, in the form they wanted, and others none."""
    sections = desk.campaign.sections()
    wrong = []
    for each in PEOPLE:
        text = desk.campaign.text(each.wiki, f"User talk:{each.name}")
        found = sections[each.wiki, each.name], form_of(text, each.language)
        wanted = (0, "none") if each.form == "none" else (1, each.form)
        wrong += [(each, found)] if found != wanted else []
    assert not wrong
    for wiki, title in (("es", PUMP), ("fr", CHAPTER)):
        text = desk.campaign.text(wiki, title)
        assert len(KEY.findall(text)) == 1, text
        assert heading(wiki) in text
        assert text.count("<div") == text.count("</div>")


def reader_of(language: str, form: str, wiki: str = "") -> Reader:
    return next(
        each for each in PEOPLE if (each.language, each.form) == (language, form) and wiki in {"", each.wiki}
    )


def leave(desk: Desk, browser: Browser, pictures: Pictures) -> None:
    """Follow the link at the end of an Arabic message; the line stands ready."""
    reader = reader_of("ar", "full")
    person = Person(browser, desk.campaign, reader.name)
    person.go(f"User talk:{reader.name}", wiki=reader.wiki)
    stop = WORDS.say("ar", "leave-stop")
    link = person.page.locator(f"a.external:has-text('{stop}')")
    assert link.evaluate("e => getComputedStyle(e).direction") == "rtl"
    link.click()
    assert person.page.url.startswith(person.urls["meta"])
    assert person.form().strip() == f"* {stop}. ~~~~"
    person.publish()
    assert desk.run().status == 0
    assert f"<bdi>{reader.name}</bdi>" in text_of(desk, LEAVE)
    pictures.take("leave", LEAVE)


class Pictures:
    """Pages as they look on a wide and on a narrow screen."""

    def __init__(self, campaign: Campaign, browser: Browser, folder: Path) -> None:
        self.campaign = campaign
        self.folder = Path(os.environ.get("LETSCONNECT_PICTURES", folder))
        self.pages: dict[int, Page] = {
            width: browser.new_page(viewport={"width": width, "height": 900})
            for width in WIDTHS
            if width == NARROW or "LETSCONNECT_PICTURES" in os.environ
        }

    def take(self, name: str, title: str, wiki: str = "meta") -> None:
        """Take them, and see that nothing is wider than the screen."""
        for width, page in self.pages.items():
            url = f"{self.campaign.sandbox.urls[wiki]}/index.php?title={title.replace(' ', '_')}"
            page.goto(f"{url}&useskin={WIDTHS[width]}")
            page.screenshot(path=self.folder / f"{name}-{width}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width + 2, (name, wide)  # parts of a pixel are rounded


def take_pictures(pictures: Pictures) -> None:
    for language in LANGUAGES:
        code = "" if language == "en" else language
        pictures.take(f"archive-{language}", archive_title(NUMBER, code))
    pictures.take("before-ar", earlier(2, "ar"))
    pictures.take("index", f"{ROOT}/Archive")
    pictures.take("published-talk", talk(NUMBER))
    arabic, spanish = reader_of("ar", "full", "ar"), reader_of("es", "summary", "es")
    pictures.take("full-ar", f"User talk:{arabic.name}", "ar")
    pictures.take("summary-es", f"User talk:{spanish.name}", "es")
    pictures.take(
        "full-ar-elsewhere", f"User talk:{reader_of('ar', 'full').name}", reader_of("ar", "full").wiki
    )
    pictures.take("pump-es", PUMP, "es")
