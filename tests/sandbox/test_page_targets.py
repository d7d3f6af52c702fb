"""A list of people and of pages that are nobody's talk page: one section each, on real wikis."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import PROJECT
from bot.wikitext.quoting import quote
from tests.faults import Fault, Request, faults_on
from tests.proxy import FaultProxy
from tests.sandbox.campaign import HEADINGS, KEY, MESSAGE, REPORT, Campaign, Run

pytestmark = pytest.mark.sandbox

LIST = "Lists/Pages"
PUMP = "Project:Village pump"
HARNESS = PROJECT / "tests" / "sandbox" / "page_delivery.py"


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Iterator[Campaign]:
    with FaultProxy(fresh_sandbox.ports["es"], late=6, save_later=2.5) as proxy:
        campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, time_limit=4.0)
        campaign.sandbox.users(3)
        campaign.write_message()
        campaign.proxies = {"es": proxy}
        yield campaign


def deliver(campaign: Campaign, *arguments: str) -> Run:
    return campaign.run_as(command(*arguments))


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(HARNESS), f"-page:{MESSAGE}", f"-list:{LIST}", "-always", *arguments]


def write_list(campaign: Campaign) -> None:
    sites = {"en": "en.wikipedia.org", "es": "es.wikipedia.org"}
    entries = [
        ("User talk:Editor 0001", ""),
        ("Usuario discusión:Editor 0002", sites["es"]),
        (PUMP, ""),
        (PUMP, sites["es"]),
        ("Project:Pump", sites["es"]),
        ("Talk:Team", ""),
        ("User talk:Editor 0003/Letters", sites["en"]),
        ("Project:Gone", sites["en"]),
        ("Project:Protected", sites["en"]),
        ("Project:Quiet", sites["en"]),
        ("Encyclopedia", sites["en"]),
        ("Project:Elsewhere", sites["en"]),
        (PUMP, "wiki.example.net"),
        ("Especial:Contribuciones/Editor 0001", sites["es"]),
    ]
    targets = [{"title": title, **({"site": site} if site else {})} for title, site in entries]
    campaign.save("meta", LIST, json.dumps({"description": "", "targets": targets}))
    campaign.save("meta", PUMP, "Hello.\n")
    campaign.save("es", PUMP, "Hola.\n")
    campaign.save("es", "Project:Pump", f"#REDIRECT [[{PUMP}]]")
    campaign.save("meta", "Talk:Team", "{{bots|allow=LetsConnectBot}}")
    campaign.save("en", "User talk:Editor 0003/Letters", "")
    campaign.save("en", "Project:Protected", "No.", protect="sysop")
    campaign.save("en", "Project:Quiet", "{{nobots}}")
    campaign.save("en", "Encyclopedia", "An article.")
    campaign.save("en", "Project:Elsewhere", "#REDIRECT [[User talk:Editor 0001]]")


GOT = {
    ("meta", "User talk:Editor 0001"): "en",
    ("es", "User talk:Editor 0002"): "es",
    ("meta", PUMP): "en",
    ("es", PUMP): "es",
    ("meta", "Talk:Team"): "en",
    ("en", "User talk:Editor 0003/Letters"): "en",
}
"""Each page that gets the message, and the language of its wiki."""

UNTOUCHED = ("Project:Gone", "Project:Protected", "Project:Quiet", "Encyclopedia", "Project:Elsewhere")


def has_one_each(campaign: Campaign) -> bool:
    found = {page: len(KEY.findall(campaign.text(*page))) for page in GOT}
    found |= {("en", title): len(KEY.findall(campaign.text("en", title))) for title in UNTOUCHED}
    print(found)
    return found == dict.fromkeys(GOT, 1) | {("en", title): 0 for title in UNTOUCHED}


def edits(campaign: Campaign) -> list[int]:
    return [campaign.edits(wiki) for wiki in campaign.sandbox.ports]


def test_each_page_has_one_section_and_what_cannot_be_written_to_is_told(campaign: Campaign) -> None:
    write_list(campaign)
    before = edits(campaign)
    dry = deliver(campaign, "-simulate")
    assert "6 to write, 0 delivered before" in dry.out, dry.out + dry.err
    assert edits(campaign) == before
    assert not campaign.ledger.exists()

    run = deliver(campaign)
    assert run.status == 1, run.out + run.err  # the list needs a person
    assert has_one_each(campaign)
    for (wiki, title), language in GOT.items():
        assert HEADINGS[language] in campaign.text(wiki, title)
    pump = campaign.text("es", PUMP)
    assert "Lists/Pages|esta lista]]" in pump
    assert "Sign-up|la página" not in pump
    shown = quote("{{bots|deny=LetsConnectBot}}")
    assert f"<code>{shown}</code>" in pump
    assert "Lists/Pages" not in campaign.text("meta", "User talk:Editor 0001")

    report = campaign.text("meta", REPORT)
    for said in ("entry 8: there is no page", "Encyclopedia", "wiki.example.net"):
        assert said in report, report
    names = campaign.text("meta", f"{REPORT}/1")
    assert "Village pump" in names
    assert names.count("Special:Diff/") == len(GOT)
    for said in (
        "Talk page protected: 1 (en:Project:Protected)",
        "asks bots to stay away: 1",
        "gets the message once: 1 (es:Project:Pump)",
    ):
        assert said in run.out, run.out

    before = edits(campaign)
    again = deliver(campaign)
    assert "0 to write, 7 delivered before" in again.out, again.out
    assert [line for line in again.out.splitlines() if line.startswith("addressed")] == [
        line for line in run.out.splitlines() if line.startswith("addressed")
    ]
    assert edits(campaign)[1:] == before[1:]  # on Meta the report: who shares a page has the message now
    assert has_one_each(campaign)


def move(campaign: Campaign, wiki: str, old: str, new: str) -> None:
    """Move a page, which leaves a redirect."""
    campaign.sandbox.php(
        wiki,
        f"""
        $services = MediaWiki\\MediaWikiServices::getInstance();
        $admin = $services->getUserFactory()->newFromName( 'Admin' );
        $from = Title::newFromText( '{old}' );
        $to = Title::newFromText( '{new}' );
        $status = $services->getMovePageFactory()->newMovePage( $from, $to )->move( $admin, 'moved', true );
        if ( !$status->isOK() ) {{ throw new Exception( 'not moved' ); }}
        """,
    )


def test_a_page_that_was_moved_and_a_ledger_that_was_lost_double_nothing(campaign: Campaign) -> None:
    write_list(campaign)
    deliver(campaign)
    move(campaign, "es", PUMP, "Project:Café")
    campaign.save("es", "Project:Café", "All archived.")
    campaign.save("meta", PUMP, "All archived.")
    before = edits(campaign)
    for file in campaign.folder.glob("ledger*"):
        file.unlink()
    run = deliver(campaign)
    assert "0 to write, 7 delivered before" in run.out, run.out + run.err
    assert edits(campaign)[1:] == before[1:]  # on Meta its report
    assert KEY.findall(campaign.text("meta", PUMP) + campaign.text("es", "Project:Café")) == []


def test_a_lost_answer_and_a_killed_run_double_and_lose_nothing(campaign: Campaign) -> None:
    write_list(campaign)
    proxy = campaign.proxies["es"]

    def is_message(request: Request) -> bool:
        return "sectiontitle" in request.parameters

    proxy.rule = lambda request: Fault.LATE_AFTER if is_message(request) else None
    run = subprocess.Popen(
        command(),
        env=campaign.environment(),
        cwd=campaign.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while run.poll() is None and not any(map(is_message, proxy.requests)):
        time.sleep(0.002)
    run.kill()
    run.wait()
    proxy.settle()
    proxy.forget()
    proxy.rule = faults_on(Fault.DROP_AFTER, nth=[1])
    deliver(campaign)
    [lost] = filter(is_message, proxy.requests)
    assert lost.parameters["title"] == campaign.ask("es", titles=PUMP)["pages"][0]["title"]
    proxy.rule = None
    last = deliver(campaign)
    assert "0 to write, 7 delivered before" in last.out, last.out + last.err
    assert has_one_each(campaign)
