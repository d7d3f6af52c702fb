"""The newsletter's archive on a real wiki: what is amiss is found and mended, and people's words stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.wikitext.owned import without_owned
from tests.sandbox.campaign import Campaign, Run
from tests.sandbox.test_approval import ORGANISER, save

pytestmark = pytest.mark.sandbox

ROOT = "Let's Connect Newsletter"
MONTHS = [
    "November 2026",
    "October 2026",
    "September 2026",
    "August 2026",
    "July 2026",
    "January 2025",
    "December 2024",
]
WORDS = {
    "": ("Issue", "What is happening this month", "Clinics to look forward to"),
    "es": ("Número", "Qué pasa este mes", "Próximas clínicas"),
    "ar": ("العدد", "ماذا يحدث هذا الشهر", "العيادات القادمة"),
}
SPANISH = dict(
    zip(
        ("November", "October", "September", "August", "July", "January", "December"),
        ("noviembre", "octubre", "septiembre", "agosto", "julio", "enero", "diciembre"),
        strict=True,
    )
)
ARABIC = dict(zip(SPANISH, ("نوفمبر", "أكتوبر", "سبتمبر", "أغسطس", "يوليو", "يناير", "ديسمبر"), strict=True))


def title(number: int, year: str = "") -> str:
    month = MONTHS[7 - number]
    return f"{ROOT}/Archive/{year or month[-4:]}/Issue {number}"


def issue(number: int, language: str = "") -> str:
    name, now, soon = WORDS[language]
    month, year = MONTHS[7 - number].split()
    said = {"": month, "es": SPANISH[month], "ar": ARABIC[month]}[language]
    return (
        f"= {name} {number} – {said} {year} =\n== {now} ==\nWords of people.\n\n== {soon} ==\nMore of them.\n"
    )


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    for number in range(1, 8):
        where = title(number, "2024" if number == 2 else "")  # January 2025, filed under 2024
        for language in WORDS:
            campaign.save("meta", f"{where}/{language}" if language else where, issue(number, language))
    return campaign


def keep(campaign: Campaign, *arguments: str) -> Run:
    run = campaign.run("-archive", *(arguments or ("-always",)), script="newsletter.py")
    assert run.err == "", run.err
    return run


def test_an_archive_is_put_in_order_and_stays_so(campaign: Campaign) -> None:
    dry = keep(campaign, "-simulate")
    assert f"{title(2, '2024')} → {title(2)}" in dry.out
    assert campaign.text("meta", f"{ROOT}/Latest") == ""
    before = campaign.newest()
    assert "Nothing was written." in campaign.run("-archive", script="newsletter.py").out
    assert campaign.newest() == before, "nothing before somebody has agreed"
    first = keep(campaign)
    assert first.status == 0, first.out
    assert campaign.text("meta", f"{ROOT}/Latest") == f"#REDIRECT [[{title(7)}]]"
    assert campaign.text("meta", title(2, "2024")) == f"#REDIRECT [[{title(2)}]]"
    assert campaign.text("meta", f"{title(2, '2024')}/ar") == f"#REDIRECT [[{title(2)}/ar]]"
    for number in range(1, 8):
        for language in WORDS:
            here = f"{title(number)}/{language}" if language else title(number)
            text = campaign.text("meta", here)
            assert text.startswith(issue(number, language).rstrip()), "people's words stay"
            assert "Words of people." in without_owned(text)
            for other in {number - 1, number + 1} & set(range(1, 8)):
                linked = f"[[:{title(other)}/{language}|" if language else f"[[:{title(other)}|"
                assert linked in text, (here, other)
    index = campaign.text("meta", f"{ROOT}/Archive")
    assert index.index("2026") < index.index("2025") < index.index("2024")
    assert "The archive is in order." in campaign.text("meta", "User:LetsConnectBot/Reports/archive")
    edits = campaign.edits("meta")
    second = keep(campaign)
    assert "0 things amiss" in second.out, second.out
    assert "To move: 0; redirects: 0; parts: 0" in second.out
    assert "The archive is in order." in campaign.text("meta", "User:LetsConnectBot/Reports/archive")
    assert campaign.edits("meta") == edits


def test_what_only_people_can_mend_is_told(campaign: Campaign) -> None:
    keep(campaign)
    wrong = issue(5).replace("Clinics to look forward to", "Clincis to look forward to")
    campaign.save("meta", title(5), wrong)
    found = keep(campaign)
    assert found.status == 1
    assert "Clincis" in found.out
    assert "Clincis" in campaign.text("meta", "User:LetsConnectBot/Reports/archive")
    assert "Clincis" in campaign.text("meta", title(5))


def test_its_plan_waits_on_the_wiki_for_an_organiser(campaign: Campaign) -> None:
    campaign.sandbox.users(1)
    page = "User:LetsConnectBot/Plans/archive"
    first = keep(campaign, "-approval")
    assert first.status == 1
    assert "waits for an organiser" in first.out
    plan = campaign.text("meta", page)
    assert f"[[:{title(2)}|" in plan
    assert campaign.text("meta", title(2)) == "", "nothing is moved before that"
    edits = campaign.edits("meta")
    assert keep(campaign, "-approval").status == 1
    assert campaign.edits("meta") == edits
    [code] = re.findall(r"<!-- plan (\w+) -->", plan)
    stranger = "Editor 0001"
    save(campaign, page, f"{plan}\n* Approved {code} [[User:{stranger}|{stranger}]]", by=stranger)
    assert keep(campaign, "-approval").status == 1
    assert campaign.text("meta", title(2)) == "", "nor because of a stranger"
    plan = campaign.text("meta", page)
    save(campaign, page, f"{plan}\n* موافقة {code} [[User:{ORGANISER}|{ORGANISER}]]")
    third = keep(campaign, "-approval")
    assert "Approved by" in third.out, third.out
    assert campaign.text("meta", title(2)) != ""
    edits = campaign.edits("meta")
    assert keep(campaign, "-approval").status == 0
    assert campaign.edits("meta") == edits
