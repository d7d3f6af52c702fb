"""The sign-ups job on a real wiki: each faulty row reported once, people's bytes untouched."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from bot.sandbox.sandbox import Sandbox
from bot.wikitext.owned import read_owned
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import REPORT, SIGNUP, Campaign, Run
from tests.sandbox.test_announce import rename

pytestmark = pytest.mark.sandbox

NOTE = re.compile(r"<!-- letsconnect ([a-z2-7 -]+) -->")
NOTED = re.compile(r"[a-z2-7]{6}-[a-z2-7]{12}")
WRITERS = ("Lucia Organizadora", "Lucia Organizadora", "Editor 0003", "Editor 0004", "", "LetsConnectBot")
"""Who writes the rows of a page, one after the other; empty: somebody without an account."""

HEAD = (
    '{| class="wikitable"\n! User !! Languages !! Home wiki !! Region !! Country !! Affiliation '
    "!! I want to learn !! I can share\n"
)

FAULTS = {
    # kind: (columns that differ, what the report says; {name} is the row's own user)
    "no user": ({"user": "somebody"}, "no account in “somebody”"),
    "unknown user": ({"user": "[[User:Nobody Here {n}]]"}, "there is no account “Nobody Here {n}”"),
    "twice": ({"user": "[[User:editor_0001]]"}, "Editor 0001 has signed up twice"),
    "unknown language": ({"languages": "es, Klingonish"}, "“Klingonish” is not a language"),
    "unknown wiki": ({"wiki": "nowhere.example"}, "the wiki “nowhere.example” is not on the list"),
    "unknown region": ({"region": "Atlantis"}, "“Atlantis” is not a region"),
    "unknown country": ({"country": "Ruritania"}, "“Ruritania” is not a country"),
    "region and country disagree": ({"region": "South Asia", "country": "Chile"}, "is not in the region"),
    "no group": ({"group": ""}, "to which organised group does {name} belong?"),
    "renamed": ({}, "the account {name} is now called Today {name}"),
}
PRIVATE = {
    "e-mail": {"share": "write to {n}@people.example.org"},
    "telephone": {"learn": "call +34 600 123 456"},
}


def row(number: int, **differs: str) -> str:
    cells = {
        "user": f"[[User:Editor {number:04}|E{number}]]",
        "languages": "es, English",
        "wiki": "",
        "region": "Latin America and the Caribbean",
        "country": "Chile",
        "group": "Grupo Ejemplo",
        "learn": "Budgets",
        "share": "Wikidata",
        **{name: text.replace("{n}", str(number)) for name, text in differs.items()},
    }
    return "|-\n| " + " || ".join(cells.values()) + "\n"


def faulty_page(count: int) -> tuple[str, dict[int, str], int, list[str]]:
    """Give a page of so many rows, what is said of which line, how many are private, and whom to rename."""
    expected: dict[int, str] = {}
    renamed: list[str] = []
    rows = []
    kinds = list({**FAULTS, **PRIVATE})
    private = 0
    for number in range(1, count + 1):
        line = 3 + 2 * number
        kind = kinds[(number // 7) % len(kinds)] if number > 7 and number % 7 == 0 else ""
        if kind in FAULTS:
            differs, said = FAULTS[kind]
            rows.append(row(number, **differs))
            name = f"Editor {number:04}"
            renamed += [name] if kind == "renamed" else []
            expected[line] = said.replace("{n}", str(number)).replace("{name}", name)
        elif kind:
            rows.append(row(number, **PRIVATE[kind]))
            private += 1
        else:
            rows.append(row(number))
    return f"Intro\n{HEAD}{''.join(rows)}|}}\n\nBelow. <!-- kept -->\n", expected, private, renamed


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    return Campaign(sandbox=fresh_sandbox, folder=tmp_path)


def run(campaign: Campaign, *arguments: str) -> Run:
    return campaign.run(*arguments, script="signups.py")


@pytest.mark.parametrize("count", [300, pytest.param(1000, marks=pytest.mark.soak)])
def test_hundreds_of_rows_with_twelve_kinds_of_faults(campaign: Campaign, count: int) -> None:
    page, expected, private, renamed = faulty_page(count)
    campaign.sandbox.users(count)
    tell_editors(campaign)
    for name in renamed:
        rename(campaign, "meta", name, f"Today {name}", talk_page=False)
    half = page.index(f"|-\n| [[User:Editor {count // 2 + 1:04}")
    sign_up_now(campaign, f"{page[:half]}|}}\n", by="Lucia Organizadora")
    sign_up_now(campaign, page, by="Noor Organiser")
    first = run(campaign, "-always")
    assert (first.status, first.err) == (1, "")
    said = [line.strip(" -") for line in first.out.splitlines() if line.startswith("  - ")]
    for line, words in expected.items():
        about = [text for text in said if f"(line {line:,})" in text]
        assert len(about) == 1, (line, words, about)
        assert words in about[0]
    assert len([text for text in said if "private data" in text]) == private
    text = campaign.text("meta", SIGNUP)
    attention = read_owned(text, "attention")
    assert attention is not None
    assert f"{private} rows need an organiser" in attention
    assert "people.example.org" not in attention
    begin, end = text.index("<!-- bot:attention begin"), text.index("<!-- bot:attention end -->")
    assert text[:begin] + text[end + len("<!-- bot:attention end -->\n") :] == page.rstrip("\n")
    directory = campaign.text("meta", "Grants:Knowledge Sharing/Connect/Directory")
    assert "Editor 0003" in directory
    assert "people.example.org" not in directory
    assert "600 123 456" not in directory
    told = [len(told_to(campaign, name)) for name in ("Lucia Organizadora", "Noor Organiser")]
    last = 3 + count
    assert told == [sum(line <= last for line in expected), sum(line > last for line in expected)]
    edits = campaign.edits("meta")
    again = run(campaign, "-always")
    assert "Pages to write: 0" in again.out
    assert "Notes to editors of faulty rows: 0" in again.out
    assert campaign.edits("meta") == edits


def tell_editors(campaign: Campaign) -> None:
    campaign.tables = "\n[signups]\ntell_editors = true\n"
    campaign.write_settings()


def sign_up_now(campaign: Campaign, text: str, *, by: str) -> None:
    """Save the sign-up page in the order of its history, after what was seeded."""
    campaign.save("meta", SIGNUP, text, by=by, at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")


def told_to(campaign: Campaign, name: str) -> list[str]:
    """Give the keys of the faults of which somebody was told."""
    return NOTED.findall(" ".join(NOTE.findall(campaign.text("meta", f"User talk:{name}"))))


def edit_without_account(campaign: Campaign, title: str, text: str) -> None:
    asked = {"action": "edit", "title": title, "text": text, "token": "+\\", "format": "json"}
    answer = requests.post(f"{campaign.sandbox.urls['meta']}/api.php", data=asked, timeout=60).json()
    assert answer["edit"]["result"] == "Success", answer


def test_whoever_wrote_a_faulty_row_is_told_of_it_once_in_their_language(campaign: Campaign) -> None:
    campaign.sandbox.users(9)
    tell_editors(campaign)
    page = f"Intro\n{HEAD}"
    for number, writer in enumerate(WRITERS, 1):
        languages = "العربية, Klingonish" if writer == "Editor 0003" else "es, Klingonish"
        page += row(number, languages=languages)
        if writer:
            sign_up_now(campaign, f"{page}|}}\n", by=writer)
        else:
            edit_without_account(campaign, SIGNUP, f"{page}|}}\n")
    campaign.save("meta", "User talk:Editor 0004", "{{nobots}}", by="Editor 0004")
    dry = run(campaign, "-simulate")
    assert "Notes to editors of faulty rows: 2" in dry.out
    first = run(campaign, "-always")
    assert (first.status, first.err) == (1, "")
    assert "none to Editor 0004: Talk page asks bots to stay away" in first.out
    told = {name: told_to(campaign, name) for name in WRITERS if name}
    assert {name: len(keys) for name, keys in told.items()} == {
        "Lucia Organizadora": 2,
        "Editor 0003": 1,
        "Editor 0004": 0,
        "LetsConnectBot": 0,
    }
    note = campaign.text("meta", "User talk:Lucia Organizadora")
    assert note.count("Klingonish") == 2
    assert "[[User:LetsConnectBot" in note  # it is signed
    assert 'dir="rtl"' in campaign.text("meta", "User talk:Editor 0003")
    mended = page.replace("Klingonish", "Elvish", 1)
    sign_up_now(campaign, f"{mended}|}}\n", by="Editor 0003")
    campaign.save("meta", "User talk:Lucia Organizadora", "archived", by="Lucia Organizadora")
    campaign.ledger.unlink()
    edits = campaign.edits("meta")
    again = run(campaign, "-always")
    assert "Notes to editors of faulty rows: 1" in again.out
    assert told_to(campaign, "Lucia Organizadora") == []
    assert len(told_to(campaign, "Editor 0003")) == 2
    assert campaign.edits("meta") == edits + 2  # the list on the page, and one note


def test_a_lost_answer_and_kills_double_and_lose_no_note(campaign: Campaign) -> None:
    campaign.sandbox.users(4)
    tell_editors(campaign)
    page = f"Intro\n{HEAD}"
    writers = [f"Editor {number:04}" for number in range(1, 5)]
    for number, writer in enumerate(writers, 1):
        page += row(number, languages="Klingonish, Elvish")
        sign_up_now(campaign, f"{page}|}}\n", by=writer)

    def of_notes(request: Request) -> bool:
        return request.action == "edit" and "sectiontitle" in request.parameters

    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy:
        campaign.proxies = {"meta": proxy}
        proxy.rule = lambda request: (
            Fault.GATEWAY_504_AFTER if of_notes(request) and _count(proxy, of_notes) == 1 else None
        )
        for wanted in (2, 4):
            killed = start(campaign)
            while killed.poll() is None and _count(proxy, of_notes) < wanted:
                time.sleep(0.002)
            killed.kill()
            killed.wait()
        proxy.settle()
        proxy.rule = None
        while (last := run(campaign, "-always")).status == 75:
            time.sleep(0.5)
        again = run(campaign, "-always")
    assert last.status == 1, last.out + last.err
    told = [told_to(campaign, name) for name in writers]
    assert [(len(keys), len(set(keys))) for keys in told] == [(2, 2)] * 4, last.out
    assert "Notes to editors of faulty rows: 0" in again.out


def _count(proxy: FaultProxy, of_notes: Callable[[Request], bool]) -> int:
    return sum(of_notes(request) for request in proxy.requests)


def start(campaign: Campaign) -> subprocess.Popen[bytes]:
    """Begin a run that the test will kill."""
    return subprocess.Popen(
        campaign.command("-always", script="signups.py"),
        env=campaign.environment(),
        cwd=campaign.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_dry_run_of_sign_ups_writes_nothing(campaign: Campaign) -> None:
    before = campaign.newest()
    assert "Dry run: nothing was written." in run(campaign, "-simulate").out
    assert campaign.newest() == before


def test_rows_that_a_template_makes_name_the_line_of_the_call(campaign: Campaign) -> None:
    template = "<includeonly>{{!}}-\n{{!}} [[User:{{{1}}}]] {{!}}{{!}} {{{2}}}</includeonly>"
    campaign.save("meta", "Template:Signup row", template)
    calls = "{{Signup row|Noor Organiser|es}}\n{{Signup row|Lucia Organizadora|Klingonish}}"
    campaign.save("meta", SIGNUP, f"{{|\n! User !! Languages\n{calls}\n|}}\n")
    out = run(campaign, "-simulate").out
    assert "2 people" in out
    assert "(line 4): “Klingonish” is not a language" in out


def test_delivery_lists_hold_each_person_once_by_language(campaign: Campaign) -> None:
    campaign.sandbox.users(6)
    campaign.save(
        "meta",
        SIGNUP,
        f"Intro\n{HEAD}{row(1)}{row(2, languages='العربية')}{row(3, wiki='fr', languages='')}|}}\n",
    )
    run(campaign, "-always")
    lists = {code: campaign.text("meta", f"User:LetsConnectBot/Lists/{code}") for code in ("es", "ar", "fr")}
    assert "User talk:Editor 0001" in lists["es"]
    assert "User talk:Editor 0002" in lists["ar"]
    assert "User talk:Editor 0003|127.0.0.1" in lists["fr"]
    assert json.dumps(lists).count("Editor 000") == 3


def test_organisers_are_told_of_private_data_by_e_mail_once_and_the_page_says_nothing(
    campaign: Campaign,
) -> None:
    letters = campaign.folder / "letters"
    campaign.sandbox.set_extra(
        f"""
        $wgEnableEmail = true; $wgEnableUserEmail = true; $wgEmailAuthentication = false;
        $wgHooks['AlternateUserMailer'][] = static function ( $headers, $to, $from, $subject, $body ) {{
            file_put_contents( '{letters}', $to[0]->address . "\\n" . $subject . "\\n" . $body, FILE_APPEND );
            return false;
        }};
        """,
        "meta",
    )
    for name in ("Noor Organiser", "LetsConnectBot"):
        campaign.sandbox.php(
            "meta",
            f"$user = MediaWiki\\MediaWikiServices::getInstance()->getUserFactory()->newFromName( '{name}' );"
            "$user->setEmail( strtolower( strtr( $user->getName(), ' ', '.' ) ) . '@wiki.example' );"
            "$user->confirmEmail(); $user->saveSettings();",
        )
    settings = "\n[signups]\ntell_organisers = true\n"
    campaign.tables = settings
    campaign.write_settings()
    campaign.save("meta", SIGNUP, f"Intro\n{HEAD}{row(1, share='mail ana@people.example.org')}|}}\n")
    first = run(campaign, "-always")
    assert (first.status, first.err) == (1, ""), first.out
    assert "Write to them yourself" not in first.out
    written = letters.read_text(encoding="utf-8")
    assert written.startswith("noor.organiser@wiki.example")
    assert "row 1 (line 5)" in written
    assert "ana@people.example.org" not in written
    assert "index.php?oldid=" in written
    assert "Special:ListUsers/suppress" in written
    run(campaign, "-always")
    assert letters.read_text(encoding="utf-8") == written
    assert "line 5" not in campaign.text("meta", SIGNUP)


def test_the_name_of_somebody_who_withdrew_leaves_ledger_and_report_and_nothing_is_sent_again(
    campaign: Campaign,
) -> None:
    campaign.sandbox.users(2)
    campaign.write_message()
    campaign.sign_up([("meta", "Editor 0001", "es"), ("meta", "Editor 0002", "fr")])
    campaign.deliver()
    page = campaign.text("meta", SIGNUP)
    campaign.save(
        "meta", SIGNUP, page.replace("[[User:Editor 0001|Editor 0001]]", "<s>[[User:Editor 0001]]</s>")
    )
    run(campaign, "-always")
    assert b"Editor 0001" not in campaign.ledger.read_bytes()
    assert "0 to write" in campaign.deliver().out
    assert "Editor 0001" not in campaign.text("meta", REPORT) + campaign.text("meta", f"{REPORT}/1")
    campaign.save("meta", SIGNUP, page)
    assert "0 to write, 2 delivered before" in campaign.deliver().out
