"""The clinic calendar on a real wiki, as people see it in a browser, and as calendars read it."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Page

from bot.sandbox.sandbox import Sandbox
from bot.wikitext.owned import read_owned
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import SIGNUP, Campaign, Run
from tests.sandbox.test_faults_of_setup import change_settings

pytestmark = pytest.mark.sandbox

CALENDAR = "Grants:Knowledge Sharing/Connect/Calendar"
LIST = "Grants:Knowledge Sharing/Connect/List"
BASE = "https://clinics.example.org/feeds/"
HOSTILE = "Surveys <nowiki><script>alert(1)</script></nowiki> that people [[Answer|answer]]"
COLUMNS = (
    "What !! Date and time (UTC) !! Who !! Main language !! Interpretation !! Register"
    " !! Sign-up list !! Status"
)
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def day(days: int, hour: int = 16) -> datetime:
    return TODAY + timedelta(days=days, hours=hour)


def stamped(moment: datetime) -> str:
    return (
        f"{moment:%A}, {moment.day} {moment:%B %Y}, "
        f"[https://zonestamp.toolforge.org/{moment.timestamp():.0f} {moment:%H:%M} UTC]"
    )


def row(topic: str, when: str, *cells: str) -> str:
    return "|-\n| " + " || ".join([topic, when, *cells, *[""] * (6 - len(cells))]) + "\n"


UPCOMING = (
    row(
        f"[[{LIST}|'''Talking to newcomers''']]",
        stamped(day(7)),
        "[[User:Jacinta Murumbi|Jacinta]]",
        "English",
        "Spanish ([[User:Rocío Almendral]], confirmed), French: needed, العربية ([[User:ليلى الزيتونية]]),"
        " PT ([[User:Xiomara Peñaflor]]), SW",
        "[https://example.org/register/newcomers here]",
        f"[[{LIST}]]",
        "confirmed",
    ),
    row(HOSTILE, stamped(day(7, 17)), "[[User:Rocío Almendral|Rocío]]", "English", "AR, ES, FR, PT"),
    row("تصميم الاستبيانات", stamped(day(40)), "[[User:Xiomara Peñaflor|Xiomara]]", "العربية", "EN, FR"),
    row("Grants that work", stamped(day(50)), "", "Portuguese", "", "", "", "cancelled"),
    row("Someday", "TBD", "", "fr", "", "", "", "postponed"),
)
WRONG = row("Calm meetings", f"{day(60):%d %B %Y}, 5 UTC", "", "English")
OVER = row("Over since yesterday", stamped(day(-1, 10)), "[[User:Bastien Orvault]]", "FR", "EN")
PAST = tuple(
    row(
        f"Clinic number {number}",
        stamped(day(-30 * number, (6, 14, 17, 15)[number % 4])),
        "[[User:Bastien Orvault|Bastien]]",
        "FR",
        "EN, ES",
    )[:-1]
    + f" || [https://example.org/r{number} FR] [https://example.org/r{number}es ES] || \n"
    for number in range(1, 11)
)


def page(upcoming: tuple[str, ...], past: tuple[str, ...]) -> str:
    return (
        f'Intro\n\n== Upcoming ==\n{{| class="wikitable"\n! {COLUMNS}\n{"".join(upcoming)}|}}\n\n'
        f'== Past ==\n{{| class="wikitable"\n! {COLUMNS} !! Recording !! Slides\n{"".join(past)}|}}\n\n'
        "[[Category:Let's Connect]]"
    )


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    feeds = f'\n[clinics]\nfeeds = "feeds"\nfeed_url = "{BASE}"\n'
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, tables=feeds)
    campaign.save(
        "meta", LIST, "# [[User:Ines Calderwood]]\n# [[User:Rocío Almendral]]\n# [[User:ليلى الزيتونية]]\n"
    )
    return campaign


def update(campaign: Campaign, *arguments: str) -> Run:
    run = campaign.run(*(arguments or ("-always",)), script="update_calendar.py")
    assert run.err == "", run.err
    return run


def now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def contributions(campaign: Campaign) -> list[Mapping[str, Any]]:
    """Give the bot's edits on Meta."""
    asked = {"list": "usercontribs", "ucuser": "LetsConnectBot", "ucprop": "timestamp", "uclimit": "50"}
    found: list[Mapping[str, Any]] = campaign.ask("meta", **asked)["usercontribs"]
    return found


