"""The page of requests, the marks of those that were met, and the thanks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.plan.announce import WIKITEXT
from bot.plan.edits import Campaign
from bot.plan.requests_page import MOST_ANSWERS, RequestsPage
from bot.plan.section import Reader
from bot.plan.thanks import Thanks, ThanksMaker, plan_thanks
from bot.program.limits import ANSWER_LETTERS
from bot.program.problems import Problem
from bot.program.request_marks import Kind, Met, mark_of, read_marks
from bot.program.sign_up_request import Request, Unmet
from bot.program.talkpage import TalkPage
from bot.words.catalogue import default_catalogue

WORDS = default_catalogue()
LANGUAGES = ("en", "es", "ar", "fr", "pt")
PAGE = RequestsPage(words=WORDS, language="en", languages=LANGUAGES, signup="Garden/Sign-up")
MET = Met(username="Ana", revid=7, kind=Kind.SIGNED_UP, language="ar", at="2026-11-26T12:00:00Z")
REQUEST = Request(
    username="Ana",
    userid=2,
    revid=7,
    at="2026-11-26T11:00:00Z",
    language="es",
    leaves=False,
    values={},
    text="",
    line=1,
)
MAKER = ThanksMaker(
    campaign=Campaign(program="garden", name="requests", title="Garden/Requests", counted=False),
    words=WORDS,
    headings={"learn": ("I want to learn", "Quiero aprender"), "share": ("Umiem",)},
    signup_page="Garden/Sign-up",
    team_page="Talk:Garden",
    offered=LANGUAGES,
)
READER = Reader(wiki="es", language="es", home_prefix="m:", optout_category="")
TALK = TalkPage(
    person_id="CentralAuth:2",
    blocked=False,
    title="Usuaria discusión:Ana",
    redirect_leads_away=False,
    protected=False,
    content_model=WIKITEXT,
    opted_out=False,
    baserevid=None,
    text="",
    read_at=0.0,
)


def thanks(**row: str) -> Thanks:
    return Thanks(request=REQUEST, wiki="es", is_new=True, languages=("es",), row=row)


def test_the_page_says_in_each_language_what_it_is_for_and_links_nobody() -> None:
    unmet = Unmet(problem=Problem(reason="request-long", values=("[[X]]",)), language="fr", text="", line=3)
    text = PAGE.write([unmet, unmet], [MET, replace(MET, kind=Kind.LEAVING, language="en")])
    for language in LANGUAGES:
        assert WORDS.say(language, "request-about", "Garden/Sign-up") in text
    assert text.count("<bdi>&#91;&#91;X&#93;&#93;</bdi> est trop longue") == 1
    assert WORDS.say("en", "request-done-leave", "<bdi>Ana</bdi>", "November 26, 2026").split("(")[0] in text
    assert text.index('<div lang="ar" dir="rtl"') < text.index("<bdi>Ana</bdi>")
    assert "User:" not in text
    assert WORDS.say("en", "request-answers") not in PAGE.write([unmet], [])


def test_only_the_newest_answers_stand_there() -> None:
    many = [replace(MET, username=f"P{n:03}", at=f"2026-11-26T12:00:{n:02}Z") for n in range(40)]
    text = PAGE.write([], many[::-1])
    assert re.findall(r"P\d{3}", text) == [f"P{n:03}" for n in range(40 - MOST_ANSWERS, 40)]


@pytest.mark.parametrize("kind", Kind)
def test_a_summary_tells_which_request_was_met(kind: Kind) -> None:
    summary = f"x [[User:Ana B]] [[Special:Diff/7]] {mark_of('garden', kind, 7, 'pt-br')}"
    [met] = read_marks([("2026-11-26T12:00:00Z", summary)], "garden")
    assert met == replace(MET, username="Ana B", kind=kind, language="pt-br")
    assert not list(read_marks([("", summary)], "other"))
    assert not list(read_marks([("", f"{summary} and more"), ("", "")], "garden"))


def test_thanks_say_what_stands_in_the_row_and_how_to_change_it() -> None:
    [post] = plan_thanks(
        {"Ana": thanks(learn="{{x}} mapas", share="a@people.example.org", region="Asia")},
        {("es", "Ana"): TALK},
        maker=MAKER,
        readers={"es": READER},
        bot={"es": "GardenBot"},
    ).posts
    assert post.heading == WORDS.say("es", "request-thanks-heading")
    assert "* '''Quiero aprender''' · <bdi>&#123;&#123;x&#125;&#125; mapas</bdi>\n" in post.text
    assert "example.org" not in post.text
    assert "Asia" not in post.text
    assert post.text.count("[[:m:Garden/Sign-up|") == 2
    assert post.text.endswith(f"~~~~ <!-- garden {post.key} -->")
    assert post.summary.endswith(f"[garden:{post.key}/es]")
    other = replace(thanks(), request=replace(REQUEST, revid=8), is_new=False)
    changed = MAKER.make(other, TALK, READER)
    assert changed.key != post.key
    assert changed.heading == WORDS.say("es", "request-changed-heading")
    assert WORDS.say("es", "request-says") not in changed.text
    assert WORDS.say("es", "request-dropped") not in post.text


def test_thanks_say_what_the_table_has_no_column_for() -> None:
    dropped = {"learn": "[[mapas]]", "share": "a@people.example.org", "region": "Asia"}
    text = MAKER.make(replace(thanks(), dropped=dropped), TALK, READER).text
    above = WORDS.say("es", "request-dropped")
    assert f"\n{above}\n* '''Quiero aprender''' · <bdi>&#91;&#91;mapas&#93;&#93;</bdi>\n\n" in text
    assert "example.org" not in text
    assert "Asia" not in text


def test_of_a_cell_that_others_filled_only_the_beginning_is_repeated() -> None:
    text = MAKER.make(thanks(learn="x" * 1_000_000), TALK, READER).text
    assert f"<bdi>{'x' * (ANSWER_LETTERS - 1)}…</bdi>" in text


def test_who_can_t_be_looked_at_waits_and_who_wants_no_bots_gets_none() -> None:
    def plan(pages: dict[tuple[str, str], TalkPage]) -> tuple[int, int, int]:
        planned = plan_thanks(
            {"Ana": thanks()}, pages, maker=MAKER, readers={"es": READER}, bot={"es": "GardenBot"}
        )
        return len(planned.posts), len(planned.skips), len(planned.held)

    assert plan({}) == (0, 0, 1)
    assert plan({("es", "Ana"): replace(TALK, text="{{nobots}}")}) == (0, 1, 0)
    assert plan({("es", "Ana"): replace(TALK, opted_out=True)}) == (0, 1, 0)
