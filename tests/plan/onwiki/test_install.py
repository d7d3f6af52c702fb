from __future__ import annotations

import pytest

from bot.plan.onwiki.install import MARK, MOST_LINES, Place, State, Wanted, difference, judge, may_write
from bot.program.newest_revision import NewestRevision

BOT = "ProgramBot"


def there(text: str, *, by: str = "Noor Organiser", summary: str = "", **more: bool) -> NewestRevision:
    return NewestRevision(title="P", revid=7, text=text, username=by, summary=summary, at="now", **more)


def state(wanted: Wanted, found: NewestRevision) -> State:
    return judge(wanted, found, account=BOT)


WANTED = Wanted(title="P", text="Übung\nzwei\n")


def test_a_page_that_is_not_there_is_new() -> None:
    assert state(WANTED, NewestRevision(title="P")) is State.MISSING


@pytest.mark.parametrize("text", ["Übung\nzwei", "U\u0308bung\r\nzwei\n\n", "Übung\nzwei\n"])
def test_a_text_as_the_wiki_saves_it_is_the_same(text: str) -> None:
    assert state(WANTED, there(text)) is State.SAME


def test_data_are_compared_by_what_they_say() -> None:
    wanted = Wanted(title="P", text='{"a": [1, "é"]}', place=Place.OWN_DATA)
    assert state(wanted, there('{\n\t"a": [\n\t\t1,\n\t\t"\\u00e9"\n\t]\n}')) is State.SAME
    assert state(wanted, there('{"a": [1]}')) is State.THEIRS
    assert state(wanted, there('{"a": [1')) is State.THEIRS


@pytest.mark.parametrize(
    ("by", "summary", "expected"),
    [
        (BOT, f"Pages {MARK}", State.OWN),
        (BOT, "Something else", State.THEIRS),
        ("Mallory", f"Pages {MARK}", State.THEIRS),
        ("", f"Pages {MARK}", State.THEIRS),
    ],
    ids=["our own", "another edit of ours", "somebody who says they are us", "hidden"],
)
def test_only_what_we_wrote_ourselves_is_brought_up_to_date_unasked(
    by: str, summary: str, expected: State
) -> None:
    assert state(WANTED, there("older", by=by, summary=summary)) is expected


def test_without_an_account_nothing_is_our_own() -> None:
    found = there("older", by="", summary=MARK)
    assert judge(WANTED, found, account="") is State.THEIRS


def test_a_text_that_can_not_be_read_is_not_overwritten_unasked() -> None:
    assert state(WANTED, there("", by=BOT, summary=MARK, readable=False)) is State.THEIRS


def test_a_page_of_others_gets_a_line_whoever_wrote_it() -> None:
    wanted = Wanted(title="P", text="Ours\nTheirs", is_line=True)
    assert state(wanted, there("Theirs")) is State.LINE
    assert state(wanted, there("Ours\nTheirs")) is State.SAME


def test_a_page_that_becomes_theirs_is_left_alone_once_it_is_there() -> None:
    assert state(Wanted(title="P", text="Ours", is_theirs=True), there("Theirs")) is State.SAME


def test_a_difference_names_who_changed_the_page_and_ends_somewhere() -> None:
    wanted = Wanted(title="P", text="\n".join(map(str, range(1000))))
    lines = list(difference(wanted, there("none")))
    assert lines[0] == "--- P (by Noor Organiser, now)"
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == "… and 804 more lines"


@pytest.mark.parametrize(
    ("place", "rights", "allowed"),
    [
        (Place.ORDINARY, {"edit"}, True),
        (Place.ORDINARY, {"read"}, False),
        (Place.OWN_SCRIPT, {"editmyuserjs"}, True),
        (Place.OWN_SCRIPT, {"editmyuserjson"}, False),
        (Place.OWN_DATA, {"edituserjson"}, True),
        (Place.MESSAGE, {"editinterface"}, True),
        (Place.SITE_SCRIPT, {"editinterface"}, False),
        (Place.SITE_SCRIPT, {"editinterface", "editsitejs"}, True),
    ],
)
def test_what_may_be_written_is_told_by_rights(place: Place, rights: set[str], *, allowed: bool) -> None:
    assert may_write(Wanted(title="P", text="", place=place), rights) is allowed
