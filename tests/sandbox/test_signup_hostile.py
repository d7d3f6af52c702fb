"""What people type into the sign-up gadget is letters, on the page, in the dialog, for wiki and browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.plan.onwiki.gadget_files import read_parts
from bot.run.onwiki_gadget import config_of
from bot.run.settings import load_settings
from bot.sandbox.sandbox import Sandbox
from bot.wikitext.quoting import quote, shown
from tests.browser import NEEDS_CHROMIUM
from tests.sandbox.campaign import SIGNUP
from tests.sandbox.signup_wiki import CALENDAR, HEADINGS, SKILLS, WORDS, Wiki, dialog, done, opened_wiki, say
from tests.sandbox.test_quoting_judge import HOSTILE, ODD, ask, taken

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

OWN = (
    "|-", "|}", "||", "!!", "{|", "|+", "x || y", "x\n|-\n| y", "x\n|}\ny", "|rowspan=9|x", "!x",
    "</td><script>ran=1</script>", "<script>ran=1</script>", "<img src=x onerror=ran=1>",
    "<svg onload=ran=1>", '" onmouseover="ran=1', "' autofocus onfocus='ran=1",
    "<a href=javascript:ran=1>x</a>", "javascript:ran=1", "[javascript:ran=1 x]", "[[javascript:ran=1|x]]",
    "</option></datalist><script>ran=1</script>", "<<b>script>ran=1<</b>/script>",
    "&lt;script&gt;ran=1&lt;/script&gt;", "${ran=1}", "{{Bots}}", "{{Bots|deny=all}}", "[[Category:X]]",
    "{{subst:PAGENAME}}", "~~~~", "__NOINDEX__", "[[File:X.png]]", "https://x.example/", "<s>x</s>", "<!--",
    "-->", "<nowiki>", "<translate>x</translate>", "<!--T:1-->", "\u202eevil\u202c", "a\u2067b\u2068c",
    "[[User:Editor 0001]]", "{{User|Editor 0001}}", "</table>", "<style>*{display:none}</style>", "$&",
    "$1", "\\1",
)  # fmt: skip
CHOSEN = (*OWN, *ODD, *HOSTILE[:: len(HOSTILE) // 40])[:100]
COLUMNS = (
    *("languages", "region", "affiliation", "learn", "share", "clinics"),
    *("newsletter", "home_wiki", "time_zone", "reminders"),
)
EMPTY = f'{{| class="wikitable sortable"\n! {HEADINGS}\n|-\n| [[User:Editor 0009|Editor 0009]] || pt\n|}}'
TYPED = (
    ("affiliation", "|}</td><script>ran=1</script>{{Bots}} || x"),
    ("learn", "<img src=x onerror=ran=1>"),
    ("share", "[[Category:X]]__NOINDEX__~~~~"),
    ("languages", "\u202e{{subst:PAGENAME}}\u202c x"),
    ("time_zone", '"><svg onload=ran=1> [javascript:ran=1 x]'),
)
CHANGE = """([code, given]) => {
    const rows = new Function(`${code}; return rows;`)(), {text, config, people} = JSON.parse(given);
    return people.reduce((page, [name, values]) => {
        const made = rows.change(page, config, name, values);
        if (!made.ok) throw new Error(JSON.stringify([name, values, made]));
        return made.text;
    }, text);
}"""
SAVE = """([title, text]) => new mw.Api().postWithEditToken({action: 'edit', title: title, text: text})
    .then((answer) => answer.edit.result)"""
CELLS = """() => [...document.querySelectorAll('.wikitable tr')].slice(2).map(
    (row) => [...row.cells].slice(1).map((cell) => [cell.childElementCount, cell.textContent.trim()]))"""
WATCH = """window.broken = [];
addEventListener('securitypolicyviolation', (event) => broken.push(event.blockedURI + ' ' + event.sample));"""


@pytest.fixture(scope="module")
def wiki(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    with opened_wiki(sandbox, tmp_path_factory.mktemp("hostile"), people=2) as wiki:
        sandbox.set_extra("$wgCSPHeader = [ 'useNonces' => true ];", "meta")
        page = wiki.person("Editor 0001")
        page.add_init_script(WATCH)
        page.on("dialog", lambda asked: wiki.said.append(asked.message))
        yield wiki
        sandbox.set_extra("", "meta")


def harmless(wiki: Wiki, page: Page) -> None:
    """Hold that nothing of what was typed ran, nor tried to."""
    policy = page.evaluate(
        "fetch(location.href).then((answer) => answer.headers.get('content-security-policy'))"
    )
    assert "script-src" in policy
    assert page.evaluate("[typeof ran, broken]") == ["undefined", []]
    assert wiki.said == []


def noted(wiki: Wiki) -> dict[str, object]:
    """Give what the wiki notes of the sign-up page."""
    found = ask(f"{wiki.campaign.sandbox.urls['meta']}/api.php", wiki.text())
    links = [link for link in found["links"] if link["ns"] not in {2, 3}]
    return taken({**found, "links": links})


def revision(wiki: Wiki) -> int:
    """Give the number of the sign-up page's newest revision."""
    page = wiki.campaign.ask("meta", titles=SIGNUP, prop="revisions", rvprop="ids")["pages"][0]
    return int(page["revisions"][0]["revid"])


