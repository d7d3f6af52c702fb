"""What people publish by the form is read as they mean it, and only what they published themselves counts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.prepared_edit import SIGNED
from bot.plan.signup_form import COLUMNS, form_wordings, heading, label_of, leave_text, preload_text
from bot.program.approval import PageRevision
from bot.program.limits import ANSWER_LETTERS, REQUEST_LETTERS
from bot.program.request_blocks import read_blocks, without_blocks
from bot.program.request_origins import find_origins
from bot.program.sign_up_request import Request, RequestReader, Requests
from bot.run.settings import SAMPLE, load_settings
from bot.wikitext.quoting import shown
from bot.words.catalogue import default_catalogue
from tests.growth import assert_grows_linearly

WORDS = default_catalogue()
HEADINGS = load_settings(SAMPLE).columns.headings()
LANGUAGES = ("en", "es", "ar", "fr", "pt")
READER = RequestReader(headings=HEADINGS, wordings=form_wordings(WORDS, LANGUAGES), language="en")
OWN = (
    "<!-- bot:requests begin (kept by the bot) -->\n== Not this ==\n* Idiomas: x\n<!-- bot:requests end -->\n"
)
BOT = "ExampleBot"
PEOPLE = {"Ana": 2, "Bob": 3, "Mallory": 4, "~2026-12345-67": 5, "192.0.2.1": 0, BOT: 9}


def signature(name: str) -> str:
    return f"[[User:{name}|{name}]] ([[User talk:{name}|talk]]) 12:00, 26 November 2026 (UTC)"


def leaving_of(name: str, language: str = "es") -> str:
    line = leave_text(WORDS, language).replace(SIGNED, signature(name))
    return f"== {heading(WORDS, language, leaves=True)} ==\n\n{line}"


def form(name: str, language: str = "es", **values: str) -> str:
    text = preload_text(WORDS, language, HEADINGS)
    for column, value in values.items():
        label = f"* {label_of(WORDS, language, column, HEADINGS[column])}: "
        text = text.replace(label, label + value)
    title = heading(WORDS, language, leaves=False)
    return f"== {title} ==\n\n{text.replace(SIGNED, signature(name))}"


def history(*edits: tuple[str, str] | tuple[str, str, bool]) -> list[PageRevision]:
    """Give a page's history, the newest first, from who saved which text."""
    return [
        PageRevision(
            revid=number,
            userid=PEOPLE[edit[0]],
            username=edit[0],
            text=edit[1],
            at=f"2026-11-26T12:{number:02}:00Z",
            is_revert=len(edit) > 2 and bool(edit[-1]),
        )
        for number, edit in reversed([*enumerate(edits, 1)])
    ]


def read(revisions: Sequence[PageRevision]) -> Requests:
    blocks = read_blocks(revisions[0].text or "")
    origins = find_origins([block.text for block in blocks], revisions, bot=BOT)
    return READER.read(blocks, origins)


def only(*edits: tuple[str, str] | tuple[str, str, bool]) -> Request:
    [request] = read(history(*edits)).requests
    return request


def told(*edits: tuple[str, str] | tuple[str, str, bool]) -> list[tuple[str, ...]]:
    """Give what is told of a page of which no request is met."""
    found = read(history(*edits))
    assert not found.requests
    return [(each.problem.reason, *map(str, each.problem.values)) for each in found.unmet]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_in_each_language(language: str) -> None:
    values = {"languages": "español, العربية", "learn": "a: b", "home_wiki": "es.wikipedia.org", "cap": "3"}
    request = only((BOT, OWN), ("Ana", f"{OWN}\n{form('Ana', language, **values)}"))
    assert (request.username, request.revid, request.language) == ("Ana", 2, language)
    assert request.values == values
    assert not request.leaves
    leaving = only((BOT, OWN), ("Ana", f"{OWN}\n{leaving_of('Ana', language)}"))
    assert (leaving.leaves, leaving.language, leaving.values) == (True, language, {})


def test_without_the_heading_the_labels_tell_the_language_and_bounds_are_signatures() -> None:
    bare = [form(name, "pt", learn="x").partition("\n\n")[2] for name in ("Ana", "Bob")]
    found = read(history(("Ana", OWN + bare[0]), ("Bob", f"{OWN}{bare[0]}\n\n{bare[1]}")))
    assert [(each.username, each.language) for each in found.requests] == [("Ana", "pt"), ("Bob", "pt")]


