"""The pages for sign-ups: installed once, people's own left alone, the gadget only where it belongs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.sandbox.sandbox import Sandbox
from bot.wikitext.tables import read_tables
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.sandbox.campaign import SIGNUP, Campaign, Run

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

SCRIPT = "install_onwiki.py"
FORM, INTRO = f"{SIGNUP}/Form", f"{SIGNUP}/Form/Intro/es"
LINE = f"{{{{:{FORM}}}}}\n"
GADGET = "User:LetsConnectBot/Sign-up"
CODE = "MediaWiki:Gadget-letsconnect-sign-up.js"
DEFINITIONS = "MediaWiki:Gadgets-definition"
SKIN = 'the deprecated ResourceLoader module "mediawiki.Uri"'
"""What Minerva of MediaWiki 1.43 says of itself, on every page."""

OTHERS = "== Other tools ==\n* tool[ResourceLoader]|tool.js"
TOLD = re.compile(
    r"“(MediaWiki:[^”]+)”(?:, all of it| gets this line[^:]*):\n-{20}\n(.*?)\n-{20}\n", re.DOTALL
)


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """The seeded wikis, and a folder to run in."""
    return Campaign(sandbox=fresh_sandbox, folder=tmp_path)


def answered(campaign: Campaign, answers: str) -> Run:
    """Run the command with answers to its questions."""
    done = subprocess.run(
        campaign.command(script=SCRIPT),
        env=campaign.environment(measured=campaign.is_measured()),
        cwd=campaign.folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=answers,
        timeout=120,
        check=False,
    )
    return Run(status=done.returncode, out=done.stdout, err=done.stderr)


def carry_out(campaign: Campaign, told: str) -> None:
    """Do as an interface administrator what the command says has to be done."""
    pages = {title: text for title, text in TOLD.findall(told) if title != DEFINITIONS}
    [line] = [text for title, text in TOLD.findall(told) if title == DEFINITIONS]
    assert f"“{CODE}”: the whole text of “{GADGET}.js”." in told
    pages |= {CODE: campaign.text("meta", f"{GADGET}.js"), DEFINITIONS: f"{OTHERS}\n{line}"}
    campaign.save_all(
        "meta",
        [
            {"title": title, "text": text, "by": "Admin", "at": "2026-11-26T12:00:00Z"}
            for title, text in pages.items()
        ],
    )


def loads(browser: Browser, url: str) -> tuple[int, list[str]]:
    """Open a page; give how often it asked for the gadget, and what the console said."""
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(f"{message.text} ({message.location['url']})"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(url, wait_until="networkidle")
    page.close()
    about_gadget = [each for each in said if "favicon.ico" not in each and SKIN not in each]
    return sum("Gadget-letsconnect-sign-up.js" in each for each in asked), about_gadget


def test_it_installs_once_and_says_what_an_administrator_has_to_do(campaign: Campaign) -> None:
    before, edits = campaign.text("meta", SIGNUP), campaign.edits("meta")
    campaign.save("meta", DEFINITIONS, OTHERS, by="Admin")
    assert campaign.run("-always", "-simulate", script=SCRIPT).status == 1
    assert campaign.edits("meta") == edits

    first = campaign.run("-always", script=SCRIPT)
    assert (first.status, first.err) == (1, "")
    assert campaign.text("meta", SIGNUP) == before.replace("<languages/>\n", f"<languages/>\n{LINE}", 1)
    assert f"mw.loader.load( '/index.php?title={GADGET}.js&action=raw&ctype=text/javascript' );" in first.out
    edits = campaign.edits("meta")
    carry_out(campaign, first.out)

    again = campaign.run("-always", script=SCRIPT)
    assert (again.status, again.err) == (0, "")
    assert again.out.splitlines()[-1] == "Nothing to install."
    assert campaign.edits("meta") == edits

    settings = campaign.folder / "settings.toml"
    settings.write_text(settings.read_text().replace('"Boletim", ', '"Boletim", "Correio", '))
    update = campaign.run("-always", script=SCRIPT)
    assert update.status == 0, update.out
    assert f"  {GADGET}/config.json: changed by a new version" in update.out
    assert re.search(r"^\+\s+\"Correio\",$", update.out, re.MULTILINE)
    assert campaign.edits("meta") == edits + 1

    home = campaign.sandbox.urls["meta"]
    with browsing() as browser:
        for title, count in ((SIGNUP, 1), (f"{SIGNUP}?useskin=minerva", 1), ("Main Page", 0)):
            found = loads(browser, f"{home}/wiki/{title.replace(' ', '_')}")
            assert found == (count, []), title


def test_what_people_changed_is_shown_and_asked_about(campaign: Campaign) -> None:
    assert campaign.run("-always", script=SCRIPT).status == 1
    installed = {title: campaign.text("meta", title) for title in (FORM, INTRO)}
    for title in (FORM, INTRO):
        campaign.save("meta", title, f"{installed[title]}\nAsk us on the talk page!")
    campaign.save("meta", SIGNUP, campaign.text("meta", SIGNUP).replace(LINE, ""))
    edits = campaign.edits("meta")

    run = campaign.run("-always", script=SCRIPT)
    assert run.status == 1
    assert "-Ask us on the talk page!" in run.out
    assert f"--- {FORM} (by Noor Organiser, 20" in run.out
    assert "Left as people have them: 3" in run.out
    assert "Nothing to install." in run.out
    assert campaign.edits("meta") == edits, "who took the line out has a reason"

    run = answered(campaign, "n\ny\nn\n")
    assert run.status == 1
    assert f"Noor Organiser changed “{FORM}” on 20" in run.out
    assert campaign.edits("meta") == edits + 1
    assert campaign.text("meta", FORM) == installed[FORM]
    assert campaign.text("meta", INTRO).endswith("Ask us on the talk page!")


def test_a_page_that_is_not_there_is_made_whole_and_a_stop_is_one(campaign: Campaign) -> None:
    settings = campaign.folder / "settings.toml"
    settings.write_text(settings.read_text().replace(f'signup = "{SIGNUP}"', 'signup = "Project:New_people"'))
    campaign.save("meta", "User:LetsConnectBot/Stop", "Wait!")
    stopped = campaign.run("-always", script=SCRIPT)
    assert (stopped.status, campaign.text("meta", "Meta:New people")) == (3, "")
    campaign.save("meta", "User:LetsConnectBot/Stop", "")
    campaign.run("-always", script=SCRIPT)
    text = campaign.text("meta", "Meta:New people")
    assert text.startswith("{{:Meta:New people/Form}}\n")
    assert "<form" in campaign.parse("meta", "Meta:New people")["text"]
    assert campaign.text("meta", f"{GADGET}.js").count('"signup": "Meta:New people"') == 1
    edits = campaign.edits("meta")
    assert "Nothing to install." in campaign.run("-always", script=SCRIPT).out
    assert campaign.edits("meta") == edits

    rows = (f"{{{{{how}Meta:New people/Row|user=Editor {how}1|languages=ar}}}}" for how in ("subst::", ""))
    campaign.save("meta", "Meta:New people", text.replace("\n|}", "\n" + "\n".join(rows) + "\n|}"))
    [table] = read_tables(campaign.text("meta", "Meta:New people"))
    assert [cell.text for cell in table.rows[1].cells[:2]] == [
        "[[User:Editor subst::1|Editor subst::1]]",
        "ar",
    ]
    assert len(table.rows[1].cells) == len(table.rows[0].cells)
    shown = campaign.parse("meta", "Meta:New people")["text"]
    assert re.search(r"<td><a [^>]*>Editor 1</a>\s*</td>\s*<td>ar\s*</td>", shown)


def test_a_redirect_gets_no_line_and_a_list_is_none(campaign: Campaign) -> None:
    campaign.save("meta", SIGNUP, "# Ana [[User:Editor 0001]]")
    assert f"  {SIGNUP}: gets one line" in campaign.run("-simulate", script=SCRIPT).out
    campaign.save("meta", SIGNUP, "#REDIRECT [[Main Page]]")
    run = campaign.run("-always", script=SCRIPT)
    assert run.status == 1
    assert f"“{SIGNUP}” on meta is a redirect. Name the page it leads to as pages.signup" in run.out + run.err