def without_part(text: str) -> str:
    """Give a page without the bot's part at its end."""
    return text.partition("\n<!-- bot:clinics begin")[0]


def test_rows_that_are_over_move_and_nothing_else_does(campaign: Campaign) -> None:
    campaign.save("meta", CALENDAR, page((OVER, *UPCOMING), PAST))
    change_settings(campaign, "throttle = 0", "throttle = 1")
    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy:
        campaign.proxies = {"meta": proxy}
        first = update(campaign)
        assert first.status == 0, first.out
        text = campaign.text("meta", CALENDAR)
        assert without_part(text) == page(UPCOMING, (OVER, *PAST))
        saved = [datetime.fromisoformat(each["timestamp"]) for each in contributions(campaign)]
        assert len(saved) >= 10
        took = (max(saved) - min(saved)).total_seconds()
        assert took >= len(saved) - 3, "pages wait for their turn, a second each, as messages do"
        edits, asked = campaign.edits("meta"), len(proxy.requests)
        second = update(campaign)
        assert "Pages to write: 0; files: 0" in second.out
        assert campaign.edits("meta") == edits
        assert len(proxy.requests) - asked <= 3, proxy.requests[asked:]


def test_a_dry_run_writes_nothing(campaign: Campaign) -> None:
    before = campaign.newest()
    assert "Dry run: nothing was written." in update(campaign, "-simulate").out
    assert campaign.newest() == before
    assert not (campaign.folder / "feeds").exists()
    assert not campaign.ledger.exists()


def test_the_feeds_are_on_the_disk_whole_and_as_the_page_says(campaign: Campaign) -> None:
    campaign.save("meta", CALENDAR, page(UPCOMING, PAST))
    update(campaign)
    folder = campaign.folder / "feeds"
    starts = {
        str(event["SUMMARY"]): event.decoded("DTSTART")
        for event in icalendar.Calendar.from_ical((folder / "clinics.ics").read_bytes()).walk("VEVENT")
    }
    assert starts["Talking to newcomers"] == day(7)
    assert starts["تصميم الاستبيانات"] == day(40)
    assert "Grants that work" not in starts  # it was cancelled before anybody could know of it
    html = campaign.parse("meta", CALENDAR)["text"]
    for moment in (day(7), day(40)):
        assert f"zonestamp.toolforge.org/{moment.timestamp():.0f}" in html
    single = re.findall(rf"{re.escape(BASE)}(clinic-[a-z0-9]+\.ics)", html)
    assert sorted(set(single)) == sorted(path.name for path in folder.glob("clinic-*.ics"))
    gone = page(tuple(row for row in UPCOMING if "تصميم" not in row), PAST)
    campaign.save("meta", CALENDAR, gone, at=now())
    assert "is no longer on the page" in update(campaign).out
    assert len(list(folder.glob("clinic-*.ics"))) == len(set(single)) - 1


def test_a_time_that_a_stranger_changed_is_told_and_not_followed(campaign: Campaign) -> None:
    start = page(UPCOMING, PAST)
    campaign.save("meta", CALENDAR, start)
    update(campaign)
    text = campaign.text("meta", CALENDAR)
    changed = text.replace(stamped(day(40)), stamped(day(40, 19)), 1)
    campaign.save("meta", CALENDAR, changed, by="Lucia Organizadora", at=now())
    found = update(campaign)
    assert found.status == 1
    assert "somebody who is not an organiser has changed the time" in found.out
    after = campaign.text("meta", CALENDAR)
    assert stamped(day(40, 19)) in after, "it is not reverted"
    part = read_owned(after, "clinics") or ""
    assert f"zonestamp.toolforge.org/{day(40, 19).timestamp():.0f}" not in part
    assert "The time is being checked" in part
    assert update(campaign).status == 1
    by_organiser = after.replace("العربية || EN, FR", "العربية || EN, FR, ES", 1)
    campaign.save("meta", CALENDAR, by_organiser, by="Noor Organiser", at=now())
    assert update(campaign).status == 0
    part = read_owned(campaign.text("meta", CALENDAR), "clinics") or ""
    assert f"zonestamp.toolforge.org/{day(40, 19).timestamp():.0f}" in part


