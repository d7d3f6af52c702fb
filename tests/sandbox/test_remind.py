"""Reminders on real wikis: to those who registered, in their language and time, each once."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import SIGNUP, Campaign, Run
from tests.sandbox.test_calendar import CALENDAR, LIST, day, now, page, row, stamped
from tests.sandbox.test_clock import CLOCK

pytestmark = pytest.mark.sandbox

PEOPLE = {
    # name: wiki, languages, clinics, time zone, reminders
    "Editor 0001": ("es", "español", "Surveys", "America/Lima", ""),
    "Editor 0002": ("ar", "العربية", "Surveys; Metrics", "Africa/Cairo", ""),
    "Editor 0003": ("", "English", "", "", ""),  # on the list
    "Editor 0004": ("fr", "français", "Surveys", "Europe/Paris", "aucun"),
    "Editor 0005": ("pt", "português", "", "", ""),  # for nothing
}
KEYS = re.compile(r"<!-- letsconnect ((?:[a-z2-7]{6}-[a-z2-7]{12} ?)+)-->")


def surveys(days: int, *, state: str = "confirmed", link: str = "https://example.org/join") -> str:
    return row(
        "Surveys",
        stamped(day(days)),
        "[[User:Ana]]",
        "English",
        "ES, AR",
        f"[{link} here]",
        f"[[{LIST}]]",
        state,
    )


METRICS = row("Metrics", stamped(day(6, 18)), "", "French")


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, time_limit=2.0)
    fresh_sandbox.users(6)
    rows = "".join(
        f"|-\n| [[User:{name}]] || {said[1]} || {said[0]} || {said[2]} || {said[3]} || {said[4]}\n"
        for name, said in PEOPLE.items()
    )
    head = "! User !! Languages !! Home wiki !! Clinics !! Time zone !! Reminders\n"
    campaign.save("meta", SIGNUP, f'{{| class="wikitable"\n{head}{rows}|}}\n')
    campaign.save(
        "meta", LIST, "# [[User:Editor 0003]] ([[User talk:Editor 0003|talk]])\n# [[User:Editor 0006]]\n"
    )
    campaign.names = [(said[0] or "meta", name) for name, said in PEOPLE.items()] + [("meta", "Editor 0006")]
    campaign.save("meta", CALENDAR, page((surveys(6), METRICS), ()))
    return campaign


def remind(campaign: Campaign, *arguments: str) -> Run:
    run = campaign.run(*(arguments or ("-always",)), script="remind.py")
    assert run.err == "", run.err
    return run


def talk(campaign: Campaign, number: int) -> str:
    name = f"Editor {number:04}"
    return campaign.text({n: w for w, n in campaign.names}[name], f"User talk:{name}")


def counts(campaign: Campaign) -> list[int]:
    return [len(KEYS.findall(talk(campaign, number))) for number in range(1, 7)]


def test_the_life_of_a_clinic(campaign: Campaign) -> None:
    dry = remind(campaign, "-simulate")
    assert "Reminders: 4 to write." in dry.out
    assert counts(campaign) == [0] * 6

    untouched = campaign.newest()
    unasked = campaign.run(script="remind.py")
    assert unasked.status == 1
    assert "Nothing was written." in unasked.out
    assert campaign.newest() == untouched, "nothing before somebody has agreed"

    first = remind(campaign)
    assert first.status == 0, first.out
    assert counts(campaign) == [1, 1, 1, 0, 0, 1]
    spanish, arabic, english = (talk(campaign, number) for number in (1, 2, 3))
    assert "== Te has inscrito: Surveys ==" in spanish
    assert f"{day(6):%H:%M} (UTC)" in spanish
    assert "(Lima)" in spanish
    assert "== عياداتك ==" in arabic, "two clinics make one message"
    assert arabic.count("zonestamp.toolforge.org") == 2
    assert 'dir="rtl"' not in arabic, "the page is Arabic itself"
    assert "[https://example.org/join Link to the clinic]" in english
    assert "[[:m:" not in english
    assert "[[:m:" in spanish

    quiet(campaign)
    moved = campaign.text("meta", CALENDAR).replace(stamped(day(6)), stamped(day(9)))
    campaign.save("meta", CALENDAR, moved, at=now())
    assert remind(campaign).status == 0
    assert counts(campaign) == [2, 2, 2, 0, 0, 2]
    assert "'''Nueva hora.'''" in talk(campaign, 1)
    assert f"{day(9).timestamp():.0f}" in talk(campaign, 2)

    campaign.ledger.unlink()
    quiet(campaign)

    off = campaign.text("meta", CALENDAR).replace("|| confirmed", "|| cancelled")
    campaign.save("meta", CALENDAR, off, at=now())
    assert remind(campaign).status == 0
    assert "== Cancelled: Surveys ==" in talk(campaign, 3)
    quiet(campaign)

    again = campaign.text("meta", CALENDAR).replace("|| cancelled", "|| confirmed")
    campaign.save("meta", CALENDAR, again, at=now())
    assert remind(campaign).status == 0
    assert "It will take place after all" in talk(campaign, 3)
    before = counts(campaign)

    held = surveys(-1)[:-1] + " || [https://example.org/r EN] || \n"
    campaign.save("meta", CALENDAR, page((METRICS,), (held,)), at=now())
    assert remind(campaign).status == 0
    assert counts(campaign) == [n + (1 if n else 0) for n in before]
    assert "[https://example.org/r EN]" in talk(campaign, 3)
    quiet(campaign)


def quiet(campaign: Campaign) -> None:
    """See that a further run writes nothing, and the one after asks the home wiki three times at most."""
    edits = {wiki: campaign.edits(wiki) for wiki in campaign.sandbox.ports}
    remind(campaign)
    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy:
        campaign.proxies = {"meta": proxy}
        run = remind(campaign)
        campaign.proxies = {}
        assert run.status == 0, run.out
        assert "Reminders: 0 to write." in run.out
        assert len(proxy.requests) <= 3, proxy.requests
    assert {wiki: campaign.edits(wiki) for wiki in campaign.sandbox.ports} == edits


def test_lost_answers_and_kills_double_and_lose_nothing(campaign: Campaign) -> None:
    def is_message(request: Request) -> bool:
        return request.action == "edit" and "sectiontitle" in request.parameters

    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy:
        campaign.proxies = {"meta": proxy}
        proxy.rule = lambda request: (
            Fault.GATEWAY_504_AFTER
            if is_message(request) and sum(map(is_message, proxy.requests)) == 1
            else None
        )
        killed = campaign.begin("-always", script="remind.py")
        while killed.poll() is None and not sum(map(is_message, proxy.requests)):
            pass
        killed.kill()
        killed.wait()
        proxy.settle()
        proxy.rule = None
        for _ in range(20):
            if (last := remind(campaign)).status == 0:
                break
    assert last.status == 0, last.out
    assert counts(campaign) == [1, 1, 1, 0, 0, 1]


def test_who_opted_out_gets_nothing_and_is_asked_about_no_more(campaign: Campaign) -> None:
    campaign.save("meta", "User talk:Editor 0003", "{{nobots}}", by="Editor 0003")
    first = remind(campaign)
    assert "none to Editor 0003: Talk page asks bots to stay away" in first.out
    assert counts(campaign) == [1, 1, 0, 0, 0, 1]
    quiet(campaign)


def test_the_stop_page_stops_reminders(campaign: Campaign) -> None:
    campaign.save("meta", "User:LetsConnectBot/Stop", "Please wait.")
    assert campaign.run("-always", script="remind.py").status == 3
    assert counts(campaign) == [0] * 6


@pytest.mark.soak
def test_each_reminder_comes_in_its_hour_and_none_after_the_start(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    clock = tmp_path / "clock"
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parents[2]}")
    monkeypatch.setenv("TEST_CLOCK", str(clock))
    start = day(6)
    said = []
    for before in (6 * 24, 6 * 24 - 1, 27, 23.5, 23, 2, 0.5, 0.4, -0.1, 24 * -4):
        clock.write_text(str((start - datetime.now(UTC)).total_seconds() - before * 3600))
        if before == 0.4:
            campaign.ledger.unlink()
        assert remind(campaign).status == 0
        said.append(counts(campaign)[2])
    assert said == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4]
    headings = re.findall("^== (.*) ==$", talk(campaign, 3), re.MULTILINE)
    assert headings == [
        "You are registered: Surveys",
        "Reminder: Surveys",
        "Reminder: Surveys",
        "Thank you: Surveys",
    ]


def test_who_moves_a_clinic_while_a_run_begins_has_nobody_told_of_the_time_before(campaign: Campaign) -> None:
    moved = campaign.text("meta", CALENDAR).replace(stamped(day(6)), stamped(day(9)))
    moved += "\nWhere the bot's part goes: the wiki can't merge that."

    def rule(request: Request) -> Fault | None:
        if request.action == "edit" and request.parameters.get("title") == CALENDAR and not saved:
            saved.append(True)
            campaign.save("meta", CALENDAR, moved, at=now())
        return None

    saved: list[bool] = []
    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy:
        proxy.rule = rule
        campaign.proxies = {"meta": proxy}
        first = remind(campaign)
        campaign.proxies = {}
    assert (saved, first.status) == ([True], 75), first.out
    assert counts(campaign) == [0] * 6
    assert remind(campaign).status == 0
    assert counts(campaign) == [1, 1, 1, 0, 0, 1]
    assert f"{day(9).timestamp():.0f}" in talk(campaign, 3)
    quiet(campaign)


@NEEDS_CHROMIUM
@pytest.mark.parametrize("width", [pytest.param(1200, marks=pytest.mark.soak), 360])
def test_reminders_in_a_browser(campaign: Campaign, width: int, tmp_path: Path) -> None:
    remind(campaign)
    shots = Path(os.environ.get("LETSCONNECT_PICTURES", tmp_path))
    with browsing() as browser:
        seen = browser.new_page(viewport={"width": width, "height": 900})
        for number, way in ((1, "ltr"), (2, "rtl"), (3, "ltr")):
            wiki, name = campaign.names[number - 1]
            skin = "vector" if width > 600 else "minerva"
            seen.goto(f"{campaign.sandbox.urls[wiki]}/wiki/User talk:{name}?useskin={skin}")
            seen.screenshot(path=shots / f"reminder-{number}-{width}.png", full_page=True)
            times = seen.locator("#mw-content-text a[href*=zonestamp]")
            assert times.count() == (2 if number == 2 else 1)
            found = times.first.evaluate("e => getComputedStyle(e).direction")
            assert found == way
            assert seen.locator("#mw-content-text a[href*=Sign-up]").count() == 1
