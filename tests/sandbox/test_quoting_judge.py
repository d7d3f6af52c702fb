"""A real MediaWiki shows quoted text as the same letters and takes nothing else from it."""

from __future__ import annotations

import random
import unicodedata
from html.parser import HTMLParser
from typing import Any

import pytest
import requests

from bot.wikitext.quoting import link, quote

pytestmark = pytest.mark.sandbox

PAGE = "Quoting judged"
PROPS = "templates|links|categories|externallinks|images|properties|sections|langlinks|iwlinks"
CHUNK = 120
VOID = {"br", "hr", "img", "wbr", "meta", "link", "input"}

CONTEXTS = {
    "line": "□",
    "list entry": "* □",
    "list entry among bold and italic": "# '''Name''' □ ''then''",
    "definition": "; □\n: □",
    "table cell": "{|\n|-\n| □\n|}",
    "table cell without blanks": "{|\n|-\n|□||□\n|}",
    "table heading": "{|\n! □ !! □\n|}",
    "table caption": "{|\n|+ □\n|-\n| x\n|}",
    "heading": "== □ ==",
    "heading without blanks": "===□===",
    "link label": f"[[:{PAGE}|□]]",
    "external link label": "[https://judged.example □]",
    "template argument": "{{PLURAL:1|□|other}}",
    "small text": "<small>(□)</small>",
    "bold": "'''□'''",
    "attribute": '<span title="□">x</span>',
}
"""Where a text is put: at □."""


def words(text: str) -> list[str]:
    """Split at blanks and line ends."""
    return text.split()


def texts(text: str) -> list[str]:
    """Split at the broken bar; line ends here only wrap."""
    return text.replace("\n", "").split("¦")