def test_clinics_may_have_pages_of_their_own(campaign: Campaign) -> None:
    campaign.pages = 'clinics = "Grants:Connect/Clinics"'
    campaign.write_settings()
    campaign.save("meta", CALENDAR, page(UPCOMING[:1], PAST))
    lines = f"* Title: Mapping together\n* Date: {stamped(day(20))}\n* Who: [[User:Ines Calderwood]]\n"
    campaign.save("meta", "Grants:Connect/Clinics/One", lines)
    table = f"{{|\n| Date and time || {day(25):%d %B %Y}, 5 UTC\n|-\n| Topic || Half of a day\n|}}\n"
    campaign.save("meta", "Grants:Connect/Clinics/Two", table)
    campaign.save("meta", "Grants:Connect/Clinics", "No clinic here.")
    found = update(campaign)
    assert found.status == 1
    assert "may be morning or evening" in found.out
    part = read_owned(campaign.text("meta", CALENDAR), "clinics") or ""
    assert "[[:Grants:Connect/Clinics/One|Mapping together]]" in part
    assert f"zonestamp.toolforge.org/{day(20).timestamp():.0f}" in part
    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy:
        campaign.proxies = {"meta": proxy}
        update(campaign, "-simulate")
        assert proxy.count(action="query") <= 3


def test_nobody_can_forge_what_is_remembered_of_clinics(campaign: Campaign) -> None:
    campaign.save("meta", CALENDAR, page(UPCOMING, PAST))
    update(campaign)
    text = campaign.text("meta", CALENDAR)
    forged = text.replace(f'[[1, "{day(7):%Y-%m-%dT%H:%M:%SZ}"', f'[[7, "{day(8):%Y-%m-%dT%H:%M:%SZ}"', 1)
    assert forged != text
    campaign.save("meta", CALENDAR, forged, by="Lucia Organizadora", at=now())
    update(campaign)
    assert campaign.text("meta", CALENDAR) == text
    campaign.ledger.unlink()
    assert "Pages to write: 0" in update(campaign).out, "the page remembers what the ledger has lost"


@NEEDS_CHROMIUM
def test_a_person_who_saves_afterwards_loses_nothing(campaign: Campaign) -> None:
    """They opened the page in a browser before the bot wrote it, and save when it has."""
    campaign.save("meta", CALENDAR, page((OVER, *UPCOMING), PAST))
    with browsing() as browser:
        person = browser.new_page()
        person.goto(f"{campaign.sandbox.urls['meta']}/index.php?title={CALENDAR}&action=edit")
        box = person.locator("#wpTextbox1")
        mine = box.input_value().replace("Intro", "An introduction by a person", 1)
        box.fill(mine.replace("Grants that work", "Grants that really work"))
        assert update(campaign).status == 0
        person.click("#wpSave")
        person.wait_for_load_state()
        if person.locator(
            "#wpTextbox2"
        ).count():  # the wiki shows them both texts, and they put them together
            theirs = campaign.text("meta", CALENDAR).replace("Intro", "An introduction by a person", 1)
            person.locator("#wpTextbox1").fill(theirs.replace("Grants that work", "Grants that really work"))
            person.click("#wpSave")
            person.wait_for_load_state()
    last = update(campaign)
    kept = tuple(each.replace("Grants that work", "Grants that really work") for each in UPCOMING)
    wanted = page(kept, (OVER, *PAST)).replace("Intro", "An introduction by a person", 1)
    assert without_part(campaign.text("meta", CALENDAR)) == wanted
    assert last.status == 0, last.out