def test_values_on_further_lines_and_before_a_signature_belong_to_the_label_above() -> None:
    lines = ["== x ==", "* Idiomas:", "** español", "** English", "* '''Región''' : Asia"]
    text = "\n".join([*lines, f"* Recordatorios: no -- {signature('Ana')}"])
    assert only(("Ana", text)).values == {
        "languages": "español, English",
        "region": "Asia",
        "reminders": "no",
    }


def test_an_empty_form_says_nothing_and_counts() -> None:
    assert only(("Ana", form("Ana"))).values == {}


def test_who_signs_nothing_is_who_published_it() -> None:
    assert only(("Ana", form("Ana", learn="x").replace(signature("Ana"), ""))).username == "Ana"


def test_what_others_publish_change_or_bring_back_is_not_obeyed() -> None:
    mine = form("Ana", country="Chile")
    forged = [("request-forged", "Ana")]
    assert told(("Mallory", mine)) == forged
    assert told(("Ana", mine), ("Mallory", mine.replace("Chile", "Peru"))) == forged
    assert told(("Ana", mine), ("Ana", ""), ("Mallory", mine)) == forged
    assert told(("Ana", mine), ("Ana", ""), ("Mallory", mine, True)) == forged
    assert told(("Mallory", mine.replace(signature("Ana"), "")), ("Ana", mine)) == forged
    assert told(("192.0.2.1", mine)) == forged


def test_what_somebody_withdrew_is_not_obeyed_though_they_had_not_signed_it() -> None:
    mine = form("Ana", country="Chile").replace(signature("Ana"), "").rstrip()
    assert told(("Ana", mine), ("Ana", ""), ("Mallory", mine, True)) == [("request-forged", "?")]
    assert only(("Ana", mine), ("Bob", ""), ("Mallory", mine, True)).username == "Ana"


def test_an_own_change_counts_and_what_a_vandal_took_away_comes_back() -> None:
    mine = form("Ana", country="Chile", learn="x")
    changed = only(("Ana", mine), ("Ana", mine.replace("Chile", "Peru")))
    assert (changed.revid, changed.values["country"]) == (2, "Peru")
    assert only(("Ana", mine), ("Mallory", ""), ("Bob", mine, True)).revid == 1
    assert only(("Ana", mine), ("Mallory", mine.replace("x", "y")), ("Bob", mine, True)).revid == 1


def test_a_request_that_the_bot_took_away_is_only_taken_away_again() -> None:
    mine = form("Ana", country="Chile")
    found = read(history(("Ana", mine), (BOT, OWN), ("Mallory", f"{OWN}\n{mine}", True)))
    assert (found.requests, found.unmet, found.handled) == ((), (), (mine,))
    unsigned = mine.replace(signature("Ana"), "").rstrip()
    found = read(history(("Ana", unsigned), (BOT, OWN), ("Mallory", f"{OWN}\n{unsigned}", True)))
    assert found.handled == (unsigned,)


@pytest.mark.parametrize("name", ["192.0.2.1", "~2026-12345-67"])
def test_without_an_account_nothing_is_met(name: str) -> None:
    assert told((name, form(name))) == [("request-account",)]
    assert told((name, form(name).replace(signature(name), ""))) == [("request-account",)]


def test_what_nobody_may_see_is_nobody_s() -> None:
    revisions = history(("Ana", ""), ("Bob", ""), ("Ana", form("Ana")))
    hidden = PageRevision(revid=2, userid=3, username="Bob", text=None)
    [unmet] = read([revisions[0], hidden, revisions[2]]).unmet
    assert unmet.problem.reason == "request-forged"


def test_the_newest_request_of_a_person_wins() -> None:
    first, second = form("Ana", country="Chile"), form("Ana", "en", country="Peru")
    other = leaving_of("Bob")
    page = f"{first}\n\n{other}\n\n{second}"
    found = read(history(("Ana", first), ("Bob", f"{first}\n\n{other}"), ("Ana", page)))
    assert [(each.username, each.values) for each in found.requests] == [
        ("Bob", {}),
        ("Ana", {"country": "Peru"}),
    ]
    assert found.outdated == {2: (first,), 3: ()}
    found = read(history(("Ana", f"{second}\n\n{first}")))
    assert [each.values for each in found.requests] == [{"country": "Chile"}]
    assert found.outdated == {2: (second,)}


