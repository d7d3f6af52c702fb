"""Nothing goes out unless an organiser agreed to these very words; then translators are asked, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.words.catalogue import default_catalogue
from tests.sandbox.campaign import Campaign
from tests.sandbox.newsletter_wikis import set_newsletter
from tests.sandbox.newsletters import LEADS, Desk, archive_title, draft_title, words_of
from tests.sandbox.test_approval import ORGANISER, save

pytestmark = pytest.mark.sandbox

PEOPLE = [("meta", "Editor 0001", "en", "yes"), ("es", "Editor 0002", "es", "yes")]
SIGNATURE = f"[[User:{ORGANISER}|Noor]] 12:00, 26 November 2026 (UTC)"
CALL = default_catalogue().say("es", "newsletter-call-heading")


@pytest.fixture
def desk(fresh_sandbox: Sandbox, tmp_path: Path) -> Desk:
    """A draft in English and Spanish, two readers, and others who have an account."""
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path)
    fresh_sandbox.users(8)
    set_newsletter(campaign, languages="en es")
    desk = Desk(campaign)
    desk.sign_up(PEOPLE)
    desk.list_translators([])
    return desk


def add_line(desk: Desk, line: str, *, by: str) -> str:
    """Add a line to the page on which one says that it is ready; give the page as it was before."""
    title, code = desk.ready_page()
    before = desk.campaign.text("meta", title)
    save(desk.campaign, title, f"{before}\n* {line.format(code=code)}\n", by=by)
    return before


def nothing_went_out(desk: Desk) -> bool:
    """Run, and tell whether it wrote no message and published nothing."""
    run = desk.run()
    assert run.status in {0, 1}, run.out + run.err
    sent = sum(desk.campaign.sections().values())
    return sent == 0 and desk.campaign.text("meta", archive_title()) == ""


def test_only_an_organiser_s_own_line_counts_and_only_for_these_words(desk: Desk) -> None:
    campaign = desk.campaign
    desk.write(1, ("en", "es"))
    assert nothing_went_out(desk)

    add_line(desk, "Ready {code} [[User:Editor 0003|Editor 0003]]", by="Editor 0003")
    assert nothing_went_out(desk), "somebody who is no organiser"
    add_line(desk, f"Ready {{code}} {SIGNATURE}", by="Editor 0003")
    assert nothing_went_out(desk), "an organiser's signature by somebody else"
    title, _ = desk.ready_page()
    assert "Editor 0003" in campaign.text("meta", title)

    before = add_line(desk, f"Ready {{code}} {SIGNATURE} now", by=ORGANISER)
    after = campaign.text("meta", title)
    save(campaign, title, before, by=ORGANISER)
    assert nothing_went_out(desk), "taken back"
    save(campaign, title, after, by="Editor 0003")
    assert nothing_went_out(desk), "brought back by somebody else"
    save(campaign, title, before, by=ORGANISER)

    desk.say_ready()
    save(campaign, draft_title(), words_of("en").replace(LEADS["en"], "Buy gardens!"), by="Editor 0003")
    assert nothing_went_out(desk), "other words than those that were called ready"
    save(campaign, draft_title(), words_of("en").replace(LEADS["en"], LEADS["en"].upper()), by=ORGANISER)
    assert nothing_went_out(desk)
    save(campaign, draft_title(), words_of("en"), by=ORGANISER)
    save(campaign, draft_title(1, "es"), words_of("es") + "\n", by=ORGANISER)
    assert nothing_went_out(desk), "it must be said again, even of words that were ready once"

    desk.say_ready()
    assert not nothing_went_out(desk)
    assert not campaign.wrong()


@pytest.mark.soak
def test_ready_may_be_withdrawn_and_outlives_new_facts_and_translations(desk: Desk) -> None:
    campaign = desk.campaign
    desk.write()
    campaign.save("meta", draft_title(1, "es"), "")
    assert nothing_went_out(desk)
    title, _ = desk.ready_page()
    add_line(desk, f"Ready {{code}} {SIGNATURE}", by=ORGANISER)
    assert nothing_went_out(desk), "the translation is missing"
    save(campaign, title, campaign.text("meta", title).rpartition("\n* Ready")[0], by=ORGANISER)
    save(campaign, draft_title(1, "es"), words_of("es"), by="Editor 0003")
    assert nothing_went_out(desk), "withdrawn before the translation came"

    save(campaign, draft_title(1, "es"), "", by="Editor 0003")
    assert nothing_went_out(desk)
    add_line(desk, f"Ready {{code}} {SIGNATURE} again", by=ORGANISER)
    assert nothing_went_out(desk)
    facts = campaign.text("meta", draft_title())
    desk.sign_up([*PEOPLE, ("es", "Editor 0004", "es", "yes")])
    assert nothing_went_out(desk)
    assert campaign.text("meta", draft_title()) != facts, "the facts are new"
    save(campaign, draft_title(1, "es"), words_of("es"), by="Editor 0003")
    assert not nothing_went_out(desk), "and it is ready still"
    assert not campaign.wrong()


def test_translators_are_asked_once_for_their_language_and_only_when_it_is_ready(desk: Desk) -> None:
    campaign = desk.campaign
    set_newsletter(campaign, languages="en es ar")
    languages = (("5", "es"), ("6", "ar"), ("7", "fr"))
    desk.list_translators([(code, f"Editor 000{one}", code) for one, code in languages])

    def asked() -> dict[str, int]:
        texts = {one: campaign.text(code, f"User talk:Editor 000{one}") for one, code in languages}
        return {one: text.count("<!-- letsconnect ") for one, text in texts.items()}

    desk.write(1, ("en", "ar"))
    assert nothing_went_out(desk)
    assert asked() == {"5": 0, "6": 0, "7": 0}, "not before it is ready"
    desk.say_ready()
    assert nothing_went_out(desk)
    assert asked() == {"5": 1, "6": 0, "7": 0}
    assert CALL in campaign.text("es", "User talk:Editor 0005")
    assert "Draft/Issue_1/es" in campaign.text("es", "User talk:Editor 0005").replace(" ", "_")
    changes = campaign.newest()
    assert nothing_went_out(desk)
    assert campaign.newest() == changes, "a second run asks nobody"
    campaign.ledger.unlink()
    assert nothing_went_out(desk)
    assert asked() == {"5": 1, "6": 0, "7": 0}, "nor does one that has forgotten"
    desk.write(1, ("es",))
    assert desk.run().status == 0
    assert not campaign.wrong()
    assert asked() == {"5": 1, "6": 0, "7": 0}
