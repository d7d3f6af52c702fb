"""What a wiki's answer says of pages that are nobody's talk page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from bot.program.talkpage import TalkPage
from bot.wiki.contributions import contributions_since, delivered_in
from bot.wiki.target_pages import look_at_pages
from tests.plan.test_announce import CAMPAIGN

PUMP = "Project:Village pump"
NAMED = {"normalized": [{"from": PUMP, "to": "Wikipedia:Café"}]}


def there(title: str = "Wikipedia:Café", ns: int = 4, **more: Any) -> dict[str, Any]:
    revision = {"revid": 12, "slots": {"main": {"content": "Hola."}}}
    return {
        "pageid": 3,
        "ns": ns,
        "title": title,
        "contentmodel": "wikitext",
        "revisions": [revision],
        **more,
    }


def look(answer: Mapping[str, Any], title: str = PUMP, *, all_kinds: bool = False) -> dict[str, TalkPage]:
    asked: list[Mapping[str, str]] = []

    def query(parameters: Mapping[str, str]) -> Mapping[str, Any]:
        asked.append(parameters)
        return answer

    account = SimpleNamespace(rights=frozenset({"edit", "autoconfirmed"}))
    wiki: Any = SimpleNamespace(name="es", batch=50, account=account, query=query)
    found = look_at_pages(wiki, [title], optout_categories=("Categoría:No",), all_kinds=all_kinds)
    assert [each["titles"] for each in asked] == [title]
    return found


def test_a_page_is_known_by_its_number_and_no_page_is_asked_about_without_need() -> None:
    page = look({**NAMED, "pages": [there()]})[PUMP]
    assert (page.person_id, page.title, page.baserevid, page.text) == (
        "page:es:3",
        "Wikipedia:Café",
        12,
        "Hola.",
    )
    assert page.of_nobody
    assert not any([page.redirect_leads_away, page.for_readers, page.protected, page.opted_out])


def test_redirects_within_the_wiki_are_followed_to_the_page_and_its_number() -> None:
    redirects = [{"from": "Wikipedia:Café", "to": "Wikipedia:Bar"}, {"from": "Wikipedia:Bar", "to": "Talk:X"}]
    page = look({**NAMED, "redirects": redirects, "pages": [there("Talk:X", 1)]})[PUMP]
    assert (page.title, page.person_id, page.redirect_leads_away) == ("Talk:X", "page:es:3", False)


@pytest.mark.parametrize(
    ("to", "more"),
    [
        ("meta:Talk:X", {"interwiki": [{"title": "meta:Talk:X", "iw": "meta"}]}),
        ("Especial:X", {"pages": [{"ns": -1, "title": "Especial:X", "special": True}]}),
        ("User talk:Ana", {"pages": [there("User talk:Ana", 3)]}),
        ("User talk:Ana", {"pages": [{"ns": 3, "title": "User talk:Ana", "missing": True}]}),
        ("Wikipedia:Café", {"pages": []}),
    ],
)
def test_a_redirect_to_another_wiki_a_special_page_a_person_or_itself_leads_away(
    to: str, more: dict[str, Any]
) -> None:
    redirects = [{"from": "Wikipedia:Café", "to": to}]
    assert look({**NAMED, "redirects": redirects, **more})[PUMP].redirect_leads_away


@pytest.mark.parametrize(
    "answer",
    [
        {"pages": [{"ns": 4, "title": PUMP, "missing": True}]},
        {"pages": [{"title": PUMP, "invalid": True, "invalidreason": "…"}]},
        {"pages": [{"ns": -1, "title": PUMP, "special": True}]},
        {"interwiki": [{"title": PUMP, "iw": "project"}]},
        {},
    ],
)
def test_what_is_no_page_of_the_wiki_has_no_number(answer: dict[str, Any]) -> None:
    page = look(answer)[PUMP]
    assert (page.person_id, page.baserevid, page.text) == ("", None, "")


def test_a_page_that_is_there_and_cannot_be_read_waits() -> None:
    assert look({**NAMED, "pages": [there(revisions=[{"revid": 12, "slots": {"main": {}}}])]}) == {}


@pytest.mark.parametrize(
    ("ns", "for_readers"),
    [(0, True), (1, False), (2, False), (4, False), (6, True), (10, True), (101, False)],
)
def test_articles_and_the_like_are_no_pages_for_messages_but_where_all_kinds_are(
    ns: int, for_readers: bool
) -> None:
    answer = {"pages": [there(f"{PUMP}/Sub", ns)]}
    assert look(answer, f"{PUMP}/Sub")[f"{PUMP}/Sub"].for_readers is for_readers
    assert not look(answer, f"{PUMP}/Sub", all_kinds=True)[f"{PUMP}/Sub"].for_readers


def test_protection_and_the_category_of_those_who_opted_out_count() -> None:
    protection = [{"type": "edit", "level": "sysop", "expiry": "infinity"}]
    answer = {"pages": [there(PUMP, protection=protection, categories=[{"title": "Categoría:No"}])]}
    page = look(answer)[PUMP]
    assert (page.protected, page.opted_out) == (True, True)


def test_messages_are_read_back_from_all_pages_only_where_a_campaign_goes_to_pages() -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    assert contributions_since("Bot", moment)["ucnamespace"] == "3"
    assert "ucnamespace" not in contributions_since("Bot", moment, pages=True)


def test_a_message_on_a_page_is_the_page_s_and_one_on_a_talk_page_its_owner_s() -> None:
    keys = {title: CAMPAIGN.key(title) for title in ("Wikipedia:Café", "Usuario discusión:Ana")}
    edits = [
        {
            "ns": 3 if "Ana" in title else 4,
            "title": title,
            "revid": 1,
            "timestamp": "2026-11-02T00:00:00Z",
            "comment": f"… [letsconnect:{key}/es]",
        }
        for title, key in keys.items()
    ]
    found = delivered_in({"usercontribs": edits}, "letsconnect", CAMPAIGN.prefix)
    assert [found[key].recipient("es") for key in keys.values()] == ["[[es:Wikipedia:Café]]", "Ana"]
