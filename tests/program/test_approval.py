"""Only an organiser's own edit, of the plan as it was posted, approves it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.program.approval import (
    OWNED,
    Approval,
    Fingerprint,
    Objection,
    Organiser,
    PageRevision,
    Verdict,
    judge,
)
from bot.wikitext.owned import append_owned

PLAN = Fingerprint.of(texts=["== Clinic ==\n…"], people=["es:Ana"], settings=["letsconnect"])
OTHER = Fingerprint.of(texts=["== Clinic ==\n…"], people=["es:Ana", "es:Berta"], settings=["letsconnect"])
BOT = "ProgramBot"
NOOR = Organiser(username="Noor Organiser", blocked=False)
ORGANISERS = {7: NOOR}
WORDS = {"Approved", "Aprobado", "Approuvé", "موافقة"}
SIGNATURE = "[[User:Noor Organiser|Noor]] 12:00, 26 November 2026 (UTC)"
LINE = f"* Approved {PLAN.code} {SIGNATURE}"


def page(code: str = PLAN.code, *lines: str) -> str:
    return "\n".join([append_owned("", OWNED, f"Waiting.\n<!-- plan {code} -->\nNumbers"), *lines])


def posted(revid: int = 10, code: str = PLAN.code) -> PageRevision:
    return PageRevision(revid=revid, userid=3, username=BOT, text=page(code))


def by_noor(*lines: str, revid: int = 11, code: str = PLAN.code) -> PageRevision:
    return PageRevision(revid=revid, userid=7, username="Noor Organiser", text=page(code, *lines))


def verdict(*history: PageRevision, code: str = PLAN.code, **more: object) -> Verdict:
    """Judge a history that is given the oldest first."""
    organisers = more.get("organisers", ORGANISERS)
    assert isinstance(organisers, dict)
    return judge(history[::-1], code, words=WORDS, organisers=organisers, bot=BOT)


def reason(found: Verdict) -> Objection | None:
    assert found.approval is None
    return found.objected[0].reason if found.objected else None


def test_an_organiser_s_signed_line_approves_the_plan() -> None:
    found = verdict(posted(), by_noor(LINE))
    assert found == Verdict(approval=Approval(username="Noor Organiser", revid=11))


@pytest.mark.parametrize(
    "line",
    [
        f"Approved {PLAN.code} {SIGNATURE}",
        f": '''approved:''' {PLAN.code.upper()}. {SIGNATURE}",
        f"* Aprobado {PLAN.code} — ¡gracias! {SIGNATURE}",
        f"* موافقة {PLAN.code} [[User talk:Noor Organiser|نور]]",
        f"  *  Approuvé  {PLAN.code}  {SIGNATURE}",
    ],
)
def test_an_approval_is_known_in_each_language_and_however_it_is_set(line: str) -> None:
    assert verdict(posted(), by_noor(line)).approval


@pytest.mark.parametrize(
    "line",
    [
        f"* Not approved {PLAN.code} {SIGNATURE}",
        f"* <s>Approved {PLAN.code}</s> {SIGNATURE}",
        f"<!-- {LINE} -->",
        f"<nowiki>{LINE}</nowiki>",
        f"<!--\n{LINE}\n-->",
        f"* Approved {PLAN.code}x {SIGNATURE}",
        f"* Is this approved? {PLAN.code} {SIGNATURE}",
        f"* Approved {SIGNATURE}",
        f"* {PLAN.code} {SIGNATURE}",
    ],
)
def test_what_only_looks_like_an_approval_is_none(line: str) -> None:
    assert verdict(posted(), by_noor(line)) == Verdict()


def test_who_is_no_organiser_approves_nothing() -> None:
    stranger = replace(by_noor(LINE), userid=9, username="Somebody Else")
    assert reason(verdict(posted(), stranger)) is Objection.STRANGER


@pytest.mark.parametrize("name", ["192.0.2.7", "2001:DB8::7", "~2026-12345-6", "Noor Organiser", ""])
def test_who_has_no_account_approves_nothing(name: str) -> None:
    found = verdict(posted(), replace(by_noor(LINE), userid=0, username=name), organisers={0: NOOR, 7: NOOR})
    assert reason(found) is Objection.STRANGER


def test_a_blocked_organiser_approves_nothing() -> None:
    found = verdict(posted(), by_noor(LINE), organisers={7: replace(NOOR, blocked=True)})
    assert reason(found) is Objection.BLOCKED


def test_an_approval_copied_from_another_plan_counts_for_nothing() -> None:
    assert verdict(posted(), by_noor(f"* Approved {OTHER.code} {SIGNATURE}")) == Verdict()


def test_a_line_edited_in_under_an_organiser_s_signature_counts_for_nothing() -> None:
    before = by_noor(f"* Thank you all! {SIGNATURE}")
    forged = replace(by_noor(LINE, revid=12), userid=9, username="Somebody Else")
    after = by_noor(LINE, "Later.", revid=13)
    assert reason(verdict(posted(), before, forged, after)) is Objection.STRANGER


def test_an_organiser_must_sign_with_their_own_name() -> None:
    line = f"* Approved {PLAN.code} [[User:Other Organiser]] 12:00, 26 November 2026 (UTC)"
    assert reason(verdict(posted(), by_noor(line))) is Objection.SIGNATURE
    assert reason(verdict(posted(), by_noor(f"* Approved {PLAN.code}"))) is Objection.SIGNATURE


def test_an_approval_from_before_the_plan_counts_for_nothing() -> None:
    early = by_noor(LINE, revid=9, code=OTHER.code)
    later = replace(posted(), text=page(PLAN.code, LINE))
    assert verdict(posted(8, OTHER.code), early, later) == Verdict()
    assert verdict(early) == Verdict()


def test_a_plan_that_came_back_wants_a_new_approval() -> None:
    changed = PageRevision(revid=12, userid=3, username=BOT, text=page(OTHER.code, LINE))
    again = replace(posted(13), text=page(PLAN.code, LINE))
    assert verdict(posted(), by_noor(LINE), changed, again) == Verdict()
    assert verdict(posted(), by_noor(LINE), changed, again, by_noor(LINE, LINE, revid=14)).approval


def test_an_approval_of_a_draft_that_was_changed_afterwards_counts_for_nothing() -> None:
    assert verdict(posted(), by_noor(LINE), code=OTHER.code) == Verdict()


def test_an_approval_of_a_page_that_showed_something_else_counts_for_nothing() -> None:
    altered = PageRevision(
        revid=11, userid=9, username="Somebody Else", text=page().replace("Numbers", "Nobody gets anything")
    )
    approving = replace(
        by_noor(LINE, revid=12), text=page(PLAN.code, LINE).replace("Numbers", "Nobody gets anything")
    )
    restored = replace(posted(13), text=page(PLAN.code, LINE))
    assert reason(verdict(posted(), altered, approving)) is Objection.SHOWN
    assert reason(verdict(posted(), altered, approving, restored)) is Objection.SHOWN


def test_an_approval_that_was_taken_back_counts_for_nothing() -> None:
    assert verdict(posted(), by_noor(LINE), by_noor(revid=12)) == Verdict()
    assert verdict(posted(), by_noor(LINE), by_noor(LINE.replace("* ", "* <s>"), revid=12)) == Verdict()


def test_an_undo_approves_nothing() -> None:
    undo = replace(by_noor(LINE, revid=13), is_revert=True)
    forged = replace(by_noor(LINE), userid=9, username="Somebody Else")
    removed = replace(by_noor(revid=12), userid=8, username="Reader")
    found = verdict(posted(), forged, removed, undo)
    assert [each.reason for each in found.objected] == [Objection.REVERT]


def by_stranger(*lines: str, revid: int = 12) -> PageRevision:
    return replace(by_noor(*lines, revid=revid), userid=9, username="Somebody Else")


def test_an_approval_that_was_taken_back_is_not_brought_back_by_somebody_else() -> None:
    found = verdict(posted(), by_noor(LINE), by_noor(revid=12), by_stranger(LINE, revid=13))
    assert reason(found) is Objection.STRANGER


@pytest.mark.parametrize("more", [" '''I never wrote this!''' [[User:Noor Organiser]]", "  .", ""])
def test_what_an_organiser_changes_of_a_line_that_bears_their_name_does_not_make_it_theirs(more: str) -> None:
    forged = by_stranger(f"*  Approved {PLAN.code} {SIGNATURE}", revid=11)
    found = verdict(posted(), forged, by_noor(f"{LINE}{more}", revid=12))
    assert reason(found) is Objection.REVERT


@pytest.mark.parametrize(
    ("opening", "closing"), [("<!-- x", ""), ("<nowiki>", "</nowiki>"), ("<pre>", "</pre>")]
)
def test_a_line_that_an_organiser_only_makes_visible_is_not_theirs(opening: str, closing: str) -> None:
    hidden = by_stranger("Hello", opening, LINE, closing, revid=11)
    assert reason(verdict(posted(), hidden, by_noor("Hello", LINE, revid=12))) is Objection.REVERT


def test_an_organiser_may_mend_their_own_line() -> None:
    assert verdict(posted(), by_noor(f"*  Approved {PLAN.code}"), by_noor(LINE, revid=12)).approval


@pytest.mark.parametrize(
    "text",
    [
        f'<div style="display:none">\n{page()}\n</div>\nNobody gets anything.',
        f"Nobody gets anything.\n{page()}",
        f'{page()}\n<div style="position:absolute;top:0">Nobody gets anything</div>',
        f'{page()}\n<div style="posi\\74ion:absolute;top:0">Nobody gets anything</div>',
        f'{page()}\n{{| style="margin-top:-50em" \n| Nobody\n|}}',
        f"{page()}\n{{{{Hide the plan}}}}",
        f'{page()}\n<templatestyles src="User:Somebody Else/x.css" />',
        f'{page()}\n<div class="cover">Nobody</div>',
        f'{page()}\n<pre style="position:absolute;top:0">Nobody gets anything</pre>',
    ],
)
def test_an_approval_of_a_plan_that_was_hidden_or_covered_counts_for_nothing(text: str) -> None:
    hiding = replace(by_stranger(revid=11), text=text)
    approving = replace(by_noor(revid=12), text=f"{text}\n{LINE}")
    assert reason(verdict(posted(), hiding, approving)) is Objection.SHOWN


def test_talk_with_coloured_signatures_hides_no_plan() -> None:
    coloured = '<span style="color:#080; font-family:serif">[[User:Somebody Else|S]]</span>'
    talk = by_stranger(f"* Looks good to me. {coloured}", revid=11)
    line = f"* Approved {PLAN.code} [[User:Noor Organiser|<b style='background:gold;color:#000'>Noor</b>]]"
    assert verdict(posted(), talk, by_noor(f"* Looks good to me. {coloured}", line, revid=12)).approval


def test_a_plan_whose_message_names_another_plan_s_code_is_not_that_plan() -> None:
    quoting = page(OTHER.code).replace("Numbers", f"== Messages ==\n<!-- plan {PLAN.code} -->")
    later = PageRevision(revid=12, userid=3, username=BOT, text=f"{quoting}\n{LINE}")
    assert verdict(posted(), by_noor(LINE), later) == Verdict()


def test_the_bot_s_own_words_approve_nothing() -> None:
    own = replace(posted(11), text=page(PLAN.code, LINE))
    assert verdict(posted(), own, organisers={**ORGANISERS, 3: Organiser(username=BOT, blocked=False)}) == (
        Verdict()
    )


def test_a_hidden_revision_approves_nothing() -> None:
    hidden = replace(by_noor(), text=None)
    assert verdict(posted(), hidden) == Verdict()
    assert reason(verdict(posted(), hidden, by_noor(LINE, revid=12))) is Objection.REVERT, "whose it is?"
    assert verdict(posted(), hidden, by_noor(revid=12), by_noor(LINE, revid=13)).approval


def test_a_second_line_counts_where_the_first_did_not() -> None:
    stranger = replace(by_noor(LINE), userid=9, username="Somebody Else")
    found = verdict(posted(), stranger, by_noor(LINE, f"{LINE} too", revid=12))
    assert found.approval == Approval(username="Noor Organiser", revid=12)


def test_a_fingerprint_tells_what_changed() -> None:
    assert PLAN.changes(PLAN) == ()
    assert PLAN.changes(OTHER) == ("people",)
    assert len({PLAN.code, OTHER.code}) == 2
    assert Fingerprint.of(texts=["ab", "c"], people=[], settings=[]) != Fingerprint.of(
        texts=["a", "bc"], people=[], settings=[]
    )
