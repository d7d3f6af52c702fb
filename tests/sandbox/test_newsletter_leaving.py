"""Every way to leave the newsletter is obeyed by the next issue, and the way back too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.campaign import KEY, SIGNUP, Campaign
from tests.sandbox.newsletter_wikis import set_newsletter
from tests.sandbox.newsletters import Desk
from tests.sandbox.test_approval import save

pytestmark = pytest.mark.sandbox

LEAVE = "Let's Connect Newsletter/Unsubscribe"
LISTS = ("Lists/Friends", "Lists/Pages")
ALL = {
    1: ("meta", "stays"),
    2: ("es", "says so on the page of leaving"),
    3: ("es", "wrote no into the column"),
    4: ("ar", "struck out their row"),
    5: ("ar", "is in the category"),
    6: ("en", "wants no bots"),
    7: ("en", "wants no newsletter of bots"),
    8: ("fr", "is on a list on another wiki, and left on Meta"),
    9: ("pt", "was taken off the list"),
    10: ("fr", "is on the list"),
    11: ("pt", "left, and came back"),
    12: ("meta", "said so under another's name"),
}
STAY = {1, 10, 11, 12}


def name(number: int) -> str:
    return f"Editor {number:04}"


def line(words: str, number: int) -> str:
    return f"* {words}. [[User:{name(number)}|{name(number)}]] 12:00, 26 November 2026 (UTC)"


@pytest.fixture
def desk(fresh_sandbox: Sandbox, tmp_path: Path) -> Desk:
    """Twelve people, of whom some sign up and some are on a list."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(12)
    set_newsletter(campaign, f"lists = {json.dumps(LISTS)}", languages="en es")
    desk = Desk(campaign)
    people = [(ALL[n][0], name(n), "es", "no" if n == 3 else "yes") for n in (1, 2, 3, 4, 5, 6, 7, 11, 12)]
    desk.sign_up(people)
    campaign.names = [(wiki, name(n)) for n, (wiki, _) in ALL.items()]
    text = campaign.text("meta", SIGNUP)
    row = next(row for row in text.split("\n") if name(4) in row)
    cells = [f"<s>{cell.strip()}</s>" for cell in row.removeprefix("|").split("||")]
    campaign.save("meta", SIGNUP, text.replace(row, f"| {' || '.join(cells)}"))
    campaign.save("meta", LISTS[0], targets(8, 9, 10))
    campaign.save("meta", LISTS[1], "{{#target:Project:Village pump}}\n")
    campaign.save("meta", "Project:Village pump", "Hello.\n")
    return desk


def targets(*numbers: int) -> str:
    return "".join(f"{{{{#target:User talk:{name(n)}|{ALL[n][0]}.wikipedia.org}}}}\n" for n in numbers)


def have(desk: Desk, number: int) -> dict[int, int]:
    """Give how many messages of an issue each person has."""
    talk = {n: desk.campaign.text(wiki, f"User talk:{name(n)}") for n, (wiki, _) in ALL.items()}
    issues = {n: re.findall(r"(?m)^== (?:Issue|Número) (\d)\b", text) for n, text in talk.items()}
    assert all(len(KEY.findall(talk[n])) == len(found) for n, found in issues.items())
    return {n: found.count(str(number)) for n, found in issues.items()}


def send(desk: Desk, number: int) -> None:
    desk.write(number, ("en", "es"))
    desk.run()
    desk.say_ready(number)
    run = desk.run()
    assert run.status in {0, 1}, run.out + run.err


def test_every_way_to_leave_is_obeyed(desk: Desk) -> None:
    campaign = desk.campaign
    desk.write(1, ("en", "es"))
    desk.run()  # makes the page of leaving
    own = campaign.text("meta", LEAVE)
    said = own
    for words, number, by in (
        ("Dejar de recibir el boletín", 2, 2),
        ("Stop the newsletter", 8, 8),
        ("Ne plus recevoir l’infolettre", 11, 11),
        ("Stop the newsletter", 12, 3),
        ("Recevoir de nouveau l’infolettre", 11, 11),
    ):
        said += f"\n{line(words, number)}"
        save(campaign, LEAVE, said, by=name(by))
    campaign.save("ar", f"User talk:{name(5)}", "[[Category:Opted-out of message delivery]]")
    campaign.save("en", f"User talk:{name(6)}", "{{nobots}}")
    campaign.save("en", f"User talk:{name(7)}", "{{bots|optout=newsletter}}")
    campaign.save("meta", LISTS[0], targets(8, 10))

    send(desk, 1)
    assert have(desk, 1) == {n: int(n in STAY) for n in ALL}
    assert campaign.text("meta", "Project:Village pump").count("<!-- letsconnect ") == 1
    answers = campaign.text("meta", LEAVE).partition("\n* Dejar")[0]
    assert answers.count(f"<bdi>{name(2)}</bdi>") == 1
    assert answers.count(f"<bdi>{name(8)}</bdi>") == 1
    assert answers.count(f"<bdi>{name(11)}</bdi>") == 1
    changes = campaign.newest()
    again = desk.run()
    assert again.status in {0, 1}, again.out
    assert campaign.newest() == changes

    text = campaign.text("meta", LEAVE)
    save(campaign, LEAVE, f"{text}\n{line('Volver a recibir el boletín', 2)}", by=name(2))
    save(campaign, LEAVE, f"{campaign.text('meta', LEAVE)}\n{line('Stop the newsletter', 1)}", by=name(1))
    campaign.save("en", f"User talk:{name(7)}", "Hello.")
    campaign.save("meta", LISTS[0], targets(8, 9))
    desk.run()
    late = {2, 7, 9}
    assert have(desk, 1) == {n: int(n in STAY | late) for n in ALL}, "who came back gets it, once"
    send(desk, 2)
    assert have(desk, 2) == {n: int(n in (STAY | late) - {1, 10}) for n in ALL}
    assert campaign.text("meta", "Project:Village pump").count("<!-- letsconnect ") == 2
