"""The wiki itself is the judge of a message: one section that swallows nothing, links that lead home."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.program.announcement import HeadingMissingError, NotClosedError
from bot.program.issue_message import read_issue_message
from bot.wikitext.home_links import link_to_home
from bot.wikitext.titles import capitalise

PAGE = "Garden/News"
END = '\n\n<b id="last">last</b>'

TEXTS = st.sampled_from(
    [
        *(
            "== a ==",
            "=== b ===",
            "= c =",
            "===== d =====",
            "== e",
            "====",
            "text",
            "* item",
            "<h1>f</h1>",
            "<h2>",
        ),
        *(
            "\n",
            "\n",
            "\n\n",
            "<nowiki>",
            "</nowiki>",
            "<pre>",
            "</pre>",
            "<div>",
            "</div>",
            "<small>",
            "</small>",
        ),
        *(
            "{|\n| g\n",
            "\n|}\n",
            "\n|-\n",
            "<table><tr><td>",
            "</td></tr></table>",
            "<ul><li>",
            "</ul>",
            "<b>",
        ),
        *("</b>", "'''", "''", "[[h", "]]", "<p>", "<br>", "<s>", "</s>", "[[File:i.png|", "</h1>", "</h2>"),
    ]
)
LINKS = st.sampled_from(
    [
        *(
            "[[",
            "[[",
            "]]",
            "]]",
            "|",
            "a",
            "b c",
            "Talk:",
            ":",
            "#d",
            "/",
            "../",
            "en:",
            "m:",
            "\n",
            "[",
            "]",
            "é",
        ),
        *(
            "[[e]]",
            "[[f|g]]",
            "[[/h]]",
            "[[../i/]]",
            "[[j%20k]]",
            "(l)",
            ", ",
            " ",
            "_",
            "اب",
            "<nowiki/>",
            "&amp;",
        ),
    ]
)

Parse = Callable[..., dict[str, Any]]


@pytest.fixture
def parse(api: Callable[[str], str]) -> Parse:
    """Have a wiki parse a text."""
    session = requests.Session()

    def ask(wiki: str, text: str, props: str = "text") -> dict[str, Any]:
        asked = {"action": "parse", "prop": props, "text": text, "contentmodel": "wikitext", "title": PAGE}
        more = {"format": "json", "formatversion": "2", "disableeditsection": "1", "disablelimitreport": "1"}
        answer: dict[str, Any] = session.post(api(wiki), data={**asked, **more}, timeout=60).json()["parse"]
        return answer

    return ask


class _Path(HTMLParser):
    """Finds in what the last words stand."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.last: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("id", "last") in attrs:
            self.last = list(self.open)
        if tag not in {"br", "hr", "img", "meta", "link", "wbr", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass


def _examples(pytestconfig: pytest.Config) -> int:
    return 2000 if pytestconfig.getoption("--soak") else 60


def test_a_message_has_no_heading_of_the_page_and_swallows_nothing(
    parse: Parse, pytestconfig: pytest.Config
) -> None:
    @settings(max_examples=_examples(pytestconfig), suppress_health_check=list(HealthCheck), deadline=None)
    @given(pieces=st.lists(TEXTS, max_size=10))
    def holds(pieces: list[str]) -> None:
        with contextlib.suppress(HeadingMissingError, NotClosedError):
            message = read_issue_message(f"== a ==\n{''.join(pieces)}", page=PAGE)
            for text in {message.full, message.summary}:
                html = parse("meta", f"{text}{END} __NOTOC__")["text"]
                assert not re.search(r"<h[12][\s>]", html)
                path = _Path()
                path.feed(html)
                assert path.last == ["div", "p"], html

    holds()


def _letters(html: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", "", html).split())


def _linked(text: str) -> str:
    return link_to_home(
        text, "m", interwikis=["en", "es", "w", "m", "meta"], file_names=["File", "Archivo"], page=PAGE
    )


@pytest.mark.parametrize(
    "text",
    [
        "[[Title]] [[Title b|words]] [[Title#sec|words]] [[:Category:X]] [[Talk:Y]]s [[Foo%20bar]]",
        "[[/sub|words]] [[/sub]] [[/sub/]] [[../x]] [[../x/]] [[../]]",
        "[[العيادات|العيادات القادمة]] [[Clínicas]] [[Événements|é]] [[Reunião]]",
        "{|\n| [[a]] || [[b|c]]\n|}\n* [[d]]\n== [[e]] ==",
    ],
)
def test_links_lead_to_the_home_wiki(parse: Parse, text: str) -> None:
    home = parse("meta", text, "text|links")
    there = parse("es", _linked(text), "text|links|iwlinks")
    assert there["links"] == []
    assert {link["prefix"] for link in there["iwlinks"]} == {"m"}
    titles = {link["title"].removeprefix("m:").partition("#")[0] for link in there["iwlinks"]}
    written = {capitalise(title.replace("_", " ").replace("%20", " ")) for title in titles}
    assert written - {"Category:X"} == {link["title"] for link in home["links"]} - {"Category:X"}
    assert _letters(there["text"]) == _letters(home["text"])


def test_an_address_leads_to_the_home_wiki(parse: Parse, api: Callable[[str], str]) -> None:
    html = parse("es", _linked("[{{fullurl:Title|action=edit}} x]"))["text"]
    assert re.search(r'href="([^"]*)"', html)[1].startswith(api("meta").rpartition("/")[0])  # type: ignore[index]


def test_words_are_the_same_on_both_wikis(parse: Parse, pytestconfig: pytest.Config) -> None:
    @settings(max_examples=_examples(pytestconfig), suppress_health_check=list(HealthCheck), deadline=None)
    @given(pieces=st.lists(LINKS, max_size=10))
    def same(pieces: list[str]) -> None:
        text = "x" + "".join(pieces)
        if re.search(r"\|\s*\]\]", text):
            return  # the wiki writes such links anew when the page is saved
        linked = _linked(text)
        if re.search(r"\[\[[\s_]*(?:/|\.\./)", linked):
            return  # a relative link without an end, of which the wiki shows the whole title
        assert _letters(parse("es", linked)["text"]) == _letters(parse("meta", text)["text"])

    same()
