"""The preview page: what it holds, that nothing in it runs or is fetched, and that texts stay letters."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.edits import SkipReason
from bot.plan.preview.bars import MOST_BARS
from bot.plan.preview.diff import MOST_ROWS, side_by_side
from bot.plan.preview.messages import MOST_IN_ALL
from bot.plan.preview.model import Addressee, PageChange, Preview
from bot.plan.preview.page import write_page
from bot.plan.preview.plain import isolated
from bot.plan.preview.safe_html import MOST_CHARACTERS, made_safe
from bot.program.languages import fallbacks
from bot.words.catalogue import default_catalogue
from tests.plan.preview_plans import HEADINGS, preview, rendering, signups

WORDS = default_catalogue(fallbacks)
LANGUAGES = ("en", "es", "ar", "fr", "pt")
ADDRESS = "https://es.wiki.example/w/index.php?title=User_talk:Ana"
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'';!--\"<XSS>=&{()}",
    "{{ 7*7 }}{% raw %}",
    "</script><script>alert(1)//",
    "[[User:A|B]]{{PLURAL:$1|a}}$2<!--",
    "\u202eevil\u2067",
)


def page(of: Preview, language: str = "en") -> str:
    return write_page(of, words=WORDS, language=language)


def safe(html: str) -> str:
    return made_safe(html, address=ADDRESS, picture=lambda name: f"Picture: {name}")


def tags(html: str) -> list[str]:
    return re.findall(r"<[a-zA-Z][^>]*>", html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_its_language_and_each_message_its_own(language: str) -> None:
    html = page(preview(), language)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert WORDS.say(language, "preview-heading-people") in unescape(html)
    for code, heading in HEADINGS.items():
        assert f">{heading}<" in html, code
    assert '<article class="paper" lang="ar" dir="rtl"' in html


def test_one_script_may_run_and_nothing_may_be_fetched() -> None:
    html = page(preview())
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    [script] = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(unescape(script).encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in policy or f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not [tag for tag in tags(html) if re.search(r"\s(src|srcset|poster|background|on\w+)=", tag)]
    assert "url(" not in html
    assert "@import" not in html


def test_everybody_has_a_row_that_leads_to_their_page_and_message() -> None:
    html = page(preview(1000))
    assert html.count('<th scope="row"><a ') == 1000
    assert len(html.encode()) < 3_000_000
    aims = set(re.findall(r'href="#([^"]+)"', html))
    assert aims <= set(re.findall(r'id="([^"]+)"', html))


def test_ids_are_told_apart() -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(replace(preview(1000), signups=signups())))
    assert len(ids) == len(set(ids))


def test_who_is_left_out_is_named_under_the_rule() -> None:
    html = unescape(page(preview()))
    assert WORDS.say("en", SkipReason.WITHDRAWN.word) in html
    assert "<bdi>Verena Quiethall</bdi>" in html
    assert "there is no account “\u2068Nobody Of This Spelling\u2069” on" in html


def test_more_messages_than_the_settings_allow_need_a_person() -> None:
    assert "The settings allow 20 in one run" in page(preview(24, limit=20))
    assert "limits.people" not in page(preview(24, limit=24))


def test_a_plan_without_messages_says_so() -> None:
    html = page(preview(0, skips=(), problems=(), notes=(), held=()))
    assert WORDS.say("en", "preview-nobody") in html
    assert WORDS.say("en", "preview-nobody-left") in html
    assert WORDS.say("en", "report-nothing-needs") in html


def test_a_wiki_on_which_a_message_is_not_rendered_is_named() -> None:
    of = preview()
    assert of.announced is not None
    few = [each for each in of.announced.renderings if each.wiki != "meta"]
    html = page(preview(renderings=few))
    assert "The message reads the same on: meta." in html
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


def test_a_message_that_is_too_long_is_left_out() -> None:
    long = rendering("es", "es", html="x" * (MOST_CHARACTERS + 1))
    html = page(preview(renderings=[long]))
    assert WORDS.say("en", "preview-not-shown") in html
    assert len(html) < MOST_CHARACTERS


def test_all_messages_together_have_a_limit() -> None:
    many = [
        rendering(wiki, code, html="x" * (MOST_CHARACTERS - 1))
        for wiki, code in {(each.wiki, each.language): 1 for each in _renderings(1000)}
    ]
    assert len(page(preview(1000, renderings=many))) < MOST_IN_ALL + 1_000_000


def _renderings(people: int) -> list[Addressee]:
    announced = preview(people).announced
    assert announced is not None
    return list(announced.people)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_letters(text: str) -> None:
    who = Addressee(username=text, wiki="es", language="es", address="https://es.wiki.example/?title=A")
    change = PageChange(title=text, address="https://m.example/", language="en", before=text, after=text * 2)
    of = preview(title=text, people=[who], renderings=[rendering("es", "es", title=text, summary=text)])
    hostile = page(replace(of, signups=signups(change)))
    harmless = page(
        replace(
            preview(
                title="t",
                people=[replace(who, username="n")],
                renderings=[rendering("es", "es", title="t", summary="s")],
            ),
            signups=signups(replace(change, title="t", before="b", after="bb")),
        )
    )
    names = [re.match(r"<\w+", tag) for tag in tags(harmless)]
    found = [re.match(r"<\w+", tag) for tag in tags(hostile)]
    marks = {"<del", "<ins", "<wbr"}
    assert [n[0] for n in found if n and n[0] not in marks] == [
        n[0] for n in names if n and n[0] not in marks
    ]
    assert "<script>alert" not in hostile


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p onclick=x>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script>a", "a"),
        ("<style>p{}</style>a", "a"),
        ("<svg><script>alert(1)</script></svg>a", "a"),
        ("<iframe src=//x.example></iframe>a", "a"),
        ("<form action=x><input name=y>a</form>", "a"),
        ("<a href='javascript:alert(1)'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href=' java\nscript:alert(1)'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href='data:text/html,x'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        (
            "<a href='/wiki/B'>a</a>",
            '<a href="https://es.wiki.example/wiki/B" rel="noopener noreferrer">a</a>',
        ),
        ("<a href='//c.example/B'>a</a>", '<a href="https://c.example/B" rel="noopener noreferrer">a</a>'),
        ("<h2 id='needs' class='skip'>a</h2>", "<h4>a</h4>"),
        ("<h6>a</h6>", "<h6>a</h6>"),
        (
            "<div style='position:fixed;background:url(//x.example);color:red'>a</div>",
            '<div style="color:red">a</div>',
        ),
        ("<img src='//x.example/Cat.jpg' onerror=x>", '<span class="picture">Picture: Cat.jpg</span>'),
        ("<img alt='<b>' src=x>", '<span class="picture">Picture: &lt;b&gt;</span>'),
        ("<p dir=up lang='a\"b'>a</p>", "<p>a</p>"),
        ("<p dir=rtl lang=ar>a</p>", '<p dir="rtl" lang="ar">a</p>'),
        ("<b>a", "<b>a</b>"),
        ("</div></main>a", "a"),
        ("<math><mi xlink:href=javascript:alert(1)>a</mi></math>b", "b"),
        ("<template><p>a</p></template>b", "b"),
        ("<!-- c -->a", "a"),
        ("a &lt;b&gt; &amp;lt;", "a &lt;b&gt; &amp;lt;"),
    ],
)
def test_html_of_a_wiki_is_made_harmless(html: str, expected: str) -> None:
    assert safe(html) == expected


@given(st.text(alphabet="<>/=\"' abimgsrconeljt:&#;!-", max_size=60))
def test_no_html_keeps_a_handler_or_a_source(text: str) -> None:
    for tag in tags(safe(f"<p>{text}</p>")):
        assert not re.search(r"\s(on\w+|src)\s*=", tag)
        assert "javascript:" not in tag


def test_names_turn_no_sentence_about() -> None:
    assert isolated("a\u202eb\u2069") == "\u2068ab\u2069"


def test_a_difference_is_marked_word_by_word_and_what_is_far_is_left_out() -> None:
    old = [f"line {number}" for number in range(20)]
    new = [*old[:10], "line ten", *old[11:]]
    rows = side_by_side("\n".join(old), "\n".join(new))
    assert [row.kind for row in rows] == ["gap", "same", "same", "changed", "same", "same", "gap"]
    [changed] = [row for row in rows if row.kind == "changed"]
    assert changed.before is not None
    assert changed.after is not None
    assert [(p.text, p.changed) for p in changed.before.pieces] == [("line ", False), ("10", True)]
    assert [(p.text, p.changed) for p in changed.after.pieces] == [("line ", False), ("ten", True)]
    assert rows[0].left_out == 8


def test_equal_texts_do_not_differ() -> None:
    assert side_by_side("a\nb", "a\nb") == []


@given(st.lists(st.sampled_from("ab c"), max_size=12), st.lists(st.sampled_from("ab c"), max_size=12))
def test_both_sides_tell_every_changed_line_in_its_order(old: list[str], new: list[str]) -> None:
    rows = side_by_side("\n".join(old), "\n".join(new))
    befores = [row.before for row in rows if row.before]
    afters = [row.after for row in rows if row.after]
    olds, news = "\n".join(old).splitlines(), "\n".join(new).splitlines()
    assert all("".join(p.text for p in side.pieces) == olds[side.number - 1] for side in befores)
    assert all("".join(p.text for p in side.pieces) == news[side.number - 1] for side in afters)
    assert [side.number for side in befores] == sorted(side.number for side in befores)


def test_a_long_difference_is_cut() -> None:
    rows = side_by_side("", "\n".join(f"line {number}" for number in range(50_000)))
    assert len(rows) == MOST_ROWS + 1
    assert (rows[-1].kind, rows[-1].left_out) == ("cut", 50_000 - MOST_ROWS)


def test_a_page_that_is_one_long_line_stays_short() -> None:
    [row] = side_by_side("x" * 2_000_000, "y" * 2_000_000)
    assert row.after is not None
    assert len(row.after.pieces[0].text) <= 2001


def test_a_page_of_very_many_lines_is_cut_as_well() -> None:
    rows = side_by_side("x\n" * 300_000 + "end", "y\n" * 300_000 + "end")
    assert rows[-1].kind == "cut"
    assert len(rows) <= MOST_ROWS + 1


@pytest.mark.parametrize(
    "tag", ["<!--", "<a ", "<div>", "<b>", "<a><b><i><p>", "<![CDATA[", "<table>", "</", "&#x"]
)
def test_html_that_never_ends_is_not_shown_or_harmless(tag: str) -> None:
    html = safe(tag * (MOST_CHARACTERS // len(tag)))
    assert len(html) <= 4 * MOST_CHARACTERS


def test_very_many_pages_share_the_room_there_is() -> None:
    change = PageChange(
        title="A", address="https://m.example/", language="en", before="a", after="\n".join("b" * 50) * 99
    )
    html = page(replace(preview(1000), signups=signups(*[change] * 100)))
    assert len(html.encode()) < 3_000_000


def test_many_wikis_share_a_bar() -> None:
    people = [
        Addressee(username=f"P{n}", wiki=f"w{n:03}", language="en", address="https://x.example/")
        for n in range(40)
    ]
    of = preview(people=people, renderings=[])
    assert of.announced is not None
    numbers = type(of.announced.numbers)({(f"w{n:03}", "en"): n + 1 for n in range(40)})
    html = page(preview(people=people, renderings=[], numbers=numbers))
    assert WORDS.say("en", "report-other-wikis", 40 - MOST_BARS) in html
