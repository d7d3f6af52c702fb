"""Who gets which message, decided from values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.announce import Addressed, Done, Messages, Recipient, address, plan_announcement, rule_against
from bot.plan.edits import Campaign, Plan, SkipReason
from bot.plan.massmessage import subject_of
from bot.plan.section import Reader, SectionMaker, summary
from bot.program.announcement import Announcement
from bot.program.problems import Place
from bot.program.roster import Participant, Roster
from bot.program.talkpage import TalkPage
from bot.words.catalogue import default_catalogue
from tests.plan.talk_pages import talk_page

CAMPAIGN = Campaign(program="letsconnect", name="announce:7", title="Program/Message")
MAKER = SectionMaker(
    campaign=CAMPAIGN, words=default_catalogue(), signup_page="Program/Sign-up", team_page="Talk:Program"
)
READERS = {
    wiki: Reader(wiki=wiki, language=language, home_prefix=prefix, optout_category="")
    for wiki, language, prefix in (("meta", "en", ""), ("es", "es", "m:"), ("ar", "ar", "m:"))
}
NOBODY = Done(keys=frozenset(), names=frozenset())


def participant(username: str, languages: tuple[str, ...] = (), **more: str | None) -> Participant:
    place = Place(page="Program/Sign-up", row=1, line=4)
    fields = {"wiki": None, "home_wiki": "", **more}
    return Participant(username=username, languages=languages, place=place, **fields)  # type: ignore[arg-type]


def page(person_id: str = "es:1", **changes: object) -> TalkPage:
    return talk_page(**{"person_id": person_id, "title": f"User talk:{person_id}", **changes})


def messages(*languages: str, unread: tuple[str, ...] = ()) -> Messages:
    texts = {
        code: Announcement(language=code, heading=f"Heading {code}", body=f"Body {code}", page="P")
        for code in languages
    }
    return Messages(announcements=texts, unread=unread)


def plan(
    people: Sequence[tuple[Participant, TalkPage | None]],
    *,
    wiki: str = "es",
    said: Messages | None = None,
    done: Done = NOBODY,
) -> Plan:
    recipients = tuple(Recipient(participant=person, wiki=wiki) for person, _ in people)
    pages = {(wiki, person.username): their for person, their in people if their}
    return plan_announcement(
        Addressed(recipients=recipients, skips=(), problems=()),
        pages,
        messages=said or messages("en", "es", "ar"),
        readers=READERS,
        maker=MAKER,
        done=done,
        bot="ExampleBot",
    )


def test_a_section_has_heading_body_footer_signature_and_key() -> None:
    (post,) = plan([(participant("Ana"), page())]).posts
    assert (post.heading, post.language) == ("Heading es", "es")
    assert post.text.startswith("Body es\n\n")
    assert "[[:m:Talk:Program|" in post.text
    assert "[[:m:Program/Sign-up|" in post.text
    assert post.text.endswith(f"~~~~ <!-- letsconnect {post.key} -->")
    assert post.summary.endswith(f"[letsconnect:{post.key}/es]")


def test_a_message_in_another_language_than_the_wiki_s_is_marked_with_language_and_direction() -> None:
    (post,) = plan([(participant("Ana", ("ar",)), page())]).posts
    assert 'lang="ar"' in post.text
    assert 'dir="rtl"' in post.text
    (post,) = plan([(participant("Ana", ("es",)), page())]).posts
    assert "lang=" not in post.text


def test_the_key_is_made_of_campaign_and_person_not_of_the_name() -> None:
    (before,) = plan([(participant("Ana"), page("es:1"))]).posts
    (after,) = plan([(participant("Ana Renamed"), page("es:1"))]).posts
    assert before.key == after.key
    assert before.key.startswith(CAMPAIGN.prefix)


def test_whose_key_is_done_gets_nothing_more() -> None:
    done = Done(keys={CAMPAIGN.key("es:1")}, names=())
    assert plan([(participant("Ana"), page())], done=done).posts == ()


def test_a_talk_page_that_holds_the_key_is_delivered_whatever_the_ledger_says() -> None:
    text = f"== Old ==\n<!-- letsconnect {CAMPAIGN.key('es:1')} -->"
    result = plan([(participant("Ana"), page(text=text))])
    assert (result.posts, result.done) == ((), 1)


def test_who_had_it_on_another_wiki_under_the_same_name_is_left_out() -> None:
    (skip,) = plan([(participant("Ana"), page())], done=Done(keys=(), names={"Ana"})).skips
    assert skip.reason is SkipReason.DELIVERED


def test_each_rule_against_a_talk_page_has_its_reason() -> None:
    cases = {
        SkipReason.NO_USER: page(""),
        SkipReason.BLOCKED: page(blocked=True),
        SkipReason.REDIRECT: page(redirect_leads_away=True),
        SkipReason.CONTENT: page(content_model="flow-board"),
        SkipReason.OPTOUT: page(opted_out=True),
        SkipReason.PROTECTED: page(protected=True),
        SkipReason.EXCLUSION: page(text="{{bots|deny=ExampleBot}}"),
    }
    for reason, their in cases.items():
        result = plan([(participant("Ana"), their)])
        assert [skip.reason for skip in result.skips] == [reason]
        assert result.posts == ()


@pytest.mark.parametrize(
    ("text", "announce", "newsletter"),
    [
        ("{{bots|optout=newsletter}}", True, False),
        ("{{bots|optout=announce}}", False, True),
        ("{{bots|denyscript=Newsletter}}", True, False),
        ("{{bots|optout=all}}", False, False),
        ("{{nobots}}", False, False),
        ("{{bots|allowscript=newsletter}}", False, True),
        ("", True, True),
    ],
)
def test_who_opts_out_of_one_thing_may_get_the_other(text: str, announce: bool, newsletter: bool) -> None:
    their = page(text=text)
    assert (rule_against(their, bot="ExampleBot") is None) == announce
    assert (rule_against(their, bot="ExampleBot", task="newsletter") is None) == newsletter


def test_no_account_is_a_problem_too_with_its_row() -> None:
    (problem,) = plan([(participant("Ana"), page(""))]).problems
    assert problem.values[:3] == (1, 4, "Ana")


def test_two_people_whose_talk_pages_lead_to_one_get_one_message() -> None:
    people = [
        (participant("Ana"), page("es:1", title="User talk:Ana")),
        (participant("Ana Old"), page("es:2", title="User talk:Ana")),
    ]
    result = plan(people)
    assert len(result.posts) == 1
    assert [skip.reason for skip in result.skips] == [SkipReason.TWICE]


def test_a_page_that_has_the_campaign_s_message_gets_no_second_one_for_another_person() -> None:
    done = Done(keys=(), names=(), titles={("es", "User talk:Ana")})
    (skip,) = plan([(participant("Ana"), page(title="User talk:Ana"))], done=done).skips
    assert skip.reason is SkipReason.TWICE


def test_somebody_whose_write_on_another_wiki_is_in_doubt_waits() -> None:
    done = Done(keys=(), names=(), begun={CAMPAIGN.key("es:1"): "ar"})
    assert len(plan([(participant("Ana"), page())], done=done).held) == 1
    done = Done(keys=(), names=(), begun={CAMPAIGN.key("es:1"): "es"})
    assert len(plan([(participant("Ana"), page())], done=done).posts) == 1


def test_whose_page_was_deleted_while_in_doubt_is_left_to_a_person() -> None:
    done = Done(keys=(), names=(), deleted={CAMPAIGN.key("es:1")})
    planned = plan([(participant("A"), page("es:1", baserevid=None))], done=done)
    assert ([skip.reason for skip in planned.skips], planned.posts) == ([SkipReason.DELETED], ())


def test_what_people_write_for_a_wiki_is_quoted_short_and_without_private_data() -> None:
    roster = Roster(
        participants=(participant("Ana", home_wiki="ask ana@example.org\nWrite these 900? [y/N] " * 9),)
    )
    named = {person.home_wiki: None for person in roster.participants}
    (problem,) = address(roster, home="meta", wiki_named=named).problems
    assert isinstance(problem.values[2], str)
    assert len(problem.values[2]) <= 60
    assert "@" not in problem.values[2]
    assert "\n" not in problem.values[2]


def test_a_language_that_could_not_be_read_is_held_not_replaced() -> None:
    result = plan([(participant("Ana", ("es",)), page())], said=messages("en", unread=("es",)))
    assert (result.posts, len(result.held)) == ((), 1)


def test_a_missing_translation_is_a_note_in_the_plan() -> None:
    (note,) = plan([(participant("Ana", ("pt",)), page())], said=messages("en", "es")).notes
    assert (note.reason, note.values) == ("problem-fallback", ("pt", 1, "en"))


def test_somebody_on_a_wiki_that_is_away_waits() -> None:
    assert [held.username for held in plan([(participant("Ana"), None)]).held] == ["Ana"]


def test_a_wiki_that_is_not_in_the_settings_is_a_problem_and_nobody_s_wiki() -> None:
    roster = Roster(participants=(participant("Ana", home_wiki="evil.example"), participant("Bo")))
    addressed = address(roster, home="meta", wiki_named={"evil.example": None})
    assert [recipient.username for recipient in addressed.recipients] == ["Bo"]
    assert [problem.reason for problem in addressed.problems] == ["problem-wiki"]


def test_temporary_accounts_and_addresses_are_never_asked_about() -> None:
    people = tuple(participant(name) for name in ("~2026-12345-67", "192.0.2.7", "2001:DB8::7"))
    addressed = address(Roster(participants=people), home="meta", wiki_named={})
    assert addressed.recipients == ()
    assert [skip.reason.value for skip in addressed.skips] == ["temporary", "ip", "ip"]


@given(st.lists(st.sampled_from([f"es:{number}" for number in range(6)]), max_size=12), st.data())
def test_nobody_is_posted_to_twice_and_nobody_is_forgotten(ids: list[str], data: st.DataObject) -> None:
    """Law: posts, skips, held and done share the people out; keys and pages of posts are distinct."""
    people = []
    for number, person_id in enumerate(ids):
        title = data.draw(st.sampled_from(["User talk:A", "User talk:B", f"User talk:{number}"]))
        people.append((participant(f"Name {number}"), page(person_id, title=title)))
    done = Done(
        keys={CAMPAIGN.key(person) for person in data.draw(st.sets(st.sampled_from(["es:0", "es:1"])))},
        names=(),
    )
    result = plan(people, done=done)
    assert len(result.posts) + len(result.skips) + len(result.held) + result.done == len(people)
    assert len({post.key for post in result.posts}) == len(result.posts)
    assert len({post.title for post in result.posts}) == len(result.posts)
    assert not {post.key for post in result.posts} & set(done.keys)


@given(st.text(max_size=900))
def test_a_summary_always_fits_and_always_ends_in_the_key(heading: str) -> None:
    announcement = Announcement(language="ar", heading=heading.strip() or "x", body="b", page="P")
    post = MAKER.make(announcement, username="Ana", page=page(), reader=READERS["es"])
    assert len(post.summary) <= 500
    assert post.summary.endswith(f"[letsconnect:{post.key}/ar]")
    assert "\n" not in post.summary


LONG = {
    "en": "What we learned about people who write, draw and translate together",
    "es": "Lo que aprendimos de quienes escriben, dibujan y traducen en común",
    "ar": "ما تعلمناه من \u2067الذين\u2069 يكتبون ويرسمون ويترجمون معا",
    "fr": "Ce que nous avons appris de celles et ceux qui écrivent « ensemble »",
    "pt": "O que aprendemos com quem escreve, desenha e traduz em conjunto",
}


@pytest.mark.parametrize("language", LONG)
def test_a_heading_that_is_too_long_is_cut_and_stands_whole_in_the_message(language: str) -> None:
    heading = " – ".join([LONG[language]] * 5)
    announcement = Announcement(language=language, heading=heading, body="The body", page="P")
    short = Announcement(language=language, heading=LONG[language], body="The body", page="P")
    for reader in (READERS["es"], replace(READERS["es"], shared=True)):
        post = MAKER.make(announcement, username="Ana", page=page(), reader=reader)
        assert len(subject_of(post.heading).encode()) <= 240
        assert post.heading.endswith(" …")
        assert f"'''{heading}'''\n\nThe body" in post.text
        assert len(post.summary) <= 500
        usual = MAKER.make(short, username="Ana", page=page(), reader=reader)
        assert usual.key == post.key
        assert usual.heading == short.heading
        assert usual.text == post.text.replace(f"'''{heading}'''\n\n", "")


@pytest.mark.parametrize(
    ("heading", "first"),
    [("''a'' " * 60, "<b>"), (f"l{'’' * 100}", "'''"), ("'Tis " * 60, "<b>")],
)
def test_a_whole_heading_is_bold_whatever_quotes_it_has(heading: str, first: str) -> None:
    announcement = Announcement(language="es", heading=heading.strip(), body="b", page="P")
    post = MAKER.make(announcement, username="Ana", page=page(), reader=READERS["es"])
    assert post.text.startswith(first + heading[:3])


AROUND = " (message for those who signed up)"
TAIL = "[letsconnect:abcdef-ghijklmnopqr/en]"


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("x" * (499 - len(AROUND + TAIL)), "x" * (499 - len(AROUND + TAIL))),
        ("x " * 200, "x " * 199 + "x"),
        ("x" * 500, "x" * (498 - len(AROUND + TAIL)) + "…"),
        (f"one [[two|{'three ' * 200}]] four", "one …"),
    ],
)
def test_a_summary_says_the_heading_whole_or_cut_between_words(heading: str, said: str) -> None:
    made = summary(default_catalogue(), "en", "announce-summary", heading=heading, tail=TAIL)
    assert made == f"{said}{AROUND} {TAIL}"
