"""What the operator decides while a campaign runs: a few first, pause, cancel, a budget, only the failed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.proxy import FaultProxy
from tests.sandbox.campaign import MESSAGE, SIGNUP, Campaign, spread

pytestmark = pytest.mark.sandbox

TWO = ("es", "ar")
STOP = "User:LetsConnectBot/Stop"
MANY = 140
"""More than a run at work writes, on a busy machine too, before it is held back twice."""


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    """Twelve people on two wikis."""
    return ready(Campaign(sandbox=fresh_sandbox, folder=tmp_path), 12)


@pytest.fixture
def slow(campaign: Campaign) -> Iterator[Campaign]:
    """Many people on two wikis that take their time to answer."""
    ready(campaign, MANY)
    with ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(FaultProxy(campaign.sandbox.ports[wiki], delay=0.1)) for wiki in TWO
        }
        yield campaign


def ready(campaign: Campaign, count: int) -> Campaign:
    campaign.sandbox.users(count)
    campaign.write_message()
    campaign.sign_up(spread(count, TWO))
    return campaign


def written(campaign: Campaign) -> int:
    return sum(campaign.sections().values())


def wait_for_writes(campaign: Campaign, wanted: int) -> None:
    until = time.monotonic() + 60
    while campaign.count_writes() < wanted:
        assert time.monotonic() < until, "no writes"
        time.sleep(0.02)


def test_a_few_get_it_first_and_the_rest_after_somebody_looked(campaign: Campaign) -> None:
    first = campaign.deliver("-canary:5")
    assert first.status == 1
    assert "The first 5 have it; 7 wait." in first.out
    found = campaign.sections()
    languages = {language for wiki, name, language in spread(12, TWO) if found[wiki, name]}
    assert found.total() == 5
    assert len(languages) == 5  # one of each language, not the first five
    again = campaign.deliver("-canary:5")
    assert (again.status, written(campaign)) == (1, 5)
    assert campaign.deliver().status == 1  # forgetting the option lets nothing out
    assert written(campaign) == 5
    assert campaign.deliver("-go").status == 0
    assert campaign.wrong() == {}
    assert "0 to write, 12 delivered before" in campaign.deliver("-canary:5").out


@pytest.mark.soak
def test_a_paused_campaign_writes_nothing_until_it_is_resumed(campaign: Campaign) -> None:
    assert campaign.deliver("-budget:4").status == 75
    assert written(campaign) == 4
    assert campaign.deliver("-pause").status == 0
    paused = campaign.deliver()
    assert paused.status == 3
    assert "is paused. Run it again with -resume to go on." in paused.out
    assert written(campaign) == 4
    assert campaign.deliver("-resume").status == 0
    assert campaign.wrong() == {}


def test_a_cancelled_campaign_stays_cancelled(campaign: Campaign) -> None:
    assert campaign.deliver("-cancel").status == 0
    cancelled = campaign.deliver()
    assert (cancelled.status, written(campaign)) == (3, 0)
    assert "is cancelled." in cancelled.out


def test_two_decisions_at_once_are_none(campaign: Campaign) -> None:
    run = campaign.deliver("-pause", "-go")
    assert (run.status, run.err) == (2, "Give one of -go, -resume, -pause and -cancel.")


def test_only_those_are_tried_again_to_whom_a_wiki_refused_to_write(campaign: Campaign) -> None:
    people = spread(12, TWO)
    campaign.sign_up(people[:6])
    for wiki, name, _ in people[:2]:
        campaign.save(wiki, f"User talk:{name}", "A long story. " * 100)
    campaign.sandbox.set_extra("$wgMaxArticleSize = 1;")
    try:
        assert campaign.deliver().status == 1
    finally:
        campaign.sandbox.set_extra("")
    assert written(campaign) == 4
    campaign.sign_up(people)
    again = campaign.deliver("-retry")
    assert again.status == 0, again.out + again.err
    assert written(campaign) == 6
    assert campaign.deliver().status == 0
    assert campaign.wrong() == {}


def test_a_run_at_work_obeys_a_pause_and_the_stop_page_within_a_batch(slow: Campaign) -> None:
    run = slow.start()
    wait_for_writes(slow, 5)
    assert slow.run("-pause").status == 0
    paused_at = slow.count_writes()
    assert run.wait(timeout=120) == 3
    assert slow.count_writes() - paused_at <= 50 + 3
    assert written(slow) < MANY
    assert slow.run("-always", "-budget:1", "-resume").status == 75
    run = slow.start()
    before = slow.count_writes()
    wait_for_writes(slow, before + 5)
    slow.save("meta", STOP, "Please wait.")
    stopped_at = slow.count_writes()
    assert run.wait(timeout=120) == 3
    assert slow.count_writes() - stopped_at <= 50 + 3
    slow.save("meta", STOP, "")
    assert slow.deliver().status == 0
    assert slow.wrong() == {}


def test_who_has_enough_this_month_is_told_in_the_next_message_what_was_held_back(campaign: Campaign) -> None:
    # The first wants one message a month, the second none, the third says nothing: the settings allow two.
    rows = "".join(
        f"|-\n| [[User:Editor {number:04}]] || es || es || {limit}\n"
        for number, limit in ((1, "1"), (2, "0"), (3, ""))
    )
    heads = "! User !! Languages !! Home wiki !! Messages a month"
    campaign.save("meta", SIGNUP, f'{{| class="wikitable"\n{heads}\n{rows}|}}\n')
    campaign.limits = "messages_a_month = 2\n"
    campaign.write_settings()
    texts = []
    for number in (1, 2, 3):
        message = f"{MESSAGE} {number}"
        campaign.save("meta", message, f"== News {number} ==\nText {number}.\n")
        campaign.save("meta", f"{message}/es", f"== Noticias {number} ==\nTexto {number}.\n")
        run = campaign.run("-always", f"-page:{message}")
        assert run.status == 0, run.out + run.err
        texts.append([campaign.text("es", f"User talk:Editor {n:04}") for n in (1, 2, 3)])
    assert [text.count("== Noticias") for text in texts[-1]] == [1, 0, 2]
    assert "Monthly limit on messages reached" in run.out
    assert "0 to write" in campaign.run("-always", f"-page:{MESSAGE} 3").out
    campaign.save("meta", SIGNUP, f'{{| class="wikitable"\n{heads}\n{rows.replace("|| 1", "|| 9")}|}}\n')
    campaign.save("meta", f"{MESSAGE} 4", "== News 4 ==\nText 4.\n")
    campaign.run("-always", f"-page:{MESSAGE} 4")
    told = campaign.text("es", "User talk:Editor 0001")
    for number in (2, 3):
        assert f"[[:m:{MESSAGE} {number}|{MESSAGE} {number}]]" in told
    campaign.run("-always", f"-page:{MESSAGE} 2")  # told of it, it comes after all: named no more
    campaign.save("meta", f"{MESSAGE} 5", "== News 5 ==\nText 5.\n")
    campaign.run("-always", f"-page:{MESSAGE} 5")
    assert campaign.text("es", "User talk:Editor 0001").count(f"{MESSAGE} 3|") == 1
