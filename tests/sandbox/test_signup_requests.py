"""People sign up, change and leave by the form without JavaScript; each request is met once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bot.plan.prepared_edit import SIGNED
from bot.plan.signup_form import heading, label_of, leave_text, preload_text
from bot.run.settings import load_settings
from bot.sandbox.sandbox import Sandbox
from bot.wikitext.owned import read_owned
from bot.wikitext.quoting import quote
from bot.words.catalogue import default_catalogue
from tests.browser import NEEDS_CHROMIUM
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import SIGNUP, Campaign, Run
from tests.sandbox.test_announce import rename
from tests.sandbox.test_approval import save
from tests.sandbox.test_leaving import logged_in
from tests.sandbox.test_signups import edit_without_account

pytestmark = [pytest.mark.sandbox, pytest.mark.browser, NEEDS_CHROMIUM]

REQUESTS = f"{SIGNUP}/Requests"
WORDS = default_catalogue()
TABLE = (
    'Intro\n{| class="wikitable"\n! User !! Idiomas !! Home wiki !! Country !! I want to learn !! Can share\n'
    "|-\n| [[User:Editor 0002|E2]] || pt || || Brasil || Maps || <!-- kept --> Photos\n"
    "|-\n| [[User:Editor 0003]]\n| ar\n|}\n\nBelow. <!-- kept -->"
)
HOSTILE = (
    "{{subst:PAGENAME}} [[Category:Evil]] <script>alert(1)</script> |- || x {{!}} <nowiki> ''' &#124; __TOC__"
)


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(8)
    save(campaign, SIGNUP, TABLE)
    return campaign


def run(campaign: Campaign, *arguments: str) -> Run:
    done = campaign.run(*(arguments or ("-always",)), script="signups.py")
    assert done.err == "", done.err
    return done


def headings(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    return load_settings(campaign.folder / "settings.toml").columns.headings()


def filled(campaign: Campaign, language: str, name: str, **values: str) -> str:
    """Give a form as somebody publishes it; without values the line of somebody who leaves."""
    signature = f"[[User:{name}|{name}]] ([[User talk:{name}|talk]]) 12:00, 26 November 2026 (UTC)"
    known = headings(campaign)
    text = preload_text(WORDS, language, known) if values else leave_text(WORDS, language)
    for column, value in values.items():
        label = f"* {label_of(WORDS, language, column, known[column])}: "
        assert label in text
        text = text.replace(label, label + value)
    return f"== {heading(WORDS, language, leaves=not values)} ==\n\n{text.replace(SIGNED, signature)}"


def publish(campaign: Campaign, request: str, *, by: str) -> None:
    """Publish a request below what stands on the page; without a name by nobody's account."""
    text = f"{campaign.text('meta', REQUESTS)}\n\n{request}".strip()
    if by:
        save(campaign, REQUESTS, text, by=by)
    else:
        edit_without_account(campaign, REQUESTS, text)


def _revid(campaign: Campaign) -> int:
    asked = campaign.ask("meta", titles=REQUESTS, prop="info")
    return int(asked["pages"][0]["lastrevid"])


def row_of(campaign: Campaign, name: str) -> str:
    return next((line for line in campaign.text("meta", SIGNUP).split("\n") if name in line), "")


def thanked(campaign: Campaign, name: str, wiki: str = "meta") -> int:
    return len(re.findall("<!-- letsconnect [a-z2-7-]+ -->", campaign.text(wiki, f"User talk:{name}")))


def waiting(campaign: Campaign) -> str:
    """Give what people's part of the page of requests holds."""
    return campaign.text("meta", REQUESTS).partition("<!-- bot:requests end -->")[2].strip()