def test_a_hundred_rows_of_hostile_text_are_letters(wiki: Wiki) -> None:
    before = wiki.reset(EMPTY)
    plain = noted(wiki)
    page = wiki.show("Editor 0001")
    config = config_of(
        load_settings(wiki.campaign.folder / "settings.toml"), WORDS, wiki.campaign.sandbox.urls
    ).as_json()
    assert len(CHOSEN) == 100
    texts = [[CHOSEN[(at + column) % 100] for column in range(len(COLUMNS))] for at in range(100)]
    people = [(f"Person {at}", dict(zip(COLUMNS, row, strict=True))) for at, row in enumerate(texts)]
    given = json.dumps({"text": before, "config": config, "people": people})
    made = page.evaluate(CHANGE, ["\n".join(read_parts()[:-1]), given])
    assert page.evaluate(SAVE, [SIGNUP, made]) == "Success"
    assert wiki.text() == made
    assert made.startswith(before.removesuffix("\n|}"))
    assert noted(wiki) == plain
    page = wiki.show("Editor 0001")
    cells = page.evaluate(CELLS)
    assert [[text for _, text in row] for row in cells] == [[shown(text) for text in row] for row in texts]
    assert {count for row in cells for count, _ in row} == {0}
    harmless(wiki, page)


def test_hostile_text_goes_through_the_dialog_and_back(wiki: Wiki) -> None:
    before = wiki.reset(EMPTY)
    plain = noted(wiki)
    page = wiki.show("Editor 0001")
    page.get_by_role("button", name=say("sign-up"), exact=True).click()
    opened = dialog(page)
    for column, text in TYPED:
        opened.get_by_label(say(f"field-{column}")).fill(text)
    opened.get_by_role("button", name=say("save")).click()
    expect(done(page)).to_have_text(say("done-sign-up"))
    letters = {column: quote(text) for column, text in TYPED}
    cells = [f" {letters[column]}" if column in letters else "" for column in COLUMNS]
    row = " ||".join(["| [[User:Editor 0001|Editor 0001]]", *cells])
    assert wiki.text() == before.replace("\n|}", f"\n|-\n{row}\n|}}")
    assert noted(wiki) == plain
    harmless(wiki, page)
    after, newest = wiki.text(), revision(wiki)
    page.get_by_role("button", name=say("change"), exact=True).click()
    opened = dialog(page)
    for column in ("affiliation", "time_zone"):
        assert opened.get_by_label(say(f"field-{column}")).input_value() == shown(dict(TYPED)[column])
    tags = opened.locator(".oo-ui-tagItemWidget .oo-ui-labelElement-label")
    wanted = {shown(text) for column, text in TYPED if column in {"learn", "share", "languages"}}
    assert {tag.text_content() for tag in tags.all()} >= wanted
    assert tags.locator("*").count() == 0
    opened.get_by_role("button", name=say("save")).click()
    expect(done(page)).to_have_text(say("done-change"))
    assert (wiki.text(), revision(wiki)) == (after, newest)
    harmless(wiki, page)


def test_hostile_names_of_clinics_and_skills_are_letters(wiki: Wiki) -> None:
    wiki.reset(EMPTY)
    texts = [text for text in OWN if "," not in text and "\n" not in text and ";" not in text]
    spans = "".join(
        f'* <span class="lc-clinic" data-clinic="{quote(text)}" data-label="{quote(text)}"></span>\n'
        for text in texts
    )
    wiki.campaign.save("meta", CALENDAR, spans)
    raw = (text for text in texts if "<!--" not in text)
    wiki.campaign.save("meta", SKILLS, "".join(f"* {text}\n* <<b>img src=x onerror=ran=1>\n" for text in raw))
    page = wiki.show("Editor 0001", CALENDAR)
    buttons = page.locator(".lc-clinic [role=button]")
    expect(buttons).to_have_count(len(texts))
    names = [each.get_attribute("aria-label") for each in buttons.all()]
    assert names == [f"{say('register')}: {shown(text)}" for text in texts]
    buttons.first.click()
    opened = dialog(page)
    boxes = opened.locator(".oo-ui-checkboxMultiselectInputWidget .oo-ui-labelElement-label")
    labels = [box.text_content() for box in boxes.all()]
    assert [label for label in labels if label in {shown(text) for text in texts}] == [
        shown(text) for text in texts
    ]
    assert opened.locator("datalist :not(option), datalist option *").count() == 0
    assert opened.locator("script, img, svg, style, a[href^=javascript]").count() == 0
    opened.get_by_role("button", name=say("save")).click()
    expect(page.locator(".lc-clinic .oo-ui-messageWidget")).to_have_text(say("done-sign-up"))
    assert f"|| {quote(texts[0])} ||" in wiki.text()
    harmless(wiki, page)


def test_the_browser_would_have_told(wiki: Wiki) -> None:
    page = wiki.show("Editor 0001")
    page.evaluate("$('body').append($('<p>').text('<img src=x onerror=ran=1>'))")
    assert page.evaluate("broken") == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=ran=1>')")
    page.wait_for_function("broken.length > 0")
    assert page.evaluate("typeof ran") == "undefined"
    assert wiki.said
    wiki.said.clear()
