"""Links lead to the same places when a text stands on another wiki, and everything else stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.home_links import link_to_home, templates_used
from tests.growth import assert_grows_linearly

PAGE = "Garden/News"
INTERWIKIS = ("en", "es", "w", "wikt", "M")
FILES = ("File", "Archivo", "Fichier", "Ficheiro", "ملف", "Image")


def link(text: str, prefix: str = "m", page: str = PAGE) -> str:
    return link_to_home(text, prefix, interwikis=INTERWIKIS, file_names=FILES, page=page)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("[[Title]]", "[[:m:Title|Title]]"),
        ("[[Title|words]]", "[[:m:Title|words]]"),
        ("[[Title#sec|words]]", "[[:m:Title#sec|words]]"),
        ("[[Title#sec]]", "[[:m:Title#sec|Title#sec]]"),
        ("[[:Category:X]]", "[[:m:Category:X|Category:X]]"),
        ("[[:Category:X|''x'' (y)]]", "[[:m:Category:X|''x'' (y)]]"),
        ("[[ Title_a ]]s", "[[:m:Title_a| Title_a ]]s"),
        ("[[Foo%20bar]]", "[[:m:Foo%20bar|Foo bar]]"),
        ("[[A: B]]", "[[:m:A: B|A: B]]"),
        ("[[Special:MyLanguage/X|x]]", "[[:m:Special:MyLanguage/X|x]]"),
        ("[[:File:a.jpg]]", "[[:m:File:a.jpg|File:a.jpg]]"),
        ("[[العيادات|العيادات القادمة\u200f]]", "[[:m:العيادات|العيادات القادمة\u200f]]"),
        ("[[Clínicas]] y [[Événements|é]]", "[[:m:Clínicas|Clínicas]] y [[:m:Événements|é]]"),
        ("[[Help:Foo (bar)|]]", "[[:m:Help:Foo (bar)|Foo]]"),
        ("[[Foo, bar|]]", "[[:m:Foo, bar|Foo]]"),
        ("[[a|<nowiki>]]</nowiki>]]", "[[:m:a|<nowiki>]]</nowiki>]]"),
        ("[[a|b\nc]]", "[[:m:a|b\nc]]"),
        ("{{x|[[a]]}}", "{{x|[[:m:a|a]]}}"),
        ("<gallery>\nFile:a.jpg|[[b]]\n</gallery>", "<gallery>\nFile:a.jpg|[[:m:b|b]]\n</gallery>"),
        ("[[File:a.jpg|thumb|see [[T]] and [[U|u]]]]", "[[File:a.jpg|thumb|see [[:m:T|T]] and [[:m:U|u]]]]"),
        ("[[ملف:a.jpg|[[a|b]]|c]]", "[[ملف:a.jpg|[[:m:a|b]]|c]]"),
        ("[[a|b [[c]] d]]", "[[a|b [[:m:c|c]] d]]"),
    ],
)
def test_links_lead_home_with_the_same_words(written: str, wanted: str) -> None:
    assert link(written) == link(written, "m:") == wanted
    assert link(wanted) == wanted
    assert link(written, "") == written


@pytest.mark.parametrize(
    ("written", "target", "words"),
    [
        ("/sub", "Garden/News/sub", "/sub"),
        ("/sub/", "Garden/News/sub", "sub"),
        ("/sub/#a b", "Garden/News/sub#a b", "sub#a b"),
        ("../x", "Garden/x", "Garden/x"),
        ("../x/", "Garden/x", "x"),
        ("../", "Garden", "Garden"),
    ],
)
def test_relative_links_are_resolved(written: str, target: str, words: str) -> None:
    assert link(f"[[{written}]]") == f"[[:m:{target}|{words}]]"
    assert link(f"[[{written}|w]]") == f"[[:m:{target}|w]]"
    assert link(f"[[{written}]]", "") == f"[[{target}|{words}]]"
    assert link(f"[[{written}|w]]", "") == f"[[{target}|w]]"
    assert link(f"[[{written}]]", page="") == f"[[{written}]]"


def test_a_relative_link_of_a_category_page_categorises_nothing() -> None:
    assert link("[[/a|b]]", "", page="Category:X") == "[[:Category:X/a|b]]"


@pytest.mark.parametrize(
    "text",
    [
        *("[[en:Foo]]", "[[:EN:Foo]]", "[[w:es:Foo|x]]", "[[: w : Foo]]", "[[m:Foo]]", "[[File:a.jpg]]"),
        *(
            "[[image:a.jpg|b]]",
            "[[Media:a.ogg]]",
            "[[#s]]",
            "[[#s|x]]",
            "[[{{FULLPAGENAME}}/x]]",
            "[[|x]]",
            "[[]]",
        ),
        *(
            "<nowiki>[[a]]</nowiki>",
            "<!-- [[a]] -->",
            "<pre>[[a]]</pre>",
            "[[a",
            "[[a|b",
            "[[a]",
            "[a]]",
            "[http://x y]",
        ),
        *(
            "[[http://x y]]",
            "[[//x]]",
            "[[mailto:x]]",
            "[[a\nb]]",
            "[[../../../x]]",
            "[[Category:X]]",
            "[[ تصنيف :X|y]]",
        ),
        *(
            "[[a<b]]",
            "[[%5B%5B]]",
            "__TOC__ {{PAGENAME}}",
            "~~~~",
            "[[_]]",
            "[[Talk:]]",
            "[[::a]]",
            "[[.]]",
            "[[:#a]]",
            "[[a<nowiki/>b]]",
        ),
    ],
)
def test_all_else_stays(text: str) -> None:
    assert link(text) == text


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("{{fullurl:Title|action=edit}}", "{{fullurl:m:Title|action=edit}}"),
        ("{{FULLURL::Category:X}}", "{{FULLURL:m:Category:X}}"),
        ("[{{canonicalurl:Garden/News}} x]", "[{{canonicalurl:m:Garden/News}} x]"),
        ("{{ localurle: Title }}", "{{ localurle: m:Title }}"),
        ("{{fullurl:m:Title}}", "{{fullurl:m:Title}}"),
        ("{{fullurl:{{PAGENAME}}}}", "{{fullurl:{{PAGENAME}}}}"),
        ("<nowiki>{{fullurl:a}}</nowiki>", "<nowiki>{{fullurl:a}}</nowiki>"),
    ],
)
def test_addresses_lead_home(written: str, wanted: str) -> None:
    assert link(written) == wanted
    assert link(written, "") == written


def test_templates_are_told() -> None:
    text = (
        "{{clear}} {{X|{{y}}|{{{p|{{z}}}}}}} {{#if:a|{{b c}}}} {{PAGENAME}} {{lc:A}} {{subst:foo}} {{X}}"
        " {{!}} {{CURRENTYEAR}} {{#invoke:mod|f}} {{Box/{{lang}}}} <nowiki>{{no}}</nowiki>"
        " {{Template:Tmpl\n|a=b}}"
        " {{:Page}} {{/sub}} {{int:x}} {{plantilla:Q}} <ref>{{in ref}}</ref> {{عيادة}}"
        " {{open {{NAMESPACE:x}} {{CLEAR}}"
    )
    assert templates_used(text) == (
        *("Clear", "X", "Y", "Z", "B c", "Foo", "Module:Mod", "Box/…", "Lang", "Tmpl", ":Page", "/sub", "Q"),
        *("In ref", "عيادة", "Open…", "CLEAR"),
    )
    assert templates_used("no braces } } {{") == ()


PIECES = st.sampled_from(
    [
        *(
            "[[",
            "]]",
            "|",
            "a",
            "b c",
            ":",
            "#",
            "/",
            "../",
            "en:",
            "File:",
            "m:",
            "\n",
            "[",
            "]",
            "{{",
            "}}",
            "%5D",
        ),
        *(
            "<nowiki>",
            "</nowiki>",
            "<!--",
            "-->",
            "fullurl:",
            "(x)",
            ", ",
            "Category:",
            "اب",
            "\u200f",
            " ",
            "_",
            "&amp;",
        ),
    ]
)


@given(pieces=st.lists(PIECES, max_size=20))
def test_only_targets_and_missing_labels_change(pieces: list[str]) -> None:
    text = "".join(pieces)
    linked = link(text)
    assert link(linked) == linked
    assert linked.count("\n") == text.count("\n")
    assert linked.count("[[") == text.count("[[")
    back = re.sub(r"\[\[:m:([^|\[\]]*)\|", r"[[\1|", linked)
    if linked == text or "../" in text or "/" in text or "%" in text:
        return
    letters = re.sub(r"[\[\]|:\s_]", "", text)
    kept = iter(re.sub(r"[\[\]|:\s_]", "", back))
    assert all(letter in kept for letter in letters)


@given(text=st.text(alphabet="ab é[]|{}<>:\n", max_size=40))
def test_on_the_home_wiki_nothing_changes(text: str) -> None:
    assert link(text, "") == text


@pytest.mark.parametrize(
    "piece",
    [
        "[[",
        "[[a|",
        "[[a]]",
        "]]",
        "[[File:a|",
        "{{",
        "{{fullurl:",
        "{{ ",
        "[",
        "%5B",
        "[[a",
        "<nowiki>",
        "/",
        "../",
    ],
)
@pytest.mark.no_cover
def test_hostile_text_is_linked_in_linear_time(piece: str) -> None:
    assert_grows_linearly(lambda size: link(piece * (size // len(piece))), size=400_000)
    assert_grows_linearly(lambda size: link(f"[[{piece * (size // len(piece))}|x]]"), size=400_000)
    assert_grows_linearly(lambda size: templates_used(piece * (size // len(piece)) + "}}"), size=400_000)
