"""Announcements to the people of delivery lists and categories, on six real wikis."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import HEADINGS, REPORT, Campaign

pytestmark = pytest.mark.sandbox

SOURCES = ("Lists/Alumni", "Lists/Sharers", "Category:Let's Connect friends", "Lists/Gone")


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    return Campaign(sandbox=fresh_sandbox, folder=tmp_path)


def name_sources(campaign: Campaign) -> None:
    settings = campaign.folder / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    sources = json.dumps(SOURCES, ensure_ascii=False)
    settings.write_text(text.replace("[pages]\n", f"[pages]\nsources = {sources}\n", 1), encoding="utf-8")


def number(count: int) -> str:
    return f"Editor {count:04}"


def test_people_of_lists_get_the_message_once_and_the_sign_ups_go_before(campaign: Campaign) -> None:
    campaign.sandbox.users(12)
    campaign.sign_up([("meta", number(1), "es"), ("en", number(2), "")])
    campaign.save("en", f"User talk:{number(6)}", "{{nobots}}")
    wikitext = (
        f"{{{{#target:User talk:{number(1)}|fr.wikipedia.org}}}}\n"  # signed up for a message on Meta
        f"{{{{#target:Usuario discusión:{number(3)}|es.wikipedia.org}}}}\n"
        f"{{{{target|user={number(4)}|site=ar.wikipedia.org}}}}\n"
        f"{{{{#target:User talk:{number(6)}|en.wikipedia.org}}}}\n"
        "{{#target:Project:Village pump}}\n"
        f"{{{{#target:User talk:{number(7)}|wiki.example.net}}}}\n"
    )
    targets = [{"title": f"User talk:{number(n)}", "site": "pt.wikipedia.org"} for n in (5, 4)]
    campaign.save("meta", SOURCES[0], wikitext)
    campaign.save("meta", SOURCES[1], json.dumps({"description": "", "targets": targets}))
    campaign.save("meta", f"User:{number(8)}", f"[[{SOURCES[2]}]]")
    campaign.write_message()
    name_sources(campaign)

    run = campaign.deliver()

    campaign.names = [(wiki, number(n)) for wiki in campaign.sandbox.ports for n in range(1, 13)]
    got = sorted((name, wiki) for (wiki, name), count in campaign.sections().items() for _ in range(count))
    assert got == [
        (number(1), "meta"),
        (number(2), "en"),
        (number(3), "es"),
        (number(4), "ar"),
        (number(5), "pt"),
        (number(8), "meta"),
    ]
    for wiki, count, language in (("meta", 1, "es"), ("es", 3, "es"), ("ar", 4, "ar"), ("pt", 5, "pt")):
        assert HEADINGS[language] in campaign.text(wiki, f"User talk:{number(count)}")
    assert run.status == 1  # three things need a person
    report = campaign.text("meta", REPORT)
    for said in ("Village pump", "wiki.example.net", "Lists/Gone"):
        assert said in report

    edits = {wiki: campaign.edits(wiki) for wiki in campaign.sandbox.ports}
    campaign.deliver()
    assert {wiki: campaign.edits(wiki) for wiki in campaign.sandbox.ports} == edits
