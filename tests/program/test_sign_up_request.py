"""What people publish by the form is read as they mean it, and only what they published themselves counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.prepared_edit import SIGNED
from bot.plan.signup_form import COLUMNS, form_wordings, heading, label_of, leave_text, preload_text
from bot.program.approval import PageRevision
from bot.program.limits import ANSWER_LETTERS, REQUEST_LETTERS
from bot.program.request_blocks import read_blocks, without_blocks
from bot.program.request_origins import Verdict, find_origins
from bot.program.sign_up_request import Request, RequestReader, Requests, fold
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
RENAMED = {"Bea": "Bob", "192.0.2.1": "Bob", "~2026-12345-67": "Bob"}
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
    origins = find_origins([block.text for block in blocks], revisions, bot=BOT, renamed=RENAMED.get)
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


def test_what_nobody_may_see_is_nobody_s_and_said_to_be_so() -> None:
    revisions = history(("Ana", ""), ("Bob", ""), ("Ana", form("Ana")))
    hidden = PageRevision(revid=2, userid=3, username="Bob", text=None)
    [unmet] = read([revisions[0], hidden, revisions[2]]).unmet
    assert (unmet.problem.reason, unmet.problem.values) == ("request-untraced", ("Ana",))
    other = PageRevision(revid=2, userid=3, username="Bob", text="", model="json")
    [unmet] = read([revisions[0], other, revisions[2]]).unmet
    assert unmet.problem.reason == "request-forged"


def test_all_that_a_person_asks_becomes_one_request() -> None:
    first = form("Ana", languages="español", learn="a", country="Chile")
    second = form("Ana", "en", country="Peru", share="-")
    other = leaving_of("Bob")
    page = f"{first}\n\n{other}\n\n{second}"
    found = read(history(("Ana", first), ("Bob", f"{first}\n\n{other}"), ("Ana", page)))
    folded = fold(found, ())
    assert [(each.username, each.revid, each.language, each.values) for each in folded.requests] == [
        ("Bob", 2, "es", {}),
        ("Ana", 3, "en", {"languages": "español", "learn": "a", "country": "Peru", "share": ""}),
    ]
    assert folded.requests[1].text == second
    assert folded.outdated == {2: (first,), 3: ()}
    assert [each.values for each in fold(found, {1}).requests] == [{}, {"country": "Peru", "share": ""}]
    same_edit = fold(read(history(("Ana", f"{second}\n\n{first}"))), ())
    assert [each.values["country"] for each in same_edit.requests] == ["Chile"]
    assert same_edit.outdated == {2: (second,)}


def test_what_somebody_said_before_they_left_does_not_count() -> None:
    first, left, again = form("Ana", learn="a"), leaving_of("Ana"), form("Ana", country="Peru")
    pages = [first, f"{first}\n\n{left}", f"{first}\n\n{left}\n\n{again}"]
    [request] = fold(read(history(*(("Ana", page) for page in pages))), ()).requests
    assert (request.leaves, request.values) == (False, {"country": "Peru"})
    [request] = fold(read(history(*(("Ana", page) for page in pages[:2]))), ()).requests
    assert (request.leaves, request.values) == (True, {})


def test_a_question_of_one_s_own_neither_stops_nor_swallows_a_request() -> None:
    mine, question = form("Ana", learn="a"), f"== Pregunta ==\n¿Cuándo empieza? {signature('Ana')}"
    private = form("Ana", share="ana@people.example.org")
    for pages, reason in (
        ((mine, f"{mine}\n\n{question}"), "request-unread"),
        ((question, f"{question}\n\n{mine}"), "request-unread"),
        ((mine, f"{mine}\n\n{private}"), "request-private"),
        ((private, f"{private}\n\n{mine}"), "request-private"),
    ):
        found = fold(read(history(*(("Ana", page) for page in pages))), ())
        assert [each.text for each in found.requests] == [mine]
        assert [each.problem.reason for each in found.unmet] == [reason]
        assert found.outdated == {2: ()}


SIGNATURES = (
    '<span style="color:red">{}</span> {}',
    "'''<small>{} {}</small>'''",
    "<b>{}</b> {}",
    '<font face="x">{} {}</font>',
    "★ {} ★ {}",
    "~ {} {}",
    "&nbsp;{} {}",
    "Saludos, {} {}",
    "—<sup>[[Wikipedia:Maps|m]]</sup> {} {}",
    "'''Un abrazo''' – <br/>{} {}",
)
"""Custom signatures and greetings, around a link and a time."""


@pytest.mark.parametrize("dress", SIGNATURES)
def test_a_custom_signature_is_no_answer(dress: str) -> None:
    signed = dress.format("[[User:Ana|Ana]]", "12:00, 26 November 2026 (UTC)")
    mine = form("Ana", languages="español").replace(signature("Ana"), signed)
    assert only(("Ana", mine)).values == {"languages": "español"}
    left = leaving_of("Ana")
    for between in (" ", "\n"):
        request = only(("Ana", left.replace(f" {signature('Ana')}", between + signed)))
        assert (request.leaves, request.values) == (True, {})


def test_opened_dress_behind_an_answer_is_the_signature_s() -> None:
    signed = "'''<span style=\"color:red\">[[User:Ana|Ana]]</span>''' 12:00, 26 November 2026 (UTC)"
    assert only(("Ana", f"== x ==\n* Idiomas: es\n* País: Chile -- {signed}")).values["country"] == "Chile"
    assert only(("Ana", f"== x ==\n* Idiomas: es\n* País: {signed}")).values == {"languages": "es"}
    assert only(("Ana", f"== x ==\n* Idiomas:\n** es\n** en {signed}")).values == {"languages": "es, en"}


def test_a_time_that_is_an_answer_stays_one() -> None:
    when = "12:00, 26 November 2026 (UTC)"
    mine = form("Ana", clinics=when).replace(signature("Ana"), "")
    [request] = fold(read(history(("Ana", mine))), ()).requests
    assert request.values == {"clinics": when}


@pytest.mark.parametrize(
    "reply",
    [
        ":Country: which one do you mean?",
        "* Country: which one do you mean?",
        "Country: is that one?",
        ":Dejo el programa — ¿es eso lo que quieres?",
        "* Dejo el programa",
    ],
)
def test_a_remark_on_a_request_is_none(reply: str) -> None:
    mine = form("Ana", country="Chile")
    page = f"{mine}\n{reply} {signature('Bob')}"
    found = read(history(("Ana", mine), ("Bob", page)))
    assert [each.username for each in found.requests] == ["Ana"]
    assert not found.unmet
    assert reply in without_blocks(page, {mine})


def test_a_reply_below_an_unsigned_request_leaves_it_as_it_is() -> None:
    mine = form("Ana", country="Chile").replace(signature("Ana"), "").rstrip()
    reply = f": Which one? {signature('Bob')}"
    assert only(("Ana", mine), ("Bob", f"{mine}\n{reply}")).username == "Ana"
    other = form("Bob", learn="x")
    page = f"{mine}\n\n{other}\n{reply}"
    assert [block.text for block in read_blocks(without_blocks(page, {other}))] == [mine, reply]


def test_the_line_of_who_leaves_needs_no_heading() -> None:
    assert only(("Ana", leaving_of("Ana").partition("\n\n")[2])).leaves


def old_form(name: str, language: str = "es", **values: str) -> str:
    """Give a form as it was before its hints had lines of their own."""
    return re.sub(r"(<!--[^\n]*-->)\n(\* [^\n]*: ?[^\n]*)", r"\2\1", form(name, language, **values))


def test_forms_opened_before_are_read() -> None:
    text = old_form("Ana", languages="español", cap="3")
    assert re.search(r"^\* Idiomas: español<!-- ", text, re.MULTILINE)
    assert only(("Ana", text)).values == {"languages": "español", "cap": "3"}


def test_what_stands_in_a_comment_or_above_the_labels_is_told() -> None:
    mine, old = form("Ana", country="Chile"), old_form("Ana", country="Chile")
    hint, several = (WORDS.say("es", f"request-hint-{name}") for name in ("languages", "several"))
    for amiss in (
        mine.replace(f"{hint} -->", hint),
        old.replace(f"{hint} -->", f"{hint} español"),
        old.replace(f"{hint} -->", f"{hint}: español -->"),
        old.replace(f"<!-- {hint}", f"<!-- español {hint}"),
        mine.replace("-->", ""),
        mine.replace("-->", "", 1),
        mine.replace("\n\n<!--", "\n\nHablo español y árabe.\n<!--"),
        mine.replace("* País: Chile", "<!-- \n* País: Chile\n-->"),
        mine.replace(f"{several} -->", f"{several} --> Mapas", 1),
        mine.replace(f"<!-- {several}", f"Mapas <!-- {several}", 1),
        mine.replace(f"{several} -->", f"{several} -->\nMapas", 1),
        mine.replace(f"{several} -->", f"{several} -->\n\n** Mapas", 1),
    ):
        assert amiss not in (mine, old)
        assert told(("Ana", amiss)) == [("request-hidden", "Ana", "<!--", "-->")], amiss
    for fine in (
        mine.replace("Chile", "<!-- de nacimiento --> Chile"),
        mine.replace("Chile", "\n** Chile <!-- de nacimiento -->"),
        mine.replace("== Inscripción ==", "== Inscripción == <!-- x -->"),
        mine.replace("[[User:Ana", "<!-- mi firma -->\n[[User:Ana", 1),
    ):
        assert only(("Ana", fine)).values == {"country": "Chile"}
    assert told(("Ana", "== Hola ==\n¿Qué tal? <!-- ")) == [("request-unread", "Ana")]


def test_hints_that_the_wiki_says_otherwise_raise_no_alarm() -> None:
    text = form("Ana", country="Chile")
    reworded = text.replace(WORDS.say("es", "request-hint-languages"), "la primera es\nla que lees")
    reworded = reworded.replace("Escribe detrás de los dos puntos y publica;", "Escribe aquí;")
    assert only(("Ana", reworded)).values == {"country": "Chile"}


def test_the_same_request_without_names_is_nobody_s() -> None:
    mine = form("Ana", country="Chile").replace(signature("Ana"), "").rstrip()
    pages = (("Ana", mine), ("Bob", f"{mine}\n\n{mine}"))
    assert told(*pages) == [("request-same", "~~~~")]
    signed = form("Ana", country="Chile")
    assert only(("Ana", signed), ("Ana", f"{signed}\n\n{signed}")).text == signed


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "--"])
def test_a_lone_dash_empties(dash: str) -> None:
    assert only(("Ana", form("Ana", country=dash, learn="a-b", share=f"{dash} x"))).values == {
        "country": "",
        "learn": "a-b",
        "share": f"{dash} x",
    }


def test_a_page_and_a_history_of_different_moments_put_nothing_into_a_stranger_s_mouth() -> None:
    mine = form("Ana", country="Chile").replace(signature("Ana"), "").rstrip()
    edits = (("Bob", "Hi"), ("Ana", f"Hi\n\n{mine}"), ("Bob", "Hi"), ("Mallory", "Hello"))
    origins = find_origins([mine], history(*edits), bot=BOT, renamed=RENAMED.get)
    assert (origins[mine].verdict, origins[mine].username) == (Verdict.OWN, "Ana")
    lagging = find_origins([mine], history(edits[0]), bot=BOT, renamed=RENAMED.get)
    assert lagging[mine].verdict is Verdict.FORGED


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
    assert {each.username: each.values for each in found.requests} == {"Ana": {"country": "Chile"}}
    assert [each.problem.values[0] for each in found.unmet] == ["Mallory"]


@given(
    st.dictionaries(
        st.sampled_from([column for column in COLUMNS if column != "reminders"]),
        st.text(st.characters(exclude_characters="\n\r<=:：\x85\u2028\u2029", codec="utf-8"), max_size=30),
        max_size=4,
    )
)
def test_what_is_written_behind_a_label_is_what_is_read(values: dict[str, str]) -> None:
    found = read(history(("Ana", form("Ana", "fr", **values))))
    said = {column: shown(text).strip(" '") for column, text in values.items()}
    for request in found.requests:
        assert {c: t.strip(" '") for c, t in request.values.items()} == {
            column: text if text.strip("-–—−") else "" for column, text in said.items() if text
        }
    assert found.requests or found.unmet


PIECES = st.sampled_from(
    [
        "== Inscripción ==\n",
        "== Hola ==\n",
        "* Idiomas: WORD\n",
        "* País: <!-- WORD",
        "<!--",
        "-->",
        "* Región: \n",
        "** WORD\n",
        ": WORD\n",
        "WORD\n",
        "Dejo el programa.\n",
        f"{signature('Ana')}\n",
        f"{WORDS.say('es', 'request-hint-several')} WORD",
        "\n",
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_no_word_is_lost_without_being_met_told_or_left(pieces: list[str]) -> None:
    page = "".join(piece.replace("WORD", f"kw{number}x") for number, piece in enumerate(pieces))
    said = read(history(("Ana", page)))
    found = fold(said, ())
    gone = {text for request in found.requests for text in (request.text, *found.outdated[request.userid])}
    assert not gone & {each.text for each in found.unmet}
    left = without_blocks(page, gone)
    met = " ".join(value for request in said.requests for value in request.values.values())
    leaving = any(request.leaves for request in said.requests)
    beside_signature = re.findall(rf"^.*(?={re.escape(signature('Ana'))})", page, re.MULTILINE)
    comments = re.findall(r"<!--[^\n]*?-->|(?s:(?<=\n)<!--.*?-->)", page)
    for word in re.findall(r"kw\d+x", page):
        where = [left, met, *beside_signature, *comments]
        assert leaving or any(word in text for text in where), word


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
        "<!---->",
        "<!-- -->\nx -->\n",
        "<span>",
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


def test_a_signature_by_an_older_name_is_their_own() -> None:
    text = form("Bea", country="Chile").replace(signature("Bea"), f"-- {signature('Bea')}")
    request = only(("Bob", text))
    assert (request.username, request.values) == ("Bob", {"country": "Chile"})
    assert only(("Bob", leaving_of("Bea"))).leaves
    assert told(("Ana", text)) == [("request-forged", "Bea")]
    assert told(("Bob", text), ("Bob", ""), ("Ana", text, True)) == [("request-forged", "Bea")]
    for nobody in ("192.0.2.1", "~2026-12345-67"):
        assert told(("Bob", form(nobody, country="Chile"))) == [("request-forged", nobody)]