def test_from_the_form_in_spanish_to_the_directory_a_change_and_a_leave(campaign: Campaign) -> None:
    known = headings(campaign)
    save(campaign, f"{SIGNUP}/Form/es", preload_text(WORDS, "es", known))
    asked = {
        "title": REQUESTS,
        "action": "edit",
        "section": "new",
        "preload": f"{SIGNUP}/Form/es",
        "preloadtitle": heading(WORDS, "es", leaves=False),
    }
    with logged_in(campaign, "Editor 0001") as page:
        page.goto(f"{campaign.sandbox.urls['meta']}/index.php?{urlencode(asked)}")
        text = page.input_value("#wpTextbox1")
        assert text.rstrip().endswith("\n~~~~")
        for label, value in {
            "Idiomas": "español, English",
            "País": "Chile",
            "Afiliación": "Wikimedia Chile",
            "Quiero aprender": "Mapas",
            "Wiki principal": "es.wikipedia.org",
        }.items():
            text = text.replace(f"* {label}: ", f"* {label}: {value}")
        page.fill("#wpTextbox1", text)
        page.click("#wpSave")
    newest = campaign.newest()
    dry = run(campaign, "-simulate")
    assert "1 requests to meet" in dry.out
    assert "no column for affiliation" in dry.out
    assert campaign.newest() == newest
    run(campaign)
    row = row_of(campaign, "Editor 0001")
    assert (
        row
        == "| [[User:Editor 0001|Editor 0001]] || español, English || es.wikipedia.org || Chile || Mapas ||"
    )
    assert campaign.text("meta", SIGNUP).startswith(TABLE.partition("\n|}")[0])
    assert waiting(campaign) == ""
    assert "Editor 0001" in campaign.text("meta", "Grants:Knowledge Sharing/Connect/Directory")
    assert "Editor 0001" in campaign.text("meta", "User:LetsConnectBot/Lists/es")
    note = campaign.text("es", "User talk:Editor 0001")
    assert WORDS.say("es", "request-thanks-heading") in note
    assert f"[[:m:{SIGNUP}|" in note
    assert f"{WORDS.say('es', 'request-dropped')}\n* '''Afiliación''' · <bdi>Wikimedia Chile</bdi>\n" in note
    assert "'''Quiero aprender''' · <bdi>Mapas</bdi>" in note
    newest = campaign.newest()
    again = run(campaign)
    assert "Pages to write: 0" in again.out
    assert campaign.newest() == newest

    publish(campaign, filled(campaign, "es", "Editor 0001", country="Perú", learn="-"), by="Editor 0001")
    publish(campaign, filled(campaign, "ar", "Editor 0001", languages="العربية"), by="Editor 0001")
    publish(campaign, filled(campaign, "fr", "Editor 0002"), by="Editor 0002")
    rename(campaign, "meta", "Editor 0002", "Editor Two", talk_page=False)
    before = campaign.text("meta", SIGNUP)
    run(campaign)
    changed = row.replace("español, English", "العربية").replace("Chile || Mapas", "Perú || ")
    assert row_of(campaign, "Editor 0001") == changed
    assert row_of(campaign, "Editor 0002").startswith("| <s>[[User:Editor 0002|E2]]</s> ||  || ||")
    assert "Brasil" in before
    assert "Brasil" not in campaign.text("meta", SIGNUP)
    assert [thanked(campaign, "Editor 0001", wiki) for wiki in ("meta", "es")] == [0, 2]
    assert thanked(campaign, "Editor Two") == 0
    own = read_owned(campaign.text("meta", REQUESTS), "requests") or ""
    assert "C’est fait\u00a0: <bdi>Editor Two</bdi> a quitté" in own
    assert waiting(campaign) == ""
    assert "Editor 0002" not in campaign.text("meta", "Grants:Knowledge Sharing/Connect/Directory")


