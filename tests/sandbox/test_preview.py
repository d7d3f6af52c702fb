"""The preview of a plan, made from six wikis: nothing is written, and what people wrote stays letters."""

from __future__ import annotations

import json
import re
import stat
from html import unescape
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import HEADINGS, MESSAGE, SIGNUP, Campaign, spread

pytestmark = pytest.mark.sandbox

HOSTILE = "</textarea><script>alert(1)</script>"
BODY = (
    f"<nowiki>{HOSTILE}</nowiki> [javascript:alert(1) x]"
    " <span onclick=alert(1) style='position:fixed'>y</span>"
    " [[File:Nothing.png|thumb|{{{1}}}]] [[:m:Help|help]]"
)


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """Twelve people on six wikis, a message in three languages."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(13)
    campaign.write_message(["en", "es", "ar"])
    campaign.save("meta", MESSAGE, f"== Next <b onclick=alert(1)>clinic</b> ==\n{BODY}\n")
    campaign.sign_up([*spread(12), ("meta", "Nobody <img src=x onerror=alert(1)>", "")])
    return campaign


def test_the_plan_is_shown_as_each_wiki_renders_it_and_nothing_is_written(campaign: Campaign) -> None:
    before = campaign.newest()
    run = campaign.run(f"-page:{MESSAGE}", "-signups", "-ui:es", script="preview.py")
    assert run.status == 1, run.out + run.err
    assert f"“{MESSAGE}”: 12 to write, 0 delivered before" in run.out
    file = campaign.folder / "preview.html"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    html = file.read_text(encoding="utf-8")
    assert campaign.newest() == before
    assert not campaign.ledger.exists()
    assert html.count("<article") >= 6
    for language in ("es", "ar"):
        assert re.search(rf"<h4>(<[^>]*>)*{HEADINGS[language]}", html), language
    assert '<div lang="ar" dir="rtl">' in html
    assert f"{campaign.sandbox.urls['es']}/index.php?title=" in html
    assert "LetsConnectBot" in html
    assert SIGNUP in unescape(html)
    assert html.count("<script>") == 1
    assert not re.search(r"<[^>]*\s(on\w+|src)\s*=", html)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", html)
    assert "position:" not in html.partition("<body>")[2]


def test_what_it_shows_is_what_announce_writes(campaign: Campaign) -> None:
    campaign.run(f"-page:{MESSAGE}", script="preview.py")
    assert campaign.deliver().status == 1
    html = (campaign.folder / "preview.html").read_text(encoding="utf-8")
    rows = re.findall(r'<th scope="row"><a[^>]*><bdi>([^<]*)</bdi></a></th><td>(\w+)</td>', html)
    record = campaign.folder / "record.json"
    campaign.deliver(f"-json:{record}")
    delivered = json.loads(record.read_text(encoding="utf-8"))["delivered"]
    assert sorted(rows) == sorted((each["username"], each["wiki"]) for each in delivered)


def test_a_mistake_on_the_command_line_is_one_sentence(campaign: Campaign) -> None:
    wrong = campaign.run("-signups", "-ui:tlh", script="preview.py")
    assert (wrong.status, wrong.err) == (2, "-ui: takes one of ar, en, es, fr, pt, not “tlh”.")
    nowhere = campaign.run("-signups", f"-out:{campaign.folder}/no/where.html", script="preview.py")
    assert nowhere.status == 2
    assert "can't be written (No such file or directory). Name a file in a folder of yours." in nowhere.err