URL_SCHEMES = words(
    """bitcoin: ftp:// ftps:// geo: git:// gopher:// http:// https:// irc:// ircs:// magnet: mailto:
    matrix: mms:// news: nntp:// redis:// sftp:// sip: sips: sms: ssh:// svn:// tel: telnet:// urn:
    worldwind:// xmpp: //"""
)
SWITCHES = words(
    """NOTOC FORCETOC TOC NOEDITSECTION NEWSECTIONLINK NONEWSECTIONLINK NOGALLERY HIDDENCAT
    EXPECTUNUSEDCATEGORY NOCONTENTCONVERT NOCC NOTITLECONVERT NOTC START END INDEX NOINDEX
    STATICREDIRECT EXPECTUNUSEDTEMPLATE NOGLOBAL DISAMBIG ARCHIVEDTALK notoc SIN_TDC AUCUNSOMMAIRE
    SEMTDC SEMSUMARIO NICHT_INDEXIEREN INDEXIEREN لافهرس"""
)
TAGS = words(
    """b i u s del ins span div p br hr center font small big sub sup tt code pre nowiki gallery ref
    references poem math syntaxhighlight source score timeline indicator langconvert templatestyles
    templatedata inputbox section translate tvar noinclude includeonly onlyinclude html script style
    iframe object embed form input img svg a link meta table tr td th caption ul ol li dl dt dd h1 h2
    blockquote bdi bdo ruby rt wbr mapframe graph"""
)
PARSER_WORDS = texts(
    """!¦=¦PAGENAME¦CURRENTTIMESTAMP¦SITENAME¦REVISIONUSER¦DISPLAYTITLE:x¦DEFAULTSORT:x¦#if:1¦
#if:1|yes¦#expr:1+1¦#time:Y¦#switch:a|b=c¦#invoke:x¦#tag:ref¦#tag:nowiki|x¦#special:x¦int:edit¦
ns:1¦lc:ABC¦uc:abc¦plural:2|a|b¦GENDER:Ana|a|b¦formatnum:1234¦fullurl:x¦filepath:x.png¦msg:x¦
raw:x¦msgnw:x¦subst:PAGENAME¦subst:CURRENTTIME¦safesubst:PAGENAME¦subst:#if:1|x¦subst:User:Ana¦
:Main Page¦Template:Bots¦bots¦nobots¦User:Ana¦/sub¦../up¦x¦x=y¦x|1=y|z¦{1¦{1|a}¦{PAGENAME}¦
PROTECTIONLEVEL:edit¦#language:ar¦#babel:es¦anchorencode:x¦urlencode:x y¦NOEXTERNALLANGLINKS¦
noexternallanglinks:es"""
)
LINKS = texts(
    """[[Category:X]]¦[[category:X|sort]]¦[[Categoría:X]]¦[[:Category:X]]¦[[File:X.png]]¦
[[Image:X.png|thumb|left]]¦[[Media:X.ogg]]¦[[es:Portada]]¦[[ar:x]]¦[[:es:Portada]]¦[[m:x]]¦
[[User:Ana]]¦[[User:Ana|]]¦[[|Ana]]¦[[#x]]¦[[/sub]]¦[[ [[x]] [[x] ]]¦x]]¦[[x¦[[x|¦[[x|y¦
[http://x.example]¦[http://x.example label]¦[//x.example y]¦[mailto:a@b.example c]¦
[[http://x.example]]¦[x]¦[]¦[[]]¦]]]]¦[[[[x]]]]¦[[x]]trail¦[[Special:UserLogout]]¦[[w:Main]]¦
a]]b|c¦[[a|b]] [[c]]¦http://x.example¦http://x.example).¦see https://x.example/?a=b&c=d#e, ok¦
HTTP://X.EXAMPLE¦a@b.example"""
)
MAGIC_LINKS = texts(
    """RFC 12¦RFC  12¦RFC\t12¦RFC\u00a012¦RFC&nbsp;12¦RFC&#160;12¦RFC\u200312¦rfc 12¦PMID 3¦
PMID\u30003¦pmid 3¦ISBN 9780306406157¦ISBN 978-0-306-40615-7¦ISBN 0306406152¦isbn 0306406152¦
ISBN\u00a00306406152¦see RFC 12, PMID 3¦xRFC 1¦RFC 1x¦(RFC 2119)¦RFC¦ends in ISBN"""
)
STARTS = texts(
    """*¦**¦#*¦:¦;¦;x¦; t : d¦: x¦; x¦*:#; x¦----¦-----x¦=¦==¦== x ==¦=x=¦====== x ======¦======= x¦
{|¦{| class=x¦|}¦|-¦|+¦|+x¦||¦|¦!¦!!¦!x!!y¦| x || y¦|-x¦+x¦-¦-x¦}¦}-¦-{¦-{x}-¦-{zh:a;en:b}-¦
-{H|x}-¦#REDIRECT [[X]]¦#redirect[[X]]¦#REDIRECCIÓN [[X]]¦#تحويل [[X]]¦＃REDIRECT [[X]]¦
＃転送 [[X]]¦_¦__¦/¦//¦\\¦@¦$1¦%¦^¦`¦~¦~x¦&¦&x¦?¦.¦,¦(¦)¦"x¦'x¦''¦'''¦''''¦<¦>¦</div>¦{{¦}}¦[¦]"""
)
QUOTES = texts(
    """''a¦'''a¦'''''a¦a''¦a'''¦''a'''¦'''a''¦a'b''c'''d¦l''homme¦O'Brien's¦''''''''''x¦'a'¦"a"¦a'¦
a''b"""
)
SIGNATURES = texts(
    """~~~¦~~~~¦~~~~~¦~~~~~~~¦a ~~~~ b¦--~~~~¦<nowiki>~~~~</nowiki>~~~~¦~<!-- -->~~~¦~~{{subst:!}}~~"""
)
ENTITIES = words(
    """&amp; &lt;b&gt; &#91;&#91;x]] &#x5b;[x]] &lt &nbsp; &#0; &#x202e; &#xD800; &#1114112; &amp;lt;
    &copy; &copy &bogus; &#; &#x; &lrm; &amp;#91; &rlm;x &#123;{x}} &apos;&apos;x &#126;~~~ &#58;//x
    &shy;x"""
)
COMMENTS = texts(
    """<!--¦-->¦<!-- x -->¦a<!-- -->b¦<!--->¦--><b>¦[[<!-- -->x]]¦<!-- bot:x begin -->¦{{<!--¦--!>"""
)
UNCLOSED = texts(
    """<b¦<b x=¦<div style='¦<a href="¦<nowiki¦<nowiki><b>¦</nowiki>¦<pre¦{{x|[[y¦<ref>{{¦[[File:x|¦
<div>¦<table><tr>¦</div></div>¦</table>¦</td>¦</li></ul>¦</span>"""
)
LAYOUT = [
    "a\nb", "a\n\nb", "a\n* b", "a\n== b ==", "a\r\n{|\r\n|-\r\n|}", "\n#REDIRECT [[X]]", "a\n b", "\t* a",
    "a\n----\nb", "a\u2028b", "a\n;b:c", "a\n\n__TOC__", "x\n|}\ny", "x\n|-\n| y", "a\u00a0b", "a\u3000b",
]  # fmt: skip
NAMES = [
    "Ana María O'Brien", "محمد علي", "שלום (x)", "王小明", "Élodie — WMF", "नमस्ते", "100 %", "« oui »",
    "Vraiment ? Oui ; non : x !", "C++",
    "C#", "a_b", "a__b", "AT&T", "<3", "1 < 2 > 0", "x = y", "me@x.example", "😀 hi", "e\u0301", "a/b",
    "5 − 3", "$5", "no. 1", "See RFC", "¿Qué?", "سؤال؟ نعم، نعم", "‹ x ›", "👩‍👩‍👧", "می‌خواهم",
    "~2025-12345-67", "www.x.example", "T123", "user:Ana", "\u200fعلي\u200e",
]  # fmt: skip