def test_what_can_t_be_taken_over_is_told_without_repeating_it() -> None:
    for values, reason in (
        ({"share": "ana@people.example.org"}, "request-private"),
        ({"learn": "x" * (ANSWER_LETTERS + 1)}, "request-long"),
        ({"learn": "<!--" + "x" * REQUEST_LETTERS + "-->"}, "request-long"),
    ):
        assert told(("Ana", form("Ana", **values))) == [(reason, "Ana")]
    both = form("Ana", country="Chile").replace(signature("Ana"), f"Dejo el programa. {signature('Ana')}")
    assert told(("Ana", both)) == [("request-both", "Ana")]
    assert told(("Ana", f"== Hello ==\nHow are you? {signature('Ana')}")) == [("request-unread", "Ana")]
    assert told(("Ana", f"Thanks! {signature('Ana')}")) == []


def test_a_comment_that_somebody_left_open_takes_in_nobody_else() -> None:
    evil = "== Sign-up ==\n* Country: Peru\n* Region: <!-- {{ <nowiki> {|"
    page = f"{evil}\n\n{form('Ana', country='Chile')}"
    found = read(history(("Mallory", evil), ("Ana", page)))
    assert {each.username: each.values for each in found.requests} == {
        "Mallory": {"country": "Peru"},
        "Ana": {"country": "Chile"},
    }


@given(
    st.dictionaries(
        st.sampled_from([column for column in COLUMNS if column != "reminders"]),
        st.text(st.characters(exclude_characters="\n\r<=:：\x85\u2028\u2029", codec="utf-8"), max_size=30),
        max_size=4,
    )
)
def test_what_is_written_behind_a_label_is_what_is_read(values: dict[str, str]) -> None:
    found = read(history(("Ana", form("Ana", "fr", **values))))
    said = {column: shown(text.strip(" '")) for column, text in values.items()}
    for request in found.requests:
        assert {c: t.strip(" '") for c, t in request.values.items()} == {
            column: text for column, text in said.items() if text
        }
    assert found.requests or found.unmet


@given(st.lists(st.sampled_from(["Ana", "Bob"]), max_size=5), st.sampled_from(["", "intro\n\n", OWN]))
def test_taking_requests_away_keeps_every_other_byte(names: list[str], head: str) -> None:
    forms = [form(name, learn=f"{number}") for number, name in enumerate(names)]
    page = head + "\n\n".join(forms)
    gone = {text for text, name in zip(forms, names, strict=True) if name == "Ana"}
    after = without_blocks(page, gone)
    assert after.rstrip("\n") == (head + "\n\n".join(t for t in forms if t not in gone)).rstrip("\n")
    assert without_blocks(after, gone) == after


@pytest.mark.parametrize(
    "piece",
    [
        "== x ==\n",
        "* Idiomas: x\n",
        "<!--",
        "{{",
        f"{signature('A')}\n",
        "[[User:A]] ",
        "=<!--",
        "- ",
        "&mdash;",
    ],
)
def test_hostile_pages_take_linear_time(piece: str) -> None:
    assert_grows_linearly(lambda size: read(history(("Ana", f"=a{piece * size}"))), size=2_000)
    assert_grows_linearly(
        lambda size: read(history(("Ana", f"* Idiomas: {piece * size}x {signature('Ana')}"))), size=2_000
    )


def test_a_line_that_is_hardly_a_heading_takes_no_time() -> None:
    assert read(history(("Ana", f"={' ' * 7_000}x"))) == Requests()


def test_what_goes_on_with_comments_left_open_takes_linear_time() -> None:
    def work(size: int) -> None:
        text = f"* Idiomas: {'<!--' * size}\n{signature('Bob')}"
        read(history(("Ana", text), ("Bob", f"{text} {signature('Bob')}")))

    assert_grows_linearly(work, size=8_000)


@pytest.mark.parametrize(
    "line", ["== x ==", "=x=  ", "== x == <!-- a --> <!-- b -->", "== x <!-- = --> ==", "== x == <!-- open"]
)
def test_what_begins_a_section(line: str) -> None:
    assert [block.headed for block in read_blocks(f"a\n{line}\n* b: c")] == [False, True]
    assert [block.headed for block in read_blocks(f"a\n={line}\n* b: c")] == (
        [False, True] if line.startswith("=x") else [False]
    )