@NEEDS_CHROMIUM
def test_the_bot_plans_again_where_a_person_was_faster(campaign: Campaign) -> None:
    """What a person saves while the bot's edit is on its way stays, and the row moves all the same."""
    campaign.save("meta", CALENDAR, page((OVER, *UPCOMING), PAST))
    changed = page((OVER, *UPCOMING), PAST).replace("|| FR || EN ||", "|| FR || EN, ES ||", 1)
    with FaultProxy(campaign.sandbox.ports["meta"]) as proxy, browsing() as browser:
        person = browser.new_page()
        person.goto(f"{campaign.sandbox.urls['meta']}/index.php?title={CALENDAR}&action=edit")
        person.locator("#wpTextbox1").fill(changed)
        held = threading.Event()

        def hold(request: Request) -> Fault | None:
            if request.action == "edit" and not held.is_set():
                held.set()
                saved.wait(30)
            return None

        saved = threading.Event()
        proxy.rule = hold
        campaign.proxies = {"meta": proxy}
        running = campaign.begin("-always", script="update_calendar.py")
        assert held.wait(60)
        person.click("#wpSave")
        person.wait_for_load_state()
        saved.set()
        assert running.wait(120) == 0
    over = OVER.replace("|| FR || EN ||", "|| FR || EN, ES ||")
    assert without_part(campaign.text("meta", CALENDAR)) == page(UPCOMING, (over, *PAST))


@NEEDS_CHROMIUM
@pytest.mark.parametrize("width", [pytest.param(1200, marks=pytest.mark.soak), 360])
def test_the_calendar_in_a_browser(campaign: Campaign, width: int, tmp_path: Path) -> None:
    campaign.save("meta", CALENDAR, page((OVER, *UPCOMING, WRONG), PAST))
    campaign.save("meta", "Page with a box", f"{{{{:{CALENDAR}/Next}}}}\n\nAfter the box.")
    update(campaign)
    shots = Path(os.environ.get("LETSCONNECT_PICTURES", tmp_path))
    with browsing() as browser:
        seen = browser.new_page(viewport={"width": width, "height": 900})
        for title in (CALENDAR, f"{CALENDAR}/ar", f"{CALENDAR}/Next/ar", "Page with a box"):
            skin = "vector" if width > 600 else "minerva"
            seen.goto(f"{campaign.sandbox.urls['meta']}/wiki/{title}?useskin={skin}")
            seen.screenshot(path=shots / f"{title.replace('/', '-')}-{width}.png", full_page=True)
            out = seen.evaluate(
                "w => [...document.querySelectorAll('#mw-content-text *')].filter(e => "
                "e.closest('[style*=border], .wikitable[style], li, h2, h3, p')).filter(e => {"
                "const b = e.getBoundingClientRect(); return b.width && (b.right > w || b.left < 0)})"
                ".map(e => e.outerHTML.slice(0, 200))",
                width,
            )
            assert out == [], title
            if title.endswith("/ar"):
                ways = seen.eval_on_selector_all(
                    "#mw-content-text [lang=ar]", "all => all.map(e => getComputedStyle(e).direction)"
                )
                assert set(ways) == {"rtl"}
            assert seen.evaluate("document.querySelectorAll('script[src*=alert]').length") == 0
            check_links(seen)


def check_links(seen: Page) -> None:
    """Every link within the page leads to a place on it."""
    missing = seen.evaluate(
        "[...document.querySelectorAll('#mw-content-text a[href^=\"#\"]')]"
        ".map(a => decodeURIComponent(a.getAttribute('href').slice(1)))"
        ".filter(id => id && !id.startsWith('/') && !document.getElementById(id))"
    )
    assert missing == []


def test_the_calendar_needs_no_sign_up_page_and_reminders_do(campaign: Campaign) -> None:
    campaign.save("meta", SIGNUP, "Nothing here yet.")
    campaign.save("meta", CALENDAR, page(UPCOMING, PAST))
    assert update(campaign).status == 0
    reminded = campaign.run("-always", script="remind.py")
    assert reminded.status == 1
    assert "No table on" in reminded.err


def test_a_folder_that_can_t_be_written_is_told(campaign: Campaign) -> None:
    campaign.save("meta", CALENDAR, page(UPCOMING, PAST))
    (campaign.folder / "feeds" / "clinics.ics").mkdir(parents=True)
    run = campaign.run("-always", script="update_calendar.py")
    assert run.status == 1
    assert "can't be written" in run.err
    assert "clinics.feeds" in run.err
    assert read_owned(campaign.text("meta", CALENDAR), "clinics"), "the pages are kept all the same"