HOSTILE = [
    *(f"{scheme}x.example/y" for scheme in URL_SCHEMES),
    *(f"__{switch}__" for switch in SWITCHES),
    "＿＿NOTOC＿＿", "＿＿目次非表示＿＿", "_＿NOTOC＿_", "___NOTOC___", "a__NOTOC__b", "__NO\nTOC__",
    *(f"<{tag}>x</{tag}>" for tag in TAGS),
    *(f"<{tag} y=z>" for tag in TAGS[::4]),
    *(f"</{tag}>" for tag in TAGS[::5]),
    *(f"<{tag}/>" for tag in TAGS[::6]),
    "<b onclick=x>", "<!DOCTYPE x>", "<?php ?>", "<![CDATA[x]]>", "<SCRIPT>", "< b>", "<ref name=x/>",
    "<div id=judged-0>",
    *("{{" + word + "}}" for word in PARSER_WORDS),
    "{{", "{{{", "{{{{", "}}}}", "{{x", "{{#if:", "{{subst:", "{{x|y=}}", "{ {x}}", "{{\nx\n}}",
    "{{{{{x}}}}}",
    *LINKS, *MAGIC_LINKS, *STARTS, *QUOTES, *SIGNATURES, *ENTITIES, *COMMENTS, *UNCLOSED, *LAYOUT, *NAMES,
]  # fmt: skip
"""Texts whose letters are all kept; white space folds."""

ODD = {
    "\x7f'\"`UNIQ--nowiki-00000000-QINU`\"'\x7f": "\ufffd'\"`UNIQ--nowiki-00000000-QINU`\"'\ufffd",
    "'\"`UNIQ--h-0--QINU`\"'": "'\"`UNIQ--h-0--QINU`\"'",
    "a\x00b": "a\ufffdb",
    "{\x00{x}}": "{\ufffd{x}}",
    "a\x08\x1bb": "a\ufffd\ufffdb",
    "a\x0bb\x0cc\x1cd": "a b c d",
    "a\x9fb\x85c": "a\ufffdb c",
    "a\ud800b\udfffc": "a\ufffdb\ufffdc",
    "a\uffffb\ufffe\ufdd0": "a\ufffdb\ufffd\ufffd",
    "\u202eevil\u202c": "evil",
    "\u202dover": "over",
    "a\u2067b\u2068c": "abc",
    "\u2069\u2069x": "x",
    "[\u2066[x]]": "[[x]]",
    "_\u202d_NOTOC_\u202c_": "__NOTOC__",
    "RF\u202dC 12": "RFC 12",
    "\ufeffa\ufeff": "a",
    "\ufff9a\ufffab\ufffb": "ab",
    "~\u206a~~~": "~~~~",
}
"""Texts that lose something, with what is left."""


class _Shown(HTMLParser):
    """Reads what stands in each judged part: its letters and its title attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: dict[int, list[str]] = {}
        self.titles: dict[int, list[str]] = {}
        self.open: list[str] = []  # the number where a part begins, else ""

    def part(self) -> int | None:
        return next((int(number) for number in reversed(self.open) if number), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in VOID:
            return
        name = known.get("id") or ""
        self.open.append(name.removeprefix("judged-") if name.startswith("judged-") and tag == "div" else "")
        number = self.part()
        if number is not None:
            self.parts.setdefault(number, [])
            if tag == "span" and (title := known.get("title")):
                self.titles.setdefault(number, []).append(title)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        number = self.part()
        if number is not None:
            self.parts[number].append(data)


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def ask(api: str, wikitext: str, **options: str) -> dict[str, Any]:
    """Have the wiki parse a text that is not saved."""
    fields = {
        "action": "parse", "format": "json", "formatversion": "2", "contentmodel": "wikitext", "title": PAGE,
        "prop": f"text|{PROPS}", "disablelimitreport": "1", "disableeditsection": "1", "disabletoc": "1",
        "text": wikitext, **options,
    }  # fmt: skip
    answer = requests.post(api, data=fields, timeout=120)
    answer.raise_for_status()
    parse: dict[str, Any] = answer.json()["parse"]
    return parse


def compose(context: str, texts: list[str]) -> str:
    """Put each text into its own part of a page."""
    parts = (context.replace("□", text) for text in texts)
    return "\n".join(f'<div id="judged-{number}">\n{part}\n</div>' for number, part in enumerate(parts))


def taken(parse: dict[str, Any]) -> dict[str, object]:
    """Give what the wiki noted of a page; of its sections only the levels."""
    noted: dict[str, object] = {name: parse[name] for name in PROPS.split("|")}
    return noted | {"sections": [section["level"] for section in parse["sections"]]}


def letters(parse: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Give letters and title attributes of each part."""
    page = _Shown()
    page.feed(parse["text"])
    page.close()
    return [(fold("".join(page.parts[number])), page.titles.get(number, [])) for number in sorted(page.parts)]


