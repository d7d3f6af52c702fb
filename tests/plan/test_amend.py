"""Which delivered messages are amended or recalled, and that nothing else of their pages changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.plan.amend import (
    Changer,
    Left,
    Message,
    Reason,
    SectionEdit,
    has_sections_of_its_own,
    is_saved_otherwise,
)
from bot.plan.edits import Campaign, SkipReason
from bot.plan.own_section import Fate, OwnSection, appended, find_own, mark_of, rewritten
from bot.plan.section import Missed, Reader, SectionMaker
from bot.program.announcement import Announcement
from bot.program.changes import Change
from bot.program.talkpage import TalkPage
from bot.wikitext.sections import read_sections
from bot.words.catalogue import default_catalogue
from tests.plan.talk_pages import talk_page

CAMPAIGN = Campaign(program="letsconnect", name="announce:7", title="Program/Message")
MAKER = SectionMaker(
    campaign=CAMPAIGN, words=default_catalogue(), signup_page="Program/Sign-up", team_page="Talk:Program"
)
READER = Reader(wiki="es", language="es", home_prefix="m:", optout_category="")
PERSON = "es:1"
KEY = CAMPAIGN.key(PERSON)
MARK = mark_of("letsconnect", KEY)
SIGNED = f"[[User:Bot|Bot]] 12:00, 1 nov 2026 (UTC) {MARK}"
TITLE = "Usuario discusión:Ana Example"

LINES = st.sampled_from(
    [
        *("", "text", "== Old ==", "=== Deep ===", "= Great =", ": reply", "<!-- c -->", "{{t|a}}", " x "),
        *("<nowiki>== x ==</nowiki>", "{|", "|}", "* é اب", "----", "== Old == <!-- c -->"),
    ]
)
PAGES = st.lists(LINES, max_size=8).map("\n".join)


def announcement(body: str = "New body", heading: str = "Clínica") -> Announcement:
    return Announcement(language="es", heading=heading, body=body, page="Program/Message/es")


def page(text: str, **changes: object) -> TalkPage:
    return talk_page(**{"person_id": PERSON, "title": TITLE, "text": text, **changes})


def posted(body: str = "Old body", missed: tuple[Missed, ...] = ()) -> str:
    post = MAKER.make(announcement(body), username="Ana Example", page=page(""), reader=READER, missed=missed)
    return f"== {post.heading} ==\n\n{post.text.rpartition('~~~~')[0]}{SIGNED}"


def message(text: str = "", **changes: object) -> Message:
    fields: dict[str, object] = {
        "key": KEY,
        "wiki": "es",
        "language": "es",
        "title": TITLE,
        "owner": "Ana Example",
        "revid": 4,
        "posted": text or posted(),
    }
    return Message(**{**fields, **changes})  # type: ignore[arg-type]


def changer(change: Change = Change.AMEND, now: Announcement | None = None) -> Changer:
    return Changer(
        change=change,
        maker=MAKER,
        announcements={"es": now or announcement()},
        readers={"es": READER},
        bot="Bot",
    )


def decide(
    text: str, change: Change = Change.AMEND, told: Message | None = None, **changes: object
) -> SectionEdit | Left | None:
    what, told, talk = changer(change), told or message(), page(text, **changes)
    return what.decide(told, talk, wanted=what.wanted(told, talk))


def reason(found: SectionEdit | Left | None) -> object:
    assert isinstance(found, Left)
    return found.reason


def saved(edit: SectionEdit, text: str) -> str:
    """Give the page as the wiki has it after the edit, as `Parser::replaceSection` makes it."""
    if not edit.section:
        return edit.page.rstrip()
    section = read_sections(text)[edit.section - 1]
    own = f"{edit.text}\n\n" if edit.text else ""
    return f"{text[: section.start]}{own}{text[section.end :]}".rstrip()


def alone(before: str, after: str) -> str:
    """Give a page with the message between other texts, where it stands as it was posted."""
    text = f"{before}\n\n{posted()}\n\n{after}".strip()
    assume(isinstance(find_own(text, posted(), MARK), OwnSection))
    return text


@given(before=PAGES, after=PAGES)
def test_an_amendment_changes_the_message_alone(before: str, after: str) -> None:
    text = alone(before, after)
    edit = decide(text)
    assert isinstance(edit, SectionEdit)
    assert saved(edit, text) == text.replace("Old body", "New body") == edit.page
    assert edit.text == posted("New body")
    again = decide(edit.page, told=message(edit.text, changed=Change.AMEND))
    assert again is None


@given(before=PAGES, after=PAGES)
def test_a_recall_takes_off_the_message_alone(before: str, after: str) -> None:
    text = alone(before, after)
    edit = decide(text, Change.RECALL)
    assert isinstance(edit, SectionEdit)
    start = text.index(posted())
    rest = text[start + len(posted()) :]
    assert saved(edit, text) == f"{text[:start]}{rest.lstrip()}".rstrip() == edit.page.rstrip()
    assert MARK not in edit.page


@pytest.mark.parametrize(
    ("touch", "fate"),
    [
        (lambda text: f"{text}\n:Thanks.", Fate.ANSWERED),
        (lambda text: f"{text} Thanks.", Fate.ANSWERED),
        (lambda text: f"{text}\n\n=== Reply ===\nThanks.", Fate.ANSWERED),
        (lambda text: f"{text}\n\n<!-- seen -->\n\n== Next ==", Fate.ANSWERED),
        (lambda text: text.replace("Old", "old"), Fate.EDITED),
        (lambda text: text.replace("Clínica ==", "Clínica! =="), Fate.EDITED),
        (lambda text: text.replace("Old", "<!-- x -->Old"), Fate.EDITED),
        (lambda text: f"{text}\n\n{text}", Fate.EDITED),
        (lambda text: f"<!--\n{text}", Fate.EDITED),
        (lambda text: f"<nowiki>\n{text}\n</nowiki>", Fate.EDITED),
        (lambda text: f"{{{{old|\n{text}\n}}}}", Fate.EDITED),
        (lambda text: f"x{text}", Fate.EDITED),
        (lambda _: "", Fate.GONE),
        (lambda _: "== Clínica ==\nOld body", Fate.GONE),
    ],
)
@pytest.mark.parametrize("change", list(Change))
def test_a_touched_message_is_left(touch: Callable[[str], str], fate: Fate, change: Change) -> None:
    assert reason(decide(touch(posted()), change)) == Reason(fate.value)


def test_a_message_on_a_page_that_was_moved_or_that_bots_stay_away_from_is_left() -> None:
    assert reason(decide(posted(), person_id="es:2")) is Reason.MOVED
    assert reason(decide(posted(), told=message(title="X:Y/Archive", owner=""))) is Reason.MOVED
    assert reason(decide(posted(), protected=True)) is SkipReason.PROTECTED
    assert reason(decide("{{nobots}}\n\n" + posted())) is SkipReason.EXCLUSION
    assert reason(decide(posted(), told=message(fault=Reason.DELETED))) is Reason.DELETED


def test_a_recalled_message_is_not_recalled_again_and_an_amendment_is_told_of_it() -> None:
    recalled = message("x", changed=Change.RECALL)
    assert decide("", Change.RECALL, told=recalled) is None
    assert reason(decide("", told=recalled)) is Reason.RECALLED


def test_a_message_without_a_text_in_its_language_is_left() -> None:
    assert reason(decide(posted(), told=message(language="pt"))) is Reason.LANGUAGE


def test_an_amendment_keeps_signature_and_what_was_held_back_and_takes_the_new_heading() -> None:
    old = posted(missed=(Missed(key="k", title="Program/Other"),))
    assert "[[:m:Program/Other|Program/Other]]" in old
    told, talk = message(old), page(old)
    wanted = changer(now=announcement(heading="Nueva")).wanted(told, talk)
    assert wanted is not None
    assert wanted.startswith("== Nueva ==\n\nNew body")
    assert wanted.endswith(SIGNED)
    assert "[[:m:Program/Other|Program/Other]]" in wanted


def test_summaries_end_in_the_key_and_the_change() -> None:
    edit = decide(posted(), Change.RECALL)
    assert isinstance(edit, SectionEdit)
    assert edit.summary == f"Clínica (mensaje retirado) [letsconnect:{KEY}/es/recall]"


def test_a_gap_that_a_section_edit_would_change_is_kept_by_writing_the_page() -> None:
    text = f"{posted()}\n\n\n== Next =="
    edit = decide(text)
    assert isinstance(edit, SectionEdit)
    assert (edit.section, edit.page) == (0, text.replace("Old body", "New body"))


def test_a_message_of_two_sections_is_taken_off_whole() -> None:
    old = posted("One\n\n== Second ==\nTwo")
    text = f"{old}\n\n== Next =="
    edit = decide(text, Change.RECALL, told=message(old))
    assert isinstance(edit, SectionEdit)
    assert (edit.section, edit.page) == (0, "== Next ==")


def test_the_message_is_what_its_revision_added() -> None:
    before = "== Old ==\n* é"
    text = f"{before}\n\n{posted()}"
    assert appended(text, MARK, before=len(before.encode())) == posted()
    assert appended(posted(), MARK, before=0) == posted()
    assert appended(text, MARK, before=3) is None
    assert rewritten(f"{text}\n\n== Next ==", MARK) == posted()
    assert rewritten(before, MARK) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~~~~", True),
        ("{{subst:x}}", True),
        ("[[a (b)|]]", True),
        ("<nowiki>~~~~</nowiki>", False),
        ("a", False),
    ],
)
def test_what_the_wiki_writes_out_is_known(text: str, expected: bool) -> None:
    assert is_saved_otherwise(text) is expected


def test_headings_as_high_as_the_messages_own_are_known() -> None:
    assert has_sections_of_its_own(announcement("a\n== b ==\nc"))
    assert not has_sections_of_its_own(replace(announcement("a\n=== b ===\nc")))
