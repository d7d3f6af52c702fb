"""The clinic calendar on a real wiki, as people see it in a browser, and as calendars read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bot.sandbox.sandbox import Sandbox
from tests.browser import NEEDS_CHROMIUM, browsing
from tests.sandbox.campaign import Campaign, Run

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


def without_part(text: str) -> str:
    """Give a page without the bot's part at its end."""
    return text.partition("\n<!-- bot:clinics begin")[0]


def test_rows_that_are_over_move_and_nothing_else_does(campaign: Campaign) -> None:
    campaign.save("meta", CALENDAR, page((OVER, *UPCOMING), PAST))
    first = update(campaign)
    assert first.status == 1, first.out  # interpretation is on two clinics at once? no: nothing to mend but…
    text = campaign.text("meta", CALENDAR)
    assert without_part(text) == page(UPCOMING, (OVER, *PAST))
    edits = campaign.edits("meta")
    second = update(campaign)
    assert "Pages to write: 0; files: 0" in second.out
    assert campaign.edits("meta") == edits


@NEEDS_CHROMIUM
@pytest.mark.parametrize("width", [1200, 360])
def test_the_calendar_in_a_browser(campaign: Campaign, width: int) -> None:
    campaign.save("meta", CALENDAR, page((OVER, *UPCOMING, WRONG), PAST))
    campaign.save("meta", "Sandbox box", f"{{{{:{CALENDAR}/Next}}}}\n\nAfter the box.")
    update(campaign)
    with browsing() as browser:
        seen = browser.new_page(viewport={"width": width, "height": 900})
        for title, way in ((CALENDAR, "ltr"), (f"{CALENDAR}/ar", "rtl"), ("Sandbox box", "ltr")):
            look(seen, campaign, title, width)
            if way == "rtl":
                assert (
                    seen.eval_on_selector("#mw-content-text [lang=ar]", "e => getComputedStyle(e).direction")
                    == way
                )


def look(seen: Page, campaign: Campaign, title: str, width: int) -> None:
    skin = "?useskin=vector" if width > 600 else "?useskin=minerva"
    seen.goto(f"{campaign.sandbox.urls['meta']}/wiki/{title}{skin}")
    name = f"/tmp/shots/{title.rpartition('/')[2]}-{width}.png"
    seen.screenshot(path=name, full_page=True)