def judge(api: str, context: str, expected: dict[str, str]) -> None:
    """Compare a page of quoted texts with one of harmless words."""
    [(plain, plain_titles)] = letters(ask(api, compose(context, ["plain"])))
    texts = list(expected)
    for start in range(0, len(texts), CHUNK):
        chunk = texts[start : start + CHUNK]
        parse = ask(api, compose(context, [quote(text) for text in chunk]))
        assert taken(parse) == taken(ask(api, compose(context, ["plain"] * len(chunk))))
        wanted = [
            (
                plain.replace("plain", expected[text]),
                [title.replace("plain", expected[text]) for title in plain_titles],
            )
            for text in chunk
        ]
        found = letters(parse)
        assert [pair for pair in zip(chunk, wanted, found, strict=True) if pair[1] != pair[2]] == []


EXPECTED = {text: fold(text) for text in HOSTILE} | {text: fold(left) for text, left in ODD.items()}


def test_there_are_more_than_three_hundred_hostile_texts() -> None:
    assert len(EXPECTED) > 300


@pytest.mark.parametrize("context", CONTEXTS.values(), ids=CONTEXTS.keys())
def test_the_wiki_shows_the_same_letters_and_takes_nothing(meta_api: str, context: str) -> None:
    judge(meta_api, context, EXPECTED)


@pytest.mark.parametrize("seed", range(4))
def test_the_wiki_shows_random_mixtures_as_they_are(meta_api: str, seed: int) -> None:
    dice = random.Random(seed)
    pieces = [*HOSTILE, *"{}[]|=<>*#:;!'_-~& ", " ", "\n", "x", "م"]
    mixtures = ["".join(dice.choices(pieces, k=dice.randint(2, 6))) for _ in range(CHUNK)]
    for context in dice.sample(list(CONTEXTS.values()), k=3):
        judge(meta_api, context, {text: fold(text) for text in mixtures})


def test_unquoted_the_same_texts_do_harm(meta_api: str) -> None:
    raw = ask(meta_api, "\n\n".join(text for text in HOSTILE if "<" not in text and "{|" not in text))
    for noted in ("templates", "links", "categories", "externallinks", "images", "properties", "sections"):
        assert raw[noted], noted


def test_saving_changes_nothing(meta_api: str) -> None:
    for context in CONTEXTS.values():
        page = compose(context, [quote(text) for text in EXPECTED])
        assert ask(meta_api, page, onlypst="1")["text"] == page


@pytest.mark.parametrize(
    "text", [text for text in HOSTILE if "[[X]]" in text or text in {"{|", "----", "__TOC__"}]
)
def test_as_a_whole_page_it_is_only_text(meta_api: str, text: str) -> None:
    parse = ask(meta_api, quote(text), prop=f"text|{PROPS}|wikitext")
    assert fold(_text_of(parse["text"])) == fold(text)
    assert "redirectMsg" not in parse["text"]


def _text_of(page: str) -> str:
    shown = _Shown()
    shown.feed(f'<div id="judged-0">{page}</div>')
    return "".join(shown.parts[0])


def test_a_link_leads_where_it_says_and_nowhere_else(meta_api: str) -> None:
    titles = [
        "User talk:Ana", "User talk:O''Brien", "User talk:A=B", "User talk:A!!B", "User talk:محمد",
        "User talk:A&B", "User talk:A%B", "User talk:RFC 12", "User talk:A~~B", "User talk:A--B",
        "User talk:A;B:C", 'User talk:"A"', "User talk:A*+,B", "Category:X", "File:X.png", "Template:Bots",
        "/sub", "User talk:(A)", "User talk:A\\B", "User talk:＿＿NOTOC＿＿", "User talk:Http://x.example",
    ]  # fmt: skip
    lines = "".join(
        f"|-\n! {link(title, label)} !! x\n" for title, label in zip(titles, HOSTILE[::9], strict=False)
    )
    parse = ask(meta_api, "{|\n" + lines + "|}")
    assert {found["title"] for found in parse["links"]} == set(titles)
    noted = taken(parse) | {"links": []}
    assert noted == taken(ask(meta_api, "plain"))
    assert parse["text"].count("<th>") == 2 * len(titles)