def test_what_is_forged_private_or_of_no_account_waits_and_hostile_words_are_letters(
    campaign: Campaign,
) -> None:
    mine = filled(campaign, "en", "Editor 0004", learn=HOSTILE, share="a\n|-\n| b ~~~~ c")
    refused = {
        "forged": (filled(campaign, "es", "Editor 0003", country="Perú"), "Editor 0005"),
        "none": (filled(campaign, "en", "127.0.0.1", country="Peru"), ""),
        "private": (filled(campaign, "pt", "Editor 0006", share="ana@people.example.org"), "Editor 0006"),
        "twice": (filled(campaign, "fr", "Editor 0007", country="Togo"), "Editor 0007"),
        "no row": (filled(campaign, "pt", "Editor 0001"), "Editor 0001"),
        "edited": (filled(campaign, "en", "Editor 0008", country="Ghana"), "Editor 0008"),
        "open": (
            filled(campaign, "fr", "Noor Organiser", country="Mali").replace("-->", "", 1),
            "Noor Organiser",
        ),
    }
    save(
        campaign,
        SIGNUP,
        TABLE.replace("\n|}", "\n|-\n| [[User:Editor 0007]] || fr\n|-\n| [[User:editor_0007]] || fr\n|}"),
    )
    publish(campaign, filled(campaign, "es", "Editor 0001", country="Cuba"), by="Editor 0001")
    hidden = _revid(campaign)
    publish(campaign, "== Question ==\nWhen? ~~~~", by="Editor 0004")
    same = "== Sign-up ==\n* Country: Fiji\n* Region: Asia"
    for name in ("Editor 0002", "Editor 0005"):
        publish(campaign, same, by=name)
    for request, by in refused.values():
        publish(campaign, request, by=by)
    code = f"wfGetDB( DB_PRIMARY )->update( 'revision', [ 'rev_deleted' => 1 ], [ 'rev_id' => {hidden} ] );"
    campaign.sandbox.php("meta", code)
    save(campaign, REQUESTS, campaign.text("meta", REQUESTS).replace("Ghana", "Gabon"), by="Noor Organiser")
    publish(
        campaign, mine.replace("[[User:Editor 0004", "★ '''<small>[[User:Editor 0004", 1), by="Editor 0004"
    )
    publish(campaign, ":Country: which one? ~~~~", by="Editor 0005")
    assert campaign.text("meta", REQUESTS).count("~~~~") == 0
    table = campaign.text("meta", SIGNUP)
    run(campaign)
    row = row_of(campaign, "Editor 0004")
    now = campaign.text("meta", SIGNUP)
    without = now.replace(f"\n|-\n{row}", "")
    owned = re.compile(r"<!-- bot:attention begin.*<!-- bot:attention end -->\n", re.DOTALL)
    assert owned.sub("", without) == table
    saved = HOSTILE.replace("{{subst:PAGENAME}}", REQUESTS.partition(":")[2])
    assert f"|| {quote(saved)} || {quote('a, |-, | b')}" in row
    html = campaign.parse("meta", SIGNUP)["text"]
    assert "&#60;script&#62;" in html or "&lt;script&gt;" in html, html[html.index("alert") - 60 :][:120]
    assert "<script" not in html
    assert "Category:Evil" not in str(campaign.ask("meta", titles=SIGNUP, prop="categories"))
    own = read_owned(campaign.text("meta", REQUESTS), "requests") or ""
    for language, key, name in [
        ("es", "request-forged", "Editor 0003"),
        ("en", "request-forged", "Editor 0008"),
        ("en", "request-account", ""),
        ("pt", "request-private", "Editor 0006"),
        ("fr", "request-row-twice", "Editor 0007"),
        ("pt", "request-row-none", "Editor 0001"),
        ("es", "request-untraced", "Editor 0001"),
        ("fr", "request-hidden", "Noor Organiser"),
        ("en", "request-same", "~~~~"),
        ("en", "request-unread", "Editor 0004"),
    ]:
        told = (name, "<!--", "-->") if key == "request-hidden" else (name,)
        assert WORDS.say(language, key, *(f"<bdi>{quote(each)}</bdi>" for each in told)) in own, key
    assert "people.example.org" not in own + now
    left = waiting(campaign)
    assert "Category:Evil" not in left
    assert ":Country: which one? [[User:Editor 0005" in left
    assert len(re.findall("^==", left, re.MULTILINE)) == len(refused) + 4
    newest = campaign.newest()
    run(campaign)
    assert campaign.newest() == newest


@pytest.mark.parametrize("ledger", ["kept", "lost"])
def test_a_kill_between_the_edits_loses_and_doubles_nothing(campaign: Campaign, ledger: str) -> None:
    publish(campaign, filled(campaign, "es", "Editor 0001", country="Chile"), by="Editor 0001")
    publish(campaign, filled(campaign, "es", "Editor 0003"), by="Editor 0003")
    killed: list[subprocess.Popen[str]] = []
    conflicts: list[int] = []

    def rule(request: Request) -> Fault | None:
        if request.action != "edit":
            return None
        if request.parameters.get("title") == SIGNUP and not conflicts:
            conflicts.append(request.number)
            row = "\n|-\n| [[User:Editor 0005]] || pt\n|}"
            save(campaign, SIGNUP, campaign.text("meta", SIGNUP).replace("\n|}", row, 1), by="Editor 0005")
        if request.parameters.get("title") == REQUESTS:
            os.kill(killed[0].pid, signal.SIGKILL)
            return Fault.DROP_BEFORE
        return None

    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy:
        campaign.proxies = {"meta": proxy}
        proxy.rule = rule
        killed.append(campaign.begin("-always", script="signups.py"))
        assert killed[0].wait(timeout=120) == -signal.SIGKILL
        campaign.proxies = {}
    assert conflicts
    assert "Editor 0001" in waiting(campaign) or "Editor 0001" in campaign.text("meta", REQUESTS)
    table = campaign.text("meta", SIGNUP)
    assert [table.count(f"User:Editor 000{number}") for number in (1, 2, 3, 5)] == [1, 1, 1, 1]
    assert "<s>[[User:Editor 0003]]</s>" in table
    by_hand = table.replace("Chile", "Argentina").replace(
        "<s>[[User:Editor 0003]]</s>", "[[User:Editor 0003]]"
    )
    save(campaign, SIGNUP, by_hand, by="Editor 0001")
    if ledger == "lost":
        campaign.ledger.unlink(missing_ok=True)
    run(campaign)
    assert waiting(campaign) == ""
    assert "Argentina" in row_of(campaign, "Editor 0001")
    assert "<s>" not in row_of(campaign, "Editor 0003")
    assert thanked(campaign, "Editor 0001") == 1
