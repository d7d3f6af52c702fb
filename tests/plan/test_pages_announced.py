"""Pages that are nobody's talk page: what they get, and why some get nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.plan.announce import Addressed, Done, Recipient, address, plan_announcement
from bot.plan.edits import Plan, SkipReason
from bot.program.participant import Participant, Roster, page_participant
from bot.program.problems import Place
from bot.program.talkpage import TalkPage
from bot.wikitext.exclusion import allows
from bot.words.catalogue import default_catalogue
from tests.plan.talk_pages import talk_page
from tests.plan.test_announce import CAMPAIGN, MAKER, NOBODY, READERS, messages, participant

LIST = "Lists/Pumps"
PUMP = "Project:Village pump"


def pump(title: str = PUMP, *, listed: str = LIST, wiki: str = "es") -> Participant:
    return page_participant(title, wiki=wiki, place=Place(page=listed, row=2, line=2))


def page(number: int = 7, **changes: Any) -> TalkPage:
    fields = {"person_id": f"page:es:{number}", "title": "Wikipedia:Café", "of_nobody": True}
    return talk_page(**{**fields, **changes})


def plan(*people: tuple[Participant, TalkPage | None], done: Done = NOBODY, cap: int | None = None) -> Plan:
    recipients = tuple(Recipient(participant=person, wiki="es") for person, _ in people)
    return plan_announcement(
        Addressed(recipients=recipients, skips=(), problems=()),
        {("es", person.username): their for person, their in people if their},
        messages=messages("en", "es", "ar"),
        readers=READERS,
        maker=replace(MAKER, sender="ExampleBot"),
        done=done,
        bot="ExampleBot",
        cap=cap,
    )


def test_a_page_gets_the_message_in_its_wiki_s_language_and_is_told_which_list_names_it() -> None:
    (post,) = plan((pump(), page())).posts
    assert (post.title, post.language, post.username) == ("Wikipedia:Café", "es", f"[[es:{PUMP}]]")
    assert post.key == CAMPAIGN.key("page:es:7")
    assert f"[[:m:{LIST}|" in post.text
    assert "Program/Sign-up" not in post.text


def test_a_page_that_the_settings_name_is_told_so() -> None:
    (post,) = plan((pump(listed=""), page())).posts
    why = default_catalogue().say("es", "announce-why-settings", ":m:Talk:Program")
    assert why in post.text


@pytest.mark.parametrize("bot", ["ExampleBot", "ArchiveBot"])
def test_how_to_end_the_messages_keeps_no_bot_away_by_itself(bot: str) -> None:
    (post,) = plan((pump(), page())).posts
    assert allows(post.text, bot)
    assert "{{" not in post.text


def test_people_are_told_of_the_sign_ups_beside_pages_in_the_same_language() -> None:
    of_page, of_person = plan((pump(), page()), (participant("Ana"), talk_page())).posts
    assert "Program/Sign-up" not in of_page.text
    assert "Program/Sign-up" in of_person.text
    assert LIST not in of_person.text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"person_id": "", "baserevid": None}, SkipReason.NO_PAGE),
        ({"for_readers": True}, SkipReason.READERS),
        ({"redirect_leads_away": True}, SkipReason.REDIRECT),
        ({"person_id": "", "redirect_leads_away": True}, SkipReason.REDIRECT),
        ({"content_model": "flow-board"}, SkipReason.CONTENT),
        ({"opted_out": True}, SkipReason.OPTOUT),
        ({"protected": True}, SkipReason.PROTECTED),
        ({"text": "{{nobots}}"}, SkipReason.EXCLUSION),
        ({"text": "{{bots|deny=ExampleBot}}"}, SkipReason.EXCLUSION),
    ],
)
def test_each_rule_against_a_page_has_its_reason(changes: dict[str, Any], reason: SkipReason) -> None:
    result = plan((pump(), page(**changes)))
    assert ([skip.reason for skip in result.skips], result.posts) == ([reason], ())


@pytest.mark.parametrize(
    ("listed", "changes", "reason", "values"),
    [
        (LIST, {"person_id": ""}, "problem-list-nopage", (LIST, 2, PUMP, "es")),
        (LIST, {"for_readers": True}, "problem-list-readers", (LIST, 2, PUMP, "es")),
        ("", {"person_id": ""}, "problem-settings-page", (PUMP, "es")),
    ],
)
def test_a_page_that_is_not_there_or_no_page_for_messages_is_told(
    listed: str, changes: dict[str, Any], reason: str, values: tuple[str | int, ...]
) -> None:
    (problem,) = plan((pump(listed=listed), page(**changes))).problems
    assert (problem.reason, problem.values) == (reason, values)


def test_two_entries_that_lead_to_one_page_get_one_message() -> None:
    result = plan((pump(), page()), (pump("Project:Pump"), page()))
    assert (len(result.posts), [skip.reason for skip in result.skips]) == (1, [SkipReason.TWICE])


def test_a_moved_page_has_its_message_and_one_of_the_same_title_elsewhere_does_not() -> None:
    had = Done(keys={CAMPAIGN.key("page:es:7")}, names={pump(wiki="ar").username})
    assert plan((pump("Project:Moved"), page(title="Wikipedia:Moved")), done=had).done == 1
    assert len(plan((pump(), page(8)), done=had).posts) == 1


def test_the_monthly_limit_is_of_people() -> None:
    had = replace(NOBODY, had={CAMPAIGN.key("page:es:7"): 5, CAMPAIGN.key("es:1"): 5})
    result = plan((pump(), page()), (participant("Ana"), talk_page()), done=had, cap=1)
    assert [post.title for post in result.posts] == ["Wikipedia:Café"]
    assert [skip.reason for skip in result.skips] == [SkipReason.CAP]


def test_a_page_is_addressed_on_its_own_wiki() -> None:
    roster = Roster(participants=(pump(wiki="ar"), participant("Ana")))
    addressed = address(roster, home="meta", wiki_named={})
    assert [(r.wiki, r.username) for r in addressed.recipients] == [
        ("ar", f"[[ar:{PUMP}]]"),
        ("meta", "Ana"),
    ]
