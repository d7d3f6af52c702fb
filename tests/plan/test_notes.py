"""Notes to editors: one for each, each fault told once, their words never more than words."""

from __future__ import annotations

import re

import pytest

from bot.plan.edits import Campaign, Plan, Post, SkipReason
from bot.plan.notes import Editor, Fault, NoteMaker, faults_of, keys_in, may_be_told, plan_notes
from bot.plan.section import Reader
from bot.program.problems import Place, Problem
from bot.program.talkpage import TalkPage
from tests.plan.signup_people import HOSTILE, PAGE, WORDS, place
from tests.plan.talk_pages import talk_page

CAMPAIGN = Campaign(program="garden", name="signups", title=PAGE)
MAKER = NoteMaker(
    campaign=CAMPAIGN,
    words=WORDS,
    signup_page=PAGE,
    team_page="Talk:Program",
    reader=Reader(wiki="meta", language="en", home_prefix="", optout_category="Category:No messages"),
    offered=("en", "es", "ar"),
)


def problem(row: int, said: str = "Klingonish") -> Problem:
    at = place(row)
    return Problem(reason="problem-language", values=(at.row, at.line, said), place=at)


def faults(*problems: Problem, names: dict[Place, str] | None = None) -> tuple[Fault, ...]:
    return tuple(faults_of(problems, page=PAGE, names=names or {}))


def talk(text: str = "", **changes: object) -> TalkPage:
    return talk_page(**{"person_id": "meta:7", "text": text, **changes})


def plan(
    *of_ana: Fault, page: TalkPage | None = None, told: tuple[str, ...] = (), languages: str = ""
) -> Plan:
    ana = Editor(username="Ana", faults=of_ana, languages=tuple(languages.split()))
    pages = {"Ana": page or talk()}
    return plan_notes([ana], pages, maker=MAKER, told=told, bot="Garden bot")


def post(*of_ana: Fault, languages: str = "") -> Post:
    (only,) = plan(*of_ana, languages=languages).posts
    return only


def test_several_faults_make_one_note_with_the_keys_of_all() -> None:
    note = post(*faults(problem(1), problem(2, "Elvish"), problem(2, "Orkish")))
    assert note.heading == "2 rows that you wrote need a look"
    assert [note.text.count(said) for said in ("Klingonish", "Elvish", "Orkish")] == [1, 1, 1]
    assert len(set(keys_in(note.text, CAMPAIGN))) == 3
    assert note.key == keys_in(note.text, CAMPAIGN)[0]
    assert note.summary.endswith(f"[garden:{note.key}/en]")
    assert note.text.rstrip().endswith("-->")
    assert "~~~~" in note.text


def test_a_fault_is_known_again_while_other_rows_come_and_go() -> None:
    (before,) = faults(problem(3))
    (after,) = faults(problem(44))
    assert before.digest == after.digest


def test_the_same_words_in_two_rows_are_two_faults_and_mending_one_makes_no_new_one() -> None:
    found = faults(problem(1), problem(2), names={place(1): "Ana", place(2): "Bo"})
    assert len({fault.digest for fault in found}) == 2
    of_nobody = [fault.digest for fault in faults(problem(1), problem(2))]
    assert len(set(of_nobody)) == 2
    assert [fault.digest for fault in faults(problem(2))] == of_nobody[:1]


@pytest.mark.parametrize("where", ["ledger", "talk page"])
def test_only_what_was_not_told_is_told_again(where: str) -> None:
    first = post(*faults(problem(1)))
    both = faults(problem(1), problem(2, "Elvish"))
    if where == "ledger":
        (second,) = plan(*both, told=keys_in(first.text, CAMPAIGN)).posts
    else:
        (second,) = plan(*both, page=talk(first.text)).posts
    assert "Elvish" in second.text
    assert "Klingonish" not in second.text
    assert plan(*both, page=talk(first.text + second.text)) == Plan(campaign=CAMPAIGN, done=1)


def test_a_note_of_many_faults_tells_some_and_holds_the_keys_of_all() -> None:
    note = post(*faults(*(problem(row, f"Tongue {row}") for row in range(1, 122))))
    assert note.text.count("\n* ") == 21
    assert "101 more" in note.text
    assert len(keys_in(note.text, CAMPAIGN)) == 121


def test_a_note_is_in_the_editor_s_language_and_runs_its_way() -> None:
    note = post(*faults(problem(1)), languages="ar")
    assert note.language == "ar"
    assert 'dir="rtl"' in note.text
    assert "صف كتبته" in note.heading


@pytest.mark.parametrize("said", HOSTILE)
def test_what_a_row_says_stays_words(said: str) -> None:
    text = post(*faults(problem(1, said))).text
    shown = text.partition("<bdi>")[2].partition("</bdi>")[0]
    assert not re.search(r"[\[\]{}<>|~=*_]", shown)
    assert len(keys_in(text, CAMPAIGN)) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"blocked": True}, SkipReason.BLOCKED),
        ({"opted_out": True}, SkipReason.OPTOUT),
        ({"person_id": ""}, SkipReason.NO_USER),
        ({"redirect_leads_away": True}, SkipReason.REDIRECT),
        ({"text": "{{nobots}}"}, SkipReason.EXCLUSION),
    ],
)
def test_whoever_no_message_may_reach_gets_no_note(changes: dict[str, object], reason: SkipReason) -> None:
    found = plan(*faults(problem(1)), page=talk(**changes))  # type: ignore[arg-type]
    assert [skip.reason for skip in found.skips] == [reason]
    assert not found.posts


def test_an_editor_whose_talk_page_can_t_be_read_waits() -> None:
    ana = Editor(username="Ana", faults=faults(problem(1)))
    found = plan_notes([ana], {}, maker=MAKER, told=(), bot="Garden bot")
    assert [held.username for held in found.held] == ["Ana"]


@pytest.mark.parametrize(
    "name", ["", "Garden bot", "192.0.2.7", "2001:DB8::1", "~2026-123-4", "Renamed user 1a2b"]
)
def test_whoever_is_no_person_to_write_to_is_not_told(name: str) -> None:
    assert not may_be_told(name, bot="Garden bot")
    assert may_be_told("Ana", bot="Garden bot")


def test_problems_of_other_pages_and_of_no_row_are_nobody_s() -> None:
    other = Problem(reason="problem-list-empty", values=("List",))
    elsewhere = Problem(
        reason="problem-language", values=(1, 2, "x"), place=Place(page="Elsewhere", row=1, line=2)
    )
    assert faults(other, elsewhere) == ()
