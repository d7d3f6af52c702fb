"""What MassMessage is told, and what becomes of a target, decided from values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.announce import Addressed, Done, Recipient, plan_announcement
from bot.plan.edits import Campaign, Plan, SkipReason
from bot.plan.massmessage import description_of, ending_of, key_in, subject_of, target_of
from bot.plan.section import Reader
from bot.program.mass_delivery import Arrival, Note, Sent
from bot.program.outcomes import Outcome
from bot.program.talkpage import TalkPage
from bot.wikitext.targets import Target
from tests.plan.test_announce import CAMPAIGN, MAKER, NOBODY, messages, page, participant

SENT = Sent(
    key=CAMPAIGN.key("massmessage/es/1"),
    language="es",
    subject="Próxima [[clínica|clínica]] ''ya''",
    at="2026-11-26T10:00:00Z",
    targets=(Target(title="User talk:Ana", site="es.wiki.example"),),
)
ARRIVED = Arrival(
    title="Usuario discusión:Ana",
    revid=7,
    at="2026-11-26T10:00:05Z",
    summary="Sección nueva: /* Próxima clínica ya */",
)
LEFT_OUT = Note(
    title="Usuario discusión:Ana",
    action="skipoptout",
    subject=SENT.subject,
    reason="",
    at="2026-11-26T10:00:05Z",
)


def outcome(*, text: str = "", arrivals: tuple[Arrival, ...] = (), notes: tuple[Note, ...] = ()) -> str:
    ending = ending_of({"Ana"}, text, marker=CAMPAIGN.shared_key, sent=SENT, arrivals=arrivals, notes=notes)
    return f"{ending.outcome} {ending.reason}".strip() if ending else "on its way"


def test_a_message_that_nobody_speaks_of_is_on_its_way() -> None:
    assert outcome() == "on its way"


def test_an_edit_of_massmessage_with_the_heading_is_the_message_even_if_it_was_archived_since() -> None:
    assert outcome(arrivals=(ARRIVED,), text="Archived.") == "posted"


def test_a_page_that_holds_the_shared_key_has_it() -> None:
    assert outcome(text=f"Hello <!-- letsconnect {CAMPAIGN.shared_key} -->") == "posted"


@pytest.mark.parametrize(
    "arrival",
    [
        replace(ARRIVED, at="2026-11-26T09:59:59Z"),
        replace(ARRIVED, summary="Sección nueva: /* Otro boletín */"),
        replace(ARRIVED, title="Usuario discusión:Ana María"),
    ],
    ids=["before the send", "another heading", "somebody else"],
)
def test_another_message_of_massmessage_is_not_this_one(arrival: Arrival) -> None:
    assert outcome(arrivals=(arrival,)) == "on its way"


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("skipoptout", "skipped optout"),
        ("skipnouser", "skipped nouser"),
        ("skipbadns", "skipped redirect"),
        ("failure", "refused protectedpage"),
        ("send", "on its way"),
    ],
)
def test_the_log_of_a_wiki_says_who_was_left_out_and_why(action: str, told: str) -> None:
    assert outcome(notes=(replace(LEFT_OUT, action=action, reason="protectedpage"),)) == told


@pytest.mark.parametrize(
    "note",
    [replace(LEFT_OUT, subject="Otro boletín"), replace(LEFT_OUT, at="2026-11-26T09:00:00Z")],
    ids=["another subject", "before the send"],
)
def test_a_note_about_another_message_is_not_about_this_one(note: Note) -> None:
    assert outcome(notes=(note,)) == "on its way"


@given(words=st.text(max_size=60), name=st.text(min_size=1, max_size=20), time=st.floats(0, 2e9))
def test_a_list_says_which_send_of_which_campaign_it_is_for(words: str, name: str, time: float) -> None:
    campaign = Campaign(program="letsconnect", name=name, title="Message")
    other = Campaign(program="letsconnect", name=f"{name} 2", title="Message")
    key = campaign.key(f"massmessage/es/{time}")
    description = description_of(words, program="letsconnect", key=key)
    assert key_in(description, campaign) == key
    assert key_in(description, other) == ""


def test_a_target_is_named_so_that_every_wiki_understands_it() -> None:
    target = target_of("نقاش المستخدم:Ana Ruiz/x", site="ar.wiki.example")
    assert (target.title, target.site) == ("User talk:Ana Ruiz/x", "ar.wiki.example")
    assert target_of("User talk:Ana", site=None).site is None


def test_a_subject_has_no_tags() -> None:
    assert subject_of("Next <b>clinic</b>,  <!-- soon --> 5 < 6") == "Next clinic, 5 < 6"


SHARED = {
    wiki: Reader(wiki=wiki, language=language, home_prefix="m:", optout_category="", shared=True)
    for wiki, language in (("meta", "en"), ("es", "es"), ("ar", "ar"))
}


def plan(*people: tuple[str, str, TalkPage], done: Done = NOBODY) -> Plan:
    return plan_announcement(
        Addressed(
            recipients=tuple(
                Recipient(participant=participant(name, ("es",)), wiki=wiki) for wiki, name, _ in people
            ),
            skips=(),
            problems=(),
        ),
        {(wiki, name): their for wiki, name, their in people},
        messages=messages("en", "es"),
        readers=SHARED,
        maker=replace(MAKER, sender="ExampleBot"),
        done=done,
        bot="ExampleBot",
    )


def test_all_who_read_a_language_get_the_very_same_text_on_whatever_wiki() -> None:
    posts = plan(
        ("es", "Ana", page("es:1")), ("ar", "Badr", page("ar:2")), ("meta", "Cleo", page("meta:3"))
    ).posts
    assert len({post.text for post in posts}) == 1
    assert len({post.key for post in posts}) == 3
    assert 'lang="es"' in posts[0].text
    assert CAMPAIGN.shared_key in posts[0].text
    assert "[[:m:User:ExampleBot|ExampleBot]] ~~~~~" in posts[0].text


def test_a_page_that_has_massmessages_text_gets_no_other() -> None:
    there = page("es:1", text=f"<!-- letsconnect {CAMPAIGN.shared_key} -->")
    assert (plan(("es", "Ana", there)).posts, plan(("es", "Ana", there)).done) == ((), 1)


def test_to_whom_massmessage_is_on_its_way_waits_on_every_wiki_and_under_the_same_name() -> None:
    waiting = {CAMPAIGN.key("es:1"), "Ana"}
    planned = plan(
        ("es", "Ana", page("es:1")), ("ar", "Ana", page("ar:5")), done=replace(NOBODY, waiting=waiting)
    )
    assert (planned.posts, len(planned.held)) == ((), 2)


def test_after_long_silence_somebody_is_left_to_a_person() -> None:
    planned = plan(("es", "Ana", page("es:1")), done=replace(NOBODY, unseen={CAMPAIGN.key("es:1")}))
    assert [skip.reason for skip in planned.skips] == [SkipReason.UNSEEN]


def test_each_outcome_that_is_told_is_one_that_the_ledger_keeps() -> None:
    ending = ending_of({"Ana"}, "", marker="x", sent=SENT, arrivals=(), notes=(LEFT_OUT,))
    assert ending
    assert ending.outcome in {Outcome.POSTED, Outcome.SKIPPED, Outcome.REFUSED}
